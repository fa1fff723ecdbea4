"""The second map step: every mention of a bulletin gets its record, with the score and the reasons in words."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline.lexicon import alternation, rows
from pipeline.link.choices import (
    Choice,
    Place,
    choose_alliance,
    choose_official,
    choose_organization,
    choose_policy,
)
from pipeline.link.compare import fold
from pipeline.link.corrections import is_struck
from pipeline.link.evidence import read_evidence, zones_of
from pipeline.link.index import EntitiesIndex, build_index
from pipeline.model.bulletin import Bulletin
from pipeline.model.entity import BulletinLinks, Decision, Link
from pipeline.model.ids import mention_id
from pipeline.model.mention import (
    AllianceMention,
    ArticleMentions,
    Extraction,
    OfficialMention,
    OrganizationMention,
    PolicyMention,
)
from pipeline.model.script import simplify

__all__ = ["EntitiesIndex", "build_index", "link"]

# How an article on one alliance begins the words for what is counted of it. Example: 联盟成员单位
_OF_THE_ALLIANCE = ("联盟成员", "联盟会员", "成员单位", "会员单位")
# The alliances as a whole, or a number of them. Example: 各试点联盟, 88家参评联盟
_SEVERAL = r"(?:{plural}|[0-9一二三四五六七八九十百][余多]?家)[^，,。；;、]{{0,6}}联盟"
_SENTENCE_END = re.compile(r"[。！？；\n]")

Mention = AllianceMention | OfficialMention | PolicyMention | OrganizationMention


def link(bulletin: Bulletin, extraction: Extraction, index: EntitiesIndex) -> BulletinLinks:
    """The links of all mentions of alliances, officials, policies and organizations, and the subjects of figures."""
    links: list[Link] = []
    subjects: dict[str, str] = {}
    for place in _places(bulletin, extraction, index):
        made = [(kind, mention, _decide(place, kind, mention)) for kind, mention in _mentions(place.found)]
        links.extend(decided for _, _, decided in made)
        named = {fold(m.text): k.record_id for kind, m, k in reversed(made) if kind != "official" and k.record_id}
        subjects.update(_subjects(place, named))
    return BulletinLinks(bulletin.bulletin_id, tuple(links), subjects)


def _places(bulletin: Bulletin, extraction: Extraction, index: EntitiesIndex) -> Iterator[Place]:
    articles = {a.article_id: a for a in bulletin.articles}
    aliases = [alias for found in extraction.articles for alias in found.aliases]
    defined = {fold(a.short): a.full for a in reversed(aliases)}
    for found in extraction.articles:
        article = articles.get(found.article_id)
        kept = [m for m in found.alliances if not is_struck(m.method)]
        evidence = read_evidence(zones_of(article, kept), aliases) if article else {}
        text = bulletin.text[article.char_start : article.char_end] if article else ""
        yield Place(index, bulletin.bulletin_id, found, extraction, evidence, defined, text)


def _mentions(found: ArticleMentions) -> Iterator[tuple[str, Mention]]:
    for kind, mentions in (
        ("alliance", found.alliances),
        ("official", found.officials),
        ("organization", found.organizations),
        ("policy", found.policies),
    ):
        for mention in mentions:
            yield kind, mention


def _decide(place: Place, kind: str, mention: Mention) -> Link:
    """What an analyst decided, else what the evidence says; several candidates go to review.

    A decision on a name that several persons bear leaves the mentions alone whose post tells the person.
    """
    identity = mention_id(place.found.article_id, kind, mention.start, mention.end)
    if is_struck(mention.method):
        return Link(identity, None, 1.0, f"names nothing, by {mention.method.split(' ', 1)[1]}", "corrected")
    keys = (place.bulletin_id, place.found.article_id, identity)
    decided = place.index.decided_here(kind, mention.text, keys)
    if decided is None:
        choice = _choose(place, mention)
        told = kind == "official" and choice.record_id is not None and len(choice.candidates) > 1
        decided = None if told else place.index.decided_everywhere(kind, mention.text)
        if decided is None:
            decision: Decision = "review" if choice.record_id is None else "linked"
            waiting = choice.candidates if choice.record_id is None else ()
            return Link(identity, choice.record_id, choice.score, choice.reasons, decision, waiting)
    return Link(identity, decided[0], 1.0, f"decided by {decided[1]}", "corrected")


def _choose(place: Place, mention: Mention) -> Choice:
    if isinstance(mention, AllianceMention):
        return choose_alliance(place, mention)
    if isinstance(mention, OfficialMention):
        return choose_official(place, mention)
    return choose_policy(place, mention) if isinstance(mention, PolicyMention) else choose_organization(place, mention)


def _subjects(place: Place, named: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Figure's mention id → record of the alliance, organization or policy that it is about.

    Without a printed subject, 联盟成员单位 and the like are those of the article's only alliance, unless the sentence
    speaks of alliances at large.
    """
    alliances = {record for record in named.values() if record in place.index.alliances}
    only = next(iter(alliances)) if len(alliances) == 1 else None
    for figure in place.found.figures:
        of_it = simplify(figure.indicator or "").startswith(_OF_THE_ALLIANCE)
        record = only if of_it and not _at_large(place.text, figure.start) else None
        if figure.subject:
            record = named.get(fold(figure.subject)) or _by_name(place.index, figure.subject)
        if record is not None:
            yield mention_id(place.found.article_id, "figure", figure.start, figure.end), record


def _at_large(text: str, at: int) -> bool:
    """Whether the sentence before this place speaks of several alliances: 试点联盟有34家理事长单位，成员单位2700家."""
    return bool(_several().search(simplify(re.split(_SENTENCE_END, text[:at])[-1])))


@cache
def _several() -> re.Pattern[str]:
    plural = alternation(r["word"] for r in rows("alliance_generics") if r["role"] == "plural")
    return re.compile(_SEVERAL.format(plural=plural))


def _by_name(index: EntitiesIndex, subject: str) -> str | None:
    """The record that a subject names which the article does not otherwise mention."""
    alliances = index.alliance_ids.get(fold(subject), ())
    if len(alliances) == 1:
        return alliances[0]
    body, policy = index.organization(subject)[0], index.policy(subject)[0]
    return body if body in index.organizations else policy if policy in index.policies else None
