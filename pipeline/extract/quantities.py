"""A number with what belongs to it: unit, money parts, range, and the words that say how exact it is.

`find_quantities` makes of a text its quantities in order; what of them is a figure is decided in figures.py.
"""

import re
from collections.abc import Sequence
from decimal import Decimal, localcontext
from functools import cache
from typing import NamedTuple

from pipeline.extract import qualifiers
from pipeline.extract.numeral_parts import normalise
from pipeline.extract.numeral_sum import EXACT
from pipeline.extract.numerals import Numeral, find_numerals, read_numeral
from pipeline.extract.units import Unit, match_unit
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
# A range said with 与 or 和, which needs 之间 behind it: `第十和第十五之间`.
WITH = re.compile(r"[ \t]{0,3}[与和][ \t]{0,3}第?[ \t]{0,3}")
BETWEEN = re.compile(r"[ \t]{0,3}之?间")
TOGETHER = re.compile(r"[ \t]{0,3}之间")
# Half a unit more: `三成半`, `两倍半以上`.
HALF = re.compile(r"半(?=[，。；、,;）)以左的 \t]|$)")
# A digit behind 成: `三成五`.
TENTH = re.compile(r"[一二三四五六七八九](?=[，。；、,;）)以左的 \t]|$)")
# 打对折 sells at half the price.
HALF_PRICE = re.compile(r"(?<=打)对折")
# Small money alone: `5角`, `三毛钱`.
SMALL = re.compile(r"分钱|[角毛](?![落度色球逐膜斗楼巾衣利病坯孔笔竹星形钢铁洲债区梅大架板])")
# The digit after the last unit of money, in the next smaller one: `两块五`, `两毛五`.
LAST_DIGIT = re.compile(r"[1-9一二三四五六七八九](?![^，。；、,;）)以左的钱 \t])")
CLOSERS = re.compile(r"[整正钱]")
TENTHS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
HUNDRED = Decimal(100)


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


