"""Rules, cells, columns and tilt, on drawings made of numbers."""

import numpy as np
import pytest

from pipeline.ingest.columns import find_gutters, order_blocks, rows_by_column
from pipeline.ingest.limits import Limits
from pipeline.ingest.ocr import proportional_edges
from pipeline.ingest.rulings import Ruling
from pipeline.ingest.runs import Run, into_rows
from pipeline.ingest.scan import Upright, find_rulings, find_tilt, settle
from pipeline.ingest.tables import find_grids


def grid_rules(xs: list[float], ys: list[float]) -> list[Ruling]:
    flat = [Ruling(xs[0], y, xs[-1], y) for y in ys]
    return flat + [Ruling(x, ys[0], x, ys[-1]) for x in xs]


@pytest.mark.parametrize(("columns", "rows"), [(2, 2), (3, 5), (7, 1), (4, 20)])
def test_a_full_grid_has_all_its_cells(columns: int, rows: int) -> None:
    rules = grid_rules([60 + 50 * i for i in range(columns + 1)], [100 + 20 * i for i in range(rows + 1)])
    (grid,) = find_grids(tuple(rules))
    assert [(c.row, c.column) for c in grid.cells] == [(r, c) for r in range(rows) for c in range(columns)]


def test_one_frame_or_one_divided_frame_is_no_table() -> None:
    assert find_grids(tuple(grid_rules([60, 500], [100, 200]))) == ()
    assert find_grids(tuple(grid_rules([60, 300, 500], [100, 200]))) == ()


def test_a_table_without_outer_verticals_is_closed() -> None:
    rules = [r for r in grid_rules([60, 200, 400, 500], [100, 120, 140, 160]) if r.horizontal or 60 < r.x0 < 500]
    (grid,) = find_grids(tuple(rules))
    assert {(c.row, c.column) for c in grid.cells} == {(r, c) for r in range(3) for c in range(3)}


def test_rules_that_miss_each_other_by_a_hair_meet() -> None:
    rules = [
        Ruling(r.x0 + 1, r.y0, r.x1 - 1, r.y1) if r.horizontal else r
        for r in grid_rules([60, 200, 400], [100, 120, 140])
    ]
    assert len(find_grids(tuple(rules))[0].cells) == 4


def test_two_tables_are_two() -> None:
    rules = grid_rules([60, 200, 400], [100, 120, 140]) + grid_rules([60, 200, 400], [300, 320, 340])
    assert [grid.bounds[1] for grid in find_grids(tuple(rules))] == [100, 300]


def test_a_hatched_drawing_is_left_alone() -> None:
    assert find_grids(tuple(Ruling(60, y / 10, 500, y / 10) for y in range(4000))) == ()


def run(x0: float, x1: float, y: float) -> Run:
    return Run(0, 1, x0, y, x1, y + 12)


def test_two_columns_of_prose_have_a_gutter() -> None:
    runs = [run(60, 280, 100 + 20 * i) for i in range(20)] + [run(310, 530, 100 + 20 * i) for i in range(20)]
    (gutter,) = find_gutters([*runs, run(100, 490, 60), run(280, 310, 800)])
    assert 278 <= gutter.x0 < gutter.x1 <= 312


def test_three_columns_have_two_gutters() -> None:
    runs = [run(x, x + 140, 100 + 20 * i) for i in range(15) for x in (60, 220, 380)]
    assert len(find_gutters(runs)) == 2


def test_short_news_in_columns_under_a_rule_and_the_imprint_below_another() -> None:
    # a page of a weekly: brief columns of short news with titles and sources, a rule above and one below
    ends = (70, 180, 220, 220, 90, 130, 200, 215, 218, 120)
    news = [run(x, x + width, 200 + 18 * i) for i, width in enumerate(ends) for x in (60, 310)]
    imprint = [run(60, 200, 420), run(60, 180, 440)]
    gutters = find_gutters([run(150, 440, 100), *news, *imprint], [180.0, 400.0])
    assert [(g.y0, g.y1) for g in gutters] == [(180.0, 400.0)]
    rows = rows_by_column([*news, *imprint], gutters)
    ordered = order_blocks(rows, (), gutters, [180.0, 400.0])
    assert [block.y0 for block in ordered[-2:]] == [420, 440]


