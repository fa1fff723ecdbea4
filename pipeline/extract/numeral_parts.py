"""The parts of a printed number, and the plain text that they are read from.

Normalising makes full-width, traditional and financial characters plain without changing the text's length.
"""

import re
from collections.abc import Iterator
from decimal import Context, Decimal
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.lexicon import alternation, column, rows

# Blanks that may stand inside a number: `7万 5千`.
BLANKS = r" \t\u00a0\u2002-\u200a\u202f\u3000"
GAP = rf"[{BLANKS}]{{0,4}}"
# Thousands are set apart by commas, or by spaces where a word follows: `1,050,000`, `１，２３４`, `1 420篇`.
GROUPED = (
    r"\d{1,3}(?:[,，]\d{3})+(?=\.\d)|\d{1,3}(?:,\d{3})+(?![\d,]\d)|\d{1,3}(?:[,，]\d{3}){2,}(?!\d)"
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)|(?<![\d.] )[1-9]\d{0,2}(?: \d{3})+(?=[\u4e00-\u9fff%％])"
)
# What sets the thousands apart.
SEPARATOR = re.compile("[,， \u00a0\u2009\u202f]")
# An exponent, written with e or with a caret: `2e5`, `21.2E0`, `2^-1`.
EXPONENT = r"[eE][+-]?\d{1,2}(?![A-Za-z\d])|\^[+-]{0,2}\d{1,2}(?!\d)"
# An Arabic number, but not the parts of 1.2.3: `10.233`, `.5`, `2e5`.
ARABIC = re.compile(
    rf"(?P<whole>{GROUPED}|\d{{1,40}})(?P<point>\.\d{{1,40}}(?![\d]*\.\d))?(?P<power>{EXPONENT})?|(?<![\d.])\.\d{{1,40}}"
)
# The same without decimals.
WHOLE = re.compile(r"(?P<whole>\d{1,40})(?P<point>＊)?(?P<power>＊)?")
# A digit; 两 only first or before a unit, so that 三十两 is thirty 两: `三`, `两百`.
DIGIT = r"[零一二三四五六七八九俩仨]|(?<![零一二三四五六七八九十百千万亿\d])两|两(?=[百千万亿])"
# What makes a number vague, unless it begins another word: `余`, `多`, `来` of 十来个.
MORE = r"余(?![热量额杭姚下震缺])|多(?![样边极维式数方功重]|元[化文主经])|来(?=[个家名位人年天岁万亿斤亩米吨元块里])"
# One part of a Chinese or mixed number: `三`, `十`, `万`, `几`, `余`, `5`, the `个亿` of 两个亿.
PART = re.compile(
    rf"{GAP}(?:(?P<arabic>\d|(?<![\d.])\.(?=\d))|(?P<digit>{DIGIT})|(?P<tens>[廿卅])|(?P<unit>[十百千])"
    rf"|(?:个(?=亿(?![元级])))?(?P<scale>[万亿兆])|(?P<few>[几数])|(?P<more>{MORE}))"
)
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3}
MULTIPLES = {"来": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12, "廿": 20, "卅": 30}
FULL_WIDTH_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3})")  # a separator only among full-width digits: ４，５６５
FULL_WIDTH = {0xFF10 + i: str(i) for i in range(10)} | {
    ord("．"): ".",
    ord("％"): "%",
    ord("＋"): "+",
    ord("－"): "-",
    ord("／"): "/",
}
LIMIT = 48  # more decimal places than this before the point are no number that anyone counts with

# What makes a number of the word before it: `十分之三`, `三分钟`.
_UNFREE = re.compile("分?之|钟")


@cache
def context(role: str) -> frozenset[str]:
    """The characters of lexicon/numeral_contexts.csv with this role."""
    return frozenset(row["word"] for row in rows("numeral_contexts") if row["role"] == role)


@cache
def _variants() -> dict[int, str]:
    return {ord(row["char"]): row["plain"] for row in rows("numerals") if row["role"] == "variant"} | FULL_WIDTH


@cache
def _varied() -> re.Pattern[str]:
    return re.compile(f"[{re.escape(''.join(map(chr, _variants())))}]")


