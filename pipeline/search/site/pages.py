"""The pages of the archive: front, issue, article and lists. Search, figures and records have modules of their own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.search.site.images import PageImages
from pipeline.search.site.page import Page
from pipeline.search.site.passages import paragraphs
from pipeline.search.site.queries import canned_queries
from pipeline.search.site.records import PAGE_OF, Records, Row

COUNTED = ("bulletins", "articles", "alliances", "officials", "policies", "organizations", "figures", "findings")


def front(records: Records) -> Page:
    """The archive at a glance."""
    latest = records.bulletins(12)
    span = records.row("SELECT min(date) AS first, max(date) AS last FROM bulletins") or {}
    context = {
        "counts": [(table, records.count(table)) for table in COUNTED],
        "span": span,
        "latest": latest,
        "active": records.entities("alliance", 12),
        "questions": canned_queries(),
    }
    return Page("front.html", "", ("front", ""), context, latest)


def listing(records: Records, kind: str) -> Page:
    """All issues, or all records of a kind."""
    rows = records.bulletins() if kind == "bulletin" else records.entities(kind)
    return Page("listing.html", kind, ("list", kind), {"kind": kind}, rows)


def bulletin(records: Records, bulletin_id: str) -> Page | None:
    """An issue: contents as printed, articles, findings."""
    head = records.row("SELECT * FROM bulletins WHERE bulletin_id = ?", bulletin_id)
    if head is None:
        return None
    articles = records.articles(bulletin_id)
    columns: dict[str | None, list[Row]] = {}
    for article in articles:
        columns.setdefault(article["section"], []).append(article)
    by_id = "WHERE bulletin_id = ? ORDER BY"
    context = {
        "head": head,
        "columns": columns,
        "findings": records.rows(f"SELECT * FROM findings {by_id} severity, finding_id", bulletin_id),
        "staff": records.rows(f"SELECT role, name FROM bulletin_staff {by_id} rowid", bulletin_id),
        "recipients": records.rows(f"SELECT mode, recipient FROM bulletin_recipients {by_id} rowid", bulletin_id),
        "around": _around(records, head),
    }
    return Page("bulletin.html", issue_title(head), ("bulletin", bulletin_id), context, articles)


def issue_title(head: Mapping[str, Any]) -> str:
    """What an issue is called in links and titles."""
    number = f"第{head['issue']}期" if head["issue"] else ""
    year = f"{head['year']}年" if head["year"] else ""
    return f"{head['series'] or head['bulletin_id']} {year}{number}".strip()


def _around(records: Records, head: Row) -> tuple[Row | None, Row | None]:
    """The issues before and after of the same series."""
    query = (
        "SELECT * FROM bulletins WHERE series IS ? AND (date, bulletin_id) {} (?, ?) ORDER BY date {}, bulletin_id {}"
    )
    values = (head["series"], head["date"], head["bulletin_id"])
    before = records.row(query.format("<", "DESC", "DESC"), *values)
    return before, records.row(query.format(">", "ASC", "ASC"), *values)


def article(records: Records, images: PageImages, texts: Path, article_id: str, chosen: str = "") -> Page | None:
    """An article: its text with the mentions marked, beside the printed pages. `chosen` is a mention to point at."""
    row = records.row("SELECT * FROM articles WHERE article_id = ?", article_id)
    if row is None:
        return None
    text = (texts / f"{row['bulletin_id']}.txt").read_bytes().decode("utf-8")
    mentions = _mentions(records, article_id)
    lines = paragraphs(text[row["char_start"] : row["char_end"]], row["char_start"], mentions)
    head = records.row("SELECT * FROM bulletins WHERE bulletin_id = ?", row["bulletin_id"]) or {}
    context = {
        "article": row,
        "head": head,
        "issue": issue_title(head),
        "section": records.row("SELECT heading FROM sections WHERE section_id = ?", row["section_id"]),
        "lines": lines,
        "kinds": sorted({m["kind"] for m in mentions}),
        "pages": _pages(records, images, row),
        "chosen": next((m for m in mentions if m["mention_id"] == chosen), None),
        "findings": records.rows(
            "SELECT * FROM findings WHERE article_id = ? ORDER BY severity, finding_id", article_id
        ),
        "around": _neighbours(records, row),
    }
    return Page("article.html", row["title"] or article_id, ("article", article_id), context, mentions)


def _neighbours(records: Records, row: Row) -> tuple[Row | None, Row | None]:
    query = "SELECT article_id, title FROM articles WHERE bulletin_id = ? AND ordinal = ?"
    return tuple(records.row(query, row["bulletin_id"], row["ordinal"] + step) for step in (-1, 1))  # type: ignore[return-value]


def _pages(records: Records, images: PageImages, row: Row) -> list[Row]:
    """The printed pages of an article, with their sizes in points; none where the issue has no images."""
    document = records.accepted_document(row["bulletin_id"])
    if document is None or row["page_start"] is None:
        return []
    pages = []
    for number in range(row["page_start"], (row["page_end"] or row["page_start"]) + 1):
        size = images.size(document["document_id"], number)
        if size is not None:
            pages.append({"document_id": document["document_id"], "page": number, "width": size[0], "height": size[1]})
    return pages


def _mentions(records: Records, article_id: str) -> list[Row]:
    """The mentions of an article with the name of their record, the card that shows it, and its page."""
    rows = records.rows(
        "SELECT m.*, f.value, f.unit, f.indicator, f.qualifier, f.period, l.score, l.reasons FROM mentions m "
        "LEFT JOIN figures f ON f.mention_id = m.mention_id LEFT JOIN links l ON l.mention_id = m.mention_id "
        "WHERE m.article_id = ? ORDER BY m.char_start, m.char_end",
        article_id,
    )
    names = records.names({row["record_id"] for row in rows if row["record_id"] and row["kind"] in PAGE_OF})
    roles = records.rows("SELECT mention_id, organization, title FROM official_roles WHERE article_id = ?", article_id)
    posts: dict[str, list[str]] = {}
    for role in roles:
        posts.setdefault(role["mention_id"], []).append((role["organization"] or "") + (role["title"] or ""))
    for row in rows:
        named = names.get(row["record_id"] or "")
        row["page_kind"], row["name"] = (named["kind"], named["name"]) if named else (None, None)
        row["card"] = _card(row, posts.get(row["mention_id"], []))
    return rows


def _card(row: Row, posts: list[str]) -> str:
    """What a reader sees of the record on hovering: the name, or value, unit and indicator."""
    if row["kind"] == "figure":
        value = "" if row["value"] is None else f"{round(row['value'], 6):,.15g}"
        parts: tuple[Any, ...] = (row["indicator"], f"{value} {row['unit'] or ''}".strip(), row["period"])
    elif row["kind"] == "official":
        parts = (row["name"] or row["text"], *posts)
    else:
        parts = (row["name"] or row["normalized"] or row["text"],)
    return " · ".join(str(part) for part in parts if part)
