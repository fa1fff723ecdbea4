"""Bursts: stretches of time in which an item is named much more than usual.

The two-state automaton over batches of Kleinberg 2002, "Bursty and Hierarchical Structure in Streams" (section 4):
a month's articles are a batch of d, of which r name the item; the base state expects the item's share of the whole
archive, the burst state RISE times that; entering the burst costs COST · ln(number of batches). The cheapest
sequence of states is found by dynamic programming (Viterbi), for all items at once.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.trends.archive import Incidence, Integers
from pipeline.trends.denominators import Calendar
from pipeline.trends.intervals import FALSE_DISCOVERIES, Floats, corrected, upper_tail
from pipeline.trends.series import matrix

RISE = 2.0
COST = 1.0
LEAST_ARTICLES = 3
# An item that every other article names cannot be named twice as often.
HIGHEST_SHARE = 0.5
ITEMS_AT_ONCE = 4_000

States = npt.NDArray[np.bool_]


def bursts(incidence: Incidence, months: Calendar) -> pd.DataFrame:
    """Item, first and last month of the burst, articles naming it in between, weight (the cost that it saves).

    `q` says whether the burst may be chance: the binomial tail of its articles at the item's usual share, times the
    number of batches in which it might have begun, as a false discovery rate over all bursts.
    """
    present = months.present()
    relevant = matrix(incidence, months)[:, present]
    articles = months.periods["articles"].to_numpy()[present]
    labels = months.periods["period"].to_numpy()[present]
    item, start, end, weight = intervals(relevant, articles)
    sums, totals = _running(relevant), _running(articles[None, :])[0]
    table = incidence.items.iloc[item].reset_index(drop=True).assign(
        start=pd.Series(labels[start], dtype="str"), end=pd.Series(labels[end], dtype="str"),
        batches=end - start + 1,
        articles_naming=sums[item, end + 1] - sums[item, start],
        articles=totals[end + 1] - totals[start],
        weight=weight.round(6),
    )  # fmt: skip
    usual = relevant.sum(axis=1)[item] / max(articles.sum(), 1)
    tail = upper_tail(table["articles_naming"].to_numpy(), table["articles"].to_numpy(), usual)
    table["q"] = corrected(np.minimum(tail * len(labels), 1)).round(8)
    table["sure"] = table["q"] < FALSE_DISCOVERIES
    return table.sort_values(
        ["kind", "weight", "record_id", "start"], ascending=[True, False, True, True], ignore_index=True
    )


def intervals(relevant: Integers, articles: Integers) -> tuple[Integers, Integers, Integers, Floats]:
    """Row, first and last column and weight of every burst in `relevant` (items by batches), a block at a time."""
    starts = range(0, max(len(relevant), 1), ITEMS_AT_ONCE)
    blocks = [(start, *_intervals(relevant[start : start + ITEMS_AT_ONCE], articles)) for start in starts]
    item = np.concatenate([start + rows for start, rows, *_ in blocks])
    start, end, weight = (np.concatenate([block[part] for block in blocks]) for part in (2, 3, 4))
    return item, start, end, weight


def _intervals(relevant: Integers, articles: Integers) -> tuple[Integers, Integers, Integers, Floats]:
    saving = _saving(relevant, articles)
    states = _cheapest(saving, COST * np.log(max(relevant.shape[1], 2)))
    edges = np.diff(np.pad(states, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    item, start = np.nonzero(edges == 1)
    _, end = np.nonzero(edges == -1)
    sums = np.pad(np.cumsum(saving, axis=1), ((0, 0), (1, 0)))
    return item, start, end - 1, sums[item, end] - sums[item, start]


def _saving(relevant: Integers, articles: Integers) -> Floats:
    """What each batch would save by being in the burst state; the binomial coefficients cancel."""
    total = relevant.sum(axis=1)
    base = (total / max(articles.sum(), 1))[:, None]
    able = (total >= LEAST_ARTICLES)[:, None] & (base > 0) & (base < HIGHEST_SHARE)
    base = np.where(able, base, 0.25)
    raised = base * RISE
    gain = relevant * np.log(raised / base) + (articles - relevant) * np.log((1 - raised) / (1 - base))
    return np.where(able, gain, -np.inf)


def _cheapest(saving: Floats, entry: float) -> States:
    """Which batches are in the burst state on the cheapest path; leaving is free."""
    items, batches = saving.shape
    base, burst = np.zeros(items), np.full(items, -entry)
    stayed = np.zeros((2, items, batches), dtype=np.bool_)
    for t in range(batches):
        from_burst, into_burst = burst > base, base - entry > burst
        if t:
            stayed[0, :, t], stayed[1, :, t] = ~from_burst, ~into_burst
            base, burst = np.maximum(base, burst), np.maximum(burst, base - entry)
        burst = burst + saving[:, t]
    states = np.zeros((items, batches), dtype=np.bool_)
    current = burst > base
    for t in range(batches - 1, -1, -1):
        states[:, t] = current
        current = np.where(stayed[current.astype(np.int64), np.arange(items), t], current, ~current)
    return states


def _running(counts: Integers) -> Integers:
    return np.pad(np.cumsum(counts, axis=1), ((0, 0), (1, 0)))
