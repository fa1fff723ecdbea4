"""Where titled works stand in a text: titles in 《》, projects in “”, and full titles printed without marks.

The use of the marks is that of GB/T 15834—2011 《标点符号用法》, 4.15: 《》 outside, 〈〉 inside (in print often 《》).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipeline import lexicon

Marking = Literal["marks", "open", "quotes", "bare"]

LONGEST = 160


@dataclass(frozen=True, slots=True)
class Title:
    """A title's place: text[start:end] is the title without marks, text[outer_start:outer_end] with them.

    `marking` says how it stands: between 《 and 》, with the closing mark missing, in quotes, or bare.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    marking: Marking


def find_titles(text: str) -> tuple[Title, ...]:
    """All titles of a text in order, not overlapping; a title within a title belongs to the outer one."""
    found = list(_marked(text))
    for finder in (_quoted, _bare):
        free = [title for title in finder(text) if _is_free(title, found)]
        found = sorted([*found, *free], key=lambda t: t.start)
    return tuple(found)


def _is_free(title: Title, taken: list[Title]) -> bool:
    """Whether a title shares no character with those taken, which are in order and do not overlap."""
    following = bisect_left(taken, title.end, key=lambda t: t.outer_start)
    return not following or taken[following - 1].outer_end <= title.start


def mend(title: str) -> str:
    """The title as one line: line feeds with the blanks around them are gone, other blanks stay as printed."""
    return re.sub(r"[ \t\u3000]*[\r\n]+[ \t\u3000]*", "", title).strip()


# --- titles in 《》


def _marked(text: str) -> Iterator[Title]:
    at = text.find("《")
    while at >= 0:
        title = _closed(text, at) or _unclosed(text, at)
        if title:
            yield title
        at = text.find("《", title.outer_end if title else at + 1)


def _closed(text: str, opening: int) -> Title | None:
    """The title from 《 to its own 》, other 《》 counted; a line may break in it once, no paragraph end in it."""
    if text.find("》", opening, opening + LONGEST) < 0:
        return None
    depth, breaks = 0, 0
    for at in range(opening, min(opening + LONGEST, len(text))):
        match text[at]:
            case "《":
                depth += 1
            case "》":
                depth -= 1
            case "\n":
                breaks += 1
        if breaks > 1 or (breaks and text[at] in "。；"):
            break
        if not depth:
            return Title(opening + 1, at, opening, at + 1, "marks") if text[opening + 1 : at].strip() else None
    return _first_closing(text, opening) if depth > 1 else None


def _first_closing(text: str, opening: int) -> Title | None:
    """《 … 《 … 》 with one mark too few: what stands between the last 《 and the 》 is found in its own turn."""
    closing = text.find("》", opening, opening + LONGEST)
    inner = text.find("《", opening + 1, closing)
    return Title(opening + 1, closing, opening, closing + 1, "marks") if closing >= 0 and inner < 0 else None


@cache
def _endings() -> str:
    return lexicon.alternation(r["ending"] for r in lexicon.rows("policy_kinds") if r["kind"] != "other")


@cache
def _unclosed_form() -> re.Pattern[str]:
    """A title whose 》 is missing ends at the first word of a kind that a title can end in: 《关于…的通知，明确…."""
    tail = r"(?:[（(][^（）()\n。]{1,16}[）)])?"
    return re.compile(rf"《(?P<title>[^《》\n。，；：！？]{{2,60}}?{_endings()}{tail})(?=[，。；、！？\s（(]|$)")


def _unclosed(text: str, opening: int) -> Title | None:
    match = _unclosed_form().match(text, opening, opening + LONGEST)
    return Title(match.start("title"), match.end("title"), opening, match.end(), "open") if match else None


# --- projects in quotes: “绿色技术领域…研究”课题顺利通过验收, 重点项目“…技术”通过验收

_HEAD = "(?:课题|项目|专题|专项)"
_PROJECT = re.compile(rf"“(?P<title>[^“”《》\n]{{6,60}})”(?P<head>{_HEAD})?(?=(?P<after>[^。；\n]{{0,40}}))")
_HEADED = re.compile(rf"{_HEAD}$")
_ACCEPTED = re.compile(r"验收|结题")


def _quoted(text: str) -> Iterator[Title]:
    for match in _PROJECT.finditer(text):
        headed = match["head"] or _HEADED.search(text, max(0, match.start() - 2), match.start())
        if headed and _ACCEPTED.search(match["after"]):
            yield Title(match.start("title"), match.end("title"), match.start(), match.end("title") + 1, "quotes")


# --- full titles without marks: 国务院办公厅关于…的通知; 印发关于…的意见

_ABOUT = re.compile("关于|批转|转发")


@cache
def _bare_form() -> re.Pattern[str]:
    """From 关于 to the last word: 关于加快…发展的若干意见, 关于印发《…》的通知."""
    kinds = lexicon.alternation(r["ending"] for r in lexicon.rows("policy_kinds") if r["bare"] == "yes")
    inner = r"(?:[^《》\n。；！？：]|《[^《》\n]{1,80}》){2,90}?"
    tail = r"(?:[（(](?:试行|暂行|[^（）()\n。]{0,8}年)[）)])?"
    return re.compile(rf"(?:关于|批转|转发){inner}的(?:若干|实施|指导|紧急|补充|联合|重要|有关)*{kinds}{tail}")


@cache
def _bodies() -> re.Pattern[str]:
    names = (n for r in lexicon.rows("ministries") for n in (r["full_name"], *lexicon.listed(r["abbreviations"])))
    body = lexicon.alternation(n for n in names if len(n) > 1)
    place = r"[\u4e00-\u9fff]{2,7}(?:省|市|自治区|新区|区|县)"
    organ = r"(?:人民政府|委员会|政府|委)(?:办公厅|办公室)?"
    local = rf"(?:中共)?{place}{organ}"
    one = rf"(?:{body}|{local})(?:办公厅|办公室)?"
    return re.compile(rf"{one}(?:[、 \u3000]{one}){{0,12}}(?:等[\d一二三四五六七八九十]+(?:个)?部[门委])?$")


@cache
def _bare_verbs() -> re.Pattern[str]:
    verbs = (
        r["verb"] for r in lexicon.rows("policy_verbs") if r["event"] in ("issued", "approved") and r["bare"] == "yes"
    )
    return re.compile(rf"{lexicon.alternation(verbs)}了?$")


def _bare(text: str) -> Iterator[Title]:
    done = 0
    for about in _ABOUT.finditer(text):
        if about.start() < done:
            continue
        match = _bare_form().match(text, about.start(), about.start() + LONGEST)
        start = _bare_start(text, done, about.start()) if match else None
        if match and start is not None:
            done = match.end()
            yield Title(start, done, start, done, "bare")


def _bare_start(text: str, low: int, about: int) -> int | None:
    """Where the full title begins: with the bodies named straight before 关于, or at 关于 after a verb of issuing."""
    before = text[max(low, about - 90) : about]
    line = before[before.rfind("\n") + 1 :]
    body = _bodies().search(line)
    if body:
        return about - len(line) + body.start()
    return about if _bare_verbs().search(line) else None
