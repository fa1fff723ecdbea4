"""Printed lines as the structure stage measures them: indent, room left at the right, gap above, in ems.

An em is the font size; in plain text it is one Chinese character. Text files have no measure of their own: it is
inferred where their lines are hard-wrapped, by columns (a Chinese character is two) or by characters.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from math import inf
from operator import itemgetter
from statistics import median
from typing import Literal

from pipeline.model.page import CellRef, Document, Line, Page
from pipeline.structure.passage import Passage

Align = Literal["left", "centre", "right"]
Bounds = dict[tuple[int | None, float | None, float | None], tuple[float, float]]

_OPENING, _CLOSING = r"[《“‘（(「『【〈\[]{0,3}", r"[，。、；：！？》”’）)」』】〉\]]{0,2}"
# What cannot be parted from its first character at a line's start: a Latin word or number, or one other character,
# with the brackets before it and the marks after it; some programs part nothing at quotation marks (Unicode Standard
# Annex #14, class QU). Example: "《中" of 《中国》, "2022-2025" of 2022-2025年, "升“青" of 升“青字号”.
_TOKEN = re.compile(rf"{_OPENING}(?:[A-Za-z0-9@./:%+\-]{{1,40}}|.)?(?:[“”‘’]{{1,2}}\S){{0,2}}{_CLOSING}", re.DOTALL)
# A page number on a line of its own; bare digits may be a list's. Examples: - 3 -, —1—, 第 2 页 共 3 页, 2/9.
_PAGE_NUMBER = re.compile(
    r"[-—–―·]\s{0,3}\d{1,4}\s{0,3}[-—–―·]\Z"
    r"|第\s{0,3}\d{1,4}\s{0,3}[页頁][，,\s]{0,3}(?:[共总]\s{0,3}\d{1,4}\s{0,3}[页頁])?\Z"
    r"|\d{1,3}\s?/\s?\d{1,3}\Z"
)
# Blanks that set a line or its parts apart from running text, such as a centred title's; they may pass the measure.
_SET_APART = re.compile(r"[ \u3000\t]{3}")
# Room within a line, in ems, that no word space takes even in justified text.
_PARTED = 3.0
# How far hard-wrapped lines differ in width: programs hang punctuation and count quotation marks differently.
_HANGING = 0.8


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line that is not furniture.

    `indent` and `slack` are the room before and after its text within the measure (slack is inf where there is none),
    `gap` whether more room than usual stands above it, `turned` whether a column or page break does. `wrap` is the
    slack in ems below which the next line's first word was wrapped for want of room.
    """

    passage: Passage
    page: int
    indent: float = 0.0
    slack: float = inf
    width: float = 0.0
    gap: bool = False
    turned: bool = False
    size: float | None = None
    bold: bool = False
    printed: bool = False
    noise: float = 0.0
    cell: CellRef | None = None

    @property
    def text(self) -> str:
        """The line's text."""
        return self.passage.text

    @property
    def symmetric(self) -> bool:
        """Whether as much room stands before the text as after it."""
        return self.printed and abs(self.indent - self.slack) < 0.8 + 0.3 * self.noise

    @property
    def align(self) -> Align:
        """How the line stands in its measure; lines that nearly fill it are left-aligned."""
        if self.slack == inf:
            return "centre" if self.indent >= 5 else "left"
        if self.indent > 2.6 and self.slack > 1.2 and abs(self.indent - self.slack) < max(1.5, 0.12 * self.indent):
            return "centre"
        return "right" if self.indent > 6 and self.slack < 1.5 else "left"


def read_rows(document: Document) -> list[Row]:
    """The document's lines in reading order without furniture, blank ones and those ingest discarded."""
    found: list[Row] = []
    first = 0
    for index, page in enumerate(document.pages):
        printed = any(line.box is not None for line in page.lines)
        rows = _printed_rows(page, index, first) if printed else _plain_rows(page, index, first)
        if rows and found:
            rows[0] = replace(rows[0], turned=True)
        found += rows
        first += sum(len(line.text) for line in page.lines)
    return found


