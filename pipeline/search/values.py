"""The values of a facet that hold a text: what `section:动态` or `alliance:封测` stands for."""

from collections.abc import Iterator
from dataclasses import dataclass

import tantivy

from pipeline.search import fields
from pipeline.search.fold import BORDER, fold


@dataclass(frozen=True, slots=True)
class _Names:
    """All values of a facet, and the same folded, each behind a border."""

    values: tuple[str, ...]
    folded: str


class Values:
    """Looks through each facet's distinct values, which are read when they are first asked for."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._names: dict[str, _Names] = {}

    def holding(self, facet: str, text: str) -> list[str]:
        """The values that print this text, but for folding."""
        if facet not in self._names:
            self._names[facet] = self._read(facet)
        names = self._names[facet]
        return [names.values[number] for number in _places(names.folded, fold(text))]

    def _read(self, facet: str) -> _Names:
        values = tuple(value for value, _ in self._searcher.terms_with_prefix(fields.facet(facet), ""))
        return _Names(values, "".join(BORDER + fold(value) for value in values))


def _places(folded: str, needle: str) -> Iterator[int]:
    """The numbers of the values in which the needle stands, each once."""
    number, counted = -1, 0
    at = folded.find(needle)
    while at >= 0:
        number += folded.count(BORDER, counted, at)
        yield number
        counted = folded.find(BORDER, at)
        at = folded.find(needle, counted) if counted >= 0 else -1
