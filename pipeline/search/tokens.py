"""Tokens of an article for the index, made of all its texts at once over one array of code points."""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.search.fold import BORDER, SPACE, fold_character

Codes = NDArray[np.uint32]

# Folded code point of every code point; 0 where the character was not met yet.
_FOLDED: Codes = np.zeros(0x110000, dtype="<u4")


def _fold(text: str) -> Codes:
    codes: Codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    folded: Codes = _FOLDED[codes]
    if not folded.all():
        for code in np.unique(codes[folded == 0]).tolist():
            _FOLDED[code] = ord(fold_character(chr(code)))
        folded = _FOLDED[codes]
    return folded


def _text(codes: Codes) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


class FoldedParts:
    """Texts folded, with a border before, between and after them, so that no pair of characters joins two of them."""

    def __init__(self, parts: Sequence[str]) -> None:
        codes = _fold("\n".join(("", *parts, "")))
        self._borders = [0, *accumulate(len(part) + 1 for part in parts)]
        codes[self._borders] = ord(BORDER)
        tokens = np.full(3 * len(codes), ord(" "), dtype="<u4")
        tokens[0::3] = codes
        tokens[1:-3:3] = codes[1:]
        self._text, self._tokens = _text(codes), _text(tokens)

    def bigrams(self, first: int, last: int) -> str:
        """Pairs of neighbouring characters of the parts from `first` up to `last` (exclusive), separated by blanks.

        Every character begins a pair; the last one pairs with a border.

        >>> FoldedParts(["封测", "联盟"]).bigrams(0, 2)
        '␞封 封测 测␞ ␞联 联盟 盟␞'
        """
        return self._tokens[3 * self._borders[first] : max(3 * self._borders[last] - 1, 0)]

    def text(self, first: int, last: int) -> str:
        """The folded text of the parts from `first` up to `last` (exclusive), a border between them."""
        return self._text[self._borders[first] + 1 : self._borders[last]]

    def words(self, part: int) -> str:
        """A part that is words separated by blanks, folded, still so separated."""
        return self.text(part, part + 1).replace(SPACE, " ")
