"""The page of an alliance, official, policy or organization: names, tenures, mentions by year, figures, company."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from pipeline.search.site.page import Page
from pipeline.search.site.records import KINDS, MENTION_OF, PAGE_OF, Records, Row

ARTICLES, FIGURES, COMPANY = 200, 100, 24


def entity(records: Records, kind: str, record_id: str) -> Page | None:
    """The page; an id that a merge gave up leads to the record that stands for it now."""
    table, key, name = KINDS[kind]
    row = records.row(f"SELECT * FROM {table} WHERE {key} = ?", record_id)
    if row is None:
        moved = records.row("SELECT new_id FROM redirects WHERE old_id = ?", record_id)
        return entity(records, kind, moved["new_id"]) if moved and moved["new_id"] != record_id else None
    mentions = _mentions(records, record_id)
    context: dict[str, Any] = {
        "kind": kind,
        "record": row,
        "names": _names(records, kind, record_id),
        "tenures": records.rows("SELECT * FROM tenures WHERE official_id = ? ORDER BY first_seen, title", record_id),
        "issuers": records.rows("SELECT * FROM policy_issuers WHERE policy_id = ? ORDER BY ordinal", record_id),
        "events": _events(records, record_id) if kind == "policy" else [],
        "years": _years(mentions),
        "articles": [list(group) for _, group in groupby(mentions, key=itemgetter("article_id"))][:ARTICLES],
        "figures": _figures(records, record_id),
        "company": _company(records, record_id),
        "total": len(mentions),
    }
    return Page("entity.html", str(row[name]), (kind, record_id), context, mentions)


def _mentions(records: Records, record_id: str) -> list[Row]:
    return records.rows(
        "SELECT m.mention_id, m.article_id, m.text, m.page, a.title, b.bulletin_id, b.date, b.series, b.year, b.issue "
        "FROM mentions m JOIN articles a USING (article_id) JOIN bulletins b USING (bulletin_id) "
        "WHERE m.record_id = ? ORDER BY b.date DESC, a.article_id, m.char_start",
        record_id,
    )


def _names(records: Records, kind: str, record_id: str) -> list[Row]:
    """Every name: of an alliance the known ones too, of the others as printed."""
    if kind == "alliance":
        return records.rows(
            "SELECT * FROM alliance_names WHERE alliance_id = ? ORDER BY mentions DESC, name", record_id
        )
    return records.rows(
        "SELECT text AS name, count(*) AS mentions FROM mentions WHERE record_id = ? AND kind = ? "
        "GROUP BY text ORDER BY mentions DESC, text",
        record_id,
        MENTION_OF[kind],
    )


def _events(records: Records, record_id: str) -> list[Row]:
    return records.rows(
        "SELECT e.*, a.title FROM policy_events e JOIN articles a USING (article_id) WHERE e.policy_id = ? "
        "GROUP BY e.date, e.event, e.article_id ORDER BY e.date, e.article_id",
        record_id,
    )


def _years(mentions: list[Row]) -> list[tuple[str, int, float]]:
    """Year, number of mentions, and its share of the busiest year; years between are there too."""
    counts: dict[int, int] = {}
    for mention in mentions:
        if (mention["date"] or "")[:4].isdecimal():
            year = int(mention["date"][:4])
            counts[year] = counts.get(year, 0) + 1
    if not counts:
        return []
    most = max(counts.values())
    return [(str(y), counts.get(y, 0), counts.get(y, 0) / most) for y in range(min(counts), max(counts) + 1)]


def _figures(records: Records, record_id: str) -> list[Row]:
    return records.rows(
        "SELECT f.*, b.date, a.title FROM figures f JOIN articles a USING (article_id) "
        "JOIN bulletins b ON b.bulletin_id = a.bulletin_id WHERE f.subject_id = ? "
        "ORDER BY f.indicator IS NULL, f.indicator, b.date LIMIT ?",
        record_id,
        FIGURES,
    )


def _company(records: Records, record_id: str) -> list[Row]:
    """Records named in the same articles, most often first."""
    rows = records.rows(
        "SELECT o.record_id, o.kind AS mention_kind, count(DISTINCT o.article_id) AS articles FROM mentions m "
        "JOIN mentions o ON o.article_id = m.article_id WHERE m.record_id = ? AND o.record_id <> m.record_id "
        f"AND o.kind IN ({','.join('?' * len(PAGE_OF))}) GROUP BY o.record_id "
        "ORDER BY articles DESC, o.record_id LIMIT ?",
        record_id,
        *PAGE_OF,
        COMPANY,
    )
    names = records.names({row["record_id"] for row in rows})
    return [row | {"name": names[row["record_id"]]["name"], "kind": names[row["record_id"]]["kind"]}
            for row in rows if row["record_id"] in names]  # fmt: skip
