"""The specimen archive under raw/: true to its sources, varied as declared, marked as specimens, and drawn as planned."""

import itertools
import re
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS / "specimens"))

from specimen_lines import break_lines  # noqa: E402
from specimen_source import RAW, Block, Specimen, parse_block, specimens  # noqa: E402
from specimen_text import text_bytes, wrap  # noqa: E402

SPECIMENS = specimens()
TEXTS = [specimen for specimen in SPECIMENS if specimen.format == "text"]
PDFS = [specimen for specimen in SPECIMENS if specimen.format == "pdf"]

# A page number at the foot of a page: "— 3 —".
PAGE_NUMBER = re.compile(r"— \d+ —")
# The dots and the page number that close a contents line: "......... 12".
LEADER = re.compile(r"\.{5,}\s*\d+\s*")


def named(specimen: Specimen) -> str:
    return specimen.path


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def sourced(specimen: Specimen) -> str:
    return squeezed("".join(block.printed() for block in specimen.blocks()))


def table_heads(specimen: Specimen) -> list[str]:
    blocks = specimen.blocks()
    firsts = [b for a, b in itertools.pairwise(blocks) if b.kind == "row" and a.kind != "row"]
    return [squeezed(block.text) for block in firsts]


def printed(specimen: Specimen) -> str:
    """The PDF's text as drawn, without page numbers, running heads, leaders and repeated table heads."""
    document = pdfium.PdfDocument(specimen.target())
    pages = [page.get_textpage().get_text_range() for page in document]
    pages = [squeezed(LEADER.sub("", PAGE_NUMBER.sub("", page, count=1))) for page in pages]
    pages[1:] = [page.removeprefix(squeezed(specimen.head)) for page in pages[1:]]
    for head in table_heads(specimen) if specimen.repeat_head else []:
        pages[1:] = [page.removeprefix(head) for page in pages[1:]]
    return "".join(pages)


def test_raw_holds_the_declared_files_and_no_other() -> None:
    found = {path.relative_to(RAW).as_posix() for path in RAW.rglob("*") if path.is_file()}
    assert found == {specimen.path for specimen in SPECIMENS}


@pytest.mark.parametrize("specimen", TEXTS, ids=named)
def test_text_file_is_what_its_source_prints(specimen: Specimen) -> None:
    assert specimen.target().read_bytes() == text_bytes(specimen)


@pytest.mark.parametrize("specimen", TEXTS, ids=named)
def test_text_file_loses_no_character_to_its_encoding(specimen: Specimen) -> None:
    decoded = specimen.target().read_bytes().decode(specimen.encoding).removeprefix("\ufeff")
    assert squeezed(decoded) == sourced(specimen)


@pytest.mark.parametrize("specimen", PDFS, ids=named)
def test_pdf_agrees_with_its_source_character_by_character(specimen: Specimen) -> None:
    assert printed(specimen) == sourced(specimen)


@pytest.mark.parametrize("specimen", PDFS, ids=named)
def test_pdf_is_small_and_embeds_a_subset_of_each_font(specimen: Specimen) -> None:
    content = specimen.target().read_bytes()
    assert len(content) < 300_000
    assert re.findall(rb"/BaseFont /[A-Z]{6}\+", content)


@pytest.mark.parametrize("specimen", PDFS, ids=named)
def test_contents_list_of_a_pdf_gives_the_page_of_each_article(specimen: Specimen) -> None:
    document = pdfium.PdfDocument(specimen.target())
    pages = [squeezed(page.get_textpage().get_text_range()) for page in document]
    first = document[0].get_textpage().get_text_range()
    stated = [int(number) for number in re.findall(r"\.{5,}\s*(\d+)", first)]
    titles = [block for block in specimen.blocks() if block.kind == "title"]
    assert len(stated) == len(titles)
    for number, title in zip(stated, titles, strict=True):
        assert squeezed(title.printed()) in pages[number - 1]


