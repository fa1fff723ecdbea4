"""What a figure measures or counts, in the shortest wording that could head a column.

A counted thing stands behind its measure word (`33项措施`), a measured one before the number (`地区生产总值增长5.5%`);
a bare change (`同比增长7.1%`) is of what the sentence measured last, and the members of a list before 分别 take the
figures behind it in turn.
"""

import re
from collections.abc import Sequence

from pipeline.extract.clauses import Clauses
from pipeline.extract.figure_context import Stated
from pipeline.extract.indicator_before import head_before, without_base
from pipeline.extract.indicator_behind import fate, head_behind
from pipeline.extract.indicator_lists import respectively
from pipeline.extract.indicator_passage import COUNTED, LONGEST, Passage
from pipeline.extract.mended_words import Word, between, role
from pipeline.extract.phrases import ends_on_verb, is_noun, trailing_noun, trailing_verbs

# Measure words of doings, which count the verb before them where no noun stands there: 接受检查7次.
DOINGS = frozenset(("次", "场次", "遍", "回"))
MANNER_TAGS = ("a", "ad", "d", "z", "j")
PLACE_TAGS = ("ns", "t", "s", "f")
PEOPLE = frozenset(("人", "人次"))
LONGEST_DEPENDENT = 14  # letters of a wording such as 新能源装机占比
# A remark in brackets before a number: `总票房（含预售）已突破`.
REMARK = re.compile(r"[（(][^（）()\n]{0,40}[）)]$")
LONGEST_REMARK = 40
# What stands between the shares of a list: `42.8%的水产种质保护区、55.1%的淡水鱼类`.
NEXT = re.compile(r"[、和及与][ \t]?$")
MEASURED = ("area", "mass", "volume", "currency", "power", "energy", "length")


def indicators(
    text: str,
    clauses: Clauses,
    words: Sequence[Word],
    figures: Sequence[Stated],
    names: Sequence[tuple[int, int]] = (),
) -> list[str | None]:
    """The wording for each figure of a zone, in order; `names` are spans of bodies' names, left out at its head."""
    reader = _Reader(Passage(text, clauses, words, figures, names))
    for index in range(len(figures)):
        reader.read(index)
    return reader.wordings


