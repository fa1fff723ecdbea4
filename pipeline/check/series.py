"""What only the archive as a whole shows: missing issues, dates that run backwards, figures that conflict."""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.check.finding import finding
from pipeline.check.summary import IssueSummary
from pipeline.model.entity import Finding


def check_series(issues: Iterable[IssueSummary]) -> Iterator[Finding]:
    """Missing issue numbers and dates out of order, series by series."""
    known = sorted((i for i in issues if i.series and i.year and i.issue), key=_place)
    for series, group in groupby(known, key=lambda i: i.series or ""):
        ordered = list(group)
        for _, year in groupby(ordered, key=lambda i: i.year):
            yield from _gaps(series, list(year))
        yield from (f for b, a in pairwise(ordered) if b.year != a.year for f in _gap_between_years(series, b, a))
        yield from _backwards(series, ordered)


def _place(issue: IssueSummary) -> tuple[str, int, int, str]:
    return (issue.series or "", issue.year or 0, issue.issue or 0, issue.bulletin_id)


def _gaps(series: str, issues: list[IssueSummary]) -> Iterator[Finding]:
    """Numbers between the first and the last issue of a year that the archive does not have."""
    for before, after in pairwise(issues):
        low, high = before.issue or 0, after.issue or 0
        missing = "、".join(f"第{n}期" for n in range(low + 1, high))
        if missing:
            message = f"《{series}》{after.year}年有第{low}期和第{high}期，缺{missing}"
            yield finding("series-gap", "note", message, after.bulletin_id)


def _gap_between_years(series: str, before: IssueSummary, after: IssueSummary) -> Iterator[Finding]:
    """Running numbers that the archive lacks between two years; without them, the first issues of the later year.

    A number that goes on rising over the new year may be a running one itself: then nothing is certain.
    """
    place = f"《{series}》{_title(before)}之后是{_title(after)}"
    if before.total_issue and after.total_issue:
        low, high = before.total_issue + 1, after.total_issue - 1
        if low <= high:
            lacking = f"总第{low}期" if low == high else f"总第{low}期至第{high}期"
            yield finding("series-gap", "note", f"{place}，缺{lacking}", after.bulletin_id)
    elif 1 < (after.issue or 0) <= (before.issue or 0):
        lacking = "、".join(f"第{n}期" for n in range(1, after.issue or 0))
        yield finding("series-gap", "note", f"{place}，缺{after.year}年{lacking}", after.bulletin_id)


def _backwards(series: str, issues: list[IssueSummary]) -> Iterator[Finding]:
    """A later issue with an earlier date, or a smaller running number."""
    for before, after in pairwise(issues):
        earlier, later = _title(before), _title(after)
        if before.date and after.date and after.date[: len(before.date)] < before.date[: len(after.date)]:
            message = f"《{series}》{later}的日期{after.date}早于{earlier}的日期{before.date}"
            yield finding("issue-dates", "warning", message, after.bulletin_id, None, (before.bulletin_id,))
        if before.total_issue and after.total_issue and after.total_issue <= before.total_issue:
            message = f"《{series}》{later}的总期号{after.total_issue}不大于{earlier}的总期号{before.total_issue}"
            yield finding("issue-numbers", "warning", message, after.bulletin_id, None, (before.bulletin_id,))


def _title(issue: IssueSummary) -> str:
    return f"{issue.year}年第{issue.issue}期"


class _Printed(NamedTuple):
    figure_id: str
    bulletin_id: str
    text: str


class Values:
    """The figures of the archive by what they are about.

    A figure costs one short string under a digest; only those with different values are kept in full.
    """

    def __init__(self) -> None:
        self._single: dict[bytes, str] = {}
        self._several: dict[tuple[str, ...], dict[str, _Printed]] = {}

    def add(self, issue: IssueSummary) -> None:
        """Note the figures of one bulletin."""
        for seen in issue.values:
            mine = _Printed(seen.figure_id, issue.bulletin_id, seen.text)
            key = _key(seen.about)
            value, *printed = self._single.get(key, "\x1f".join((seen.value, *mine))).split("\x1f")
            if value == seen.value:
                self._single[key] = "\x1f".join((value, *min(_Printed(*printed), mine)))
            else:
                found = self._several.setdefault(seen.about, {})
                found[seen.value] = min(found.get(seen.value, mine), mine)

    def findings(self, names: dict[str, str]) -> Iterator[Finding]:
        """One finding a subject, indicator and period with different values in different bulletins."""
        for about, found in sorted(self._several.items()):
            value, *first = self._single[_key(about)].split("\x1f")
            ordered = sorted((found | {value: _Printed(*first)}).values())
            if len({p.bulletin_id for p in ordered}) > 1:
                printed = "，".join(f"{p.bulletin_id}作“{p.text}”" for p in ordered)
                message = f"{names.get(about[0], about[0])}{about[2]}的{about[1]}前后不一：{printed}"
                yield finding("figure-conflict", "warning", message, None, None, tuple(p.figure_id for p in ordered))


def _key(about: tuple[str, ...]) -> bytes:
    return hashlib.blake2b("\x1f".join(about).encode(), digest_size=12).digest()
