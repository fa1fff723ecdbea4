"""The map step: what one bulletin adds to the knowledge of who is who."""

from collections import Counter
from collections.abc import Iterator

from pipeline.link.corrections import is_struck
from pipeline.link.evidence import read_codes, read_evidence, read_renamings, zones_of
from pipeline.link.observation import (
    AliasSeen,
    AllianceSeen,
    CodeSeen,
    Evidence,
    Observations,
    OrganizationSeen,
    PostSeen,
    Renamed,
    WorkSeen,
)
from pipeline.link.organizations import standing
from pipeline.link.policies import is_genre
from pipeline.model.bulletin import Article, Bulletin
from pipeline.model.mention import ArticleMentions, Extraction, OrganizationKind
from pipeline.model.script import simplify


def observe(bulletin: Bulletin, extraction: Extraction) -> Observations:
    """The observations of one bulletin; a pure function of it."""
    articles = {a.article_id: a for a in bulletin.articles}
    found = [(articles[m.article_id], m) for m in extraction.articles if m.article_id in articles]
    return Observations(
        bulletin_id=bulletin.bulletin_id,
        date=bulletin.masthead.date,
        alliances=_alliances(found),
        codes=_codes(found),
        renamed=_renamed(bulletin.text, found),
        posts=_posts(found),
        works=_works(found),
        organizations=_organizations(found),
        aliases=tuple(sorted({AliasSeen(a.short, a.full) for _, m in found for a in m.aliases}, key=_alias_order)),
    )


Found = list[tuple[Article, ArticleMentions]]


def _alias_order(alias: AliasSeen) -> tuple[str, str]:
    return (alias.short, alias.full)


def _alliances(found: Found) -> tuple[AllianceSeen, ...]:
    aliases = [alias for _, mentions in found for alias in mentions.aliases]
    counts: Counter[tuple[str, Evidence | None]] = Counter()
    for article, mentions in found:
        kept = [m for m in mentions.alliances if not is_struck(m.method)]
        evidence = read_evidence(zones_of(article, kept), aliases)
        counts.update((m.text, evidence.get(m.text)) for m in kept)
    ordered = sorted(counts.items(), key=lambda c: (c[0][0], _evidence_order(c[0][1])))
    return tuple(AllianceSeen(text, number, evidence) for (text, evidence), number in ordered)


def _evidence_order(evidence: Evidence | None) -> tuple[str, str]:
    return (evidence.full, evidence.why) if evidence else ("", "")


def _codes(found: Found) -> tuple[CodeSeen, ...]:
    codes = {c for article, mentions in found for c in read_codes(article, mentions.alliances)}
    return tuple(sorted(codes, key=lambda c: (c.code, c.name)))


def _renamed(text: str, found: Found) -> tuple[Renamed, ...]:
    stated = {
        renamed
        for article, mentions in found
        for renamed in read_renamings(simplify(text[article.char_start : article.char_end]), mentions.alliances)
    }
    return tuple(sorted(stated, key=lambda r: (r.old, r.new)))


def _posts(found: Found) -> tuple[PostSeen, ...]:
    articles: dict[tuple[str, str | None, str | None, bool], list[int]] = {}
    for article, mentions in found:
        for official in (m for m in mentions.officials if not is_struck(m.method)):
            stated = [(r.organization, r.title, r.former) for r in official.roles] or [(None, None, False)]
            for organization, title, former in stated:
                known = standing(organization) if organization else None
                articles.setdefault((official.text, known, title, former), []).append(article.ordinal)
    ordered = sorted(articles.items(), key=lambda p: tuple(str(part or "") for part in p[0]))
    return tuple(PostSeen(*key, tuple(sorted(set(where))), len(where)) for key, where in ordered)


def _works(found: Found) -> tuple[WorkSeen, ...]:
    counts = Counter(
        (p.title, p.kind, p.event, p.issuers, p.issuer_count, p.document_number, p.period)
        for _, mentions in found
        for p in mentions.policies
        if p.short_for is None and not is_genre(p.title) and not is_struck(p.method)
    )
    return tuple(WorkSeen(*key, count) for key, count in sorted(counts.items(), key=lambda c: str(c[0])))


def _organizations(found: Found) -> tuple[OrganizationSeen, ...]:
    counts: Counter[tuple[str, OrganizationKind]] = Counter(_organization_names(found))
    return tuple(OrganizationSeen(name, kind, number) for (name, kind), number in sorted(counts.items()))


def _organization_names(found: Found) -> Iterator[tuple[str, OrganizationKind]]:
    for _, mentions in found:
        for organization in mentions.organizations:
            if not is_struck(organization.method):
                yield standing(organization.name), organization.kind
