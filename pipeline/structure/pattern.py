"""Headings and titles by the bulletin's own pattern: what a line is set like, and what follows lines so set."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.structure.items import (
    TITLE_LENGTH,
    Item,
    Style,
    at_border,
    closed_by_credits,
    columnar,
    could_be,
    emphasised,
    join_open,
    next_kind,
    shorts,
)
from pipeline.structure.markers import Marked

# A line without marker and emphasis that is shorter than this is a subhead. Example: 主要做法.
_SUBHEAD_LENGTH = 8


def by_pattern(items: Sequence[Item]) -> list[Item]:
    """The items with roles as the bulletin's own pattern shows them, for want of a contents list.

    Roles that items have already, such as columns that a contents list without articles names, are kept.
    """
    found = join_open(items, subtitles_alone=False)
    usable = _usable(found)
    headings = _headings(found, usable)
    for i in headings:
        found[i] = replace(found[i], role="heading")
    for i in _titles(found, usable - headings):
        found[i] = replace(found[i], role="title")
    return found


def _usable(items: Sequence[Item]) -> set[int]:
    """The short lines that may be headings or titles: where any stand out in size, weight or place, only those do."""
    outstanding = any(emphasised(item.style) and next_kind(items, i) != "short" for i, item in shorts(items))
    return {
        i
        for i, item in shorts(items)
        if item.role is None
        and (not outstanding or emphasised(item.style) or item.marked.symbol)
        and not _names_table(items, i)
    }


def single(items: Sequence[Item]) -> list[Item]:
    """The items as one article, whose title is its first line where that can be one."""
    found = list(items)
    if found and (found[0].kind == "short" or could_be(found[0])) and len(found) > 1:
        found[0] = replace(found[0], role="title", marked=_whole(found[0]))
    return found


def divided(items: Sequence[Item]) -> bool:
    """Whether a text without masthead and contents list shows by itself that it holds several articles."""
    credits = sum(item.kind == "credit" for item in items)
    columns = sum(item.kind == "short" and item.marked.kind.startswith("symbol") for item in items)
    styles = Counter(
        item.style for i, item in shorts(items) if emphasised(item.style) and next_kind(items, i) == "prose"
    )
    return credits >= 2 or columns >= 2 or any(count >= 2 for count in styles.values())


def _whole(item: Item) -> Marked:
    """The item's text with its marker kept: the title of a text that is one article is its line as it stands."""
    if not item.marked.kind or item.marked.kind.startswith("symbol"):
        return item.marked
    return Marked("", None, item.block.passage.strip())


def _names_table(items: Sequence[Item], index: int) -> bool:
    """Whether a line between prose and a table is that table's name."""
    if not 0 < index < len(items) - 1 or items[index - 1].kind != "prose":
        return False
    named = len(items[index].text) < TITLE_LENGTH or items[index].text.endswith("表")
    return named and items[index + 1].kind in ("table", "unit")


def _headings(items: Sequence[Item], usable: set[int]) -> set[int]:
    """The lines of styles whose members are followed by lines of other styles, and column names among their like."""
    leads, heads, lists = Counter[Style](), Counter[Style](), Counter[Style]()
    for i in usable:
        if i + 1 in usable:
            (lists if items[i + 1].style == items[i].style else leads)[items[i].style] += 1
        else:
            heads[items[i].style] += 1
    found = {i for i in usable if _leading(items, i, usable) and leads[items[i].style] > heads[items[i].style]}
    members = Counter(items[i].style for i in found)
    found = {i for i in found if not _lone_title(items, i, members)}
    parts = {style for style in heads if style[0] and heads[style] > leads[style]}
    plain = {i for i in usable - found if items[i].style not in parts and _names_column(items, i, usable)}
    named = {items[i].style for i in plain}
    like = {i for i in usable - found - plain if items[i].style in named and _stands_as_column(items, i, usable)}
    return found | plain | like


def _leading(items: Sequence[Item], index: int, usable: set[int]) -> bool:
    return index + 1 in usable and items[index + 1].style != items[index].style


def _lone_title(items: Sequence[Item], index: int, members: Counter[Style]) -> bool:
    """Whether what looks like a column over numbered articles is rather a report's title over its numbered parts."""
    item, follower = items[index], items[index + 1]
    if item.marked.kind or columnar(item.text) or not follower.marked.kind or follower.marked.symbol:
        return False
    return members[item.style] == 1 or len(item.text) > max(12, len(follower.text))


def _names_column(items: Sequence[Item], index: int, usable: set[int]) -> bool:
    """Whether a column's name stands over a title, however both are set: prose follows the title."""
    if index + 1 not in usable or index + 2 in usable:
        return False
    return columnar(items[index].text) and len(items[index].text) < len(items[index + 1].text)


def _stands_as_column(items: Sequence[Item], index: int, usable: set[int]) -> bool:
    """Whether a brief line stands where others are columns by their names: under prose, over a longer title."""
    if index - 1 in usable or index + 1 not in usable or index + 2 in usable:
        return False
    text, title = items[index].text, items[index + 1].text
    return len(text) < TITLE_LENGTH and len(text) + 3 < len(title)


def _titles(items: Sequence[Item], usable: set[int]) -> set[int]:
    """The lines of the style of the first title, and those of other styles that stand where only titles can."""
    heads = [i for i in sorted(usable) if i + 1 not in usable]
    if not heads:
        return set()
    first = items[heads[0]].style
    borders = {i for i in heads if at_border(items, i)}
    styles = {first} | {
        style
        for style, count in Counter(items[i].style for i in heads).items()
        if sum(items[i].style == style for i in borders) * 2 > count and (style[0] == "" or first[0] != "")
    }
    found = {i for i in heads if items[i].style in styles}
    if first[0] or emphasised(first):
        return found
    long = [i for i in sorted(found) if len(items[i].text) >= TITLE_LENGTH]
    least = TITLE_LENGTH if closed_by_credits(items, long) else _SUBHEAD_LENGTH
    return {i for i in found if i in borders or len(items[i].text) >= least}
