"""Whether a page's text layer says what a reader sees, or the page has to be read by OCR."""

import re

import numpy as np

from pipeline.ingest.glyphs import Glyphs, code_points
from pipeline.ingest.rulings import Drawing

# A page on which images cover this share, with fewer characters than a line or two, is a scan.
SCAN_SHARE = 0.4
FEW_CHARACTERS = 60
# More than this share of characters that map to nothing, and the text layer is not what is drawn.
UNMAPPED_SHARE = 0.05
# Chinese glyphs are as wide as high; where so many are, this share at least must map to Chinese.
SQUARE_SHARE = 0.3
CHINESE_SHARE = 0.5
# Where the blocks of punctuation, symbols and Chinese begin, whose glyphs may be square.
FIRST_WIDE = 0x2000
# Characters that stand for nothing: private use, replacement, controls.
UNMAPPED = re.compile("[\x00-\x08\x0e-\x1f\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")
# A page without text on which so many shapes are drawn has its letters drawn as outlines.
OUTLINED_GLYPHS = 20
# How PDF writers without a mapping spell a glyph: "(cid:17)".
CID = "(cid:"


def is_usable(glyphs: Glyphs, drawing: Drawing) -> bool:
    """Whether the text layer can stand for the page.

    A page without text and without images is blank (or drawn in outlines), and blank is what its text layer says.
    """
    count = len(glyphs.text)
    if count < FEW_CHARACTERS and drawing.image_share >= SCAN_SHARE:
        return False
    if not count:
        return drawing.shapes < OUTLINED_GLYPHS
    return _mapped(glyphs.text) and _as_wide_as_read(glyphs)


def _mapped(text: str) -> bool:
    unmapped = len(UNMAPPED.findall(text)) + len(CID) * text.count(CID)
    return unmapped <= UNMAPPED_SHARE * len(text)


def _as_wide_as_read(glyphs: Glyphs) -> bool:
    """Whether square glyphs are read as Chinese, which Latin letters from a lost mapping are not."""
    codes = code_points(glyphs.text)
    if (codes >= FIRST_WIDE).mean() >= CHINESE_SHARE:
        return True
    width = glyphs.boxes[:, 2] - glyphs.boxes[:, 0]
    body = float(np.median(width))
    height = glyphs.boxes[:, 3] - glyphs.boxes[:, 1]
    square = (width > 0.75 * height) & (width > 0.8 * body)
    if square.mean() < SQUARE_SHARE:
        return True
    return bool((codes[square] >= FIRST_WIDE).mean() >= CHINESE_SHARE)
