"""Page furniture: running heads and feet, page numbers and watermarks, found by repetition and position.

Furniture is marked, not removed: its lines stay in the page with layer "furniture" and the reason.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, takewhile
from typing import Literal

from rapidfuzz import fuzz

from pipeline.model.page import Box, Page

# Running heads and feet stand in this share of the page's height at its top and bottom.
EDGE_SHARE = 0.13
# At most so many printed lines at either end of the page belong to a running head or foot.
EDGE_LINES = 4
# A page is compared with so many before and after it, for the parts of a long book have heads of their own.
REACH = 10
# A running line is repeated on at least this share of those pages, or of the odd ones, or of the even ones.
REPEATED_SHARE = 0.5
# Two lines stand at the same height when they differ by no more than this (points).
SAME_HEIGHT = 6.0
# Likeness (0–100) of two masked lines that are the same but for a misread character.
ALIKE = 85.0
# A running line is set no larger than the text of the pages, by this factor.
LARGEST = 1.15
# Lines are compared by so many characters of their beginning.
LONGEST = 120
# Watermarks are looked for among so many lines of a page.
MOST_LINES = 1000
# A watermark is repeated at the same place on this share of the pages, three at least.
WATERMARK_SHARE = 0.8
WATERMARK_PAGES = 3

# Numbers, which differ from page to page: "12", "１２".
DIGITS = re.compile(r"[0-9０-９]+")
# A number of at most four digits: "12".
_NUMBER = r"[0-9０-９]{1,4}"
# What stands around a page number: "—", "- ", "·"; OCR takes a dash for 一.
_DRESS = r"[-—–―－·•~～|一\s]{0,5}"
# A page number in its usual dress: "— 12 —", "第3页", "第 3 页 共 9 页", "3/9", "- 3 -", "·3·", "—3一" (by OCR).
PAGE_NUMBER = re.compile(rf"{_DRESS}(?:第\s?)?{_NUMBER}\s?页?(?:\s?[/／，,]?\s?共?\s?{_NUMBER}\s?页?)?{_DRESS}")
# A page number that cannot be anything else, even on one page alone: dressed, or "第3页".
DRESSED_NUMBER = re.compile(
    rf"[-—–·•]\s?{_NUMBER}\s?[-—–·•一]|第\s?{_NUMBER}\s?页.{{0,12}}|{_NUMBER}\s?[/／]\s?{_NUMBER}"
)

# A number with what it counts, as running heads give issue and date: "2014年第9期", "（总第133期）", "5月".
ISSUE = re.compile(r"[（(〔]?(?:[总總]?第?[0-9０-９〇○零一二三四五六七八九十]{1,6}[年月日期号])+[)）〕]?")
# A shorter name than this is no bulletin's.
SHORTEST_NAME = 4

Place = Literal["head", "foot"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be furniture: where it stands, its text, the same with digits masked, its top in points."""

    index: int
    place: Place
    text: str
    masked: str
    top: float


