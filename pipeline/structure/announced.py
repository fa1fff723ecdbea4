"""Headings and titles by the contents list: what it announces, by likeness, and what is set like that."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.structure.contents import Entry
from pipeline.structure.items import (
    Item,
    Role,
    at_border,
    closed_by_credits,
    columnar,
    could_be,
    emphasised,
    merged,
    next_kind,
)
from pipeline.structure.titles import Match, letters, likeness, likest, pair

_LIKE = 0.7


def by_contents(items: Sequence[Item], entries: Sequence[Entry]) -> list[Item]:
    """The items with roles where the contents list announces them, and where they are set like those."""
    items = _join_titles(items, entries)
    shorts = [i for i, item in enumerate(items) if item.kind == "short" or could_be(item)]
    found = list(items)
    for match in _matches(items, shorts, entries):
        entry = entries[match.first]
        role: Role = "heading" if entry.kind == "section" else "title"
        index = shorts[match.second]
        found[index] = replace(found[index], role=role, entry=match.first, kind="short")
    return _follow(found, entries)


def _join_titles(items: Sequence[Item], entries: Sequence[Entry]) -> list[Item]:
    """The items with titles over two or three lines made whole where the contents list shows that they are one."""
    found: list[Item] = []
    for item in items:
        found.append(item)
        for width in (3, 2):
            group = found[-width:]
            if len(group) == width and all(g.kind == "short" for g in group) and _one_title(group, entries):
                found[-width:] = [merged(group)]
                break
    return found


def _one_title(group: Sequence[Item], entries: Sequence[Entry]) -> bool:
    whole = "".join(item.text for item in group)
    announced = [letters(entry.text) for entry in entries]
    best = likest(whole, announced)
    return best >= 0.8 and best > max(likest(item.text, announced) for item in group) + 0.08


def _matches(items: Sequence[Item], shorts: Sequence[int], entries: Sequence[Entry]) -> list[Match]:
    """Entries paired with body lines: by likeness, then, between pairs, what is left in the same order."""
    texts = [items[i].text for i in shorts]
    sure = pair([entry.text for entry in entries], texts, _LIKE)
    sure = [m for m in sure if items[shorts[m.second]].kind == "short" or m.likeness >= 0.9]
    return sorted([*sure, *_between(items, shorts, entries, sure)], key=lambda match: match.first)


def _between(
    items: Sequence[Item], shorts: Sequence[int], entries: Sequence[Entry], sure: Sequence[Match]
) -> list[Match]:
    """Entries worded otherwise in the body: what is left between two neighbouring pairs, in the same order."""
    ends = [Match(-1, -1, 1.0), *sure, Match(len(entries), len(shorts), 1.0)]
    taken = {match.second for match in sure}
    found: list[Match] = []
    for low, high in pairwise(ends):
        waiting = range(low.first + 1, high.first)
        rivals = [
            j
            for j in range(low.second + 1, high.second)
            if j not in taken and items[shorts[j]].kind == "short" and next_kind(items, shorts[j]) != "end"
        ]
        found += _in_order([(n, entries[n].text) for n in waiting], [(j, items[shorts[j]].text) for j in rivals])
    return found


def _in_order(waiting: Sequence[tuple[int, str]], rivals: Sequence[tuple[int, str]]) -> list[Match]:
    """Pairs in order where as many lines as entries are left; else the likest that are tolerably alike."""
    if len(waiting) == len(rivals):
        pairs = [Match(n, j, likeness(a, b)) for (n, a), (j, b) in zip(waiting, rivals, strict=True)]
        return [match for match in pairs if match.likeness >= 0.15]
    found = pair([text for _, text in waiting], [text for _, text in rivals], 0.35)
    return [Match(waiting[m.first][0], rivals[m.second][0], m.likeness) for m in found]


def _follow(items: list[Item], entries: Sequence[Entry]) -> list[Item]:
    """Lines that the contents list passes over: columns by their marker or place, titles by style and place."""
    titled = {item.marked.kind for item in items if item.role == "title"}
    markers = {item.marked.kind for item in items if item.role == "heading" and item.marked.kind} - titled
    for i, item in enumerate(items):
        unknown = item.kind == "short" and item.role is None
        if unknown and (item.marked.kind in markers or _stands_before_title(items, i)):
            items[i] = replace(item, role="heading")
    for i in [*_unlisted(items, entries), *_under_empty_columns(items)]:
        items[i] = replace(items[i], role="title")
    return items


def _under_empty_columns(items: Sequence[Item]) -> list[int]:
    """The titles under a column of which the contents list names nothing but itself: lines set like its first."""
    roles = [i for i, item in enumerate(items) if item.role is not None]
    found: list[int] = []
    for at, end in pairwise([*roles, len(items)]):
        inside = [i for i in range(at + 1, end) if items[i].kind == "short" and next_kind(items, i) != "short"]
        if items[at].role == "heading" and inside and inside[0] == at + 1:
            found += [i for i in inside if items[i].style == items[inside[0]].style]
    return found


def _unlisted(items: Sequence[Item], entries: Sequence[Entry]) -> list[int]:
    """Titles missing from the contents list: set like those in it, standing where an article can only begin.

    Elsewhere such a line is taken for a title only if the list is not borne out by the body as a whole.
    """
    titles = [i for i, item in enumerate(items) if item.role == "title"]
    styles = {items[i].style for i in titles}
    matched = {item.entry for item in items}
    complete = all(n in matched for n, entry in enumerate(entries) if entry.kind == "article")
    closed = closed_by_credits(items, titles)
    return [
        i
        for i, item in enumerate(items)
        if item.kind == "short" and item.role is None and item.style in styles and next_kind(items, i) != "short"
        if at_border(items, i) or (not closed and (not complete or emphasised(item.style)))
    ]


def _stands_before_title(items: Sequence[Item], index: int) -> bool:
    item = items[index]
    follower = items[index + 1] if index + 1 < len(items) else None
    if follower is None or follower.role != "title" or len(item.text) > 24:
        return False
    return item.marked.symbol or item.style != follower.style or columnar(item.text)
