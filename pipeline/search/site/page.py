"""A page before it is drawn: its template, what it shows, and the same rows for CSV and JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.search.site.records import Row


@dataclass(frozen=True, slots=True)
class Page:
    """`rows` are what the page offers as CSV and JSON; `address` is its kind and id; `status` the HTTP status."""

    template: str
    title: str
    address: tuple[str, str]
    context: Mapping[str, Any]
    rows: list[Row] = field(default_factory=list)
    query: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