@pytest.mark.parametrize("specimen", SPECIMENS, ids=named)
def test_colophon_says_that_the_bulletin_is_a_specimen(specimen: Specimen) -> None:
    colophon = [block.text for block in specimen.blocks() if block.kind == "colophon"]
    assert any("样例" in line or "樣例" in line for line in colophon)


@pytest.mark.parametrize("specimen", SPECIMENS, ids=named)
def test_contents_list_names_each_article_once(specimen: Specimen) -> None:
    blocks = specimen.blocks()
    titles = sum(block.kind == "title" for block in blocks)
    stated = sorted(block.article for block in blocks if block.kind == "contents" and block.article)
    assert 8 <= titles <= 16
    assert stated in ([], list(range(1, titles + 1)))


def test_archive_is_as_varied_as_archives_are() -> None:
    assert len({specimen.source for specimen in SPECIMENS}) >= 10
    assert len({specimen.encoding for specimen in TEXTS}) >= 4
    assert {specimen.newline for specimen in TEXTS} == {"\n", "\r\n", "\r"}
    assert {bool(specimen.wrap) for specimen in TEXTS} == {True, False}
    assert len(PDFS) >= 3
    assert {specimen.columns for specimen in PDFS} == {1, 2}
    assert {specimen.repeat_head for specimen in PDFS} == {True, False}
    markers = {block.marker[0] for s in SPECIMENS for block in s.blocks() if block.kind == "column"}
    assert {"➤", "一", "【", "◆"} <= markers


def test_a_table_is_broken_by_the_end_of_a_page() -> None:
    broken = next(specimen for specimen in PDFS if specimen.repeat_head)
    head = table_heads(broken)[0]
    pages = [squeezed(page.get_textpage().get_text_range()) for page in pdfium.PdfDocument(broken.target())]
    assert sum(head in page for page in pages) == 2


def test_one_issue_is_present_as_pdf_and_as_text() -> None:
    both = {specimen.source for specimen in PDFS} & {specimen.source for specimen in TEXTS}
    assert len(both) == 1


@pytest.mark.parametrize("specimen", SPECIMENS, ids=named)
def test_no_sentence_is_taken_from_the_corpus(specimen: Specimen, shared: Path) -> None:
    corpus = squeezed((shared / "corpus" / "articles.jsonl").read_text(encoding="utf-8"))
    bodies = [squeezed(block.text) for block in specimen.blocks() if block.kind == "paragraph"]
    runs = (body[at : at + 40] for body in bodies for at in range(0, max(1, len(body) - 40), 20))
    assert not [run for run in runs if len(run) == 40 and run in corpus]


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("% 简 报", Block("masthead", "简 报")),
        ("~12 封测联盟举行年会", Block("contents", "封测联盟举行年会", article=12)),
        ("# 【¦政策要闻】", Block("column", "政策要闻】", "【")),
        ("## （一）¦联盟更名", Block("title", "联盟更名", "（一）")),
        ("（封测联盟供稿）", Block("contributor", "（封测联盟供稿）")),
        ("来源：新华社", Block("source", "来源：新华社")),
        ("联盟供稿工作顺利。", Block("paragraph", "联盟供稿工作顺利。")),
    ],
)
def test_parse_block(line: str, block: Block) -> None:
    assert parse_block(line) == block


@pytest.mark.parametrize(
    ("line", "width", "lines"),
    [
        ("一二三四五", 0, ["一二三四五"]),
        ("一二三四五", 2, ["一二", "三四", "五"]),
        ("一二，三四", 2, ["一二，", "三四"]),  # a comma hangs rather than begin a line
        ("一TD-LTE二", 3, ["一", "TD-LTE", "二"]),  # a word stays whole
    ],
)
def test_wrap(line: str, width: int, lines: list[str]) -> None:
    assert wrap(line, width) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六", ["一二三四", "五六"]),
        ("一二三四，五六", ["一二三", "四，五六"]),  # 四 is carried so that the comma does not begin a line
        ("一二三（五六）", ["一二三", "（五六）"]),  # an opening bracket does not end a line
    ],
)
def test_break_lines(text: str, lines: list[str]) -> None:
    assert [line.text for line in break_lines(text, 4, len)] == lines
