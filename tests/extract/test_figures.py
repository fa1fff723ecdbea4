"""Figures: which numbers are figures, with what value, unit and qualifier; table cells; what holds for any text."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.dates import find_dates
from pipeline.extract.figures import find_figures
from pipeline.extract.view import ArticleView, ViewCell, ViewZone, view_text
from pipeline.model.mention import ArticleMentions, FigureMention


def figures(text: str) -> tuple[FigureMention, ...]:
    view = view_text(text)
    return find_figures(view, ArticleMentions("text", dates=find_dates(view, ArticleMentions("text"))))


NONE = [
    "2022年6月10日，2018-2021年，“十四五”期间，前三季度",  # dates and periods: GUIDE.md
    "第二届第一次理事会",  # ordinals of meetings
    "星闪2.0标准，5G、4K超高清，COVID-19，WG1工作组，C919",  # versions and names
    "国发〔2022〕12号，公告2021年第3号",  # document numbers
    "学院南路76号，电话：010-62184883",  # addresses and telephones
    "《2022全球BIM教育报告》",  # numbers of a title
    "一是加强领导；二是狠抓落实。",  # list markers
    "一个中心、一项工作、一批项目、一系列措施",  # article words
    "三点要求、六个方面、三个阶段",  # optional in GUIDE.md, and no figures here
    "连续三年、五年来",  # durations
    "前3名，第4位，世界500强",  # ranks
    "海巡01轮返航",  # a leading zero makes a name
    "冬季两项、八项规定、四川、三农",  # names
    "14时30分，8:30",  # clock times
    "30万吨级航道，百亿级产业",  # size classes
    "科创“1+3+N”体系，比分3:2",
    "二氧化碳、第三方、三维、二手车",
]


@pytest.mark.parametrize("text", NONE)
def test_no_figures(text: str) -> None:
    assert [f.text for f in figures(text)] == []


FOUND = [
    ("全国有107家单位", [("107家", "107", "家", "exact")]),
    (
        "总产值达到1123亿元，近三成来自出口",
        [("1123亿元", "112300000000", "元", "exact"), ("近三成", "30", "%", "nearly")],
    ),
    ("突破100万台的企业", [("突破100万台", "1000000", "台", "over")]),
    ("第100万台产品下线", [("第100万台", "1000000", "台", "ordinal")]),
    ("产能3095万吨/年", [("3095万吨/年", "30950000", "吨/年", "exact")]),
    ("建成商业面积30万平米", [("30万平米", "300000", "平米", "exact")]),  # the unit as printed: GUIDE.md
    ("提高1.5个百分点", [("1.5个百分点", "1.5", "百分点", "exact")]),
    ("产值翻一番", [("翻一番", "2", "倍", "exact")]),
    ("占全国四分之一", [("四分之一", "25", "%", "exact")]),
    ("近百家央企和十余部新片", [("近百家", "100", "家", "nearly"), ("十余部", "10", "部", "over")]),
    ("指数为114.1点", [("114.1点", "114.1", "点", "exact")]),
    ("发生4.4级地震", [("4.4级", "4.4", "级", "exact")]),
    ("PM2.5未达标的126个城市", [("126个", "126", "个", "exact")]),
    ("3种植物", [("3种", "3", "种", "exact")]),
    ("单位：项、亿元", []),  # the scale of a table is no amount
    ("行车缩短至2个小时左右", [("2个小时左右", "2", "小时", "about")]),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_figures(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = [(f.text, f.value, f.unit, f.qualifier) for f in figures(text)]
    assert found == [(t, Decimal(v), u, q) for t, v, u, q in expected]


def test_period_change_and_subject() -> None:
    text = "2021年，某某联盟成员产值达3亿元，同比增长7.1%；出口环比下降2%。"
    view = view_text(text)
    found = ArticleMentions("text", dates=find_dates(view, ArticleMentions("text")))
    value, growth, fall = find_figures(view, found)
    assert (value.period, value.change_type) == ("2021年", None)
    assert (growth.change_type, fall.change_type) == ("同比增长", "环比下降")
    assert fall.value == 2  # as printed; the direction is in change_type


def table_view(rows: list[list[str]], unit: str | None = None) -> ArticleView:
    text, cells = "", []
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            start = len(text)
            text += cell + ("\n" if column == len(row) - 1 else "\t")
            cells.append(ViewCell(0, number, column, rows[0][column], start, start + len(cell), unit))
    return ArticleView("t", text, (ViewZone("table", 0, len(text)),), cells=tuple(cells))


def test_cells_take_their_unit_from_the_head() -> None:
    view = table_view([["序号", "地区", "产值（亿元）", "企业数(家)", "增速/%"], ["1", "甲", "12.5", "1,020", "7.1"]])
    found = [(f.text, f.value, f.unit, f.indicator, f.cell) for f in find_figures(view, ArticleMentions("t"))]
    assert found == [
        ("12.5", Decimal("1250000000"), "元", "产值", (0, 1, 2)),
        ("1,020", Decimal(1020), "家", "企业数", (0, 1, 3)),
        ("7.1", Decimal("7.1"), "%", "甲增速", (0, 1, 4)),
    ]


def test_cells_take_their_unit_from_the_unit_line_or_themselves() -> None:
    view = table_view([["名称", "投资", "面积", "年份", "批次"], ["甲", "3000", "5万亩", "2021", "102"]], "万元")
    found = [(f.value, f.unit) for f in find_figures(view, ArticleMentions("t"))]
    assert found == [(Decimal(30000000), "元"), (Decimal(50000), "亩")]


# unit line, heads, a row, value and unit of each figure
UNIT_LINES = [
    # a unit for each column of numbers, as statistical tables of provinces have them
    ("项、亿元", ["城市", "合同数", "成交额"], ["甲市", "986", "14.21"], [("986", "项"), ("1421000000", "元")]),
    ("家，%", ["城市", "企业数", "占比"], ["甲市", "57", "66.28"], [("57", "家"), ("66.28", "%")]),
    # a head that names its own unit is left out of the count
    ("件、万元", ["领域", "件数", "占比（%）", "金额"], ["信息", "412", "44", "38650"],
     [("412", "件"), ("44", "%"), ("386500000", "元")]),
    # nor is a column whose head alone looks like a number
    ("项、亿元", ["第1类", "合同数", "成交额"], ["甲市", "986", "14.21"], [("986", "项"), ("1421000000", "元")]),
    # which unit goes with which column cannot be told
    ("件、万元", ["领域", "申请", "授权", "金额"], ["信息", "412", "44", "38650"], []),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "heads", "row", "expected"), UNIT_LINES)
def test_a_unit_line_of_several_units(
    unit: str, heads: list[str], row: list[str], expected: list[tuple[str, str]]
) -> None:
    found = find_figures(table_view([heads, row], unit), ArticleMentions("t"))
    assert [(f.value, f.unit) for f in found] == [(Decimal(value), unit) for value, unit in expected]


def test_a_table_of_serial_numbers_and_codes_holds_no_figures() -> None:
    view = table_view([["序号", "联盟名称", "批次"], ["1", "某产业技术创新战略联盟", "102"], ["2", "另一联盟", "D106"]])
    assert find_figures(view, ArticleMentions("t")) == ()


@settings(derandomize=True, max_examples=200, deadline=None)
@given(
    st.text(
        alphabet="产值增长达超约近分别同比年月日第一二三十百千万亿0123456789.%元家个亩，。、（）“”《》A-—的和占",
        max_size=60,
    )
)
def test_any_text_gives_mentions_that_are_its_slices(text: str) -> None:
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.text != ""
        assert figure.value.is_finite() and figure.unit
        assert (figure.value_max is not None) <= (figure.qualifier == "range")
