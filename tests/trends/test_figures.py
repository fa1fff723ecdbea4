import pandas as pd
import pyarrow as pa
import pytest
from trends.made import Article

from pipeline.trends.figures import contradictions, figure_series, read_figures
from pipeline.trends.indicators import normal_indicator
from pipeline.trends.measures import before_figures, last_clauses, measures, years
from pipeline.trends.units import base_units

UNITS = [
    # (unit, base, factor), all from GB 3100 but for the 亩 (1 公顷 = 15 亩) and the measure words
    ("公顷", "平方米", 10_000), ("亩", "平方米", 2000 / 3), ("平方公里", "平方米", 1_000_000),
    ("千瓦", "瓦", 1_000), ("兆瓦", "瓦", 1_000_000), ("吉瓦", "瓦", 1_000_000_000),
    ("公里", "米", 1_000), ("千米", "米", 1_000), ("海里", "米", 1_852), ("吨", "千克", 1_000), ("公斤", "千克", 1),
    ("斤", "千克", 0.5), ("兆瓦时", "千瓦时", 1_000), ("元", "元", 1), ("名", "人", 1), ("位", "人", 1), ("‰", "%", 0.1),
    ("项", "项", 1), ("台套", "台套", 1), ("美元", "美元", 1), (None, "", 1),
]  # fmt: skip


@pytest.mark.parametrize(("unit", "base", "factor"), UNITS)
def test_units(unit, base, factor):
    found, times = base_units(pd.Series([unit], dtype="str"))
    assert (found[0], times[0]) == (base, pytest.approx(factor))


INDICATORS = [
    # (indicator, names of the subject, normal form)
    ("封测联盟成员单位", ["封测联盟", "集成电路封测产业技术创新战略联盟"], "成员单位"),
    ("联盟成员单位总数", ["封测联盟"], "成员单位"),
    ("创新联盟成员单位", ["长三角固废循环利用创新联盟"], "成员单位"),
    ("2017年销售收入", [], "销售收入"),
    ("今年累计服务企业", [], "服务企业"),
    ("全国技术合同成交额", [], "技术合同成交额"),
    ("战略联盟标准", ["半导体照明联盟"], "战略联盟标准"),
    ("总数", [], "总数"),
]


@pytest.mark.parametrize(("indicator", "names", "expected"), INDICATORS)
def test_indicators(indicator, names, expected):
    assert normal_indicator(indicator, names) == expected


SENTENCES = [
    # (what stands before the figure, its indicator, unit, period, change, measure, year, year stated); issue of 2019
    ("联盟成员单位由2012年的", "成员单位", "家", "2012年", None, "stock", 2012, True),
    ("联盟成员单位由2012年的34家增加到", "成员单位", "家", "2012年", "增长", "stock", 2019, False),
    ("目前，联盟已有", "成员单位", "家", None, None, "stock", 2019, False),
    ("联盟今年发布团体标准", "团体标准", "项", "今年", None, "flow", 2019, True),
    ("联盟今年发布团体标准4项，累计达到", "团体标准", "项", "今年", None, "stock", 2019, True),
    ("2018年，成员企业实现产值", "产值", "元", None, None, "flow", 2018, True),
    ("去年全年实现产值", "产值", "元", "去年", None, "flow", 2018, True),
    ("2018年前三季度，", "产值", "元", "2018年前三季度", None, "flow", 2018, True),
    ("累计实现产值", "产值", "元", None, None, "stock", 2019, False),
    ("比2018年底增加", "团体标准", "项", "2018年", None, "delta", 2018, True),
    ("截至2018年底，联盟新增", "成员单位", "家", "2018年", None, "delta", 2018, True),
    ("产值达640亿元，同比增长", "产值", "%", None, "同比增长", "growth", 2019, False),
    ("服务收入占", "服务收入", "%", None, "占比", "share", 2019, False),
    ("力争到2025年，研发投入强度达到", "研发投入强度", "%", "2025年", None, "target", 2025, True),
    ("到2025年，成员单位达到", "成员单位", "家", "2025年", None, "target", 2025, True),
    ("审查通过灯具等", "标准", "项", None, None, "flow", 2019, False),
]


@pytest.mark.parametrize(("before", "indicator", "unit", "period", "change", "measure", "year", "stated"), SENTENCES)
def test_measures_and_years(before, indicator, unit, period, change, measure, year, stated):
    row = {"before": before, "indicator": indicator, "unit": unit, "period": period, "change_type": change}
    figures = pd.DataFrame([row | {"issue_year": 2019}]).astype(dict.fromkeys(row, "str"))
    figures["clause"] = last_clauses(figures["before"])
    figures = figures.join(years(figures))
    assert (figures["year"][0], figures["year_stated"][0], measures(figures)[0]) == (year, stated, measure)