def mark_furniture(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """The pages with their furniture marked."""
    largest = _largest(pages)
    title = _title(pages, largest)
    candidates = [_candidates(page, largest) for page in pages]
    marks = _watermarks(pages)
    found = []
    for number, page in enumerate(pages):
        first = max(number - REACH, 0)
        near = candidates[first : number + REACH + 1]
        reasons = {c.index: f"running {c.place}" for c in candidates[number] if _runs(c, number - first, near)}
        if number:
            reasons |= {c.index: f"running {c.place}" for c in candidates[number] if repeats_title(c.text, title)}
        reasons |= _page_numbers(page, candidates[number], near)
        reasons |= marks[number]
        found.append(_marked(page, reasons))
    return tuple(found)


def masked(text: str) -> str:
    """The text with every number replaced and white space gone, so that page 3 and page 12 look alike.

    >>> masked("第 12 页")
    '第#页'
    """
    return DIGITS.sub("#", "".join(text.split()))


def repeats_title(text: str, title: str) -> bool:
    """Whether a line is the title page's title (or the end of it) again, and besides it but issue and date.

    >>> repeats_title("材料科技快报　2014年第9期（总第133期）", "中国材料科技快报")
    True
    """
    name = "".join(ISSUE.sub("", "".join(text.split())).split()).strip("·|｜/-—–")
    return len(name) >= SHORTEST_NAME and title.endswith(name)


def _title(pages: tuple[Page, ...], largest: float) -> str:
    """The first lines of the first page that are too large for running text, white space left out."""
    lines = pages[0].lines if pages else ()
    below = dropwhile(lambda line: (line.size or 0.0) <= largest, lines)
    title = takewhile(lambda line: (line.size or 0.0) > largest, below)
    return "".join("".join(line.text.split()) for line in title)


def _marked(page: Page, reasons: dict[int, str]) -> Page:
    if not reasons:
        return page
    lines = list(page.lines)
    for index, reason in reasons.items():
        if lines[index].layer is None:
            lines[index] = replace(lines[index], layer="furniture", reason=reason)
    return replace(page, lines=tuple(lines))


def _candidates(page: Page, largest: float) -> list[Candidate]:
    """The few lines at the very top and bottom of a page that are not set as titles are."""
    if page.height is None:
        return []
    placed = sorted((x.box.y0, x.box.y1, i) for i, x in enumerate(page.lines) if x.box and x.cell is None)
    upper, lower = EDGE_SHARE * page.height, (1 - EDGE_SHARE) * page.height
    heads = [_candidate(page, i, "head") for _, y1, i in placed[:EDGE_LINES] if y1 <= upper]
    feet = [_candidate(page, i, "foot") for y0, _, i in placed[-EDGE_LINES:] if y0 >= lower]
    return [c for c in heads + feet if (page.lines[c.index].size or 0.0) <= largest]


def _candidate(page: Page, index: int, place: Place) -> Candidate:
    line = page.lines[index]
    return Candidate(index, place, line.text, masked(line.text[:LONGEST]), line.box.y0 if line.box else 0.0)


def _largest(pages: tuple[Page, ...]) -> float:
    """The largest size that a running line may be set in."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size or 0.0] += len(line.text)
    return LARGEST * max(sizes, key=lambda s: (sizes[s], s), default=0.0)


def _runs(line: Candidate, number: int, candidates: Sequence[list[Candidate]]) -> bool:
    """Whether the line stands, digits masked, at the same height on most pages, or on most odd or even ones."""
    alike = [n for n, others in enumerate(candidates) if any(_alike(line, other) for other in others)]
    kin = range(number % 2, len(candidates), 2)
    shared = sum(n in kin for n in alike)
    if len(alike) < 2:
        return False
    return len(alike) >= REPEATED_SHARE * len(candidates) or (shared >= 2 and shared > REPEATED_SHARE * len(kin))


def _alike(line: Candidate, other: Candidate) -> bool:
    if line.place != other.place or abs(line.top - other.top) > SAME_HEIGHT:
        return False
    return line.masked == other.masked or fuzz.ratio(line.masked, other.masked) >= ALIKE


def _page_numbers(page: Page, here: list[Candidate], candidates: Sequence[list[Candidate]]) -> dict[int, str]:
    """Page numbers: the outermost line of the page, dressed as such, or bare where other pages have one as well."""
    found = {}
    for place in ("head", "foot"):
        outer = [c for c in here if c.place == place]
        line = (min if place == "head" else max)(outer, key=lambda c: c.top, default=None)
        if line is None or not PAGE_NUMBER.fullmatch(page.lines[line.index].text.strip()):
            continue
        others = sum(
            any(o.place == place and o.masked.strip("-—一") in ("#", line.masked) for o in c) for c in candidates
        )
        if others > 1 or (place == "foot" and DRESSED_NUMBER.fullmatch(page.lines[line.index].text.strip())):
            found[line.index] = "page number"
    return found


def _watermarks(pages: tuple[Page, ...]) -> list[dict[int, str]]:
    """Lines printed over other lines, with the same text at the same place on nearly every page."""
    places: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for number, page in enumerate(pages if len(pages) >= WATERMARK_PAGES else ()):
        for index in _printed_over(page):
            line = page.lines[index]
            if line.box:
                key = (line.text, round(line.box.x0 / SAME_HEIGHT), round(line.box.y0 / SAME_HEIGHT))
                places.setdefault(key, []).append((number, index))
    found: list[dict[int, str]] = [{} for _ in pages]
    for stands in places.values():
        if len(stands) >= max(WATERMARK_PAGES, WATERMARK_SHARE * len(pages)):
            for number, index in stands:
                found[number][index] = "watermark"
    return found


def _printed_over(page: Page) -> list[int]:
    """The lines whose box lies over that of another line, no higher one, by half of that one's height."""
    placed = [(line.box, index) for index, line in enumerate(page.lines[:MOST_LINES]) if line.box]
    placed.sort(key=lambda p: (p[0].y0, p[1]))
    over: set[int] = set()
    for at, (upper, index) in enumerate(placed):
        for lower, other in placed[at + 1 :]:
            if lower.y0 >= upper.y1:
                break
            if _overlap(upper, lower):
                higher = upper.y1 - upper.y0 - (lower.y1 - lower.y0)
                over |= {index} if higher > 0 else {other} if higher < 0 else {index, other}
    return sorted(over)


def _overlap(upper: Box, lower: Box) -> bool:
    shared = min(upper.y1, lower.y1) - lower.y0
    beside = lower.x0 >= upper.x1 or lower.x1 <= upper.x0
    return not beside and shared > min(upper.y1 - upper.y0, lower.y1 - lower.y0) / 2
