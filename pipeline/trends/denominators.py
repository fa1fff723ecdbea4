"""Denominators: how many issues, articles and characters a period holds, and which issues the archive lacks.

A period without any issue is a gap: nothing is known of it, so nothing in it is nought.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.trends.archive import Archive, Integers

GRAINS = ("bulletin", "month", "quarter", "year")
MISSING_COLUMNS = [
    "series",
    "year",
    "issue",
    "total_issue",
    "earliest_year",
    "latest_year",
    "after_bulletin",
    "before_bulletin",
]
INTEGER_COLUMNS = ("year", "issue", "total_issue", "earliest_year", "latest_year")
# More issues than one a day between two that are there: the printed number is a slip, not a gap.
MOST_A_DAY = 1


@dataclass(frozen=True, slots=True)
class Calendar:
    """The periods of one grain in order of time: `periods` holds their denominators, `of_article` each article's.

    `of_article` is -1 for an article whose issue has no date, in months and quarters.
    """

    grain: str
    periods: pd.DataFrame
    of_article: Integers

    def present(self) -> npt.NDArray[np.bool_]:
        """Which periods hold an issue; the others are gaps."""
        present: npt.NDArray[np.bool_] = self.periods["issues"].to_numpy() > 0
        return present


def calendar(archive: Archive, grain: str, missing: pd.DataFrame) -> Calendar:
    """The periods of a grain (bulletin, month, quarter or year) from the first issue to the last."""
    labels = _labels(archive.bulletins, grain)
    every = list(labels) if grain == "bulletin" else _every_period(labels.dropna(), grain)
    number = pd.Series(range(len(every)), index=every, dtype="int64")
    of_bulletin = labels.map(number).fillna(-1).to_numpy(dtype=np.int64)
    of_article = of_bulletin[archive.articles["bulletin"].to_numpy()]
    periods = pd.DataFrame({
        "grain": grain,
        "period": every,
        "issues": _sums(of_bulletin, np.ones(len(of_bulletin)), len(every)),
        "articles": _sums(of_article, np.ones(len(of_article)), len(every)),
        "characters": _sums(of_article, archive.articles["characters"].to_numpy(), len(every)),
        "missing_issues": _missing_in(missing, every, grain),
    })  # fmt: skip
    return Calendar(grain, periods, of_article)


def _labels(bulletins: pd.DataFrame, grain: str) -> pd.Series:
    if grain == "bulletin":
        return bulletins["bulletin_id"]
    year, month = bulletins["calendar_year"].astype("string"), bulletins["date"].str[5:7]
    if grain == "year":
        return year
    if grain == "quarter":
        return year + "-Q" + ((month.astype("Int64") + 2) // 3).astype("string")
    return year + "-" + month.astype("string")


def _every_period(labels: pd.Series, grain: str) -> list[str]:
    if labels.empty:
        return []
    first, last = labels.min(), labels.max()
    years = range(int(first[:4]), int(last[:4]) + 1)
    parts = {"year": [""], "quarter": [f"-Q{q}" for q in range(1, 5)], "month": [f"-{m:02}" for m in range(1, 13)]}
    return [label for year in years for part in parts[grain] if first <= (label := f"{year}{part}") <= last]


def _sums(places: npt.NDArray[Any], weights: npt.NDArray[Any], length: int) -> Integers:
    known = places >= 0
    return np.bincount(places[known], weights[known], minlength=length).astype(np.int64)


def _missing_in(missing: pd.DataFrame, every: list[str], grain: str) -> list[int | None]:
    """Missing issues are known by year only: finer periods cannot say where theirs belong."""
    if grain != "year":
        return [None] * len(every)
    counts = missing["year"].dropna().astype("int64").value_counts()
    return [int(counts.get(int(label), 0)) for label in every]


def missing_issues(bulletins: pd.DataFrame) -> pd.DataFrame:
    """Issues that the numbering shows to exist and the archive lacks, one row each.

    Within a year the numbers from 1 to the highest that is there must exist; between two issues of a series so must
    the running numbers (总第几期). Where only the running number is known, the year lies between two that are given.
    """
    rows: list[tuple[object, ...]] = []
    for series, issues in bulletins.groupby("series", sort=True):
        rows.extend((series, *row) for row in _missing_of_series(issues))
    return pd.DataFrame(rows, columns=MISSING_COLUMNS).astype(dict.fromkeys(INTEGER_COLUMNS, "Int64"))


def _missing_of_series(issues: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    ordered = issues.sort_values(["year", "issue", "bulletin_id"]).to_dict("records")
    first = [_Numbered(None, 0, 0, None, None)]
    numbered = [_numbered(row) for row in ordered if pd.notna(row["year"]) and pd.notna(row["issue"])]
    for before, after in pairwise(first + numbered):
        yield from _missing_between(before, after)


@dataclass(frozen=True, slots=True)
class _Numbered:
    bulletin_id: str | None
    year: int
    issue: int
    total: int | None
    date: str | None


def _numbered(row: dict[Hashable, Any]) -> _Numbered:
    total, date = row["total_issue"], row["date"]
    return _Numbered(
        row["bulletin_id"], int(row["year"]), int(row["issue"]),
        None if pd.isna(total) else int(total), None if pd.isna(date) else date,
    )  # fmt: skip


def _missing_between(before: _Numbered, after: _Numbered) -> Iterator[tuple[object, ...]]:
    ends = (before.bulletin_id, after.bulletin_id)
    lowest = before.issue + 1 if before.year == after.year else 1
    for issue in range(lowest, after.issue):
        total = None if after.total is None else after.total - (after.issue - issue)
        yield after.year, issue, total, after.year, after.year, *ends
    if before.year == after.year or before.total is None or after.total is None or not _credible(before, after):
        return
    for total in range(before.total + 1, after.total - after.issue + 1):
        yield None, None, total, before.year, after.year - 1, *ends


def _credible(before: _Numbered, after: _Numbered) -> bool:
    if before.date is None or after.date is None or before.total is None or after.total is None:
        return True
    days = (pd.Timestamp(after.date) - pd.Timestamp(before.date)).days
    return after.total - before.total <= MOST_A_DAY * days
