"""Markers before headings and titles (➤ 一、 （一） 1. 【】 第一部分): their kind, number, and what is left."""

import re
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import column
from pipeline.structure.numbers import read_number
from pipeline.structure.passage import Passage

_HAN = "[一二三四五六七八九十百零〇]{1,4}"

# Kinds of numbered marker, from the outermost that bulletins use to the innermost; group 1 is the number.
_NUMBERED = {
    "part": re.compile(rf"第\s*({_HAN}|\d{{1,2}})\s*(?:部分|章|篇|编|板块|单元|版块)[：:、.．\s]*"),  # 第一部分 政策
    "han": re.compile(rf"({_HAN})\s*[、．.]\s*"),  # 一、要闻
    "han-paren": re.compile(rf"[（(]\s*({_HAN})\s*[)）]\s*[、．.]?\s*"),  # （一）总体情况
    "digit": re.compile(r"(\d{1,2})\s*(?:[、．]|\.(?!\d))\s*"),  # 1.召开会议
    "digit-paren": re.compile(r"[（(]?\s*(\d{1,2})\s*[)）]\s*[、．.]?\s*"),  # （1）召开会议
    "circled": re.compile(r"([①-⑳])\s*"),  # ①召开会议
}
# A whole line in lenticular, square or corner brackets. Examples: 【政策动态】, 「政策动态」.
_BRACKETED = re.compile(r"([【〖［\[「『])([^【】〖〗［］\[\]「」『』]{2,40})[】〗］\]」』]\s*\Z")
# Brackets around a heading that are ornament. Example: ※※ 政策动态 ※※, ——政策动态——.
_TRAILING = re.compile(r"[\s★☆※■□◆◇●○▪▲△*~～—–\-═=]{1,20}\Z")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and its marker: `kind` is "" for none, "symbol:➤", "bracket:【" or a kind of numbering."""

    kind: str
    number: int | None
    rest: Passage

    @property
    def symbol(self) -> bool:
        """Whether the marker is a symbol or brackets, not a number."""
        return ":" in self.kind


def read_marker(passage: Passage) -> Marked:
    """The marker at the start of a heading, title or contents line, and the passage without it."""
    passage = passage.strip()
    bracketed = _BRACKETED.match(passage.text)
    if bracketed:
        return Marked("bracket:" + bracketed[1], None, passage.cut(bracketed.start(2), bracketed.end(2)).strip())
    symbol = _symbols().match(passage.text)
    if symbol and symbol.end() < len(passage):
        return _symbol_marked(passage, symbol)
    for kind, pattern in _NUMBERED.items():
        match = pattern.match(passage.text)
        if match and match.end() < len(passage):
            return Marked(kind, _number(match[1]), passage.cut(match.end()).strip())
    return Marked("", None, passage)


def _symbol_marked(passage: Passage, symbol: re.Match[str]) -> Marked:
    rest = passage.cut(symbol.end())
    inner = _BRACKETED.match(rest.text)
    if inner:
        rest = rest.cut(inner.start(2), inner.end(2))
    tail = _TRAILING.search(rest.text)
    if tail and passage.text[0] in tail.group():
        rest = rest.cut(0, tail.start())
    return Marked("symbol:" + symbol.group().strip()[0], None, rest.strip())


@cache
def _symbols() -> re.Pattern[str]:
    # One or more symbols and the space after them; two dashes open a subtitle, not a list item. Example: "➤ ".
    symbols = "".join(re.escape(symbol) for symbol in column("heading_symbols", "symbol") if symbol not in "-–—*+")
    return re.compile(rf"[{symbols}]{{1,6}}\s*|[-–—*+](?![-–—*+\d])\s*")


def _number(text: str) -> int | None:
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    return read_number(text)
