"""Markers, numerals and likeness: the small parts that headings and titles rest on."""

import pytest

from pipeline.structure.markers import read_marker
from pipeline.structure.numbers import read_number
from pipeline.structure.passage import Passage, join_lines
from pipeline.structure.titles import letters, likeness, pair

MARKED = [
    ("➤ 重要政策动态", "symbol:➤", None, "重要政策动态"),
    ("■联盟要闻", "symbol:■", None, "联盟要闻"),
    ("【政策动态】", "bracket:【", None, "政策动态"),
    ("「知识窗」", "bracket:「", None, "知识窗"),
    ("★ 联盟工作 ★", "symbol:★", None, "联盟工作"),
    ("一、基本情况", "han", 1, "基本情况"),
    ("（二）主要问题", "han-paren", 2, "主要问题"),
    ("3. 召开会议", "digit", 3, "召开会议"),
    ("12、召开会议", "digit", 12, "召开会议"),
    ("（4）召开会议", "digit-paren", 4, "召开会议"),
    ("②召开会议", "circled", 2, "召开会议"),
    ("第三部分 行业要闻", "part", 3, "行业要闻"),
    ("- 国务院印发规划", "symbol:-", None, "国务院印发规划"),
    # no markers: numbers, ordinals and brackets that belong to the title
    ("5G应用案例发布", "", None, "5G应用案例发布"),
    ("1.5万亿元投资落地", "", None, "1.5万亿元投资落地"),
    ("一批项目通过验收", "", None, "一批项目通过验收"),
    ("第二届理事会召开", "", None, "第二届理事会召开"),
    ("【创新驱动】成果转化加速", "", None, "【创新驱动】成果转化加速"),
    ("十一部门联合发布通知", "", None, "十一部门联合发布通知"),
    ("——以封测联盟为例", "", None, "——以封测联盟为例"),
]


@pytest.mark.parametrize(("text", "kind", "number", "rest"), MARKED)
def test_markers(text: str, kind: str, number: int | None, rest: str) -> None:
    marked = read_marker(Passage(text, tuple(range(len(text)))))
    assert (marked.kind, marked.number, marked.rest.text) == (kind, number, rest)
    assert all(text[at] == character for at, character in zip(marked.rest.at, marked.rest.text, strict=True))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("62", 62),
        ("１２", 12),
        ("二〇一二", 2012),
        ("十", 10),
        ("十二", 12),
        ("二十一", 21),
        ("一百零三", 103),
        ("第", None),
    ],
)
def test_numbers(text: str, value: int | None) -> None:
    assert read_number(text) == value


JOINED = [
    (("打造世界级盐湖", "产业基地"), "打造世界级盐湖产业基地"),
    (("BIM Education", "Report"), "BIM Education Report"),
    (("stand-", "ardization"), "standardization"),
    (("2018-", "2021年"), "2018-2021年"),
    (("www.", "citisa.org"), "www.citisa.org"),
    (("联盟与", "IEEE"), "联盟与IEEE"),
    (("the end.", "Next"), "the end. Next"),
]


@pytest.mark.parametrize(("lines", "joined"), JOINED)
def test_joining(lines: tuple[str, str], joined: str) -> None:
    passages = [Passage(line, tuple(range(len(line)))) for line in lines]
    assert join_lines(*passages).text == joined


def test_likeness() -> None:
    assert letters("《ＷＡＰＩ 报告（2021）》") == "wapi报告2021"
    assert likeness("《报告》发布", "报告 发布") == 1
    assert likeness("甲", "《》") == 0
    assert 0.85 < likeness("应急联盟参编的目录", "应急联盟参编的目录发布") < 1


def test_pairs_are_one_to_one_and_in_place() -> None:
    first = ["一季度运行情况", "二季度运行情况", "联盟换届"]
    second = ["联盟完成换届", "二季度运行情况", "一季度运行情况", "一季度运行情况"]
    assert [(m.first, m.second) for m in pair(first, second, 0.7)] == [(0, 2), (1, 1), (2, 0)]
