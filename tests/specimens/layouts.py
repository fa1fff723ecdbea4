"""PDFs in the layouts that archives hold, each with the text that a reader takes from it.

The sentences are written for these specimens. Makers return the bytes of the file; the text stands beside them.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import zip_longest

from fpdf import FPDF
from fpdf.enums import MethodReturnValue

from tests.specimens.fonts import FILES, chinese_font
from tests.specimens.raw_pdf import one_page, stream

HEAD = "样例联盟工作简报　2023年第9期"
TITLE = "样例联盟在江城召开年度工作会议"
PARAGRAPHS = (
    "近日，样例联盟在江城召开2023年度工作会议，来自全国48家成员单位的120余名代表参加。会议听取了秘书处的工作报告，"
    "审议了下一年度的重点任务，并就共性技术平台的运行机制进行了充分讨论。",
    "会议指出，过去一年联盟围绕产业链关键环节组织联合攻关，新立项团体标准17项，发布技术报告5份，带动研发投入超过"
    "3.6亿元。各成员单位要进一步加强协作，把创新成果更快地用到生产一线。",
    "与会代表还参观了江城先进材料中试基地，现场了解Alpha Line 2.0示范线的建设情况。该示范线全长约260米，设计年产能"
    "1.2万吨，预计于明年上半年投入试运行。",
    "下一步，联盟将继续完善知识产权共享办法，推动检测数据互认，组织跨区域的人才培训，并在三个省市开展应用试点，"
    "力争到2025年形成一批可复制、可推广的经验做法。",
)
TABLE_HEAD = ("序号", "成员单位", "产值")
UNIT_LINE = "单位：亿元"

LEFT, RIGHT, TOP = 62.0, 533.0, 90.0
SIZE, PITCH = 12.0, 20.0


@dataclass(frozen=True, slots=True)
class Specimen:
    """A PDF's bytes and its lines in reading order, without page furniture."""

    content: bytes
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines without white space."""
        return bare("".join(self.lines))


def bare(text: str) -> str:
    """The text without white space, which lines may or may not show."""
    return "".join(text.split())


class Paper(FPDF):
    """A4 paper in points with a Chinese font, written to line by line."""

    def __init__(self, files: tuple[str, ...] = FILES) -> None:
        super().__init__(unit="pt", format="A4")
        self.set_auto_page_break(False)
        self.add_font("zh", "", chinese_font(files))
        self.set_creation_date(datetime(2023, 9, 1, tzinfo=UTC))

    def at(self, x: float, y: float, text: str, size: float = SIZE) -> None:
        """Text with its baseline at y."""
        self.set_font("zh", size=size)
        self.text(x, y, text)

    def furnished(self, head: bool = True) -> None:
        """A new page with a page number, and with a running head where there is to be one."""
        self.add_page()
        if head:
            self.at(200, 40, HEAD, 9)
        self.at(282, 805, f"— {self.page_no()} —", 10)

    def wrapped(self, text: str, width: float, size: float = SIZE) -> list[str]:
        """The text broken to a width, first line indented by two characters."""
        self.set_font("zh", size=size)
        # fpdf2 takes blanks off the beginning of a line: two letters keep their place until it is broken.
        lines = self.multi_cell(width, PITCH, "国国" + text, dry_run=True, output=MethodReturnValue.LINES, align="L")
        return ["　　" + lines[0][2:], *lines[1:]]

    def bytes(self) -> bytes:
        return bytes(self.output())


def _stripped(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.strip("　 ") for line in lines if line.strip("　 "))


@cache
def two_columns(pages: int = 3) -> Specimen:
    """A title across two columns; the file draws left and right lines in turn, row by row."""
    paper, read = Paper(), []
    for number in range(pages):
        paper.furnished()
        paper.at(120, TOP, f"{TITLE}之{number + 1}", 20)
        read.append(f"{TITLE}之{number + 1}")
        columns = [_column(paper, number), _column(paper, number + 1)]
        for row, pair in enumerate(zip_longest(*columns)):
            for x, line in zip((LEFT, 310.0), pair, strict=True):
                if line:
                    paper.at(x, TOP + 40 + row * PITCH, line)
        read += [line for column in columns for line in column]
    return Specimen(paper.bytes(), _stripped(read))


def _column(paper: Paper, first: int) -> list[str]:
    texts = [PARAGRAPHS[(first + i) % len(PARAGRAPHS)] for i in range(3)]
    return [line for text in texts for line in paper.wrapped(text, 223)]


@cache
def boxed() -> Specimen:
    """Prose, a note with a frame around it, and prose again."""
    paper, read, y = Paper(), [], TOP
    paper.furnished(head=False)
    for number, text in enumerate(PARAGRAPHS[:3]):
        lines = paper.wrapped(text, RIGHT - LEFT - 20)
        if number == 1:
            paper.rect(LEFT - 4, y - 16, RIGHT - LEFT + 8, PITCH * len(lines) + 8)
        for line in lines:
            paper.at(LEFT, y, line)
            y += PITCH
        read += lines
        y += 12
    return Specimen(paper.bytes(), _stripped(read))


@cache
def table(rows: Sequence[Sequence[str]], pages: int = 1, repeat_head: bool = True, unit: str | None = None) -> Specimen:
    """A ruled table of three columns over as many pages, with or without its head row on each of them."""
    paper, read = Paper(), []
    share = -(-len(rows) // pages)
    for number in range(pages):
        paper.furnished(head=pages > 1)
        y = TOP
        if unit:
            paper.at(RIGHT - 70, y, unit)
            read.append(unit)
            y += PITCH
        part = list(rows[number * share : (number + 1) * share])
        shown = [TABLE_HEAD, *part] if repeat_head or number == 0 else part
        _ruled(paper, y, shown)
        read += [cell for row in shown for cell in row]
    return Specimen(paper.bytes(), tuple(read))


EDGES = (LEFT, LEFT + 60, LEFT + 340, RIGHT)


def _ruled(paper: Paper, y: float, rows: Sequence[Sequence[str]]) -> None:
    for number, row in enumerate(rows):
        top = y + number * 24
        for x0, x1, cell in zip(EDGES, EDGES[1:], row, strict=False):
            paper.rect(x0, top, x1 - x0, 24)
            paper.at(x0 + 8, top + 16, cell, 11)


def member_rows(count: int) -> tuple[tuple[str, str, str], ...]:
    """Rows for a table of members."""
    return tuple((str(n), f"江城第{n}材料有限公司", f"{n * 1.25:.2f}") for n in range(1, count + 1))


@cache
def merged_cells() -> Specimen:
    """A table whose first column joins two rows and whose last row joins two columns."""
    paper = Paper()
    paper.furnished(head=False)
    x, y = EDGES, TOP
    cells = [
        (0, 0, 1, 1, "类别"), (0, 1, 1, 1, "名称"), (0, 2, 1, 1, "数量"),
        (1, 0, 2, 1, "标准"), (1, 1, 1, 1, "团体标准"), (1, 2, 1, 1, "17项"),
        (2, 1, 1, 1, "企业标准"), (2, 2, 1, 1, "40项"),
        (3, 0, 1, 2, "合计"), (3, 2, 1, 1, "57项"),
    ]  # fmt: skip
    for row, column, height, width, text in cells:
        paper.rect(x[column], y + row * 24, x[column + width] - x[column], height * 24)
        paper.at(x[column] + 8, y + row * 24 + 16, text, 11)
    return Specimen(paper.bytes(), tuple(text for *_, text in cells))


@cache
def three_lines(rows: int = 6) -> Specimen:
    """A table in the style of journals: a rule above, below the head, and at the end; none between columns."""
    paper = Paper()
    paper.furnished(head=False)
    body = [TABLE_HEAD, *member_rows(rows)]
    for number, row in enumerate(body):
        for x, cell in zip(EDGES, row, strict=False):
            paper.at(x + 8, TOP + 17 + number * 22, cell, 11)
    for y in (TOP, TOP + 24, TOP + 8 + 22 * len(body)):
        paper.line(LEFT, y, RIGHT, y)
    return Specimen(paper.bytes(), tuple(cell for row in body for cell in row))


@cache
def letter(pages: int = 1, files: tuple[str, ...] = FILES, paragraphs: int = len(PARAGRAPHS)) -> Specimen:
    """Plain prose with a title, page after page."""
    paper, read = Paper(files), []
    for number in range(pages):
        paper.furnished(head=pages > 1)
        paper.at(150, TOP, f"{TITLE}（{number + 1}）", 18)
        lines = [line for text in PARAGRAPHS[:paragraphs] for line in paper.wrapped(text, RIGHT - LEFT)]
        for row, line in enumerate(lines):
            paper.at(LEFT, TOP + 40 + row * PITCH, line)
        read += [f"{TITLE}（{number + 1}）", *lines]
    return Specimen(paper.bytes(), _stripped(read))


def turned(degrees: int) -> Specimen:
    """A letter on pages that are to be shown turned by 90, 180 or 270 degrees."""
    import pypdfium2

    upright = letter()
    document = pypdfium2.PdfDocument(upright.content)
    document[0].set_rotation(degrees)
    out = io.BytesIO()
    document.save(out)
    return Specimen(out.getvalue(), upright.lines)


@cache
def watermarked(pages: int = 4) -> Specimen:
    """A letter on each page of which a word is printed aslant."""
    paper, read = Paper(), []
    for number in range(pages):
        paper.furnished()
        with paper.rotation(40, 200, 500):
            paper.at(200, 500, "内部资料注意保存", 40)
        lines = paper.wrapped(PARAGRAPHS[number % len(PARAGRAPHS)], RIGHT - LEFT)
        for row, line in enumerate(lines):
            paper.at(LEFT, TOP + row * PITCH, line)
        read += lines
    return Specimen(paper.bytes(), _stripped(read))


def scanned(specimen: Specimen, tilt: float = 0.0, only: Sequence[int] | None = None) -> Specimen:
    """The specimen as a scanner gives it: pages (all, or those numbered from 0) as gray images, turned by degrees."""
    import pypdfium2
    from PIL import Image

    source = pypdfium2.PdfDocument(specimen.content)
    out = pypdfium2.PdfDocument.new()
    for number in range(len(source)):
        if only is not None and number not in only:
            out.import_pages(source, [number])
            continue
        picture = source[number].render(scale=200 / 72, grayscale=True).to_pil()
        picture = picture.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor=255)
        sheet = io.BytesIO()
        picture.save(sheet, "PDF", resolution=200.0, quality=85)
        out.import_pages(pypdfium2.PdfDocument(sheet.getvalue()))
    content = io.BytesIO()
    out.save(content)
    return Specimen(content.getvalue(), specimen.lines)


def unembedded_font(lines: Sequence[str] = ("样例简报第三期", "成员单位共有四十八家")) -> Specimen:
    """The standard Chinese font of PDF readers, not embedded, text in the character set's own encoding."""
    shown = "".join(
        f"1 0 0 1 80 {760 - 30 * i} Tm <{line.encode('utf-16-be').hex()}> Tj " for i, line in enumerate(lines)
    )
    content = one_page(
        f"BT /F1 16 Tf {shown}ET".encode(),
        "/Font << /F1 5 0 R >>",
        [
            "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>",
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 7 0 R "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
            "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
            "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        ],
    )
    return Specimen(content, tuple(lines))


def embedded_cmap(text: str = "样例简报") -> Specimen:
    """A font whose codes an embedded CMap stream maps to glyphs, and another one to characters."""
    codes = "".join(f"<{i:02x}> {100 + i}\n" for i in range(1, len(text) + 1))
    letters = "".join(f"<{i:02x}> <{c.encode('utf-16-be').hex()}>\n" for i, c in enumerate(text, 1))
    content = one_page(
        f"BT /F1 16 Tf 80 760 Td <{''.join(f'{i:02x}' for i in range(1, len(text) + 1))}> Tj ET".encode(),
        "/Font << /F1 5 0 R >>",
        [
            "<< /Type /Font /Subtype /Type0 /BaseFont /Sample /Encoding 8 0 R /ToUnicode 9 0 R /DescendantFonts [6 0 R] >>",
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Sample /DW 1000 /FontDescriptor 7 0 R "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
            "<< /Type /FontDescriptor /FontName /Sample /Flags 6 /FontBBox [0 -200 1000 880] /ItalicAngle 0 "
            "/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
            stream(_cmap("cidchar", codes, len(text)), "/Type /CMap /CMapName /Sample-H "),
            stream(_cmap("bfchar", letters, len(text))),
        ],
    )
    return Specimen(content, (text,))


def _cmap(kind: str, entries: str, count: int) -> bytes:
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Sample-H def\n/CMapType 1 def\n"
        "1 begincodespacerange\n<00> <ff>\nendcodespacerange\n"
        f"{count} begin{kind}\n{entries}end{kind}\nendcmap\nend\nend\n"
    ).encode()


def unmapped_font() -> Specimen:
    """A letter whose font does not say which characters its glyphs are."""
    mapped = letter(paragraphs=1)
    return Specimen(mapped.content.replace(b"/ToUnicode", b"/NoUnicode"), mapped.lines)


def hyphenated() -> Specimen:
    """Latin text with a word divided at the end of a line."""
    paper = Paper()
    paper.furnished(head=False)
    lines = (
        "The alliance runs a common platform for semiconductor manu-",
        "facturing and advanced packaging in Jiangcheng.",
    )
    for row, line in enumerate(lines):
        paper.at(LEFT, TOP + row * PITCH, line)
    return Specimen(paper.bytes(), lines)
