"""The structure stage: from a document's pages of lines to a bulletin with its parts and its normalised text."""

from collections.abc import Sequence

from pipeline.model.bulletin import Bulletin, ContentsLine, Layer
from pipeline.model.ids import bulletin_id
from pipeline.model.page import Document
from pipeline.structure.announced import by_contents
from pipeline.structure.articles import finish_articles, finish_sections, write_body
from pipeline.structure.colophon import is_imprint, read_imprint, without_staff
from pipeline.structure.contents import Entry, plain_text, read_entries
from pipeline.structure.frame import Frame, divide
from pipeline.structure.items import Item, read_items, short_lines
from pipeline.structure.ledger import TextBuilder
from pipeline.structure.masthead import read_masthead
from pipeline.structure.paragraphs import Block, mend
from pipeline.structure.pattern import by_pattern, divided, single
from pipeline.structure.rows import read_rows
from pipeline.structure.tables import read_blocks


def recover(document: Document) -> Bulletin:
    """The bulletin that a document holds; any document gives one, an empty document an empty one."""
    builder = TextBuilder(document)
    frame = divide(read_blocks(read_rows(document)))
    items = read_items(mend(frame.body, map(plain_text, frame.contents)))
    entries = read_entries(frame.contents, short_lines(items))
    items = _outlined(items, entries, frame)
    imprint = [block for block in frame.masthead if is_imprint(block.text)]
    heads = [block for block in frame.masthead if block not in imprint]
    for block in frame.masthead:
        _write(builder, block, "colophon" if block in imprint else "masthead")
    contents = [] if frame.contents_last else _write_contents(builder, frame, entries)
    body = write_body(builder, items, entries)
    if frame.contents_last:
        contents = _write_contents(builder, frame, entries)
    for block in frame.colophon:
        _write(builder, block, "colophon")
    lines = [block.text for block in (*imprint, *frame.colophon)]
    masthead = read_masthead(heads, lines)
    own = bulletin_id(masthead.series, masthead.year, masthead.issue, masthead.total_issue, builder.text)
    found = read_imprint([*lines, *(block.text for block in heads if without_staff(block.text) != block.text)])
    return Bulletin(
        bulletin_id=own, document_id=document.document_id, masthead=masthead, text=builder.text,
        pieces=builder.pieces, staff=found.staff, recipients=found.recipients, contents=tuple(contents),
        sections=finish_sections(own, body.columns), articles=finish_articles(own, builder.text, body.articles),
        ledger=builder.ledger(),
    )  # fmt: skip


def _outlined(items: list[Item], entries: Sequence[Entry], frame: Frame) -> list[Item]:
    """The items with headings and titles: by the contents list, by pattern, or as one article."""
    if entries:
        found = by_contents(items, entries)
        if any(item.role == "title" for item in found):
            return found
        items = found
    if frame.masthead or divided(items):
        found = by_pattern(items)
        if any(item.role == "title" for item in found):
            return found
    return single(items)


def _write(builder: TextBuilder, block: Block, layer: Layer) -> None:
    for row in block.grid or ((block.passage,),):
        builder.add_row(row, layer)


def _write_contents(builder: TextBuilder, frame: Frame, entries: Sequence[Entry]) -> list[ContentsLine]:
    for block in frame.contents_heading:
        _write(builder, block, "contents")
    found: list[ContentsLine] = []
    column: str | None = None
    for entry in entries:
        start, end = builder.add(entry.passage, "contents")
        text = builder.slice(start, end)
        column = text if entry.kind == "section" else column
        found.append(
            ContentsLine(text, entry.kind, None if entry.kind == "section" else column, entry.page, start, end)
        )
    return found
