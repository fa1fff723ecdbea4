"""What the tables hold, for machines and for people: datapackage.json and the data dictionary, from model/tables.py."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.model.tables import SCHEMA_VERSION, TABLES, Column, TableSchema

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE_PROFILE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA_PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
TYPES = {"text": "string", "integer": "integer", "real": "number", "boolean": "boolean", "text[]": "array"}
SOURCES = [{"title": "The bulletins under raw/; the table documents has a row for each file, with its SHA-256"}]


def datapackage() -> dict[str, Any]:
    """The descriptor of extracted/ by Data Package v2 (datapackage.org/standard), one resource a table."""
    return {
        "$schema": PROFILE,
        "name": "bulletins",
        "title": "简报档案",
        "description": "Normalised records of an archive of Chinese bulletins; every record leads back to its page.",
        "version": f"{SCHEMA_VERSION}.0.0",
        "sources": SOURCES,
        "resources": [_resource(table) for table in TABLES],
    }


def _resource(table: TableSchema) -> dict[str, Any]:
    return {
        "$schema": RESOURCE_PROFILE,
        "name": table.name,
        "type": "table",
        "title": table.label,
        "description": table.meaning,
        "path": f"tables/{table.name}.parquet",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "sources": SOURCES,
        "schema": _schema(table),
    }


def _schema(table: TableSchema) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": SCHEMA_PROFILE,
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
    }
    keys = [_foreign_key(column) for column in table.columns if column.references]
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(column: Column) -> dict[str, Any]:
    described = {"name": column.name, "type": TYPES[column.type], "title": column.label}
    return described | {"description": column.meaning}


def _foreign_key(column: Column) -> dict[str, Any]:
    resource, _, field = str(column.references).partition(".")
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [field]}}


def write_datapackage(out: Path) -> None:
    """Write extracted/datapackage.json."""
    content = json.dumps(datapackage(), ensure_ascii=False, indent=1) + "\n"
    (out / "datapackage.json").write_text(content, encoding="utf-8")


def data_dictionary() -> str:
    """The data dictionary as Markdown: every table and column in both languages."""
    return "\n".join(_dictionary_lines()) + "\n"


def _dictionary_lines() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield f"Made from `pipeline/model/tables.py` by `python -m pipeline dictionary`; schema version {SCHEMA_VERSION}."
    yield "Each table is `extracted/tables/<table>.parquet` and a table of `extracted/bulletins.db`;"
    yield "`extracted/datapackage.json` says the same for machines. Lists are JSON in SQLite. Key columns are in bold."
    for table in TABLES:
        yield from ("", f"## {table.name} ({table.label})", "", table.meaning, "")
        yield from ("| column | 中文 | type | meaning |", "|---|---|---|---|")
        yield from (_dictionary_row(table, column) for column in table.columns)


def _dictionary_row(table: TableSchema, column: Column) -> str:
    name = f"**{column.name}**" if column.name in table.key else column.name
    leads = f"; refers to `{column.references}`" if column.references else ""
    meaning = column.meaning.replace("|", "\\|")
    return f"| {name} | {column.label} | {column.type} | {meaning}{leads} |"