class _Measure(NamedTuple):
    """A number and its unit, before ranges and qualifiers."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    unit: Unit | None
    numeral: Numeral


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """Every number with its unit and qualifier; a lone 百 or 万 counts only behind a qualifier or with a unit."""
    plain = normalise(text)
    with localcontext(EXACT):
        measures = _carried(plain, _joined(plain, _measures(plain, find_numerals(text))))
        found = [_qualified(plain, measure) for measure in measures]
    return tuple(q for q in found if not q.numeral.bare or q.unit is not None or q.qualifier not in ("exact",))


def _measures(plain: str, numerals: Sequence[Numeral]) -> list[_Measure]:
    found: list[_Measure] = []
    for numeral in numerals:
        if found and numeral.start < found[-1].end:
            continue
        found.append(_measure(plain, numeral))
    found += [_half_price(m) for m in HALF_PRICE.finditer(plain)]
    return sorted(found, key=lambda m: m.start)


def _half_price(match: re.Match[str]) -> _Measure:
    five = Numeral(match.start(), match.start() + 1, Decimal(5))
    return _Measure(match.start(), match.end(), Decimal(50), None, Unit(five.end, match.end(), "%", "discount"), five)


def _measure(plain: str, numeral: Numeral) -> _Measure:
    if numeral.percent:
        unit = Unit(numeral.end, numeral.end, "%", "ratio")
        return _Measure(numeral.start, numeral.end, numeral.value, numeral.value_max, unit, numeral)
    unit_found = match_unit(plain, numeral.end) or _small_money(plain, numeral)
    if unit_found is not None and numeral.fraction and not numeral.arabic and len(unit_found.printed) == 1:
        unit_found = None
    if unit_found is not None and unit_found.name == "间" and WITH.match(plain, numeral.start - 1):
        unit_found = None
    if unit_found is None:
        return _marked(plain, _Measure(numeral.start, numeral.end, numeral.value, numeral.value_max, None, numeral))
    measure = _Measure(numeral.start, unit_found.end, numeral.value, numeral.value_max, unit_found, numeral)
    return _marked(plain, _with_parts(plain, _with_half(plain, _multiplied(measure))))


def _small_money(plain: str, numeral: Numeral) -> Unit | None:
    """角, 毛 and 分 without 元: 5角, 两毛五, 八分钱."""
    match = SMALL.match(plain, numeral.end)
    if match is None:
        return None
    factor = Decimal("0.01") if match.group() == "分钱" else Decimal("0.1")
    return Unit(numeral.end, match.end(), "元", "currency", factor, "元")


def _multiplied(measure: _Measure) -> _Measure:
    """成, 折 and 打 count tens of a percent and dozens; 75折 is already in percent."""
    unit = measure.unit
    if unit is None or unit.factor == 1 or (unit.kind == "discount" and measure.low >= 10):
        return measure
    high = None if measure.high is None else measure.high * unit.factor
    kept = None if unit.kind == "dozen" else unit
    return measure._replace(low=measure.low * unit.factor, high=high, unit=kept)


def _with_half(plain: str, measure: _Measure) -> _Measure:
    unit = measure.unit
    if unit is None or measure.high is not None:
        return measure
    if HALF.match(plain, measure.end):
        return measure._replace(end=measure.end + 1, low=measure.low + unit.factor / 2)
    if unit.factor == 10 and unit.kind == "ratio" and (tenth := TENTH.match(plain, measure.end)):
        return measure._replace(end=measure.end + 1, low=measure.low + TENTHS[tenth.group()])
    return measure


@cache
def _parts(currency: str) -> dict[str, Decimal]:
    return {row["part"]: Decimal(row["value"]) for row in rows("currency_parts") if row["of"] == currency}


def _with_parts(plain: str, measure: _Measure) -> _Measure:
    """角 and 分 behind 元, and a closing 整 or 钱: 一百三十五块六角七分钱, 壹拾壹圆正."""
    unit = _as_money(plain, measure)
    if unit is None or unit.kind != "currency" or measure.high is not None:
        return measure._replace(unit=unit)
    low, end = measure.low, measure.end
    for _ in range(3):
        numeral = read_numeral(plain, end) if plain[end : end + 1].isalnum() else None
        part = _part(plain, numeral.end, unit.name) if numeral and numeral.value < 100 else None
        if numeral is None or part is None:
            break
        low, end = low + numeral.value * part[1], part[0]
    if (tail := LAST_DIGIT.match(plain, end)) is not None and plain[end - 1] in "块毛角":
        low, end = low + _digit(tail.group()) * (unit.factor if end == unit.end else Decimal("0.1")) / 10, tail.end()
    closer = CLOSERS.match(plain, end)
    if closer is None and end == measure.end and unit is measure.unit:
        return measure
    return measure._replace(end=closer.end() if closer else end, low=low, unit=unit)


def _as_money(plain: str, measure: _Measure) -> Unit | None:
    """块 is 元 before smaller money, and at the end of a phrase after a large number."""
    unit = measure.unit
    if unit is None or unit.name != "块":
        return unit
    numeral = read_numeral(plain, unit.end) if plain[unit.end : unit.end + 1].isalnum() else None
    small = numeral is not None and _part(plain, numeral.end, "元") is not None
    sum_of_money = measure.numeral.factor >= 100 or measure.low != measure.low.to_integral_value()
    large = sum_of_money and not plain[unit.end : unit.end + 1].isalnum()
    digit = LAST_DIGIT.match(plain, unit.end) is not None
    return unit._replace(name="元", kind="currency") if small or large or digit else unit


def _digit(char: str) -> Decimal:
    return Decimal(TENTHS.get(char) or int(char))


def _part(plain: str, at: int, currency: str) -> tuple[int, Decimal] | None:
    found = [(word, value) for word, value in _parts(currency).items() if plain.startswith(word, at)]
    return max(((at + len(word), value) for word, value in found), default=None)


@cache
def _marks() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((r["mark"], r["canonical"]) for r in rows("currency_marks")), key=lambda m: -len(m[0])))


@cache
def _mark_words() -> tuple[str, ...]:
    return tuple(mark for mark, _ in _marks())


def _marked(plain: str, measure: _Measure) -> _Measure:
    """A currency's name or sign before the number: 人民币50元, ￥300, 新台币177.1亿元."""
    before = plain[max(0, measure.start - 8) : measure.start]
    letters = before.rstrip(" \t")
    if not letters.endswith(_mark_words()):
        return measure
    for mark, name in _marks():
        if letters.endswith(mark) and (measure.unit is None or measure.unit.name in (name, "元", "块")):
            unit = Unit(measure.end, measure.end, name, "currency")
            return measure._replace(start=measure.start - len(before) + len(letters) - len(mark), unit=unit)
    return measure


