"""The report's charts: each asks a question, states its denominator and carries its own rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

# altair's fluent classes say too little of their types to be checked.
Drawing = Any

WIDTH = 620
BLUE, RED, GREY, LIGHT = "#2b6ca3", "#c2452d", "#8a8f98", "#d5d9df"
LONGEST_LABEL = 16
# Points between small charts, so that the year under the end of one does not touch the next one's first.
APART = 32
# Large numbers as Chinese readers read them: 2.2万亿, 512亿, 1.4万.
CHINESE_NUMBERS = (
    "datum.value >= 1e12 ? format(datum.value / 1e12, '~g') + '万亿' : datum.value >= 1e8 ? "
    "format(datum.value / 1e8, '~g') + '亿' : datum.value >= 1e4 ? format(datum.value / 1e4, '~g') + '万' : "
    "format(datum.value, '~g')"
)
FONTS = "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif"
CONFIG: dict[str, Any] = {
    "font": FONTS,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": "#e8eaee",
        "labelLimit": 330,
    },
    "header": {"labelFontSize": 13, "labelLimit": 200},
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 200},
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: file name, question, what its numbers are shares or counts of, how to read it, its rows, its drawing."""

    name: str
    question: str
    denominator: str
    reading: str
    rows: pd.DataFrame
    drawing: Callable[[pd.DataFrame], Drawing]

    def specification(self) -> dict[str, Any]:
        """The chart in Vega-Lite, rows included."""
        specification: dict[str, Any] = self.drawing(self.rows).to_dict()
        return specification | {"config": CONFIG}


def values(rows: pd.DataFrame) -> Any:
    """Rows as plain values, empty cells as null."""
    plain = rows.astype(object).where(rows.notna(), None)
    return {"values": plain.to_dict("records")}


def label(name: str, longest: int = LONGEST_LABEL) -> str:
    """A name that fits beside an axis.

    >>> label("生物农药与生物防治产业技术创新战略联盟")
    '生物农药与生物防治产业技术创新…'
    """
    return name if len(name) <= longest else name[: longest - 1] + "…"


def draw_coverage(rows: pd.DataFrame) -> Drawing:
    """Issues a year, those in the archive and those known to be missing."""
    return (
        alt.Chart(values(rows), width=WIDTH, height=200)
        .mark_bar()
        .encode(
            x=alt.X("year:O", title="年份", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("issues:Q", title="期数", axis=alt.Axis(tickMinStep=1)),
            color=alt.Color(
                "state:N", title=None, scale=alt.Scale(domain=["已收入", "已知缺期"], range=[BLUE, LIGHT]),
                legend=alt.Legend(orient="top"),
            ),
            order=alt.Order("order:O", sort="ascending"),
        )
    )  # fmt: skip


def draw_shares(rows: pd.DataFrame) -> Drawing:
    """A small chart an item: share of articles by year with its band; a year without issues interrupts the line."""
    base = alt.Chart().encode(x=alt.X("year:O", title=None, axis=_year_axis(rows, 200)))
    share = alt.Y("share:Q", title="占文章比例", axis=alt.Axis(format="%", tickCount=4))
    band = base.mark_area(opacity=0.2, color=BLUE).encode(y=alt.Y("share_low:Q", title="占文章比例"), y2="share_high:Q")
    line = base.mark_line(color=BLUE).encode(y=share)
    points = base.mark_point(color=BLUE, filled=True, size=28).encode(y=share)
    layers = alt.layer(band, line, points, data=values(rows)).properties(width=200, height=110)
    return layers.facet(facet=alt.Facet("label:N", title=None, sort=_order(rows)), columns=3, spacing=APART)


def _order(rows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys(rows["label"]))


def _year_axis(rows: pd.DataFrame, width: int) -> alt.Axis:
    """As many year labels as fit side by side."""
    years = sorted(set(rows["year"].dropna()))
    step = max(1, -(-len(years) * 36 // width))
    return alt.Axis(labelAngle=0, values=years[::step], title=None)


def draw_movements(rows: pd.DataFrame) -> Drawing:
    """Change of the odds a year with its band, one line an item."""
    base = alt.Chart(values(rows), width=WIDTH - 160, height=alt.Step(20)).encode(
        y=alt.Y("label:N", title=None, sort=_order(rows))
    )
    colour = alt.Color(
        "direction:N", title=None,
        scale=alt.Scale(domain=["上升", "下降", "无明显变化"], range=[RED, BLUE, GREY]),
        legend=alt.Legend(orient="top"),
    )  # fmt: skip
    band = base.mark_rule(strokeWidth=2).encode(
        x=alt.X(
            "slope_low:Q", title="每年对数几率的变化（横线为 95% 区间）", axis=alt.Axis(tickCount=6, labelOverlap=True)
        ),
        x2="slope_high:Q",
        color=colour,
    )
    point = base.mark_point(filled=True, size=60, opacity=1).encode(x="slope:Q", color=colour)
    nought = alt.Chart().mark_rule(color=GREY, strokeDash=[3, 3]).encode(x=alt.datum(0))
    return alt.layer(nought, band, point, data=values(rows))


def draw_themes(rows: pd.DataFrame) -> Drawing:
    """Terms by years: the circle's area is the share of articles, its colour how much the term marks the year."""
    return (
        alt.Chart(values(rows), width=WIDTH - 100, height=alt.Step(20))
        .mark_circle(opacity=0.9)
        .encode(
            x=alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, orient="top", grid=True), scale=_all_years(rows)),
            y=alt.Y("label:N", title=None, sort=_order(rows)),
            size=alt.Size(
                "share:Q", title="占文章比例", scale=alt.Scale(range=[12, 260]), legend=alt.Legend(format=".0%")
            ),
            color=alt.Color("z:Q", title="特征值 z", scale=alt.Scale(scheme="redblue", reverse=True, domainMid=0)),
        )
    )


def _all_years(rows: pd.DataFrame) -> alt.Scale:
    """Every year from the first to the last, so that a year without anything keeps its place."""
    years = rows["year"].astype("int64")
    return alt.Scale(domain=[str(year) for year in range(years.min(), years.max() + 1)])


def draw_spans(rows: pd.DataFrame) -> Drawing:
    """Bars from start to end, one line a label, coloured by group."""
    return (
        alt.Chart(values(rows), width=WIDTH - 140, height=alt.Step(20))
        .mark_bar(height=11, cornerRadius=2)
        .encode(
            x=alt.X("start:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", labelOverlap=True)),
            x2="end:T",
            y=alt.Y("label:N", title=None, sort=_order(rows)),
            color=alt.Color(
                "group:N", title=None, legend=alt.Legend(orient="top"), scale=alt.Scale(scheme="tableau10")
            ),
        )
    )


