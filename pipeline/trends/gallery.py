"""Which rows of the results become charts: the strongest few, in an order that does not change."""

from collections.abc import Iterator

import pandas as pd

from pipeline.trends import charts
from pipeline.trends.careers import post_labels
from pipeline.trends.charts import Chart, label
from pipeline.trends.networks import ALL_YEARS
from pipeline.trends.results import Results
from pipeline.trends.series import as_frame, tabulate

ALLIANCES = 9
LINES = 20
FIGURES = 9
MATRIX = 16
LONG_TITLE = 24
LEAST_VALUES = 3
KINDS = {
    "alliance": "联盟", "official": "人物", "policy": "政策", "organization": "机构", "section": "栏目",
    "theme": "主题",
}  # fmt: skip
DIRECTIONS = {"rising": "上升", "falling": "下降", "none": "无明显变化"}


def gallery(results: Results) -> tuple[Chart, ...]:
    """The charts of the report that have anything to show, in their order."""
    makers = (coverage, alliances, moved, themes, bursts, figures, diffusion, careers, network)
    return tuple(chart for maker in makers if not (chart := maker(results)).rows.empty)


def coverage(results: Results) -> Chart:
    """How much of each year the archive holds."""
    periods = results.years.periods
    held = pd.DataFrame({"year": periods["period"], "state": "已收入", "order": 1, "issues": periods["issues"]})
    lacking = pd.DataFrame(
        {"year": periods["period"], "state": "已知缺期", "order": 2, "issues": periods["missing_issues"]}
    )
    rows = pd.concat([held, lacking], ignore_index=True).sort_values(["year", "order"], ignore_index=True)
    return Chart(
        "coverage", "每年收入了多少期简报，缺了多少期？", "期数；缺期由期号和总期号推断，年份不明的缺期未画出。",
        "没有收入任何一期的年份是空白，不是零：其他图中这一年没有数值。", rows, charts.draw_coverage,
    )  # fmt: skip


def alliances(results: Results) -> Chart:
    """Shares of the alliances named in most articles."""
    named = results.archive.mentions.of_kind("alliance")
    order = pd.Series(named.articles()).sort_values(ascending=False, kind="stable").index[:ALLIANCES]
    chosen = named.restricted(pd.Series(range(len(named.items))).isin(order).to_numpy())
    rows = as_frame(tabulate(chosen, results.years, dense=True))
    rank = {named.items["record_id"][place]: number for number, place in enumerate(order)}
    rows["label"] = [short_label(results, record) for record in rows["record_id"]]
    rows = rows.assign(rank=rows["record_id"].map(rank)).sort_values(["rank", "year"], ignore_index=True)
    columns = ["label", "year", "share", "share_low", "share_high", "articles_naming", "articles"]
    return Chart(
        "alliances", "哪些联盟被谈得最多，是涨是落？", "提到该联盟的文章占当年全部文章的比例。",
        "浅色带为 95% 区间（Wilson）；带越宽，当年文章越少。档案中没有的年份断开。", rows[columns], charts.draw_shares,
    )  # fmt: skip


def short_label(results: Results, record_id: object) -> str:
    """The short name of an alliance, cut to fit."""
    return label(results.short_names.get(str(record_id), str(record_id)))


def moved(results: Results) -> Chart:
    """The items whose share moved most, whatever their kind."""
    known = results.movements.dropna(subset=["z"])
    known = known[known["kind"] != "section"]
    known = known.assign(strength=known["z"].abs())
    top = known.sort_values(["strength", "kind", "record_id"], ascending=[False, True, True]).head(LINES)
    top = top.sort_values(["slope", "record_id"], ascending=[False, True], ignore_index=True)
    names = [f"{KINDS[kind]}·{name}" for kind, name in zip(top["kind"], _shown(results, top), strict=True)]
    rows = top.assign(label=_distinct(names), direction=top["direction"].map(DIRECTIONS))
    columns = ["label", "slope", "slope_low", "slope_high", "z", "p", "q", "articles", "direction"]
    return Chart(
        "movements", "哪些变化经得起检验？", "提到的文章占当年文章的比例；文章总数增加本身不算上升。",
        "多重比较校正后（错误发现率 5%）仍显著的才标为上升或下降。", rows[columns], charts.draw_movements,
    )  # fmt: skip


def _shown(results: Results, items: pd.DataFrame) -> list[str]:
    pairs = zip(items["record_id"], items["name"], strict=True)
    return [label(results.short_names.get(record, name)) for record, name in pairs]


