"""Draw a specimen's source as a PDF: masthead, contents with leaders, columns, ruled tables, running heads, colophon.

Lengths are points; y runs downwards from the top of the page. Fonts: Noto CJK (SIL Open Font License 1.1) and, for
marks that it lacks, DejaVu Sans; only the characters used are embedded.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.fonts import TTFFont
from specimen_lines import PrintedLine, break_lines
from specimen_source import Block, Specimen

FONT_FOLDER = Path("/usr/share/fonts")
# Family: file below the font folder, and which font of a collection is the simplified Chinese one.
FONTS = {
    "song": ("opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "hei": ("opentype/noto/NotoSansCJK-Bold.ttc", 2),
    "marks": ("truetype/dejavu/DejaVuSans.ttf", 0),
}
PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89
LEFT, RIGHT, TOP, BOTTOM = 80.0, 515.28, 90.0, 765.0
GUTTER = 24.0
RED, BLACK, GREY = (192, 0, 0), (0, 0, 0), (90, 90, 90)
PRINTED_ON = datetime(2024, 1, 1, tzinfo=UTC)


@dataclass
class Press:
    """A page under way: the column that is being filled, how far down, and where each article began."""

    pdf: FPDF
    specimen: Specimen
    page_of: dict[int, int]
    column: int = 0
    columns: int = 1
    column_top: float = TOP
    y: float = TOP
    lowest: float = TOP
    articles: int = 0
    began: dict[int, int] = field(default_factory=dict)

    def measure(self) -> float:
        return (RIGHT - LEFT - GUTTER * (self.columns - 1)) / self.columns

    def left(self) -> float:
        return LEFT + self.column * (self.measure() + GUTTER)

    def body_size(self) -> float:
        return 12.0 if self.columns == 1 else 10.5

    def room_for(self, height: float) -> bool:
        return self.y + height <= BOTTOM

    def make_room(self, height: float) -> bool:
        """Go on to the next column or page where `height` does not fit; whether that was so."""
        if self.room_for(height):
            return False
        self.lowest = max(self.lowest, self.y)
        if self.column + 1 < self.columns:
            self.column, self.y = self.column + 1, self.column_top
        else:
            self.new_page()
        return True

    def new_page(self) -> None:
        self.pdf.add_page()
        self.column, self.y, self.column_top, self.lowest = 0, TOP, TOP, TOP
        _draw_furniture(self)


def pdf_bytes(specimen: Specimen) -> bytes:
    """The whole file as it stands in raw/. Drawn twice: the contents list needs the pages of the first drawing."""
    first = draw(specimen, {})
    return bytes(draw(specimen, first.began).pdf.output())


def draw(specimen: Specimen, page_of: dict[int, int]) -> Press:
    press = Press(_new_pdf(), specimen, page_of)
    press.new_page()
    blocks = specimen.blocks()
    at = 0
    while at < len(blocks):
        run = _run(blocks, at)
        DRAW[run[0].kind](press, run)
        at += len(run)
    return press


def _run(blocks: list[Block], at: int) -> list[Block]:
    """The blocks from `at` on that are drawn together: all of the masthead, contents, a table, the colophon."""
    kind, end = blocks[at].kind, at + 1
    while kind in ("masthead", "contents", "row", "colophon") and end < len(blocks) and blocks[end].kind == kind:
        end += 1
    return blocks[at:end]


def _new_pdf() -> FPDF:
    pdf = FPDF(unit="pt", format=(PAGE_WIDTH, PAGE_HEIGHT))
    pdf.set_auto_page_break(False)
    pdf.set_creation_date(PRINTED_ON)
    pdf.set_producer("specimens")
    for family, (file, number) in FONTS.items():
        pdf.add_font(family, fname=FONT_FOLDER / file, collection_font_number=number)
    return pdf


def _write(press: Press, text: str, x: float, y: float, family: str, size: float, spacing: float = 0.0) -> float:
    """Draw the text with its top at y; the x at which it ends. A mark that the font lacks comes from another font."""
    for piece, font in _by_font(press, text, family):
        press.pdf.set_font(font, size=size)
        press.pdf.set_char_spacing(spacing)
        press.pdf.text(x, y + 0.88 * size, piece)
        x += press.pdf.get_string_width(piece)
    press.pdf.set_char_spacing(0)
    return x


def _by_font(press: Press, text: str, family: str) -> list[tuple[str, str]]:
    font = press.pdf.fonts[family]
    if text and isinstance(font, TTFFont) and ord(text[0]) not in font.cmap:
        return [(text[0], "marks"), (text[1:], family)]
    return [(text, family)]


def _width(press: Press, text: str, family: str, size: float) -> float:
    press.pdf.set_font(family, size=size)
    return float(press.pdf.get_string_width(text))


def _lines(press: Press, text: str, family: str, size: float, indent: float = 0.0) -> list[PrintedLine]:
    return break_lines(text, press.measure(), lambda piece: _width(press, piece, family, size), indent)


def _draw_furniture(press: Press) -> None:
    """The running head with its rule, and the page number, on every page but the first."""
    page = press.pdf.page_no()
    number = f"— {page} —"
    press.pdf.set_text_color(*GREY)
    _write(press, number, (PAGE_WIDTH - _width(press, number, "song", 10)) / 2, 790, "song", 10)
    if press.specimen.head and page > 1:
        width = _width(press, press.specimen.head, "song", 9)
        _write(press, press.specimen.head, (PAGE_WIDTH - width) / 2, 56, "song", 9)
        press.pdf.set_line_width(0.5)
        press.pdf.line(LEFT, 72, RIGHT, 72)
    press.pdf.set_text_color(*BLACK)


def draw_masthead(press: Press, run: list[Block]) -> None:
    """The title large and red down to the line that gives the issue, the rest below it, then a red rule."""
    issue = next(at for at, block in enumerate(run) if "第" in block.text and "期" in block.text)
    for at, block in enumerate(run):
        family, size = ("hei", 25.0) if at < issue else ("song", 13.0)
        press.pdf.set_text_color(*(RED if at < issue else BLACK))
        _draw_centred(press, block.text, family, size, leading=1.6)
    press.pdf.set_draw_color(*RED)
    press.pdf.set_line_width(1.5)
    press.pdf.line(LEFT, press.y + 4, RIGHT, press.y + 4)
    press.pdf.set_draw_color(*BLACK)
    press.y += 18


def draw_contents(press: Press, run: list[Block]) -> None:
    _draw_centred(press, run[0].text, "hei", 15.0, leading=2.0)
    for block in run[1:]:
        if block.article is None and block.marker:
            _draw_left(press, block.printed(), "hei", 12.0, leading=1.7)
        else:
            _draw_contents_line(press, block)
    press.y += 10
    if press.specimen.columns > 1:
        press.columns, press.column_top = press.specimen.columns, press.y


def _draw_contents_line(press: Press, block: Block) -> None:
    page = str(press.page_of.get(block.article or 0, 0))
    lines = break_lines(block.text, press.measure() - 60, lambda piece: _width(press, piece, "song", 11.5))
    for line in lines:
        press.make_room(20)
        end = _write(press, line.text, LEFT + 12, press.y, "song", 11.5)
        if line is lines[-1]:
            dots = int((RIGHT - end - 26) / _width(press, ".", "song", 11.5))
            _write(press, "." * dots, end + 3, press.y, "song", 11.5)
            _write(press, page, RIGHT - _width(press, page, "song", 11.5), press.y, "song", 11.5)
        press.y += 20


def draw_column_heading(press: Press, run: list[Block]) -> None:
    press.make_room(90)
    press.y += 10
    _draw_left(press, run[0].printed(), "hei", press.body_size() + 3, leading=1.8)


def draw_title(press: Press, run: list[Block]) -> None:
    press.make_room(70)
    press.articles += 1
    press.began[press.articles] = press.pdf.page_no()
    press.y += 6
    _draw_centred(press, run[0].printed(), "hei", press.body_size() + 1.5, leading=1.55)
    press.y += 3


def draw_paragraph(press: Press, run: list[Block]) -> None:
    size = press.body_size()
    for line in _lines(press, run[0].text, "song", size, indent=2 * size):
        press.make_room(1.65 * size)
        _write(press, line.text, press.left() + line.indent, press.y, "song", size, line.spacing)
        press.y += 1.65 * size


def draw_credit(press: Press, run: list[Block]) -> None:
    """A contributor or source line, at the right, not parted by the end of a column."""
    size = press.body_size() - 0.5
    lines = _lines(press, run[0].text, "song", size)
    press.make_room(1.65 * size * len(lines))
    for line in lines:
        x = press.left() + press.measure() - _width(press, line.text, "song", size)
        _write(press, line.text, x, press.y, "song", size)
        press.y += 1.65 * size


def draw_caption(press: Press, run: list[Block]) -> None:
    """A unit line at the right, any other caption of a table in the middle."""
    press.make_room(70)
    if run[0].text.startswith("单位"):
        draw_credit(press, run)
    else:
        _draw_centred(press, run[0].text, "hei", press.body_size() - 0.5, leading=1.7)


def draw_table(press: Press, run: list[Block]) -> None:
    size = press.body_size() - 1.5
    rows = [block.cells() for block in run]
    widths = _column_widths(press, rows, size)
    press.y += 2
    for at, row in enumerate(rows):
        broke = press.make_room(_row_height(press, row, widths, size))
        if broke and press.specimen.repeat_head and at:
            _draw_row(press, rows[0], widths, size, "hei")
        _draw_row(press, row, widths, size, "song" if at else "hei")
    press.y += 8


def _column_widths(press: Press, rows: list[list[str]], size: float) -> list[float]:
    """Each column as wide as its widest cell; what is over or under goes to (or is taken from) the widest column."""
    widths = [max(_width(press, row[at], "hei", size) for row in rows) + 14 for at in range(len(rows[0]))]
    spare = press.measure() - sum(widths)
    if spare > 0:
        return [width + spare / len(widths) for width in widths]
    widest = widths.index(max(widths))
    return [width + spare if at == widest else width for at, width in enumerate(widths)]


def _cell_lines(press: Press, text: str, width: float, size: float, family: str) -> list[PrintedLine]:
    return break_lines(text, width - 8, lambda piece: _width(press, piece, family, size))


def _row_height(press: Press, row: list[str], widths: list[float], size: float) -> float:
    pairs = zip(row, widths, strict=True)
    return max(len(_cell_lines(press, text, width, size, "hei")) for text, width in pairs) * 1.4 * size + 7


def _draw_row(press: Press, row: list[str], widths: list[float], size: float, family: str) -> None:
    height, x = _row_height(press, row, widths, size), press.left()
    press.pdf.set_line_width(0.6)
    for text, width in zip(row, widths, strict=True):
        press.pdf.rect(x, press.y, width, height)
        lines = _cell_lines(press, text, width, size, family)
        y = press.y + (height - 1.4 * size * len(lines)) / 2 + 0.2 * size
        for line in lines:
            _write(press, line.text, x + (width - _width(press, line.text, family, size)) / 2, y, family, size)
            y += 1.4 * size
        x += width
    press.y += height


def draw_colophon(press: Press, run: list[Block]) -> None:
    """Below everything, over the whole width, under a rule."""
    press.y = max(press.y, press.lowest if press.columns > 1 else press.y)
    press.column, press.columns, press.column_top = 0, 1, TOP
    if not press.room_for(24 * len(run) + 30):
        press.new_page()
    press.y += 14
    press.pdf.set_line_width(0.8)
    press.pdf.line(LEFT, press.y, RIGHT, press.y)
    press.y += 10
    for block in run:
        _draw_left(press, block.text, "song", 11.0, leading=1.7)


def _draw_centred(press: Press, text: str, family: str, size: float, leading: float) -> None:
    for line in _lines(press, text, family, size):
        press.make_room(leading * size)
        x = press.left() + (press.measure() - _width(press, line.text, family, size)) / 2
        _write(press, line.text, x, press.y, family, size)
        press.y += leading * size


def _draw_left(press: Press, text: str, family: str, size: float, leading: float) -> None:
    for line in _lines(press, text, family, size):
        press.make_room(leading * size)
        _write(press, line.text, press.left(), press.y, family, size)
        press.y += leading * size


DRAW = {
    "masthead": draw_masthead,
    "contents": draw_contents,
    "column": draw_column_heading,
    "title": draw_title,
    "paragraph": draw_paragraph,
    "contributor": draw_credit,
    "source": draw_credit,
    "caption": draw_caption,
    "row": draw_table,
    "colophon": draw_colophon,
}
