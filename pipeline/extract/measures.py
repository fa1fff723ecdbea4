"""A number with its unit: half a unit more, the parts of a sum of money, a currency's mark before the number."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipeline.extract.numerals import Numeral, read_numeral
from pipeline.extract.units import Unit, match_unit
from pipeline.lexicon import rows

# A range said with 与 or 和, which needs 之间 behind it: `第十和第十五之间`.
WITH = re.compile(r"[ \t]{0,3}[与和][ \t]{0,3}第?[ \t]{0,3}")
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


class Measure(NamedTuple):
    """A number and its unit, before ranges and qualifiers."""

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    unit: Unit | None
    numeral: Numeral


def read_measures(plain: str, numerals: Sequence[Numeral]) -> list[Measure]:
    """The numbers of a normalised text with their units, in order, none overlapping; 对折 is one without a numeral."""
    found: list[Measure] = []
    for numeral in numerals:
        if found and numeral.start < found[-1].end:
            continue
        found.append(_measure(plain, numeral))
    found += [_half_price(m) for m in HALF_PRICE.finditer(plain)]
    return sorted(found, key=lambda m: m.start)


def _half_price(match: re.Match[str]) -> Measure:
    five = Numeral(match.start(), match.start() + 1, Decimal(5))
    return Measure(match.start(), match.end(), Decimal(50), None, Unit(five.end, match.end(), "%", "discount"), five)


def _measure(plain: str, numeral: Numeral) -> Measure:
    if numeral.percent:
        unit = Unit(numeral.end, numeral.end, "%", "ratio")
        return Measure(numeral.start, numeral.end, numeral.value, numeral.value_max, unit, numeral)
    unit_found = match_unit(plain, numeral.end) or _small_money(plain, numeral)
    if unit_found is not None and numeral.fraction and not numeral.arabic and len(unit_found.printed) == 1:
        unit_found = None
    if unit_found is not None and unit_found.name == "间" and WITH.match(plain, numeral.start - 1):
        unit_found = None
    if unit_found is None:
        return _marked(plain, Measure(numeral.start, numeral.end, numeral.value, numeral.value_max, None, numeral))
    measure = Measure(numeral.start, unit_found.end, numeral.value, numeral.value_max, unit_found, numeral)
    return _marked(plain, _with_parts(plain, _with_half(plain, _multiplied(measure))))


def _small_money(plain: str, numeral: Numeral) -> Unit | None:
    """角, 毛 and 分 without 元: 5角, 两毛五, 八分钱."""
    match = SMALL.match(plain, numeral.end)
    if match is None:
        return None
    factor = Decimal("0.01") if match.group() == "分钱" else Decimal("0.1")
    return Unit(numeral.end, match.end(), "元", "currency", factor, "元")


def _multiplied(measure: Measure) -> Measure:
    """成, 折 and 打 count tens of a percent and dozens; 75折 is already in percent."""
    unit = measure.unit
    if unit is None or unit.factor == 1 or (unit.kind == "discount" and measure.low >= 10):
        return measure
    high = None if measure.high is None else measure.high * unit.factor
    kept = None if unit.kind == "dozen" else unit
    return measure._replace(low=measure.low * unit.factor, high=high, unit=kept)


def _with_half(plain: str, measure: Measure) -> Measure:
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


def _with_parts(plain: str, measure: Measure) -> Measure:
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


def _as_money(plain: str, measure: Measure) -> Unit | None:
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


def _marked(plain: str, measure: Measure) -> Measure:
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
