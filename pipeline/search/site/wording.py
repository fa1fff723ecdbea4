"""The words of the pages in Chinese and English, from words.csv."""

import csv
from functools import cache
from pathlib import Path
from typing import Literal

Language = Literal["zh", "en"]


@cache
def _words() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "words.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def word(key: str, language: Language, **values: object) -> str:
    """A word or sentence of the pages; a key that has none stands for itself."""
    row = _words().get(key)
    return (row[language] if row else key).format(**values)