class _Reader:
    """Reads the figures of one zone in order; a later one may lean on an earlier one of its sentence."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.wordings: list[str | None] = []

    def read(self, index: int) -> None:
        """Append the wording for figure `index`."""
        figure = self.passage.figures[index]
        wording = respectively(self.passage, self.wordings, index) or self._own(index)
        if not wording and figure.kind in COUNTED:
            wording = fate(self.passage, index)
        wording = self._completed(wording, index) if wording in role("dependent") else wording or self._earlier(index)
        self.wordings.append(wording[-LONGEST:] if wording else None)

    def _completed(self, wording: str, index: int) -> str:
        """占比 or 增幅 alone, with what the sentence measured before: 新能源装机占比."""
        low = self.passage.clauses.sentence_start(self.passage.figures[index].start)
        measured = index > 0 and self.passage.figures[index - 1].start >= low
        whole = (self.wordings[index - 1] or "") if measured else ""
        short = len(whole) + len(wording) <= LONGEST_DEPENDENT and not whole.endswith(wording)
        return whole + wording if whole and short else wording

    def _own(self, index: int) -> str:
        """The wording that the figure's own clause gives."""
        figure = self.passage.figures[index]
        before = without_base(self.passage, self._before(index), figure)
        behind, head = head_behind(self.passage, index), head_before(self.passage, before)
        attached = not self.passage.text.startswith("的", figure.end)
        if figure.kind in COUNTED:
            return self._of_count(figure, before, behind, head)
        if figure.kind == "ratio":
            named = head and not (self._is_place(before, head) and not attached)
            return behind if behind and (ends_on_verb(before) or not (named or attached)) else head
        measured = head.endswith(tuple(role("head")))
        nothing = not head or self._is_place(before, head)
        if behind and not measured and (figure.kind in MEASURED or (attached and nothing)):
            return behind
        if behind and not attached and (size := self._size_of(before)):
            return behind + size
        verbs = self._verbs(before, head) if ends_on_verb(before) and not behind else ""
        return verbs or head or behind

    def _size_of(self, before: Sequence[Word]) -> str:
        """The bare noun of measurement before an amount that a verb gives a thing: 设立|规模|不少于300亿元的基金."""
        named = trailing_noun(before)
        given = len(named) == 2 and named[0].tag == "v" and named[0].text in role("action")
        return named[1].text if given and named[1].text in role("bound") else ""

    def _verbs(self, before: Sequence[Word], head: str) -> str:
        """The acting verbs before an amount, with the noun that they join: 累计投入 gives 投入, 新能源发电 itself."""
        verbs = self.passage.printed(trailing_verbs(before))
        if verbs and head.endswith(verbs):
            return head
        whole = head + verbs
        joined = bool(verbs) and len(whole) <= LONGEST_DEPENDENT and whole in self.passage.printed(before)
        return whole if joined else verbs

    def _before(self, index: int) -> list[Word]:
        """The words before a figure; none where they are the noun of the share that a list names before it."""
        figure = self.passage.figures[index]
        if self._shares_on(index):
            return []
        share = figure.kind == "ratio" and self.passage.text.startswith("的", figure.end)
        if share and index and NEXT.search(self.passage.text, figure.start - 2, figure.start):
            previous = self.passage.figures[index - 1]
            if previous.kind == "ratio" and self.passage.text.startswith("的", previous.end):
                return []
        return self.passage.before(index)

    def _shares_on(self, index: int) -> bool:
        """Whether only another whole stands between a share and the one before: 占全国39%、全球10%."""
        if not index or self.passage.figures[index].kind != "ratio" or self.passage.figures[index - 1].kind != "ratio":
            return False
        words = self.passage.before(index)
        return bool(words) and words[0].text == "、" and all(w.text in role("place") for w in words[1:])

    def _of_count(self, figure: Stated, before: Sequence[Word], behind: str, head: str) -> str:
        if not behind and (done := self._done(figure, before)):
            return done
        reached = figure.start < figure.core_start or (bool(before) and before[-1].text in role("reach"))
        if head and reached and self.passage.text.startswith("的", figure.end):
            return head
        if head and figure.unit in PEOPLE and is_noun(before[-1]) and self._acts_behind(figure):
            return head
        if not behind and head and self._is_manner(before):
            return self.passage.printed(trailing_verbs(before)) or head
        if behind or (head and not self._is_place(before, head)):
            return behind or head
        return self.passage.printed(trailing_verbs(before)) if not head else ""

    def _done(self, figure: Stated, before: Sequence[Word]) -> str:
        """The doing counted where no noun is (接受检查7次), and what befell people (因灾死亡3人)."""
        verbs = trailing_verbs(before)
        befell = figure.unit in PEOPLE and bool(verbs) and verbs[-1].text in role("fate")
        return self.passage.printed(verbs) if figure.unit in DOINGS or befell else ""

    def _is_manner(self, before: Sequence[Word]) -> bool:
        """Whether the words before name only how something was done: 紧急转移安置, 日均发送."""
        return all(w.tag in MANNER_TAGS for w in trailing_noun(before))

    def _acts_behind(self, figure: Stated) -> bool:
        """Whether a verb or adverb follows the people counted: 民兵430余人协同作战."""
        words = between(self.passage.words, figure.end, self.passage.clauses.clause_end(figure.end))
        return bool(words) and words[0].tag[0] in "vd" and words[0].text not in role("fate")

    def _is_place(self, before: Sequence[Word], head: str) -> bool:
        """Whether the words before name only a place or a time, which nothing counts."""
        named = trailing_noun(before)
        return head in role("place") or (all(w.tag in PLACE_TAGS for w in named) and bool(named) and len(head) <= 6)

    def _earlier(self, index: int) -> str:
        """What the sentence named or measured before, where the figure's own clause names nothing."""
        figure = self.passage.figures[index]
        low = self._told_from(figure.start)
        previous = self.passage.figures[index - 1] if index and self.passage.figures[index - 1].start >= low else None
        own = self.passage.clauses.clause_start(figure.start)
        end = self._without_remark(own)
        start = self.passage.clauses.clause_start(end - 1) if end > low + 1 else end
        named = "" if previous and previous.end > start else self._named(max(low, start), end)
        return named or (self._measured_before(index, low) if previous else "")

    def _told_from(self, start: int) -> int:
        """Where the sentence begins, or the one before it where it tells a part of that: 其中，4月份增长12.5%."""
        low = self.passage.clauses.sentence_start(start)
        part = low > self.passage.clauses.start and self.passage.text.startswith("其中", low)
        return self.passage.clauses.sentence_start(low - 1) if part else low

    def _measured_before(self, index: int, low: int) -> str:
        """What the last figure measured, of an amount the last that is none of a rate: 增速超过25%，将达到6万亿元."""
        figures = self.passage.figures
        if figures[index].kind == "ratio" or figures[index - 1].kind != "ratio":
            return self.wordings[index - 1] or ""
        same = (
            at
            for at in range(index - 1, -1, -1)
            if figures[at].start >= low and figures[at].unit == figures[index].unit
        )
        return self.wordings[next(same, index - 1)] or ""

    def _without_remark(self, end: int) -> int:
        """Where the bracket that closes at `end` opens, else `end`: 总票房（含预售）已突破 is of 总票房."""
        closed = REMARK.search(self.passage.text, max(self.passage.clauses.start, end - LONGEST_REMARK), end)
        return closed.start() + 1 if closed else end

    def _named(self, low: int, high: int) -> str:
        """The noun phrase that a clause is or ends on."""
        words = [w for w in between(self.passage.words, low, high) if w.tag[0] not in "xw" or w.text in "、“”"]
        return head_before(self.passage, without_base(self.passage, words)) if words else ""
