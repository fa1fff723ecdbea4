"""Whether an output folder keeps its promises: columns, keys, references, offsets, hashes, the ledger, equal counts.

Every check yields faults in words; no fault means that what the contract says of the tables holds for every row.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pyarrow.parquet as pq

from pipeline.model.tables import SCHEMA_VERSION, TABLES, TableSchema
from pipeline.store import manifest
from pipeline.store.names import raw_path, shown_files
from pipeline.store.release import CURRENT
from pipeline.store.verify_records import RECORD_CHECKS, Rows, Tables
from pipeline.store.verify_texts import TEXT_CHECKS


def verify(out: Path, raw: Path | None = None) -> list[str]:
    """All faults of an output folder, in words; `raw` lets the hashes of the inputs be recomputed."""
    # A copy that followed the links has files of its own under the public names.
    shown = (out / CURRENT).resolve() if (out / CURRENT).is_symlink() else out
    missing = [t.name for t in TABLES if not (shown / "tables" / f"{t.name}.parquet").is_file()]
    if missing:
        return [f"there is no table {name}; run the pipeline again" for name in missing]
    faults = [fault for table in TABLES for fault in _schema_faults(shown, table)]
    if faults:
        return faults
    tables = {t.name: pq.read_table(shown / "tables" / f"{t.name}.parquet").to_pylist() for t in TABLES}
    for table in TABLES:
        faults += [*_key_faults(table, tables), *_reference_faults(table, tables)]
    faults += _database_faults(shown, tables)
    if not faults:
        faults += [fault for check in RECORD_CHECKS for fault in check(tables)]
        faults += [fault for check in TEXT_CHECKS for fault in check(shown, tables)]
    faults += _manifest_faults(out, tables)
    return faults if raw is None else [*faults, *_raw_faults(raw, tables["documents"])]


def _schema_faults(out: Path, table: TableSchema) -> Iterator[str]:
    schema = pq.read_schema(out / "tables" / f"{table.name}.parquet")
    if schema.names != [column.name for column in table.columns]:
        yield f"table {table.name} has the columns {', '.join(schema.names)}"
    if (schema.metadata or {}).get(b"schema_version") != str(SCHEMA_VERSION).encode():
        yield f"table {table.name} is of another schema version; run `make clean` and `make`"


def _key_faults(table: TableSchema, tables: Tables) -> Iterator[str]:
    keys = Counter(tuple(row[name] for name in table.key) for row in tables[table.name])
    yield from (f"table {table.name} has {n} rows with the key {key}" for key, n in keys.items() if n > 1)
    if len(table.key) == 1 and (None,) in keys:
        yield f"table {table.name} has a row without its key"


def _reference_faults(table: TableSchema, tables: Tables) -> Iterator[str]:
    for column in table.columns:
        if column.references:
            parent, _, key = column.references.partition(".")
            known = {row[key] for row in tables[parent]}
            for row in tables[table.name]:
                if row[column.name] is not None and row[column.name] not in known:
                    yield f"table {table.name}: {column.name} {row[column.name]} is not in {parent}"


def _database_faults(out: Path, tables: Tables) -> Iterator[str]:
    path = out / "bulletins.db"
    if not path.is_file():
        yield "there is no bulletins.db; run the pipeline again"
        return
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        try:
            yield from _differences(database, tables)
        except sqlite3.Error as error:
            yield f"bulletins.db cannot be read ({error}); run `make clean` and `make`"


def _differences(database: sqlite3.Connection, tables: Tables) -> Iterator[str]:
    if database.execute("PRAGMA user_version").fetchone() != (SCHEMA_VERSION,):
        yield "bulletins.db is of another schema version; run `make clean` and `make`"
        return
    for child, row, parent, _ in database.execute("PRAGMA foreign_key_check"):
        yield f"bulletins.db: row {row} of {child} refers to a row of {parent} that does not exist"
    for table in TABLES:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        # Names of columns and tables are those of model/tables.py.
        stored = Counter(database.execute(f'SELECT {columns} FROM "{table.name}"'))  # nosec B608
        ours = Counter(tuple(map(_in_sqlite, row.values())) for row in tables[table.name])
        if stored != ours:
            rows = f"{len(tables[table.name])} rows in Parquet and {stored.total()} in SQLite"
            yield f"table {table.name} has {rows}, {(ours - stored).total()} of them not the same"


def _in_sqlite(value: object) -> object:
    return msgspec.json.encode(value).decode() if isinstance(value, list) else value


def _manifest_faults(out: Path, tables: Tables) -> Iterator[str]:
    """Faults of run.json, where it speaks of the outputs that are shown and not of those before."""
    path = out / manifest.NAME
    if not path.is_file():
        return
    said = msgspec.json.decode(path.read_bytes())
    if said["release"] != manifest.shown_release(out):
        return
    for table in TABLES:
        if said["counts"].get(table.name) != len(tables[table.name]):
            yield f"run.json miscounts the rows of {table.name}; run the pipeline again"
    if said["inputs"] != {row["path"]: row["sha256"] for row in tables["documents"]}:
        yield "run.json lists other inputs than the table documents; run the pipeline again"


def _raw_faults(raw: Path, documents: Rows) -> Iterator[str]:
    known = {document["path"] for document in documents}
    for name in sorted(set(shown_files(raw)) - known):
        yield f"raw file {name} has no row in documents; run the pipeline again"
    for document in documents:
        path = raw_path(raw, document["path"])
        if not path.is_file():
            yield f"raw file {document['path']} is gone; run the pipeline again"
        elif document["sha256"] and _sha256(path) != document["sha256"]:
            yield f"raw file {document['path']} has changed since it was read; run the pipeline again"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
