"""What differs between two outputs: rows added, removed and changed, table by table, with the cause where known."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyarrow.parquet as pq

from pipeline.model.tables import TABLES, TableSchema

Key = tuple[Any, ...]
Row = dict[str, Any]

# A bulletin's id at the start of the ids of all that it holds. Example: b-2022-03-d50a2c8e
_BULLETIN = re.compile(r"b-[0-9a-f]+(?:-[0-9]{2}-[0-9a-f]+)?")
# Tables whose rows come from one bulletin alone, whatever else is in the archive.
_LOCAL = frozenset(
    ("articles", "sections", "sentences", "table_cells", "ledger", "bulletin_staff", "bulletin_recipients")
)
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs. `columns` are (name, old value, new value) of what changed; `cause` None where unknown."""

    table: str
    key: Key
    kind: Literal["added", "removed", "changed"]
    columns: tuple[tuple[str, Any, Any], ...] = ()
    cause: str | None = None

    def words(self) -> str:
        """The change in one line."""
        identity = " ".join(map(str, self.key))
        values = "; ".join(f"{name}: {old!r} → {new!r}" for name, old, new in self.columns)
        return " — ".join(part for part in (f"{self.table} {self.kind} {identity}", values, self.cause) if part)


def diff(old: Path, new: Path) -> Iterator[Change]:
    """The changes between two folders of Parquet tables, in order of tables and keys.

    A table that one side lacks counts as empty there. Memory grows with the keys of one table, not with its rows.
    """
    causes = _Causes(old, new)
    for table in TABLES:
        for change in _table_changes(table, old, new):
            yield Change(change.table, change.key, change.kind, change.columns, causes.of(change))


def _table_changes(table: TableSchema, old: Path, new: Path) -> Iterator[Change]:
    before = {key: digest for key, digest, _ in _digests(table, old)}
    added, changed = [], {}
    for key, digest, row in _digests(table, new):
        known = before.pop(key, None)
        if known is None:
            added.append(key)
        elif known != digest:
            changed[key] = row
    olds = {key: row for key, _, row in _digests(table, old) if key in changed} if changed else {}
    found = [Change(table.name, key, "added") for key in added]
    found += [Change(table.name, key, "removed") for key in before]
    found += [Change(table.name, key, "changed", _columns(olds[key], row)) for key, row in changed.items()]
    yield from sorted(found, key=lambda c: (str(c.key), c.kind))


def _digests(table: TableSchema, folder: Path) -> Iterator[tuple[Key, bytes, Row]]:
    """Key, digest and values of each row; rows that share a key are told apart by their number."""
    path = folder / f"{table.name}.parquet"
    if not path.exists():
        return
    seen: dict[Key, int] = {}
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(_BATCH):
            for row in batch.to_pylist():
                key: Key = tuple(row.get(column) for column in table.key)
                seen[key] = seen.get(key, 0) + 1
                unique = key if seen[key] == 1 else (*key, f"#{seen[key]}")
                yield unique, hashlib.blake2b(repr(sorted(row.items())).encode(), digest_size=12).digest(), row


def _columns(old: Row, new: Row) -> tuple[tuple[str, Any, Any], ...]:
    names = sorted(old.keys() | new.keys())
    return tuple((name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


class _Causes:
    """What changed between the inputs of two outputs, as far as the outputs themselves tell."""

    def __init__(self, old: Path, new: Path) -> None:
        self._bulletins = _bulletin_causes(_rows(old, "documents"), _rows(new, "documents"))
        self._decided = _decided(old) | _decided(new)
        self._merged = {row["old_id"]: row["why"] for row in _rows(new, "redirects")}

    def of(self, change: Change) -> str | None:
        """The cause of a change in words."""
        ids = [part for part in change.key if isinstance(part, str)]
        merged = next((self._merged[i] for i in ids if i in self._merged), None)
        decided = next((self._decided[i] for i in ids if i in self._decided), None)
        if merged is not None and change.kind == "removed":
            return f"merged: {merged}"
        if decided is not None:
            return f"correction: {decided}"
        bulletin = next((m[0] for m in map(_BULLETIN.match, ids) if m), None)
        if bulletin in self._bulletins:
            return self._bulletins[bulletin]
        if bulletin is None:
            return None
        if change.table in _LOCAL:
            return "the document is the same: the rules or the lexicon changed"
        return None if self._bulletins else "the documents are the same: the rules, the lexicon or corrections changed"


def _rows(folder: Path, name: str) -> list[Row]:
    path = folder / f"{name}.parquet"
    return list(pq.read_table(path).to_pylist()) if path.exists() else []


def _bulletin_causes(old: list[Row], new: list[Row]) -> dict[str, str]:
    """Bulletin id → what became of its document."""
    before = {row["bulletin_id"]: row for row in old if row["status"] == "accepted"}
    after = {row["bulletin_id"]: row for row in new if row["status"] == "accepted"}
    causes = {b: f"document removed: {row['path']}" for b, row in before.items() if b not in after}
    causes |= {b: f"document added: {row['path']}" for b, row in after.items() if b not in before}
    both = before.keys() & after.keys()
    causes |= {b: f"document changed: {after[b]['path']}" for b in both if before[b]["sha256"] != after[b]["sha256"]}
    return causes


def _decided(folder: Path) -> dict[str, str]:
    """Mention and record ids → the reasons of links that an analyst decided."""
    found = {}
    for row in _rows(folder, "links"):
        if row["decision"] == "corrected":
            found[row["mention_id"]] = row["reasons"]
    return found
