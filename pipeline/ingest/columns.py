"""Text columns of a page: where the gutters are, and in which order a reader takes lines and tables.

A simple X-Y cut (Nagy & Seth 1984) with one level: lines and drawn rules that cross a gutter split the page into
bands; within a band the columns are read from left to right, each from top to bottom.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median

import numpy as np

from pipeline.ingest.rulings import Ruling
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
# A rule as wide as this share of the text's width parts what stands above from what stands below, in all columns.
CROSSING_CUT = 0.8
# A page of more runs than this is no page of prose.
MOST_RUNS = 3000
# Where short news or a table lower that median, columns of prose are so wide at least (share of the text's width), have
# so many full lines, and this share of lines that cover as much as the median should.
NARROWEST = 0.25
FULL_LINES = 3
FULL = 0.85
LONG_SHARE = 0.35
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
    """The white strip between two text columns, from y0 down to y1."""

    x0: float
    x1: float
    y0: float = -inf
    y1: float = inf


def find_gutters(runs: Sequence[Run], cuts: Sequence[float] = ()) -> tuple[Gutter, ...]:
    """The gutters of a page, left to right; none on a page of one column.

    A page that is set in columns only in part (below a contents list, say) shows its gutters in that band alone.
    Rules across the page (at the heights `cuts`) part what is set in columns from what is not.
    """
    if not 2 * GUTTER_ROWS <= len(runs) <= MOST_RUNS:
        return ()
    left, right = min(r.x0 for r in runs), max(r.x1 for r in runs)
    whole = _gutters_within(runs, left, right)
    if not whole:
        bands = _bands(runs, right - left)
        whole = next((found for band in bands if (found := _gutters_within(band, left, right))), ())
    if not cuts:
        return whole
    return tuple(g for y0, y1 in pairwise([-inf, *cuts, inf]) for g in _between_rules(runs, whole, y0, y1))


def find_cuts(rulings: Sequence[Ruling], runs: Sequence[Run]) -> list[float]:
    """The heights, from the top, of rules that reach across the page with text above and below them."""
    if not runs:
        return []
    width = max(r.x1 for r in runs) - min(r.x0 for r in runs)
    first, last = min(r.middle for r in runs), max(r.middle for r in runs)
    wide = (r for r in rulings if r.horizontal and r.x1 - r.x0 > CROSSING_CUT * width)
    return sorted({round(r.y0) for r in wide if first < r.y0 < last})


def _between_rules(runs: Sequence[Run], whole: tuple[Gutter, ...], y0: float, y1: float) -> list[Gutter]:
    """The gutters between two rules: their own, or those of the whole page where text stands on both sides of them."""
    members = [r for r in runs if y0 < r.middle < y1]
    if not members:
        return []
    left, right = min(r.x0 for r in runs), max(r.x1 for r in runs)
    own = _gutters_within(members, left, right)
    found = own if own and all(_is_set_solid(members, side, right - left) for side in _sides(own, left, right)) else ()
    if not found and whole and _level_rows(*_halves(members, whole[0])) > 1:
        found = whole
    return [replace(g, y0=y0, y1=y1) for g in found]


def _halves(runs: Sequence[Run], gutter: Gutter) -> tuple[list[Run], list[Run]]:
    middle = (gutter.x0 + gutter.x1) / 2
    return [r for r in runs if r.x1 <= middle], [r for r in runs if r.x0 >= middle]


def _is_set_solid(runs: Sequence[Run], side: tuple[float, float], width: float) -> bool:
    """Whether a column is broad and has full lines, as prose has and the cells of an unruled table have not."""
    full = sum(min(r.x1, side[1]) - max(r.x0, side[0]) >= FULL * (side[1] - side[0]) for r in runs)
    return side[1] - side[0] >= NARROWEST * width and full >= FULL_LINES


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
        sides = _sides(kept, left, right)
        lines = [[r for r in runs if x0 - OVERHANG <= (r.x0 + r.x1) / 2 <= x1 + OVERHANG] for x0, x1 in sides]
        weak = [i for i, side in enumerate(sides) if not _is_prose(lines[i], side, right - left)]
        uneven = [i for i in range(len(kept)) if _level_rows(lines[i], lines[i + 1]) < GUTTER_ROWS]
        if not weak and not uneven:
            return tuple(kept)
        kept.pop(uneven[0] if uneven else min(weak[0], len(kept) - 1))
    return ()


def _sides(gutters: Sequence[Gutter], left: float, right: float) -> list[tuple[float, float]]:
    """The stretches of x that gutters leave for text."""
    bounds = [left, *(x for g in gutters for x in (g.x0, g.x1)), right]
    return [(bounds[i], bounds[i + 1]) for i in range(0, len(bounds), 2)]


def _is_prose(lines: list[Run], side: tuple[float, float], width: float) -> bool:
    """Whether lines fill a column. Where some plainly do, the cells of a table's row in it count as one line."""
    least = PROSE_FILL * (side[1] - side[0])
    if len(lines) < GUTTER_ROWS:
        return False
    if median(r.x1 - r.x0 for r in lines) >= least:
        return True
    rows = [max(r.x1 for r in row) - min(r.x0 for r in row) for row in into_rows(lines)]
    long = sum(row >= least for row in rows)
    return len(rows) >= GUTTER_ROWS and long >= LONG_SHARE * len(rows) and _is_set_solid(lines, side, width)


