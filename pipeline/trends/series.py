"""Series: how often each issue names each record, and the figures of each indicator in order of time."""

from pathlib import Path

import pandas as pd

NAMED = (
    ("alliance", "alliances", "alliance_id", "name"),
    ("official", "officials", "official_id", "name"),
    ("policy", "policies", "policy_id", "title"),
    ("organization", "organizations", "organization_id", "name"),
)


def _names(tables: Path) -> pd.DataFrame:
    parts = []
    for _, table, key, name in NAMED:
        records = pd.read_parquet(tables / f"{table}.parquet", columns=[key, name])
        parts.append(records.rename(columns={key: "record_id", name: "name"}))
    return pd.concat(parts, ignore_index=True)


def mentions_by_bulletin(tables: Path) -> pd.DataFrame:
    """Issue, kind, record: mentions, and mentions an article of the issue."""
    articles = pd.read_parquet(tables / "articles.parquet", columns=["article_id", "bulletin_id"])
    bulletins = pd.read_parquet(tables / "bulletins.parquet", columns=["bulletin_id", "series", "date"])
    bulletins["articles"] = bulletins["bulletin_id"].map(articles["bulletin_id"].value_counts())
    mentions = pd.read_parquet(tables / "mentions.parquet", columns=["article_id", "kind", "record_id"])
    counted = (
        mentions.merge(articles, on="article_id")
        .merge(_names(tables), on="record_id")
        .groupby(["bulletin_id", "kind", "record_id", "name"], as_index=False)
        .size()
        .rename(columns={"size": "mentions"})
        .merge(bulletins, on="bulletin_id")
    )
    counted["per_article"] = counted["mentions"] / counted["articles"]
    return counted.sort_values(["date", "bulletin_id", "kind", "name"], ignore_index=True)


def figures_by_indicator(tables: Path) -> pd.DataFrame:
    """Every figure that has an indicator, by indicator, unit and date."""
    figures = pd.read_parquet(tables / "figures.parquet").dropna(subset=["indicator"])
    bulletins = pd.read_parquet(tables / "bulletins.parquet", columns=["bulletin_id", "date"])
    columns = ["indicator", "unit", "date", "period", "value", "value_max", "qualifier", "text", "figure_id"]
    return figures.merge(bulletins, on="bulletin_id")[columns].sort_values(columns[:3], ignore_index=True)
