"""PDFs with a text layer in many layouts: the text a person reads, in the order they read it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.model.page import CellRef, Document
from tests.ingest.reading import layer_of, lines_of, needs_font, read_bytes, text_of
from tests.specimens import layouts
from tests.specimens.fonts import OPENTYPE_FILES, chinese_font

pytestmark = needs_font

ROWS = layouts.member_rows(48)
LAYOUTS: dict[str, Callable[[], layouts.Specimen]] = {
    "a letter of one page": layouts.letter,
    "a letter of three pages": lambda: layouts.letter(3),
    "two columns drawn row by row": layouts.two_columns,
    "a frame around a paragraph": layouts.boxed,
    "a table over three pages, head repeated": lambda: layouts.table(ROWS, 3),
    "a table over three pages, head once": lambda: layouts.table(ROWS, 3, repeat_head=False),
    "a unit line above a table": lambda: layouts.table(ROWS[:4], 1, unit=layouts.UNIT_LINE),
    "merged cells": layouts.merged_cells,
    "a table of three rules": layouts.three_lines,
    "the standard font, not embedded": layouts.unembedded_font,
    "an embedded CMap stream": layouts.embedded_cmap,
    "a divided word": layouts.hyphenated,
    "a watermark aslant": layouts.watermarked,
    "a page on its right side": lambda: layouts.turned(90),
    "a page on its head": lambda: layouts.turned(180),
    "a page on its left side": lambda: layouts.turned(270),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_text_is_read_whole_and_in_order(name: str, tmp_path: Path) -> None:
    specimen = LAYOUTS[name]()
    document = read_bytes(tmp_path, specimen.content)
    assert (document.reason, document.text_source) == (None, "text-layer")
    assert text_of(document) == specimen.text


@pytest.mark.skipif(chinese_font(OPENTYPE_FILES) is None, reason="no OpenType font (Debian: fonts-noto-cjk)")
def test_an_opentype_font_is_read(tmp_path: Path) -> None:
    specimen = layouts.letter(files=OPENTYPE_FILES)
    assert text_of(read_bytes(tmp_path, specimen.content)) == specimen.text


def test_lines_are_the_printed_ones(tmp_path: Path) -> None:
    specimen = layouts.two_columns()
    assert tuple(line.text for line in lines_of(read_bytes(tmp_path, specimen.content))) == specimen.lines


def test_latin_words_keep_their_blanks_and_chinese_gets_none(tmp_path: Path) -> None:
    latin = read_bytes(tmp_path, layouts.hyphenated().content)
    assert [line.text for line in lines_of(latin)] == list(layouts.hyphenated().lines)
    chinese = lines_of(read_bytes(tmp_path, layouts.letter().content))
    blanks = [line.text for line in chinese if " " in line.text]
    assert blanks and all("Alpha Line" in text or "Line 2.0" in text for text in blanks)
    assert all(text.count(" ") <= 2 for text in blanks)


def test_columns_and_their_measure(tmp_path: Path) -> None:
    page = read_bytes(tmp_path, layouts.two_columns().content).pages[0]
    by_column = {line.column: (line.left, line.right) for line in page.lines}
    assert set(by_column) == {None, 0, 1}
    left, right = by_column[0], by_column[1]
    assert left[0] == pytest.approx(layouts.LEFT, abs=1)
    assert right[0] == pytest.approx(310, abs=1)
    assert left[1] < right[0]


def test_font_size_is_that_of_most_characters(tmp_path: Path) -> None:
    lines = lines_of(read_bytes(tmp_path, layouts.letter().content))
    assert [line.size for line in lines] == [18.0] + [layouts.SIZE] * (len(lines) - 1)


def cells(document: Document, page: int) -> dict[tuple[int, int], str]:
    return {(c.row, c.column): line.text for line in document.pages[page].lines if (c := line.cell) and c.table == 0}


@pytest.mark.parametrize("repeat", [True, False])
def test_each_page_of_a_table_has_its_cells(repeat: bool, tmp_path: Path) -> None:
    document = read_bytes(tmp_path, layouts.table(ROWS, 3, repeat).content)
    for page in range(3):
        head = [layouts.TABLE_HEAD] if repeat or page == 0 else []
        rows = [*head, *ROWS[16 * page : 16 * page + 16]]
        assert cells(document, page) == {(r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)}


def test_merged_cells_stand_where_they_begin(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, layouts.merged_cells().content)
    assert cells(document, 0) == {
        (0, 0): "类别", (0, 1): "名称", (0, 2): "数量",
        (1, 0): "标准", (1, 1): "团体标准", (1, 2): "17项",
        (2, 1): "企业标准", (2, 2): "40项",
        (3, 0): "合计", (3, 2): "57项",
    }  # fmt: skip


def test_a_table_of_three_rules_has_cells(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, layouts.three_lines().content)
    rows = [layouts.TABLE_HEAD, *layouts.member_rows(6)]
    assert cells(document, 0) == {(r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)}


@pytest.mark.parametrize(
    "name", ["a frame around a paragraph", "two columns drawn row by row", "a unit line above a table"]
)
def test_prose_is_no_table(name: str, tmp_path: Path) -> None:
    lines = lines_of(read_bytes(tmp_path, LAYOUTS[name]().content))
    assert not any(line.cell and len(line.text) > 20 for line in lines)
    assert all(line.cell is None for line in lines if line.text in (layouts.UNIT_LINE, layouts.TITLE))


def test_a_cell_is_bounded_by_its_rules(tmp_path: Path) -> None:
    line = next(
        line for line in lines_of(read_bytes(tmp_path, layouts.table(ROWS[:4]).content)) if line.text == "成员单位"
    )
    assert line.cell == CellRef(0, 0, 1)
    assert (line.left, line.right) == pytest.approx((layouts.EDGES[1], layouts.EDGES[2]), abs=1)


def test_furniture_is_marked_and_kept(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, layouts.two_columns().content)
    assert layer_of(document, "furniture") == [
        text for page in (1, 2, 3) for text in (layouts.HEAD, f"— {page} —")
    ]  # fmt: skip


def test_a_watermark_is_one_line_of_furniture(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, layouts.watermarked(1).content)
    assert "内部资料注意保存" in layer_of(document, "furniture")


def test_a_page_on_its_side_is_set_upright_and_said_to_be(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, layouts.turned(90).content)
    assert (document.pages[0].width, document.pages[0].height) == pytest.approx((595.28, 841.89), abs=0.1)
    assert "shown on its side" in document.warnings[0]


@pytest.mark.parametrize("name", ["2022-03.pdf", "2022-03-two-columns.pdf"])
def test_the_gold_pdf_says_what_the_gold_text_says(name: str, shared: Path) -> None:
    from difflib import SequenceMatcher

    from pipeline.ingest.document import read_document

    document = read_document(shared / "gold" / name, name)
    # Contents lines are marked with a dash in the text and end with leader and page number in the PDF.
    body = lambda text: layouts.bare(text).replace("-", "").replace("…", "").replace(".", "")  # noqa: E731
    want, got = body((shared / "gold" / "2022-03.txt").read_text(encoding="utf-8")), body(text_of(document))
    same = sum(block.size for block in SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks())
    assert same == len(want)
