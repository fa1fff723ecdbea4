"""Figures that mutation testing found no case for (docs/mutants.md): which numbers are figures, and what stands around them.

Without another source the forms are those of general usage, in words of our own.
"""

from decimal import Decimal

import pytest

from pipeline.extract.dates import find_dates
from pipeline.extract.figures import find_figures
from pipeline.extract.view import view_text
from pipeline.model.mention import (
    AllianceMention,
    ArticleMentions,
    FigureMention,
    OrganizationMention,
    PolicyMention,
)


def figures(text: str) -> tuple[FigureMention, ...]:
    view = view_text(text)
    return find_figures(view, ArticleMentions("text", dates=find_dates(view, ArticleMentions("text"))))


# text, and of its one figure: what is printed, value, unit, qualifier, method
ONE = [
    # doublings: the multiple reached
    ("产值翻番", "翻番", "2", "倍", "exact", "doubling"),
    ("产值翻了一番", "翻了一番", "2", "倍", "exact", "doubling"),
    ("产值翻两番", "翻两番", "4", "倍", "exact", "doubling"),
    ("产值翻二番", "翻二番", "4", "倍", "exact", "doubling"),
    ("产值翻了近三番", "翻了近三番", "8", "倍", "nearly", "doubling"),
    ("产值近翻两番", "近翻两番", "4", "倍", "nearly", "doubling"),
    ("产值接近翻一番", "接近翻一番", "2", "倍", "nearly", "doubling"),
    # one of a measure is measured, one of a thing is an article word
    ("运煤一吨", "一吨", "1", "吨", "exact", "number"),
    ("相距一公里", "一公里", "1", "公里", "exact", "number"),
    ("收费一元钱", "一元钱", "1", "元", "exact", "number"),
    ("增长一倍", "一倍", "1", "倍", "exact", "number"),
    ("花费两元", "两元", "2", "元", "exact", "number"),
    ("走访两家企业", "两家", "2", "家", "exact", "number"),
    ("走访十家企业", "十家", "10", "家", "exact", "number"),
    ("召开十次会议", "十次", "10", "次", "exact", "number"),
    ("召开9次会议", "9次", "9", "次", "exact", "number"),
    ("提出十条要求", "十条", "10", "条", "exact", "number"),
    ("提出9条要求", "9条", "9", "条", "exact", "number"),
    # fractions are shares
    ("占全省四分之三", "四分之三", "75", "%", "exact", "fraction"),
    # a unit of size without a digit is an amount at the end of a clause
    ("供气千亿立方米，", "千亿立方米", "100000000000", "立方米", "exact", "number"),
    ("年产千万吨。", "千万吨", "10000000", "吨", "exact", "number"),
    ("距终点近百米", "近百米", "100", "米", "nearly", "number"),
    # ordinals count from a thousand
    ("第1000家门店开业", "第1000家", "1000", "家", "ordinal", "number"),
    # points of an index are large or have decimals
    ("指数为1140点", "1140点", "1140", "点", "exact", "number"),
    ("指数为1000点", "1000点", "1000", "点", "exact", "number"),
    ("寿命3.5年", "3.5年", "3.5", "年", "exact", "number"),
    ("发放30万号标本", "30万号", "300000", "号", "exact", "number"),
    # short times in digits are measured
    ("用时3天", "3天", "3", "天", "exact", "number"),
    ("用时3个小时", "3个小时", "3", "小时", "exact", "number"),
    ("补贴30万元级别", "30万元", "300000", "元", "exact", "number"),
    ("（+3家）", "+3家", "3", "家", "exact", "number"),
]


@pytest.mark.parametrize(("text", "words", "value", "unit", "qualifier", "method"), ONE)
def test_one_figure(text: str, words: str, value: str, unit: str, qualifier: str, method: str) -> None:
    (found,) = figures(text)
    assert (found.text, found.value, found.unit) == (words, Decimal(value), unit)
    assert (found.qualifier, found.method, found.value_max, found.cell) == (qualifier, method, None, None)


NONE = [
    "《翻两番》",  # a title
    "三轮车停在三里屯，一毛不拔",  # numbers inside longer words
    "召开九次会议",  # with a small number a set phrase
    "两手抓",
    "提出九条要求",  # points of a list
    "一分钱不花，一毛钱不收",  # the least thing
    "占3/4",  # a date or a path rather
    "百米长廊，千万吨钢",  # no end of a clause
    "年产百万吨。",  # not large
    "单位：亿元",
    "成千上万。",
    "第3家门店，第999家门店，第1000吨",  # ranks; ordinals count things
    "第十届",
    "海巡01轮",
    "前3家企业",
    "WG1家，A/3家，1.2.3家",  # codes
    "指数为114点，指数为999点",
    "历时3年，三年半",  # periods
    "发放12号标本，9999号",
    "打7折",
    "历时三天，三个小时",
    "30万吨级航道",
]


