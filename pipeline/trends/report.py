"""extracted/trends/: mentions a bulletin, figures by indicator, and the page of charts."""

from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from pipeline.trends.series import figures_by_indicator, mentions_by_bulletin

TOP = 12


def write_trends(tables: Path, folder: Path) -> None:
    """Write the series as CSV and the report as one self-contained page."""
    folder.mkdir(parents=True, exist_ok=True)
    mentions = mentions_by_bulletin(tables)
    mentions.to_csv(folder / "mentions_by_bulletin.csv", index=False)
    figures_by_indicator(tables).to_csv(folder / "figures_by_indicator.csv", index=False)
    mention_chart(mentions).save(folder / "index.html", inline=True)


def mention_chart(mentions: pd.DataFrame) -> Any:
    """How often each issue names the alliances that the archive names most, an article."""
    alliances = mentions[mentions["kind"] == "alliance"]
    top = alliances.groupby("name")["mentions"].sum().nlargest(TOP).index
    return (
        alt.Chart(alliances[alliances["name"].isin(top)], title="哪些联盟被提及最多？（每篇文章的提及次数）")
        .mark_line(point=True)
        .encode(
            x=alt.X("date:T", title="日期"),
            y=alt.Y("per_article:Q", title="次／篇"),
            color=alt.Color("name:N", title="联盟"),
        )
    )
