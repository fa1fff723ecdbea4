"""The builder of a bulletin's normalised text, and the ledger of where every printed character went."""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from pipeline.model.bulletin import Layer, LedgerEntry
from pipeline.model.page import Document, Line
from pipeline.model.text import Piece
from pipeline.structure.passage import INSERTED, Passage
from pipeline.structure.rows import is_page_number

_UNCLAIMED = -1
# A space between a Chinese character and a Latin letter or digit, as word processors set it. Example: 33 项.
_BORDER_SPACE = re.compile(
    r"(?<=[\u3400-\u9fff])[ \u00a0](?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])[ \u00a0](?=[\u3400-\u9fff])"
)
# The same border without a space. Example: 33项.
_BORDER = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u3400-\u9fff])")
# A space beside Chinese punctuation, which carries its own room. Example: "家 ，".
_PUNCTUATION_SPACE = re.compile(r"[ \u00a0](?=[，。、；：！？）》」』】])|(?<=[，。、；：！？（《「『【])[ \u00a0]")


class TextBuilder:
    """Builds the normalised text, a paragraph a line, and claims for each character that it takes a layer.

    The spaces that a word processor puts between Chinese and Latin characters are left out where the document has
    them throughout: they are typesetting, not writing.
    """

    def __init__(self, document: Document) -> None:
        self._lines: list[tuple[int, int, Line]] = [
            (page_index, line_index, line)
            for page_index, page in enumerate(document.pages)
            for line_index, line in enumerate(page.lines)
        ]
        self._starts: list[int] = []
        total = 0
        for _, _, line in self._lines:
            self._starts.append(total)
            total += len(line.text)
        self._claims = array("h", [_UNCLAIMED]) * total
        self._reasons: list[tuple[Layer, str | None]] = []
        self._spaced = _sets_spaces([line.text for _, _, line in self._lines if line.layer is None])
        self._parts: list[str] = []
        self._length = 0
        self._pieces: list[Piece] = []

    @property
    def text(self) -> str:
        """The text built so far."""
        return "".join(self._parts)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The way back from the text to the document's lines."""
        return tuple(self._pieces)

    def slice(self, start: int, end: int) -> str:
        """text[start:end] of the text built so far; quick for what was added last."""
        at, parts = self._length, []
        for part in reversed(self._parts):
            if at <= start:
                break
            at -= len(part)
            parts.append(part)
        return "".join(reversed(parts))[start - at : end - at]

    def add(self, passage: Passage, layer: Layer) -> tuple[int, int]:
        """Append a paragraph on a layer; the offsets where it stands."""
        if self._length:
            self._append("\n")
        return self._place(passage, layer)

    def add_row(self, cells: Sequence[Passage], layer: Layer) -> list[tuple[int, int]]:
        """Append a table row, cells joined by tabs; the offsets of each cell."""
        if self._length:
            self._append("\n")
        spans = []
        for number, cell in enumerate(cells):
            if number:
                self._append("\t")
            spans.append(self._place(cell, layer))
        return spans

    def drop(self, passage: Passage, layer: Layer, reason: str) -> None:
        """Leave a passage out of the text, on a layer, for a reason."""
        self._claim(passage.at, layer, reason)

    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Every character of every line, counted by page, layer and reason; the layers of a page add up to it."""
        counts: Counter[tuple[int, Layer, str | None]] = Counter()
        for start, (page, _, line) in zip(self._starts, self._lines, strict=True):
            for (layer, reason), count in Counter(self._line_layers(start, line)).items():
                counts[page + 1, layer, reason] += count
        ordered = sorted(counts.items(), key=lambda item: (item[0][0], item[0][1], item[0][2] or ""))
        return tuple(LedgerEntry(page, layer, count, reason) for (page, layer, reason), count in ordered)

    def _place(self, passage: Passage, layer: Layer) -> tuple[int, int]:
        tight = self._tighten(passage.strip())
        start = self._length
        self._trace(tight)
        self._append(tight.text)
        self._claim(tight.at, layer, None)
        return start, self._length

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _tighten(self, passage: Passage) -> Passage:
        if not self._spaced:
            return passage
        spaces = {m.start() for pattern in (_BORDER_SPACE, _PUNCTUATION_SPACE) for m in pattern.finditer(passage.text)}
        return passage.without(spaces.__contains__)

    def _trace(self, passage: Passage) -> None:
        """One piece for each run of characters that follow one another on one line."""
        at, begin = passage.at, 0
        if self._is_run(at):
            self._pieces.append(self._piece(self._length, self._length + len(at), at[0]))
            return
        for i in range(1, len(at) + 1):
            if i < len(at) and at[i] == at[i - 1] + 1 and at[i] not in (INSERTED, 0) and not self._line_starts(at[i]):
                continue
            if at[begin] != INSERTED:
                self._pieces.append(self._piece(self._length + begin, self._length + i, at[begin]))
            begin = i

    def _is_run(self, at: Sequence[int]) -> bool:
        """Whether these characters follow one another on one line, as those of an unbroken paragraph do."""
        if not at or at[0] == INSERTED or at[-1] - at[0] != len(at) - 1:
            return False
        one_line = bisect_right(self._starts, at[0]) == bisect_right(self._starts, at[-1])
        return one_line and at == tuple(range(at[0], at[-1] + 1))

    def _line_starts(self, number: int) -> bool:
        return self._starts[bisect_right(self._starts, number) - 1] == number

    def _piece(self, start: int, end: int, number: int) -> Piece:
        index = bisect_right(self._starts, number) - 1
        page, line, _ = self._lines[index]
        return Piece(start, end, page + 1, line, number - self._starts[index])

    def _claim(self, numbers: Sequence[int], layer: Layer, reason: str | None) -> None:
        if (layer, reason) not in self._reasons:
            self._reasons.append((layer, reason))
        claim = self._reasons.index((layer, reason))
        for number in numbers:
            if number != INSERTED:
                self._claims[number] = claim

    def _line_layers(self, start: int, line: Line) -> list[tuple[Layer, str | None]]:
        """The layer and reason of each character of a line; what no one claimed stays on its line's layer."""
        if line.layer is not None:
            return [(line.layer, line.reason)] * len(line.text)
        claims = self._claims[start : start + len(line.text)]
        distinct = set(claims)
        if len(distinct) == 1 and _UNCLAIMED not in distinct:
            return [self._reasons[claims[0]]] * len(claims)
        known = [self._reasons[claim] for claim in claims if claim != _UNCLAIMED]
        if not known and is_page_number(line.text):
            return [("furniture", "page number")] * len(line.text)
        layer: Layer = known[0][0] if known else "discarded"
        found: list[tuple[Layer, str | None]] = []
        for claim, character in zip(claims, line.text, strict=True):
            if claim != _UNCLAIMED:
                layer = self._reasons[claim][0]
                found.append(self._reasons[claim])
            else:
                found.append((layer, _reason(character)))
        return found


def _reason(character: str) -> str:
    if character.isspace():
        return "white space"
    return "label, number or page number of its line" if character.isalnum() else "marker, leader, bracket or rule"


def _sets_spaces(texts: Sequence[str]) -> bool:
    """Whether at least a third of the borders between Chinese and Latin characters are set with a space."""
    spaced = sum(len(_BORDER_SPACE.findall(text)) for text in texts)
    return spaced > 0 and spaced >= 0.5 * sum(len(_BORDER.findall(text)) for text in texts)
