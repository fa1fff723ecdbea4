"""From glyphs and rules to the lines of a page in reading order; the same for text layers and for OCR."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from pipeline.ingest.aligned import find_aligned
from pipeline.ingest.columns import Block, Gutter, Rows, find_cuts, find_gutters, order_blocks, rows_by_column
from pipeline.ingest.glyphs import Glyphs
from pipeline.ingest.rulings import Ruling
from pipeline.ingest.runs import BLANKS, Run, blanks_before, find_runs, into_rows
from pipeline.ingest.tables import Grid, cell_of, find_grids
from pipeline.model.page import Box, CellRef, Line

# How a line is printed: from a few of its glyphs (indexes into the page's glyphs) to font size and boldness.
Style = Callable[[Sequence[int]], tuple[float | None, bool]]
# So many glyphs of a line are asked for their font.
SAMPLES = 3
# A line of fewer glyphs is judged by the one in its middle.
SHORT = 8
# At most this share of a column's lines reach beyond its margin: hanging punctuation, a line set too wide.
MOST_BEYOND = 0.2
# Runs on one line are parted by a blank when the gap between them exceeds this share of the line's height.
RUN_GAP = 0.3


def lay_out(glyphs: Glyphs, rulings: tuple[Ruling, ...], style: Style) -> tuple[Line, ...]:
    """The lines of a page: tables cell by cell, columns one after the other, blanks where a reader sees them."""
    if not glyphs.text:
        return ()
    ruled = find_grids(rulings)
    runs = find_runs(glyphs, cell_of(glyphs.boxes, ruled))
    prose = [run for run in runs if run.cell < 0]
    cuts = find_cuts(rulings, prose)
    gutters = find_gutters(prose, cuts)
    rows = rows_by_column(prose, gutters)
    aligned = tuple(grid for column in rows.values() for grid in find_aligned(column, glyphs.text, rulings))
    if aligned:
        runs = find_runs(glyphs, cell_of(glyphs.boxes, ruled + aligned))
        rows = rows_by_column([run for run in runs if run.cell < 0], gutters)
    return _Page(glyphs, style, ruled + aligned, runs).lines(rows, gutters, cuts if gutters else ())


class _Page:
    """A page whose tables are known: its blocks in reading order become lines."""

    def __init__(self, glyphs: Glyphs, style: Style, grids: tuple[Grid, ...], runs: list[Run]) -> None:
        self._glyphs = glyphs
        self._style = style
        self._grids = grids
        self._first = list(accumulate((len(grid.cells) for grid in grids), initial=0))
        self._cells = _by_cell(runs)

    def lines(self, rows: Rows, gutters: tuple[Gutter, ...], cuts: Sequence[float]) -> tuple[Line, ...]:
        """All lines of the page; tables are numbered in the order in which they are read."""
        tables = [Block(*grid.bounds, None, (), number) for number, grid in enumerate(self._grids)]
        blocks = order_blocks(rows, tables, gutters, cuts)
        writer = _Writer(self._glyphs, self._style, _measures(blocks))
        numbers = {block.table: n for n, block in enumerate(b for b in blocks if b.table is not None)}
        lines: list[Line] = []
        for block in blocks:
            if block.table is None:
                lines.append(writer.line(block.runs, block.column))
            else:
                lines += self._table(writer, block, numbers[block.table])
        return tuple(lines)

    def _table(self, writer: "_Writer", block: Block, number: int) -> list[Line]:
        """A table's lines, cell by cell in row order."""
        at = block.table or 0
        lines: list[Line] = []
        for index, cell in enumerate(self._grids[at].cells, self._first[at]):
            place, measure = CellRef(number, cell.row, cell.column), (round(cell.x0, 2), round(cell.x1, 2))
            rows = into_rows(self._cells.get(index, ()))
            lines += [writer.line(tuple(row), block.column, place, measure) for row in rows]
        return lines


def _by_cell(runs: list[Run]) -> dict[int, list[Run]]:
    cells: dict[int, list[Run]] = {}
    for run in runs:
        cells.setdefault(run.cell, []).append(run)
    return cells


def _measures(blocks: list[Block]) -> dict[int | None, tuple[float, float]]:
    """Left and right of each text column; under None those of the whole page."""
    rows = [block for block in blocks if block.table is None]
    measures: dict[int | None, tuple[float, float]] = {}
    for column in {row.column for row in rows}:
        members = [row for row in rows if column in (None, row.column)]
        measures[column] = (_shared([row.x0 for row in members], min), _shared([row.x1 for row in members], max))
    return measures


