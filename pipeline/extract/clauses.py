"""Where the sentences and clauses of a zone begin and end, read once for all figures of the zone."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from pipeline.extract.mended_words import ABBREVIATION, ALTERNATIVES
from pipeline.extract.view import ViewZone

SENTENCE_END = re.compile(r"[。！？!?；;\n]")
CLAUSE_END = re.compile(rf"(?:{ALTERNATIVES}|{ABBREVIATION})|(?P<end>[，,。！？!?；;：:\n（）()])")
REACH = 160  # characters of a sentence looked at on either side


@dataclass(frozen=True, slots=True)
class Clauses:
    """The marks that end sentences and clauses in text[start:end]; each is one character, given by where it ends.

    Brackets of 县（市、区） and （R&D） end no clause.
    """

    start: int
    end: int
    sentence_marks: tuple[int, ...]
    clause_marks: tuple[int, ...]

    @staticmethod
    def of(text: str, zone: ViewZone) -> "Clauses":
        """Those of a zone."""
        sentences = tuple(m.end() for m in SENTENCE_END.finditer(text, zone.start, zone.end))
        clauses = tuple(m.end() for m in CLAUSE_END.finditer(text, zone.start, zone.end) if m["end"])
        return Clauses(zone.start, zone.end, sentences, clauses)

    def sentence_start(self, at: int) -> int:
        """Where the sentence that holds `at` begins, at most REACH characters back."""
        return self._last(self.sentence_marks, at)

    def clause_start(self, at: int) -> int:
        """Where the clause that holds `at` begins, at most REACH characters back."""
        return self._last(self.clause_marks, at)

    def clause_end(self, at: int) -> int:
        """Where the clause that holds `at` ends, at most REACH characters on."""
        high = min(self.end, at + REACH)
        following = bisect_left(self.clause_marks, at + 1)
        return min(high, self.clause_marks[following] - 1) if following < len(self.clause_marks) else high

    def _last(self, marks: tuple[int, ...], at: int) -> int:
        low = max(self.start, at - REACH)
        before = bisect_right(marks, at) - 1
        return max(low, marks[before]) if before >= 0 else low
