"""extracted/trends/: every series and finding as Parquet and CSV, charts as pictures, the report, a page a year."""

import logging
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from pipeline.store.files import remove_others, write_bytes
from pipeline.trends.charts import Chart
from pipeline.trends.denominators import GRAINS, calendar
from pipeline.trends.figures import figure_rows, read_figures
from pipeline.trends.gallery import gallery, present_years
from pipeline.trends.networks import graphml
from pipeline.trends.output import write_csv, write_rows
from pipeline.trends.page import index_page, year_page
from pipeline.trends.pictures import NO_FONT, chinese_font, draw
from pipeline.trends.results import Results, find_trends
from pipeline.trends.series import tabulate
from pipeline.trends.themes import companions, theme_table
from pipeline.trends.year import Reviewer

LOG = logging.getLogger(__name__)

# Name of a table, and what it is, as the report lists them.
TABLES = (
    ("mentions_by_year", "各对象逐年的提及、占比与区间（每年一行；空白为缺年）"),
    ("mentions_by_quarter", "各对象逐季"),
    ("mentions_by_month", "各对象逐月"),
    ("mentions_by_bulletin", "各对象逐期"),
    ("periods", "分母：每期、月、季、年的期数、文章数、字数"),
    ("missing_issues", "由期号推断的缺期"),
    ("movements", "升降检验"),
    ("themes", "词和名称：首见、末见"),
    ("theme_years", "词在各年的特征值"),
    ("theme_companions", "常同现的词"),
    ("bursts", "突发区间"),
    ("figures_by_indicator", "全部带指标的数据，连接与否及原因"),
    ("figure_series", "连接成序列的数据及同比"),
    ("figure_contradictions", "互相矛盾的数据"),
    ("policy_diffusion", "政策从发布到提及"),
    ("policy_answers", "同篇提到政策的联盟"),
    ("careers", "任职时间"),
    ("alliance_ties", "联盟之间的联系，逐年"),
    ("alliance_network", "联盟的中心度与社群，逐年"),
)


def write_trends(tables: Path, folder: Path) -> None:
    """Read the tables of an archive and write everything about its development into `folder`."""
    results = find_trends(tables, _write_figures(tables, folder))
    for name, rows in chain(_series(results), _findings(results)):
        write_rows(folder, name, rows)
    charts = gallery(results)
    drawn = {chart.name: _write_chart(folder, chart) for chart in charts}
    years = list(present_years(results))
    pages = _write_years(results, folder, years)
    graphs = _write_networks(results, folder)
    named = [(name, meaning) for name, meaning in TABLES]
    page = index_page(_summary(results), charts, drawn, years, named, chinese_font() is not None)
    write_bytes(folder / "index.html", page)
    _remove_stale(folder, {*drawn, *(f"year-{year}" for year in years)}, pages, graphs)
    if chinese_font() is None:
        LOG.warning(NO_FONT)


def _write_figures(tables: Path, folder: Path) -> pd.DataFrame:
    """Write the figures first: there are many, and only those that belong together are needed afterwards."""
    figures = read_figures(tables)
    write_rows(folder, "figures_by_indicator", figure_rows(figures))
    return figures[figures["subject_id"].notna()]


def _series(results: Results) -> Iterator[tuple[str, pa.Table | pd.DataFrame]]:
    """The series of each grain, one at a time: those by issue are large."""
    periods = []
    for grain in GRAINS:
        found = calendar(results.archive, grain, results.missing)
        periods.append(found.periods)
        table = tabulate(results.items, found, dense=grain == "year")
        yield f"mentions_by_{grain}", _with_issues(results, table) if grain == "bulletin" else table
    yield "periods", pd.concat(periods, ignore_index=True).astype({"missing_issues": "Int64"})


def _with_issues(results: Results, table: pa.Table) -> pa.Table:
    """Series and date beside each issue's id."""
    table = table.rename_columns([{"bulletin": "bulletin_id"}.get(name, name) for name in table.column_names])
    place = table["bulletin_id"].combine_chunks().indices
    known = results.archive.bulletins.set_index("bulletin_id").loc[
        table["bulletin_id"].combine_chunks().dictionary.to_pylist()
    ]
    for name in ("series", "date"):
        values = pa.array(known[name], pa.string(), from_pandas=True).dictionary_encode()
        column = pa.DictionaryArray.from_arrays(values.indices.take(place), values.dictionary)
        table = table.append_column(name, column)
    return table


def _findings(results: Results) -> Iterator[tuple[str, pa.Table | pd.DataFrame]]:
    yield "missing_issues", results.missing
    yield "movements", results.movements
    yield "themes", theme_table(results.terms, results.archive, results.term_years)
    yield "theme_years", results.term_years
    yield "theme_companions", companions(results.themes, len(results.archive.articles))
    yield "bursts", results.bursts
    yield "figure_series", results.figure_series
    yield "figure_contradictions", results.contradictions
    yield "policy_diffusion", results.diffusion
    yield "policy_answers", results.answers
    yield "careers", results.careers
    yield "alliance_ties", results.networks.ties.drop(columns=["alliance", "alliance_other"])
    yield "alliance_network", results.networks.members


def _write_chart(folder: Path, chart: Chart) -> dict[str, Any]:
    """Write a chart's rows and pictures; give its specification for the page."""
    specification = chart.specification()
    picture = draw(specification)
    write_csv(folder / "charts" / f"{chart.name}.csv", chart.rows)
    write_bytes(folder / "charts" / f"{chart.name}.svg", picture.svg.encode())
    if picture.png is not None:
        write_bytes(folder / "charts" / f"{chart.name}.png", picture.png)
    return specification


def _write_years(results: Results, folder: Path, years: list[str]) -> set[str]:
    reviewer = Reviewer(results)
    for before, year, after in zip([None, *years], years, [*years[1:], None], strict=False):
        review = reviewer.review(year)
        _write_chart(folder, review.chart)
        svg = (folder / "charts" / f"{review.chart.name}.svg").read_text(encoding="utf-8")
        write_bytes(folder / f"year-{year}.html", year_page(review, svg, chinese_font() is not None, before, after))
    return {f"year-{year}.html" for year in years}


def _write_networks(results: Results, folder: Path) -> set[str]:
    names = set()
    for year in results.networks.members["year"].unique():
        names.add(f"network-{year}.graphml")
        write_bytes(folder / "networks" / f"network-{year}.graphml", graphml(results.networks, year))
    return names


def _summary(results: Results) -> dict[str, str]:
    periods, dates = results.years.periods, results.archive.bulletins["date"].dropna()
    gaps = periods.loc[periods["issues"] == 0, "period"].tolist()
    return {
        "起止": f"{dates.min()} 至 {dates.max()}" if len(dates) else "日期不详",
        "简报": f"{len(results.archive.bulletins)} 期",
        "文章": f"{len(results.archive.articles)} 篇",
        "字数": f"{int(results.archive.articles['characters'].sum())}",
        "已知缺期": f"{len(results.missing)} 期",
        "没有一期的年份": "、".join(gaps) or "无",
        "互相矛盾的数据": f"{len(results.contradictions)} 处",
    }


def _remove_stale(folder: Path, charts: set[str], pages: set[str], graphs: set[str]) -> None:
    """Remove the pages, pictures and networks of years that the archive no longer holds."""
    remove_others(folder, pages, "year-*.html")
    remove_others(folder / "networks", graphs, "*.graphml")
    endings = (".csv", ".svg", ".png") if chinese_font() else (".csv", ".svg")
    remove_others(folder / "charts", {name + ending for name in charts for ending in endings})
