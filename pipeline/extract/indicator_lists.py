"""Lists before 分别, whose members take the figures behind it in turn: A、B和C分别增长1%、2%和3%."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from pipeline.extract.indicator_passage import EDGES, Passage
from pipeline.extract.mended_words import Word, between, role
from pipeline.extract.phrases import trailing_noun

RESPECTIVELY = re.compile(r"分别")


def respectively(passage: Passage, wordings: Sequence[str | None], index: int) -> str | None:
    """A、B和C分别增长1%、2%和3%: each its own."""
    low = passage.clauses.sentence_start(passage.figures[index].start)
    said = list(RESPECTIVELY.finditer(passage.text, low, passage.figures[index].start))
    if not said:
        return None
    group = _group(passage, said[-1].end())
    if index not in group or len(group) < 2:
        return None
    names = _names(passage, passage.clauses.clause_start(said[-1].start()), said[-1].start())
    if not names and (own := passage.clauses.clause_start(said[-1].start())) > low:
        start = passage.clauses.clause_start(own - 1)
        counted = any(start <= f.start < own for f in passage.figures[max(0, group[0] - 8) : group[0]])
        listed = [] if counted else _names(passage, start, own - 1)
        names = listed if len(listed) == len(group) else names
    place = group.index(index)
    if len(names) == len(group):
        return names[place]
    earlier = [i for i in range(group[0]) if passage.figures[i].start >= low]
    if not names and len(earlier) >= len(group):
        return wordings[earlier[-len(group) :][place]]
    return names[0] if len(names) == 1 else None


def _group(passage: Passage, low: int) -> list[int]:
    """The figures behind 分别 with only a verb and list marks between them."""
    found: list[int] = []
    at = low
    first = bisect_left(passage.figures, low, key=lambda f: f.start)
    for index, figure in enumerate(islice(passage.figures, first, None), first):
        if len(passage.text[at : figure.start].strip(EDGES + "和及与")) > (0 if found else 8):
            break
        found.append(index)
        at = figure.end
    return found


def _names(passage: Passage, low: int, high: int) -> list[str]:
    """The members of a list before 分别; a head noun that only the last prints goes to all: 一产、二产增加值."""
    members: list[list[Word]] = [[]]
    for word in between(passage.words, low, high):
        if word.text in ("、", "和", "与", "及", "以及"):
            members.append([])
        else:
            members[-1].append(word)
    if len(members) > 1 and all(len(m) == 1 and m[0].tag == "ns" for m in members[:-1]):
        return [passage.printed(trailing_noun([w for w in members[-1] if w.tag != "ns"])).strip(EDGES)] * len(members)
    names = [passage.printed(trailing_noun(m)).strip(EDGES) for m in members]
    heads = sorted(role("head"), key=lambda h: (-len(h), h))
    head = next((h for h in heads if len(h) > 1 and names[-1].endswith(h)), "")
    return [n if not head or n.endswith(tuple(heads)) else n + head for n in names if n]
