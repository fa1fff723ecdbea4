"""Numbers as Chinese text prints them: Arabic, Chinese plain and financial, mixed, full-width, fractions, approximate.

`find_numerals` reads a text in one pass and gives every number with its exact Decimal value and its place;
`parse` reads a text that is one number. The grammar is the one that grammars of Chinese give (digit, unit 十百千,
section 万亿兆); 一万三 is 13000 and 九百九 is 990, since a digit after a unit with no 零 counts the next lower unit.
Offsets count characters of the text as given: normalising never changes its length.
"""

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext
from functools import cache
from typing import NamedTuple

from pipeline.extract.numeral_parts import BLANKS, DIGITS, GAP, LIMIT, MULTIPLES, PART, context, read_part, readable
from pipeline.extract.numeral_sum import EXACT, NumeralSum
from pipeline.extract.units import Unit, match_unit
from pipeline.lexicon import rows

# Where a number may begin: `三百`, `-5`, `.5`, `半百`.
START = re.compile(r"[\d.零一二三四五六七八九两俩仨廿卅十百千万亿几数半负+\-－−]")
# Digits that are no number where the first of them begins none: `2022` of WG-2022.
DIGIT_RUN = re.compile(r"\d+")
# The decimals of a Chinese number: `点五七九`, ` 点三三`, `点123`.
DECIMALS = re.compile(rf"{GAP}点{GAP}(?P<digits>[零一二三四五六七八九]+(?![十百千])|\d{{1,40}})")
# The bar of a fraction: `分之`, ` 分  之 `.
OVER = re.compile(rf"{GAP}分{GAP}之{GAP}")
# The word between a whole and its fraction: `三百五十又3分之1`.
AND = re.compile(rf"{GAP}又{GAP}")
# An Arabic fraction, with or without a whole; no date, no path: `16/5`, `1 4/3`, `2又1/2`.
SLASH = re.compile(r"(?<![\d/.])(?:(?P<whole>\d{1,9})[ 又])?(?P<top>\d{1,9})/(?P<bottom>\d{1,9})(?![\d/.])")
# A Latin multiplier set behind a number: `40k`, `3M`, and w for 万 where it can be no watt: `30w元`, `30w上下`.
SUFFIX = re.compile(
    r"(?P<thousand>[kK])(?![A-Za-z])|(?P<million>M)(?![A-Za-z])"
    r"|(?P<myriad>[wW](?=[元块美港欧日人])|w(?=[多余上左以]))"
)
# Single digits set apart before 折: `7 2 折`.
SPACED = re.compile(r"(?P<ten>[1-9一二三四五六七八九])[ \t]{1,3}(?P<one>[1-9一二三四五六七八九])(?=[ \t]{0,3}折)")
# Most numbers: digits or one Chinese digit, perhaps with a scale, and nothing behind that could go on with the number:
# `1420亿` of 1420亿元, `33` of 33项, `三` of 三家; not `33万` of 33万5千, `20` of 20多家, `3` of 3/4.
GOES_ON = rf"[\d.,，eE^/kKMwW{BLANKS}零一二三四五六七八九两俩仨廿卅十百千万亿兆几数余多来点分又]|个亿"
PLAIN = re.compile(
    r"(?<!\.)(?:(?P<arabic>\d{1,15}(?:\.\d{1,15})?)|(?P<digit>[一二三四五六七八九]))(?P<scale>[万亿])?"
    rf"(?!{GOES_ON})"
)
HALF = Decimal("0.5")
SCALES = {scale: Decimal(MULTIPLES[scale]) for scale in "万亿"}
SIGNS = {"负": -1, "-": -1, "−": -1, "－": -1, "+": 1}