def _carried(plain: str, measures: list[_Measure]) -> list[_Measure]:
    """Numbers of a list whose last one alone prints the unit: `3.1亿、2.4亿和1.8亿千瓦时`, `12.7个、12个百分点`."""
    for at in range(len(measures) - 2, -1, -1):
        first, last = measures[at], measures[at + 1]
        listed = last.unit is not None and LIST.fullmatch(plain[first.end : last.start]) is not None
        if listed and last.unit is not None and _lacks(plain, first, last.unit):
            measures[at] = first._replace(unit=last.unit._replace(over=False))
    return measures


def _lacks(plain: str, measure: _Measure, unit: Unit) -> bool:
    """Whether a number of a list takes the unit of the next: it has a scale of its own or stands behind 分别."""
    if measure.unit is not None:
        return measure.unit.printed == "个" and unit.name == "百分点"
    spread = "分别" in plain[max(0, measure.start - 40) : measure.start]
    return measure.numeral.arabic and (measure.numeral.factor >= 10000 or spread)


def _joined(plain: str, measures: list[_Measure]) -> list[_Measure]:
    """Neighbours that are the two ends of a range become one."""
    found: list[_Measure] = []
    for measure in measures:
        if found and (joined := _range(plain, found[-1], measure)) is not None:
            found[-1] = joined
        else:
            found.append(measure)
    return found


def _range(plain: str, first: _Measure, second: _Measure) -> _Measure | None:
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
    return _Measure(first.start, end, low, second.low, second.unit or first.unit, first.numeral)


def _neighbours(plain: str, first: _Measure, second: _Measure) -> _Measure | None:
    """三、四百元 is 300 to 400; 三、四季度 and 一、二等奖 are two."""
    match = NEIGHBOURS.match(plain, first.start)
    if match is None or match.start("high") != second.start or second.unit is None or second.high is not None:
        return None
    low, high = TENTHS[match["low"]], 2 if match["high"] == "两" else TENTHS[match["high"]]
    if high != low + 1:
        return None
    return _Measure(first.start, second.end, second.low * low / high, second.low, second.unit, second.numeral)


def _joins(plain: str, first: _Measure, second: _Measure) -> int | None:
    """Where the range ends that the words between the two numbers make of them."""
    between = plain[first.end : second.start]
    if TO.fullmatch(between) and second.numeral.value >= 0:
        together = TOGETHER.match(plain, second.end)
        return together.end() if together else second.end
    close = BETWEEN.match(plain, second.end)
    if close is None or not (TO.fullmatch(between) or WITH.fullmatch(between)):
        return None
    return close.end()


def _spread(first: _Measure, second: _Measure) -> Decimal:
    """The first end with the multiplier that only the second prints: 100到200万 begins at 100万, 8500到3万 at 8500."""
    numeral, last = first.numeral, second.numeral
    ratio = second.unit.factor if second.unit is not None and first.unit is None else Decimal(1)
    if numeral.factor < last.factor and last.base is not None and numeral.value < last.base:
        return numeral.value * last.factor * ratio
    return first.low * ratio


def _qualified(plain: str, measure: _Measure) -> Quantity:
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


def _prefix(plain: str, measure: _Measure, alone: bool) -> qualifiers.Qualified | None:
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


def _own_qualifier(measure: _Measure) -> Qualifier:
    if measure.high is not None:
        return "range"
    if measure.numeral.over or (measure.unit is not None and measure.unit.over):
        return "over"
    return "about" if measure.numeral.about else "exact"
