"""Short forms of titled works: 《方案》 and 以下简称《…》 tied to the full title that they stand for."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from pipeline import lexicon
from pipeline.extract.policy_kinds import core
from pipeline.model.mention import Alias, PolicyMention

# A short form given in a bracket after the title: （国发〔2004〕20号，以下简称《决定》）.
_GIVEN = re.compile(r"[（(][^（）()\n《]{0,40}(?:以下|下文)?(?:简称|称为?|称之为)[：:]?[“\"]?《$")
_LONGEST = 20
# A bracket that only dates a work, which may be left out: （2024—2027年）; （试行） makes it another work.
_YEARS_ONLY = re.compile(r"[（(](?=[^（）()]*\d{4})[^（）()]*+[）)]$")


@cache
def _generic() -> frozenset[str]:
    """Words of kinds that alone name no work: 方案, 实施方案, 管理暂行办法."""
    endings = [r["ending"] for r in lexicon.rows("policy_kinds") if len(r["ending"]) <= 4 and r["kind"] != "other"]
    heads = ("", *lexicon.column("policy_short_heads", "word"))
    return frozenset(head + ending for head in heads for ending in endings)


def resolve_short_forms(
    mentions: Iterable[PolicyMention], text: str, aliases: tuple[Alias, ...] = ()
) -> Iterator[PolicyMention]:
    """The mentions, short forms with `short_for`; a generic word that stands for no named work is left out."""
    works = Works(list(mentions))
    told = _agreed(aliases)
    given: dict[str, str] = {}
    before: PolicyMention | None = None
    for number, mention in enumerate(works.mentions):
        full = _given_for(before, given, mention, text)
        if full:
            given[mention.title] = full
        full = full or given.get(mention.title) or works.shortened(number) or told.get(mention.title)
        before = mention
        if full and full != mention.title:
            yield replace(mention, short_for=full, method="title-short")
        elif not (core(mention.title) in _generic() and mention.method == "title-marks"):
            yield mention


def _agreed(aliases: tuple[Alias, ...]) -> dict[str, str]:
    """Short forms that mean one work throughout the bulletin."""
    meanings: dict[str, set[str]] = {}
    for alias in aliases:
        meanings.setdefault(alias.short, set()).add(alias.full)
    return {short: next(iter(full)) for short, full in meanings.items() if len(full) == 1}


def _given_for(before: PolicyMention | None, given: dict[str, str], mention: PolicyMention, text: str) -> str | None:
    """The title before the bracket in which this short form is given."""
    if before and len(mention.title) <= _LONGEST:
        between = text[before.end + 1 : mention.start]
        if len(between) < 60 and _GIVEN.search(between):
            return given.get(before.title, before.title)
    return None


class Works:
    """The works named in an article, asked for the one that a short title stands for."""

    def __init__(self, mentions: list[PolicyMention]) -> None:
        self.mentions = mentions
        self._places: dict[str, list[int]] = {}
        for number, mention in enumerate(mentions):
            self._places.setdefault(mention.title, []).append(number)
        self._cores = Counter(core(title) for title in self._places)
        self._full_titles: dict[str, list[str]] = {}

    def shortened(self, number: int) -> str | None:
        """The nearest work before (else after) whose title the one at this place shortens."""
        title = self.mentions[number].title
        if title not in self._full_titles:
            short = len(title) <= _LONGEST or self._cores[core(title)] > 1
            self._full_titles[title] = [t for t in self._places if short and is_short_of(title, t)]
        full_titles = self._full_titles[title]
        return min(full_titles, key=lambda t: self._distance(t, number)) if full_titles else None

    def _distance(self, title: str, number: int) -> tuple[bool, int]:
        places = self._places[title]
        at = bisect_left(places, number)
        return (False, number - places[at - 1]) if at else (True, places[0] - number)


def is_short_of(short: str, full: str) -> bool:
    """Whether a short title can stand for the full one: its characters in order, the same last word.

    >>> is_short_of("安审办法", "外商投资安全审查办法"), is_short_of("方案", "“十四五”实施方案")
    (True, True)
    """
    small, large = core(short), core(full)
    if len(short) >= len(full) or len(small) < 2 or not _same_end(small, large):
        return False
    if small == large:
        return bool(_YEARS_ONLY.search(full))
    if len(small) > 5 and small not in _generic():
        return False
    rest = iter(large)
    return all(character in rest for character in small)


def _same_end(small: str, large: str) -> bool:
    return small[-2:] == large[-2:] or (small.endswith("法") and large.endswith("法") and len(small) <= 6)
