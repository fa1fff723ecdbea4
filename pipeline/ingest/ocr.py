"""Optical character recognition by rapidocr, whose wheel carries the Chinese models: nothing is fetched.

Settings measured as the most exact on scanned bulletins: no classification of upright text, one line at a time.
"""

import contextlib
import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Point = tuple[float, float]

SETTINGS: dict[str, Any] = {
    "Global.use_cls": False,
    "Global.return_word_box": True,
    "Global.return_single_char_box": True,
    "Global.log_level": "critical",
    "Global.max_side_len": 10_000,
    "Rec.rec_batch_num": 1,
}


class Recognised(msgspec.Struct, frozen=True):
    """A line that OCR saw: its text, how sure it is (0–1), its corners clockwise from the top left, and edges.

    Corners are pixels; `edges` are len(text) + 1 positions along the line's top edge, 0 at its left end to 1.
    """

    text: str
    score: float
    corners: tuple[Point, Point, Point, Point]
    edges: tuple[float, ...]


def recognise(image: Image, cache_folder: Path | None) -> tuple[Recognised, ...]:
    """The lines of text in an image (height, width, 3 channels); from the cache if it was read before."""
    if cache_folder is None:
        return _read(image)
    file = cache_folder / f"{_key(image)}.json"
    try:
        return msgspec.json.decode(file.read_bytes(), type=tuple[Recognised, ...])
    except (OSError, msgspec.MsgspecError):
        found = _read(image)
        _keep(file, msgspec.json.encode(found))
        return found


def _key(image: Image) -> str:
    """A digest of the image, the settings and the engine: other settings or versions must not find old results."""
    from importlib.metadata import version

    total = hashlib.sha256(f"{version('rapidocr')}|{sorted(SETTINGS.items())}|{image.shape}".encode())
    total.update(np.ascontiguousarray(image).data)
    return total.hexdigest()


def _keep(file: Path, content: bytes) -> None:
    """Writes beside and renames, so that a reader never sees half a file; a cache that cannot be written is none."""
    beside = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()


@cache
def _engine() -> Any:
    """The engine, made once a process."""
    from rapidocr import RapidOCR

    return RapidOCR(params=SETTINGS | {"EngineConfig.onnxruntime.intra_op_num_threads": 1})


def _read(image: Image) -> tuple[Recognised, ...]:
    output = _engine()(image)
    if output.boxes is None or output.txts is None:
        return ()
    letters = output.word_results or [()] * len(output.txts)
    lines = zip(output.txts, output.scores, output.boxes, letters, strict=True)
    return tuple(_recognised(*line) for line in lines if line[0])


def _recognised(text: str, score: float, box: Any, letters: Sequence[Any]) -> Recognised:
    a, b, c, d = ((round(float(x), 1), round(float(y), 1)) for x, y in box)
    return Recognised(text, round(float(score), 4), (a, b, c, d), _edges(text, letters, (a, b)))


def _edges(text: str, letters: Sequence[Any], top: tuple[Point, Point]) -> tuple[float, ...]:
    """Where each character begins and the last one ends, as shares of the line's length."""
    if "".join(letter[0] for letter in letters) != text:
        return proportional_edges(text)
    start, length = top[0][0], max(top[1][0] - top[0][0], 1.0)
    places = [(float(quad[0][0]) - start) / length for _, _, quad in letters]
    places.append((float(letters[-1][2][1][0]) - start) / length)
    return tuple(round(min(max(place, 0.0), 1.0), 5) for place in np.maximum.accumulate(places).tolist())


def proportional_edges(text: str) -> tuple[float, ...]:
    """Edges by the usual widths: Chinese characters one em, Latin ones half.

    >>> proportional_edges("联A")
    (0.0, 0.66667, 1.0)
    """
    widths = np.array([0.5 if character.isascii() else 1.0 for character in text])
    return tuple(np.round(np.concatenate([[0.0], np.cumsum(widths) / widths.sum()]), 5).tolist())
