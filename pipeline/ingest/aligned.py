"""Tables without a full set of rules: short texts that stand under each other in three rows or more.

Found with care, for prose and contents lists also leave white gaps: there must be three columns with figures in one of
them, or the three horizontal rules of a journal's table around them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.ingest.rulings import Ruling
from pipeline.ingest.runs import COLUMN_GAP, Run
from pipeline.ingest.tables import Grid, GridCell

FEWEST_ROWS = 3
FEWEST_COLUMNS = 3
# Characters in the median cell of a table at most.
SHORT = 16
# Rows further apart than this many line heights do not belong together.
LOOSE = 2.5
# This share of a column's cells below the head hold a figure.
FIGURES_SHARE = 0.6
# Rules that begin and end within so many points of each other belong together.
SAME_EXTENT = 4.0
# A cell that holds nothing but a figure: "12", "-3.5%", "1,024.00", "17项".
FIGURE = re.compile(r"[-+－]?[0-9][0-9,，.]*\s?[%％]?\S{0,2}")


@dataclass(frozen=True, slots=True)
class Piece:
    """Runs of one row without a wide gap between them."""

    x0: float
    x1: float
    y0: float
    y1: float
    text: str


@dataclass(slots=True)
class _Growing:
    """A table in the making: its rows of pieces, and the stretch of x of each column."""

    rows: list[list[Piece]] = field(default_factory=list)
    columns: list[tuple[float, float]] = field(default_factory=list)


def find_aligned(rows: Sequence[Sequence[Run]], text: str, rulings: Sequence[Ruling]) -> list[Grid]:
    """The tables among the rows (top to bottom, each from left to right) of a text column of a page."""
    found: list[Grid] = []
    if sum(len(row) > 1 for row in rows) < FEWEST_ROWS:
        return found
    growing = _Growing()
    for pieces in [*(_pieces(row, text) for row in rows), []]:
        if growing.rows and _joins(growing, pieces):
            _take(growing, pieces)
            continue
        if _is_table(growing, rulings):
            found.append(_grid(growing))
        growing = _Growing([pieces], [(p.x0, p.x1) for p in pieces]) if len(pieces) > 1 else _Growing()
    return found


def _pieces(row: Sequence[Run], text: str) -> list[Piece]:
    groups: list[list[Run]] = []
    for run in row:
        if groups and run.x0 - groups[-1][-1].x1 <= COLUMN_GAP * run.height:
            groups[-1].append(run)
        else:
            groups.append([run])
    return [
        Piece(
            g[0].x0, max(r.x1 for r in g), min(r.y0 for r in g), max(r.y1 for r in g),
            "".join(text[r.start : r.end] for r in g).strip(),
        )
        for g in groups
    ]  # fmt: skip


def _joins(table: _Growing, pieces: list[Piece]) -> bool:
    """Whether a row goes on with the table: close below it, each piece under (or between) the pieces above."""
    if not pieces:
        return False
    above, height = table.rows[-1], pieces[0].y1 - pieces[0].y0
    if min(p.y0 for p in pieces) - max(p.y1 for p in above) > LOOSE * height:
        return False
    places = [_column(table.columns, piece) for piece in pieces]
    if None in places or len(set(places)) < len(places):
        return False
    return len(pieces) > 1 or places[0] != 0


def _column(columns: list[tuple[float, float]], piece: Piece) -> int | None:
    """The one column that a piece stands in, None where it reaches into two or into none."""
    touched = [i for i, (x0, x1) in enumerate(columns) if piece.x0 < x1 and piece.x1 > x0]
    return touched[0] if len(touched) == 1 else None


def _take(table: _Growing, pieces: list[Piece]) -> None:
    for piece in pieces:
        at = _column(table.columns, piece)
        if at is not None:
            x0, x1 = table.columns[at]
            table.columns[at] = (min(x0, piece.x0), max(x1, piece.x1))
    table.rows.append(pieces)


def _is_table(table: _Growing, rulings: Sequence[Ruling]) -> bool:
    full = [row for row in table.rows if len(row) == len(table.columns)]
    lengths = sorted(len(p.text) for row in table.rows for p in row)
    if len(full) < FEWEST_ROWS or lengths[len(lengths) // 2] > SHORT:
        return False
    return _has_rules(table, rulings) or (len(table.columns) >= FEWEST_COLUMNS and _has_figures(full))


def _has_figures(full: list[list[Piece]]) -> bool:
    columns = zip(*full[1:], strict=True)
    return any(sum(FIGURE.fullmatch(p.text) is not None for p in c) >= FIGURES_SHARE * len(c) for c in columns)


def _has_rules(table: _Growing, rulings: Sequence[Ruling]) -> bool:
    """Whether a rule stands above the rows, one below, and one under the head, all of the same extent."""
    top, bottom = min(p.y0 for p in table.rows[0]), max(p.y1 for p in table.rows[-1])
    left, right = table.columns[0][0], table.columns[-1][1]
    height = table.rows[0][0].y1 - table.rows[0][0].y0
    near = [r for r in rulings if r.horizontal and top - 2 * height <= r.y0 <= bottom + 2 * height]
    wide = [r for r in near if r.x0 <= left + SAME_EXTENT and r.x1 >= right - SAME_EXTENT]
    above, below = [r for r in wide if r.y0 <= top + height / 3], [r for r in wide if r.y1 >= bottom - height / 3]
    within = len(wide) - len(above) - len(below)
    same = all(abs(a.x0 - b.x0) <= SAME_EXTENT and abs(a.x1 - b.x1) <= SAME_EXTENT for a, b in pairwise(wide))
    return bool(above and below and within >= 1 and same)


def _grid(table: _Growing) -> Grid:
    """Cells whose borders run midway between columns and between rows; continued lines stay with their row."""
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(table.columns)]
    xs = [table.columns[0][0] - 1, *middles, table.columns[-1][1] + 1]
    rows: list[tuple[float, float]] = []
    for pieces in table.rows:
        y0, y1 = min(p.y0 for p in pieces), max(p.y1 for p in pieces)
        if rows and _column(table.columns, pieces[0]) != 0:
            rows[-1] = (rows[-1][0], y1)
        else:
            rows.append((y0, y1))
    ys = [rows[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(rows)), rows[-1][1] + 1]
    return Grid(
        tuple(
            GridCell(r, c, x0, y0, x1, y1)
            for r, (y0, y1) in enumerate(pairwise(ys))
            for c, (x0, x1) in enumerate(pairwise(xs))
        )
    )
