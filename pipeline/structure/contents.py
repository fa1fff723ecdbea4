"""The contents list (本期导读, 目录): where it stands and what it announces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Literal

from pipeline.structure.markers import read_marker
from pipeline.structure.paragraphs import LEADER, Block, merge, prose
from pipeline.structure.passage import Passage
from pipeline.structure.titles import letters, likest, pair
from pipeline.structure.words import spaced

# A page number after a leader, a tab, wide room or in brackets at the end of an entry. Example: ……3, （3）.
_PAGE = re.compile(
    rf"(?<!\s)\s*+(?:{LEADER})\s*+[（(]?(\d{{1,3}})?[)）]?\s*\Z"
    r"|(?<!\s)(?:\s{2,}+|[\t　])(\d{1,3})\s*\Z"
    r"|(?<!\s)\s*+[（(/]\s*+[Pp第]?\s*+(\d{1,3})\s*+页?\s*+[)）]?\Z"
)
# What is left of a leader whose page number was not printed or not recognised.
_LEADERS = " \t　.．·‥…_"
# A page number after one space, taken for one only where most entries have it. Example: 政策动态 3.
_BARE_PAGE = re.compile(r"(?<=[^\s\d])\s+[Pp]?(\d{1,3})\s*\Z")

# A list that is longer has no bulletin behind it, nor one with more headings: what takes its time is left unread.
_LONGEST = 600
_MOST_HEADINGS = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents list: the passage without marker, leader and page number, and what it was set like."""

    passage: Passage
    marker: str
    page: int | None
    indent: float
    bold: bool
    gap: bool = False
    kind: Literal["section", "article"] = "article"

    @property
    def text(self) -> str:
        """The entry's wording."""
        return self.passage.text


@dataclass(frozen=True, slots=True)
class Region:
    """Blocks [heading, end) hold the contents list; `heading` is also `start` where it has no heading."""

    heading: int
    start: int
    end: int


@cache
def _heading() -> re.Pattern[str]:
    # The heading of a contents list, alone on its line. Example: 【本期导读】.
    return re.compile(rf"[\s\W]{{0,6}}{spaced('masthead_words', 'contents')}[\s\W]{{0,6}}\Z", re.IGNORECASE)


def find_contents(blocks: Sequence[Block]) -> Region | None:
    """The blocks of a contents list under its heading, before the articles or after them; None where there is none."""
    headings = (i for i, block in enumerate(blocks) if not block.grid and _is_heading(block.text))
    for heading in islice(headings, _MOST_HEADINGS):
        region = _region(blocks, heading, heading + 1)
        before = [b.text for b in blocks[:heading]]
        if 0 < region.end - region.start <= _LONGEST and (not any(map(prose, before)) or _closes(blocks, region)):
            return region
    return None


def find_unheaded(blocks: Sequence[Block], start: int) -> Region | None:
    """The blocks from `start` on if they are a contents list without a heading: page numbers or the body show it."""
    region = _region(blocks, start, start)
    texts = [block.text for block in blocks[start : region.end]]
    if not 3 <= len(texts) <= _LONGEST:
        return None
    if sum(_page_of(text) is not None for text in texts) >= 0.5 * len(texts):
        return region
    later = {letters(_bare(block.text)) for block in blocks[region.end :]}
    repeated = sum(letters(_bare(text)) in later for text in texts)
    return region if repeated >= max(2, 0.6 * len(texts)) else None


def _region(blocks: Sequence[Block], heading: int, start: int) -> Region:
    stop = next((i for i in range(start, len(blocks)) if prose(blocks[i].text) or blocks[i].grid), None)
    if stop is None:
        return Region(heading, start, len(blocks))
    return Region(heading, start, _end([block.text for block in blocks[start:stop]], start))


def _closes(blocks: Sequence[Block], region: Region) -> bool:
    """Whether a list stands after the articles that it names: nothing follows it, and its entries stand before."""
    entries = [_bare(block.text) for block in blocks[region.start : region.end]]
    if region.end < len(blocks):
        return False
    earlier = [_bare(block.text) for block in blocks[: region.heading] if not prose(block.text)]
    return 2 * len(pair(entries, earlier, 0.75)) >= max(2, len(entries))


def _is_heading(text: str) -> bool:
    return len(text) <= 24 and bool(_heading().match(text))


def _end(texts: Sequence[str], start: int) -> int:
    """Where the list ends among the short lines before the first prose: the last few of them head the first article."""
    paged = [i for i, text in enumerate(texts) if _page_of(text) is not None]
    if len(paged) >= 2:
        return start + paged[-1] + 1
    for head in range(max(1, len(texts) - 3), len(texts)):
        least = (0.9, 0.75, 0.6)[max(0, head - len(texts) + 3)]
        if _opens_body(texts[head:], texts[:head], least):
            return start + head
    return start + max(0, len(texts) - 1)


def _opens_body(texts: Sequence[str], entries: Sequence[str], least: float) -> bool:
    """Whether these lines head the first article: the list names them, but for a column that only the body has.

    A title of several lines is named as a whole.
    """
    column, title = texts[0], texts[-1]
    if len(texts) > 1 and _is_whole_title(texts, entries):
        return True
    if not _announced(title, entries, least):
        return False
    unlike = len(texts) == 2 and _marker(column) not in {"", *map(_marker, entries)}
    return unlike or all(_announced(text, entries, least) for text in texts[:-1])


