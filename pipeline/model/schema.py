"""How a table of the outputs is described: its columns, keys and references, read from lines of text."""

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["text", "integer", "real", "boolean", "text[]"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `references` is `table.column` for a foreign key, `label` its Chinese name on the site."""

    name: str
    type: ColumnType
    meaning: str
    label: str
    references: str | None = None


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table: `key` names the columns that identify a row."""

    name: str
    meaning: str
    label: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def _columns(specification: str) -> tuple[Column, ...]:
    return tuple(_column(line.strip()) for line in specification.strip().splitlines())


def _column(line: str) -> Column:
    name, type_, label, meaning = (part.strip() for part in line.split("|"))
    kind, _, references = type_.partition(" > ")
    return Column(name, kind, meaning, label, references or None)  # type: ignore[arg-type]


def table(name: str, label: str, meaning: str, key: str, specification: str) -> TableSchema:
    """A table whose key and columns are written as text: a column a line, its parts parted by `|`."""
    return TableSchema(name, meaning, label, _columns(specification), tuple(key.split()))