def _shared(values: list[float], extreme: Callable[[list[float]], float]) -> float:
    """The outermost value that at least two lines share (within two points), if but a few lines reach beyond it.

    Else the outermost of all: short lines that happen to end alike are no margin.
    """
    rounded = [int(value / 2) for value in values]
    counts = Counter(rounded)
    repeated = [value for value, place in zip(values, rounded, strict=True) if counts[place] >= 2]
    if repeated:
        margin = extreme(repeated)
        beyond = sum(extreme([value, margin]) != margin for value in values)
        if beyond <= MOST_BEYOND * len(values):
            return round(margin, 2)
    return round(extreme(values), 2)


@dataclass(slots=True)
class _Written:
    """Text in the making, the left edge of each character, and the right edge of the last one."""

    text: str = ""
    lefts: list[float] = field(default_factory=list)
    right: float = 0.0


class _Writer:
    """Writes lines from the glyphs of one page; lists made once, for they are much faster than array elements."""

    def __init__(self, glyphs: Glyphs, style: Style, measures: dict[int | None, tuple[float, float]]) -> None:
        self._text = glyphs.text
        self._lefts: list[float] = np.round(glyphs.boxes[:, 0], 2).tolist()
        self._rights: list[float] = np.round(glyphs.boxes[:, 2], 2).tolist()
        self._blanks: list[int] = np.flatnonzero(blanks_before(glyphs)).tolist()
        self._style = style
        self._measures = measures

    def line(
        self,
        runs: tuple[Run, ...],
        column: int | None,
        cell: CellRef | None = None,
        measure: tuple[float, float] | None = None,
    ) -> Line:
        """The line that the runs, from left to right, make; blanks at both ends are left out."""
        written = self._run(runs[0])
        for run in runs[1:]:
            self._append(written, self._run(run), RUN_GAP * run.height)
        text, edges = _trimmed(written)
        size, bold = self._style(_sample(runs))
        box = Box(edges[0], round(min(r.y0 for r in runs), 2), edges[-1], round(max(r.y1 for r in runs), 2))
        left, right = measure or self._measures[column]
        return Line(text, box, edges, size, bold, None, None, column, left, right, cell)

    def _run(self, run: Run) -> _Written:
        """A run as it is printed, with the blanks that a reader sees in it."""
        start, end = run.start, run.end
        text, lefts = self._text[start:end], self._lefts[start:end]
        at = bisect_left(self._blanks, start + 1)
        inside = self._blanks[at : bisect_left(self._blanks, end, at)]
        for index in reversed(inside):
            text = f"{text[: index - start]} {text[index - start :]}"
            lefts.insert(index - start, self._rights[index - 1])
        return _Written(text, lefts, self._rights[end - 1])

    def _append(self, line: _Written, run: _Written, wide: float) -> None:
        if run.lefts[0] - line.right > wide and line.text[-1] not in BLANKS and run.text[0] not in BLANKS:
            line.text += " "
            line.lefts.append(line.right)
        line.text += run.text
        line.lefts += run.lefts
        line.right = max(line.right, run.right)


def _trimmed(line: _Written) -> tuple[str, tuple[float, ...]]:
    """The text without blanks at its ends, and its edges, which never go back."""
    text, edges = line.text, [*line.lefts, line.right]
    if text[0] in BLANKS or text[-1] in BLANKS:
        start, end = len(text) - len(text.lstrip(BLANKS)), len(text.rstrip(BLANKS))
        text, edges = text[start:end], edges[start : end + 1]
    if edges != sorted(edges):
        edges = list(accumulate(edges, max))
    return text, tuple(edges)


def _sample(runs: tuple[Run, ...]) -> Sequence[int]:
    """A few glyphs spread evenly over the line."""
    if len(runs) == 1:
        indexes: Sequence[int] = range(runs[0].start, runs[0].end)
    else:
        indexes = [index for run in runs for index in range(run.start, run.end)]
    if len(indexes) < SHORT:
        return indexes[len(indexes) // 2 : len(indexes) // 2 + 1]
    step = len(indexes) // SAMPLES
    return indexes[step // 2 :: step][:SAMPLES]
