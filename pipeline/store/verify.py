"""Whether an output folder keeps its promises: columns, keys, references, offsets, hashes, the ledger, equal counts.

Every check yields faults in words; no fault means that what the contract says of the tables holds for every row.
"""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from pipeline.model.page import Document
from pipeline.model.tables import SCHEMA_VERSION, TABLES, TableSchema
from pipeline.store.files import read_json

Rows = list[dict[str, Any]]

# Tables whose rows say which characters they stand for, and how to find the bulletin whose text is meant.
_WITH_TEXT = ("sentences", "mentions", "table_cells")


def verify(out: Path, raw: Path | None = None) -> list[str]:
    """All faults of an output folder, in words; `raw` lets the hashes of the inputs be recomputed."""
    missing = [t.name for t in TABLES if not (out / "tables" / f"{t.name}.parquet").is_file()]
    if missing:
        return [f"there is no table {name}" for name in missing]
    faults = [fault for table in TABLES for fault in _schema_faults(out, table)]
    if faults:
        return faults
    tables = {t.name: pq.read_table(out / "tables" / f"{t.name}.parquet").to_pylist() for t in TABLES}
    faults += [fault for table in TABLES for fault in _key_faults(table, tables)]
    faults += [fault for table in TABLES for fault in _reference_faults(table, tables)]
    faults += _offset_faults(out, tables)
    faults += _ledger_faults(out, tables)
    faults += _count_faults(out, tables)
    if raw is not None:
        faults += _hash_faults(raw, tables["documents"])
    return faults


def _schema_faults(out: Path, table: TableSchema) -> Iterator[str]:
    schema = pq.read_schema(out / "tables" / f"{table.name}.parquet")
    if schema.names != [column.name for column in table.columns]:
        yield f"table {table.name} has the columns {', '.join(schema.names)}"
    if (schema.metadata or {}).get(b"schema_version") != str(SCHEMA_VERSION).encode():
        yield f"table {table.name} is of another schema version; run `make clean` and `make`"


def _key_faults(table: TableSchema, tables: dict[str, Rows]) -> Iterator[str]:
    keys = Counter(tuple(row[name] for name in table.key) for row in tables[table.name])
    yield from (f"table {table.name} has {n} rows with the key {key}" for key, n in keys.items() if n > 1)
    if len(table.key) == 1 and (None,) in keys:
        yield f"table {table.name} has a row without its key"


def _reference_faults(table: TableSchema, tables: dict[str, Rows]) -> Iterator[str]:
    for column in table.columns:
        if column.references:
            parent, _, key = column.references.partition(".")
            known = {row[key] for row in tables[parent]}
            for row in tables[table.name]:
                if row[column.name] is not None and row[column.name] not in known:
                    yield f"table {table.name}: {column.name} {row[column.name]} is not in {parent}"


def _offset_faults(out: Path, tables: dict[str, Rows]) -> Iterator[str]:
    texts = {b["bulletin_id"]: _text(out, b["bulletin_id"]) for b in tables["bulletins"]}
    bulletin_of = {a["article_id"]: a["bulletin_id"] for a in tables["articles"]}
    for name in _WITH_TEXT:
        for row in tables[name]:
            if _slice(texts[bulletin_of[row["article_id"]]], row) != row["text"]:
                where = f"{row['char_start']}–{row['char_end']} of {row['article_id']}"
                yield f"table {name}: offsets {where} miss the text"
    yield from _extent_faults(texts, tables)
    for sentence in tables["sentences"]:
        if "".join(sentence["tokens"]) != sentence["text"] or len(sentence["tokens"]) != len(sentence["tags"]):
            yield f"table sentences: the words of {sentence['sentence_id']} are not the sentence"


def _extent_faults(texts: dict[str, str], tables: dict[str, Rows]) -> Iterator[str]:
    for article in tables["articles"]:
        text = _slice(texts[article["bulletin_id"]], article)
        if not (text.startswith(article["title"]) and all(line in text for line in article["body"].split("\n"))):
            yield f"table articles: offsets of {article['article_id']} do not hold its title and body"
    for section in tables["sections"]:
        if not _slice(texts[section["bulletin_id"]], section).startswith(section["heading"]):
            yield f"table sections: offsets of {section['section_id']} do not begin with its heading"


def _slice(text: str, row: dict[str, Any]) -> str:
    return text[row["char_start"] : row["char_end"]]


def _text(out: Path, bulletin_id: str) -> str:
    path = out / "text" / f"{bulletin_id}.txt"
    return path.read_bytes().decode() if path.is_file() else ""


def _ledger_faults(out: Path, tables: dict[str, Rows]) -> Iterator[str]:
    booked: Counter[tuple[str, int]] = Counter()
    for row in tables["ledger"]:
        booked[row["document_id"], row["page"]] += row["characters"]
    for row in tables["documents"]:
        if row["status"] == "quarantined":
            continue
        document = read_json(out / "ingest" / f"{row['document_id']}.json", Document)
        for page in document.pages:
            printed = sum(len(line.text) for line in page.lines)
            if booked[document.document_id, page.number] != printed:
                yield (
                    f"ledger: page {page.number} of {row['path']} has {printed} characters, "
                    f"{booked[document.document_id, page.number]} are booked"
                )


def _count_faults(out: Path, tables: dict[str, Rows]) -> Iterator[str]:
    with sqlite3.connect(f"file:{out / 'bulletins.db'}?mode=ro", uri=True) as database:
        for table in TABLES:
            (count,) = database.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()
            if count != len(tables[table.name]):
                yield f"table {table.name} has {len(tables[table.name])} rows in Parquet and {count} in SQLite"
    articles = out / "search" / "articles.ndjson"
    if articles.is_file():
        lines = articles.read_bytes().count(b"\n")
        if lines != len(tables["articles"]):
            yield f"search/articles.ndjson has {lines} lines for {len(tables['articles'])} articles"


def _hash_faults(raw: Path, documents: Rows) -> Iterator[str]:
    for document in documents:
        path = raw / document["path"]
        if not path.is_file():
            yield f"raw file {document['path']} is gone; run the pipeline again"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != document["sha256"]:
            yield f"raw file {document['path']} has changed since it was read; run the pipeline again"
