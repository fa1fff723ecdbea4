"""PDF files: page by page the text layer where it can be read, OCR where it cannot."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from pipeline.ingest.characters import read_characters
from pipeline.ingest.directions import aslant_lines, find_aslant
from pipeline.ingest.fonts import FontReader
from pipeline.ingest.glyphs import Glyphs
from pipeline.ingest.layout import lay_out
from pipeline.ingest.limits import Limits, check_characters
from pipeline.ingest.plain import discarded, seen, unseen
from pipeline.ingest.rulings import Drawing, read_drawing
from pipeline.ingest.usability import is_usable
from pipeline.model.errors import UnreadableDocument
from pipeline.model.page import Line, Page

# What pdfium's error codes mean to a person; all others are faults of the file's structure.
OPENING_ERRORS = {
    raw.FPDF_ERR_PASSWORD: "encrypted: a password is needed; save it without one",
    raw.FPDF_ERR_SECURITY: "encrypted by a method that is not supported; save it without encryption",
    raw.FPDF_ERR_FORMAT: "damaged or truncated: no PDF structure can be read; fetch it again",
}
WITHOUT_PAGES = "a PDF without pages; fetch it again or remove it"
# A page tree that says it is empty, for which pdfium leaves whatever error it had before: "/Count 0".
NO_PAGES = re.compile(rb"/Count\s+0\b")
END_MARK = b"%%EOF"
# Readers look for the end mark in the last kilobyte (ISO 32000-1, annex H, note 18); junk may follow it.
END_MARK_WITHIN = 2048

# Called with the number of each page, from 1, when it is done.
Progress = Callable[[int], None]


@dataclass(slots=True)
class Reading:
    """The pages of a PDF as they are read, what a person should be told about them, and what they took so far."""

    pages: list[Page] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    characters: int = 0
    scans: int = 0
    started: float = field(default_factory=time.process_time)


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms a PDF is read: its limits and where results of OCR are kept."""

    limits: Limits
    ocr_cache: Path | None = None


def read_pdf(content: bytes, ocr_cache: Path | None, limits: Limits, progress: Progress | None = None) -> Reading:
    """All pages of a PDF. Raises UnreadableDocument where it cannot be opened or goes beyond the limits."""
    document, terms = _open(content), Terms(limits, ocr_cache)
    try:
        reading = Reading(warnings=_first_warnings(document, content))
        for number in range(1, _page_count(document, limits) + 1):
            reading.pages.append(_read_page(document, number, terms, reading))
            _check_time(reading, limits)
            if progress:
                progress(number)
        return reading
    finally:
        document.close()


def _open(content: bytes) -> Any:
    try:
        return pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if NO_PAGES.search(content):
            raise UnreadableDocument(WITHOUT_PAGES) from error
        code = getattr(error, "err_code", None)
        raise UnreadableDocument(OPENING_ERRORS.get(code, OPENING_ERRORS[raw.FPDF_ERR_FORMAT])) from error


def _first_warnings(document: Any, content: bytes) -> list[str]:
    warnings = []
    if END_MARK not in content[-END_MARK_WITHIN:]:
        warnings.append(
            "the end-of-file mark is missing: the file may be cut off; compare its last page, fetch it again"
        )
    attached = raw.FPDFDoc_GetAttachmentCount(document.raw)
    if attached > 0:
        warnings.append(f"{attached} attached files were not read; put them beside it")
    return warnings


def _page_count(document: Any, limits: Limits) -> int:
    count = len(document)
    if count == 0:
        raise UnreadableDocument(WITHOUT_PAGES)
    if count > limits.pages:
        raise UnreadableDocument(
            f"too many pages: {count}, the limit is {limits.pages}; split it, or raise pages in jianbao.toml"
        )
    return count


def _check_time(reading: Reading, limits: Limits) -> None:
    if time.process_time() - reading.started > limits.seconds + limits.ocr_seconds * reading.scans:
        raise UnreadableDocument(
            f"takes too long: given up after page {len(reading.pages)}; split it, or raise seconds in jianbao.toml"
        )


def _read_page(document: Any, number: int, terms: Terms, reading: Reading) -> Page:
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        reading.warnings.append(f"page {number} is damaged and could not be read; fetch the file again")
        return Page(number, (), "text-layer")
    try:
        width, height = page.get_size()
        if max(width, height) > terms.limits.page_points or min(width, height) <= 0:
            raise UnreadableDocument(
                f"page {number} measures {width:.0f} by {height:.0f} points, beyond the limit; "
                "print it smaller, or raise page_points in jianbao.toml"
            )
        return _text_page(page, number, terms, reading) or _scanned_page(page, number, terms, reading)
    finally:
        page.close()


def _text_page(page: Any, number: int, terms: Terms, reading: Reading) -> Page | None:
    """The page as its text layer has it, None where that does not say what a reader sees."""
    textpage = page.get_textpage()
    try:
        _count(textpage.count_chars(), number, terms.limits, reading)
        glyphs, rotation = read_characters(page, textpage)
        drawing = read_drawing(page, rotation, terms.limits)
        if not is_usable(glyphs, drawing):
            return None
        lines = _lines(textpage, glyphs, rotation, drawing)
        width, height = _turned_size(page, number, rotation - page.get_rotation(), reading)
        return Page(number, lines, "text-layer", width, height)
    finally:
        textpage.close()


def _lines(textpage: Any, glyphs: Glyphs, rotation: int, drawing: Drawing) -> tuple[Line, ...]:
    """The lines of the text layer, then what runs aslant, then characters that nobody sees."""
    dropped = unseen(glyphs.text)
    if dropped:
        glyphs = glyphs.take(np.array([seen(character) != "" for character in glyphs.text], dtype=np.bool_))
    aslant = find_aslant(textpage, glyphs, rotation)
    marks = aslant_lines(glyphs, aslant) if aslant.any() else ()
    if marks:
        glyphs = glyphs.take(~aslant)
    return lay_out(glyphs, drawing.rulings, FontReader(textpage, glyphs).style) + marks + discarded(dropped)


def _count(characters: int, number: int, limits: Limits, reading: Reading) -> None:
    reading.characters += characters
    if characters > limits.page_characters:
        raise UnreadableDocument(
            f"page {number} holds {characters} characters, the limit is {limits.page_characters}; "
            "raise page_characters in jianbao.toml"
        )
    check_characters(reading.characters, limits)


def _scanned_page(page: Any, number: int, terms: Terms, reading: Reading) -> Page:
    # Imported here: a run without scans needs neither OpenCV nor the models in memory.
    from pipeline.ingest.scan import read_scan

    reading.scans += 1
    scan = read_scan(page, terms.ocr_cache, terms.limits)
    width, height = _turned_size(page, number, scan.turn, reading)
    return Page(number, scan.lines, "ocr", width, height)


def _turned_size(page: Any, number: int, turn: int, reading: Reading) -> tuple[float, float]:
    """Width and height of a page turned by so many degrees from how it is shown; a turn is worth a warning."""
    width, height = (round(side, 2) for side in page.get_size())
    if turn % 360:
        reading.warnings.append(
            f"page {number} is shown on its side or head; its places are those of it upright, nothing need be done"
        )
    return (height, width) if turn % 180 else (width, height)