def is_page_number(text: str) -> bool:
    """Whether a line is a page number that ingest left standing, as it does where no page repeats it."""
    return len(text) <= 24 and bool(_PAGE_NUMBER.match(text.strip()))


def first_token(text: str) -> str:
    """What a line break cannot part from the first character of the text."""
    match = _TOKEN.match(text)
    return match.group() if match else ""


def columns(text: str, wide: str = "WFA") -> float:
    """The width of a text in ems: characters of these East Asian widths take two columns of half an em, others one.

    Ambiguous ones (A), such as curly quotation marks, are wide in Chinese fonts but narrow to many programs
    (Unicode Standard Annex #11).
    """
    return sum(map(_half_ems(wide).__getitem__, text)) / 2


class _HalfEms(dict[str, int]):
    """Character → its width in half ems, found when first asked for."""

    def __init__(self, wide: str) -> None:
        self._wide = wide

    def __missing__(self, character: str) -> int:
        self[character] = 2 if unicodedata.east_asian_width(character) in self._wide else 1
        return self[character]


@cache
def _half_ems(wide: str) -> _HalfEms:
    return _HalfEms(wide)


def _passages(page: Page, first: int) -> list[Passage]:
    found = []
    for line in page.lines:
        whole = Passage(line.text, tuple(range(first, first + len(line.text))))
        plain = line.text.replace("\u3000", "").isprintable()
        found.append(whole if plain else whole.without(lambda i, text=line.text: _unprintable(text[i])))  # type: ignore[misc]
        first += len(line.text)
    return found


def _unprintable(character: str) -> bool:
    return character not in "\t\u00ad" and unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


def _plain_rows(page: Page, index: int, first: int) -> list[Row]:
    passages = _passages(page, first)
    measure, width_of = _measure([p.text.rstrip() for p in passages])
    found: list[Row] = []
    blank = turned = False
    for line, passage in zip(page.lines, passages, strict=True):
        text = _trim(passage)
        if line.layer is None and is_page_number(text.text):
            turned, blank = True, True
            continue
        if line.layer is None and text:
            before = len(passage.text) - len(passage.text.lstrip())
            indent = width_of(passage.text[:before])
            width = width_of(text.text)
            slack = inf if measure is None or indent + width > measure + 2 else max(0.0, measure - indent - width)
            found.append(Row(text, index, indent, slack, width, blank, turned, noise=_HANGING, cell=line.cell))
            turned = False
        blank = (turned and blank) or (line.layer is None and not text)
    return found


def _trim(passage: Passage) -> Passage:
    """The passage without white space at its ends, but for the tabs that stand for a table row's empty cells."""
    text = passage.strip()
    return passage.strip(" \u3000") if "\t" in text.text else text


def _measure(texts: list[str]) -> tuple[float | None, Callable[[str], float]]:
    """The width at which the lines were hard-wrapped, None where they were not, and the measure of widths used."""
    texts = [text for text in texts if text.strip()]
    best: tuple[int, float | None, Callable[[str], float]] = (0, None, columns)
    for width_of in (columns, _narrow_columns, _characters):
        count, sentences, measure = _full_lines(texts, [width_of(text) for text in texts])
        if count > best[0] and (sentences >= 2 or count >= max(3, 0.15 * len(texts))):
            best = (count, measure, width_of)
    return best[1], best[2]


def _narrow_columns(text: str) -> float:
    return columns(text, "WF")


def _characters(text: str) -> float:
    return float(len(text))


