"""Quantities that mutation testing found no case for (docs/mutants.md): each row holds a rule of quantities.py, units.py or
qualifiers.py. Without another source the forms are those of general usage, in words of our own.
"""

from decimal import Decimal

import pytest

from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.extract.units import match_unit

# text, what is printed of the quantity, lowest value, highest, unit as printed, its kind, qualifier
QUANTITIES = [
    # tenths and discounts
    ("三成五", "三成五", "35", None, "%", "ratio", "exact"),
    ("近三成五", "近三成五", "35", None, "%", "ratio", "nearly"),
    ("三成五以上", "三成五以上", "35", None, "%", "ratio", "at_least"),
    ("三成半，", "三成半", "35", None, "%", "ratio", "exact"),
    ("三成半数", "三成", "30", None, "%", "ratio", "exact"),  # 半数 is a word of its own
    ("两倍半以上", "两倍半以上", "2.5", None, "倍", "ratio", "at_least"),
    ("3到5成", "3到5成", "30", "50", "%", "ratio", "range"),
    ("两三成", "两三成", "20", "30", "%", "ratio", "range"),
    ("七折", "七折", "70", None, "%", "discount", "exact"),
    ("75折", "75折", "75", None, "%", "discount", "exact"),
    ("7.5折", "7.5折", "75", None, "%", "discount", "exact"),
    ("10折", "10折", "10", None, "%", "discount", "exact"),  # two digits are percent already
    ("7 2 折", "7 2 折", "72", None, "%", "discount", "exact"),
    ("现价7 2 折", "7 2 折", "72", None, "%", "discount", "exact"),
    ("约7 折", "约7 折", "70", None, "%", "discount", "about"),
    ("打对折", "对折", "50", None, "%", "discount", "exact"),
    # dozens become a number
    ("三打", "三打", "36", None, "", "", "exact"),
    ("两三打", "两三打", "24", "36", "", "", "range"),
    ("半打", "半打", "6", None, "", "", "exact"),
    # money in parts
    ("五角", "五角", "0.5", None, "元", "currency", "exact"),
    ("5毛钱", "5毛钱", "0.5", None, "元", "currency", "exact"),
    ("八分钱", "八分钱", "0.08", None, "元", "currency", "exact"),
    ("两毛五", "两毛五", "0.25", None, "元", "currency", "exact"),
    ("八毛五分", "八毛五分", "0.85", None, "元", "currency", "exact"),
    ("两块五", "两块五", "2.5", None, "块", "currency", "exact"),
    ("两块五。", "两块五", "2.5", None, "块", "currency", "exact"),
    ("3块5", "3块5", "3.5", None, "块", "currency", "exact"),
    ("5块6角", "5块6角", "5.6", None, "块", "currency", "exact"),
    ("两块五毛钱", "两块五毛钱", "2.5", None, "块", "currency", "exact"),
    ("12元5角", "12元5角", "12.5", None, "元", "currency", "exact"),
    ("12元5角3分钱", "12元5角3分钱", "12.53", None, "元", "currency", "exact"),
    ("12元5角3分4厘", "12元5角3分4厘", "12.534", None, "元", "currency", "exact"),  # three parts are read
    ("十二元整", "十二元整", "12", None, "元", "currency", "exact"),
    ("壹拾贰圆正", "壹拾贰圆正", "12", None, "元", "currency", "exact"),  # 票据法: amounts written out
    ("三美元五十美分", "三美元五十美分", "3.5", None, "美元", "currency", "exact"),
    ("2美元5美分", "2美元5美分", "2.05", None, "美元", "currency", "exact"),
    ("3英镑20便士", "3英镑20便士", "3.2", None, "英镑", "currency", "exact"),
    # 块 is money behind a sum and pieces before a noun
    ("三百块", "三百块", "300", None, "块", "currency", "exact"),
    ("3.5块", "3.5块", "3.5", None, "块", "currency", "exact"),
    ("两三百块", "两三百块", "200", "300", "块", "currency", "range"),
    ("五块地", "五块", "5", None, "块", "count", "exact"),
    ("三百块地", "三百块", "300", None, "块", "count", "exact"),
    # currencies before the number
    ("人民币50元", "人民币50元", "50", None, "元", "currency", "exact"),
    ("人民币 50元", "人民币 50元", "50", None, "元", "currency", "exact"),
    ("￥300", "￥300", "300", None, "元", "currency", "exact"),
    ("US$50万", "US$50万", "500000", None, "美元", "currency", "exact"),
    ("HK$30", "HK$30", "30", None, "港元", "currency", "exact"),  # not the $ of another country
    ("$5块", "$5块", "5", None, "美元", "currency", "exact"),
    ("新台币177亿元", "新台币177亿元", "17700000000", None, "新台币", "currency", "exact"),
    ("人民币50美元", "50美元", "50", None, "美元", "currency", "exact"),  # the unit says otherwise
    ("人民币50家", "50家", "50", None, "家", "count", "exact"),
    # ranges
    ("七八家", "七八家", "7", "8", "家", "count", "range"),  # 78 where no unit follows
    ("三、四百元", "三、四百元", "300", "400", "元", "currency", "range"),
    ("一、两百人", "一、两百人", "100", "200", "人", "count", "range"),
    ("八、九十家", "八、九十家", "80", "90", "家", "count", "range"),
    ("3家—5家", "3家—5家", "3", "5", "家", "count", "range"),
    ("3—5万家", "3—5万家", "30000", "50000", "家", "count", "range"),
    ("3万—5万家", "3万—5万家", "30000", "50000", "家", "count", "range"),
    ("3000—5万家", "3000—5万家", "3000", "50000", "家", "count", "range"),
    ("3至5之间", "3至5之间", "3", "5", "", "", "range"),
    ("30到50家之间", "30到50家之间", "30", "50", "家", "count", "range"),
    ("10家和15家之间", "10家和15家之间", "10", "15", "家", "count", "range"),
    ("在10和15间", "10和15间", "10", "15", "", "", "range"),  # 间 for 之间, no rooms
    ("10与15之间", "10与15之间", "10", "15", "", "", "range"),
    ("第十和第十五之间", "第十和第十五之间", "10", "15", "", "", "range"),
    ("百分之三到百分之五", "百分之三到百分之五", "3", "5", "%", "ratio", "range"),
    ("约3—5家", "约3—5家", "3", "5", "家", "count", "range"),
    ("3—5家左右", "3—5家左右", "3", "5", "家", "count", "range"),
    # percentages in words
    ("千分之三", "千分之三", "0.3", None, "%", "ratio", "exact"),
    ("万分之二", "万分之二", "0.02", None, "%", "ratio", "exact"),
    ("百分之5.5", "百分之5.5", "5.5", None, "%", "ratio", "exact"),
    ("六 个 百 分点", "六 个 百 分点", "6", None, "百分点", "ratio", "exact"),
    # fractions with and without a unit
    ("四分之三公里", "四分之三公里", "0.75", None, "公里", "length", "exact"),
    ("1/2公斤", "1/2公斤", "0.5", None, "公斤", "mass", "exact"),
    ("重1/2公斤", "1/2公斤", "0.5", None, "公斤", "mass", "exact"),
    ("3又1/2小时", "3又1/2小时", "3.5", None, "小时", "time", "exact"),
    ("半公斤", "半公斤", "0.5", None, "公斤", "mass", "exact"),
    ("半立方米", "半立方米", "0.5", None, "立方米", "volume", "exact"),
    ("半平方米", "半平方米", "0.5", None, "平方米", "area", "exact"),
    # units
    ("5m", "5m", "5", None, "m", "length", "exact"),
    ("5mm", "5mm", "5", None, "mm", "length", "exact"),
    ("5 m", "5 m", "5", None, "m", "length", "exact"),
    ("12部", "12部", "12", None, "部", "count", "exact"),
    ("三个多小时", "三个多小时", "3", None, "小时", "time", "over"),
    ("3 个小时", "3 个小时", "3", None, "小时", "time", "exact"),
    ("30台（套）", "30台（套）", "30", None, "台（套）", "count", "exact"),
    ("30台(套)", "30台(套)", "30", None, "台(套)", "count", "exact"),
    ("30台（元）", "30台", "30", None, "台", "count", "exact"),  # money is no other word for machines
    ("14.3人/10万人", "14.3人/10万人", "14.3", None, "人/10万人", "count/count", "exact"),
    ("12.5元/吨", "12.5元/吨", "12.5", None, "元/吨", "currency/mass", "exact"),
    ("3公里/小时", "3公里/小时", "3", None, "公里/小时", "speed", "exact"),
    ("3吨/元", "3吨", "3", None, "吨", "mass", "exact"),  # nothing is counted by money
    # how exact
    ("约三百余家", "约三百余家", "300", None, "家", "count", "about"),
    ("三百余家左右", "三百余家左右", "300", None, "家", "count", "about"),
    ("第3家", "第3家", "3", None, "家", "count", "ordinal"),
    ("第三家以上", "第三家以上", "3", None, "家", "count", "ordinal"),
    ("约第3家", "第3家", "3", None, "家", "count", "ordinal"),
    ("超过了80家", "超过了80家", "80", None, "家", "count", "over"),
    ("超过 了80家", "超过 了80家", "80", None, "家", "count", "over"),
    ("超 过80家", "超 过80家", "80", None, "家", "count", "over"),
    ("约 3 家", "约 3 家", "3", None, "家", "count", "about"),
    ("3 家   以上", "3 家   以上", "3", None, "家", "count", "at_least"),
    ("最多为5家", "最多为5家", "5", None, "家", "count", "at_most"),
    ("达3家", "3家", "3", None, "家", "count", "exact"),
    ("控制在20个", "控制在20个", "20", None, "个", "count", "at_most"),
    ("控制在20个左右", "20个左右", "20", None, "个", "count", "about"),  # 左右 takes the place of the bound
    ("上百家", "上百家", "100", None, "家", "count", "over"),
    ("过万家", "过万家", "10000", None, "家", "count", "over"),
    ("上3家", "3家", "3", None, "家", "count", "exact"),  # 上 says more only of a lone 百, 千, 万
    ("近百", "近百", "100", None, "", "", "nearly"),
    ("百余", "百余", "100", None, "", "", "over"),
    # said of a rate, of a share, before the verb
    ("约每秒1.2万立方米", "约每秒1.2万立方米", "12000", None, "立方米", "volume", "about"),
    ("突破每桶90美元", "突破每桶90美元", "90", None, "美元", "currency", "over"),
    ("约每月3家", "约每月3家", "3", None, "家", "count", "about"),
    ("每月约3家", "约3家", "3", None, "家", "count", "about"),
    ("每季度至少报送2条", "2条", "2", None, "条", "count", "at_least"),
    ("至少可容纳6万名", "6万名", "60000", None, "名", "count", "at_least"),
    ("不低于土地出让收入的8%", "8%", "8", None, "%", "ratio", "at_least"),
    ("约占全国的8%", "8%", "8", None, "%", "ratio", "about"),
    ("不高于全国2个百分点", "2个百分点", "2", None, "百分点", "ratio", "at_most"),
    ("高于全国2个百分点", "2个百分点", "2", None, "百分点", "ratio", "exact"),  # a lead is exact
    ("超过规划面积的30%", "30%", "30", None, "%", "ratio", "over"),
    ("超过规划面积的30家", "30家", "30", None, "家", "count", "exact"),  # the area is exceeded, not the number
]  # fmt: skip


