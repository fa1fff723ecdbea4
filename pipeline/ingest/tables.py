"""Tables from rules: the cells that horizontal and vertical lines enclose.

The rules of a page span a lattice of small squares; squares with no rule between them make one cell, cells that touch
make one table. The same for rules from pdfium's page objects and for rules found in a scan's image. (pdfplumber, the
check on this in the tests, looks for rectangles among the crossings instead, which takes several times as long.)
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.ingest.glyphs import Boxes, Indexes
from pipeline.ingest.rulings import Ruling

# Rules whose ends miss each other by so much (points) are meant to meet.
SNAP = 3.0
# More rules than this on a page, or more squares, are a drawing, not tables.
MOST_RULINGS = 3000
MOST_SQUARES = 6_000

Rectangle = tuple[float, float, float, float]
Square = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell in points from the top left of the page; `row` and `column` are those of its top left corner."""

    row: int
    column: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, row by row."""

    cells: tuple[GridCell, ...]

    @property
    def bounds(self) -> Rectangle:
        """The rectangle around all cells."""
        return (
            min(c.x0 for c in self.cells),
            min(c.y0 for c in self.cells),
            max(c.x1 for c in self.cells),
            max(c.y1 for c in self.cells),
        )


def find_grids(rulings: tuple[Ruling, ...]) -> tuple[Grid, ...]:
    """The tables that the rules enclose, top to bottom. A box around prose (one cell, one row of two) is none."""
    if len(rulings) > MOST_RULINGS or not _may_hold_grid(rulings):
        return ()
    lattice = _Lattice(_closed(rulings))
    groups = _touching(lattice.cells()) if lattice.squares <= MOST_SQUARES else []
    grids = [_grid(cells) for cells in groups if _is_table(cells)]
    return tuple(sorted(grids, key=lambda g: (g.bounds[1], g.bounds[0])))


def cell_of(boxes: Boxes, grids: tuple[Grid, ...]) -> Indexes:
    """For each box the number of the cell, counted through all grids, that holds its middle; -1 for none."""
    owner = np.full(len(boxes), -1, dtype=np.int64)
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    first = 0
    for grid in grids:
        left, top, right, bottom = grid.bounds
        near = np.flatnonzero((x >= left) & (x < right) & (y >= top) & (y < bottom))
        cells = np.array([(c.x0, c.y0, c.x1, c.y1) for c in grid.cells])
        holds = (x[near, None] >= cells[:, 0]) & (x[near, None] < cells[:, 2])
        holds &= (y[near, None] >= cells[:, 1]) & (y[near, None] < cells[:, 3])
        inside = holds.any(axis=1)
        owner[near[inside]] = first + holds[inside].argmax(axis=1)
        first += len(cells)
    return owner


def _may_hold_grid(rulings: tuple[Ruling, ...]) -> bool:
    flat = sum(r.horizontal for r in rulings)
    return flat >= 2 and len(rulings) - flat >= 1


class _Lattice:
    """The squares between all x at which a vertical rule stands and all y at which a horizontal one lies."""

    def __init__(self, rulings: tuple[Ruling, ...]) -> None:
        flat = [r for r in rulings if r.horizontal]
        upright = [r for r in rulings if not r.horizontal]
        self.xs = _steps([(r.x0 + r.x1) / 2 for r in upright])
        self.ys = _steps([(r.y0 + r.y1) / 2 for r in flat])
        self.squares = max(len(self.xs) - 1, 0) * max(len(self.ys) - 1, 0)
        # (row, column) of each square that has a rule above it, or to the left of it.
        self._roofed: set[Square] = set()
        self._walled: set[Square] = set()
        for r in flat:
            row = _step(self.ys, (r.y0 + r.y1) / 2)
            self._roofed.update((row, column) for column in _covered(self.xs, r.x0, r.x1))
        for r in upright:
            column = _step(self.xs, (r.x0 + r.x1) / 2)
            self._walled.update((row, column) for row in _covered(self.ys, r.y0, r.y1))

    def cells(self) -> list[Rectangle]:
        """The rectangles enclosed by rules on all sides, as x0, y0, x1, y1."""
        waiting = {(row, column) for row in range(len(self.ys) - 1) for column in range(len(self.xs) - 1)}
        found = []
        while waiting:
            members, closed = self._spread(waiting.pop())
            waiting -= members
            if closed:
                rows, columns = [r for r, _ in members], [c for _, c in members]
                top, bottom, left, right = min(rows), max(rows) + 1, min(columns), max(columns) + 1
                if len(members) == (bottom - top) * (right - left):
                    found.append((self.xs[left], self.ys[top], self.xs[right], self.ys[bottom]))
        return sorted(found, key=lambda cell: (cell[1], cell[0]))

    def _spread(self, start: Square) -> tuple[set[Square], bool]:
        """The squares that no rule parts from this one, and whether rules enclose them all."""
        members, waiting, closed = {start}, [start], True
        while waiting:
            row, column = waiting.pop()
            for parted, (r, c) in (
                ((row, column) in self._roofed, (row - 1, column)),
                ((row + 1, column) in self._roofed, (row + 1, column)),
                ((row, column) in self._walled, (row, column - 1)),
                ((row, column + 1) in self._walled, (row, column + 1)),
            ):
                if parted or (r, c) in members:
                    continue
                if 0 <= r < len(self.ys) - 1 and 0 <= c < len(self.xs) - 1:
                    members.add((r, c))
                    waiting.append((r, c))
                else:
                    closed = False
        return members, closed


def _covered(steps: list[float], start: float, end: float) -> range:
    """The numbers of the intervals between steps that a rule from start to end covers."""
    return range(bisect_left(steps, start - SNAP), bisect_right(steps, end + SNAP) - 1)


def _touching(cells: list[Rectangle]) -> list[list[Rectangle]]:
    """The cells in groups that share a corner, directly or through others."""
    groups: list[tuple[list[Rectangle], set[tuple[float, float]]]] = []
    for cell in cells:
        x0, y0, x1, y1 = cell
        members, corners = [cell], {(x0, y0), (x1, y0), (x0, y1), (x1, y1)}
        apart = []
        for group in groups:
            if group[1] & corners:
                members, corners = group[0] + members, group[1] | corners
            else:
                apart.append(group)
        groups = [*apart, (members, corners)]
    return [members for members, _ in groups]


def _closed(rulings: tuple[Ruling, ...]) -> tuple[Ruling, ...]:
    """The rules, and for tables printed without outer verticals the two sides that their horizontals imply."""
    flat = [r for r in rulings if r.horizontal]
    upright = [r for r in rulings if not r.horizontal]
    sides: list[Ruling] = []
    for x0, x1, y0, y1 in _stacks(flat):
        inner = [u for u in upright if x0 + SNAP < u.x0 < x1 - SNAP and u.y0 < y1 - SNAP and u.y1 > y0 + SNAP]
        if inner:
            sides += [Ruling(x, y0, x, y1) for x in (x0, x1) if not _has_side(upright, x, y0, y1)]
    return (*rulings, *sides)


def _has_side(upright: list[Ruling], x: float, y0: float, y1: float) -> bool:
    return any(abs(u.x0 - x) <= SNAP and u.y0 < y1 and u.y1 > y0 for u in upright)


def _stacks(flat: list[Ruling]) -> list[tuple[float, float, float, float]]:
    """The extents (x0, x1, y0, y1) of horizontals that begin and end at the same x, three or more of them."""
    stacks: dict[tuple[int, int], list[Ruling]] = {}
    for ruling in flat:
        stacks.setdefault((round(ruling.x0 / SNAP), round(ruling.x1 / SNAP)), []).append(ruling)
    return [
        (min(r.x0 for r in s), max(r.x1 for r in s), min(r.y0 for r in s), max(r.y1 for r in s))
        for s in stacks.values()
        if len(s) >= 3
    ]


def _is_table(cells: list[Rectangle]) -> bool:
    columns = len(_steps([c[0] for c in cells]))
    rows = len(_steps([c[1] for c in cells]))
    return columns >= 2 and (rows >= 2 or columns >= 3)


def _steps(values: list[float]) -> list[float]:
    """The distinct values, ascending; those closer than the snapping distance are one."""
    ordered = sorted(values)
    return ordered[:1] + [b for a, b in pairwise(ordered) if b - a > SNAP]


def _grid(cells: list[Rectangle]) -> Grid:
    lefts, tops = _steps([c[0] for c in cells]), _steps([c[1] for c in cells])
    found = [GridCell(_step(tops, y0), _step(lefts, x0), x0, y0, x1, y1) for x0, y0, x1, y1 in cells]
    return Grid(tuple(sorted(found, key=lambda c: (c.row, c.column))))


def _step(steps: list[float], value: float) -> int:
    """The number of the step that a value belongs to."""
    return bisect_right(steps, value + 1e-6) - 1
