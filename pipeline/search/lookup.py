"""lookup.db beside the index: which record a name stands for, under which names it goes, and which issue an id is."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.search.fold import fold

_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE names (folded TEXT, kind TEXT, record_id TEXT, name TEXT, canonical TEXT);
CREATE TABLE issues (bulletin_id TEXT PRIMARY KEY, series TEXT, year INTEGER, issue INTEGER, total_issue INTEGER);
"""
_INDEXES = "CREATE INDEX names_folded ON names (folded); CREATE INDEX names_record ON names (record_id);"

# Every known form of an alliance; of an organization its standing name and the forms that stand for it alone; of an
# official and a policy the name in full (a short form of a policy, 《办法》, stands for another one elsewhere).
_NAMES = """
SELECT n.name, 'alliance', n.alliance_id, a.name FROM alliance_names n JOIN alliances a USING (alliance_id)
UNION SELECT name, 'alliance', alliance_id, name FROM alliances
UNION SELECT name, 'org', organization_id, name FROM organizations
UNION SELECT name, 'official', official_id, name FROM officials
UNION SELECT title, 'policy', policy_id, title FROM policies
UNION SELECT m.text, 'org', o.organization_id, o.name FROM mentions m
  JOIN organizations o ON o.organization_id = m.record_id
  WHERE m.kind = 'organization' AND length(m.text) > 1
  GROUP BY m.text HAVING count(DISTINCT m.record_id) = 1
ORDER BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Entity:
    """A record that a word of a query names: `name` is canonical, `forms` its names that a reader may print."""

    kind: str
    name: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issue:
    """What the masthead says of a bulletin."""

    series: str | None
    year: int | None
    issue: int | None
    total_issue: int | None


def write_lookup(database: Path, path: Path) -> None:
    """Write lookup.db from bulletins.db; without a database it stays empty."""
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        connection.execute("BEGIN")
        if database.is_file():
            connection.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?)", _rows(database, _NAMES))
            issues = "SELECT bulletin_id, series, year, issue, total_issue FROM bulletins ORDER BY 1"
            connection.executemany("INSERT INTO issues VALUES (?, ?, ?, ?, ?)", _read(database, issues))
        connection.commit()
        connection.executescript(_INDEXES)
    finally:
        connection.close()


def _read(database: Path, query: str) -> Iterator[tuple[str, ...]]:
    connection = open_read_only(database)
    try:
        yield from connection.execute(query)
    finally:
        connection.close()


def _rows(database: Path, query: str) -> Iterator[tuple[str, ...]]:
    for name, kind, record, canonical in _read(database, query):
        yield fold(name), kind, record, name, canonical


def open_read_only(path: Path, never_changes: bool = False) -> sqlite3.Connection:
    """A connection that any thread may use and nobody can write through; a file that never changes needs no locks."""
    options = "mode=ro&immutable=1" if never_changes else "mode=ro"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True, check_same_thread=False)


class Lookup:
    """Answers from lookup.db."""

    def __init__(self, path: Path) -> None:
        self._connection = open_read_only(path, never_changes=True)
        self._issues: dict[str, Issue | None] = {}

    def entities(self, word: str, kind: str | None = None) -> tuple[Entity, ...]:
        """The records that go by this name, of one kind or of any."""
        query = (
            "SELECT DISTINCT kind, record_id, canonical FROM names WHERE folded = ? AND ? IN (kind, '') ORDER BY 1, 2"
        )
        found = self._connection.execute(query, (fold(word), kind or "")).fetchall()
        return tuple(Entity(k, canonical, self._forms(k, record, canonical)) for k, record, canonical in found)

    def _forms(self, kind: str, record: str, canonical: str) -> tuple[str, ...]:
        """The names to look for in print: of an alliance all, of the others the canonical one."""
        if kind != "alliance":
            return (canonical,)
        return tuple(
            n for (n,) in self._connection.execute("SELECT name FROM names WHERE record_id = ? ORDER BY 1", (record,))
        )

    def beginning(self, prefix: str, limit: int) -> tuple[tuple[str, str], ...]:
        """Names that begin so, with their kinds, for completion."""
        low = fold(prefix)
        query = (
            "SELECT DISTINCT name, kind FROM names WHERE folded >= ? AND folded < ? ORDER BY length(name), name LIMIT ?"
        )
        return tuple(self._connection.execute(query, (low, low + "\U0010ffff", limit)))

    def issue(self, bulletin_id: str) -> Issue | None:
        """What the masthead of this bulletin says."""
        if bulletin_id not in self._issues:
            self._issues[bulletin_id] = self._read_issue(bulletin_id)
        return self._issues[bulletin_id]

    def _read_issue(self, bulletin_id: str) -> Issue | None:
        query = "SELECT series, year, issue, total_issue FROM issues WHERE bulletin_id = ?"
        row = self._connection.execute(query, (bulletin_id,)).fetchone()
        return Issue(*row) if row else None
