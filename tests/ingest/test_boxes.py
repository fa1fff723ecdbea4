"""Boxes: the page cropped to the box of a substring holds that substring."""

import random
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from pipeline.ingest.document import read_document
from pipeline.model.page import Document, Line
from tests.ingest.reading import lines_of, needs_font, read_bytes
from tests.specimens import layouts

# How far (points) a crop may reach into the neighbours without counting as wrong, and is drawn in to avoid them.
INSET = 0.6


def cropped(page: Any, line: Line, start: int, end: int) -> str:
    """What pdfium reads in the box of characters start to end of a line."""
    height = page.get_height()
    assert line.box and line.edges
    box = line.edges[start] + INSET, height - line.box.y1, line.edges[end] - INSET, height - line.box.y0
    return layouts.bare(page.get_textpage().get_text_bounded(*box))


def misread(document: Document, content: bytes, tries: int) -> list[tuple[str, str]]:
    """Substrings of lines, chosen at random, that the page cropped to their box does not hold; and what it does."""
    dice, pdf, wrong = random.Random(7), pypdfium2.PdfDocument(content), []
    for _ in range(tries):
        page = dice.choice(document.pages)
        line = dice.choice([line for line in page.lines if line.edges and len(line.text) > 1])
        start = dice.randrange(len(line.text) - 1)
        end = dice.randrange(start + 1, len(line.text) + 1)
        wanted, found = layouts.bare(line.text[start:end]), cropped(pdf[page.number - 1], line, start, end)
        if wanted not in found:
            wrong.append((wanted, found))
    return wrong


@needs_font
@pytest.mark.parametrize("maker", [layouts.letter, layouts.two_columns, layouts.merged_cells, layouts.three_lines])
def test_the_crop_reads_as_the_substring(maker: Any, tmp_path: Path) -> None:
    specimen = maker()
    assert misread(read_bytes(tmp_path, specimen.content), specimen.content, 120) == []


@pytest.mark.parametrize("name", ["2022-03.pdf", "2022-03-two-columns.pdf"])
def test_the_crop_of_the_gold_pdf_reads_as_the_substring(name: str, shared: Path) -> None:
    file = shared / "gold" / name
    assert misread(read_document(file, name), file.read_bytes(), 250) == []


@needs_font
@pytest.mark.parametrize("maker", [layouts.letter, layouts.two_columns, layouts.merged_cells, layouts.watermarked])
def test_edges_fit_text_and_box(maker: Any, tmp_path: Path) -> None:
    for line in lines_of(read_bytes(tmp_path, maker().content)):
        assert line.box is not None and line.edges is not None
        assert len(line.edges) == len(line.text) + 1
        assert list(line.edges) == sorted(line.edges)
        assert (line.edges[0], line.edges[-1]) == (line.box.x0, line.box.x1)
        assert line.text == line.text.strip()