def _distinct(names: list[str]) -> list[str]:
    """The names, a repeated one with its number, so that no two lines of a chart fall together."""
    seen: dict[str, int] = {}
    numbers = [seen.setdefault(name, 0) or 0 for name in names]
    for place, name in enumerate(names):
        seen[name] += 1
        numbers[place] = seen[name]
    return [name if number == 1 else f"{name}（{number}）" for name, number in zip(names, numbers, strict=True)]


def themes(results: Results) -> Chart:
    """The terms that mark the years, in the order in which they do."""
    ranked = results.term_years
    best = ranked.dropna(subset=["rank"]).sort_values(["z", "term"], ascending=[False, True]).drop_duplicates("term")
    top = best.head(LINES + 6).sort_values(["year", "term"])
    rows = ranked[ranked["term"].isin(top["term"])]
    place = {term: number for number, term in enumerate(top["term"])}
    short = _short_of_name(results)
    labels = [label(short.get(term, term)) for term in rows["term"]]
    rows = rows.assign(order=rows["term"].map(place), label=labels).sort_values(["order", "year"])
    columns = ["label", "term", "year", "share", "z", "articles_naming", "articles"]
    return Chart(
        "themes", "每年在谈什么，什么来了又走？", "含该词的文章占当年文章的比例（圆的面积）。",
        "颜色为带 Dirichlet 先验的加权对数几率之 z 值：越红，越是这一年特有；蓝色为少于其他年份。",
        rows[columns].reset_index(drop=True), charts.draw_themes,
    )  # fmt: skip


def bursts(results: Results) -> Chart:
    """The heaviest bursts in order of time."""
    found = results.bursts[results.bursts["kind"] != "section"]
    top = found.sort_values(["weight", "record_id", "start"], ascending=[False, True, True]).head(LINES)
    top = top.sort_values(["start", "end", "record_id"], ignore_index=True)
    ends = pd.to_datetime(top["end"]) + pd.offsets.MonthEnd(1)
    rows = top.assign(
        label=_distinct([f"{KINDS[k]}·{n}" for k, n in zip(top["kind"], _shown(results, top), strict=True)]),
        group=top["sure"].map({True: "显著", False: "可能出于偶然"}),
        start=top["start"] + "-01", end=ends.dt.strftime("%Y-%m-%d"),
    )  # fmt: skip
    columns = ["label", "group", "start", "end", "articles_naming", "articles", "weight", "q"]
    return Chart(
        "bursts", "什么曾经突然升温，持续了多久？", "按月，提到的文章占当月文章的比例与全档案平均之比。",
        "Kleinberg 双状态自动机：横条从首月到末月；“可能出于偶然”的未通过检验（错误发现率 5%）。",
        rows[columns], charts.draw_spans,
    )  # fmt: skip


def figures(results: Results) -> Chart:
    """The longest series of figures."""
    series = results.figure_series[~results.figure_series["measure"].isin(["target", "delta"])]
    lengths = series.groupby("series_id").size()
    chosen = lengths[lengths >= LEAST_VALUES].sort_values(ascending=False, kind="stable").index[:FIGURES]
    rank = {record: number for number, record in enumerate(chosen)}
    rows = series[series["series_id"].isin(chosen)]
    rows = rows.assign(
        rank=rows["series_id"].map(rank), year=rows["year"].astype("str"), label=_figure_labels(results, rows),
        exactness=rows["qualifier"].eq("exact").map({True: "确数", False: "约数"}),
    ).sort_values(["rank", "year"], ignore_index=True)  # fmt: skip
    columns = [
        "label",
        "series_id",
        "year",
        "base_value",
        "base_unit",
        "exactness",
        "text",
        "year_on_year",
        "figure_id",
    ]
    return Chart(
        "figures", "同一指标多年来怎样变化？", "数值本身，已换算为同一单位；纵轴从零起，各图刻度不同。",
        "只连接主体、指标、单位和口径（累计或当期）都相同的数据；同一年有几次报道的取最近一次。",
        rows[columns], charts.draw_figures,
    )  # fmt: skip


def _figure_labels(results: Results, rows: pd.DataFrame) -> list[str]:
    subjects = [
        label(results.short_names.get(record, name))
        for record, name in zip(rows["subject_id"], rows["subject"], strict=True)
    ]
    flow = rows["measure"].map({"flow": "当期", "growth": "增速", "share": "占比"})
    notes = [f"，{note}" if isinstance(note, str) else "" for note in flow]
    parts = zip(subjects, rows["indicator_normal"], rows["base_unit"], rows["span"], notes, strict=True)
    return [f"{subject}|{label(indicator)}（{span}{unit}{note}）" for subject, indicator, unit, span, note in parts]


