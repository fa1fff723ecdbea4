"""Page furniture: what repeats at the edge of pages is marked, what merely looks like it is not."""

import pytest

from pipeline.ingest.furniture import mark_furniture, masked
from pipeline.model.page import Box, Line, Page

BODY = "会议听取了秘书处的工作报告，审议了下一年度的重点任务。"


def line(text: str, y: float, size: float = 12.0, x: float = 70.0) -> Line:
    edges = tuple(x + size * i for i in range(len(text) + 1))
    return Line(text, Box(edges[0], y, edges[-1], y + size), edges, size, column=0, left=70, right=520)


def book(*pages: list[Line]) -> tuple[Page, ...]:
    body = [line(BODY, 200 + 20 * i) for i in range(8)]
    return tuple(Page(n, (*lines, *body), "text-layer", 595, 842) for n, lines in enumerate(pages, 1))


def marked(pages: tuple[Page, ...]) -> list[list[tuple[str, str | None]]]:
    return [[(x.text, x.reason) for x in page.lines if x.layer == "furniture"] for page in mark_furniture(pages)]


def test_running_heads_with_changing_numbers() -> None:
    pages = book(*[[line(f"工作简报 第{n}页", 40, 9)] for n in range(1, 5)])
    assert marked(pages) == [[(f"工作简报 第{n}页", "running head")] for n in range(1, 5)]


def test_heads_of_odd_and_even_pages() -> None:
    heads = ["工作简报", "2023年第9期"] * 3
    assert marked(book(*[[line(head, 40, 9)] for head in heads])) == [[(head, "running head")] for head in heads]


def test_a_head_misread_by_one_character_is_still_one() -> None:
    heads = ["产业技术创新联盟工作简报", "产业技术创新联盟工作简报", "产业技木创新联盟工作简报"]
    assert [len(found) for found in marked(book(*[[line(head, 40, 9)] for head in heads]))] == [1, 1, 1]


@pytest.mark.parametrize(
    "number", ["— 1 —", "1", "第1页", "第 1 页 共 9 页", "1/9", "- 1 -", "·1·", "—1一", "—　1　—", "１"]
)
def test_page_numbers_in_any_dress(number: str) -> None:
    pages = book(*[[line(number.replace("1", str(n)).replace("１", "１２３"[n - 1]), 800, 10)] for n in (1, 2, 3)])
    assert [len(found) for found in marked(pages)] == [1, 1, 1]


@pytest.mark.parametrize(("foot", "found"), [("— 1 —", 1), ("第1页", 1), ("1/3", 1), ("2023", 0), ("编辑：某某", 0)])
def test_one_page_alone_has_only_a_dressed_number(foot: str, found: int) -> None:
    assert len(marked(book([line(foot, 800, 10)]))[0]) == found


def test_titles_at_the_top_of_pages_stay() -> None:
    assert marked(book([line("联盟召开第1次会议", 80, 18)], [line("联盟召开第2次会议", 80, 18)])) == [[], []]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ("材料科技快报　2014年第9期", 1),
        ("国际材料科技快报（总第133期）", 1),
        ("国际材料科技快报", 1),
        # the title within a sentence, and another bulletin's
        ("国际材料科技快报创刊十年", 0),
        ("工作快报", 0),
    ],
)
def test_a_head_that_repeats_the_title_on_the_second_of_two_pages(head: str, found: int) -> None:
    masthead = [line("国际材料科技快报", 90, 26), line("2014年第9期（总第133期）", 130), line("一、要闻", 160, 16)]
    pages = book(masthead, [line(head, 50, 9)])
    assert [len(page) for page in marked(pages)] == [0, found]


def test_a_list_number_at_the_foot_of_one_page_stays() -> None:
    assert marked(book([line("2", 790)], [line("会议闭幕。", 790)])) == [[], []]


def test_prose_that_happens_to_stand_at_the_edge_stays() -> None:
    pages = book([line("联盟积极推动标准工作。", 800)], [line("与会代表参观了示范基地。", 800)])
    assert marked(pages) == [[], []]


def test_words_printed_over_the_text_of_every_page() -> None:
    pages = book(*[[line("内部资料", 205, 40, 200)] for _ in range(4)])
    assert marked(pages) == [[("内部资料", "watermark")]] * 4


def test_a_sentence_repeated_on_every_page_stays() -> None:
    assert marked(book([], [], [], [])) == [[], [], [], []]


def test_text_files_have_none() -> None:
    page = Page(1, (Line("— 1 —"), Line("联盟")), "plain")
    assert mark_furniture((page, page)) == (page, page)


def test_nothing_is_lost() -> None:
    pages = book(*[[line("工作简报", 40, 9), line(f"— {n} —", 800, 10)] for n in (1, 2, 3)])
    assert [[x.text for x in page.lines] for page in mark_furniture(pages)] == [
        [x.text for x in p.lines] for p in pages
    ]


def test_digits_are_masked() -> None:
    assert masked("第 12 页 共３４页") == "第#页共#页"


def test_parts_of_a_long_book_have_their_own_heads() -> None:
    heads = [f"第{part}编" for part in ("一", "二", "三", "四") for _ in range(30)]
    assert [len(found) for found in marked(book(*[[line(head, 40, 9)] for head in heads]))] == [1] * 120


def test_a_book_of_two_thousand_pages_takes_seconds() -> None:
    import time

    pages = book(*[[line(f"工作简报第{n}页标题{n % 7}", 40, 9), line(f"— {n} —", 800, 10)] for n in range(1, 2001)])
    start = time.process_time()
    assert all(len(found) == 2 for found in marked(pages))
    assert time.process_time() - start < 8