def test_words_before_a_figure():
    texts = pa.array(["截至目前，联盟成员单位达到126家", None])
    places = pd.DataFrame({"text": [0, 0, 1, -1, 0], "end": [13, 99, 3, 5, -2]})
    assert before_figures(texts, places).tolist() == ["截至目前，联盟成员单位达到", "", "", "", ""]


@pytest.mark.parametrize("text", ["由" * 100_000, "，" * 100_000, "2019年" * 20_000, "累计" * 50_000, "1" * 100_000])
def test_hostile_texts_take_no_time(text):
    row = {"before": text, "indicator": text, "unit": "家", "period": text, "change_type": None, "text": text}
    figures = pd.DataFrame([row | {"issue_year": 2019.0}]).astype(dict.fromkeys(row, "str"))
    figures["clause"] = last_clauses(figures["before"])
    figures = figures.join(years(figures))
    assert measures(figures).notna().all()
    assert isinstance(normal_indicator(text, ["封测联盟"]), str)


def members(text, value, **fields):
    return {"text": text, "value": value, "unit": "家", "indicator": "成员单位"} | fields


def told(sentence, *figures):
    return Article(sentence=sentence, figures=figures)


def read(made):
    figures = read_figures(made.write())
    return figures, figure_series(figures)


def test_one_indicator_is_joined_across_issues_and_its_change_is_reckoned(made):
    made.issue("2018-12-01", [told("成员单位达到40家", members("40家", 40))])
    made.issue("2019-12-01", [told("联盟成员单位总数增至50家", members("50家", 50, indicator="联盟成员单位总数"))])
    made.issue("2021-12-01", [told("成员单位达到80余家", members("80余家", 80, qualifier="over"))])
    _, series = read(made)
    assert series["series_id"].nunique() == 1
    assert series["year"].tolist() == [2018, 2019, 2021]
    assert series["year_on_year"].fillna(0).tolist() == [0, 0.25, 0]
    assert series["change"].fillna(0).tolist() == [0, 0.25, 0.6]
    assert series["approximate"].tolist() == [False, False, True]


def test_other_subjects_are_not_joined(made):
    made.issue("2018-12-01", [told("成员单位达到40家", members("40家", 40))])
    made.issue("2019-12-01", [told("成员单位达到50家", members("50家", 50, subject_id="all-2"))])
    figures, series = read(made)
    assert series.empty
    assert set(figures["why_single"]) == {"reported once only"}


def test_a_unit_change_does_not_break_a_series(made):
    area = {"indicator": "推广面积"}
    made.issue("2018-12-01", [told("推广面积达到30万亩", {"text": "30万亩", "value": 300_000.0, "unit": "亩"} | area)])
    made.issue(
        "2019-12-01", [told("推广面积达到3万公顷", {"text": "3万公顷", "value": 30_000.0, "unit": "公顷"} | area)]
    )
    _, series = read(made)
    assert series["base_unit"].tolist() == ["平方米", "平方米"]
    assert series["base_value"].tolist() == [200_000_000.0, 300_000_000.0]
    assert series["year_on_year"].tolist()[1] == 0.5


def test_power_in_other_units_and_a_currency_that_is_none(made):
    power = {"indicator": "装机容量"}
    money = {"indicator": "出口额"}
    made.issue("2018-12-01", [told("装机容量达到500千瓦", {"text": "500千瓦", "value": 500.0, "unit": "千瓦"} | power),
                              told("2018年出口额5亿元", {"text": "5亿元", "value": 5e8, "unit": "元"} | money)])  # fmt: skip
    made.issue("2019-12-01", [told("装机容量达到2兆瓦", {"text": "2兆瓦", "value": 2.0, "unit": "兆瓦"} | power),
                              told("2019年出口额1亿美元", {"text": "1亿美元", "value": 1e8, "unit": "美元"} | money)])  # fmt: skip
    _, series = read(made)
    assert series["indicator_normal"].tolist() == ["装机容量", "装机容量"]
    assert series["base_value"].tolist() == [500_000.0, 2_000_000.0]


def test_cumulative_and_periodic_figures_are_kept_apart(made):
    for year, new, total in ((2018, 4, 10), (2019, 6, 16)):
        made.issue(f"{year}-12-01", [told(
            f"联盟今年发布团体标准{new}项，累计达到{total}项",
            members(f"{new}项", new, unit="项", indicator="团体标准", period="今年"),
            members(f"{total}项", total, unit="项", indicator="团体标准", period="今年"),
        )])  # fmt: skip
    figures, series = read(made)
    assert series.groupby("measure")["base_value"].agg(list).to_dict() == {"flow": [4, 6], "stock": [10, 16]}
    assert contradictions(figures).empty