def diffusion(results: Results) -> Chart:
    """From issue to first mention, for the policies named most."""
    dated = results.diffusion.dropna(subset=["lag_days"])
    dated = dated[dated["lag_days"] >= 0]
    top = dated.sort_values(["articles_naming", "issued", "policy_id"], ascending=[False, True, True]).head(LINES)
    top = top.sort_values(["issued", "policy_id"], ignore_index=True)
    rows = top.assign(label=_distinct([label(title, LONG_TITLE) for title in top["title"]]))
    columns = [
        "label",
        "title",
        "issued",
        "issued_from",
        "first_mention",
        "lag_days",
        "half_life_days",
        "articles_naming",
        "alliances",
    ]
    return Chart(
        "diffusion", "政策发布多久后见诸简报，热度留多久？", "天数，从发布日算起；只含发布日期已知的政策。",
        "蓝点为首次提及；红线为半衰期：一半的提及发生在此之前（至少两篇才有）。", rows[columns], charts.draw_diffusion,
    )  # fmt: skip


def careers(results: Results) -> Chart:
    """The posts that were observed for longest."""
    table = results.careers.dropna(subset=["first_seen", "last_seen"])
    days = (pd.to_datetime(table["last_seen"]) - pd.to_datetime(table["first_seen"])).dt.days
    table = table.assign(days=days, post=post_labels(_short_organizations(results, table)))
    top = (
        table[table["days"] > 0]
        .sort_values(["observations", "days", "official_id"], ascending=[False, False, True])
        .head(LINES)
    )
    top = top.sort_values(["post", "first_seen", "official_id"], ignore_index=True)
    names = [f"{name}·{label(post)}" for name, post in zip(top["name"], top["post"], strict=True)]
    rows = top.assign(label=_distinct(names), group=top["title"], start=top["first_seen"], end=top["last_seen"])
    rows["group"] = rows["group"].where(rows["group"].isin(rows["group"].value_counts().index[:6]), "其他职务")
    columns = ["label", "group", "name", "organization", "title", "start", "end", "observations", "ended_by"]
    return Chart(
        "careers", "谁在何时任何职？", "从首次到末次见于简报的日期；实际任期可能更早开始、更晚结束。",
        "同一单位的职务排在一起，前后任相邻。", rows[columns], charts.draw_spans,
    )  # fmt: skip


def _short_organizations(results: Results, table: pd.DataFrame) -> pd.DataFrame:
    shorts = _short_of_name(results)
    return table.assign(organization=table["organization"].map(lambda name: shorts.get(name, name)))


def _short_of_name(results: Results) -> dict[str, str]:
    named = results.archive.mentions.of_kind("alliance").items
    return {name: results.short_names[record] for name, record in zip(named["name"], named["record_id"], strict=True)}


def network(results: Results) -> Chart:
    """Ties among the alliances that are tied most."""
    members = results.networks.members
    top = members[members["year"] == ALL_YEARS].head(MATRIX).sort_values(["community", "alliance_id"])
    order = {record: number for number, record in enumerate(top["alliance_id"])}
    ties = results.networks.ties
    ties = ties[(ties["year"] == ALL_YEARS) & ties["alliance_id"].isin(order) & ties["other_id"].isin(order)]
    shared = ["strength", "shared_articles", "shared_officials", "shared_policies"]
    turned = ties.rename(columns={"alliance_id": "other_id", "other_id": "alliance_id"})
    rows = pd.concat([ties, turned], ignore_index=True)[["alliance_id", "other_id", *shared]]
    rows = rows.assign(order=rows["alliance_id"].map(order), second=rows["other_id"].map(order))
    rows = rows.sort_values(["order", "second"], ignore_index=True)
    rows["label"] = [short_label(results, record) for record in rows["alliance_id"]]
    rows["other"] = [short_label(results, record) for record in rows["other_id"]]
    return Chart(
        "network", "哪些联盟常在一起出现？", "共同的文章、人物和政策；由 k 家共有的，每两家之间记 1/(k−1)。",
        "同一社群的联盟排在一起；逐年的网络见 GraphML 文件。", rows[["label", "other", *shared]], charts.draw_network,
    )  # fmt: skip


def present_years(results: Results) -> Iterator[str]:
    """The years of which the archive holds an issue."""
    periods = results.years.periods
    yield from periods.loc[periods["issues"] > 0, "period"]
