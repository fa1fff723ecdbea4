"""What the tests of ingest share: reading bytes as a file, and the text that came out."""

from pathlib import Path

import pytest

from pipeline.ingest.document import read_document
from pipeline.ingest.limits import DEFAULT_LIMITS, Limits
from pipeline.model.page import Document, Line
from tests.specimens.fonts import chinese_font
from tests.specimens.layouts import bare

needs_font = pytest.mark.skipif(chinese_font() is None, reason="no Chinese font (Debian: fonts-wqy-microhei)")


def read_bytes(folder: Path, content: bytes, name: str = "sample.pdf", limits: Limits = DEFAULT_LIMITS) -> Document:
    """The document that a file with this content gives; results of OCR are kept in the folder."""
    file = folder / name
    file.write_bytes(content)
    return read_document(file, name, folder / "ocr", limits)


def lines_of(document: Document) -> list[Line]:
    """The lines of all pages that are not furniture or discarded."""
    return [line for page in document.pages for line in page.lines if line.layer is None]


def text_of(document: Document) -> str:
    """The text of those lines, without white space."""
    return bare("".join(line.text for line in lines_of(document)))


def layer_of(document: Document, layer: str) -> list[str]:
    """The texts of the lines on a layer."""
    return [line.text for page in document.pages for line in page.lines if line.layer == layer]