class Numeral(NamedTuple):
    """A number at text[start:end]: lowest and (where it is approximate, `几十` `三四千`) highest value.

    `over` says that 余 or 多 stands in it; `base` is the value without its last multiplier and `factor` that multiplier
    (100万: 100 and 10000), for ranges whose end alone carries it; `percent` marks 百分之, 千分之 and so on, whose
    value is then in percent; `fraction` marks other fractions; `arabic` that it holds Arabic digits; `bare` that it
    has no digit of its own (`百` in 近百家).
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    over: bool = False
    about: bool = False
    base: Decimal | None = None
    factor: Decimal = Decimal(1)
    percent: bool = False
    fraction: bool = False
    arabic: bool = False
    bare: bool = False


def parse(text: str) -> Decimal | None:
    """The value of a text that is one number and nothing else, None where it is not.

    >>> parse("一百二十万三")
    Decimal('1203000')
    """
    found = find_numerals(text.strip())
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text.strip()))
    return found[0].value if whole and not found[0].bare else None


def find_numerals(text: str) -> tuple[Numeral, ...]:
    """Every number in the text, in order, none overlapping."""
    with localcontext(EXACT):
        return tuple(_find(readable(text), text))


def _find(plain: str, text: str) -> Iterator[Numeral]:
    at = 0
    whole = len(text.strip())
    while (match := START.search(plain, at)) is not None:
        found = read_numeral(plain, match.start())
        if found is None or _is_word(text, found, whole):
            at = _after_failure(plain, match.start())
            continue
        yield found
        at = found.end


def _after_failure(plain: str, at: int) -> int:
    run = DIGIT_RUN.match(plain, at)
    return run.end() if run else at + 1


@cache
def _word_letters() -> frozenset[str]:
    """The variant numeral characters that ordinary words are written with; 兩 and 〇 are always numerals."""
    variants = frozenset(row["char"] for row in rows("numerals") if row["role"] == "variant")
    return variants - frozenset("兩倆〇○")


def _is_word(text: str, found: Numeral, letters: int) -> bool:
    """A lone financial or variant character is part of a word (队伍, 收拾) unless money follows."""
    lone = letters > 1 and found.end - found.start == 1 and text[found.start] in _word_letters()
    return lone and text[found.end : found.end + 1] not in ("元", "圆", "圓", "角", "成", "折")


def read_numeral(plain: str, at: int) -> Numeral | None:
    """The number that begins at `at` of a normalised text, as long as it goes; None where none begins there."""
    start, sign = _sign(plain, at)
    if start is None:
        return None
    number = read_plain(plain, start) or read_composed(plain, start)
    return None if number is None else _signed(number, at, sign)


def read_plain(plain: str, at: int) -> Numeral | None:
    """A number that needs no grammar; what `read_composed` reads there, at a tenth of the cost."""
    match = PLAIN.match(plain, at)
    if match is None:
        return None
    arabic, digit, scale = match.groups()
    value = Decimal(arabic or DIGITS[digit])
    if scale is None:
        return Numeral(at, match.end(), value, base=value, arabic=digit is None)
    factor = SCALES[scale]
    return Numeral(at, match.end(), value * factor, base=value, factor=factor, arabic=digit is None) if value else None


def read_composed(plain: str, at: int) -> Numeral | None:
    """A number of several parts: a fraction, a half, a sum of units and sections, one with a Latin multiplier."""
    number = _slash(plain, at) or _spaced(plain, at) or _half(plain, at) or _fraction(plain, at)
    return None if number is None else _suffixed(plain, number)


def _sign(plain: str, at: int) -> tuple[int | None, int]:
    char = plain[at]
    if plain.startswith("零下", at):
        return (at + 2, -1) if START.match(plain, at + 2) else (None, 1)
    if char not in SIGNS:
        return at, 1
    if not START.match(plain, at + 1):
        return None, 1
    before = plain[at - 1 : at]
    if char == "负":
        return (None, 1) if before and before in context("no_minus") else (at + 1, -1)
    # A sign behind other letters is a hyphen: WG-1, 5月-8月.
    free = not before or before in context("before_sign") or not (before.isalnum() or before in ")）%％]-—–－~～")
    return (at + 1, SIGNS[char]) if free else (None, 1)


def _signed(found: Numeral, start: int, sign: int) -> Numeral:
    if sign == 1:
        return found if found.start == start else _moved(found, start, found.value)
    return _moved(found, start, -found.value, None if found.value_max is None else -found.value_max)


def _moved(found: Numeral, start: int, value: Decimal, value_max: Decimal | None = None) -> Numeral:
    return found._replace(start=start, value=value, value_max=found.value_max if value_max is None else value_max)


def _half(plain: str, at: int) -> Numeral | None:
    """半百 is 50, 半打, 半公里 and 半个百分点 are half of one; 半 before other words is no number of its own."""
    if plain.startswith("半百", at) and not plain.startswith("分", at + 2):
        return Numeral(at, at + 2, Decimal(50), base=Decimal(50))
    free = plain[at] == "半" and plain[at - 1 : at] not in context("no_half")
    unit = match_unit(plain, at + 1) if free else None
    return Numeral(at, at + 1, HALF, base=HALF) if unit is not None and _divisible(unit) else None


def _divisible(unit: Unit) -> bool:
    """Whether half of the unit is said: 打, 百分点, and measures of two characters such as 公里 or 公斤."""
    return (
        unit.kind == "dozen"
        or unit.name == "百分点"
        or (unit.kind in ("length", "mass", "area", "volume") and len(unit.printed) > 1)
    )


def _spaced(plain: str, at: int) -> Numeral | None:
    """Two digits with a blank between them, before 折."""
    match = SPACED.match(plain, at)
    if match is None:
        return None
    ten, one = (DIGITS.get(match[part]) or int(match[part]) for part in ("ten", "one"))
    return Numeral(at, match.end(), Decimal(10 * ten + one), base=Decimal(10 * ten + one))


def _slash(plain: str, at: int) -> Numeral | None:
    match = SLASH.match(plain, at)
    if match is None or int(match["bottom"]) == 0:
        return None
    value = Decimal(match["whole"] or 0) + Decimal(match["top"]) / Decimal(match["bottom"])
    return Numeral(at, match.end(), value, base=value, fraction=True, arabic=True)


def _fraction(plain: str, at: int) -> Numeral | None:
    """A cardinal, and the fraction that it may be the denominator of or stand before (`三又二分之一`)."""
    first = _cardinal(plain, at)
    if first is None:
        return None
    if (over := OVER.match(plain, first.end)) is not None:
        return _divided(plain, first, over.end()) or (None if first.bare else first)
    if (join := AND.match(plain, first.end)) is not None:
        bottom = _cardinal(plain, join.end())
        over = OVER.match(plain, bottom.end) if bottom else None
        part = _divided(plain, bottom, over.end()) if bottom and over else None
        if part is not None:
            return _moved(part, first.start, first.value + part.value)
    return first


def _divided(plain: str, bottom: Numeral, at: int) -> Numeral | None:
    start, sign = _sign(plain, at) if at < len(plain) else (None, 1)
    top = _cardinal(plain, start) if start is not None and start < len(plain) else None
    if top is None or bottom.value == 0:
        return None
    percent = bottom.bare
    value = sign * top.value / bottom.value * (100 if percent else 1)
    value_max = None if top.value_max is None else top.value_max / bottom.value * (100 if percent else 1)
    return Numeral(
        bottom.start, top.end, value, value_max, top.over, base=value, percent=percent, fraction=True,
        arabic=bottom.arabic or top.arabic,
    )  # fmt: skip


def _suffixed(plain: str, found: Numeral) -> Numeral:
    match = SUFFIX.match(plain, found.end) if not found.fraction else None
    if match is None:
        return found
    by = Decimal({"thousand": 1000, "million": 10**6, "myriad": 10**4}[match.lastgroup or ""])
    high = None if found.value_max is None else found.value_max * by
    return Numeral(found.start, match.end(), found.value * by, high, found.over, False, found.value, by, arabic=True)


def _cardinal(plain: str, at: int) -> Numeral | None:
    """A number without sign, fraction or suffix, read part by part."""
    total = NumeralSum()
    start, end, arabic = at, at, False
    while (match := PART.match(plain, end)) is not None:
        step, value, length = read_part(plain, match)
        if value is None or not total.take(step, value, length, gap=match.start(match.lastgroup or "") > end):
            break
        arabic = arabic or step == "arabic"
        end = match.start(match.lastgroup or "") + length
        total.mark(end)
    if (point := DECIMALS.match(plain, total.end or at)) is not None and total.decimals(point["digits"], DIGITS):
        total.mark(point.end())
        end = _scales(plain, total, point.end())
    return _numeral(plain, total, start, arabic)


def _scales(plain: str, total: NumeralSum, end: int) -> int:
    """Scale words behind decimals: 三点五万亿."""
    while (match := PART.match(plain, end)) is not None and match.lastgroup in ("scale", "more"):
        step, value, length = read_part(plain, match)
        if value is None or not total.take(step, value, length):
            break
        end = match.end()
        total.mark(end)
    return end


def _numeral(plain: str, total: NumeralSum, start: int, arabic: bool) -> Numeral | None:
    result = total.result()
    if result is None or total.end is None or result.low.adjusted() > LIMIT:
        return None
    low, high = result.low, None if result.over else result.high
    if result.pair is not None and match_unit(plain, total.end) is not None:
        low, high = result.pair
    return Numeral(
        start, total.end, low, high, result.over, result.about, result.base, result.factor, arabic=arabic,
        bare=result.bare,
    )  # fmt: skip
