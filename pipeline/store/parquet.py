"""Rows → extracted/tables/<table>.parquet, in batches, the same bytes for the same rows."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model.tables import TABLES
from pipeline.store.files import replacing
from pipeline.store.parts import arrow_schema, record_batch
from pipeline.store.rows import Rows
from pipeline.store.sources import Source

__all__ = ["ParquetTables", "arrow_schema"]

# Rows of a row group, at least; what waits to be written is never much more.
GROUP_ROWS = 20_000
# Batches that wait singly: one of a few rows takes far more memory than its rows.
_APART = 256


class ParquetTables:
    """All Parquet tables at once: rows are added a bulletin at a time and written a row group at a time.

    Used as a context manager; the old tables are replaced only when the block ends well.
    """

    def __init__(self, folder: Path) -> None:
        self._waiting: dict[str, list[pa.RecordBatch]] = {table.name: [] for table in TABLES}
        self._rows = {table.name: 0 for table in TABLES}
        self.sources: list[Source] = []
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._replacing = {table.name: replacing(folder / f"{table.name}.parquet") for table in TABLES}

    def __enter__(self) -> "ParquetTables":
        for table in TABLES:
            path = self._replacing[table.name].__enter__()
            self._writers[table.name] = pq.ParquetWriter(path, arrow_schema(table), compression="zstd")
        return self

    def add(self, rows: Rows, *sources: Source) -> None:
        """Add rows to their tables; `sources` tell them from all others (see sources.py)."""
        self.add_batches({name: record_batch(name, some) for name, some in rows.items()}, *sources)

    def add_batches(self, batches: Mapping[str, pa.RecordBatch], *sources: Source) -> None:
        """Add rows that are column by column already."""
        self.sources += sources or [Source(b"", {name: batch.num_rows for name, batch in batches.items()})]
        for name, batch in batches.items():
            self._waiting[name].append(batch)
            self._rows[name] += batch.num_rows
            if self._rows[name] >= GROUP_ROWS:
                self._write(name)
            elif len(self._waiting[name]) >= _APART:
                self._waiting[name] = self._joined(name).to_batches()

    def _joined(self, name: str) -> pa.Table:
        return pa.Table.from_batches(self._waiting[name], self._writers[name].schema).combine_chunks()

    def _write(self, name: str) -> None:
        self._writers[name].write_table(self._joined(name))
        self._waiting[name] = []
        self._rows[name] = 0

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, writer in self._writers.items():
            if kind is None:
                self._write(name)
            writer.close()
        for block in self._replacing.values():
            block.__exit__(kind, error, trace)
        pa.default_memory_pool().release_unused()
