"""A small typesetter: paragraphs with a style become the lines with boxes that ingest reads from a PDF."""

from dataclasses import dataclass, replace

from pipeline.model.page import Box, CellRef, Document, Line, Page

WIDTH, HEIGHT, MARGIN = 595.0, 842.0, 72.0


@dataclass(frozen=True)
class Setting:
    """How a paragraph is set: size in points, indent and space before in ems; `align` as in word processors."""

    size: float = 10.5
    bold: bool = False
    align: str = "left"
    indent: float = 2.0
    before: float = 0.0


BODY = Setting()
FLAT = Setting(indent=0.0, before=0.8)
TITLE = Setting(size=14, bold=True, align="centre", indent=0.0, before=0.8)
HEADING = Setting(size=16, bold=True, indent=0.0, before=1.0)
SERIES = Setting(size=26, bold=True, align="centre", indent=0.0)
MIDDLE = Setting(size=12, align="centre", indent=0.0)
CREDIT = Setting(align="right", indent=0.0)
PLAIN = Setting(indent=0.0)


def em(character: str) -> float:
    return 1.0 if ord(character) > 0x2000 else 0.5


def broken(text: str, measure: float, indent: float) -> list[str]:
    """The text in lines that fit, closing punctuation never first and Latin words never broken."""
    lines, line, room = [], "", measure - indent
    for token in tokens(text):
        width = sum(map(em, token))
        if line and width > room:
            lines.append(line)
            line, room = "", measure
        line += token
        room -= width
    return [*lines, line]


def tokens(text: str) -> list[str]:
    found: list[str] = []
    for character in text:
        sticks = bool(found) and (
            (character.isascii() and character.isalnum() and found[-1][-1].isascii() and found[-1][-1].isalnum())
            or character in "，。、；：！？》”）"
            or found[-1][-1] in "《“（"
        )
        if sticks:
            found[-1] += character
        else:
            found.append(character)
    return found


def typeset(paragraphs: list[tuple[str, Setting]], columns: int = 1, source: str = "text-layer") -> Document:
    """A document of the paragraphs, in one or two columns, over as many pages as they need."""
    gutter = 20.0
    width = (WIDTH - 2 * MARGIN - gutter * (columns - 1)) / columns
    pages: list[list[Line]] = [[]]
    column, y = 0, MARGIN
    for text, setting in paragraphs:
        y += setting.before * setting.size
        for number, part in enumerate(broken(text, width / setting.size, setting.indent)):
            if y + setting.size > HEIGHT - MARGIN:
                column, y = (column + 1, MARGIN) if column + 1 < columns else (0, MARGIN)
                if column == 0:
                    pages.append([])
            left = MARGIN + column * (width + gutter)
            pages[-1].append(_line(part, setting, number, left, width, y, column if columns > 1 else None))
            y += 1.5 * setting.size
    made = tuple(Page(n, tuple(lines), source, WIDTH, HEIGHT) for n, lines in enumerate(pages, 1))  # type: ignore[arg-type]
    return Document("d-0", "typeset.pdf", "0" * 64, 1, "pdf", None, "text-layer", made)


def _line(text: str, setting: Setting, number: int, left: float, width: float, y: float, column: int | None) -> Line:
    length = sum(map(em, text)) * setting.size
    start = left + (setting.indent * setting.size if number == 0 else 0.0)
    if setting.align == "centre":
        start = left + (width - length) / 2
    elif setting.align == "right":
        start = left + width - length
    edges = [start]
    for character in text:
        edges.append(edges[-1] + em(character) * setting.size)
    box = Box(start, y, edges[-1], y + setting.size)
    return Line(text, box, tuple(edges), setting.size, setting.bold, column=column, left=left, right=left + width)


def table_page(rows: list[list[str]], above: list[tuple[str, Setting]], number: int, table: int = 0) -> Page:
    """A page with paragraphs and under them a ruled table whose cells ingest has found."""
    lines = list(typeset(above).pages[0].lines) if above else []
    y = (lines[-1].box.y1 if lines and lines[-1].box else MARGIN) + 10
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell:
                line = _line(cell, replace(PLAIN, indent=0.5), 0, MARGIN + c * 150, 150, y + r * 18, None)
                lines.append(replace(line, cell=CellRef(table, r, c), left=None, right=None))
    return Page(number, tuple(lines), "text-layer", WIDTH, HEIGHT)
