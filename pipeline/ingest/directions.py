"""Which way the text of a page runs: pages printed sideways, and words printed aslant."""

from collections import Counter
from itertools import groupby
from typing import Any

import numpy as np

from pipeline.ingest.glyphs import Flags, Glyphs
from pipeline.ingest.pointers import address, bare
from pipeline.model.page import Box, Line

# So many characters of a page are asked for their direction; this share must agree.
SAMPLES = 15
AGREEING = 0.8
# Directions closer than this (degrees) are the same.
SAME_DIRECTION = 3.0
# Characters that follow each other without a line end, yet climb or sink by this share of an em each, and so many of
# them on a page, may run aslant.
CLIMB = 0.25
FEWEST_ASLANT = 3


def upright_rotation(textpage: Any, text: str, shown: int) -> int:
    """By how many degrees clockwise the page has to be turned for its text to stand upright: 0, 90, 180 or 270.

    `shown` is the turn with which the page is displayed; it stands unless most characters agree on another.
    """
    spread = range(0, len(text), max(len(text) // SAMPLES, 1))
    sample = [index for index in spread if not text[index].isspace()]
    turns = Counter(round(direction(textpage, index) / 90) % 4 for index in sample)
    quarter, count = turns.most_common(1)[0] if turns else (0, 0)
    return -90 * quarter % 360 if count > AGREEING * len(sample) else shown


def direction(textpage: Any, character: int) -> float:
    """Degrees clockwise, before the page is turned for display, by which a character is turned; below 360."""
    radians: float = bare("FPDFText_GetCharAngle")(address(textpage.raw), character)
    return float(np.degrees(radians)) % 360


def find_aslant(textpage: Any, glyphs: Glyphs, rotation: int) -> Flags:
    """Which glyphs of a page, set upright by `rotation`, run aslant: neither level nor straight up or down."""
    aslant = np.zeros(len(glyphs.text), dtype=np.bool_)
    if len(glyphs.text) < FEWEST_ASLANT:
        return aslant
    boxes = glyphs.boxes
    middles, widths = (boxes[:, 1] + boxes[:, 3]) / 2, boxes[:, 3] - boxes[:, 1]
    climbing = (np.abs(np.diff(middles)) > CLIMB * widths[1:]) & ~glyphs.broken[1:]
    if climbing.sum() < FEWEST_ASLANT:
        return aslant
    for index in np.flatnonzero(np.append(climbing, False) | np.append(False, climbing)).tolist():
        off = direction(textpage, int(glyphs.source[index])) % 90
        aslant[index] = min(off, 90 - off) > SAME_DIRECTION
    return aslant


def aslant_lines(glyphs: Glyphs, aslant: Flags) -> tuple[Line, ...]:
    """The glyphs that run aslant as lines of their own, marked as watermarks."""
    groups = groupby(np.flatnonzero(aslant).tolist(), key=lambda index: int(np.sum(~aslant[:index])))
    return tuple(_line(glyphs, list(indexes)) for _, indexes in groups)


def _line(glyphs: Glyphs, indexes: list[int]) -> Line:
    boxes = np.round(glyphs.boxes[indexes], 2)
    low, high = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
    text = "".join(glyphs.text[index] for index in indexes)
    return Line(text, Box(low[0], low[1], high[0], high[1]), layer="furniture", reason="watermark: printed aslant")
