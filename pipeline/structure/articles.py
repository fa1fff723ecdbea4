"""The body's items become sections and articles with their zones, written into the normalised text in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from pipeline.model.bulletin import Article, Cell, Section, Table, Zone
from pipeline.model.ids import article_id
from pipeline.structure.contents import Entry
from pipeline.structure.credits import Credits, read_credits
from pipeline.structure.items import Item
from pipeline.structure.ledger import TextBuilder
from pipeline.structure.passage import Passage
from pipeline.structure.tables import caption_unit, unit_line
from pipeline.structure.titles import likeness


@dataclass(slots=True)
class Draft:
    """An article as it is written: offsets are of the text, ids wait until the whole text is known."""

    ordinal: int
    section: int | None
    title: str = ""
    entry: Entry | None = None
    zones: list[Zone] = field(default_factory=list)
    tables: list[tuple[tuple[Cell, ...], str | None]] = field(default_factory=list)
    unit: str | None = None


@dataclass(slots=True)
class Column:
    """A column of the body as it is written."""

    ordinal: int
    heading: str
    entry: Entry | None
    start: int
    end: int


@dataclass(slots=True)
class Body:
    """Columns and articles of a bulletin in order."""

    columns: list[Column] = field(default_factory=list)
    articles: list[Draft] = field(default_factory=list)


def write_body(builder: TextBuilder, items: Sequence[Item], entries: Sequence[Entry]) -> Body:
    """Write the body's items into the text and gather what they make up."""
    body = Body()
    draft: Draft | None = None
    untitled = not any(item.role == "title" for item in items)
    for index, item in enumerate(items):
        if item.role == "heading":
            draft = None
            body.columns.append(_write_heading(builder, item, entries, len(body.columns) + 1))
            continue
        if item.role == "title" or (draft is None and untitled):
            draft = Draft(len(body.articles) + 1, len(body.columns) or None)
            body.articles.append(draft)
        if draft is None:
            _write_stray(builder, item)
        else:
            _write_item(
                builder, draft, item, items[index - 1] if index else None, items[index + 1 : index + 3], entries
            )
        if body.columns and draft is not None:
            body.columns[-1].end = max(body.columns[-1].end, _end(draft))
    return body


def finish_articles(bulletin: str, text: str, drafts: Sequence[Draft]) -> tuple[Article, ...]:
    """The articles with their ids."""
    return tuple(_finish(bulletin, text, draft) for draft in drafts if draft.zones)


def finish_sections(bulletin: str, columns: Sequence[Column]) -> tuple[Section, ...]:
    """The columns as sections with their ids."""
    return tuple(
        Section(
            f"{bulletin}.s{column.ordinal:02d}", column.ordinal, column.heading,
            column.entry.text if column.entry else None, column.start, column.end,
        )
        for column in columns
    )  # fmt: skip


def _write_heading(builder: TextBuilder, item: Item, entries: Sequence[Entry], ordinal: int) -> Column:
    start, end = builder.add(item.marked.rest, "heading")
    entry = entries[item.entry] if item.entry is not None else None
    return Column(ordinal, builder.slice(start, end), entry, start, end)


def _write_stray(builder: TextBuilder, item: Item) -> None:
    """Text that stands in no article, such as an editor's word before the first: in the text, on the note layer."""
    for row in item.block.grid or ((item.block.passage,),):
        builder.add_row(row, "note")


def _write_item(
    builder: TextBuilder, draft: Draft, item: Item, before: Item | None, after: Sequence[Item], entries: Sequence[Entry]
) -> None:
    if item.role == "title":
        span = builder.add(item.marked.rest, "title")
        draft.title = builder.slice(*span)
        draft.entry = entries[item.entry] if item.entry is not None else None
        draft.zones.append(Zone("title", *span))
    elif item.kind == "table":
        _write_table(builder, draft, item)
    elif item.kind == "unit" and any(follower.kind == "table" for follower in after[:1]):
        draft.unit = unit_line(item.block.text)
        draft.zones.append(Zone("note", *builder.add(item.block.passage, "note")))
    elif item.kind == "note" and before is not None and before.kind in ("table", "note"):
        _write_paragraph(builder, draft, item.block.passage, "note")
    else:
        if item.kind == "caption" and any(follower.kind == "table" for follower in after):
            draft.unit = caption_unit(item.block.text)
        _write_paragraph(builder, draft, item.block.passage, "body", signed=item.kind == "credit")


def _write_paragraph(
    builder: TextBuilder, draft: Draft, passage: Passage, kind: Literal["body", "note"], signed: bool = False
) -> None:
    """A paragraph; the credits that it is or ends in become zones of their own. `signed` lines are nothing else."""
    found = read_credits(passage)
    if signed and not found:
        found = Credits(passage.cut(0, 0), contributor=passage)
    if found.rest:
        draft.zones.append(Zone(kind, *builder.add(found.rest, kind)))
    credits: list[tuple[Passage, Literal["contributor", "source"]]] = []
    if found.contributor:
        credits.append((found.contributor, "contributor"))
    if found.source:
        credits.append((found.source, "source"))
    for credit, name in sorted(credits, key=lambda pair: pair[0].at):
        draft.zones.append(Zone(name, *builder.add(credit, name)))


def _write_table(builder: TextBuilder, draft: Draft, item: Item) -> None:
    cells: list[Cell] = []
    for number, row in enumerate(item.block.grid):
        for column, (start, end) in enumerate(builder.add_row(row, "table")):
            cells.append(Cell(number, column, builder.slice(start, end), start, end))
    for passage in item.block.dropped:
        builder.drop(passage, "table", "repeated head row or rule of a table")
    draft.zones.append(Zone("table", cells[0].char_start, cells[-1].char_end))
    draft.tables.append((tuple(cells), draft.unit))
    draft.unit = None


def _end(draft: Draft) -> int:
    return draft.zones[-1].char_end if draft.zones else 0


def _finish(bulletin: str, text: str, draft: Draft) -> Article:
    own = article_id(bulletin, draft.ordinal)
    contents_title = draft.entry.text if draft.entry else None
    body = [text[z.char_start : z.char_end] for z in draft.zones if z.kind in ("body", "table", "note")]
    return Article(
        article_id=own, ordinal=draft.ordinal, section=draft.section, title=draft.title,
        contents_title=contents_title,
        title_match=None if contents_title is None else round(likeness(draft.title, contents_title), 4),
        contributor=_credit(text, draft, "contributor"), source=_credit(text, draft, "source"),
        body="\n".join(body), zones=tuple(draft.zones),
        tables=tuple(Table(f"{own}.t{n}", cells, unit) for n, (cells, unit) in enumerate(draft.tables, 1)),
        char_start=draft.zones[0].char_start, char_end=draft.zones[-1].char_end,
    )  # fmt: skip


def _credit(text: str, draft: Draft, kind: str) -> str | None:
    found = [text[z.char_start : z.char_end] for z in draft.zones if z.kind == kind]
    return "、".join(dict.fromkeys(found)) or None
