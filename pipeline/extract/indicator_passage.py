"""A zone of text with its words and figures, as the readers of indicators share it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.extract.clauses import Clauses
from pipeline.extract.figure_context import Stated
from pipeline.extract.mended_words import Word, between

LONGEST = 24
EDGES = " \t　“”\"'‘’《》—-·•:：、，,"
COUNTED = ("count", "magnitude")


def trimmed(wording: str) -> str:
    """The wording without marks at its ends, but for the quotation mark that another inside it closes: “小巨人”企业."""
    text = wording.strip(EDGES)
    return f"“{text}" if text.count("”") > text.count("“") else text


@dataclass(frozen=True, slots=True)
class Passage:
    """A zone's words and figures in order; `names` are spans of bodies' names, left out at an indicator's head."""

    text: str
    clauses: Clauses
    words: Sequence[Word]
    figures: Sequence[Stated]
    names: Sequence[tuple[int, int]] = ()

    def printed(self, words: Sequence[Word]) -> str:
        """The text that the words cover."""
        return self.text[words[0].start : words[-1].end] if words else ""

    def before(self, index: int) -> list[Word]:
        """The words of a figure's clause that stand before it, from the figure before on."""
        return between(self.words, self._low(index), self.figures[index].start)

    def _low(self, index: int) -> int:
        """Where the words before a figure begin: its clause, or the figure before it."""
        low = self.clauses.clause_start(self.figures[index].start)
        return max(low, self.figures[index - 1].end) if index else low
