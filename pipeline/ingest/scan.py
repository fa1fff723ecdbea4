"""Scanned pages: rendered, set upright, read by OCR, and laid out like any other page."""

from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.ingest.glyphs import Boxes, Glyphs
from pipeline.ingest.layout import lay_out
from pipeline.ingest.limits import Limits
from pipeline.ingest.ocr import Image, Recognised, recognise
from pipeline.ingest.rulings import Ruling
from pipeline.model.errors import UnreadableDocument
from pipeline.model.page import Box, Line

# Pixels an inch: what OCR reads best, and the least that it still reads when a page is huge.
DOTS = 200
FEWEST_DOTS = 100
POINTS = 72.0
# Tilts (degrees) that are looked for, coarsely and then finely; less than the least is left alone.
STEEPEST = 3.0
COARSE_STEP = 0.25
FINE_STEP = 0.05
LEAST_TILT = 0.1
# Height in pixels of the small picture on which the tilt is estimated.
SMALL = 1000
# Shortest rules in a scan, in points: longer than any stroke of a letter of body text.
SHORTEST_FLAT = 24.0
SHORTEST_UPRIGHT = 15.0
# The em from the mean width that OCR gives Chinese characters, and from the height that it gives a line, measured on
# scans of known sizes; lines whose measured sizes differ by less than this share are set in the same size.
EM_OF_WIDTH = 1.02
EM_OF_HEIGHT = 0.92
SAME_SIZE = 0.08
# A page of which OCR is less sure than this on average may stand on its head.
DOUBTFUL = 0.85
# What OCR is less sure of than this is kept, but a line of one or two such characters is dirt on the glass.
UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class Scan:
    """The lines of a scanned page, and by how many degrees clockwise it had to be turned before it could be read.

    Coordinates are those of the page as turned.
    """

    lines: tuple[Line, ...]
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Upright:
    """A page image turned upright by `tilt` degrees about its middle, at `scale` pixels a point."""

    image: Image
    tilt: float
    scale: float


def read_scan(page: Any, ocr_cache: Path | None, limits: Limits) -> Scan:
    """The lines of a page of a pypdfium2 document by OCR. Raises UnreadableDocument where it is too large."""
    image, scale = render(page, limits)
    upright, seen, turn = _best_way_up(image, scale, ocr_cache)
    glyphs, sizes = _glyphs(seen, upright.scale)
    rulings = tuple(r for r in find_rulings(upright) if not _is_stroke(r, seen, upright.scale))
    lines = lay_out(glyphs, rulings, lambda indexes: (_median([sizes[i] for i in indexes]), False))
    return Scan(tuple(_tilted_back(line, upright) for line in lines), turn)


def _best_way_up(image: Image, scale: float, cache: Path | None) -> tuple[Upright, tuple[Recognised, ...], int]:
    """The page with what OCR read on it, turned by 90, 180 or 270 degrees clockwise where it lies on side or head."""
    upright = set_upright(image, scale)
    seen, turn = recognise(upright.image, cache), 0
    if _is_sideways(seen):
        # Turned the way in which the recogniser turns upright lines: its own reading of them says which side is up.
        image, turn = np.ascontiguousarray(np.rot90(image)), 270
        upright = set_upright(image, scale)
        seen = recognise(upright.image, cache)
    if seen and _sureness(seen) < DOUBTFUL:
        other = set_upright(np.ascontiguousarray(np.rot90(image, 2)), scale)
        turned = recognise(other.image, cache)
        if _sureness(turned) > _sureness(seen):
            return other, turned, (turn + 180) % 360
    return upright, seen, turn


def _is_sideways(lines: tuple[Recognised, ...]) -> bool:
    """Whether most characters stand in lines that are higher than wide."""
    standing = sum(len(line.text) for line in lines if _height(line) > 2 * _width(line))
    return standing > sum(len(line.text) for line in lines) / 2


def _sureness(lines: tuple[Recognised, ...]) -> float:
    """How sure OCR is of what it read, 0–1 on average of all characters; lines that it dropped weigh nothing."""
    characters = sum(len(line.text) for line in lines)
    return sum(line.score * len(line.text) for line in lines) / characters if characters else 0.0


def _width(line: Recognised) -> float:
    return abs(line.corners[1][0] - line.corners[0][0])


def _height(line: Recognised) -> float:
    return abs(line.corners[3][1] - line.corners[0][1])


