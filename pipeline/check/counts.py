"""Stated numbers of points and items against those that are printed. Only what the text makes certain is reported."""

import re
from collections.abc import Iterator

from pipeline.check.reading import Reading
from pipeline.check.wording import NUMERAL, count_words, read_numeral
from pipeline.lexicon import alternation
from pipeline.model.entity import Finding

_OPENS = r"(?<![^。；;：:，,！\n])"
_HAN = r"[一二三四五六七八九十]{1,2}"
# The marker of a point in running text, at the start of a clause. Example: “一是”, “二要”
_POINT = re.compile(rf"{_OPENS}({_HAN})(?:是|要)(?!否)")
# Other markers of points. Examples: “第一，”; “（一）”, “（2）”; at the start of a line “一、”, “3.”
_OTHERS = (
    re.compile(rf"{_OPENS}第({_HAN})[，,、：:]"),
    re.compile(rf"{_OPENS}[（(]({_HAN})[）)]"),
    re.compile(rf"{_OPENS}[（(]([0-9]{{1,2}})[）)]"),
    re.compile(rf"(?<![^\n])({_HAN})、"),
    re.compile(r"(?<![^\n])([0-9]{1,2})(?:、|[.．](?![0-9]))"),
)
# A stated number of points. Example: “六个方面”, “三点要求”
_STATED = re.compile(rf"({NUMERAL})(?:个|点|项|条|大|方面)(?:主要|重点|具体)?{alternation(count_words('point'))}")
_NUMERAL = re.compile(NUMERAL)
# Between the statement and its first point: words of the same sentence, closed by a colon or full stop. Example: “：”
_CLOSED = re.compile(r"[^。；;：:]{0,12}[：:。]\n?\Z")
# A stated number of listed things with their class. Example: “五个工作组”, “三项技术”
_LISTED = re.compile(rf"({NUMERAL})(?:个|项|家|种|类|大)([\u4e00-\u9fff]{{2,6}})")
# A gloss in brackets after a listed thing. Example: “（WG1）”
_GLOSS = re.compile(r"[（(][^（()）]{0,20}[)）]")
_CLAUSE = re.compile(r"[。；;：:，,\n]")
_JOINTS = ("以及", "和", "与", "及")


def check_counts(reading: Reading) -> Iterator[Finding]:
    """The findings of one article."""
    for run in _runs(_POINT, reading.text):
        yield from _check_order(reading, run)
        yield from _check_stated(reading, run)
    for marker in _OTHERS:
        for run in _runs(marker, reading.text):
            yield from _check_stated(reading, run)
    yield from _check_lists(reading)


def _runs(marker: re.Pattern[str], text: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of markers (offset, number), each from 一 to the last before the next 一."""
    run: list[tuple[int, int]] = []
    for match in marker.finditer(text):
        number = read_numeral(match[1])
        if number == 1 and run:
            yield run
            run = []
        if number is not None and (run or number == 1):
            run.append((match.start(), number))
    if run:
        yield run


def _check_order(reading: Reading, run: list[tuple[int, int]]) -> Iterator[Finding]:
    numbers = [number for _, number in run]
    missing = sorted(set(range(1, max(numbers) + 1)) - set(numbers))
    if missing and len(numbers) > 1:
        message = f"分点序号有“{_points(numbers)}”，缺“{_points(missing)}”"
        yield reading.finding("points-order", "warning", message)


def _check_stated(reading: Reading, run: list[tuple[int, int]]) -> Iterator[Finding]:
    """The number that the sentence just before the first point gives; other numbers there leave it uncertain."""
    first, last = run[0][0], max(number for _, number in run)
    before = reading.text[max(0, first - 40) : first]
    stated = [m for m in _STATED.finditer(before) if _CLOSED.match(before[m.end() :])]
    if not stated or last < 2:
        return
    numbers = [read_numeral(m[0]) for m in _NUMERAL.finditer(before[stated[0].start() :])]
    if len(numbers) == len(stated) and None not in numbers and last not in numbers:
        printed = "、".join(f"“{m[0]}”" for m in stated)
        yield reading.finding("points-stated", "warning", f"文中称{printed}，而分点列出{last}点")


def _points(numbers: list[int]) -> str:
    return "、".join(f"第{number}" for number in numbers)


def _check_lists(reading: Reading) -> Iterator[Finding]:
    """Lists whose items all end in the class that their number names; 等 allows for items that are not printed."""
    for match in _LISTED.finditer(reading.text):
        before, stated = reading.text[max(0, match.start() - 200) : match.start()], read_numeral(match[1])
        listed = before.removesuffix("等")
        items = _items(_CLAUSE.split(_GLOSS.sub("", listed))[-1], match[2])
        if stated is None or len(items) < 2:
            continue
        if len(items) > stated or (len(items) < stated and listed == before):
            message = f"文中称“{match[0]}”，而列出{len(items)}项：{'、'.join(items)}"
            yield reading.finding("list-count", "warning", message)


def _items(clause: str, head: str) -> list[str]:
    """The items of a list at the end of a clause, if all of them end as the first characters of `head` do."""
    word = next((head[n - 2 : n] for n in range(2, len(head) + 1) if clause.endswith(head[n - 2 : n])), None)
    if word is None:
        return []
    for joint in _JOINTS:
        clause = clause.replace(word + joint, word + "、")
    items = clause.split("、")
    return items if all(item.endswith(word) for item in items) else []
