"""Runs: stretches of glyphs on one baseline without a wide gap, the bricks of which lines are laid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.ingest.glyphs import Flags, Glyphs, Indexes, code_points

# Gaps in em (the larger of a glyph's width and height): a run ends at a gap this wide, for it may part two columns;
COLUMN_GAP = 1.4
# between Chinese characters, or Chinese and Latin, a gap this wide was printed as a blank (typesetters and word
# processors put up to half an em between Chinese and Latin of their own accord);
CHINESE_BLANK = 0.8
# between Latin letters this is the least width of a blank.
LATIN_BLANK = 0.12
# Going back by more than this many em begins a new run.
STEP_BACK = 0.8
FIRST_CHINESE = 0x2E80
# Printed blanks: the space, the no-break space, the tab and the ideographic space.
BLANKS = " \u00a0\t\u3000"


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs [start, end) of a page and the box around them; `cell` is the table cell they stand in, -1 for none."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float
    cell: int = -1

    @property
    def middle(self) -> float:
        """Half way between top and bottom."""
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.y1 - self.y0


def find_runs(glyphs: Glyphs, cells: Indexes) -> list[Run]:
    """The runs of a page in source order; a run stays within one table cell. Runs of blanks alone are left out."""
    if not glyphs.text:
        return []
    starts = np.flatnonzero(_begins(glyphs, cells))
    ends = np.append(starts[1:], len(glyphs.text))
    low = np.minimum.reduceat(glyphs.boxes[:, :2], starts).tolist()
    high = np.maximum.reduceat(glyphs.boxes[:, 2:], starts).tolist()
    runs = zip(starts.tolist(), ends.tolist(), low, high, cells[starts].tolist(), strict=True)
    return [
        Run(start, end, x0, y0, x1, y1, cell)
        for start, end, (x0, y0), (x1, y1), cell in runs
        if glyphs.text[start:end].strip(BLANKS)
    ]


def _begins(glyphs: Glyphs, cells: Indexes) -> Flags:
    """Whether a run begins at each glyph."""
    x0, y0, x1, y1 = glyphs.boxes.T
    em, gap = _em(glyphs), x0[1:] - x1[:-1]
    overlap = np.minimum(y1[1:], y1[:-1]) - np.maximum(y0[1:], y0[:-1])
    shorter = np.minimum(y1[1:] - y0[1:], y1[:-1] - y0[:-1])
    begins = np.ones(len(x0), dtype=np.bool_)
    begins[1:] = glyphs.broken[1:] | (cells[1:] != cells[:-1])
    begins[1:] |= (overlap < shorter / 2) | (gap > COLUMN_GAP * em) | (gap < -STEP_BACK * em)
    return begins


def _em(glyphs: Glyphs) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """For each glyph but the first, the em of the pair that it forms with the one before."""
    size = np.maximum(glyphs.boxes[:, 2] - glyphs.boxes[:, 0], glyphs.boxes[:, 3] - glyphs.boxes[:, 1])
    return np.maximum(size[1:], size[:-1])


def blanks_before(glyphs: Glyphs) -> Flags:
    """Where a reader sees a blank before a glyph that the source does not print as a character of its own."""
    codes = code_points(glyphs.text)
    latin = codes < FIRST_CHINESE
    printed = (codes == 0x20) | (codes == 0xA0) | (codes == 0x09) | (codes == 0x3000)
    em, gap = _em(glyphs), glyphs.boxes[1:, 0] - glyphs.boxes[:-1, 2]
    words = latin[1:] & latin[:-1] & glyphs.spaced[1:] & (gap > LATIN_BLANK * em)
    blank = np.zeros(len(codes), dtype=np.bool_)
    blank[1:] = (words | (gap > CHINESE_BLANK * em)) & ~printed[1:] & ~printed[:-1]
    return blank


def into_rows(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs that share a baseline, top to bottom, each row from left to right."""
    if len(runs) == 1:
        return [list(runs)]
    rows: list[list[Run]] = []
    spans: list[tuple[float, float]] = []
    for run in sorted(runs, key=lambda r: (r.middle, r.x0)):
        at = next((i for i in range(len(rows) - 1, max(len(rows) - 4, -1), -1) if _level(spans[i], run)), None)
        if at is None:
            rows.append([run])
            spans.append((run.y0, run.y1))
        else:
            rows[at].append(run)
            spans[at] = (min(spans[at][0], run.y0), max(spans[at][1], run.y1))
    return [sorted(row, key=lambda r: (r.x0, r.start)) for row in rows]


def _level(span: tuple[float, float], run: Run) -> bool:
    """Whether a run stands on the line that fills the span: half of the lower one lies within the higher one."""
    top, bottom = span
    shared = min(bottom, run.y1) - max(top, run.y0)
    return shared > 0 and shared >= min(bottom - top, run.height) / 2