def render(page: Any, limits: Limits) -> tuple[Image, float]:
    """The page as an image of three channels, and its pixels a point."""
    width, height = page.get_size()
    dots = min(DOTS, POINTS * (limits.pixels / (width * height)) ** 0.5)
    if dots < FEWEST_DOTS:
        raise UnreadableDocument(
            f"a scanned page of {width:.0f} by {height:.0f} points has too many pixels; "
            "print it smaller, or raise pixels in jianbao.toml"
        )
    bitmap = page.render(scale=dots / POINTS, grayscale=True)
    gray = bitmap.to_numpy().reshape(bitmap.height, bitmap.width, -1)[:, :, :1]
    return np.ascontiguousarray(np.repeat(gray, 3, axis=2)), dots / POINTS


def set_upright(image: Image, scale: float) -> Upright:
    """The image with its lines of text made level."""
    tilt = find_tilt(image)
    return Upright(_turned(image, tilt, 255) if tilt else image, tilt, scale)


def find_tilt(image: Image) -> float:
    """Degrees by which the page must be turned counter-clockwise to be level; 0 where it is level enough.

    The projection profile method (Postl 1986): level text makes rows of ink and rows of white, so the sum of squared
    differences between neighbouring rows is largest when the page is upright.
    """
    import cv2

    shrink = min(SMALL / image.shape[0], 1.0)
    small = cv2.resize(image[:, :, 0], None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = (cv2.threshold(small, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1] > 0).astype(np.uint8)
    coarse = max(_steps(0.0, STEEPEST, COARSE_STEP), key=lambda angle: _sharpness(ink, angle))
    fine = max(_steps(coarse, COARSE_STEP, FINE_STEP), key=lambda angle: _sharpness(ink, angle))
    return fine if abs(fine) >= LEAST_TILT else 0.0


def _steps(middle: float, reach: float, step: float) -> list[float]:
    """The angles around the middle, nearest first, so that of equals the least turn is taken."""
    count = round(reach / step)
    return sorted((round(middle + i * step, 4) for i in range(-count, count + 1)), key=lambda a: (abs(a - middle), a))


def _sharpness(ink: Image, angle: float) -> float:
    profile = _turned(ink, angle, 0).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(profile)).sum())


def _turned(image: Image, angle: float, paper: int) -> Image:
    import cv2

    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    border = (paper,) * (image.shape[2] if image.ndim == 3 else 1)
    turned = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=border)
    return np.asarray(turned, dtype=np.uint8)


def find_rulings(upright: Upright) -> tuple[Ruling, ...]:
    """Horizontal and vertical rules in the image, in points: what is left when all shorter strokes are eroded."""
    import cv2

    gray = upright.image[:, :, 0]
    ink = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    flat = np.ones((1, round(SHORTEST_FLAT * upright.scale)), dtype=np.uint8)
    standing = np.ones((round(SHORTEST_UPRIGHT * upright.scale), 1), dtype=np.uint8)
    found: list[Ruling] = []
    for kernel, joint in ((flat, np.ones((3, 15), dtype=np.uint8)), (standing, np.ones((15, 3), dtype=np.uint8))):
        # A scanned rule wavers by a pixel: thickened before, it stays whole.
        strokes = cv2.morphologyEx(cv2.dilate(ink, np.ones((2, 2), dtype=np.uint8)), cv2.MORPH_OPEN, kernel)
        strokes = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, joint)
        stats = cv2.connectedComponentsWithStats(strokes)[2][1:]
        found += [_ruling(stat, upright.scale) for stat in stats.tolist()]
    return tuple(sorted((r for r in found if _is_thin(r)), key=lambda r: (r.y0, r.x0, r.y1, r.x1)))


def _ruling(stat: list[int], scale: float) -> Ruling:
    x, y, width, height = stat[:4]
    return Ruling(x / scale, y / scale, (x + width) / scale, (y + height) / scale)


def _is_thin(ruling: Ruling) -> bool:
    long, short = sorted((ruling.x1 - ruling.x0, ruling.y1 - ruling.y0), reverse=True)
    return short <= max(4.0, long / 60)


def _is_stroke(ruling: Ruling, lines: tuple[Recognised, ...], scale: float) -> bool:
    """Whether a rule is but a stroke of a letter: inside the box of a recognised line."""
    for line in lines:
        (x0, y0), (x1, y1) = (p / scale for p in line.corners[0]), (p / scale for p in line.corners[2])
        if x0 <= ruling.x0 and ruling.x1 <= x1 and y0 <= ruling.y0 and ruling.y1 <= y1:
            return True
    return False


