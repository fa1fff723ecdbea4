"""One accepted bulletin → rows of the tables that describe it, as dictionaries in the contract's columns."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from pipeline.model.bulletin import Article, Bulletin, Segmentation, Sentence
from pipeline.model.entity import BulletinLinks, Finding
from pipeline.model.ids import mention_id, role_id
from pipeline.model.mention import (
    ArticleMentions,
    DateMention,
    Extraction,
    FigureMention,
    OfficialMention,
    PlaceMention,
    PolicyMention,
)
from pipeline.model.page import Document
from pipeline.model.tables import BY_NAME
from pipeline.model.text import SourceMap

Row = dict[str, Any]
Rows = dict[str, list[Row]]

KINDS = (
    ("alliance", "alliances"),
    ("official", "officials"),
    ("policy", "policies"),
    ("figure", "figures"),
    ("organization", "organizations"),
    ("place", "places"),
    ("date", "dates"),
)


@dataclass(frozen=True, slots=True)
class BulletinFiles:
    """All that the stages made of one accepted bulletin."""

    document: Document
    bulletin: Bulletin
    segmentation: Segmentation
    extraction: Extraction
    links: BulletinLinks
    findings: tuple[Finding, ...]


def record_row(table: str, record: object, **given: object) -> Row:
    """A row of a table from a record whose fields bear the columns' names; `given` adds or overrides columns."""
    names, read = _left_to_record(table, tuple(given))
    return dict(zip(names, read(record), strict=True)) | given


