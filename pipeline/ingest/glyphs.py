"""Characters with their places on a page, whatever they were read from, as arrays for speed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indexes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Glyphs:
    """The characters of a page in the order of their source, one row of each array a character.

    `boxes` are x0, y0, x1, y1 in points from the top left of the page as displayed; x runs over the advance width.
    `broken` says that the source began a new line before the character, `spaced` that it implied a blank there.
    `source` is the character's index in what it was read from, to look up its font.
    """

    text: str
    boxes: Boxes
    broken: Flags
    spaced: Flags
    source: Indexes

    def take(self, kept: Flags) -> "Glyphs":
        """The chosen characters; a break or blank before a dropped character moves to the next kept one."""
        chosen = np.flatnonzero(kept)
        return Glyphs(
            code_points(self.text)[chosen].tobytes().decode("utf-32-le", "surrogatepass"),
            self.boxes[chosen],
            _carried(self.broken, chosen),
            _carried(self.spaced, chosen),
            self.source[chosen],
        )


def code_points(text: str) -> NDArray[np.uint32]:
    """The code points of a text, one a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _carried(flags: Flags, chosen: Indexes) -> Flags:
    """Whether any flag stands between one chosen position (exclusive) and the next (inclusive)."""
    running = np.cumsum(flags)[chosen] if len(chosen) else np.zeros(0, dtype=np.int64)
    return np.diff(running, prepend=0) > 0
