"""How policies reach the archive: from the day of issue to the first mention, how long they stay, who answers them.

The half-life is the median age of the articles that name a policy (the cited half-life of bibliometrics; Burton and
Kebler 1960): half of them were published within that many days after its issue. An alliance answers a policy in an
article that names both.
"""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline import lexicon
from pipeline.trends.archive import Archive, Incidence, read_frame

EVIDENCE = 5
# One article has an age, but no half-life.
LEAST_ARTICLES = 2
# Marks that differ between printings of one title or number: brackets, quotes, spaces.
MARKS = re.compile(r"[\s《》〈〉“”\"'‘’〔〕\[\]【】（）()—－-]")
# The instrument that carries a work: `国务院办公厅关于印发促进科技成果转移转化行动方案的通知`.
CARRIER = re.compile(r"印发(.+)的通知$")


def policy_diffusion(tables: Path, archive: Archive, answered: pd.DataFrame) -> pd.DataFrame:
    """One row a policy that is named: issue date and its source, first and last mention, lag, half-life in days.

    `answered` is what `answers` gave for the archive.
    """
    policies = archive.mentions.of_kind("policy")
    named = _dated_pairs(policies, archive)
    issued = issue_dates(tables).reindex(policies.items["record_id"])
    table = policies.items.rename(columns={"record_id": "policy_id", "name": "title"}).drop(columns="kind")
    table["issued"], table["issued_from"] = issued["issued"].to_numpy(), issued["issued_from"].to_numpy()
    ends = named.groupby("item")["date"].agg(["min", "max"]).reindex(table.index)
    table["first_mention"], table["last_mention"] = ends["min"], ends["max"]
    table["articles_naming"] = policies.articles()
    table["lag_days"] = _days(table["issued"], table["first_mention"])
    table["half_life_days"] = _half_lives(named, table)
    table["observed_days"] = _days(table["issued"], pd.Series(archive.articles["date"].max(), index=table.index))
    table["alliances"] = table["policy_id"].map(answered["policy_id"].value_counts()).fillna(0).astype("int64")
    table = table[table["articles_naming"] > 0]
    return table.sort_values(["issued", "first_mention", "policy_id"], ignore_index=True)


def _dated_pairs(items: Incidence, archive: Archive) -> pd.DataFrame:
    pairs = pd.DataFrame({"item": items.item, "article": items.article})
    return pairs.assign(date=archive.articles["date"].to_numpy()[items.article]).dropna(subset=["date"])


def _days(start: pd.Series, end: pd.Series) -> pd.Series:
    return (pd.to_datetime(end, errors="coerce") - pd.to_datetime(start, errors="coerce")).dt.days.astype("Int64")


def _half_lives(named: pd.DataFrame, table: pd.DataFrame) -> pd.Series:
    """The median age of a policy's articles; of those after its issue, where that is known."""
    issued = table["issued"].reindex(named["item"]).set_axis(named.index)
    ages = _days(issued, named["date"])
    groups = ages[ages >= 0].groupby(named["item"])
    return groups.median().where(groups.size() >= LEAST_ARTICLES).round().reindex(table.index).astype("Int64")


def issue_dates(tables: Path) -> pd.DataFrame:
    """Issue date of each policy by id, from the registry (by number, then title), else from an article."""
    policies = read_frame(tables, "policies", ["policy_id", "title", "document_number"])
    by_number, by_title = _registry()
    plain_numbers = [_plain(number) if isinstance(number, str) else None for number in policies["document_number"]]
    numbers = pd.Series(plain_numbers, dtype="str").map(by_number).astype("str")
    titles = policies["title"].map(_plain).map(by_title).astype("str")
    told = policies["policy_id"].map(_told(tables)).astype("str")
    issued = numbers.fillna(titles).fillna(told)
    sources = np.select([numbers.notna(), titles.notna(), told.notna()], ["document number", "title", "article"], "")
    table = pd.DataFrame({"issued": issued, "issued_from": pd.Series(sources).replace("", None)})
    return table.set_index(policies["policy_id"])


def _registry() -> tuple[dict[str, str], dict[str, str]]:
    """Dates by document number and by title; a title that stands for several dates is left out."""
    numbers: dict[str, str] = {}
    titles: dict[str, set[str]] = {}
    for row in lexicon.rows("policies_registry"):
        if not row["date"]:
            continue
        if row["document_number"]:
            numbers.setdefault(_plain(row["document_number"]), row["date"])
        for title in _titles(row["title"]):
            titles.setdefault(title, set()).add(row["date"])
    return numbers, {title: dates.pop() for title, dates in titles.items() if len(dates) == 1}


def _titles(title: str) -> set[str]:
    carried = CARRIER.search(title)
    return {_plain(title), _plain(carried.group(1))} if carried else {_plain(title)}


def _plain(text: str) -> str:
    return MARKS.sub("", text)


def _told(tables: Path) -> dict[str, str]:
    """The earliest day on which an article says that a policy was issued, where that is not merely its own date."""
    events = read_frame(tables, "policy_events", ["policy_id", "bulletin_id", "event", "date"])
    bulletins = read_frame(tables, "bulletins", ["bulletin_id", "date"])
    events = events[events["event"].isin(["issued", "released"])].merge(
        bulletins, on="bulletin_id", suffixes=("", "_issue")
    )
    events = events[events["date"].str.len().eq(10) & (events["date"] < events["date_issue"])]
    first = events.groupby("policy_id")["date"].min()
    return dict(zip(first.index, first, strict=True))


def answers(archive: Archive) -> pd.DataFrame:
    """Policy and alliance named in one article: how many articles, since when, and which."""
    policies, alliances = archive.mentions.of_kind("policy"), archive.mentions.of_kind("alliance")
    left = pd.DataFrame({"article": policies.article, "policy": policies.item})
    right = pd.DataFrame({"article": alliances.article, "alliance": alliances.item})
    keys = ["policy", "alliance"]
    pairs = left.merge(right, on="article").sort_values([*keys, "article"], ignore_index=True)
    table = pairs.groupby(keys, sort=True)["article"].agg(articles="size", first="first", last="last").reset_index()
    dates = archive.articles["date"].to_numpy()
    table["first_date"], table["last_date"] = dates[table.pop("first")], dates[table.pop("last")]
    table["evidence"] = _evidence(pairs, archive)
    table["policy_id"], table["title"] = _both(policies.items, table["policy"])
    table["alliance_id"], table["name"] = _both(alliances.items, table["alliance"])
    table = table.sort_values(["policy", "articles", "alliance"], ascending=[True, False, True], ignore_index=True)
    return table[["policy_id", "title", "alliance_id", "name", "articles", "first_date", "last_date", "evidence"]]


def _evidence(pairs: pd.DataFrame, archive: Archive) -> list[str]:
    """The first EVIDENCE articles of each pair of policy and alliance, joined by semicolons."""
    place = pairs.groupby(["policy", "alliance"]).cumcount().to_numpy()
    ids = archive.articles["article_id"].to_numpy()[pairs["article"]]
    found: list[str] = []
    for number, article in zip(place.tolist(), ids.tolist(), strict=True):
        if number == 0:
            found.append(article)
        elif number < EVIDENCE:
            found[-1] += ";" + article
    return found


def _both(items: pd.DataFrame, places: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    return items["record_id"].to_numpy()[places], items["name"].to_numpy()[places]