@cache
def _left_to_record(table: str, given: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    """The columns that are not given, and what reads them all from a record."""
    names = tuple(column.name for column in BY_NAME[table].columns if column.name not in given)
    if len(names) > 1:
        return names, attrgetter(*names)
    return names, lambda record: tuple(getattr(record, name) for name in names)


def bulletin_rows(files: BulletinFiles) -> Rows:
    """The rows of every table that belong to one bulletin."""
    bulletin, source = files.bulletin, SourceMap(files.bulletin.pieces)
    issue = bulletin.bulletin_id
    rows: Rows = {
        "bulletins": [record_row("bulletins", bulletin.masthead, bulletin_id=issue)],
        "bulletin_staff": [
            record_row("bulletin_staff", member, bulletin_id=issue) for member in dict.fromkeys(bulletin.staff)
        ],
        "bulletin_recipients": [
            record_row("bulletin_recipients", r, bulletin_id=issue, recipient=r.name) for r in bulletin.recipients
        ],
        "sections": [
            record_row("sections", s, bulletin_id=issue, **_pages(source, s.char_start, s.char_end))
            for s in bulletin.sections
        ],
        "articles": list(_articles(bulletin, source)),
        "sentences": [record_row("sentences", s) for s in files.segmentation.sentences],
        "table_cells": list(_cells(files, source)),
        "findings": [record_row("findings", f) for f in files.findings],
        "links": [record_row("links", link) for link in files.links.links],
    }
    for name in ("mentions", "official_roles", "policy_events", "figures"):
        rows[name] = []
    for table, row in _mention_rows(files, source):
        rows[table].append(row)
    return rows


def ledger_rows(bulletin: Bulletin) -> list[Row]:
    """The ledger of one document, accepted or duplicate."""
    return [record_row("ledger", entry, document_id=bulletin.document_id) for entry in bulletin.ledger]


def _pages(source: SourceMap, start: int, end: int) -> Row:
    return {"page_start": source.page(start), "page_end": source.page(max(start, end - 1))}


def _articles(bulletin: Bulletin, source: SourceMap) -> Iterator[Row]:
    section_ids = {section.ordinal: section.section_id for section in bulletin.sections}
    for article in bulletin.articles:
        yield record_row(
            "articles",
            article,
            bulletin_id=bulletin.bulletin_id,
            section_id=section_ids.get(article.section) if article.section else None,
            **_pages(source, article.char_start, article.char_end),
        )


def _placed(document: Document, source: SourceMap, start: int, end: int) -> Row:
    place = source.first_place(document, start, end)
    page, box = (place.page, place.box) if place else (source.page(start), None)
    x0, y0, x1, y1 = (box.x0, box.y0, box.x1, box.y1) if box else (None,) * 4
    return {"char_start": start, "char_end": end, "page": page, "x0": x0, "y0": y0, "x1": x1, "y1": y1}


def _cells(files: BulletinFiles, source: SourceMap) -> Iterator[Row]:
    for article in files.bulletin.articles:
        for table in article.tables:
            head = table.head()
            for cell in table.cells:
                yield record_row(
                    "table_cells",
                    cell,
                    table_id=table.table_id,
                    article_id=article.article_id,
                    column_name=head.get(cell.column),
                    **_placed(files.document, source, cell.char_start, cell.char_end),
                )


def _mention_rows(files: BulletinFiles, source: SourceMap) -> Iterator[tuple[str, Row]]:
    record_of = {link.mention_id: link.record_id for link in files.links.links}
    sentences = sorted(files.segmentation.sentences, key=lambda s: s.char_start)
    starts = [s.char_start for s in sentences]
    articles = {article.article_id: article for article in files.bulletin.articles}
    for found in files.extraction.articles:
        article = articles[found.article_id]
        for kind, mention in _unique(found):
            start, end = article.char_start + mention.start, article.char_start + mention.end
            identity = mention_id(article.article_id, kind, mention.start, mention.end)
            record = identity if kind == "figure" else record_of.get(identity)
            row = record_row(
                "mentions",
                mention,
                mention_id=identity,
                article_id=article.article_id,
                sentence_id=_sentence_at(starts, sentences, start, end),
                kind=kind,
                record_id=record,
                normalized=_normalized(mention),
                **_placed(files.document, source, start, end),
            )
            yield "mentions", row
            yield from _detail_rows(files, article, identity, record, mention)


def _unique(found: ArticleMentions) -> Iterator[tuple[str, Any]]:
    for kind, field in KINDS:
        seen = set()
        for mention in getattr(found, field):
            if (mention.start, mention.end) not in seen:
                seen.add((mention.start, mention.end))
                yield kind, mention


def _normalized(mention: object) -> str | None:
    if isinstance(mention, DateMention):
        return mention.value
    return mention.name if isinstance(mention, PlaceMention) else None


def _sentence_at(starts: list[int], sentences: list[Sentence], start: int, end: int) -> str | None:
    at = bisect_right(starts, start) - 1
    if at < 0 or sentences[at].char_end < end:
        return None
    return sentences[at].sentence_id


def _detail_rows(
    files: BulletinFiles, article: Article, identity: str, record: str | None, mention: object
) -> Iterator[tuple[str, Row]]:
    """The rows of a mention in the table of its own kind."""
    date = files.bulletin.masthead.date
    where = {"article_id": article.article_id, "bulletin_id": files.bulletin.bulletin_id, "mention_id": identity}
    if isinstance(mention, OfficialMention):
        for ordinal, role in enumerate(mention.roles, 1):
            given = {"role_id": role_id(identity, ordinal), "official_id": record, "name": mention.text, "date": date}
            yield "official_roles", record_row("official_roles", role, **given, **where)
    elif isinstance(mention, PolicyMention) and mention.short_for is None:
        given = {"policy_id": record, "date": mention.date or date}
        yield "policy_events", record_row("policy_events", mention, **given, **where)
    elif isinstance(mention, FigureMention):
        subject = files.links.subjects.get(identity)
        yield "figures", record_row("figures", mention, **_figure(mention, article, identity, subject), **where)


def _figure(figure: FigureMention, article: Article, identity: str, subject: str | None) -> Row:
    table, row, column = figure.cell or (None, None, None)
    return {
        "figure_id": identity,
        "value": float(figure.value),
        "value_max": None if figure.value_max is None else float(figure.value_max),
        "value_exact": format(figure.value, "f"),
        "subject_id": subject,
        "cell": None if table is None else f"{article.tables[table].table_id}:{row}:{column}",
    }