def _is_whole_title(texts: Sequence[str], entries: Sequence[str]) -> bool:
    """Whether the lines together are what an entry names, and fewer of them less so."""
    announced = [letters(_bare(entry)) for entry in entries]
    whole, fewer = likest("".join(texts), announced), likest("".join(texts[1:]), announced)
    return whole >= 0.9 and whole > fewer


def _announced(text: str, entries: Sequence[str], least: float) -> bool:
    return likest(_bare(text), [letters(_bare(entry)) for entry in entries]) >= least


def plain_text(block: Block) -> str:
    """A contents line's letters, without marker, leader and page number."""
    return letters(_entry(block).text)


def _bare(text: str) -> str:
    return read_marker(Passage(text, (0,) * len(text))).rest.text


def _marker(text: str) -> str:
    return read_marker(Passage(text, (0,) * len(text))).kind


def _page_of(text: str) -> int | None:
    match = _PAGE.search(text)
    return match.start() if match and match.start() > 1 else None


def read_entries(blocks: Sequence[Block], body: Sequence[tuple[str, bool]]) -> list[Entry]:
    """The entries of the contents list, with their kinds.

    `body` are the body's short lines, each with whether another short line follows it directly: what the list cannot
    show of itself (an entry over two lines, a column among articles set alike) is learnt from where it leads.
    """
    folded = [letters(text) for text, _ in body]
    entries = _join_split([entry for entry in map(_entry, blocks) if entry.passage], folded)
    entries = _without_bare_pages(entries)
    body = _with_whole_titles(body, [letters(entry.text) for entry in entries])
    sections = _by_setting(entries, body) or _by_body(entries, body)
    return [replace(entry, kind="section" if i in sections else "article") for i, entry in enumerate(entries)]


def _entry(block: Block) -> Entry:
    passage = block.passage.strip()
    match = _PAGE.search(passage.text)
    page = None
    if match and match.start() > 1:
        page = next((int(group) for group in match.groups() if group), None)
        passage = passage.cut(0, match.start())
    marked = read_marker(passage.cut(0, len(passage.text.rstrip(_LEADERS))))
    return Entry(marked.rest.strip(), marked.kind, page, block.indent, block.bold, block.gap)


def _without_bare_pages(entries: list[Entry]) -> list[Entry]:
    matches = [_BARE_PAGE.search(entry.text) if entry.page is None else None for entry in entries]
    if sum(match is not None for match in matches) < max(3, 0.5 * len(entries)):
        return entries
    return [
        replace(entry, passage=entry.passage.cut(0, match.start()).strip(), page=int(match[1])) if match else entry
        for entry, match in zip(entries, matches, strict=True)
    ]


def _join_split(entries: Sequence[Entry], body: Sequence[str]) -> list[Entry]:
    """The entries with those made whole that stand on two lines; the letters of the body's titles show which."""
    found: list[Entry] = []
    for entry in entries:
        if found and found[-1].page is None and not entry.marker and _split(found[-1].text, entry.text, body):
            whole = Block(found[-1].passage), Block(entry.passage)
            found[-1] = replace(found[-1], passage=merge(*whole).passage, page=entry.page)
        else:
            found.append(entry)
    return found


def _with_whole_titles(body: Sequence[tuple[str, bool]], announced: Sequence[str]) -> list[tuple[str, bool]]:
    """The body's short lines with titles over two of them made whole; the letters of the entries show which."""
    found: list[tuple[str, bool]] = []
    for text, followed in body:
        if found and found[-1][1] and _split(found[-1][0], text, announced):
            found[-1] = (found[-1][0] + text, followed)
        else:
            found.append((text, followed))
    return found


def _split(first: str, second: str, body: Sequence[str]) -> bool:
    """Whether two lines are one title: together they are much more like one of these than either alone."""
    best = likest(first + second, body)
    return best >= 0.85 and best > max(likest(first, body), likest(second, body)) + 0.08


def _by_setting(entries: Sequence[Entry], body: Sequence[tuple[str, bool]]) -> set[int]:
    """The entries that are columns because the list sets them apart: by marker, page number, weight or indent."""
    least = min((entry.indent for entry in entries), default=0.0)
    settings = (
        [entry.marker for entry in entries],
        [entry.page is None for entry in entries],
        [entry.bold for entry in entries],
        [entry.indent > least + 0.8 for entry in entries],
        [entry.gap for entry in entries],
    )
    for values in settings:
        sections = {i for i, value in enumerate(values) if value == values[0]}
        if _heads_of_lists(sections, len(entries)) and not _titles(sections, entries, body):
            return sections
    return set()


def _heads_of_lists(sections: set[int], count: int) -> bool:
    """Whether entries could head the others: fewer than those, and hardly ever one after another."""
    if not sections or len(sections) > count - len(sections):
        return False
    adjacent = sum(i + 1 in sections or i + 1 == count for i in sections)
    return adjacent <= 0.25 * len(sections)


def _titles(sections: set[int], entries: Sequence[Entry], body: Sequence[tuple[str, bool]]) -> bool:
    """Whether the body shows that these entries are articles: prose follows most of those that it repeats."""
    matches = pair([entries[i].text for i in sorted(sections)], [text for text, _ in body], 0.75)
    return bool(matches) and sum(body[match.second][1] for match in matches) * 2 < len(matches)


def _by_body(entries: Sequence[Entry], body: Sequence[tuple[str, bool]]) -> set[int]:
    """The entries whose counterpart in the body is followed by another short line, not by prose."""
    matches = pair([entry.text for entry in entries], [text for text, _ in body], 0.75)
    return {match.first for match in matches if body[match.second][1] and len(entries[match.first].text) <= 24}
