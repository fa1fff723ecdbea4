"""Straight rules drawn on a page: the borders of tables and boxes."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from pipeline.ingest.characters import to_display
from pipeline.ingest.limits import Limits
from pipeline.ingest.pointers import address, bare
from pipeline.model.errors import UnreadableDocument

# A filled strip up to this thickness (points) is a rule; a line shorter than this is an ornament or a dash.
THICKEST = 3.0
SHORTEST = 6.0
# How far from upright a rule may lean, points over its whole length.
LEANING = 1.0

# A path of more segments is a picture; what lies beyond is not looked at.
MOST_SEGMENTS = 4000

Corner = tuple[float, float]
Rectangle = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A horizontal or vertical line in points from the top left of the page; x0 <= x1 and y0 <= y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def horizontal(self) -> bool:
        """Whether it runs along the lines of text."""
        return self.x1 - self.x0 >= self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn on a page besides text: its rules, the share of its area that images cover (0–1), other shapes."""

    rulings: tuple[Ruling, ...]
    image_share: float = 0.0
    shapes: int = 0


def read_drawing(page: Any, rotation: int, limits: Limits) -> Drawing:
    """The rules and images of a page of a pypdfium2 document, turned by `rotation` degrees.

    Raises UnreadableDocument where too many objects are drawn, or forms are nested too deep.
    """
    strips: list[Rectangle] = []
    images: list[Rectangle] = []
    shapes = 0
    for kind, handle, matrix in _objects(page.raw, limits):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            found = list(_strips(handle, matrix))
            strips += found
            shapes += not found
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _check_image(handle, limits)
            images.append(_bounds(handle, matrix))
    strips.extend(image for image in images if _thin(image))
    return Drawing(_displayed(page, rotation, strips), _covered(page, images), shapes)


def _check_image(handle: Any, limits: Limits) -> None:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium.FPDFImageObj_GetImagePixelSize(handle, width, height)
    if width.value * height.value > limits.image_pixels:
        raise UnreadableDocument(
            f"an image of {width.value} by {height.value} pixels, beyond the limit; "
            "print it smaller, or raise image_pixels in jianbao.toml"
        )


def _objects(page: Any, limits: Limits) -> Iterator[tuple[int, Any, Matrix]]:
    """Kind, handle and form's matrix of all objects but text on a page and in the forms on it."""
    handles = list(map(bare("FPDFPage_GetObject"), repeat(address(page)), range(pdfium.FPDFPage_CountObjects(page))))
    levels = [(handles, IDENTITY)]
    seen = 0
    for _ in range(limits.nesting + 1):
        forms: list[tuple[Any, Matrix]] = []
        for handles, matrix in levels:
            seen += len(handles)
            if seen > limits.objects:
                raise UnreadableDocument(
                    f"more than {limits.objects} objects are drawn on one page; raise objects in jianbao.toml"
                )
            for kind, place in zip(map(bare("FPDFPageObj_GetType"), handles), handles, strict=True):
                if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                    continue
                handle = ctypes.cast(place, pdfium.FPDF_PAGEOBJECT)
                if kind == pdfium.FPDF_PAGEOBJ_FORM:
                    forms.append((handle, _times(_matrix(handle), matrix)))
                else:
                    yield kind, handle, matrix
        levels = [(_inside(form), matrix) for form, matrix in forms]
        if not levels:
            return
    raise UnreadableDocument(f"forms are nested deeper than {limits.nesting}; raise nesting in jianbao.toml")


def _inside(form: Any) -> list[int]:
    """The addresses of a form's objects."""
    count = pdfium.FPDFFormObj_CountObjects(form)
    return list(map(bare("FPDFFormObj_GetObject"), repeat(address(form)), range(max(count, 0))))


def _matrix(handle: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(m)):
        return IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(matrix: Matrix, x: float, y: float) -> Corner:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(handle: Any, matrix: Matrix) -> Rectangle:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    corners = [_moved(matrix, x, y) for x in (left.value, right.value) for y in (bottom.value, top.value)]
    return _around(corners)


def _around(corners: list[Corner]) -> Rectangle:
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _thin(strip: Rectangle) -> bool:
    return min(strip[2] - strip[0], strip[3] - strip[1]) <= THICKEST


def _strips(handle: Any, matrix: Matrix) -> Iterator[Rectangle]:
    """The straight strips of a path: each thin part of it, and each edge of a part that is drawn in outline."""
    outlined = _outlined(handle)
    for part in _parts(handle, _times(_matrix(handle), matrix)):
        whole = _around(part)
        if _thin(whole):
            yield whole
        elif outlined:
            yield from (_strip(a, b) for a, b in pairwise(part))


def _strip(a: Corner, b: Corner) -> Rectangle:
    (ax, ay), (bx, by) = a, b
    return (ax if ax < bx else bx, ay if ay < by else by, bx if ax < bx else ax, by if ay < by else ay)


def _outlined(handle: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(handle, fill, stroke)) and bool(stroke.value)


def _parts(handle: Any, matrix: Matrix) -> list[list[Corner]]:
    """The subpaths of a path as corners; those with curves are left out, closed ones end where they begin."""
    parts: list[list[Corner]] = []
    curved: set[int] = set()
    for kind, closes, x, y in _segments(handle):
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved.add(len(parts) - 1)
        parts[-1].append(_moved(matrix, x, y))
        if closes:
            parts[-1].append(parts[-1][0])
    return [part for number, part in enumerate(parts) if number not in curved and len(part) > 1]


def _segments(handle: Any) -> Iterator[tuple[int, bool, float, float]]:
    """Kind, whether it closes its subpath, and end of each segment of a path; of a huge path the first thousands."""
    point = (ctypes.c_float * 2)()
    x = ctypes.addressof(point)
    y, path = x + ctypes.sizeof(ctypes.c_float), address(handle)
    for index in range(min(pdfium.FPDFPath_CountSegments(handle), MOST_SEGMENTS)):
        segment = bare("FPDFPath_GetPathSegment")(path, index)
        bare("FPDFPathSegment_GetPoint")(segment, x, y)
        closes = bool(bare("FPDFPathSegment_GetClose")(segment))
        yield bare("FPDFPathSegment_GetType")(segment), closes, point[0], point[1]


def _displayed(page: Any, rotation: int, strips: list[Rectangle]) -> tuple[Ruling, ...]:
    """The strips that are long and straight enough, as they stand on the displayed page, without repetition."""
    if not strips:
        return ()
    boxes = to_display(page, np.array([(x0, y1, x1, y0) for x0, y0, x1, y1 in strips]), rotation)
    straight = {tuple(box) for box in np.round(boxes, 2).tolist() if _rules(*box)}
    return tuple(Ruling(*box) for box in sorted(straight, key=lambda box: (box[1], box[0], box[3], box[2])))


def _rules(x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether a strip is long, thin and straight enough for a rule."""
    short, long = sorted((x1 - x0, y1 - y0))
    return long >= SHORTEST and short <= THICKEST and (short <= LEANING or short < long / 10)


def _covered(page: Any, images: list[Rectangle]) -> float:
    """The share of the page that images cover; overlapping ones count twice, up to the whole page."""
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    inside = (
        max(min(x1, right) - max(x0, left), 0) * max(min(y1, top) - max(y0, bottom), 0) for x0, y0, x1, y1 in images
    )
    return float(min(sum(inside) / area, 1.0))
