"""Scanned pages: read by OCR page by page, upright, in order, with tables, from the cache the second time."""

import json
from pathlib import Path

import pytest

from pipeline.ingest import ocr, scan
from tests.ingest.reading import lines_of, needs_font, read_bytes, text_of
from tests.specimens import layouts

pytestmark = [needs_font, pytest.mark.slow]


def wrong_characters(got: str, want: str) -> int:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(got, want)


def test_each_page_is_judged_and_a_tilted_one_read_as_it_was_written(tmp_path: Path) -> None:
    specimen = layouts.scanned(layouts.letter(2, paragraphs=1), 1.5, only=(1,))
    document = read_bytes(tmp_path, specimen.content)
    assert document.text_source == "mixed"
    assert [page.source for page in document.pages] == ["text-layer", "ocr"]
    assert wrong_characters(text_of(document), specimen.text) <= 2
    lines = [line for line in document.pages[1].lines if line.layer is None]
    assert {line.size for line in lines} <= {17.5, 18.0, 18.5, 11.5, 12.0, 12.5}
    boxes = [line.box for line in lines if line.box]
    # The first body line begins two characters in; on the page as it lies, the lines climb or sink with the tilt.
    assert boxes[1].x0 > boxes[2].x0 + 12
    assert boxes[2].y1 - boxes[2].y0 > 20


def test_a_tilted_table_keeps_its_cells_and_the_cache_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = layouts.member_rows(3)
    specimen = layouts.scanned(layouts.table(rows), -2.0)
    document = read_bytes(tmp_path, specimen.content)
    cells = {(c.row, c.column): line.text for line in lines_of(document) if (c := line.cell)}
    assert cells == {(r, c): cell for r, row in enumerate([layouts.TABLE_HEAD, *rows]) for c, cell in enumerate(row)}
    (kept,) = (tmp_path / "ocr").iterdir()
    assert json.loads(kept.read_text(encoding="utf-8"))[0]["text"]
    monkeypatch.setattr(ocr, "_read", lambda image: pytest.fail("read twice"))
    assert read_bytes(tmp_path, specimen.content) == document


def test_a_text_layer_that_maps_to_nothing_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "recognise", lambda image, cache: ())
    document = read_bytes(tmp_path, layouts.unmapped_font().content)
    assert "a PDF without any text" in (document.reason or "")


def test_a_broken_cache_is_no_cache(tmp_path: Path) -> None:
    import numpy as np

    blank = np.full((200, 300, 3), 255, dtype=np.uint8)
    assert ocr.recognise(blank, tmp_path) == ()
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(b"{broken")
    assert ocr.recognise(blank, tmp_path) == ()
    assert kept.read_bytes() == b"[]"
    file = tmp_path / "file"
    file.write_bytes(b"")
    assert ocr.recognise(blank, file / "below") == ()


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_page_on_side_or_head_is_turned(quarters: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for OCR that sees one line, and is sure of it only where the dark corner is at the top left."""
    import numpy as np

    def one_line(image: ocr.Image, cache: Path | None) -> tuple[ocr.Recognised, ...]:
        height, width = image.shape[:2]
        level = height > width
        box = ((50.0, 50.0), (150.0, 50.0), (150.0, 70.0), (50.0, 70.0))
        corners = box if level else ((50.0, 50.0), (70.0, 50.0), (70.0, 150.0), (50.0, 150.0))
        return (ocr.Recognised("联盟动态", 0.99 if image[0, 0, 0] == 0 else 0.4, corners, (0, 0.25, 0.5, 0.75, 1)),)

    page = np.full((400, 300, 3), 255, dtype=np.uint8)
    page[:20, :20] = 0
    monkeypatch.setattr(scan, "recognise", one_line)
    monkeypatch.setattr(scan, "find_tilt", lambda image: 0.0)
    upright, _, turn = scan._best_way_up(np.ascontiguousarray(np.rot90(page, -quarters)), 1.0, None)
    assert (upright.image == page).all()
    assert turn == -90 * quarters % 360
