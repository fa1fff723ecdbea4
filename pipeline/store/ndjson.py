"""Articles as one JSON object a line, ready to index: extracted/search/articles.ndjson."""

from collections.abc import Callable, Iterator
from typing import Any

from pipeline.model.bulletin import Article, Bulletin
from pipeline.model.entity import BulletinLinks, Entities
from pipeline.model.ids import mention_id
from pipeline.model.mention import ArticleMentions, Extraction, FigureMention
from pipeline.store.files import encode

Tokenizer = Callable[[str], list[str]]

FACETS = (
    ("alliance", "alliances"),
    ("official", "officials"),
    ("policy", "policies"),
    ("organization", "organizations"),
)


def canonical_names(entities: Entities) -> dict[str, str]:
    """Record id → the name that search shows for it."""
    named = {a.alliance_id: a.name for a in entities.alliances}
    named |= {o.official_id: o.name for o in entities.officials}
    named |= {p.policy_id: p.title for p in entities.policies}
    return named | {o.organization_id: o.name for o in entities.organizations}


def article_lines(
    bulletin: Bulletin, extraction: Extraction, links: BulletinLinks, names: dict[str, str], tokenize: Tokenizer
) -> Iterator[bytes]:
    """The lines of one bulletin's articles."""
    record_of = {link.mention_id: link.record_id for link in links.links}
    headings = {section.ordinal: section.heading for section in bulletin.sections}
    found = {mentions.article_id: mentions for mentions in extraction.articles}
    for article in bulletin.articles:
        mentions = found[article.article_id]
        yield encode(
            {
                "article_id": article.article_id,
                "bulletin_id": bulletin.bulletin_id,
                "series": bulletin.masthead.series,
                "date": bulletin.masthead.date,
                "section": headings.get(article.section) if article.section else None,
                "title": article.title,
                "body": article.body,
                "contributor": article.contributor,
                "source": article.source,
                "title_tokens": " ".join(tokenize(article.title)),
                "body_tokens": " ".join(tokenize(article.body)),
                **{field: _facet(article, mentions, kind, field, record_of, names) for kind, field in FACETS},
                "figures": [_figure(figure) for figure in mentions.figures],
            }
        )


def _facet(
    article: Article,
    mentions: ArticleMentions,
    kind: str,
    field: str,
    record_of: dict[str, str | None],
    names: dict[str, str],
) -> list[str]:
    found = []
    for mention in getattr(mentions, field):
        record = record_of.get(mention_id(article.article_id, kind, mention.start, mention.end))
        if record in names:
            found.append(names[record])
    return sorted(set(found))


def _figure(figure: FigureMention) -> dict[str, Any]:
    return {
        "text": figure.text,
        "value": float(figure.value),
        "unit": figure.unit,
        "indicator": figure.indicator,
        "qualifier": figure.qualifier,
    }
