"""One item by its name: which record a name stands for, and how often each year names it."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from pipeline.model.errors import BadQuery
from pipeline.trends.archive import Incidence, read_archive, read_frame
from pipeline.trends.denominators import calendar, missing_issues
from pipeline.trends.indicators import alliance_names
from pipeline.trends.series import as_frame, tabulate
from pipeline.trends.terms import read_terms

SUGGESTIONS = 5
LEAST_LIKENESS = 60


@dataclass(frozen=True, slots=True)
class Followed:
    """An item, the name it was asked for by, and its years: share and articles are empty for a year without issues."""

    asked: str
    kind: str
    record_id: str
    name: str
    years: pd.DataFrame
    namesakes: int


def follow(tables: Path, name: str) -> Followed:
    """The yearly series of what the name stands for. Raises BadQuery, with similar names, where nothing is so called.

    Alliances are known by every form of their names; a name of none of the records is looked up among the words.
    """
    archive = read_archive(tables)
    asked = name.strip().strip("《》“”\"'")
    items = archive.mentions
    found = _named(items, tables, asked)
    if found.empty:
        items = read_terms(tables, archive).of_kind("word")
        found = items.items[items.items["name"] == asked]
    if found.empty:
        similar = "、".join(_similar(archive.mentions, tables, asked)) or "none"
        raise BadQuery(f"nothing in the archive is called {asked}; try another name (similar ones: {similar})")
    row = found.iloc[int(items.articles()[found.index].argmax())]
    years = calendar(archive, "year", missing_issues(archive.bulletins))
    one = items.restricted(
        items.items["record_id"].eq(row["record_id"]).to_numpy() & items.items["kind"].eq(row["kind"]).to_numpy()
    )
    table = as_frame(tabulate(one, years, dense=True))
    return Followed(asked, str(row["kind"]), str(row["record_id"]), str(row["name"]), table, len(found) - 1)


def _named(items: Incidence, tables: Path, name: str) -> pd.DataFrame:
    forms = alliance_names(tables)
    alliances = forms.loc[forms["name"] == name, "alliance_id"]
    bodies = read_frame(tables, "organizations", ["name", "lineage"])
    today = bodies.loc[bodies["name"] == name, "lineage"].dropna()
    called = items.items["name"].isin([name, *today])
    return items.items[items.items["record_id"].isin(alliances) | called]


def _similar(items: Incidence, tables: Path, name: str) -> list[str]:
    known = pd.concat([alliance_names(tables)["name"], items.items["name"]]).drop_duplicates().sort_values()
    near = process.extract(name, known.tolist(), scorer=fuzz.WRatio, limit=SUGGESTIONS, score_cutoff=LEAST_LIKENESS)
    return [match for match, *_ in near]
