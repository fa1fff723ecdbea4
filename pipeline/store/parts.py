"""The rows of one bulletin in one file, as Arrow record batches: whole tables are put together without decoding them.

A part is made where the bulletin's other stage files are made, so that the work is spread over all workers and done
again only for a bulletin that has changed.
"""

from functools import cache
from operator import itemgetter

import msgspec
import pyarrow as pa

from pipeline.model.tables import BY_NAME, SCHEMA_VERSION, TableSchema
from pipeline.store.rows import Row, Rows

ARROW_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "real": pa.float64(),
    "boolean": pa.bool_(),
    "text[]": pa.list_(pa.string()),
}
_CODEC = "zstd"


class Part(msgspec.Struct, array_like=True):
    """A part as it lies on the disk: `content` holds `size` bytes, compressed."""

    size: int
    content: bytes


def arrow_schema(table: TableSchema) -> pa.Schema:
    """The table's Arrow and Parquet schema; the schema version stands in its metadata."""
    fields = [pa.field(column.name, ARROW_TYPES[column.type]) for column in table.columns]
    return pa.schema(fields, metadata={"schema_version": str(SCHEMA_VERSION)})


@cache
def _schema(name: str) -> pa.Schema:
    return arrow_schema(BY_NAME[name])


def record_batch(name: str, rows: list[Row]) -> pa.RecordBatch:
    """Rows of a table, column by column."""
    schema = _schema(name)
    columns = zip(*map(itemgetter(*schema.names), rows), strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(column, field.type, from_pandas=False) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def pack(rows: Rows) -> bytes:
    """The rows as the bytes of a part."""
    content = msgspec.msgpack.encode(
        {name: memoryview(record_batch(name, some).serialize()) for name, some in rows.items() if some}
    )
    return msgspec.msgpack.encode(Part(len(content), pa.compress(content, _CODEC, asbytes=True)))


def unpack(part: bytes) -> dict[str, pa.RecordBatch]:
    """The record batches of a part, by table. Raises msgspec.DecodeError for bytes that are none."""
    packed = msgspec.msgpack.decode(part, type=Part)
    content = pa.decompress(packed.content, packed.size, _CODEC, asbytes=True)
    tables = msgspec.msgpack.decode(content, type=dict[str, bytes])
    return {name: pa.ipc.read_record_batch(pa.py_buffer(batch), _schema(name)) for name, batch in tables.items()}
