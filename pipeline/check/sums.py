"""Percentages against their counts, and parts against their totals. Only what the text makes certain is reported."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from pipeline.check.finding import show
from pipeline.check.reading import Reading
from pipeline.model.entity import Finding
from pipeline.model.mention import FigureMention

# What joins a count to its share: of what it is a share is the group. Example: “57家，达到参评联盟的66.28%”.
_SHARE = re.compile(r"(?:[^，,。；;0-9]{0,6}[，,（(])?(?:约|分别)?(?:占比|占|达到|达)([^，,。；;0-9]{0,16}?)的?\Z")
# A base named just before its part. Example: “86家联盟中，57家”.
_AMONG = re.compile(r"[^，,。；;0-9]{0,12}(?:中|里)[，,]?[^，,。；;0-9]{0,12}\Z")
# Between the parts of a list. Example: “专家12人、企业代表”.
_PART_GAP = re.compile(r"\A[^，,、。；;0-9]{0,16}(?:、|，|,|和|及|以及)[^，,。；;0-9]{0,16}\Z")
# What announces the total after its parts. Example: “…8家，合计”.
_TOTAL_AFTER = re.compile(r"[^，,。；;0-9]{0,12}[，,](?:合计|共计|总计|总共)(?:为|达|有)?\Z")
# What announces all the parts after their total. Example: “24家，分别为…”.
_PARTS_AFTER = re.compile(r"[^，,。；;0-9]{0,12}[，,：:](?:分别为|分别是|分为)[^，,。；;0-9]{0,12}\Z")
# What announces some of the parts after their total. Example: “93家，其中企业…”.
_AMONG_THEM = re.compile(r"[^，,。；;0-9]{0,12}[，,：:]其中[:：]?[^，,。；;0-9]{0,12}\Z")

# A list longer than this is no list that anyone added up; nor is a group of so many shares.
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class _Share:
    """A count with its percentage; `of` is the printed name of the base, empty where none is printed."""

    count: FigureMention
    percent: FigureMention
    of: str


def check_sums(reading: Reading) -> Iterator[Finding]:
    """The findings of one article."""
    groups: dict[tuple[str, str], list[_Share]] = {}
    of = ""
    for share in _shares(reading):
        of = share.of or of
        groups.setdefault((share.count.unit, of), []).append(share)
    for group in groups.values():
        yield from _check_group(reading, group)
    for together in reading.by_sentence():
        yield from _check_parts(reading, together)


def _shares(reading: Reading) -> Iterator[_Share]:
    """Counts with their percentages, in order: 57家，占66.28%, and 31家、25家，分别占35.23%、28.41%."""
    figures = [f for f in reading.figures if _exact(f)]
    for at, (count, percent) in enumerate(pairwise(figures)):
        if percent.unit != "%" or count.unit == "%":
            continue
        between = reading.text[count.end : percent.start]
        joined = _SHARE.match(between)
        if joined and "分别" not in between:
            yield _Share(count, percent, joined[1])
        elif joined:
            percents = _run(reading, _after(figures, at), "%")
            counts = _run(reading, _before(figures, at + 1), count.unit)[::-1]
            if percents and len(counts) - len(percents) in (0, 1):  # one more where the total opens the list
                last = counts[-len(percents) :]
                yield from (_Share(c, p, joined[1]) for c, p in zip(last, percents, strict=True))


def _exact(figure: FigureMention) -> bool:
    return figure.qualifier == "exact" and figure.value_max is None


def _check_group(reading: Reading, shares: list[_Share]) -> Iterator[Finding]:
    """Shares of one base, which is certain where the text names it beside the count or all but one share give it."""
    for share in shares:
        base = _named_base(reading, share)
        if base is not None and not _agrees(share, base.value):
            yield _wrong_share(reading, share, base)
            return
    if len(shares) > _LONGEST:
        return
    bases = {f.value: f for f in reading.figures if _exact(f) and f.unit == shares[0].count.unit}
    fits = {v: [s for s in shares if s.count.value <= v and _agrees(s, v)] for v in bases}
    best = max(fits, key=lambda v: (len(fits[v]), v), default=None)
    needed = 2 if all("." in s.percent.text for s in shares) else 3  # whole percentages fit many bases by chance
    if best is None or len(fits[best]) < needed or len(fits[best]) != len(shares) - 1:
        return
    if sum(len(f) == len(fits[best]) for f in fits.values()) == 1:
        yield _wrong_share(reading, next(s for s in shares if s not in fits[best]), bases[best])


def _named_base(reading: Reading, share: _Share) -> FigureMention | None:
    at = bisect_left(reading.figures, share.count.start, key=lambda figure: figure.start)
    before = reading.figures[at - 1] if at else None
    if before is None or before.unit != share.count.unit or not _exact(before) or before.value < share.count.value:
        return None
    return before if _AMONG.match(reading.text[before.end : share.count.start]) else None


def _agrees(share: _Share, base: Decimal) -> bool:
    """Whether the percentage is the count's share of the base, rounded or cut at its last digit."""
    if not base:
        return False
    printed = share.percent.value
    digit = Decimal(1).scaleb(int(printed.as_tuple().exponent)) if "." in share.percent.text else Decimal(1)
    return abs((share.count.value * 100 / base).quantize(digit, ROUND_HALF_UP) - printed) <= digit