def _level_rows(left: list[Run], right: list[Run]) -> int:
    """How many lines of the left column have a neighbour in the right one."""
    return sum(any(r.y0 < run.middle < r.y1 for r in right) for run in left)


def order_blocks(
    rows: Rows, tables: Sequence[Block], gutters: tuple[Gutter, ...], cuts: Sequence[float] = ()
) -> list[Block]:
    """Rows of runs and tables in reading order, each with its column (None where it crosses all of them)."""
    blocks = [Block(t.x0, t.y0, t.x1, t.y1, _column(t, gutters), (), t.table) for t in tables]
    for column, members in rows.items():
        blocks += [_row_block(row, column) for row in members]
    return _by_bands(blocks, cuts)


def rows_by_column(runs: Sequence[Run], gutters: tuple[Gutter, ...]) -> Rows:
    """The runs as rows, top to bottom, of each text column; under None those that cross all columns."""
    groups: dict[int | None, list[Run]] = {}
    for run in runs:
        groups.setdefault(_column(run, gutters), []).append(run)
    return {column: into_rows(members) for column, members in groups.items()}


def _column(piece: Run | Block, gutters: tuple[Gutter, ...]) -> int | None:
    """The column that holds a run or table, None where it reaches across a gutter or stands above or below them all."""
    beside = [g for g in gutters if g.y0 < (piece.y0 + piece.y1) / 2 < g.y1]
    outside = bool(gutters) and not beside
    if outside or any(piece.x0 < g.x0 - OVERHANG and piece.x1 > g.x1 + OVERHANG for g in beside):
        return None
    return sum((piece.x0 + piece.x1) / 2 > (g.x0 + g.x1) / 2 for g in beside)


def _row_block(row: list[Run], column: int | None) -> Block:
    return Block(
        min(r.x0 for r in row), min(r.y0 for r in row), max(r.x1 for r in row), max(r.y1 for r in row),
        column, tuple(row),
    )  # fmt: skip


def _by_bands(blocks: list[Block], cuts: Sequence[float]) -> list[Block]:
    ordered: list[Block] = []
    band: list[Block] = []
    below = list(cuts)
    for block in sorted(blocks, key=lambda b: ((b.y0 + b.y1) / 2 if b.table is None else b.y0, b.x0)):
        while below and below[0] < (block.y0 + block.y1) / 2:
            below.pop(0)
            ordered += _by_columns(band)
            band = []
        if block.column is None:
            ordered += [*_by_columns(band), block]
            band = []
        else:
            band.append(block)
    return ordered + _by_columns(band)


def _by_columns(band: list[Block]) -> list[Block]:
    """A band's blocks column by column (sorting is stable: from top to bottom within each)."""
    return sorted(band, key=lambda b: b.column or 0)