def _full_lines(texts: Sequence[str], widths: Sequence[float]) -> tuple[int, int, float | None]:
    """How many lines fill the commonest full width, and that width: few are wider, most break off in a sentence.

    The second number counts those that break off in a sentence beyond doubt: they hold a comma, and no line is wider.
    """
    best: tuple[int, int, float | None] = (0, 0, None)
    lines = zip(widths, texts, strict=True)
    running = sorted(((width, text) for width, text in lines if not _SET_APART.search(text)), key=itemgetter(0))
    for measure in sorted(set(widths)):
        last = bisect_right(running, measure, key=itemgetter(0))
        if not 16 <= measure <= 100 or len(running) - last > 0.04 * len(widths):
            continue
        first = bisect_right(running, measure - 1.5, key=itemgetter(0))
        broken = [text for _, text in running[first:last] if text[-1] not in "。！？：；"]
        if len(broken) >= 0.6 * (last - first) and len(broken) > best[0]:
            widest = last == len(running)
            best = (len(broken), widest * sum("，" in text for text in broken), measure)
    return best


def _printed_rows(page: Page, index: int, first: int) -> list[Row]:
    found: list[tuple[Row, Line]] = []
    bounds = _bounds(page)
    for line, passage in zip(page.lines, _passages(page, first), strict=True):
        text = passage.strip()
        if line.layer is None and text and not is_page_number(text.text):
            found.append((_printed_row(line, text, index, bounds, page.source == "ocr"), line))
    return _with_gaps(found)


def _bounds(page: Page) -> Bounds:
    """The measure of each text column as its lines show it: those that ingest gave one, and those that it did not."""
    found: Bounds = {}
    for line in page.lines:
        if line.box is not None and line.layer is None and line.cell is None:
            key = (line.column, line.left, line.right)
            left, right = found.get(key, (inf, -inf))
            found[key] = (min(left, line.box.x0), max(right, line.box.x1))
    return found


def _printed_row(line: Line, text: Passage, index: int, bounds: Bounds, ocr: bool) -> Row:
    if line.box is None:
        return Row(text, index, cell=line.cell)
    size = line.size or (line.box.y1 - line.box.y0) or 1.0
    start = len(line.text) - len(line.text.lstrip())
    end = len(line.text.rstrip())
    edged = line.edges is not None and len(line.edges) == len(line.text) + 1
    x0 = line.edges[start] if edged and line.edges else line.box.x0
    x1 = line.edges[end] if edged and line.edges else line.box.x1
    low, high = bounds.get((line.column, line.left, line.right), (x0, x1))
    left = low if line.left is None else line.left
    right = high if line.right is None else max(line.right, high)
    slack = inf if edged and _parted(line, size) else (right - x1) / size
    return Row(
        text, index, (x0 - left) / size, slack, (x1 - x0) / size,
        size=size, bold=line.bold, printed=True, noise=0.9 if ocr else 0.3, cell=line.cell,
    )  # fmt: skip


def _parted(line: Line, size: float) -> bool:
    """Whether a line's text stands at both ends of its measure, as a publisher and a date do: none such runs on."""
    blanks = (i for i, character in enumerate(line.text) if character.isspace())
    return line.edges is not None and any(line.edges[i + 1] - line.edges[i] > _PARTED * size for i in blanks)


def _with_gaps(rows: list[tuple[Row, Line]]) -> list[Row]:
    """The rows with whether each has more room above it than is usual, and whether a column breaks there."""
    leading: Counter[float] = Counter()
    steps: list[float | None] = []
    if rows:
        steps.append(None)
    for (row, line), (after, next_line) in pairwise(rows):
        steps.append(_step(row, line, after, next_line))
        if steps[-1] is not None:
            leading[round(steps[-1], 2)] += 1
    usual = median(leading.elements()) if leading else 0.0
    found = []
    for number, ((row, _), step) in enumerate(zip(rows, steps, strict=True)):
        gap = step is not None and step > usual + max(0.45, 0.5 * usual)
        found.append(replace(row, gap=gap, turned=number > 0 and step is None))
    return found


def _step(row: Row, line: Line, after: Row, next_line: Line) -> float | None:
    """The white room between two rows in ems, None where the second does not stand below the first."""
    if line.box is None or next_line.box is None or next_line.box.y0 < line.box.y0:
        return None
    if line.column != next_line.column and None not in (line.column, next_line.column):
        return None
    return max(0.0, next_line.box.y0 - line.box.y1) / (after.size or row.size or 1.0)
