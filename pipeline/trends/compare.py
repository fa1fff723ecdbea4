"""Two periods compared: what rose and what fell, by how much, with the articles that show it."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.model.errors import BadQuery
from pipeline.trends.archive import Archive, Incidence, Integers, joined, read_archive
from pipeline.trends.intervals import rate_ratio
from pipeline.trends.terms import read_terms
from pipeline.trends.themes import log_odds, prior_of

LEAST_ARTICLES = 2
EVIDENCE = 3
# A period: `2019`, `2019-07`, `2019-Q3`; two of them joined by `..` make a range.
PERIOD = re.compile(r"((?:19|20)\d{2})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?")
MONTHS_A_QUARTER, MONTHS_A_YEAR = 3, 12


@dataclass(frozen=True, slots=True)
class Span:
    """A period as printed and its first and last month, counted from year 0."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The change of every item between two periods; `rows` has the strongest rises first, then the falls."""

    first: Span
    second: Span
    first_articles: int
    second_articles: int
    rows: pd.DataFrame


def read_span(text: str) -> Span:
    """A period as the user writes it. Raises BadQuery where it is none.

    >>> read_span("2019-Q3")
    Span(name='2019-Q3', first=24234, last=24236)
    """
    ends = text.split("..")
    matches = [PERIOD.fullmatch(end.strip()) for end in ends]
    if len(ends) > 2 or not all(matches):
        raise BadQuery(f"{text} is no period; write 2019, 2019-Q3, 2019-07 or 2019..2021")
    spans = [_months(match) for match in matches if match]
    if spans[0][0] > spans[-1][1]:
        raise BadQuery(f"{text} ends before it begins; write the earlier end first")
    return Span(text, spans[0][0], spans[-1][1])


def _months(match: re.Match[str]) -> tuple[int, int]:
    year, quarter, month = match.groups()
    start = int(year) * MONTHS_A_YEAR
    if month:
        return start + int(month) - 1, start + int(month) - 1
    if quarter:
        start += (int(quarter) - 1) * MONTHS_A_QUARTER
        return start, start + MONTHS_A_QUARTER - 1
    return start, start + MONTHS_A_YEAR - 1


def compare_periods(tables: Path, first: str, second: str) -> Comparison:
    """Compare two periods of an archive. Raises BadQuery where one of them has no article."""
    archive = read_archive(tables)
    spans = (read_span(first), read_span(second))
    inside = [_inside(archive, span) for span in spans]
    sizes = [int(mask.sum()) for mask in inside]
    for span, size in zip(spans, sizes, strict=True):
        if not size:
            years = archive.bulletins["calendar_year"]
            raise BadQuery(
                f"no article of {span.name} is in the archive; name a period between {years.min()} and {years.max()}"
            )
    terms = read_terms(tables, archive).of_kind("word")
    items = joined(archive.mentions, terms)
    rows = _changes(items, inside, sizes)
    return Comparison(spans[0], spans[1], sizes[0], sizes[1], _with_evidence(rows, items, inside, archive))


def _inside(archive: Archive, span: Span) -> npt.NDArray[np.bool_]:
    """Which articles fall into the period; one dated by its year alone only if the whole year does."""
    months = pd.to_numeric(archive.bulletins["date"].str[5:7]).to_numpy(dtype=np.float64)
    start = archive.bulletins["calendar_year"].to_numpy(dtype=np.float64) * MONTHS_A_YEAR
    low = np.where(np.isnan(months), start, start + months - 1)
    high = np.where(np.isnan(months), start + MONTHS_A_YEAR - 1, low)
    of_bulletin = (low >= span.first) & (high <= span.last)
    chosen: npt.NDArray[np.bool_] = of_bulletin[archive.articles["bulletin"].to_numpy()]
    return chosen


def _changes(items: Incidence, inside: list[npt.NDArray[np.bool_]], sizes: list[int]) -> pd.DataFrame:
    before, after = (_naming(items, mask) for mask in inside)
    ratio, low, high = rate_ratio(before, sizes[0], after, sizes[1])
    rows = items.items.assign(
        item=np.arange(len(items.items)),
        articles_first=before, share_first=(before / sizes[0]).round(6),
        articles_second=after, share_second=(after / sizes[1]).round(6),
        ratio=ratio.round(6), ratio_low=low.round(6), ratio_high=high.round(6),
        z=_scores(items, before, after).round(6),
    )  # fmt: skip
    rows["sure"] = (rows["ratio_low"] > 1) | (rows["ratio_high"] < 1)
    rows = rows[before + after >= LEAST_ARTICLES]
    return rows.sort_values(["z", "kind", "record_id"], ascending=[False, True, True], ignore_index=True)


def _naming(items: Incidence, mask: npt.NDArray[np.bool_]) -> Integers:
    return np.bincount(items.item[mask[items.article]], minlength=len(items.items))


def _scores(items: Incidence, before: Integers, after: Integers) -> npt.NDArray[np.float64]:
    """Weighted log-odds z of each item among those of its kind; the prior is the kind's use in the whole archive."""
    scores = np.zeros(len(items.items))
    totals = items.articles()
    for kind in items.items["kind"].unique():
        of_kind = (items.items["kind"] == kind).to_numpy() & (totals > 0)
        if of_kind.sum() > 1:
            scores[of_kind] = log_odds(after[of_kind], before[of_kind], prior_of(totals[of_kind]))[1]
    return scores


def _with_evidence(
    rows: pd.DataFrame, items: Incidence, inside: list[npt.NDArray[np.bool_]], archive: Archive
) -> pd.DataFrame:
    """The first articles that name the item in the period in which it is more frequent."""
    rising = (rows["ratio"] >= 1).to_numpy()
    found = [_articles_of(items, rows["item"].to_numpy(), mask) for mask in inside]
    chosen = [(after if up else before) for up, before, after in zip(rising, *found, strict=True)]
    ids, titles = archive.articles["article_id"], archive.articles["title"].fillna("")
    rows = rows.drop(columns="item")
    rows["evidence"] = [[ids[a] for a in articles] for articles in chosen]
    rows["evidence_titles"] = [[titles[a] for a in articles] for articles in chosen]
    return rows


def _articles_of(items: Incidence, wanted: Integers, mask: npt.NDArray[np.bool_]) -> list[list[int]]:
    inside = mask[items.article]
    pairs = pd.DataFrame({"item": items.item[inside], "article": items.article[inside]}).sort_values(
        ["item", "article"]
    )
    shown = pairs[pairs.groupby("item").cumcount() < EVIDENCE].groupby("item")["article"].agg(list)
    return [shown.get(item, []) for item in wanted.tolist()]
