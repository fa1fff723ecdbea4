"""Organizations: names that the lexicon knows, and names by their suffix with a left border decided by grammar."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline import lexicon
from pipeline.extract.aliases import known_aliases
from pipeline.extract.name_borders import appointing_verbs
from pipeline.extract.organization_borders import (
    CONJUNCTIONS,
    GOOD_BEGINNINGS,
    LOCAL_BEGINNINGS,
    is_border,
    phrase_start,
)
from pipeline.extract.organization_lexicon import kind_of, known_organizations, suffix_kinds, words_used
from pipeline.extract.places import places_in
from pipeline.extract.view import ArticleView, view_text
from pipeline.extract.words import Line, Spans, Word, lines, mark
from pipeline.model.mention import ArticleMentions, OrganizationMention

PROPER_TAGS = ("nr", "ns", "nt", "nz", "en")
"""First letters of jieba's tags of proper names and of Latin words."""


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(sorted(known_organizations()))
    return AhoCorasick(names, matchkind=MatchKind.LeftmostLongest), names


@cache
def _suffixes() -> tuple[AhoCorasick, tuple[dict[str, str], ...]]:
    rows = tuple(row for row in lexicon.rows("organization_suffixes") if row["strength"] in ("strong", "weak"))
    automaton = AhoCorasick(
        [row["suffix"] for row in rows],
        matchkind=MatchKind.LeftmostLongest,
    )
    return automaton, rows


def stated_shorts(view: ArticleView) -> dict[str, str]:
    """Short → full name of the organizations that the article or its bulletin shortens: （简称国科控股）.

    A short form that only says what kind of body it is (领导小组) names none.
    """
    shorts: dict[str, str] | None = view.read.get("organization shorts")
    if shorts is None:
        bodies = (a for a in known_aliases(view) if a.full.endswith(_body_endings()) and _names_one(a.short))
        shorts = view.read["organization shorts"] = {a.short: a.full for a in bodies}
    return shorts


def _names_one(short: str) -> bool:
    return short not in suffix_kinds() and short not in words_used("noun") and short not in words_used("generic")


@cache
def _body_endings() -> tuple[str, ...]:
    return tuple(row["suffix"] for row in _suffixes()[1] if row["strength"] == "strong")


def mark_organizations(
    line: Line,
    places: Iterable[tuple[int, int, str]],
    alliances: tuple[tuple[int, int], ...] = (),
    shorts: Iterable[str] = (),
) -> Line:
    """The line with alliances, places (offsets relative to the line) and known organizations kept whole.

    Known are the lexicon's and, as `shorts`, the short names that the text gives to others.
    """
    names = [Word(a, b, "ALLIANCE") for a, b in alliances]
    names += [Word(m.start(), m.end(), "ORG") for short in shorts for m in re.finditer(re.escape(short), line.text)]
    automaton, _ = _automaton()
    known = ((a, b) for _, a, b in automaton.find_matches_as_indexes(line.text) if _whole(line, a, b))
    names += [Word(a - _is_of_place(line, a), b, "ORG") for a, b in known]
    names += [Word(a, b, "PLACE") for a, b, _ in places if _whole(line, a, b)]
    return mark(line, names)


def marked_line(view: ArticleView, line: Line, found: ArticleMentions) -> Line:
    """A line of the view with the alliances found in it, organizations and places kept whole."""
    end = line.start + len(line.text)
    inside = tuple(
        (m.start - line.start, m.end - line.start) for m in found.alliances if line.start <= m.start and m.end <= end
    )
    key = ("marked", line.start, end, inside)
    marked: Line | None = view.read.get(key)
    if marked is None:
        marked = view.read[key] = mark_organizations(line, places_in(view, line), inside, stated_shorts(view))
    return marked


def _is_of_place(line: Line, start: int) -> bool:
    """Whether a word for the place directly before a known name makes it a local body: 省|发展改革委."""
    before = line.at(start - 1) if start else None
    return before is not None and line.word(before) in LOCAL_BEGINNINGS and before.start + 1 == start


def _whole(line: Line, start: int, end: int) -> bool:
    """Not cut out of longer dictionary words on both sides; a place name directly before makes 统计局 a local body."""
    if end - start > 2:
        return True
    if line.text[end - 1] == "为" and _appointed().search(line.text, max(0, start - 8), start):
        return False
    left, right = line.straddles(start), line.straddles(end)
    return not any(w is not None and w.end - w.start > 1 and not w.tag.startswith("n") for w in (left, right))


@cache
def _appointed() -> re.Pattern[str]:
    # A verb of appointment or a title and the beginning of a name before what is no 华为 then: 选举钟登|华为.
    calls = lexicon.alternation((*appointing_verbs(), *lexicon.column("titles", "title")))
    return re.compile(rf"{calls}(?![和及与跟同等向在的])[\u4e00-\u9fff]{{1,2}}$")


