"""A number with what belongs to it: unit, money parts, range, and the words that say how exact it is.

`find_quantities` makes of a text its quantities in order; what of them is a figure is decided in figures.py.
"""

import re
from decimal import Decimal, localcontext
from functools import cache
from typing import NamedTuple

from pipeline.extract import qualifiers
from pipeline.extract.measures import TENTHS, WITH, Measure, read_measures
from pipeline.extract.numeral_parts import normalise
from pipeline.extract.numeral_sum import EXACT
from pipeline.extract.numerals import Numeral, find_numerals
from pipeline.extract.units import Unit
from pipeline.lexicon import alternation, rows
from pipeline.model.mention import Qualifier

# What stands between the ends of a range: `3—5家`, `30%至40%`, `1万元--5万元`.
TO = re.compile(r"[ \t]{0,3}(?:[-—–―~～－]{1,2}|至|到)[ \t]{0,3}")
# The last two digits of an approximate number set apart: `三、四百元`.
NEIGHBOURS = re.compile(
    r"(?<![第、零一二两三四五六七八九十百千万亿\d])(?P<low>[一二三四五六七八])、(?P<high>[二两三四五六七八九])(?=[十百千万亿])"
)
# What stands between the members of a list: `、`, `和`.
LIST = re.compile(r"[ \t]{0,3}[、和与及][ \t]{0,3}")
BETWEEN = re.compile(r"[ \t]{0,3}之?间")
TOGETHER = re.compile(r"[ \t]{0,3}之间")