def _glyphs(lines: tuple[Recognised, ...], scale: float) -> tuple[Glyphs, list[float]]:
    """The recognised characters as glyphs in points of the upright page, and the font size of each."""
    kept = [line for line in lines if line.score >= UNSURE or len(line.text) > 2]
    placed = [_character_boxes(line, scale) for line in kept]
    settled = settle([(_font_size(line.text, at), len(at)) for line, at in zip(kept, placed, strict=True)])
    boxes = [box for at in placed for box in at]
    sizes = [size for size, at in zip(settled, placed, strict=True) for _ in at]
    text = "".join(line.text for line in kept)
    broken = np.zeros(len(text), dtype=np.bool_)
    broken[list(accumulate((len(line.text) for line in kept[:-1]), initial=0)) if kept else []] = True
    blank = np.zeros(len(text), dtype=np.bool_)
    places = np.array(boxes, dtype=np.float64).reshape(-1, 4)
    return Glyphs(text, places, broken, blank, np.arange(len(text))), sizes


def _character_boxes(line: Recognised, scale: float) -> list[tuple[float, float, float, float]]:
    """Upright boxes: along the line by its edges, across it by its middle at that place and its height."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (tuple(v / scale for v in corner) for corner in line.corners)
    left, right, rise = (ax + dx) / 2, (bx + cx) / 2, (by + cy - ay - dy) / 2
    half = (dy + cy - ay - by) / 4 * 0.9
    boxes = []
    for start, end in zip(line.edges, line.edges[1:], strict=False):
        middle = (ay + dy) / 2 + rise * (start + end) / 2
        boxes.append((left + start * (right - left), middle - half, left + end * (right - left), middle + half))
    return boxes


def _font_size(text: str, boxes: list[tuple[float, float, float, float]]) -> float:
    """The em in points: the mean width of a Chinese character; without any, from the height of the line."""
    wide = [x1 - x0 for character, (x0, _, x1, _) in zip(text, boxes, strict=True) if "\u4e00" <= character <= "\u9fff"]
    return EM_OF_WIDTH * sum(wide) / len(wide) if wide else EM_OF_HEIGHT * (boxes[0][3] - boxes[0][1])


def settle(sizes: list[tuple[float, int]]) -> list[float]:
    """Measured sizes of lines, with their numbers of characters, drawn together to the few that a page is set in.

    Again and again the size around which most characters lie takes all lines near it. Result in half points.

    >>> settle([(13.8, 30), (14.3, 32), (13.7, 28), (18.4, 8)])
    [14.0, 14.0, 14.0, 18.5]
    """
    settled = [0.0] * len(sizes)
    waiting = [i for i, (size, _) in enumerate(sizes) if size > 0]
    while waiting:
        near = max((_near(sizes, waiting, i) for i in waiting), key=lambda found: sum(sizes[i][1] for i in found))
        total = sum(sizes[i][1] for i in near)
        mean = round(2 * sum(sizes[i][0] * sizes[i][1] for i in near) / total) / 2
        for i in near:
            settled[i] = mean
        waiting = [i for i in waiting if i not in near]
    return settled


def _near(sizes: list[tuple[float, int]], waiting: list[int], middle: int) -> list[int]:
    size = sizes[middle][0]
    return [i for i in waiting if abs(sizes[i][0] - size) <= SAME_SIZE * size]


def _median(values: list[float]) -> float | None:
    return sorted(values)[len(values) // 2] if values else None


def _tilted_back(line: Line, upright: Upright) -> Line:
    """The line with its box where it stands on the page as displayed."""
    if not upright.tilt or line.box is None or line.edges is None:
        return line
    box = line.box
    corners = np.array([(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)], dtype=np.float64)
    turned = _back(corners, upright)
    middle = (box.y0 + box.y1) / 2
    edges = _back(np.array([(x, middle) for x in line.edges], dtype=np.float64), upright)[:, 0]
    low, high = turned.min(axis=0), turned.max(axis=0)
    placed = Box(*(round(float(value), 2) for value in (low[0], low[1], high[0], high[1])))
    return replace(line, box=placed, edges=tuple(round(float(x), 2) for x in edges))


def _back(points: Boxes, upright: Upright) -> Boxes:
    """Points of the upright page as they were before it was turned."""
    height, width = (side / upright.scale for side in upright.image.shape[:2])
    middle = np.array([width / 2, height / 2])
    angle = np.radians(upright.tilt)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    back: Boxes = (points - middle) @ turn.T + middle
    return back
