"""What trends reads of the tables: issues, articles, and which article names which item how often.

An item is whatever a series can follow: an alliance, official, policy, organization, section or theme. Items and
articles are numbered from 0; everything after this module counts with numbers, not with names.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model.errors import MissingStage

Integers = npt.NDArray[np.int64]
# Half the width, for the long arrays that are kept.
Numbers = npt.NDArray[np.int32]

RECORDS = (
    ("alliance", "alliances", "alliance_id", "name"),
    ("official", "officials", "official_id", "name"),
    ("policy", "policies", "policy_id", "title"),
    ("organization", "organizations", "organization_id", "name"),
)
ITEM_COLUMNS = ["kind", "record_id", "name"]


@dataclass(frozen=True, slots=True)
class Incidence:
    """Which article names which item: one entry a pair, `counts` says how often.

    `items` has the columns kind, record_id and name; `item` and `article` are row numbers of items and articles.
    """

    items: pd.DataFrame
    item: Numbers
    article: Numbers
    counts: Numbers

    def of_kind(self, *kinds: str) -> "Incidence":
        """Only the items of these kinds, numbered anew in the same order."""
        return self.restricted(self.items["kind"].isin(kinds).to_numpy())

    def restricted(self, keep: npt.NDArray[np.bool_]) -> "Incidence":
        """Only the items that `keep` marks, numbered anew in the same order."""
        chosen = keep[self.item]
        number = np.cumsum(keep) - 1
        items = self.items[keep].reset_index(drop=True)
        return incidence(items, number[self.item[chosen]], self.article[chosen], self.counts[chosen])

    def articles(self) -> Integers:
        """How many articles name each item."""
        return np.bincount(self.item, minlength=len(self.items))


def incidence(
    items: pd.DataFrame, item: Integers, article: Integers | Numbers, counts: Integers | Numbers
) -> Incidence:
    """An incidence of any integers."""
    return Incidence(items, item.astype(np.int32), article.astype(np.int32), counts.astype(np.int32))


@dataclass(frozen=True, slots=True)
class Archive:
    """Issues in order of time, articles in order of issue and place, and the mentions of records.

    `articles` has bulletin (the row number of the issue), date (of the issue) and characters.
    """

    bulletins: pd.DataFrame
    articles: pd.DataFrame
    mentions: Incidence


def read(tables: Path, name: str, columns: list[str] | None = None, **options: Any) -> pa.Table:
    """Some columns of a table. Raises MissingStage where the table was never written."""
    return pq.read_table(table_file(tables, name), columns=columns, **options)


def table_file(tables: Path, name: str) -> Path:
    """The file of a table. Raises MissingStage where the table was never written."""
    path = tables / f"{name}.parquet"
    if not path.is_file():
        raise MissingStage(f"{path} is not there; run the tables stage first (`python -m pipeline tables`)")
    return path


def read_frame(tables: Path, name: str, columns: list[str] | None = None, **options: Any) -> pd.DataFrame:
    """The same as a data frame."""
    frame: pd.DataFrame = read(tables, name, columns, **options).to_pandas()
    return frame


def read_archive(tables: Path) -> Archive:
    """Read what the series need."""
    bulletins = read_bulletins(tables)
    articles = _articles(tables, bulletins)
    return Archive(bulletins, articles, joined(_mentions(tables, articles), _sections(tables, articles)))


def read_bulletins(tables: Path) -> pd.DataFrame:
    """All issues in order of time; an issue without a date is placed by its year alone."""
    columns = ["bulletin_id", "series", "year", "issue", "total_issue", "date"]
    bulletins = read_frame(tables, "bulletins", columns)
    bulletins["calendar_year"] = bulletins["date"].str[:4].astype("Int64").fillna(bulletins["year"].astype("Int64"))
    return bulletins.sort_values(["calendar_year", "date", "bulletin_id"], ignore_index=True)


def _articles(tables: Path, bulletins: pd.DataFrame) -> pd.DataFrame:
    columns = ["article_id", "bulletin_id", "section_id", "ordinal", "title", "char_start", "char_end"]
    articles = read_frame(tables, "articles", columns)
    number = pd.Series(bulletins.index, index=bulletins["bulletin_id"])
    articles["bulletin"] = articles["bulletin_id"].map(number).astype("int64")
    articles["date"] = bulletins["date"].to_numpy()[articles["bulletin"]]
    articles["characters"] = articles["char_end"] - articles["char_start"]
    dropped = ["bulletin_id", "char_start", "char_end"]
    return articles.drop(columns=dropped).sort_values(["bulletin", "ordinal", "article_id"], ignore_index=True)


def read_records(tables: Path) -> pd.DataFrame:
    """All alliances, officials, policies and organizations as items, in order of kind and id."""
    parts = []
    for kind, table, key, name in RECORDS:
        records = read_frame(tables, table, [key, name]).set_axis(["record_id", "name"], axis=1)
        parts.append(records.assign(kind=kind).sort_values("record_id"))
    return pd.concat(parts, ignore_index=True)[ITEM_COLUMNS]


def numbered(values: pa.ChunkedArray, known: pd.Series | pa.ChunkedArray) -> Integers:
    """For each value its place among the known ones, -1 where it is none of them."""
    listed = known if isinstance(known, pa.ChunkedArray) else pa.array(known, pa.string())
    places = pc.index_in(values.cast(pa.string()), value_set=listed, skip_nulls=True).fill_null(-1)
    return np.asarray(places, dtype=np.int64)


def _mentions(tables: Path, articles: pd.DataFrame) -> Incidence:
    items = read_records(tables)
    kinds = [kind for kind, *_ in RECORDS]
    mentions = read(tables, "mentions", ["article_id", "record_id"], filters=[("kind", "in", kinds)])
    article = numbered(mentions["article_id"], articles["article_id"])
    item = _surviving(tables, items)[numbered(mentions["record_id"], _with_redirects(tables, items))]
    known = (article >= 0) & (item >= 0)
    item = _carried_on(tables, items)[item]
    return counted(items, item[known], article[known], len(articles))


def _carried_on(tables: Path, items: pd.DataFrame) -> Integers:
    """For each item the number of the one whose series it belongs to, so that none breaks at a renaming.

    Organizations of one line of succession count as the one that carries on today; where the archive does not name
    that one, as the first of them.
    """
    lines = read_frame(tables, "organizations", ["organization_id", "lineage"]).set_index("organization_id")["lineage"]
    line = items["record_id"].map(lines).astype("str").fillna(items["record_id"])
    heirs = pd.DataFrame({"line": line, "other": items["name"].ne(line), "number": items.index})
    first = heirs.sort_values(["line", "other", "number"]).drop_duplicates("line").set_index("line")["number"]
    return line.map(first).to_numpy(dtype=np.int64)


def _redirects(tables: Path) -> pd.DataFrame:
    return read_frame(tables, "redirects", ["old_id", "new_id"]).sort_values("old_id")


def _with_redirects(tables: Path, items: pd.DataFrame) -> pd.Series:
    return pd.concat([items["record_id"], _redirects(tables)["old_id"]], ignore_index=True)


def _surviving(tables: Path, items: pd.DataFrame) -> Integers:
    """For each item and then each id that a merge gave up: the number of the item that stands; last, -1 for none."""
    number = pd.Series(items.index, index=items["record_id"])
    moved = _redirects(tables)
    heirs = dict(zip(moved["old_id"], moved["new_id"], strict=True))
    final = [_heir(old, heirs) for old in moved["old_id"]]
    return np.array([*items.index, *number.reindex(final).fillna(-1).astype("int64"), -1], dtype=np.int64)


def _heir(record_id: str, heirs: dict[str, str]) -> str:
    for _ in heirs:
        if record_id not in heirs:
            break
        record_id = heirs[record_id]
    return record_id


def counted(items: pd.DataFrame, item: Integers, article: Integers, articles: int) -> Incidence:
    """One entry a pair of item and article with the number of its occurrences."""
    pairs, counts = np.unique(item * articles + article, return_counts=True)
    return incidence(items, pairs // max(articles, 1), pairs % max(articles, 1), counts)


def _sections(tables: Path, articles: pd.DataFrame) -> Incidence:
    """Sections as items: every article stands in the section of its heading, once."""
    sections = read_frame(tables, "sections", ["section_id", "heading"]).set_index("section_id")["heading"]
    heading = articles["section_id"].map(sections)
    names = pd.Series(sorted(heading.dropna().unique()), dtype="str")
    items = pd.DataFrame({"kind": "section", "record_id": names, "name": names})
    stands = heading.notna().to_numpy()
    number = heading[stands].map(pd.Series(names.index, index=names)).to_numpy(dtype=np.int64)
    return counted(items, number, np.flatnonzero(stands), len(articles))


def joined(*parts: Incidence) -> Incidence:
    """Several incidences over the same articles as one; their items follow one another."""
    starts = np.cumsum([0, *(len(part.items) for part in parts)])
    return Incidence(
        pd.concat([part.items for part in parts], ignore_index=True),
        np.concatenate([part.item + np.int32(start) for part, start in zip(parts, starts, strict=False)]),
        np.concatenate([part.article for part in parts]),
        np.concatenate([part.counts for part in parts]),
    )
