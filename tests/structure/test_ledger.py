"""What must hold for any document: every character on one layer, every piece a true copy, no exception."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structure.bulletins import STYLES
from structure.reading import text_document

from pipeline.model.bulletin import Bulletin
from pipeline.model.page import Box, CellRef, Document, Line, Page
from pipeline.structure.recover import recover

WORDS = st.sampled_from(
    [
        "本期导读",
        "目",
        "录",
        "简报",
        "第3期",
        "（总第62期）",
        "2022年6月10日",
        "办公室",
        "➤",
        "一、",
        "（一）",
        "1.",
        "【",
        "】",
        "（",
        "）",
        "供稿",
        "来源：",
        "报：",
        "送：",
        "编辑：",
        "、",
        "。",
        "，",
        "……",
        "3",
        "\t",
        "|",
        "单位：亿元",
        "备注：",
        "中国",
        "政策动态",
        "Report",
        "stand-",
        "\u3000",
        "\x0c",
        "\x00",
        "\u200b",
        "�",
        "𠮷",
        "é",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=12).map("".join)
SETTINGS = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def printed_lines(draw: st.DrawFn) -> Line:
    text = draw(TEXTS)
    x0, y0 = draw(st.floats(0, 500)), draw(st.floats(0, 800))
    size = draw(st.floats(0.1, 90))
    edges = tuple(x0 + i * size for i in range(len(text) + 1)) if draw(st.booleans()) else None
    layer = draw(st.sampled_from([None, None, None, "furniture", "discarded"]))
    cell = draw(st.one_of(st.none(), st.builds(CellRef, *[st.integers(0, 3)] * 3)))
    box = draw(st.one_of(st.none(), st.just(Box(x0, y0, x0 + len(text) * size, y0 + size))))
    column = draw(st.one_of(st.none(), st.integers(0, 2)))
    left, right = draw(st.sampled_from([(None, None), (72.0, 523.0), (x0, x0)]))
    bold = draw(st.booleans())
    return Line(text, box, edges, draw(st.sampled_from([None, size])), bold, layer, layer, column, left, right, cell)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    pages = draw(st.lists(st.lists(printed_lines(), max_size=8), max_size=3))
    source = draw(st.sampled_from(["text-layer", "ocr", "plain"]))
    made = tuple(Page(number, tuple(lines), source, 595.0, 842.0) for number, lines in enumerate(pages, 1))
    return Document("d-0", "x.pdf", "0" * 64, 1, "pdf", None, "text-layer", made)


def balanced(document: Document, bulletin: Bulletin) -> bool:
    counted = {page.number: 0 for page in document.pages}
    for entry in bulletin.ledger:
        counted[entry.page] += entry.characters
    return counted == {page.number: sum(len(line.text) for line in page.lines) for page in document.pages}


def traced(document: Document, bulletin: Bulletin) -> bool:
    copies = [
        bulletin.text[p.start : p.end]
        == document.pages[p.page - 1].lines[p.line].text[p.offset : p.offset + p.end - p.start]
        and p.start < p.end
        for p in bulletin.pieces
    ]
    return all(copies) and all(a.end <= b.start for a, b in pairwise(bulletin.pieces))


def well_formed(bulletin: Bulletin) -> bool:
    text = bulletin.text
    zones = [zone for article in bulletin.articles for zone in article.zones]
    cells = [cell for article in bulletin.articles for table in article.tables for cell in table.cells]
    return (
        all(a.char_end <= b.char_start for a, b in pairwise(zones))
        and all(text[cell.char_start : cell.char_end] == cell.text for cell in cells)
        and all(text[entry.char_start : entry.char_end] == entry.text for entry in bulletin.contents)
        and all(text[a.char_start :].startswith(a.title) for a in bulletin.articles)
        and all(
            a.body == "\n".join(text[z.char_start : z.char_end] for z in a.zones if z.kind in ("body", "table", "note"))
            for a in bulletin.articles
        )
        and [a.ordinal for a in bulletin.articles] == list(range(1, len(bulletin.articles) + 1))
        and all(text[s.char_start : s.char_end].startswith(s.heading) for s in bulletin.sections)
    )


@given(st.lists(TEXTS, max_size=30).map("\n".join))
@SETTINGS
def test_any_text(text: str) -> None:
    document = text_document(text)
    bulletin = recover(document)
    assert balanced(document, bulletin)
    assert traced(document, bulletin)
    assert well_formed(bulletin)


@given(documents())
@SETTINGS
def test_any_pages(document: Document) -> None:
    bulletin = recover(document)
    assert balanced(document, bulletin)
    assert traced(document, bulletin)
    assert well_formed(bulletin)


@given(st.sampled_from(STYLES), st.integers(0, 2000), st.integers(0, 2000))
@SETTINGS
def test_bulletins_cut_anywhere(style: object, start: int, end: int) -> None:
    text = style.text[min(start, end) : max(start, end)]  # type: ignore[attr-defined]
    document = text_document(text)
    bulletin = recover(document)
    assert balanced(document, bulletin)
    assert traced(document, bulletin)
    assert well_formed(bulletin)


def test_same_document_same_bulletin() -> None:
    for style in STYLES:
        assert recover(text_document(style.text)) == recover(text_document(style.text))
