"""Text columns of a page: where the gutters are, and in which order a reader takes lines and tables.

A simple X-Y cut (Nagy & Seth 1984) with one level: lines that cross a gutter split the page into bands; within a
band the columns are read from left to right, each from top to bottom.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from pipeline.ingest.runs import Run, into_rows

# A gutter lies in the middle part of the text's width, is at least so wide (points), and has so many rows of
# text on both sides of it.
GUTTER_MARGIN = 0.15
GUTTER_WIDTH = 7.0
GUTTER_ROWS = 5
# Columns of prose fill their width: the median line of each covers this share of it.
PROSE_FILL = 0.62
# Runs wider than this share of the text's width cross any gutter and do not show where it is.
CROSSING_WIDTH = 0.55
# So many runs, and this share of them, may stand across a gutter: centred titles, page numbers.
CROSSING_RUNS = 3
CROSSING_SHARE = 0.05
# A page of more runs than this is no page of prose.
MOST_RUNS = 3000
# A run may reach so far (points) into a gutter: hanging punctuation.
OVERHANG = 2.0


# Rows of runs, top to bottom, each from left to right, by text column.
Rows = dict[int | None, list[list[Run]]]


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is read as one: a row of a column (its runs), or a table (its number, no runs)."""

    x0: float
    y0: float
    x1: float
    y1: float
    column: int | None
    runs: tuple[Run, ...] = ()
    table: int | None = None


@dataclass(frozen=True, slots=True)
class Gutter:
    """The white strip between two text columns."""

    x0: float
    x1: float


def find_gutters(runs: Sequence[Run]) -> tuple[Gutter, ...]:
    """The gutters of a page, left to right; none on a page of one column.

    A page that is set in columns only in part (below a contents list, say) shows its gutters in that band alone.
    """
    if not 2 * GUTTER_ROWS <= len(runs) <= MOST_RUNS:
        return ()
    left, right = min(r.x0 for r in runs), max(r.x1 for r in runs)
    whole = _gutters_within(runs, left, right)
    if whole:
        return whole
    return next((found for band in _bands(runs, right - left) if (found := _gutters_within(band, left, right))), ())


def _bands(runs: Sequence[Run], width: float) -> list[list[Run]]:
    """The runs between one line that crosses the page and the next, where they are many enough for columns."""
    bands: list[list[Run]] = [[]]
    for run in sorted(runs, key=lambda r: r.middle):
        if run.x1 - run.x0 > CROSSING_WIDTH * width:
            bands.append([])
        else:
            bands[-1].append(run)
    return [band for band in bands if len(band) >= 2 * GUTTER_ROWS]


def _gutters_within(runs: Sequence[Run], left: float, right: float) -> tuple[Gutter, ...]:
    width = right - left
    narrow = [r for r in runs if r.x1 - r.x0 <= CROSSING_WIDTH * width]
    found: list[Gutter] = []
    for x0, x1 in _white_strips(narrow, left, right):
        inside = left + GUTTER_MARGIN * width < (x0 + x1) / 2 < right - GUTTER_MARGIN * width
        if inside and x1 - x0 >= GUTTER_WIDTH:
            found.append(Gutter(x0, x1))
    return _with_prose(found, narrow, left, right)


def _white_strips(runs: Sequence[Run], left: float, right: float) -> list[tuple[float, float]]:
    """The stretches of x (whole points) that next to no run covers."""
    covered = np.zeros(int(right - left) + 3, dtype=np.int64)
    for run in runs:
        covered[int(run.x0 - left + OVERHANG / 2)] += 1
        covered[max(int(run.x1 - left - OVERHANG / 2) + 1, 0)] -= 1
    white = np.cumsum(covered) <= CROSSING_RUNS + CROSSING_SHARE * len(runs)
    edges = np.flatnonzero(np.diff(white.astype(np.int8), prepend=0, append=0))
    return [(left + float(a), left + float(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _with_prose(gutters: list[Gutter], runs: Sequence[Run], left: float, right: float) -> tuple[Gutter, ...]:
    """The gutters that have prose on both sides, level with each other."""
    kept = list(gutters)
    while kept:
        bounds = [left, *(x for g in kept for x in (g.x0, g.x1)), right]
        sides = [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]
        lines = [[r for r in runs if x0 - OVERHANG <= (r.x0 + r.x1) / 2 <= x1 + OVERHANG] for x0, x1 in sides]
        weak = [i for i, side in enumerate(sides) if not _is_prose(lines[i], side)]
        uneven = [i for i in range(len(kept)) if _level_rows(lines[i], lines[i + 1]) < GUTTER_ROWS]
        if not weak and not uneven:
            return tuple(kept)
        kept.pop(uneven[0] if uneven else min(weak[0], len(kept) - 1))
    return ()


def _is_prose(lines: list[Run], side: tuple[float, float]) -> bool:
    return len(lines) >= GUTTER_ROWS and median(r.x1 - r.x0 for r in lines) >= PROSE_FILL * (side[1] - side[0])


def _level_rows(left: list[Run], right: list[Run]) -> int:
    """How many lines of the left column have a neighbour in the right one."""
    return sum(any(r.y0 < run.middle < r.y1 for r in right) for run in left)


def order_blocks(rows: Rows, tables: Sequence[Block], gutters: tuple[Gutter, ...]) -> list[Block]:
    """Rows of runs and tables in reading order, each with its column (None where it crosses all of them)."""
    blocks = [Block(t.x0, t.y0, t.x1, t.y1, _column(t.x0, t.x1, gutters), (), t.table) for t in tables]
    for column, members in rows.items():
        blocks += [_row_block(row, column) for row in members]
    return _by_bands(blocks)


def rows_by_column(runs: Sequence[Run], gutters: tuple[Gutter, ...]) -> Rows:
    """The runs as rows, top to bottom, of each text column; under None those that cross all columns."""
    groups: dict[int | None, list[Run]] = {}
    for run in runs:
        groups.setdefault(_column(run.x0, run.x1, gutters), []).append(run)
    return {column: into_rows(members) for column, members in groups.items()}


def _column(x0: float, x1: float, gutters: tuple[Gutter, ...]) -> int | None:
    """The column that holds a stretch of x, None where it reaches across a gutter."""
    if any(x0 < g.x0 - OVERHANG and x1 > g.x1 + OVERHANG for g in gutters):
        return None
    return sum((x0 + x1) / 2 > (g.x0 + g.x1) / 2 for g in gutters)


def _row_block(row: list[Run], column: int | None) -> Block:
    return Block(
        min(r.x0 for r in row), min(r.y0 for r in row), max(r.x1 for r in row), max(r.y1 for r in row),
        column, tuple(row),
    )  # fmt: skip


def _by_bands(blocks: list[Block]) -> list[Block]:
    ordered: list[Block] = []
    band: list[Block] = []
    for block in sorted(blocks, key=lambda b: ((b.y0 + b.y1) / 2 if b.table is None else b.y0, b.x0)):
        if block.column is None:
            ordered += [*_by_columns(band), block]
            band = []
        else:
            band.append(block)
    return ordered + _by_columns(band)


def _by_columns(band: list[Block]) -> list[Block]:
    """A band's blocks column by column (sorting is stable: from top to bottom within each)."""
    return sorted(band, key=lambda b: b.column or 0)
