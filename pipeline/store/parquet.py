"""Rows → extracted/tables/<table>.parquet, in batches, the same bytes for the same rows."""

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model.tables import BY_NAME, SCHEMA_VERSION, TABLES, TableSchema
from pipeline.store.files import replacing
from pipeline.store.rows import Row, Rows

ARROW_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "real": pa.float64(),
    "boolean": pa.bool_(),
    "text[]": pa.list_(pa.string()),
}
BATCH_ROWS = 20_000


def arrow_schema(table: TableSchema) -> pa.Schema:
    """The table's Parquet schema; the schema version stands in its metadata."""
    fields = [pa.field(column.name, ARROW_TYPES[column.type]) for column in table.columns]
    return pa.schema(fields, metadata={"schema_version": str(SCHEMA_VERSION)})


class ParquetTables:
    """All Parquet tables at once: rows are added a bulletin at a time and written a batch at a time.

    Used as a context manager; the old tables are replaced only when the block ends well.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: Rows = {table.name: [] for table in TABLES}
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._replacing = {table.name: replacing(folder / f"{table.name}.parquet") for table in TABLES}

    def __enter__(self) -> "ParquetTables":
        for table in TABLES:
            path = self._replacing[table.name].__enter__()
            self._writers[table.name] = pq.ParquetWriter(path, arrow_schema(table), compression="zstd")
        return self

    def add(self, rows: Rows) -> None:
        """Add rows to their tables."""
        for name, more in rows.items():
            waiting = self._waiting[name]
            waiting.extend(more)
            if len(waiting) >= BATCH_ROWS:
                self._write(name, waiting)
                waiting.clear()

    def _write(self, name: str, rows: list[Row]) -> None:
        schema = arrow_schema(BY_NAME[name])
        columns = [pa.array([row[field.name] for row in rows], field.type) for field in schema]
        self._writers[name].write_table(pa.Table.from_arrays(columns, schema=schema))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, writer in self._writers.items():
            if kind is None:
                self._write(name, self._waiting[name])
            writer.close()
        for block in self._replacing.values():
            block.__exit__(kind, error, trace)
