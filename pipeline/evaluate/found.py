"""Found: what the tables say of one bulletin, in the shape in which gold is compared."""

import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

Record = dict[str, Any]

_BY_BULLETIN = ("bulletins", "bulletin_staff", "bulletin_recipients", "sections", "articles")
_BY_ARTICLE = ("mentions", "official_roles", "policy_events", "figures", "table_cells")


@dataclass(frozen=True)
class FoundTables:
    """The Parquet tables of an output folder, read once, null as None."""

    folder: Path

    def read(self, name: str) -> list[Record]:
        """All rows of a table."""
        frame = pd.read_parquet(self.folder / f"{name}.parquet")
        return [{str(k): None if _missing(v) else v for k, v in row.items()} for row in frame.to_dict(orient="records")]

    @cached_property
    def by_bulletin(self) -> dict[tuple[str, str], list[Record]]:
        """(table, bulletin id) → rows."""
        return _grouped({name: self.read(name) for name in _BY_BULLETIN}, "bulletin_id")

    @cached_property
    def by_article(self) -> dict[tuple[str, str], list[Record]]:
        """(table, article id) → rows."""
        return _grouped({name: self.read(name) for name in _BY_ARTICLE}, "article_id")

    @cached_property
    def alliances(self) -> dict[str, str]:
        """Alliance id → canonical name."""
        return {row["alliance_id"]: row["name"] for row in self.read("alliances")}

    @cached_property
    def policies(self) -> dict[str, Record]:
        """Policy id → row, with its issuers in order."""
        policies = {row["policy_id"]: row | {"issuers": []} for row in self.read("policies")}
        for row in sorted(self.read("policy_issuers"), key=lambda r: (r["policy_id"], r["ordinal"])):
            if row["organization"]:
                policies[row["policy_id"]]["issuers"].append(row["organization"])
        return policies

    @cached_property
    def bulletin_of_path(self) -> dict[str, str]:
        """Path below raw/ → bulletin id."""
        return {row["path"]: row["bulletin_id"] for row in self.read("documents")}


def _missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _grouped(tables: dict[str, list[Record]], key: str) -> dict[tuple[str, str], list[Record]]:
    groups: dict[tuple[str, str], list[Record]] = {}
    for name, rows in tables.items():
        for row in rows:
            groups.setdefault((name, row[key]), []).append(row)
    return groups
