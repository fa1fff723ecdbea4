"""What the pages read from bulletins.db: fixed queries with bound values, rows as dictionaries."""

import sqlite3
import threading
from pathlib import Path
from typing import Any

from pipeline.search.lookup import open_read_only

Row = dict[str, Any]

KINDS = {
    "alliance": ("alliances", "alliance_id", "name"),
    "official": ("officials", "official_id", "name"),
    "policy": ("policies", "policy_id", "title"),
    "org": ("organizations", "organization_id", "name"),
}
# The kind of a mention → the kind of page that its record has.
PAGE_OF = {"alliance": "alliance", "official": "official", "policy": "policy", "organization": "org"}
MENTION_OF = {page: kind for kind, page in PAGE_OF.items()}

_NAMED = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, {key} AS record_id, {name} AS name FROM {table}"
    for kind, (table, key, name) in KINDS.items()
)


class Records:
    """The database, read-only, with one connection a thread."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._local = threading.local()

    def rows(self, query: str, *values: object) -> list[Row]:
        """The rows of a query."""
        if not hasattr(self._local, "connection"):
            self._local.connection = open_read_only(self._database)
            self._local.connection.row_factory = sqlite3.Row
        return [dict(row) for row in self._local.connection.execute(query, values)]

    def row(self, query: str, *values: object) -> Row | None:
        """The first row, None where there is none."""
        return next(iter(self.rows(query, *values)), None)

    def count(self, table: str) -> int:
        """The number of rows of a table of ours."""
        return int(self.rows(f"SELECT count(*) AS n FROM {table}")[0]["n"])

    def bulletins(self, limit: int = -1) -> list[Row]:
        """Issues, newest first, with the number of their articles."""
        return self.rows(
            "SELECT b.*, (SELECT count(*) FROM articles a WHERE a.bulletin_id = b.bulletin_id) AS articles "
            "FROM bulletins b ORDER BY date DESC, bulletin_id LIMIT ?",
            limit,
        )

    def articles(self, bulletin_id: str) -> list[Row]:
        """The articles of an issue in order, with their columns."""
        return self.rows(
            "SELECT a.article_id, a.ordinal, a.title, a.contents_title, a.contributor, a.source, a.page_start, "
            "s.heading AS section, s.contents_heading FROM articles a LEFT JOIN sections s USING (section_id) "
            "WHERE a.bulletin_id = ? ORDER BY a.ordinal",
            bulletin_id,
        )

    def entities(self, kind: str, limit: int = -1) -> list[Row]:
        """All records of a kind, most mentioned first."""
        table, key, name = KINDS[kind]
        return self.rows(
            f"SELECT t.{key} AS record_id, t.{name} AS name, count(m.mention_id) AS mentions, "
            f"count(DISTINCT m.article_id) AS articles, min(b.date) AS first_seen, max(b.date) AS last_seen "
            f"FROM {table} t JOIN mentions m ON m.record_id = t.{key} JOIN articles a USING (article_id) "
            f"JOIN bulletins b USING (bulletin_id) GROUP BY t.{key} ORDER BY mentions DESC, name LIMIT ?",
            limit,
        )

    def names(self, record_ids: set[str]) -> dict[str, Row]:
        """Record id → kind of page and name."""
        marks = ",".join("?" * len(record_ids))
        found = self.rows(f"SELECT * FROM ({_NAMED}) WHERE record_id IN ({marks})", *sorted(record_ids))
        return {row["record_id"]: row for row in found}

    def accepted_document(self, bulletin_id: str) -> Row | None:
        """The document that an issue was read from."""
        return self.row("SELECT * FROM documents WHERE bulletin_id = ? AND status = 'accepted'", bulletin_id)
