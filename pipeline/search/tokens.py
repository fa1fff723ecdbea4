"""Tokens of articles for the index, made of all their texts at once over one array of code points."""

from collections.abc import Sequence

import numpy as np

from pipeline.search.fold import BORDER, SPACE, decode, folded_codes


class FoldedParts:
    """Texts folded, with a border before, between and after them, so that no pair of characters joins two of them."""

    def __init__(self, parts: Sequence[str]) -> None:
        codes = folded_codes("\n".join(("", *parts, "")))
        lengths = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
        self._borders: list[int] = [0, *np.cumsum(lengths + 1).tolist()]
        codes[self._borders] = ord(BORDER)
        tokens = np.full(3 * len(codes), ord(" "), dtype="<u4")
        tokens[0::3] = codes
        tokens[1:-3:3] = codes[1:]
        self._text, self._tokens = decode(codes), decode(tokens)

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
