"""Figures in table cells: where the unit, the scale and what is measured come from.

Tables of statistics communiqués and work reports have the unit in the column's head, in the row's label, in a column of
its own or in a line above; the cases are of those forms.
"""

from decimal import Decimal

import pytest

from pipeline.extract.cells import cell_figures
from pipeline.extract.view import ArticleView, ViewCell, ViewZone

Printed = tuple[str, str, str | None, str | None]


def table(rows: list[list[str]], unit: str | None = None) -> ArticleView:
    """An article that is one table; `unit` is its unit line."""
    text, cells = "", []
    for row, printed in enumerate(rows):
        for column, cell in enumerate(printed):
            cells.append(ViewCell(0, row, column, rows[0][column], len(text), len(text) + len(cell), unit))
            text += cell + "\n"
    return ArticleView("table", text, (ViewZone("table", 0, len(text)),), tuple(cells))


def figures(rows: list[list[str]], unit: str | None = None) -> list[Printed]:
    found = cell_figures(table(rows, unit))
    return [(f"{f.value.normalize():f}", f.unit, f.indicator, f.period) for f in found]


HEADS = [
    # head, unit line, cell, value, unit
    ("产值（亿元）", None, "12.5", "1250000000", "元"),
    ("产值(万元)", None, "1,234.5", "12345000", "元"),
    ("产值，亿元", None, "12.5", "1250000000", "元"),
    ("产值 亿元", None, "12.5", "1250000000", "元"),
    ("产值（人民币亿元）", None, "12.5", "1250000000", "元"),
    ("增加值（亿元，当年价）", None, "12.5", "1250000000", "元"),
    ("产值", "亿元", "12.5", "1250000000", "元"),
    ("产值", "亿元", "30万元", "300000", "元"),  # the cell's own unit goes first
    ("用电量（亿千瓦时）", None, "32.5", "3250000000", "千瓦时"),  # 千 is of the unit, 亿 the scale
    ("产量（千万吨）", None, "3", "30000000", "吨"),
    ("面积（千公顷）", None, "32.5", "32500", "公顷"),
    ("浓度（mg/L）", None, "0.5", "0.5", "mg/L"),
    ("专利（件/万人）", None, "15.6", "15.6", "件/万人"),
    ("同比（±%）", None, "-1.5", "-1.5", "%"),
    ("同比增长%", None, "3.2", "3.2", "%"),
    ("占比", None, "12%", "12", "%"),
    ("同比（%）", None, "↓1.5", "-1.5", "%"),
    ("产量（吨）", None, "32.5*", "32.5", "吨"),  # a mark of a note
    ("产量（吨）", None, "32（+2.1%）", "32", "吨"),  # a remark behind
]


@pytest.mark.parametrize(("head", "line", "cell", "value", "unit"), HEADS)
def test_unit_and_scale(head: str, line: str | None, cell: str, value: str, unit: str) -> None:
    (found,) = figures([["单位名称", head], ["甲", cell]], line)
    assert found[:2] == (value, unit)


@pytest.mark.parametrize(
    ("head", "cell"), [("产值（亿元）", "—"), ("数量", "32"), ("序号", "1"), ("电话", "65987533"), ("年份", "2021年")]
)
def test_no_figure(head: str, cell: str) -> None:
    assert figures([["单位名称", head], ["甲", cell]]) == []


def test_a_column_of_a_period_measures_what_its_row_says() -> None:
    rows = [["指标", "2021年", "1—6月累计"], ["地区生产总值（亿元）", "12.5", "6"]]
    assert figures(rows) == [
        ("1250000000", "元", "地区生产总值", "2021年"),
        ("600000000", "元", "地区生产总值", "1—6月累计"),
    ]


def test_a_column_of_units_gives_each_row_its_own() -> None:
    rows = [["指标", "单位", "数值", "同比（%）"], ["粮食产量", "万吨", "3.5", "2.1"], ["企业", "家", "12", "-3"]]
    assert figures(rows) == [
        ("35000", "吨", "粮食产量", None),
        ("2.1", "%", "粮食产量同比", None),
        ("12", "家", "企业", None),
        ("-3", "%", "企业同比", None),
    ]


def test_serial_numbers_are_no_label() -> None:
    assert figures([["序号", "指标", "数量（家）"], ["1", "会员", "32"]]) == [("32", "家", "会员", None)]


def test_ranges_are_scaled_at_both_ends() -> None:
    (found,) = cell_figures(table([["名称", "投资（亿元）"], ["甲", "5～8"]]))
    assert (found.value, found.value_max, found.qualifier) == (Decimal(5 * 10**8), Decimal(8 * 10**8), "range")


def test_a_change_is_of_what_the_row_measures() -> None:
    """Heads of statistics tables: a change in a column of its own, months beside their sum."""
    rows = [["项目", "2017年", "增减（%）"], ["联盟数量（个）", "78", "25.8"]]
    assert figures(rows) == [("78", "个", "联盟数量", "2017年"), ("25.8", "%", "联盟数量增减", None)]
    rows = [["行业", "1-4月累计", "4月当月"], ["电子", "25.7", "13.1"]]
    assert [found[2] for found in figures(rows, "%")] == ["电子", "电子"]
