"""The characters of a PDF page's text layer, in bulk, by pypdfium2's raw interface.

pdfium gives one "loose" box a character: advance width by font height.
"""

import ctypes
from collections import deque
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from pipeline.ingest.directions import upright_rotation
from pipeline.ingest.glyphs import Boxes, Glyphs, code_points
from pipeline.ingest.pointers import address, bare
from pipeline.lexicon import rows

# What pdfium writes for a hyphen that it believes to divide a word at the end of a line.
DIVIDING_HYPHENS = dict.fromkeys((0x02, 0xFFFE), "-")


def read_characters(page: Any, textpage: Any) -> tuple[Glyphs, int]:
    """All printed characters of a page of a pypdfium2 document, and the turn (degrees) that sets them upright.

    Line ends and blanks that pdfium itself puts in become flags. Coordinates are those of the page set upright.
    """
    count = textpage.count_chars()
    if count <= 0:
        return _no_glyphs(), int(page.get_rotation())
    text = _text(textpage.raw, count).translate(_as_read())
    rotation = upright_rotation(textpage, text, int(page.get_rotation()))
    boxes = to_display(page, _loose_boxes(textpage.raw, count), rotation)
    codes = code_points(text)
    blank = (codes == 32) | (codes == 0xA0) | (codes == 9)
    line_end = (codes == 10) | (codes == 13)
    generated = blank & (np.ptp(boxes[:, 0::2], axis=1) + np.ptp(boxes[:, 1::2], axis=1) < 1e-3)
    every = Glyphs(text, boxes, line_end, generated, np.arange(len(text)))
    return every.take(~(line_end | generated)), rotation


def _no_glyphs() -> Glyphs:
    none = np.zeros(0, dtype=np.bool_)
    return Glyphs("", np.zeros((0, 4)), none, none, np.zeros(0, dtype=np.int64))


def _text(raw: Any, count: int) -> str:
    """One code point a character index. Where pdfium's bulk text is of another length, asks for each character."""
    buffer = ctypes.create_string_buffer(2 * (count + 1))
    written = pdfium.FPDFText_GetText(raw, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * max(written - 1, 0)].decode("utf-16-le", "surrogatepass")
    if len(text) == count:
        return text
    return "".join(_character(pdfium.FPDFText_GetUnicode(raw, i)) for i in range(count))


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


@cache
def _as_read() -> dict[int, str]:
    """Code points that stand for the character that a person reads: radicals for ideographs, symbol fonts' codes."""
    return DIVIDING_HYPHENS | {int(row["code"], 16): row["character"] for row in rows("code_points")}


def _loose_boxes(raw: Any, count: int) -> Boxes:
    """Left, top, right, bottom in page space, y upwards."""
    rectangles = np.zeros((count, 4), dtype=np.float32)
    first = rectangles.ctypes.data
    addresses = range(first, first + rectangles.nbytes, rectangles.strides[0])
    deque(map(bare("FPDFText_GetLooseCharBox"), repeat(address(raw)), range(count), addresses), maxlen=0)
    return rectangles.astype(np.float64)


def to_display(page: Any, rectangles: Boxes, rotation: int) -> Boxes:
    """Boxes (left, top, right, bottom; y upwards, unrotated) in points from the top left of the page turned clockwise.

    `rotation` is the turn in degrees: 0, 90, 180 or 270.
    """
    left, bottom, right, top = page.get_bbox()
    x0, y0 = rectangles[:, 0] - left, top - rectangles[:, 1]
    x1, y1 = rectangles[:, 2] - left, top - rectangles[:, 3]
    width, height = right - left, top - bottom
    turned = {
        0: (x0, y0, x1, y1),
        90: (height - y1, x0, height - y0, x1),
        180: (width - x1, height - y1, width - x0, height - y0),
        270: (y0, width - x1, y1, width - x0),
    }[rotation]
    corners = np.stack(turned, axis=1)
    return np.concatenate([np.minimum(corners[:, :2], corners[:, 2:]), np.maximum(corners[:, :2], corners[:, 2:])], 1)
