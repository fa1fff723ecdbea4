"""What the structure stage recovers: a bulletin, its normalised text, and where each part lies in it.

All offsets count characters (code points, end exclusive) in `Bulletin.text`: one paragraph a line, page furniture
gone, paragraphs that a line, column or page break split joined again; a table row is one line, cells joined by tabs.
"""

from dataclasses import dataclass
from typing import Literal

from pipeline.model.text import Piece

Layer = Literal[
    "masthead", "contents", "heading", "title", "body", "contributor", "source", "table", "note", "colophon",
    "furniture", "discarded",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staff:
    """A name in the colophon: role as printed without 本期 (`编辑` `审核` `签发`)."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """A body in the colophon: mode `report` (报), `send` (送) or `copy` (抄送), ordinal from 1 within the mode."""

    mode: Literal["report", "send", "copy"]
    ordinal: int
    name: str


@dataclass(frozen=True, slots=True)
class Masthead:
    """What the title page says of the issue, None where silent; `series` has no white space, `date` is ISO 8601."""

    series: str | None = None
    year: int | None = None
    issue: int | None = None
    total_issue: int | None = None
    publisher: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One entry of the contents list: its text without marker, leader and page number; `column` it is listed under."""

    text: str
    kind: Literal["section", "article"]
    column: str | None
    page: int | None
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; row 0 is the head row. Its text is Bulletin.text[char_start:char_end]."""

    row: int
    column: int
    text: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an article. `unit` is the unit line's unit (单位：亿元 → 亿元), None where there is none."""

    table_id: str
    cells: tuple[Cell, ...]
    unit: str | None = None

    def head(self) -> dict[int, str]:
        """Column number to column name."""
        return {c.column: c.text for c in self.cells if c.row == 0}


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of an article's slice of the text; a body zone is one paragraph, a table zone one whole table."""

    kind: Literal["title", "body", "contributor", "source", "table", "note"]
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One article. text[char_start:char_end] is all of it, from title to contributor line.

    `body` is its paragraphs (tables' rows and notes included) joined by newlines, without title, contributor, source.
    `title_match` is the likeness (0–1) of title and contents_title, None where there is no contents line for it.
    """

    article_id: str
    ordinal: int
    section: int | None
    title: str
    contents_title: str | None
    title_match: float | None
    contributor: str | None
    source: str | None
    body: str
    zones: tuple[Zone, ...]
    tables: tuple[Table, ...]
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A column (栏目), ordinal from 1; text[char_start:char_end] runs from its heading to its last article."""

    section_id: str
    ordinal: int
    heading: str
    contents_heading: str | None
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """How many characters of a page's ingest lines went to a layer, and why where that needs saying."""

    page: int
    layer: Layer
    characters: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin as recovered from one document. `pieces` lead from `text` back to the document's lines."""

    bulletin_id: str
    document_id: str
    masthead: Masthead
    text: str
    pieces: tuple[Piece, ...]
    staff: tuple[Staff, ...]
    recipients: tuple[Recipient, ...]
    contents: tuple[ContentsLine, ...]
    sections: tuple[Section, ...]
    articles: tuple[Article, ...]
    ledger: tuple[LedgerEntry, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article's body zones; tokens joined are `text`; `tags` are jieba's part-of-speech tags."""

    sentence_id: str
    article_id: str
    ordinal: int
    text: str
    char_start: int
    char_end: int
    tokens: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segmentation:
    """The sentences of a bulletin's articles, in order."""

    bulletin_id: str
    sentences: tuple[Sentence, ...]
