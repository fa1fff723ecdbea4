"""The stretch of text around a title that tells of it: from the sentence's start, or the last title, to the next."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.extract import policy_titles
from pipeline.extract.policy_titles import Title

_SENTENCE_END = re.compile(r"[。；;！？\n]")
# Between the titles of one list: 《…》《…》, 《…》、《…》和《…》, 《…》（国发…号）及《…》.
_CODE = r"\s?[A-Z]{1,4}(?:/[A-Z]{1,8})?\s?[\d.]{1,12}(?:[-—–]\d{2,4})?\s?"
_LISTED = re.compile(rf"^(?:[（(][^（）()\n]{{0,40}}[）)])?[、，,\s]{{0,2}}(?:和|及|与|以及|暨)?(?:{_CODE})?$")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One title where it stands. What tells of it is text[low:head] before and text[tail:high] after it.

    Titles of one list share the context before their first (head) and after their last (tail). `sentence` is where the
    sentence begins, `low` where it or the title before ends.
    """

    title: Title
    name: str
    sentence: int
    low: int
    head: int
    tail: int
    high: int


def sight_titles(text: str) -> list[Sighting]:
    """All titles of a text with their contexts, in order."""
    titles = policy_titles.find_titles(text)
    found: list[Sighting] = []
    sentence = 0
    for number, title in enumerate(titles):
        following = titles[number + 1].outer_start if number + 1 < len(titles) else len(text)
        low = titles[number - 1].outer_end if number else 0
        ends = [end.end() for end in _SENTENCE_END.finditer(text, low, title.outer_start)]
        sentence = ends[-1] if ends else sentence
        name = policy_titles.mend(text[title.start : title.end])
        found.append(Sighting(title, name, sentence, max(low, sentence), title.outer_start, title.outer_end, following))
    return _share(text, found)


def _share(text: str, found: list[Sighting]) -> list[Sighting]:
    joined = [_LISTED.match(text[a.tail : b.head]) is not None for a, b in pairwise(found)]
    shared = list(found)
    for number in range(1, len(found)):
        if joined[number - 1]:
            shared[number] = replace(shared[number], low=shared[number - 1].low, head=shared[number - 1].head)
    for number in range(len(found) - 2, -1, -1):
        if joined[number]:
            shared[number] = replace(shared[number], tail=shared[number + 1].tail, high=shared[number + 1].high)
    return shared
