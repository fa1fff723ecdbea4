"""extracted/tables → extracted/bulletins.db: the same rows, with keys, foreign keys and indexes."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyarrow.parquet as pq

from pipeline.model.errors import UnusableOutput
from pipeline.model.tables import SCHEMA_VERSION, TABLES, TableSchema
from pipeline.store.files import replacing

SQL_TYPES = {"text": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER", "text[]": "TEXT"}
BATCH_ROWS = 10_000
# Bytes a page: rows are a few hundred bytes, so that few pages are begun and split.
PAGE_BYTES = 16_384


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def create_statement(table: TableSchema) -> str:
    """The CREATE TABLE statement; lists (text[]) are held as JSON."""
    lines = [f"  {_quoted(column.name)} {SQL_TYPES[column.type]}" for column in table.columns]
    if len(table.key) == 1:
        lines = [line + " PRIMARY KEY" if line.startswith(f'  "{table.key[0]}" ') else line for line in lines]
    for column in table.columns:
        if column.references:
            parent, _, key = column.references.partition(".")
            lines.append(f"  FOREIGN KEY ({_quoted(column.name)}) REFERENCES {_quoted(parent)} ({_quoted(key)})")
    return f"CREATE TABLE {_quoted(table.name)} (\n" + ",\n".join(lines) + "\n)"


def _index_statements(table: TableSchema) -> Iterator[str]:
    indexed = [column.name for column in table.columns if column.references]
    indexed += [name for name in ("record_id",) if any(c.name == name for c in table.columns)]
    for name in indexed:
        yield f"CREATE INDEX {_quoted(f'{table.name}_{name}')} ON {_quoted(table.name)} ({_quoted(name)})"


def _as_json(value: list[str] | None) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


def _batches(path: Path, table: TableSchema) -> Iterator[Iterator[tuple[object, ...]]]:
    lists = {i for i, column in enumerate(table.columns) if column.type == "text[]"}
    with pq.ParquetFile(path) as file:
        # Threads would cost three times the processor time for batches that are decoded faster than SQLite takes them.
        for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
            columns = [column.to_pylist() for column in batch.columns]
            for i in lists:
                columns[i] = [_as_json(value) for value in columns[i]]
            yield zip(*columns, strict=True)


def write_database(tables: Path, database: Path) -> None:
    """Build the database from the Parquet files; raises UnusableOutput where a foreign key leads nowhere."""
    with replacing(database) as beside:
        beside.unlink(missing_ok=True)
        # Where letters are cased as in Turkish, sqlite3 takes INSERT for no insertion and begins no transaction itself.
        connection = sqlite3.connect(beside, isolation_level=None)
        try:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.execute("BEGIN")
            for table in TABLES:
                _fill(connection, tables, table)
            connection.execute("COMMIT")
            _check_references(connection)
        finally:
            connection.close()


def _fill(connection: sqlite3.Connection, tables: Path, table: TableSchema) -> None:
    connection.execute(create_statement(table))
    places = ", ".join("?" * len(table.columns))
    for rows in _batches(tables / f"{table.name}.parquet", table):
        # Names of tables are those of model/tables.py.
        connection.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({places})", rows)  # nosec B608
    for statement in _index_statements(table):
        connection.execute(statement)


def _check_references(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise UnusableOutput(
            f"table {broken[0]}, row {broken[1]} refers to a row of {broken[2]} that does not exist; "
            "the old database stands; please report this as a fault of the pipeline"
        )