def draw_figures(rows: pd.DataFrame) -> Drawing:
    """A small chart a series of figures, each on its own scale."""
    when = alt.Axis(format="d", tickMinStep=1, tickCount=4, grid=False)
    base = alt.Chart().encode(
        x=alt.X("year:Q", title=None, axis=when, scale=alt.Scale(zero=False, padding=10, nice=False))
    )
    axis = alt.Axis(labelExpr=CHINESE_NUMBERS, tickCount=4)
    value = alt.Y("base_value:Q", title=None, axis=axis, scale=alt.Scale(zero=True))
    line = base.mark_line(color=BLUE).encode(y=value)
    points = base.mark_point(color=BLUE, filled=True, size=36).encode(
        y=value, shape=alt.Shape("exactness:N", title=None, legend=alt.Legend(orient="bottom"))
    )
    layers = alt.layer(line, points, data=values(rows)).properties(width=200, height=110)
    header = alt.Header(labelFontSize=12, labelExpr="split(datum.value, '|')")
    facet = alt.Facet("label:N", title=None, sort=_order(rows), header=header)
    return layers.facet(facet=facet, columns=3, spacing=APART).resolve_scale(x="independent", y="independent")


def draw_diffusion(rows: pd.DataFrame) -> Drawing:
    """A line from the day of issue to the first mention, and a mark at the half-life."""
    base = alt.Chart(values(rows), width=WIDTH - 160, height=alt.Step(20)).encode(
        y=alt.Y("label:N", title=None, sort=_order(rows))
    )
    days = alt.X("lag_days:Q", title="发布后的天数", scale=alt.Scale(zero=True))
    lag = base.mark_bar(height=5, color=LIGHT).encode(x=days)
    first = base.mark_point(filled=True, size=60, color=BLUE, opacity=1).encode(x="lag_days:Q")
    half = base.mark_tick(color=RED, thickness=3, height=14).encode(x="half_life_days:Q")
    return alt.layer(lag, half, first)


def draw_network(rows: pd.DataFrame) -> Drawing:
    """Who appears with whom, as a matrix in order of communities."""
    order = _order(rows)
    return (
        alt.Chart(values(rows), width=alt.Step(24), height=alt.Step(24))
        .mark_rect()
        .encode(
            x=alt.X("other:N", title=None, sort=order, axis=alt.Axis(labelAngle=-60)),
            y=alt.Y("label:N", title=None, sort=order),
            color=alt.Color("strength:Q", title="联系强度", scale=alt.Scale(scheme="blues")),
        )
    )


def draw_year(rows: pd.DataFrame) -> Drawing:
    """Two bar charts side by side: what set the year apart, and whom it named."""
    words = rows[rows["part"] == "words"]
    names = rows[rows["part"] == "alliances"]
    left = (
        alt.Chart(values(words), title="特征词（z 值）", width=230, height=alt.Step(20))
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X("value:Q", title=None, axis=alt.Axis(tickCount=4)),
            y=alt.Y("label:N", title=None, sort=_order(words)),
        )
    )
    base = alt.Chart(values(names), title="联盟（占文章比例，横线为 95% 区间）", width=230, height=alt.Step(20))
    side = alt.Y("label:N", title=None, sort=_order(names))
    band = base.mark_rule(strokeWidth=2, color=GREY).encode(x=alt.X("low:Q", title=None), x2="high:Q", y=side)
    point = base.mark_point(filled=True, size=60, color=BLUE, opacity=1).encode(
        x=alt.X("value:Q", title=None, axis=alt.Axis(format="%", tickCount=4)), y=side
    )
    return alt.hconcat(left, band + point, spacing=30)
