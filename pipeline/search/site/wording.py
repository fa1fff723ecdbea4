"""The words of the pages in Chinese and English, from words.csv, and what tables and columns hold, from notes.csv."""

import csv
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]


@cache
def _words() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in _rows("words.csv")}


@cache
def _notes() -> dict[tuple[str, str], str]:
    return {(row["table"], row["column"]): row["zh"] for row in _rows("notes.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def word(key: str, language: Language, **values: object) -> str:
    """A word or sentence of the pages; a key that has none stands for itself."""
    row = _words().get(key)
    return (row[language] if row else key).format(**values)


def note(table: str, column: str = "") -> str | None:
    """What a table, or a column of it, holds, in Chinese; model/tables.py says it in English."""
    return _notes().get((table, column))
