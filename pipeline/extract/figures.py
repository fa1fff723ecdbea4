"""Figures: numbers with a unit that measure or count something in the world, with what, whose, when and how exactly.

A quantity of the text becomes a figure unless it stands in a date, a name or a code, is an ordinal, a duration, or an
article word such as 一个. Table cells are read by pipeline.extract.cells.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from pipeline.extract.cells import cell_figures
from pipeline.extract.clauses import Clauses
from pipeline.extract.figure_context import Stated, change_type, period, subject
from pipeline.extract.figure_masks import Masks, mask
from pipeline.extract.indicators import indicators
from pipeline.extract.mended_words import Word
from pipeline.extract.numeral_parts import context
from pipeline.extract.phrases import zone_words
from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.extract.view import ArticleView, ViewZone
from pipeline.lexicon import alternation, rows
from pipeline.model.mention import ArticleMentions, FigureMention, Qualifier

# A doubling: `翻一番`, `翻了两番`, `实现翻番`, `翻了一番多`; the value is the multiple reached.
DOUBLING = re.compile(r"(?P<nearly>近|接近)?翻(?:了)?(?P<nearly2>近)?(?P<times>[一两二三])?番(?P<over>多|有余)?")
CODE = re.compile(r"0\d")  # a leading zero makes a number a name: 海巡01轮
LATIN_OR_DIGIT = re.compile(r"[A-Za-z\d.·_/]")
CLAUSE_END = re.compile(r"\s{0,4}(?:[，。；、！？,;.!?（）()]|$)")
ORDINAL_LEAST = Decimal(1000)
TEN = Decimal(10)
LARGE = Decimal(10**7)  # 千万 and more
# Durations that a reader takes as measurements; years and months are periods rather.
MEASURED_TIME = frozenset(("小时", "分钟", "秒", "毫秒", "微秒", "纳秒", "天"))
# Kinds of unit that measure: a lone 一 may count them (一公里), 一个 is an article.
MEASURES = frozenset(("mass", "ratio", "currency", "power", "energy", "area", "volume", "length"))


def find_figures(view: ArticleView, found: ArticleMentions) -> tuple[FigureMention, ...]:
    """The figures of an article's title, paragraphs, notes and table cells, in order of their place."""
    masks = mask(view, found)
    names = sorted((m.start, m.end) for mentions in (found.alliances, found.organizations) for m in mentions)
    figures = [f for zone in view.running for f in _zone_figures(view, found, zone, masks, names)]
    figures += cell_figures(view)
    return tuple(sorted(figures, key=lambda f: (f.start, f.end)))


def _zone_figures(
    view: ArticleView, found: ArticleMentions, zone: ViewZone, masks: Masks, names: Sequence[tuple[int, int]]
) -> Iterator[FigureMention]:
    text = view.text[zone.start : zone.end]
    doublings = (d for d in _doublings(text, zone.start) if not masks.touch(d.start, d.end))
    stated = sorted([*_quantities(text, zone.start, masks), *doublings], key=lambda s: s.start)
    if not stated:
        return
    words = zone_words(view, zone)
    stated = [s for s in stated if not _inside_word(s, words)]
    clauses = Clauses.of(view.text, zone)
    for figure, indicator in zip(stated, indicators(view.text, clauses, words, stated, names), strict=True):
        yield FigureMention(
            start=figure.start,
            end=figure.end,
            text=view.text[figure.start : figure.end],
            method=figure.method,
            value=figure.value,
            value_max=figure.value_max,
            unit=figure.unit,
            qualifier=figure.qualifier,
            indicator=indicator,
            period=period(view, found, clauses, figure),
            change_type=change_type(view.text, clauses, figure),
            subject=subject(view, found, clauses, figure),
        )


def _inside_word(figure: Stated, words: Sequence[Word]) -> bool:
    """Whether a small Chinese number is part of a longer word of the dictionary: 三轮车, 三里屯, 一毛不拔."""
    if figure.method != "number" or figure.value > TEN or figure.value_max is not None:
        return False
    at = bisect_left(words, (figure.core_start + 1,)) - 1
    word = words[at] if at >= 0 else None
    return word is not None and word.text.isalpha() and word.tag[0] not in "mq" and _exceeds(word, figure)


def _exceeds(word: Word, figure: Stated) -> bool:
    return figure.core_start < word.end and (word.start < figure.start or word.end > figure.end)


