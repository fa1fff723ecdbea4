"""How alike two titles are, and which of two lists belong together."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz, process


@dataclass(frozen=True, slots=True)
class Match:
    """The pairing of first[i] and second[j] with their likeness (0–1)."""

    first: int
    second: int
    likeness: float


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """The letters and digits of a text, width and case folded: what likeness is measured on.

    >>> letters("《ＷＡＰＩ 报告（2021）》")
    'wapi报告2021'
    """
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text))).casefold()


def likeness(first: str, second: str) -> float:
    """The normalised indel similarity (0–1) of two texts' letters; 1 only where they are equal."""
    a, b = letters(first), letters(second)
    if not a or not b:
        return 0.0
    return fuzz.ratio(a, b) / 100


def likest(text: str, others: Sequence[str]) -> float:
    """The likeness of a text to that of the others which is most like it; the others are given as their `letters`."""
    mine = letters(text)
    found = process.extractOne(mine, others, scorer=fuzz.ratio) if mine else None
    return found[1] / 100 if found else 0.0


def pair(first: Sequence[str], second: Sequence[str], least: float) -> list[Match]:
    """One-to-one pairs that are at least this alike: the likest first, then those nearest in order.

    Words that changed places count nearly as much as words in place.
    """
    found: list[tuple[float, float, int, int]] = []
    folded = [letters(text) for text in second]
    shuffled = ["".join(sorted(text)) for text in folded]
    for i, text in enumerate(first):
        mine = letters(text)
        loose = "".join(sorted(mine))
        scores = np.maximum(_ratios(mine, folded), 0.85 * _ratios(loose, shuffled)) / 100
        likely = np.flatnonzero(scores >= least).tolist() if mine else []
        found += [(-scores[j], abs(i / len(first) - j / len(second)), i, j) for j in likely if folded[j]]
    return _one_to_one(found)


def _ratios(text: str, others: Sequence[str]) -> np.ndarray:
    ratios: np.ndarray = process.cdist([text], others, scorer=fuzz.ratio, dtype=np.float64)
    return ratios.ravel()


def _one_to_one(scored: list[tuple[float, float, int, int]]) -> list[Match]:
    taken: tuple[set[int], set[int]] = (set(), set())
    matches = []
    for negative, _, i, j in sorted(scored):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            matches.append(Match(i, j, -float(negative)))
    return sorted(matches, key=lambda match: match.first)
