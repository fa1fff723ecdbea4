"""The ready-made questions of queries.sql, which Datasette offers as canned queries."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

# The line before a query: `-- name | 中文 | English`.
HEADING = re.compile(r"^-- (?P<name>[a-z_]+) \| (?P<zh>[^|\n]+) \| (?P<en>[^|\n]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class CannedQuery:
    """A question in both languages and its SQL."""

    name: str
    zh: str
    en: str
    sql: str


@cache
def canned_queries() -> tuple[CannedQuery, ...]:
    """All questions in the order of the file."""
    text = (Path(__file__).parent / "queries.sql").read_text(encoding="utf-8")
    headings = list(HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return tuple(
        CannedQuery(h["name"], h["zh"].strip(), h["en"].strip(), text[h.end() : end].strip().rstrip(";"))
        for h, end in zip(headings, ends, strict=True)
    )
