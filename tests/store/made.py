"""One issue made by hand, two pages of a PDF, with something of every table in it."""

from dataclasses import replace
from decimal import Decimal

from pipeline.model.bulletin import (
    Article,
    Bulletin,
    Cell,
    LedgerEntry,
    Masthead,
    Recipient,
    Section,
    Segmentation,
    Sentence,
    Staff,
    Table,
)
from pipeline.model.entity import BulletinLinks, Finding, Link
from pipeline.model.mention import (
    AllianceMention,
    ArticleMentions,
    DateMention,
    Extraction,
    FigureMention,
    OfficialMention,
    OrganizationMention,
    PlaceMention,
    PolicyMention,
    Role,
)
from pipeline.model.page import Box, Document, Line, Page
from pipeline.model.text import Piece
from pipeline.store.rows import BulletinFiles

ISSUE, FILE = "b-1", "d-1"
# Line 1 of page 1: a heading, a title and a sentence; line 1 of page 2: a title, a table, a second sentence.
FIRST, SECOND = "要闻\n甲讯\n甲联盟主任李明今年在京发《乙办法》，增长5%。", "\n乙讯\n数量\t9家\n丙公司3—5人。"
TEXT = FIRST + SECOND
AT = len(FIRST) + 1  # where the second article begins
CLAUSE = FIRST.index("甲联盟")


def _span(printed: str, low: int = 0) -> tuple[int, int]:
    start = TEXT.index(printed, low)
    return start, start + len(printed)


def _inside(article: int, printed: str) -> tuple[int, int, str]:
    start, end = _span(printed, article)
    return start - article, end - article, printed


def _edges(text: str) -> tuple[float, ...]:
    return tuple(float(10 * i) for i in range(len(text) + 1))


DOCUMENT = Document(
    FILE, "一.pdf", "ff", 9, "pdf", None, "text-layer",
    tuple(
        Page(n, (Line(text, Box(0.0, 20.0 * n, 10.0 * len(text), 20.0 * n + 12), _edges(text)),), "text-layer")
        for n, text in ((1, FIRST), (2, SECOND))
    ),
)  # fmt: skip
TABLE = Table(
    "t-1", (Cell(0, 0, "数量", *_span("数量")), Cell(1, 0, "9家", *_span("9家"))), None
)  # fmt: skip
A = 3  # where the first article begins
ARTICLES = (
    Article("b-1.a01", 1, 1, "甲讯", None, None, "丁", None, "甲", (), (), A, len(FIRST)),
    Article("b-1.a02", 2, None, "乙讯", "乙", 0.5, None, "戊", "乙", (), (TABLE,), AT, len(TEXT)),
)
BULLETIN = Bulletin(
    ISSUE, FILE, Masthead("简报", 2022, 3, 62, "办公室", "2022-06-10"), TEXT,
    (Piece(0, len(FIRST), 1, 0, 0), Piece(len(FIRST), len(TEXT), 2, 0, 0)),
    (Staff("编辑", "王五"), Staff("编辑", "王五"), Staff("审核", "赵六")),
    (Recipient("report", 1, "部领导"), Recipient("copy", 1, "各处")), (),
    (Section("s-1", 1, "要闻", None, 0, len(FIRST)),), ARTICLES, (LedgerEntry(1, "body", 30), LedgerEntry(2, "table", 9, "so")),
)  # fmt: skip
SENTENCES = (
    Sentence("s.2", "b-1.a02", 1, "丙公司3—5人。", *_span("丙公司3—5人。"), ("丙",), ("n",)),
    Sentence("s.1", "b-1.a01", 1, FIRST[CLAUSE:], CLAUSE, len(FIRST), ("甲",), ("n",)),
)
FOUND = (
    ArticleMentions(
        "b-1.a01",
        alliances=(AllianceMention(*_inside(A, "甲联盟"), "list"), AllianceMention(*_inside(A, "甲联盟"), "again")),
        officials=(
            OfficialMention(*_inside(A, "李明"), "rule", (Role("甲联盟", "主任"), Role(None, "委员", True, "院士"))),
        ),
        policies=(
            PolicyMention(*_inside(A, "乙办法"), "rule", "乙办法", "policy", "issued"),
            replace(PolicyMention(*_inside(A, "办法"), "rule", "办法", "policy", "cited"), short_for="乙办法"),
        ),
        figures=(FigureMention(*_inside(A, "5%"), "number", Decimal("5.00"), None, "%", "exact", "产值"),),
        places=(PlaceMention(*_inside(A, "京"), "list", "北京市"),),
        dates=(DateMention(*_inside(A, "今年"), "rule", "2022"), DateMention(*_inside(A, "甲讯"), "rule", "2021")),
    ),
    ArticleMentions(
        "b-1.a02",
        policies=(
            replace(PolicyMention(*_inside(AT, "乙讯"), "rule", "乙讯", "plan", "drafted"), date="2021"),
        ),
        figures=(
            replace(FigureMention(*_inside(AT, "9家"), "cell", Decimal(9), None, "家", "exact"), cell=(0, 1, 0)),
            FigureMention(*_inside(AT, "3—5人"), "number", Decimal(3), Decimal(5), "人", "range"),
        ),
        organizations=(OrganizationMention(*_inside(AT, "丙公司"), "rule", "丙公司", "enterprise"),),
        dates=(DateMention(*_inside(AT, "人。"), "rule", "2020"),),
    ),
)  # fmt: skip
LINKS = BulletinLinks(
    ISSUE,
    (
        Link("b-1.a01.all.3-6", "all-1", 1.0, "so", "linked"),
        Link("b-1.a01.off.8-10", "off-1", 0.5, "so", "linked"),
        Link("b-1.a01.pol.16-19", "pol-1", 1.0, "so", "corrected"),
        Link("b-1.a02.org.9-12", None, 0.5, "so", "review", ("org-1", "org-2")),
        Link("b-1.a02.pol.0-2", "pol-2", 1.0, "so", "linked"),
    ),
    {"b-1.a01.fig.23-25": "all-1"},
)
FILES = BulletinFiles(
    DOCUMENT, BULLETIN, Segmentation(ISSUE, SENTENCES), Extraction(ISSUE, FOUND), LINKS,
    (Finding("f-1", ISSUE, None, "contents", "note", "不一", ("m",)),),
)  # fmt: skip
