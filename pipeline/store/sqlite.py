"""extracted/tables → extracted/bulletins.db: the same rows, with keys, foreign keys and indexes."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model.errors import UnusableOutput
from pipeline.model.tables import SCHEMA_VERSION, TABLES, TableSchema
from pipeline.store.files import replacing
from pipeline.store.sources import Run, Source, runs

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


class _Rows:
    """The rows of a table as tuples, read from its Parquet file a row group at a time."""

    def __init__(self, path: Path, table: TableSchema) -> None:
        self._file = pq.ParquetFile(path)
        self._lists = [i for i, column in enumerate(table.columns) if column.type == "text[]"]
        groups = range(self._file.num_row_groups)
        self._starts = list(accumulate((self._file.metadata.row_group(i).num_rows for i in groups), initial=0))
        self._group = lru_cache(maxsize=1)(self._read)

    def __len__(self) -> int:
        return int(self._starts[-1])

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def between(self, start: int, end: int) -> Iterator[Iterator[tuple[object, ...]]]:
        """The rows from `start` up to `end`, some at a time."""
        for group, (first, last) in enumerate(pairwise(self._starts)):
            low, high = max(start, first), min(end, last)
            if low < high:
                rows = self._group(group).slice(low - first, high - low)
                yield from map(self._tuples, rows.to_batches(BATCH_ROWS))

    def _read(self, group: int) -> pa.Table:
        # Threads would cost three times the processor time for rows that are decoded faster than SQLite takes them.
        return self._file.read_row_group(group, use_threads=False)

    def _tuples(self, batch: pa.RecordBatch) -> Iterator[tuple[object, ...]]:
        columns = [column.to_pylist() for column in batch.columns]
        for i in self._lists:
            columns[i] = [_as_json(value) for value in columns[i]]
        return zip(*columns, strict=True)


def write_database(tables: Path, database: Path, sources: Sequence[Source] = (), known: Sequence[Source] = ()) -> None:
    """Build the database from the Parquet files; raises UnusableOutput where a foreign key leads nowhere.

    `sources` say what the tables are made of, `known` what the old database was: rows of what both share are copied
    from there, a quarter of the work, and make the same bytes.
    """
    with replacing(database) as beside:
        beside.unlink(missing_ok=True)
        # Where letters are cased as in Turkish, sqlite3 takes INSERT for no insertion and begins no transaction itself.
        connection = sqlite3.connect(beside, isolation_level=None)
        try:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            if known:
                connection.execute("ATTACH ? AS old", (str(database),))
            connection.execute("BEGIN")
            for table in TABLES:
                _fill(connection, tables / f"{table.name}.parquet", table, sources, known)
            connection.execute("COMMIT")
            _check_references(connection)
        finally:
            connection.close()


def _fill(
    connection: sqlite3.Connection,
    path: Path,
    table: TableSchema,
    sources: Sequence[Source],
    known: Sequence[Source],
) -> None:
    # Names of tables are those of model/tables.py.
    name, places = _quoted(table.name), ", ".join("?" * len(table.columns))
    inserted = f"INSERT INTO main.{name} VALUES ({places})"  # nosec B608
    copied = f"INSERT INTO main.{name} SELECT * FROM old.{name} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"  # nosec B608
    connection.execute(create_statement(table))
    with closing(_Rows(path, table)) as rows:
        for run in runs(table.name, sources, known) if known else (Run(0, len(rows), None),):
            if run.old is not None:
                connection.execute(copied, (run.old + 1, run.old + run.count))
                continue
            for some in rows.between(run.start, run.start + run.count):
                connection.executemany(inserted, some)
    for statement in _index_statements(table):
        connection.execute(statement)


def _check_references(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA main.foreign_key_check").fetchone()
    if broken:
        raise UnusableOutput(
            f"table {broken[0]}, row {broken[1]} refers to a row of {broken[2]} that does not exist; "
            "the old database stands; please report this as a fault of the pipeline"
        )