class Quantity(NamedTuple):
    """text[start:end] with its qualifier words; text[core_start:core_end] is the number with its unit alone.

    `kind` is the unit's kind in units.csv, "" without a unit; `numeral` the number itself (the first one of a range).
    """

    start: int
    end: int
    core_start: int
    core_end: int
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    kind: str
    qualifier: Qualifier
    numeral: Numeral
    printed_unit: str = ""


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every number with its unit and qualifier; a lone 百 or 万 counts only behind a qualifier or with a unit."""
    plain = normalise(text)
    with localcontext(EXACT):
        measures = _carried(plain, _joined(plain, read_measures(plain, find_numerals(text))))
        found = [_qualified(plain, measure) for measure in measures]
    return tuple(q for q in found if not q.numeral.bare or q.unit is not None or q.qualifier not in ("exact",))


def _carried(plain: str, measures: list[Measure]) -> list[Measure]:
    """Numbers of a list whose last one alone prints the unit: `3.1亿、2.4亿和1.8亿千瓦时`, `12.7个、12个百分点`."""
    for at in range(len(measures) - 2, -1, -1):
        first, last = measures[at], measures[at + 1]
        listed = last.unit is not None and LIST.fullmatch(plain[first.end : last.start]) is not None
        if listed and last.unit is not None and _lacks(plain, first, last.unit):
            measures[at] = first._replace(unit=last.unit._replace(over=False))
    return measures


def _lacks(plain: str, measure: Measure, unit: Unit) -> bool:
    """Whether a number of a list takes the unit of the next: it has a scale of its own or stands behind 分别."""
    if measure.unit is not None:
        return measure.unit.printed == "个" and unit.name == "百分点"
    spread = "分别" in plain[max(0, measure.start - 40) : measure.start]
    return measure.numeral.arabic and (measure.numeral.factor >= 10000 or spread)


def _joined(plain: str, measures: list[Measure]) -> list[Measure]:
    """Neighbours that are the two ends of a range become one."""
    found: list[Measure] = []
    for measure in measures:
        if found and (joined := _range(plain, found[-1], measure)) is not None:
            found[-1] = joined
        else:
            found.append(measure)
    return found


def _range(plain: str, first: Measure, second: Measure) -> Measure | None:
    if (near := _neighbours(plain, first, second)) is not None:
        return near
    end = _joins(plain, first, second)
    if end is None or first.high is not None or second.high is not None or first.numeral.bare:
        return None
    carried = first.numeral.percent and second.unit is None
    if first.unit is not None and not carried and (second.unit is None or first.unit.name != second.unit.name):
        return None
    low = _spread(first, second)
    if low >= second.low:
        return None
    return Measure(first.start, end, low, second.low, second.unit or first.unit, first.numeral)


def _neighbours(plain: str, first: Measure, second: Measure) -> Measure | None:
    """三、四百元 is 300 to 400; 三、四季度 and 一、二等奖 are two."""
    match = NEIGHBOURS.match(plain, first.start)
    if match is None or match.start("high") != second.start or second.unit is None or second.high is not None:
        return None
    low, high = TENTHS[match["low"]], 2 if match["high"] == "两" else TENTHS[match["high"]]
    if high != low + 1:
        return None
    return Measure(first.start, second.end, second.low * low / high, second.low, second.unit, second.numeral)


def _joins(plain: str, first: Measure, second: Measure) -> int | None:
    """Where the range ends that the words between the two numbers make of them."""
    between = plain[first.end : second.start]
    if TO.fullmatch(between) and second.numeral.value >= 0:
        together = TOGETHER.match(plain, second.end)
        return together.end() if together else second.end
    close = BETWEEN.match(plain, second.end)
    if close is None or not (TO.fullmatch(between) or WITH.fullmatch(between)):
        return None
    return close.end()


def _spread(first: Measure, second: Measure) -> Decimal:
    """The first end with the multiplier that only the second prints: 100到200万 begins at 100万, 8500到3万 at 8500."""
    numeral, last = first.numeral, second.numeral
    ratio = second.unit.factor if second.unit is not None and first.unit is None else Decimal(1)
    if numeral.factor < last.factor and last.base is not None and numeral.value < last.base:
        return numeral.value * last.factor * ratio
    return first.low * ratio


def _qualified(plain: str, measure: Measure) -> Quantity:
    start, end, qualifier = measure.start, measure.end, _own_qualifier(measure)
    ordinal = plain[start - 1 : start] == "第" and start > 0
    suffix = qualifiers.after(plain, end)
    prefix = None if ordinal else _prefix(plain, measure, suffix is None)
    if suffix is not None:
        end, qualifier = suffix.edge, suffix.qualifier
    if prefix is not None:
        start, qualifier = prefix.edge, prefix.qualifier
    if ordinal:
        start, qualifier = start - 1, "ordinal"
    if measure.high is not None:
        qualifier = "range"
    unit = measure.unit
    return Quantity(
        start, end, measure.start, measure.end, measure.low, measure.high, unit.name if unit else None,
        unit.kind if unit else "", qualifier, measure.numeral, unit.printed or unit.name if unit else "",
    )  # fmt: skip


def _prefix(plain: str, measure: Measure, alone: bool) -> qualifiers.Qualified | None:
    found = qualifiers.before(plain, _rate_start(plain, measure.start), measure.numeral.bare, alone)
    if found is not None or measure.unit is None or measure.unit.name not in ("%", "百分点"):
        return found
    apart = qualifiers.apart(plain, measure.start, of=measure.unit.name == "%")
    return apart._replace(edge=measure.start) if apart else None


@cache
def _rate() -> re.Pattern[str]:
    """A rate said before its number: `约每秒1.2万立方米`, `突破每桶90美元`."""
    units = {row["unit"] for row in rows("units") if row["kind"] not in ("currency", "ratio", "index")}
    return re.compile(rf"每[百千万]{{0,2}}{alternation(units | {'月', '日', '季度', '人口'})}[ \t]?$")


def _rate_start(plain: str, at: int) -> int:
    """Where 每秒 or 每年 begins that stands between a qualifier and its number, else `at`."""
    low = max(0, at - 8)
    rate = _rate().search(plain[low:at]) if "每" in plain[low:at] else None
    return low + rate.start() if rate else at


def _own_qualifier(measure: Measure) -> Qualifier:
    if measure.high is not None:
        return "range"
    if measure.numeral.over or (measure.unit is not None and measure.unit.over):
        return "over"
    return "about" if measure.numeral.about else "exact"