def test_half_a_year_is_not_joined_with_a_year(made):
    made.issue(
        "2019-08-01",
        [told("2019年上半年产值20亿元", members("20亿元", 2e9, unit="元", indicator="产值", period="2019年上半年"))],
    )
    made.issue(
        "2020-02-01", [told("2019年产值45亿元", members("45亿元", 4.5e9, unit="元", indicator="产值", period="2019年"))]
    )
    figures, series = read(made)
    assert series.empty
    assert contradictions(figures).empty


def test_a_contradiction_is_listed_with_both_places(made):
    made.issue("2020-12-01", [told("联盟成员单位由2019年底的88家增加到93家", members("88家", 88, period="2019年"))])
    made.issue("2023-06-01", [told("联盟成员单位从2019年底的86家增至126家", members("86家", 86, period="2019年"))])
    figures, _ = read(made)
    table = contradictions(figures)
    assert table[["year", "text_before", "text", "date_before", "date"]].values.tolist() == [
        [2019, "88家", "86家", "2020-12-01", "2023-06-01"],
    ]  # fmt: skip


ROUNDED = [
    # (first, value, second, value, whether they contradict one another)
    ("1420亿元", 1.42e11, "1420.3亿元", 1.4203e11, False),
    ("1420亿元", 1.42e11, "1421亿元", 1.421e11, True),
    ("11.4亿元", 1.14e9, "113800万元", 1.138e9, False),
    ("120亿元", 1.2e10, "120亿元", 1.2e10, False),
]


@pytest.mark.parametrize(("first", "one", "second", "other", "apart"), ROUNDED)
def test_rounding_is_no_contradiction(made, first, one, second, other, apart):
    money = {"unit": "元", "indicator": "产值", "period": "2019年"}
    made.issue("2020-03-01", [told(f"2019年产值{first}", members(first, one, **money))])
    made.issue("2020-06-01", [told(f"2019年产值{second}", members(second, other, **money))])
    figures, _ = read(made)
    assert len(contradictions(figures)) == int(apart)


def test_about_forty_does_not_contradict_forty_two(made):
    made.issue("2020-03-01", [told("2019年底成员单位40余家", members("40余家", 40, period="2019年", qualifier="over"))])
    made.issue("2020-06-01", [told("2019年底成员单位42家", members("42家", 42, period="2019年"))])
    figures, _ = read(made)
    assert contradictions(figures).empty


SINGLE = [
    # (fields that differ, sentence, why the figure stays single)
    ({"subject_id": None}, "成员单位达到40家", "no subject"),
    ({"indicator": "企业"}, "40家", "no indicator of its own"),
    ({"indicator": "产值"}, "产值40家", "no year stated"),
    ({}, "其中成员单位40家", "a part of another figure"),
    ({"qualifier": "ordinal"}, "第40家成员单位", "an ordinal"),
]


@pytest.mark.parametrize(("fields", "sentence", "why"), SINGLE)
def test_what_cannot_be_joined_stays_single(made, fields, sentence, why):
    for year in (2018, 2019):
        made.issue(f"{year}-12-01", [told(sentence, members("40家", 40, **fields))])
    figures, series = read(made)
    assert series.empty
    assert set(figures["why_single"]) == {why}


def test_the_only_alliance_of_an_article_is_the_subject_of_its_members(made):
    figure = members("40家", 40, indicator="联盟成员单位", subject_id=None)
    for year in (2018, 2019):
        made.issue(f"{year}-12-01", [Article(("all-2",), sentence="联盟成员单位达到40家", figures=(figure,))])
    made.issue("2020-12-01", [Article(("all-2", "all-3"), sentence="联盟成员单位达到40家", figures=(figure,))])
    figures, series = read(made)
    assert set(series["subject_id"]) == {"all-2"}
    assert figures["subject_from"].fillna("").tolist() == ["article", "article", ""]


def test_a_table_row_gives_its_subject(made):
    figure = members("46", 46, subject_id=None, cell="t9:1:3")
    for year in (2018, 2019):
        made.issue(f"{year}-12-01", [Article(figures=(figure,))])
    made.rows["table_cells"] = [{"table_id": "t9", "row": 1, "column": 0, "text": "木竹产业技术创新战略联盟"}]
    figures, _ = read(made)
    assert figures["subject_from"].tolist() == ["table", "table"]
    assert set(figures["subject_id"]) == {"all-3"}


def test_an_archive_without_figures(made):
    made.issue("2018-12-01", [Article()])
    figures, series = read(made)
    assert figures.empty
    assert series.empty
    assert contradictions(figures).empty
