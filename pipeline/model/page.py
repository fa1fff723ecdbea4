"""What ingest makes of a raw file: pages of lines in reading order, each with its place on the page.

Coordinates are PDF points (1/72 inch) from the top left corner of the page as it is displayed, y downwards.
Text input has no geometry: its boxes, edges and sizes are None and all its lines stand on page 1.
"""

from dataclasses import dataclass
from typing import Literal

Format = Literal["pdf", "text"]
TextSource = Literal["text-layer", "ocr", "mixed", "plain"]
PageSource = Literal["text-layer", "ocr", "plain"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the top left of the page; x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))


@dataclass(frozen=True, slots=True)
class CellRef:
    """Where a line stands in a table of its page: table (0… on the page), row and column (0…, 0 is the head row)."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one text column, as ingest read it.

    `edges` has len(text) + 1 x-coordinates: character i stands between edges[i] and edges[i + 1].
    `size` is the font size in points of most of its characters, `bold` whether most are bold.
    `layer` is set by ingest only to "furniture" (running head or foot, page number, watermark) or "discarded";
    `reason` then says why in words. None means: for the structure stage to decide.
    `column` numbers the text columns of the page from 0, left to right; a line across all columns has None.
    `left` and `right` bound the text column that the line stands in (the measure), None for text input.
    """

    text: str
    box: Box | None = None
    edges: tuple[float, ...] | None = None
    size: float | None = None
    bold: bool = False
    layer: Literal["furniture", "discarded"] | None = None
    reason: str | None = None
    column: int | None = None
    left: float | None = None
    right: float | None = None
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `number` counts from 1; width and height in points (None for text); lines in reading order."""

    number: int
    lines: tuple[Line, ...]
    source: PageSource
    width: float | None = None
    height: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A raw file that was read. A file that could not be read is a Document with `reason` and no pages.

    `document_id` depends on `path` (relative to raw/, `/` between parts) alone. `encoding` is null for PDFs.
    """

    document_id: str
    path: str
    sha256: str
    bytes: int
    format: Format | None = None
    encoding: str | None = None
    text_source: TextSource | None = None
    pages: tuple[Page, ...] = ()
    reason: str | None = None
    warnings: tuple[str, ...] = ()
