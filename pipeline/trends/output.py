"""Tables of trends as Parquet and CSV, the same bytes for the same rows, the old files kept until the new are whole.

A CSV cell that a spreadsheet would take for a formula is led by an apostrophe; Parquet holds the value as it is.
"""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv
import pyarrow.parquet as pq

from pipeline.model.tables import SCHEMA_VERSION
from pipeline.store.files import replacing

# Beginnings that Excel and others take for a formula (OWASP, "CSV Injection").
FORMULA = r"^[=+\-@\t\r]"
ROW_GROUP = 200_000


def as_table(rows: pd.DataFrame | pa.Table) -> pa.Table:
    """Rows as an Arrow table without pandas' own metadata; a column without any value is text."""
    if isinstance(rows, pa.Table):
        return rows
    table = pa.Table.from_pandas(rows, preserve_index=False).replace_schema_metadata(None)
    columns = [_plain(column) for column in table.columns]
    return pa.table(dict(zip(table.column_names, columns, strict=True)))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    return column.cast(pa.string()) if pa.types.is_null(kind) or pa.types.is_large_string(kind) else column


def write_rows(folder: Path, name: str, rows: pd.DataFrame | pa.Table) -> None:
    """Write `name`.parquet, which says the schema version, and `name`.csv."""
    table = as_table(rows)
    path = folder / f"{name}.parquet"
    # Without Arrow's own schema a repeated name reads as text, not as a category.
    options = {"compression": "zstd", "store_schema": False}
    with replacing(path) as beside, pq.ParquetWriter(beside, table.schema, **options) as writer:
        writer.write_table(table, ROW_GROUP)
        writer.add_key_value_metadata({"schema_version": str(SCHEMA_VERSION)})
    write_csv(folder / f"{name}.csv", table)


def write_csv(path: Path, rows: pd.DataFrame | pa.Table) -> None:
    """Write rows as CSV in UTF-8, formulas made harmless."""
    table = as_table(rows)
    safe = {name: _harmless(table[name]) for name in table.column_names}
    with replacing(path) as beside:
        pv.write_csv(pa.table(safe), beside)


def _harmless(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(column.type):
        return pa.chunked_array([_harmless_names(chunk) for chunk in column.unify_dictionaries().chunks], pa.string())
    if not pa.types.is_string(column.type):
        return column
    guarded = pc.binary_join_element_wise("'", column, "")
    return pc.if_else(pc.match_substring_regex(column, FORMULA), guarded, column)


def _harmless_names(chunk: pa.DictionaryArray) -> pa.Array:
    names = _harmless(pa.chunked_array([chunk.dictionary])).combine_chunks()
    return names.take(chunk.indices)
