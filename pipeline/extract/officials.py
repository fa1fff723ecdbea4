"""Officials: persons' names with the posts that the text gives them, from the holders of posts in each line."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline.extract.holders import Holder, read_holders
from pipeline.extract.member_lists import Label, next_label, with_label
from pipeline.extract.organizations import find_organizations, marked_line
from pipeline.extract.post_bodies import (
    NamedBodies,
    beside_party_organ,
    nearest,
    nearest_body,
    nearest_ending,
    seat_of,
)
from pipeline.extract.posts import Post
from pipeline.extract.titles import ranks, units, working_posts
from pipeline.extract.view import ArticleView, view_text
from pipeline.extract.words import Line, Spans, line_spans, lines
from pipeline.model.mention import ArticleMentions, OfficialMention, Role

# What introduces a short form: （简称“, （以下简称.
INTRODUCED = re.compile(r"简称(?:为)?[：:]?[“\"「]?$")

# Where a unit has its seat: 领导小组|办公室|设在.
SEATED = re.compile(r"(?P<body>[一-鿿]{2,20})(?P<unit>办公室|秘书处)设在[^。；\n]{2,40}，$")

SENTENCE_ENDS = "。；！？\n"

BESIDE_NAME = ("grammar:title-name", "grammar:name-title")
"""The rules whose posts, where no body is printed beside them, belong to one that the sentence names before."""

REACH = 400
"""How far before a post, in characters, its sentence may begin."""


def find_officials(view: ArticleView, found: ArticleMentions) -> tuple[OfficialMention, ...]:
    """The persons whose posts the article states, one mention for each place where it does, in order."""
    works = Spans.of((m.start, m.end) for m in found.policies)
    bodies = sorted(
        [(m.end, m.text) for m in found.organizations if not _introduced(view.text, m.start)]
        + [
            (m.end, m.text)
            for m in found.alliances
            if not works.hold(m.start, m.end) and not _introduced(view.text, m.start)
        ]
    )
    named = NamedBodies(tuple(end for end, _ in bodies), tuple(name for _, name in bodies))
    mentions: list[OfficialMention] = []
    label: Label | None = None
    for line in lines(view, "title", "body", "note", "table"):
        label, at = next_label(line, named, label)
        own, label = with_label(line, at, _in_line(view, marked_line(view, line, found), named), label)
        mentions += own
    return _resolved(_merged(m for m in mentions if m.roles))


def _in_line(view: ArticleView, line: Line, named: NamedBodies) -> list[OfficialMention]:
    mentions: list[OfficialMention] = []
    previous: str | None = None
    for holder in read_holders(line):
        mention = _mention(view, line, holder, named, previous)
        previous = mention.roles[-1].organization if mention.roles else None
        mentions.append(mention)
    return mentions


def _introduced(text: str, start: int) -> bool:
    """Whether a short form is introduced here, so that the full name stands directly before: （以下简称“存储联盟”）."""
    return INTRODUCED.search(text, max(0, start - 8), start) is not None


def _merged(mentions: Iterable[OfficialMention]) -> tuple[OfficialMention, ...]:
    """Mentions in order, those of one span (a post printed and another conferred) made one."""
    merged: dict[tuple[int, int], OfficialMention] = {}
    for m in sorted(mentions, key=lambda m: (m.start, m.end)):
        first = merged.setdefault((m.start, m.end), m)
        if first is not m:
            merged[m.start, m.end] = replace(first, roles=tuple(dict.fromkeys((*first.roles, *m.roles))))
    return tuple(merged.values())


def _mention(
    view: ArticleView, line: Line, holder: Holder, named: NamedBodies, previous: str | None
) -> OfficialMention:
    posts = _stated(holder.posts)
    honour = holder.honour or next((p.title for p in holder.posts if p not in posts), None)
    roles: list[Role] = []
    for post in posts:
        role = _role(view, line.start + post.start, post, named, previous, honour, holder.method)
        if roles and role.organization is None and post.organization in units():
            role = replace(role, organization=previous)
        roles.append(role)
        previous = roles[-1].organization
    if not roles and holder.honour:
        roles = [Role(None, holder.honour)]
    text = line.text[holder.start : holder.end]
    return OfficialMention(line.start + holder.start, line.start + holder.end, text, holder.method, tuple(roles))


def _stated(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """The posts that count as titles: a rank without its own body does not beside an office."""
    offices = any(not p.rank and p.group != "working" for p in posts)
    return tuple(p for p in posts if not (offices and p.rank and p.organization is None))


def _role(
    view: ArticleView, at: int, post: Post, named: NamedBodies, previous: str | None, honour: str | None, method: str
) -> Role:
    floor = max(view.text.rfind(mark, max(0, at - REACH), at) for mark in SENTENCE_ENDS)
    floor = floor if method in BESIDE_NAME else at
    body = _body(post, view.text[at - 1 : at], at, named, previous, floor)
    if post.generic and body is not None and body in units():
        seated = SEATED.search(view.text, max(0, at - REACH), at)
        owner = nearest_ending(seated["body"], named, at) if seated and seated["unit"] == body else None
        return Role(owner or nearest_body(post.title, named, at, floor), body + post.title, post.former, honour)
    return Role(body, post.title, post.former, honour)


def _body(post: Post, before: str, at: int, named: NamedBodies, previous: str | None, floor: int) -> str | None:
    """The body of a post: as printed before it, carried over, or the nearest in the sentence that has such posts."""
    if post.carried and post.group == "seat":
        return seat_of(previous)
    if post.organization is not None:
        if post.generic and before == "该":
            return nearest(named, at) or post.organization
        if not post.generic:
            return post.organization
        return beside_party_organ(previous, post.organization) or nearest_ending(post.organization, named, at)
    if post.rank or post.group == "head" or not (post.bare or post.carried):
        return None
    return previous if post.carried else nearest_body(post.title, named, at, floor)


def _resolved(mentions: tuple[OfficialMention, ...]) -> tuple[OfficialMention, ...]:
    """Short repetitions given the full role that the article states for the same person and title."""
    full: dict[tuple[str, str | None], dict[str, None]] = {}
    offices: set[str] = set()
    for m in mentions:
        for role in m.roles:
            if role.organization is not None:
                full.setdefault((m.text, role.title), {})[role.organization] = None
            if role.organization is not None or not (_is_rank(role) or role.title in working_posts()):
                offices.add(m.text)
    return tuple(replace(m, roles=tuple(_settled(m.text, m.roles, full, offices))) for m in mentions)


def _is_rank(role: Role) -> bool:
    return role.title in ranks()


def _settled(
    name: str, roles: Iterable[Role], full: dict[tuple[str, str | None], dict[str, None]], offices: set[str]
) -> Iterable[Role]:
    for role in roles:
        known = list(full.get((name, role.title), {}))
        if role.organization is None and known:
            yield replace(role, organization=known[0])
        elif role.organization is None and _is_rank(role) and name in offices:
            continue
        else:
            alike = [o for o in known if role.organization and (o in role.organization or role.organization in o)]
            yield replace(role, organization=max(alike, key=len, default=role.organization))


def find_bare_officials(view: ArticleView, names: frozenset[str]) -> tuple[OfficialMention, ...]:
    """Every occurrence of these names in running text as mentions without roles (the caller drops those it has)."""
    if not names:
        return ()
    automaton = _named(names)
    found = []
    for low, high in line_spans(view, "title", "body", "note", "table"):
        text = view.text[low:high]
        for _, start, end in automaton.find_matches_as_indexes(text):
            if not _inside_a_longer_name(text, end):
                found.append(OfficialMention(low + start, low + end, text[start:end], "bulletin:named-before"))
    return tuple(found)


@lru_cache(maxsize=1)
def _named(names: frozenset[str]) -> AhoCorasick:
    """One automaton for all articles of a bulletin."""
    return AhoCorasick(sorted(names), matchkind=MatchKind.LeftmostLongest)


def _inside_a_longer_name(text: str, end: int) -> bool:
    """Names of doctrines and works begin with a person's name: 习近平新时代…思想, 邓小平理论."""
    return text.startswith(("新时代", "理论", "思想", "文选", "外交思想"), end)


def parse_officials(text: str) -> list[dict[str, object]]:
    """The officials of one bare sentence, as plain values: text, start, end, kind and roles."""
    view = view_text(text)
    found = ArticleMentions("text")
    found = replace(found, organizations=find_organizations(view, found))
    return [
        {
            "text": m.text,
            "start": m.start,
            "end": m.end,
            "kind": "official",
            "roles": [
                {"organization": r.organization, "title": r.title, "former": r.former, "honour": r.honour}
                for r in m.roles
            ],
        }
        for m in find_officials(view, found)
    ]
