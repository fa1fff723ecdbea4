"""The year in review: one page a year, with its numbers, words, alliances, policies, posts and figures."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.trends import charts
from pipeline.trends.careers import post_labels
from pipeline.trends.charts import Chart, label
from pipeline.trends.gallery import KINDS
from pipeline.trends.results import Results
from pipeline.trends.series import as_frame, tabulate

WORDS = 12
ALLIANCES = 10
LINES = 15
HELD = ("issues", "missing_issues", "articles", "characters")


@dataclass(frozen=True, slots=True)
class Listing:
    """A heading with lines of text under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearReview:
    """What a year's page shows."""

    year: str
    numbers: dict[str, int]
    chart: Chart
    listings: tuple[Listing, ...]


class Reviewer:
    """Makes the reviews of all years from the results; what all years share is worked out once."""

    def __init__(self, results: Results) -> None:
        self._results = results
        named = results.archive.mentions.of_kind("alliance")
        self._names = set(named.items["name"])
        self._alliances = as_frame(tabulate(named, results.years))
        self._periods = results.years.periods.set_index("period")[list(HELD)]

    def review(self, year: str) -> YearReview:
        """The review of one year."""
        held = self._periods.loc[year].astype("int64").to_dict()
        numbers = {
            "收入期数": held["issues"], "已知缺期": held["missing_issues"],
            "文章": held["articles"], "字数": held["characters"],
        }  # fmt: skip
        listings = (
            self._policies(year),
            self._posts(year),
            self._bursts(year),
            self._figures(year),
            self._disputed(year),
        )
        return YearReview(year, numbers, self._chart(year), tuple(part for part in listings if part.lines))

    def _chart(self, year: str) -> Chart:
        rows = pd.concat([self._words(year), self._named(year)], ignore_index=True)
        return Chart(
            f"year-{year}", f"{year} 年谈了什么，谈到了谁？",
            f"当年的 {int(self._periods['articles'][year])} 篇文章。",
            "左：与其他年份相比这一年特有的词；右：提到最多的联盟。", rows, charts.draw_year,
        )  # fmt: skip

    def _words(self, year: str) -> pd.DataFrame:
        ranked = self._results.term_years
        marked = ranked[(ranked["year"] == year) & ranked["rank"].notna() & ~ranked["term"].isin(self._names)]
        top = marked.head(WORDS)
        return pd.DataFrame({
            "part": "words", "label": [label(term) for term in top["term"]], "value": top["z"],
            "low": None, "high": None, "articles_naming": top["articles_naming"],
        })  # fmt: skip

    def _named(self, year: str) -> pd.DataFrame:
        rows = self._alliances[self._alliances["year"] == year]
        top = rows.sort_values(["articles_naming", "mentions", "record_id"], ascending=[False, False, True]).head(
            ALLIANCES
        )
        names = [label(self._results.short_names[record]) for record in top["record_id"]]
        return pd.DataFrame({
            "part": "alliances", "label": names, "value": top["share"],
            "low": top["share_low"], "high": top["share_high"], "articles_naming": top["articles_naming"],
        })  # fmt: skip

    def _policies(self, year: str) -> Listing:
        table = self._results.diffusion
        new = table[table["first_mention"].fillna("").str.startswith(year)]
        top = new.sort_values(["articles_naming", "policy_id"], ascending=[False, True]).head(LINES)
        return Listing("首次提及的政策和文件", tuple(_policy_line(row) for row in top.to_dict("records")))

    def _posts(self, year: str) -> Listing:
        table = self._results.careers
        new = table[table["first_seen"].fillna("").str.startswith(year)]
        top = new.sort_values(["observations", "official_id", "post_number"], ascending=[False, True, True]).head(LINES)
        return Listing("首次见到的任职", tuple(f"{n}：{p}" for n, p in zip(top["name"], post_labels(top), strict=True)))

    def _bursts(self, year: str) -> Listing:
        table = self._results.bursts
        during = table[(table["start"].str[:4] <= year) & (table["end"].str[:4] >= year)]
        top = during.sort_values(["weight", "record_id"], ascending=[False, True]).head(LINES)
        lines = (
            f"{KINDS[r['kind']]}·{r['name']}（{r['start']} 至 {r['end']}，{r['articles_naming']} 篇"
            f"{'' if r['sure'] else '，可能出于偶然'}）"
            for r in top.to_dict("records")
        )
        return Listing("正在升温", tuple(lines))

    def _figures(self, year: str) -> Listing:
        table = self._results.figure_series
        changed = table[(table["year"] == int(year)) & table["change"].notna()]
        top = changed.sort_values(["years_since", "series_id"]).head(LINES)
        return Listing("可比的数据", tuple(_figure_line(row) for row in top.to_dict("records")))

    def _disputed(self, year: str) -> Listing:
        table = self._results.contradictions
        of_year = table[table["year"] == int(year)].head(LINES)
        lines = (_disputed_line(r) for r in of_year.to_dict("records"))
        return Listing("互相矛盾的数据", tuple(lines))


def _policy_line(row: dict[Hashable, Any]) -> str:
    issued = f"{row['issued']} 发布，" if isinstance(row["issued"], str) else ""
    return f"《{row['title']}》：{issued}{row['first_mention']} 首次提及，共 {row['articles_naming']} 篇"


def _disputed_line(row: dict[Hashable, Any]) -> str:
    before, after = f"{row['date_before']} 刊为 {row['text_before']}", f"{row['date']} 刊为 {row['text']}"
    return f"{row['subject']} {row['indicator_normal']}：{before}，{after}"


def _figure_line(row: dict[Hashable, Any]) -> str:
    before = int(str(row["year"])) - int(str(row["years_since"]))
    change = float(str(row["change"]))
    direction = "增长" if change > 0 else "下降" if change < 0 else "持平"
    size = f" {abs(change):.1%}" if change else ""
    rough = "（约数）" if row["approximate"] else ""
    return f"{row['subject']} {row['indicator_normal']}：{row['text']}，比 {before} 年{direction}{size}{rough}"