@cache
def _free() -> re.Pattern[str]:
    """Nothing here and before it that makes a number of what follows: not 第一, 百分之一, 三千."""
    numeral = "零一二三四五六七八九十百千万亿两几廿卅"
    return re.compile(rf"(?<![第\d{numeral}])(?<!分)(?<!分 )(?<!分  )")


@cache
def _words() -> AhoCorasick:
    return AhoCorasick(column("numeral_words", "word"), matchkind=MatchKind.Standard)


def normalise(text: str) -> str:
    """The text with full-width, traditional and financial numeral characters made plain; its length does not change.

    >>> normalise("肆佰陸拾萬")
    '四百六十万'
    """
    if _varied().search(text) is None:
        return text
    return FULL_WIDTH_COMMA.sub(",", text).translate(_variants())


def readable(text: str) -> str:
    """The normalised text with words that are no numbers (四川, 一切, 队伍) blanked out."""
    pieces, at = [], 0
    for start, end in _no_numbers(text):
        pieces += [text[at:start], "＊" * (end - start)]
        at = end
    return normalise("".join([*pieces, text[at:]]))


def _no_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where words of lexicon/numeral_words.csv stand free; of those that overlap the first, then the longest."""
    at = 0
    found = _words().find_matches_as_indexes(text, overlapping=True)
    for start, end in sorted(((start, end) for _, start, end in found), key=lambda span: (span[0], -span[1])):
        if start >= at and _UNFREE.match(text, end) is None and _free().match(text, start):
            yield start, end
            at = end


def read_part(plain: str, match: re.Match[str]) -> tuple[str, Decimal | None, int]:
    """The kind of a part, its value (None where it cannot stand there) and its length in characters."""
    kind = match.lastgroup or ""
    at = match.start(kind)
    char = plain[at]
    if kind == "arabic":
        found = (WHOLE if _follows_point(plain, at) else ARABIC).match(plain, at)
        value = _arabic(found) if found else None
        return kind, value, found.end() - at if found else 1
    if kind == "digit":
        return kind, Decimal(DIGITS[char]), 1
    if kind == "few":
        return kind, None if char == "数" and _counts_noun(plain, at) else Decimal(0), 1
    if kind == "scale" and char == "兆" and _mega().match(plain, at):
        return kind, None, 1
    if kind == "unit" and char == "千" and _kilo().match(plain, at):
        return kind, None, 1
    return kind, Decimal(MULTIPLES.get(char, 0)), 1


def _follows_point(plain: str, at: int) -> bool:
    """Whether the digits are a later part of 2222.2222.22, which has no decimals."""
    return at > 1 and plain[at - 1] == "." and plain[at - 2].isdigit()


def _counts_noun(plain: str, at: int) -> bool:
    """数 ends a noun such as 人数, 总数, 多数, rather than standing for several."""
    return at > 0 and plain[at - 1] in context("counts_noun")


@cache
def _prefixed(prefix: str) -> re.Pattern[str]:
    words = [row["unit"] for row in rows("units") if row["unit"].startswith(prefix)]
    return re.compile(alternation(words or [prefix + "＊"]))


def _mega() -> re.Pattern[str]:
    return _prefixed("兆")


def _kilo() -> re.Pattern[str]:
    return _prefixed("千")


def _arabic(match: re.Match[str]) -> Decimal | None:
    whole = match["whole"] or "0"
    if not whole.isdigit():
        whole = SEPARATOR.sub("", whole)
    point = match["point"] or ("" if match["whole"] else match.group())
    if len(whole) > LIMIT - 8:
        return None
    value = Decimal(whole + point)
    power = match["power"]
    if power is None:
        return value
    if power[0] == "^":
        return _power(value, int(power[1:].replace("--", "").replace("+-", "-").replace("-+", "-").replace("++", "")))
    return value.scaleb(int(power[1:]))


def _power(value: Decimal, exponent: int) -> Decimal | None:
    return None if value == 0 and exponent < 1 else Context(prec=60).power(value, exponent)
