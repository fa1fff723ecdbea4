"""Series: how often each item is named in each period, beside the period's denominators.

By year every item has a row for every year: nought where the archive holds issues that do not name it, empty where
it holds none. Finer series list the periods that name the item; whether another period is nought or a gap is in
`periods`.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from pipeline.trends.archive import Incidence, Integers
from pipeline.trends.denominators import Calendar
from pipeline.trends.intervals import wilson

TEN_THOUSAND = 10_000


def tabulate(incidence: Incidence, calendar: Calendar, dense: bool = False) -> pa.Table:
    """One row an item and period: mentions, articles naming it, share with its band, rates, denominators."""
    item, period, mentions, naming = tally(incidence, calendar)
    if dense:
        item, period, mentions, naming = _dense(
            len(incidence.items), len(calendar.periods), item, period, mentions, naming
        )
    columns = _identity(incidence, item) | _counts(calendar, period, mentions, naming)
    return pa.table(columns)


def as_frame(table: pa.Table) -> pd.DataFrame:
    """A series as a data frame with plain texts."""
    plain = [column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in table.columns]
    frame: pd.DataFrame = pa.table(dict(zip(table.column_names, plain, strict=True))).to_pandas()
    return frame


def tally(incidence: Incidence, calendar: Calendar) -> tuple[Integers, Integers, Integers, Integers]:
    """Item, period, mentions and articles, one entry a pair of item and period that occurs, in this order."""
    periods = max(len(calendar.periods), 1)
    period = calendar.of_article[incidence.article]
    known = period >= 0
    keys = incidence.item[known].astype(np.int64) * periods + period[known]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    mentions = np.add.reduceat(incidence.counts[known][order], starts, dtype=np.int64) if len(starts) else starts
    naming = np.diff(starts, append=len(keys))
    return keys[starts] // periods, keys[starts] % periods, mentions, naming


def matrix(incidence: Incidence, calendar: Calendar) -> Integers:
    """Articles that name each item (rows) in each period (columns)."""
    item, period, _, naming = tally(incidence, calendar)
    counts = np.zeros((len(incidence.items), len(calendar.periods)), dtype=np.int64)
    counts[item, period] = naming
    return counts


def _dense(
    items: int, periods: int, item: Integers, period: Integers, mentions: Integers, naming: Integers
) -> tuple[Integers, Integers, Integers, Integers]:
    full = np.zeros((2, items * periods), dtype=np.int64)
    full[:, item * periods + period] = mentions, naming
    places = np.arange(items * periods, dtype=np.int64)
    return places // max(periods, 1), places % max(periods, 1), full[0], full[1]


def _identity(incidence: Incidence, item: Integers) -> dict[str, pa.Array]:
    return {name: named(incidence.items[name].tolist(), item) for name in incidence.items.columns}


def named(values: list[str], places: Integers) -> pa.Array:
    """The values at these places, each different one held once."""
    encoded = pa.array(values, pa.string(), from_pandas=True).dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(pa.array(places)), encoded.dictionary)


def _counts(calendar: Calendar, period: Integers, mentions: Integers, naming: Integers) -> dict[str, pa.Array]:
    held = {name: calendar.periods[name].to_numpy()[period] for name in ("issues", "articles", "characters")}
    gap = held["issues"] == 0
    low, high = wilson(naming, held["articles"])
    rates = {
        "share": _over(naming, held["articles"]), "share_low": low, "share_high": high,
        "per_issue": _over(mentions, held["issues"]),
        "per_article": _over(mentions, held["articles"]),
        "per_10k_characters": _over(mentions, held["characters"]) * TEN_THOUSAND,
    }  # fmt: skip
    return (
        {calendar.grain: named(calendar.periods["period"].tolist(), period)}
        | {"mentions": pa.array(mentions, mask=gap), "articles_naming": pa.array(naming, mask=gap)}
        | {name: pa.array(np.round(rate, 8), from_pandas=True) for name, rate in rates.items()}
        | {name: pa.array(held[name]) for name in held}
    )


def _over(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return part / np.where(whole > 0, whole, np.nan)
