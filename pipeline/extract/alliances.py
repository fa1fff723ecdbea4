"""Alliances named in an article: known forms of the roster, names the article itself makes sure, and names by grammar.

Every 联盟 of the text is decided: where the name begins (alliance_borders), whether it is a generic use (各试点联盟), a
union of states or a league (欧洲联盟, 英雄联盟), or half of another word (联盟链), and for a bare 联盟 what speaks for
a name (alliance_evidence). Where a committee of an alliance is named, the mention is the alliance's part alone.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.extract.aliases import find_aliases, known_aliases
from pipeline.extract.alliance_borders import reach_back
from pipeline.extract.alliance_evidence import Evidence, gather_evidence, is_believed, is_quoted
from pipeline.extract.alliance_forms import ending_of, forms_of, roster_forms, stem_of, widened
from pipeline.extract.alliance_names import Candidate, find_candidates, find_ends, is_alliance
from pipeline.extract.view import ArticleView, view_text
from pipeline.model.mention import Alias, AllianceMention, ArticleMentions

__all__ = ["find_aliases", "find_alliances", "parse_alliances"]

_LONGEST_STEM = 24


def find_alliances(view: ArticleView, found: ArticleMentions) -> tuple[AllianceMention, ...]:
    """The alliances named in title, body, tables and contributor line, in order, as printed.

    Short names that do not end in 联盟 count where the bulletin itself explains them (简称“封测盟”).
    """
    aliases = known_aliases(view)
    sure, evidence = _sure_forms(view, aliases), gather_evidence(view)
    mentions = _read_again(view, sure, evidence, list(_by_ending(view, sure, evidence)))
    taken = {at for m in mentions for at in range(m.start, m.end)}
    mentions += [m for m in _by_alias(view.text, aliases) if taken.isdisjoint(range(m.start, m.end))]
    return tuple(sorted(mentions, key=lambda m: m.start))


def _read_again(
    view: ArticleView, sure: frozenset[str], evidence: Evidence, first: list[AllianceMention]
) -> list[AllianceMention]:
    """What is found once the names read in a first pass make other forms of them known."""
    named = [name for name in dict.fromkeys(widened(m.text) for m in first) if len(stem_of(name)) < _LONGEST_STEM]
    stems = tuple(dict.fromkeys(stem_of(name) for name in named if ending_of(name) != "联盟"))
    fresh = [name for name in named if name not in sure and name not in roster_forms()]
    if not stems and not fresh:
        return first
    forms = sure.union(*map(forms_of, fresh))
    return list(_by_ending(view, forms, replace(evidence, stems=stems)))


def parse_alliances(text: str) -> list[dict[str, Any]]:
    """The alliances of one text as plain records, for the command line."""
    mentions = find_alliances(view_text(text), ArticleMentions("text"))
    return [{"text": m.text, "start": m.start, "end": m.end, "kind": "alliance", "method": m.method} for m in mentions]


def _by_ending(view: ArticleView, forms: frozenset[str], evidence: Evidence) -> Iterator[AllianceMention]:
    text = widened(view.text)
    for candidate in find_candidates(text, forms):
        method = _method(text, candidate, evidence)
        if method:
            printed = view.text[candidate.start : candidate.end]
            yield AllianceMention(candidate.start, candidate.end, printed, method)


def _method(text: str, candidate: Candidate, evidence: Evidence) -> str | None:
    if candidate.known is not None and text[candidate.known : candidate.end] in roster_forms():
        return "roster"
    if is_quoted(text, candidate):
        return "quoted"
    # Without its 盟 only a known name is told from other words.
    named = candidate.name.endswith("盟") and is_alliance(candidate.name)
    if named and is_believed(text, candidate, evidence):
        return "grammar"
    return "article" if candidate.known is not None else None


# --- what the article makes sure


def _sure_forms(view: ArticleView, aliases: tuple[Alias, ...]) -> frozenset[str]:
    """Forms of names whose borders are plain: a contributor line's, a table cell's, those that 简称 explains."""
    text = widened(view.text)
    shorts = {widened(a.short) for a in aliases if a.short.endswith("联盟") and is_alliance(widened(a.full))}
    names = [name for alias in aliases for name in (alias.full, alias.short)]
    for zone in view.of("contributor"):
        line = text[zone.start : zone.end]
        names += [line[:end] for end in find_ends(line)]
    names += [text[cell.start : cell.end].strip() for cell in view.cells]
    plain = (widened(name).lstrip("（(【 供稿：:") for name in names if name.endswith(("盟", "联")))
    return frozenset(shorts).union(*({name, *forms_of(name)} for name in plain if _is_plain(name)))


def _is_plain(name: str) -> bool:
    whole = bool(ending_of(name)) and reach_back(name, len(name)) == 0
    return whole and is_alliance(name) and len(stem_of(name)) < _LONGEST_STEM


# --- short names that the bulletin explains


def _by_alias(text: str, aliases: tuple[Alias, ...]) -> Iterator[AllianceMention]:
    shorts = {a.short for a in aliases if ending_of(a.full) and is_alliance(widened(a.full)) and not ending_of(a.short)}
    for short in sorted(shorts, key=lambda s: (-len(s), s)):
        edge = r"(?![A-Za-z0-9])" if short[-1:].isascii() else ""
        lead = r"(?<![A-Za-z0-9])" if short[:1].isascii() else ""
        for match in re.finditer(rf"{lead}{re.escape(short)}{edge}", text):
            yield AllianceMention(match.start(), match.end(), match.group(), "alias")
