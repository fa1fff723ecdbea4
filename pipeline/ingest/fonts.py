"""Font size and boldness of printed text, asked of pdfium once a text object and once a font."""

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.ingest.glyphs import Glyphs
from pipeline.ingest.pointers import address, bare
from pipeline.lexicon import alternation, column

# Heavier than this (CSS scale, 400 regular, 700 bold) is bold.
BOLD_WEIGHT = 600


class FontReader:
    """Sizes and boldness on one page; keeps what pdfium said for each text object and font."""

    def __init__(self, textpage: Any, glyphs: Glyphs) -> None:
        self._textpage = address(textpage.raw)
        self._source: list[int] = glyphs.source.tolist()
        self._objects: dict[int, tuple[float, bool]] = {}
        self._fonts: dict[int, bool] = {}
        self._matrix = (ctypes.c_float * 6)()
        self._matrix_address = ctypes.addressof(self._matrix)
        self._text_object, self._font_size = bare("FPDFText_GetTextObject"), bare("FPDFText_GetFontSize")
        self._get_matrix, self._render_mode = bare("FPDFText_GetMatrix"), bare("FPDFTextObj_GetTextRenderMode")
        self._font = bare("FPDFTextObj_GetFont")

    def style(self, indexes: Sequence[int]) -> tuple[float | None, bool]:
        """The font size most of the glyphs have, and whether most are bold."""
        styles = [self._style(self._source[index]) for index in indexes]
        if not styles:
            return None, False
        if len(set(styles)) == 1:
            return styles[0]
        sizes = Counter(size for size, _ in styles)
        return max(sizes, key=lambda s: (sizes[s], s)), sum(bold for _, bold in styles) * 2 > len(styles)

    def _style(self, character: int) -> tuple[float, bool]:
        key: int = self._text_object(self._textpage, character) or 0
        known = self._objects.get(key)
        if known is None:
            known = self._objects[key] = (self._size(character), key != 0 and self._bold(key, character))
        return known

    def _size(self, character: int) -> float:
        """The em height in points: the nominal size scaled by the text matrix."""
        self._get_matrix(self._textpage, character, self._matrix_address)
        _, _, c, d, _, _ = self._matrix
        size: float = self._font_size(self._textpage, character)
        return round(size * ((c * c + d * d) ** 0.5 or 1.0), 1)

    def _bold(self, text_object: int, character: int) -> bool:
        """Whether the font is heavy, or outlined as well as filled, as word processors print a bold they lack."""
        if self._render_mode(text_object) == pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE:
            return True
        font: int = self._font(text_object) or 0
        if font not in self._fonts:
            heavy = bare("FPDFText_GetFontWeight")(self._textpage, character) > BOLD_WEIGHT
            self._fonts[font] = heavy or (font != 0 and is_bold_name(_name(font)))
        return self._fonts[font]


def _name(font: int) -> str:
    buffer = ctypes.create_string_buffer(256)
    bare("FPDFFont_GetBaseFontName")(font, ctypes.addressof(buffer), 256)
    return buffer.value.decode("utf-8", "replace")


@cache
def _bold_marks() -> re.Pattern[str]:
    """Any part of a font's name that says it is heavy: "Bold" in "SimSun,Bold"."""
    return re.compile(alternation(column("bold_fonts", "mark")), re.IGNORECASE)


def is_bold_name(name: str) -> bool:
    """Whether a font's name says that it is a heavy face.

    >>> is_bold_name("ABCDEF+SourceHanSansSC-Bold"), is_bold_name("SimSun")
    (True, False)
    """
    return _bold_marks().search(name) is not None
