"""Where an alliance's name begins: the left border, which Chinese print does not mark.

A name is walked back from its 联盟 to a punctuation mark; within that stretch the last word that cannot be part of a
name (由, 加入, 等, a number with its measure word …) ends what stands before. One-character words are looked for with
the words that hold them (大数据 holds no 据), so that a name keeps them.
"""

import re
from functools import cache
from typing import Literal, NamedTuple, cast

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline import lexicon

Role = Literal["border", "weak", "noun", "conjunction", "protected"]
LONGEST = 48

_HARD = "。；;，,：:！!？?、\n\t\r《》〈〉【】[]〔〕…—*★◆●■□▲➤→|"
_PAIRS = {"）": "（(", ")": "（(", "”": "“", '"': '"', "’": "‘"}
_OPENING = "（(“‘「『"
_LATIN = re.compile(r"[A-Za-z0-9]")
# A bracket or quotation inside a name: （BIM）, “东数西算”, not a date, not 简称…, not what two quotations enclose.
_INSIDE = re.compile(r"^(?!.*(?:简称|[月日]|[，。；：,;:\[\]{}]))[^（）()]{1,14}$")
# Numbers with measure words, and dates, end what stands before a name: 36个创新联盟, 6月10日花卉联盟.
_COUNTED = re.compile(
    r"(?:(?<!\d)\d++|(?<![一二三四五六七八九十百两几多数])[一二三四五六七八九十百两几多数]++)[余多]?(?:家|个|批|类|大|所|支|项)"
    r"|\d{1,4}[年月日]|(?<!\d)\d++[.．](?=[\u4e00-\u9fff])"
)


class Word(NamedTuple):
    """A word of the borders lexicon where it stands."""

    start: int
    end: int
    role: Role


@cache
def _words() -> tuple[AhoCorasick, tuple[Role, ...]]:
    roles: dict[str, Role] = {}
    for row in lexicon.rows("alliance_borders"):
        roles[row["word"]] = cast(Role, row["role"])
    for row in lexicon.rows("issuer_fillers"):
        if len(row["word"]) > 1 and row["role"] == "filler":
            roles.setdefault(row["word"], "border")
    return AhoCorasick(list(roles), matchkind=MatchKind.LeftmostLongest), tuple(roles.values())


@cache
def _organization_end() -> re.Pattern[str]:
    ends = {row["suffix"] for row in lexicon.rows("organization_suffixes")} | {"联盟", "省", "市", "区", "县"}
    return re.compile(rf"{lexicon.alternation(ends)}$")


def reach_back(text: str, end: int, floor: int = 0) -> int:
    """How far back from `end` a name can reach: to `floor`, a punctuation mark, an open bracket, a blank in Chinese."""
    at, low = end, max(floor, end - LONGEST)
    while at > low:
        character = text[at - 1]
        if character in _PAIRS:
            opening = _opening_of(text, at - 1, low)
            if opening is None:
                break
            at = opening
        elif _stops(text, at - 1):
            break
        else:
            at -= 1
    return at


def _opening_of(text: str, closing: int, low: int) -> int | None:
    openings = [text.rfind(mark, low, closing) for mark in _PAIRS[text[closing]]]
    opening = max(openings)
    return opening if opening >= 0 and _INSIDE.match(text[opening + 1 : closing]) else None


def _stops(text: str, at: int) -> bool:
    character = text[at]
    if character in _HARD:
        return not _joins(text, at)
    # A blank or a slash stops but beside Latin letters: BIM 产业联盟, 4k/8k联盟.
    return character in _OPENING or ((character.isspace() or character == "/") and not _beside_latin(text, at))


def _joins(text: str, at: int) -> bool:
    """A single dash after 中国 joins two names of regions: 中国—中亚健康产业联盟."""
    return text[at] in "—－-" and text[at - 2 : at] == "中国" and text[at + 1 : at + 2] != text[at]


def _beside_latin(text: str, at: int) -> bool:
    return bool(_LATIN.search(text[max(0, at - 1) : at] + text[at + 1 : at + 2]))


def left_border(text: str, low: int, high: int, weak: bool = True) -> int:
    """Where the last word that cannot belong to a name ends in text[low:high]; `low` where there is none.

    `high` is where the sure part of the name begins (its ending, or a known name), so nothing is cut beyond it.
    `weak` tells whether words that are verb and noun (促进, 服务) end what stands before.
    """
    border = low
    automaton, roles = _words()
    stretch = text[low:high]
    for index, start, end in automaton.find_matches_as_indexes(stretch):
        word = Word(low + start, low + end, roles[index])
        if (word.role != "weak" or weak) and _cuts(text, border, word, high):
            border = word.end
    for counted in _COUNTED.finditer(stretch):
        if not stretch[: counted.start()].endswith("第"):
            border = max(border, low + counted.end())
    return border


def _cuts(text: str, border: int, word: Word, high: int) -> bool:
    match word.role:
        case "border":
            return True
        case "weak":
            return word.end < high
        case "noun":
            # At the head it is a verb (建设中非农业…联盟), inside a name a noun.
            return word.start == border
        case "conjunction":
            left = text[border : word.start]
            return not left or bool(_organization_end().search(left))
        case _:
            return False
