"""The grammar of official titles: modifiers, what the post is called, and words that only look like a title.

A title is [committee][modifier]*core: 学术委员会 + 副 + 主任. What stands before it is the organization; 原 and 前
before it make it former, 时任 and the like belong to neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline import lexicon
from pipeline.extract.name_scores import compound_surnames
from pipeline.extract.names import read_name
from pipeline.extract.organization_lexicon import organization_suffix
from pipeline.extract.words import Line

LONGEST_MODIFIER = 9
"""No modifier or committee of the lexicon is longer than this many characters (checked by a test)."""


CERTAIN = 5.0
"""A name that reads as well as this may begin inside a word of the dictionary."""

POST_WORDS = ("职务", "一职", "兼")
"""Words after a title that say it is one, though the dictionary has them in one word with it (部长职务)."""


@dataclass(frozen=True, slots=True)
class Title:
    """line.text[start:end] is the title; what stands before `outer` is the organization or a name.

    `committee` is where a committee's name before the title starts (学术委员会), equal to `start` where there is none;
    `organ` where the title without a party organ's name (党委, 党组) starts, equal to `start` where there is none;
    `group` is that of the core in the lexicon; `after_name` says whether the title may stand after a name.
    """

    start: int
    end: int
    outer: int
    committee: int
    organ: int
    group: str
    former: bool
    after_name: bool


@cache
def _cores() -> tuple[AhoCorasick, tuple[dict[str, str], ...]]:
    rows = lexicon.rows("titles")
    words = [row["title"] for row in rows]
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), rows


@cache
def _modifiers(kind: str) -> frozenset[str]:
    return frozenset(row["modifier"] for row in lexicon.rows("title_modifiers") if row["kind"] == kind)


@cache
def _stops() -> dict[str, tuple[str, ...]]:
    """What goes on as another word after a title, and the titles' ends to which that is bound (none: all)."""
    return {row["following"]: lexicon.listed(row["titles"]) for row in lexicon.rows("title_stops")}


def units() -> frozenset[str]:
    """General units that go to the title where no full name of theirs is stated: 办公室|主任, 实验室|主任."""
    return _modifiers("unit")


@cache
def working_posts() -> frozenset[str]:
    """Posts in a project or working group, beside which a rank still is a title: 项目负责人."""
    return frozenset(row["title"] for row in lexicon.rows("titles") if row["group"] == "working")


@cache
def ranks() -> frozenset[str]:
    """Academic and professional ranks, which are titles only where no office is stated: 院士, 教授."""
    return frozenset(row["title"] for row in lexicon.rows("titles") if row["group"] == "rank")


def find_titles(line: Line) -> tuple[Title, ...]:
    """The titles of a line, in order, not overlapping; no name need stand beside them."""
    automaton, rows = _cores()
    found: list[Title] = []
    for index, first, end in automaton.find_matches_as_indexes(line.text):
        row, start = _beside_body(line, rows[index], first, end)
        if not _is_word(line, start, end) or _goes_on(line, end):
            continue
        floor = found[-1].end if found else 0
        found.append(_extend(line, start, end, row, floor))
    return tuple(found)


@cache
def _by_title() -> dict[str, dict[str, str]]:
    return {row["title"]: row for row in lexicon.rows("titles")}


def _beside_body(line: Line, row: dict[str, str], start: int, end: int) -> tuple[dict[str, str], int]:
    """The title without what belongs to the known body before it: 欧洲理事会|主席 is no 理事会主席."""
    left = line.straddles(start)
    if left is not None and left.known and (shorter := _by_title().get(line.text[left.end : end])) is not None:
        return shorter, left.end
    return row, start


def _is_word(line: Line, start: int, end: int) -> bool:
    """Not cut out of dictionary words: 城|市长|期 is no 市长; a name may have been drawn in (部长邵, 主任何)."""
    left, right = line.straddles(start), line.straddles(end)
    if line.text.startswith(POST_WORDS, end):
        return True
    if right is not None and not right.tag.startswith("nr"):
        name = right.tag not in ("ns", "nt", "nz") and _begins_a_name(line, end)
        return left is None and (name or _follows_a_body(line, start))
    return left is None or left.known or left.end <= end


def _follows_a_body(line: Line, start: int) -> bool:
    """Whether a body's name ends where the title starts: 高新区管委会|主任|何东, though the dictionary has 任何."""
    before = line.at(start - 1) if start else None
    return before is not None and (before.tag == "ORG" or organization_suffix(line.text[:start][-12:]) is not None)


def _begins_a_name(line: Line, start: int) -> bool:
    """Whether what reads for certain as a name begins here: 首席技术官|程卫华, though the dictionary has 官程."""
    name = read_name(line, start)
    return name is not None and name.score >= CERTAIN


def _goes_on(line: Line, end: int) -> bool:
    """Whether the title is the first part of another word: 理事|会, 书记|处, 理事长|单位."""
    if line.text[end : end + 2] in compound_surnames():
        return False
    following = (line.text[end : end + n] for n in (1, 2, 3))
    titles = (_stops()[text] for text in following if text in _stops())
    return any(not ends or line.text[:end].endswith(ends) for ends in titles)


def _extend(line: Line, start: int, end: int, row: dict[str, str], floor: int) -> Title:
    start = organ = _before(line, _after_organ(line, start, end), "rank", floor)
    start = _before(line, _one_before(line, start, "organ", floor), "rank", floor)
    outer, former = _formerly(line, start, floor)
    committee = start
    if not former:
        committee = _one_before(line, start, "committee", floor)
        outer, former = _formerly(line, committee, floor)
    return Title(start, end, outer, committee, organ, row["group"], former, row["after_name"] == "yes")


def _after_organ(line: Line, start: int, end: int) -> int:
    """Where a title of the lexicon goes on after a party organ with which it begins: 党委|常委."""
    organs = (at for at in range(end - 1, start, -1) if line.text[start:at] in _modifiers("organ"))
    return next((at for at in organs if line.text[at:end].removeprefix("副") in _by_title()), start)


def _formerly(line: Line, start: int, floor: int) -> tuple[int, bool]:
    """Where 原, 前, 时任 … before the title start, and whether they make it former."""
    tense = _before(line, start, "tense", floor)
    outer = _one_before(line, tense, "former", floor)
    return outer, outer < tense


def _before(line: Line, end: int, kind: str, floor: int) -> int:
    """Where the run of modifiers that ends at `end` starts."""
    for start in _steps(line, end, kind, floor):
        end = start
    return end


def _steps(line: Line, end: int, kind: str, floor: int) -> Iterator[int]:
    while (start := _one_before(line, end, kind, floor)) < end:
        yield start
        end = start


def _stands_apart(line: Line, start: int, end: int) -> bool:
    """Whether a modifier is one where the dictionary sees it in another word: 保障|部副|部长, 由|原, but 中|原."""
    modifier, word = line.text[start:end], line.straddles(start)
    if word is None or modifier.startswith("副") or len(modifier) > 2:
        return True
    body = organization_suffix(line.text[word.start : start]) is not None
    return modifier == "原" and (body or not word.tag.startswith("n"))


def _one_before(line: Line, end: int, kind: str, floor: int) -> int:
    """Where the longest modifier that ends at `end` starts; `end` itself where there is none."""
    for start in range(max(floor, end - LONGEST_MODIFIER), end):
        if line.text[start:end] in _modifiers(kind) and _stands_apart(line, start, end):
            return start
    return end
