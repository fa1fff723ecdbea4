"""Alliances: known forms, names by grammar and their left border, generic uses, unions of states; aliases; any text."""

import csv
import json
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.extract.alliance_forms import ending_of, forms_of, stem_of
from pipeline.extract.alliances import find_aliases, find_alliances, is_alliance, parse_alliances
from pipeline.extract.view import ArticleView, Context, ViewCell, ViewToken, ViewZone, view_text
from pipeline.model.mention import Alias, ArticleMentions

EMPTY = ArticleMentions("text")


def names(text: str) -> list[str]:
    return [m.text for m in find_alliances(view_text(text), EMPTY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # own bulletin of a province: the kind with the place, and a name whose second part is general
        ("印发《四川省产业技术创新联盟建设意见》", []),
        ("江苏省物联网技术与应用协同创新联盟落户", ["江苏省物联网技术与应用协同创新联盟"]),
        # a file that is no bulletin: straight quotation marks of two strings are no pair
        ('"name": "花卉联盟", "surfaces": ["杜仲产业技术创新战略联盟"]', ["花卉联盟", "杜仲产业技术创新战略联盟"]),
        ("花卉产业技术创新战略联盟近日召开会议", ["花卉产业技术创新战略联盟"]),  # the roster's name
        ("近日，花卉联盟组织联盟成员参加活动", ["花卉联盟"]),  # its short name; the second 联盟 is generic
        ("污泥处理处置产业联盟编写了报告", ["污泥处理处置产业联盟"]),  # stem with another ending
        ("国家集成电路封测联盟的专家", ["国家集成电路封测联盟"]),  # a word of reach before it
        ("建筑信息模型（BIM）产业技术创新战略联盟", ["建筑信息模型（BIM）产业技术创新战略联盟"]),  # bracket inside
        ("建筑信息模型(BIM)产业技术创新战略联盟", ["建筑信息模型(BIM)产业技术创新战略联盟"]),  # half-width, as printed
        ("BIM产业技术创新战略联盟", ["BIM产业技术创新战略联盟"]),  # what stands in its bracket
        ("新一代煤（能源）化工产业技术创新战略盟", ["新一代煤（能源）化工产业技术创新战略盟"]),  # misprint: 联 dropped
        ("（再生联盟产业技术创新战略联盟秘书处供稿）", ["再生联盟产业技术创新战略联盟"]),  # misprint: 联盟 for 资源
        ("半导体照明联盟标委会发布报告", ["半导体照明联盟"]),  # GUIDE: a committee names its alliance
        ("受WAPI产业联盟、TD联盟和闪联联盟委托", ["WAPI产业联盟", "TD联盟", "闪联联盟"]),  # a list
    ],
)
def test_known_names(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("由中南大学等单位发起的有色短流程冶金产业技术创新战略联盟成立", ["有色短流程冶金产业技术创新战略联盟"]),  # 的
        ("张三当选为长三角氢能产业创新联盟理事长", ["长三角氢能产业创新联盟"]),  # 为
        ("上海市新材料协会联合石墨烯产业技术创新战略联盟发起倡议", ["石墨烯产业技术创新战略联盟"]),  # 联合
        ("稀土学会与稀土永磁产业技术创新战略联盟签约", ["稀土永磁产业技术创新战略联盟"]),  # 与 after a body
        ("成立了智能网联与自动驾驶产业创新联盟", ["智能网联与自动驾驶产业创新联盟"]),  # 与 inside a name
        ("我国首个深海装备产业技术创新战略联盟在青岛成立", ["深海装备产业技术创新战略联盟"]),  # 首个
        ("2021年6月10日海洋监测设备产业创新联盟揭牌", ["海洋监测设备产业创新联盟"]),  # a date before
        ("中国大数据产业创新联盟", ["中国大数据产业创新联盟"]),  # 据 inside a word
        ("加快组建有机肥产业技术创新战略联盟", ["有机肥产业技术创新战略联盟"]),  # 有 inside a word
        ("资源综合利用产业技术创新战略联盟揭牌", ["资源综合利用产业技术创新战略联盟"]),  # 利用 closes the stem
        ("国家“东数西算”产业联盟在兰州成立", ["国家“东数西算”产业联盟"]),  # quotes inside
        ("启动成立“纪录片制播联盟”。", ["纪录片制播联盟"]),  # quotes around
        ("呼吁建立中国—中亚健康产业联盟", ["中国—中亚健康产业联盟"]),  # a dash between regions
        ("联合国家中药材标准化与质量评估创新联盟植保专委会", ["国家中药材标准化与质量评估创新联盟"]),  # 联合 + 国家
    ],
)
def test_names_by_grammar(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "各试点联盟应发挥作用", "联盟要做好强链补链", "该联盟被批准", "本联盟成员", "产业技术创新战略联盟是重要抓手",  # GUIDE
        "特评为“A级活跃度产业技术创新战略联盟”", "协发网网员联盟", "31家试点联盟", "这些联盟保持高活跃度",  # GUIDE
        "产业技术创新战略联盟协同发展网秘书长", "联盟协发网秘书处和联盟试点工作组",  # an organization
        "我国建立了36个产学研协同创新联盟", "半导体、云计算等产业技术创新联盟", "形成战略联盟，共同规划",  # descriptions
        "绿色技术领域基地平台与创新联盟的作用", "充分发挥联盟平台作用", "促进联盟间合作", "在做好联盟内部融合的同时",
        "欧亚经济联盟建设", "53个非洲国家和非洲联盟", "阿拉伯国家联盟秘书长", "东南亚国家联盟", "世界自然保护联盟",  # unions
        "极右翼政党国民联盟", "基社盟组成的联盟党", "英雄联盟全球总决赛", "联盟号飞船发射", "区块链联盟链技术",
    ],
)  # fmt: skip
def test_no_alliance(text: str) -> None:
    assert names(text) == []