@pytest.mark.parametrize("width", [30, 60])
def test_short_texts_under_each_other_are_no_columns(width: float) -> None:
    runs = [run(x, x + width, 100 + 20 * i) for i in range(15) for x in (60, 260, 430)]
    runs += [run(60, 530, 450 + 20 * i) for i in range(10)]
    assert find_gutters(runs) == ()


def test_a_page_of_one_column_has_no_gutter() -> None:
    assert find_gutters([run(60, 530 - 17 * (i % 5), 100 + 20 * i) for i in range(25)]) == ()


def test_raised_and_lowered_signs_stay_on_their_line() -> None:
    rows = into_rows(
        [run(60, 200, 100), Run(1, 2, 200, 98, 206, 104), Run(2, 3, 206, 107, 212, 113), run(60, 200, 122)]
    )
    assert [len(row) for row in rows] == [3, 1]


@pytest.mark.parametrize("tilt", [-2.0, -0.7, 0.0, 0.4, 1.5, 2.5])
def test_the_tilt_of_ruled_paper_is_found(tilt: float) -> None:
    from PIL import Image, ImageDraw

    paper = Image.new("L", (1650, 2340), 255)
    for y in range(300, 2000, 60):
        ImageDraw.Draw(paper).rectangle((200, y, 1450, y + 28), fill=0)
    picture = np.asarray(paper.rotate(tilt, fillcolor=255, resample=Image.Resampling.BICUBIC))
    assert find_tilt(np.repeat(picture[:, :, None], 3, axis=2)) == pytest.approx(-tilt, abs=0.11)


def test_rules_are_found_in_an_image() -> None:
    scale = 200 / 72
    picture = np.full((2339, 1654, 3), 255, dtype=np.uint8)
    for y in (300, 400, 500):
        picture[y : y + 3, 200:1400] = 0
    for x in (200, 800, 1398):
        picture[300:503, x : x + 3] = 0
    picture[700:712, 300:340] = 0
    (grid,) = find_grids(find_rulings(Upright(picture, 0.0, scale)))
    assert [(c.row, c.column) for c in grid.cells] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert grid.bounds == pytest.approx((200 / scale, 300 / scale, 1400 / scale, 501 / scale), abs=1.5)


def test_sizes_settle_on_those_of_most_characters() -> None:
    assert settle([(13.8, 30), (14.4, 32), (18.3, 8), (0.0, 2), (9.1, 20)]) == [14.0, 14.0, 18.5, 0.0, 9.0]
    assert settle([]) == []


def test_edges_by_usual_widths() -> None:
    assert proportional_edges("联盟AB") == (0.0, 0.33333, 0.66667, 0.83333, 1.0)


def test_limits_are_sane() -> None:
    limits = Limits()
    a4_at_200_dots = 1654 * 2339
    assert a4_at_200_dots < limits.pixels < limits.image_pixels


@pytest.mark.parametrize("name", ["merged cells", "a full table"])
def test_pdfplumber_finds_the_same_cells(name: str) -> None:
    import io

    import pdfplumber
    import pypdfium2

    from pipeline.ingest.rulings import read_drawing
    from tests.specimens import layouts
    from tests.specimens.fonts import chinese_font

    if chinese_font() is None:
        pytest.skip("no Chinese font (Debian: fonts-wqy-microhei)")
    specimen = layouts.merged_cells() if name == "merged cells" else layouts.table(layouts.member_rows(9))
    (grid,) = find_grids(read_drawing(pypdfium2.PdfDocument(specimen.content)[0], 0, Limits()).rulings)
    (table,) = pdfplumber.open(io.BytesIO(specimen.content)).pages[0].find_tables()
    theirs = sorted(tuple(round(x) for x in cell) for cell in table.cells)
    assert sorted((round(c.x0), round(c.y0), round(c.x1), round(c.y1)) for c in grid.cells) == theirs