@pytest.mark.parametrize("text", NONE)
def test_no_figure(text: str) -> None:
    assert [f.text for f in figures(text)] == []


def test_a_range_of_shares_is_in_percent_at_both_ends() -> None:
    (found,) = figures("占四分之一至二分之一")
    assert (found.value, found.value_max, found.unit, found.qualifier) == (25, 50, "%", "range")


# What stands before the figures of a text: the change that each states.
CHANGES = [
    ("产值同比增长7.1%", ["同比增长"]),
    ("产值环比下降2%", ["环比下降"]),
    ("产值比上年增长2%", ["比上年增长"]),
    ("产值同比为2%", ["同比"]),  # a share has a basis without a direction
    ("新增企业同比达到12家", [None]),  # a count has not
    ("新增企业同比增加12家", ["同比增长"]),
    ("同比增长较快，产值为2%", [None]),  # another clause
    ("（同比）增长2%", ["增长"]),
    ("增长的产值和税收已达到2%", [None]),  # too far from the number
    ("增长了接近百分之二", ["增长"]),
    ("产值增2%", ["增长"]),
    ("产值增长2%、下降3%", ["增长", "下降"]),
    ("产值降约2%", ["下降"]),
    ("产值减了约2%", [None]),  # 减 alone must touch the number
    ("占比2%", ["占比"]),
    ("占比较高的有2家", [None]),
    ("占全省2家", [None]),  # 占 is said of shares
]


@pytest.mark.parametrize(("text", "changes"), CHANGES)
def test_change(text: str, changes: list[str | None]) -> None:
    assert [f.change_type for f in figures(text)] == changes


# The date that a figure holds for.
PERIODS = [
    ("2021年产值3亿元，2022年产值5亿元", ["2021年", "2022年"]),
    ("2021年产值3亿元。税收5亿元", ["2021年", None]),  # another sentence
    ("2021年产值3亿元；税收5亿元", ["2021年", None]),
    ("2022年产值5亿元，比2021年增长3%", ["2022年", "2022年"]),  # what is compared with is no period
    ("2022年产值5亿元，较2021年增长3%", ["2022年", "2022年"]),
    ("产值3亿元，2021年", [None]),
    ("2021年" + "，各地抓好春耕备耕" * 20 + "，产值3亿元", [None]),  # too far
]


@pytest.mark.parametrize(("text", "periods"), PERIODS)
def test_period(text: str, periods: list[str | None]) -> None:
    assert [f.period for f in figures(text)] == periods


NAMES = ("甲联盟", "乙联盟", "丙公司", "丁公司", "戊办法", "己办法")


def named(text: str) -> ArticleMentions:
    """The names of NAMES as mentions."""
    spans = {name: (text.index(name), text.index(name) + len(name), name) for name in NAMES if name in text}
    return ArticleMentions(
        "text",
        alliances=tuple(AllianceMention(*spans[n], "t") for n in NAMES[:2] if n in spans),
        organizations=tuple(OrganizationMention(*spans[n], "t", n, "enterprise") for n in NAMES[2:4] if n in spans),
        policies=tuple(PolicyMention(*spans[n], "t", n, "policy", "cited") for n in NAMES[4:] if n in spans),
    )


# Whose the figure is: the last alliance, else the first organization, else the last policy before it in its sentence.
SUBJECTS = [
    ("甲联盟和乙联盟投资3亿元", "乙联盟"),
    ("丙公司与丁公司投资3亿元", "丙公司"),
    ("戊办法和己办法安排3亿元", "己办法"),
    ("丙公司与甲联盟投资3亿元", "甲联盟"),
    ("甲联盟与丙公司投资3亿元", "甲联盟"),
    ("戊办法要求丙公司投资3亿元", "丙公司"),
    ("甲联盟开会。投资3亿元", None),
    ("投资3亿元的甲联盟", None),
    ("投资3亿元", None),
]


@pytest.mark.parametrize(("text", "subject"), SUBJECTS)
def test_subject(text: str, subject: str | None) -> None:
    (found,) = find_figures(view_text(text), named(text))
    assert found.subject == subject


def test_a_number_in_a_name_is_no_figure() -> None:
    found = find_figures(
        view_text("甲联盟3家"), ArticleMentions("text", alliances=(AllianceMention(0, 4, "甲联盟3", "t"),))
    )
    assert found == ()
