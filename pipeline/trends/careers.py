"""Careers: the posts of a person in order of time, as the issues observed them."""

from pathlib import Path

import pandas as pd

from pipeline.trends.archive import read_frame

UNSTATED = "（单位未载）"


def careers(tables: Path) -> pd.DataFrame:
    """One row a person and post: when first and last seen, how often, how it ended, the how-manieth post of the person.

    The dates are those of the first and the last issue that state the post: it may have begun earlier and lasted
    longer.
    """
    tenures = read_frame(tables, "tenures")
    officials = read_frame(tables, "officials", ["official_id", "name"])
    table = tenures.merge(officials, on="official_id", how="inner")
    order = ["official_id", "first_seen", "last_seen", "organization", "title"]
    table = table.sort_values(order, na_position="first", ignore_index=True)
    table["post_number"] = table.groupby("official_id").cumcount() + 1
    table["posts"] = table.groupby("official_id")["title"].transform("size")
    columns = ["official_id", "name", "post_number", "posts", "organization", "title"]
    return table[[*columns, "first_seen", "last_seen", "observations", "ended_by"]]


def post_labels(table: pd.DataFrame) -> pd.Series:
    """Body and post in one: `封测联盟 秘书长`, `秘书长（单位未载）`."""
    title = table["title"].fillna("")
    return (table["organization"] + " " + title).fillna(title + UNSTATED)