def test_roster_is_found_whole(shared: Path) -> None:
    """Every name and short name in 联盟 of the collected roster, in a sentence of its own."""
    with (shared / "data" / "alliances.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    printed = {n for r in rows for n in (r["name"], *r["short_names"].split(";")) if n.endswith("联盟")}
    assert len(printed) > 80
    assert [n for n in sorted(printed) if names(f"日前，{n}召开了会议。") != [n]] == []


def test_verb_before_a_bare_alliance() -> None:
    """The segmenter's tags tell a verb (壮大联盟) from the end of a name."""
    text = "共同壮大联盟"
    plain = view_text(text)
    tagged = ArticleView(
        "a",
        text,
        plain.zones,
        tokens=tuple(ViewToken(at, at + 2, text[at : at + 2], tag) for at, tag in ((0, "d"), (2, "v"), (4, "n"))),
    )
    assert find_alliances(tagged, EMPTY) == ()


def test_contributor_line_makes_a_name_sure() -> None:
    body, line = "本次会上，虾蟹与贝类联盟介绍了情况。", "虾蟹与贝类产业技术创新战略联盟秘书处"
    text = f"{body}\n{line}"
    zones = (ViewZone("body", 0, len(body)), ViewZone("contributor", len(body) + 1, len(text)))
    found = find_alliances(ArticleView("a", text, zones), EMPTY)
    assert [m.text for m in found] == ["虾蟹与贝类联盟", "虾蟹与贝类产业技术创新战略联盟"]


def test_short_name_of_a_name_in_full() -> None:
    text = "赴安徽调研清河流域再生水联盟，清河流域再生水利用与风险控制产业技术创新战略联盟介绍情况，农业领域联盟参加"
    assert names(text) == ["清河流域再生水联盟", "清河流域再生水利用与风险控制产业技术创新战略联盟"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("长风软件联盟副秘书长表示", ["长风软件联盟"]),  # a post in it
        ("加入了轨道交通联盟", ["轨道交通联盟"]),  # a founding or joining verb
        ("中非医院联盟举行活动", ["中非医院联盟"]),  # a reach before it
        ("抗生素联盟、钢铁冶炼联盟参加", ["抗生素联盟", "钢铁冶炼联盟"]),  # in a list of alliances
        ("农业领域联盟的比例上升", []),  # nothing speaks for a name
        ("三省一市联盟成员企业", []),  # a count of regions
    ],
)
def test_bare_alliance_needs_evidence(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_table_cells() -> None:
    text = "1\t滚动装备产业技术创新战略联盟\t207\n2\t激光应用产业技术创新战略联盟\t210"
    cells = (ViewCell(0, 1, 1, "联盟名称", 2, 16, None), ViewCell(0, 2, 1, "联盟名称", 23, 37, None))
    found = find_alliances(ArticleView("a", text, (ViewZone("table", 0, len(text)),), cells), EMPTY)
    assert [m.text for m in found] == ["滚动装备产业技术创新战略联盟", "激光应用产业技术创新战略联盟"]


# --- aliases


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("光电产业技术创新战略联盟（以下简称“光电联盟”）成立", [("光电产业技术创新战略联盟", "光电联盟")]),
        ("产业技术创新战略联盟协同发展网(简称“联盟协发网”)暨海国产业创新促进中心(简称“海国中心”)开会",
         [("产业技术创新战略联盟协同发展网", "联盟协发网"), ("海国产业创新促进中心", "海国中心")]),
        ("印发《甲地发展规划》（国发〔2004〕20号，以下简称《规划》）", [("甲地发展规划", "规划")]),
        ("第三代半导体产业技术创新战略联盟（CASA）发布标准", [("第三代半导体产业技术创新战略联盟", "CASA")]),
        ("由协发网（全称产业技术创新战略联盟协同发展网）主办", [("产业技术创新战略联盟协同发展网", "协发网")]),
        ("光电产业技术创新战略联盟（以下简称联盟）成立", []),  # 联盟 alone names no one
        ("该企业（简称很好）", []),  # longer than what it would shorten
    ],
)  # fmt: skip
def test_aliases(text: str, aliases: list[tuple[str, str]]) -> None:
    assert [(a.full, a.short) for a in find_aliases(view_text(text))] == aliases