def find_organizations(view: ArticleView, found: ArticleMentions) -> tuple[OrganizationMention, ...]:
    """The organizations of an article, in order, the longest of nested names only; none inside 《》."""
    titles = Spans.of((p.start, p.end) for p in found.policies)
    shorts = stated_shorts(view)
    mentions: list[OrganizationMention] = []
    for line in lines(view, "title", "body", "note", "contributor", "source", "table"):
        mentions += _in_line(marked_line(view, line, found), shorts)
    return tuple(m for m in mentions if not titles.hold(m.start, m.end))


def _in_line(line: Line, shorts: Mapping[str, str]) -> list[OrganizationMention]:
    spans = [(w.start, w.end, "lexicon:organizations") for w in line.words if w.tag == "ORG"]
    spans += [(a, b, "grammar:organization-suffix") for a, b in _by_suffix(line)]
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1])):
        if not kept or span[1] > kept[-1][1]:
            if kept and span[0] < kept[-1][1]:
                continue
            kept.append(span)
    return [_mention(line, *span, shorts) for span in kept]


def _mention(line: Line, start: int, end: int, method: str, shorts: Mapping[str, str]) -> OrganizationMention:
    text = line.text[start:end]
    known, full = known_organizations().get(text), shorts.get(text, text)
    name = known.name if known is not None else full
    return OrganizationMention(line.start + start, line.start + end, text, method, name, kind_of(full))


def _by_suffix(line: Line) -> list[tuple[int, int]]:
    """The spans that end with a suffix of organizations, on a word's end, and say more than their suffix."""
    automaton, rows = _suffixes()
    spans = []
    for index, first, end in automaton.find_matches_as_indexes(line.text):
        last = line.at(end - 1)
        if line.straddles(end) is not None or last is None or last.tag == "ORG":
            continue
        start = phrase_start(line, end)
        if start < first and _is_specific(line, start, first, rows[index]["strength"] == "weak"):
            spans.append((start, _with_note(line.text, end)))
    return spans + _short(line)


def _with_note(text: str, end: int) -> int:
    """The end of a name with the note of preparation after it: …国家重点实验室|（筹）."""
    note = next((note for note in ("（筹）", "(筹)", "（筹备）", "(筹备)") if text.startswith(note, end)), "")
    return end + len(note)


def _short(line: Line) -> list[tuple[int, int]]:
    """Departments by a short suffix directly inside a known body: 科技部|社会发展科技|司, 国家能源局|新能源|处."""
    spans = []
    for body in (word for word in line.words if word.tag in ("ORG", "PLACE")):
        end = _department_end(line, body)
        if end > body.end:
            spans.append((body.start, end))
    return spans


def _department_end(line: Line, word: Word) -> int:
    """Where a department's name that follows directly after a known body ends; the body's own end where none does."""
    best, at = word.end, line.index(word.end)
    while 0 <= at < len(line.words) and line.words[at].end - word.end <= 20:
        inner = line.words[at]
        text = line.word(inner)
        ends = is_border(line, inner, inner.end) and text not in CONJUNCTIONS
        if inner.start < word.end or inner.known or ends:
            break
        ends_body = text[-1] in "司局厅处" and len(text) <= 5 and inner.tag[0] in "nj" and not text.endswith("公司")
        if inner.end - word.end > 2 and ends_body and text not in words_used("whole"):
            best = inner.end
        at += 1
    return best


def _is_specific(line: Line, start: int, end: int, weak: bool) -> bool:
    """Whether the words before the suffix name one body: not all of them are generic (各, 有关, 重点 …).

    A weak suffix, one that general nouns have too (服务型|政府, 农事服务|中心), asks for a proper name among them.
    """
    words = [w for w in line.words[max(line.index(start), 0) : line.index(end - 1) + 1] if w.end > start]
    if weak:
        return any(_is_proper(line, word) for word in words)
    inner = [line.word(w) for w in words]
    return any(word not in words_used("generic") and word not in words_used("noun") for word in inner)


def _is_proper(line: Line, word: Word) -> bool:
    text = line.word(word)
    if word.known or text.startswith(GOOD_BEGINNINGS):
        return True
    return word.tag[:2] in PROPER_TAGS or text in ("省", "市", "自治区", "联盟", "协会", "学会", "商会")


def parse_organizations(text: str) -> list[dict[str, object]]:
    """The organizations of one bare sentence, as plain values: text, start, end, kind and the normalised fields."""
    found = find_organizations(view_text(text), ArticleMentions("text"))
    return [
        {"text": m.text, "start": m.start, "end": m.end, "kind": "organization", "name": m.name, "sort": m.kind}
        for m in found
    ]