def printed(text: str, found: Quantity) -> tuple[object, ...]:
    return (
        text[found.start : found.end], found.value, found.value_max, found.printed_unit, found.kind, found.qualifier,
    )  # fmt: skip


@pytest.mark.parametrize(("text", "words", "value", "high", "unit", "kind", "qualifier"), QUANTITIES)
def test_one_quantity(
    text: str, words: str, value: str, high: str | None, unit: str, kind: str, qualifier: str
) -> None:
    (found,) = find_quantities(text)
    highest = None if high is None else Decimal(high)
    assert printed(text, found) == (words, Decimal(value), highest, unit, kind, qualifier)


# Several quantities of a text, or none: what is printed of each, its unit.
SEVERAL = [
    # the last of a list alone prints the unit
    ("3.1亿、2.4亿和1.8亿千瓦时", [("3.1亿", "千瓦时"), ("2.4亿", "千瓦时"), ("1.8亿千瓦时", "千瓦时")]),
    ("增长12.7个、12个百分点", [("12.7个", "百分点"), ("12个百分点", "百分点")]),
    ("新增3个、12个社区", [("3个", "个"), ("12个", "个")]),
    ("分别为3、5和8家", [("3", "家"), ("5", "家"), ("8家", "家")]),
    ("3、5和8家", [("3", None), ("5", None), ("8家", "家")]),  # without 分别 they may be numbers of a list
    ("3万，5万家", [("3万", None), ("5万家", "家")]),  # a comma ends the list
    ("分别有三、八家", [("三", None), ("八家", "家")]),
    # no range
    ("三、五百元", [("三", None), ("五百元", "元")]),
    ("第三、四百元", [("第三", None), ("四百元", "元")]),
    ("三、四百", [("三", None), ("四百", None)]),
    ("5—3家", [("5", None), ("3家", "家")]),
    ("3家—5户", [("3家", "家"), ("5户", "户")]),
    ("3%—5", [("3%", "%"), ("5", None)]),
    ("-3至-5度", [("-3", None), ("-5度", "度")]),
    ("10和15家", [("10", None), ("15家", "家")]),
    ("百家至二百家", [("百家", "家"), ("二百家", "家")]),
    ("几十至一百家", [("几十", None), ("一百家", "家")]),
    ("一百至几百家", [("一百", None), ("几百家", "家")]),
    # no unit
    ("12部门", [("12", None)]),
    ("30台（一）", [("30台", "台"), ("一", None)]),
    ("四分之三吨", [("四分之三", None)]),
    ("100元200分", [("100元", "元"), ("200", None)]),  # a hundred of the smaller unit is no part
    # no number
    ("三角形", []),
    ("百", []),
    ("万", []),
    ("半", []),
    ("半斤", []),
    ("对折", []),
    ("前半公里", []),  # 前半 is a word
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_quantities(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(text[q.start : q.end], q.unit) for q in find_quantities(text)] == expected


def test_a_list_leaves_the_vagueness_of_its_last_number_to_it() -> None:
    assert [q.qualifier for q in find_quantities("3万、2个多小时")] == ["exact", "over"]
    assert [(q.value, q.unit) for q in find_quantities("3万、2个多小时")] == [(30000, "小时"), (2, "小时")]


def test_a_quantity_without_its_words_of_degree() -> None:
    (found,) = find_quantities("有约3 家左右")
    assert (found.start, found.core_start, found.core_end, found.end) == (1, 2, 5, 7)
    assert (found.numeral.start, found.numeral.end) == (2, 3)


# What a unit is: text behind the number, name, kind, where it ends.
UNITS = [
    ("家", "家", "count", 1),
    ("  家", "家", "count", 3),  # up to three blanks
    ("    家", None, None, None),
    ("家庭", None, None, None),  # the beginning of another word
    ("级地震", "级", "magnitude", 1),  # a class of size only before what has one
    ("级台风", None, None, None),
    ("元人民币", "元", "currency", 4),
    ("个小时", "小时", "time", 3),
    ("mL", "毫升", "volume", 2),
    ("kgx", None, None, None),  # a Latin name
    ("", None, None, None),
]


@pytest.mark.parametrize(("text", "name", "kind", "end"), UNITS)
def test_a_unit(text: str, name: str | None, kind: str | None, end: int | None) -> None:
    unit = match_unit(text, 0)
    assert (unit and unit.name, unit and unit.kind, unit and unit.end) == (name, kind, end)