def test_short_name_that_the_bulletin_explains() -> None:
    text = "会上，CASA与光联盟签约，CASATEST除外。"
    view = view_text(text)
    context = Context(
        aliases=(Alias("第三代半导体产业技术创新战略联盟", "CASA"), Alias("光电产业技术创新战略联盟", "光联盟"))
    )
    told = ArticleView("a", text, view.zones, context=context)
    assert [(m.text, m.start) for m in find_alliances(told, EMPTY)] == [("CASA", 3), ("光联盟", 8)]


# --- forms


def test_forms_of_a_name() -> None:
    assert stem_of("木竹产业技术创新战略联盟") == "木竹"
    assert ending_of("某某学会") == ""
    forms = set(forms_of("建筑信息模型（BIM）产业技术创新战略联盟"))
    assert {"建筑信息模型联盟", "BIM产业联盟", "建筑信息模型（BIM）产业技术创新战略盟"} <= forms


def test_lexicon_names_are_alliances() -> None:
    assert [n for n in lexicon.column("alliances", "name") if not is_alliance(n)] == []
    assert [n for n in lexicon.column("political_unions", "name") if is_alliance(n)] == []


def test_parse_gives_plain_records() -> None:
    (record,) = parse_alliances("闪联联盟召开会议")
    assert record == {"text": "闪联联盟", "start": 0, "end": 4, "kind": "alliance", "method": "roster"}


# --- the reference bulletin


def test_reference_bulletin(shared: Path) -> None:
    """All surfaces of the gold, no more, line by line of the printed text."""
    gold = json.loads((shared / "gold" / "2022-03.json").read_text(encoding="utf-8"))
    text = (shared / "gold" / "2022-03.txt").read_text(encoding="utf-8")
    wanted = {s for a in gold["articles"] for x in a["alliances"] for s in x["surfaces"]}
    found = {re.sub(r"\s", "", n) for line in text.split("\n") for n in names(line)}
    assert found == wanted


# --- whatever the text


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="联盟战略产业技术创新各试点花卉封测BIM（）()“”和与的由，。\n\t 12以下简称", max_size=80))
def test_any_text(text: str) -> None:
    mentions = find_alliances(view_text(text), EMPTY)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_any_characters(text: str) -> None:
    assert all(text[m.start : m.end] == m.text for m in find_alliances(view_text(text), EMPTY))
    assert all(a.full and a.short for a in find_aliases(view_text(text)))


@pytest.mark.parametrize(
    "unit", ["联盟", "花卉联盟", "与", "（以下简称“", "某联盟（ABC）", "（", "“创新联盟”", "和联盟产业技术创新战略"]
)
def test_hostile_repetition_is_linear(unit: str) -> None:
    """Ten times the text takes about ten times as long, not a hundred."""
    times = []
    for length in (3_000, 30_000):
        text = unit * (length // len(unit))
        began = time.process_time()
        names(text)
        times.append(time.process_time() - began)
    assert times[1] < 30 * max(times[0], 0.01)