def _wrong_share(reading: Reading, share: _Share, base: FigureMention) -> Finding:
    right = (share.count.value * 100 / base.value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    message = (
        f"文中“{share.count.text}”占“{base.text}”的比例作{share.percent.text}，"
        f"而{show(share.count.value)}÷{show(base.value)}＝{show(right)}%"
    )
    return reading.finding("percentage", "error", message, (share.count, share.percent, base))


def _check_parts(reading: Reading, figures: list[FigureMention]) -> Iterator[Finding]:
    """A total that closes or opens a list of its parts within a sentence."""
    if len(figures) < 3:
        return
    for at, total in enumerate(figures):
        if not _exact(total):
            continue
        before = _run(reading, _before(figures, at), total.unit)[::-1]
        after = _run(reading, _after(figures, at), total.unit)
        if len(before) > 1 and _TOTAL_AFTER.match(reading.text[before[-1].end : total.start]):
            yield from _compare(reading, before, total)
        elif len(after) > 1 and _PARTS_AFTER.match(reading.text[total.end : after[0].start]):
            yield from _compare(reading, after, total)
        elif len(after) > 2 and _AMONG_THEM.match(reading.text[total.end : after[0].start]):
            yield from _nearly(reading, after, total)


def _nearly(reading: Reading, parts: list[FigureMention], total: FigureMention) -> Iterator[Finding]:
    """Parts after 其中 need not be all; where they end the sentence and miss the total by a little, it is noted."""
    amount = sum((p.value for p in parts), Decimal(0))
    closes = reading.text[parts[-1].end : parts[-1].end + 1] in ("。", "；", ";", "")
    if closes and amount != total.value and abs(amount - total.value) * 20 <= total.value:
        less = "少" if amount < total.value else "多"
        gap = f"比“{total.text}”{less}{show(abs(amount - total.value))}"
        message = f"“其中”各项相加{_worked(parts)}，{gap}"
        yield reading.finding("parts-nearly", "note", message, (*parts, total))


def _worked(parts: list[FigureMention]) -> str:
    amount = sum((p.value for p in parts), Decimal(0))
    return f"{'＋'.join(show(p.value) for p in parts)}＝{show(amount)}"


def _before(figures: Sequence[FigureMention], at: int) -> Sequence[FigureMention]:
    """The figures before a place, the nearest first, as many as can be told to be a list."""
    return figures[max(at - _LONGEST - 1, 0) : at][::-1]


def _after(figures: Sequence[FigureMention], at: int) -> Sequence[FigureMention]:
    """The figures after a place, likewise."""
    return figures[at + 1 : at + _LONGEST + 2]


def _run(reading: Reading, figures: Sequence[FigureMention], unit: str) -> list[FigureMention]:
    """The figures of the unit, from the first on, that stand in one list; none where the list is too long for one."""
    found: list[FigureMention] = []
    for figure in figures:
        if figure.unit != unit or not _exact(figure):
            break
        if found:
            left, right = sorted((found[-1], figure), key=lambda f: f.start)
            if not _PART_GAP.match(reading.text[left.end : right.start]):
                break
        found.append(figure)
    return found if len(found) <= _LONGEST else []


def _compare(reading: Reading, parts: list[FigureMention], total: FigureMention) -> Iterator[Finding]:
    if sum((p.value for p in parts), Decimal(0)) != total.value:
        message = f"各分项相加{_worked(parts)}，而合计作“{total.text}”"
        yield reading.finding("parts-total", "error", message, (*parts, total))