def _quantities(text: str, base: int, masks: Masks) -> Iterator[Stated]:
    for quantity in find_quantities(text):
        masked = masks.touch(base + quantity.core_start, base + quantity.core_end)
        if not masked and _is_figure(text, quantity):
            yield _stated(quantity, base)


def _stated(quantity: Quantity, base: int) -> Stated:
    value, value_max, unit = quantity.value, quantity.value_max, quantity.printed_unit
    share = quantity.unit is None
    if share:
        value, unit = value * 100, "%"
        value_max = None if value_max is None else value_max * 100
    method = "fraction" if share else "number"
    return Stated(
        base + quantity.start, base + quantity.end, base + quantity.core_start, base + quantity.core_end, value,
        value_max, unit, quantity.kind or "ratio", quantity.qualifier, method,
    )  # fmt: skip


def _doublings(text: str, base: int) -> Iterator[Stated]:
    for match in DOUBLING.finditer(text):
        value = Decimal(2) ** {"一": 1, "两": 2, "二": 2, "三": 3}.get(match["times"] or "一", 1)
        qualifier: Qualifier = "nearly" if match["nearly"] or match["nearly2"] else "over" if match["over"] else "exact"
        start, end = base + match.start(), base + match.end()
        yield Stated(start, end, start, end, value, None, "倍", "ratio", qualifier, "doubling")


def _is_figure(text: str, quantity: Quantity) -> bool:
    if quantity.numeral.bare and quantity.qualifier == "exact":
        return _sums_up(text, quantity)
    if text.startswith("级", quantity.core_end) and quantity.kind != "currency":
        return False
    if quantity.unit is None:
        return quantity.numeral.fraction and not quantity.numeral.arabic
    return (
        _free_before(text, quantity)
        and _kind_counts(quantity)
        and (quantity.numeral.arabic or _chinese_counts(text, quantity))
    )


def _sums_up(text: str, quantity: Quantity) -> bool:
    """Whether 千亿立方米 without a digit is an amount: a large one that ends its clause, unlike 百米 and 万元产值.

    亿 alone is the scale of what stands elsewhere: 单位：亿元.
    """
    large = quantity.value >= LARGE and quantity.kind in MEASURES and quantity.numeral.end - quantity.numeral.start > 1
    return large and CLAUSE_END.match(text, quantity.core_end) is not None


def _free_before(text: str, quantity: Quantity) -> bool:
    """Nothing before the number makes it a name, a code or a rank: WG1, 前3名, 第二届."""
    if quantity.qualifier == "ordinal":
        return quantity.kind == "count" and quantity.value >= ORDINAL_LEAST
    before = text[quantity.core_start - 1 : quantity.core_start] if quantity.core_start else ""
    if CODE.match(text, quantity.core_start):
        return False
    return not (LATIN_OR_DIGIT.match(before) or before in ("第", "前", "+", "＋"))


def _kind_counts(quantity: Quantity) -> bool:
    if quantity.unit in context("scaled"):
        return quantity.numeral.factor >= 10000
    if quantity.kind == "index":
        return quantity.value != quantity.value.to_integral_value() or quantity.value >= ORDINAL_LEAST
    if quantity.unit == "年" and quantity.value != quantity.value.to_integral_value():
        return quantity.numeral.arabic
    if quantity.kind in ("time", "discount"):
        return quantity.unit in MEASURED_TIME and quantity.numeral.arabic
    return True


@cache
def _generic() -> re.Pattern[str]:
    words = [row["word"] for row in rows("indicator_words") if row["role"] == "generic"]
    return re.compile(alternation(words))


def _chinese_counts(text: str, quantity: Quantity) -> bool:
    """Whether a number in Chinese numerals counts: not the article word 一个, not the points of a list (三点要求).

    Some measure words with a small Chinese numeral mostly make a set phrase: 两手, 三方, 五次会议.
    """
    if quantity.numeral.value == 1 and quantity.value < 1:
        return False  # 一分钱, 一毛钱 say the least thing
    set_phrase = quantity.printed_unit in context("set_phrase")
    if quantity.kind != "count" and not set_phrase:
        return quantity.numeral.value != 1 or quantity.kind in MEASURES or quantity.unit == "倍"
    if quantity.value == 1 or set_phrase:
        return quantity.value >= 10
    return quantity.value >= 10 or not _generic().match(text, quantity.end)
