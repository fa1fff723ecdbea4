"""Organizations: known names, names by suffix, their borders, kinds and standing names."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.extract.appointments import LONGEST_VERB
from pipeline.extract.organization_lexicon import kind_of, known_organizations, organization_suffix
from pipeline.extract.organizations import find_organizations, parse_organizations
from pipeline.extract.titles import LONGEST_MODIFIER
from pipeline.extract.view import view_text
from pipeline.model.mention import AllianceMention, ArticleMentions, PolicyMention


def names(text: str) -> list[str]:
    return [o["text"] for o in parse_organizations(text)]


CASES = [
    # 与 inside a laboratory's name; own bulletin of a province
    (
        "科技部批复省部共建三江源生态与高原农牧业国家重点实验室重组",
        ["科技部", "省部共建三江源生态与高原农牧业国家重点实验室"],
    ),
    # a company is no department of what begins with a place; own bulletin of the nineties
    ("华东理工大学与上海石化股份有限公司组成联合体", ["华东理工大学", "上海石化股份有限公司"]),
    # a known name after 省 or 市 alone is a local body, not the ministry; own bulletin of a province
    ("省发展改革委、市发改委和上海市经信委", ["省发展改革委", "市发改委", "上海市经信委"]),
    ("全省发展改革委系统", ["发展改革委"]),
    # nested: the longest is one organization; issue 4
    ("会议由科技部成果转化与区域创新司主办", ["科技部成果转化与区域创新司"]),
    # two bodies joined by 和
    ("科技部成果转化与区域创新司和国家能源局新能源处", ["科技部成果转化与区域创新司", "国家能源局新能源处"]),
    ("科技部和财政部联合印发", ["科技部", "财政部"]),
    # the short name that a text gives a body is one too; own bulletin
    ("华兴环保科技有限公司（简称华兴环保）投产，华兴环保负责运营", ["华兴环保科技有限公司", "华兴环保", "华兴环保"]),
    ("清源控股有限公司召开年会", ["清源控股有限公司"]),
    # general nouns before a body; article 8 of the gold bulletin
    ("前往联盟成员单位中国农业科学院农产品加工研究所走访", ["中国农业科学院农产品加工研究所"]),
    # preposition and verb as the left border
    ("与江苏海岳生态农业发展有限公司签订", ["江苏海岳生态农业发展有限公司"]),
    ("再生联盟会同中国科学技术发展战略研究院承担", ["中国科学技术发展战略研究院"]),
    # bureaus of a city; a conjunction inside the suffix
    ("北京市经济和信息化局、北京市应急局联合", ["北京市经济和信息化局", "北京市应急局"]),
    # in preparation
    ("高端机床国家重点实验室（筹）揭牌", ["高端机床国家重点实验室（筹）"]),
    # found by 发展网, though it holds 联盟; records.md
    ("产业技术创新战略联盟协同发展网举办", ["产业技术创新战略联盟协同发展网"]),
    # generic ones are none
    ("有关部门、高等院校、研究机构和重点企业", []),
    ("各研究所和大学", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_organizations(text, expected):
    assert names(text) == expected


KINDS = [
    ("科技部", "government"), ("北京市应急局", "government"), ("中粮集团", "enterprise"), ("海岳有限公司", "enterprise"),
    ("中国农业科学院", "institute"), ("海岳国家重点实验室", "institute"), ("清华大学", "university"),
    ("中国汽车工程学会", "association"), ("中国科协", "association"), ("海岳促进中心", "other"), ("海岳", "other"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_kinds(name, kind):
    assert kind_of(name) == kind


STANDING = [
    # GUIDE: 工信部 → 工业和信息化部, 发改委 → 国家发展改革委; 科技部 and 财政部 stand
    ("工信部", "工业和信息化部"), ("发改委", "国家发展改革委"), ("国家发展和改革委员会", "国家发展改革委"),
    ("科技部", "科技部"), ("科学技术部", "科技部"), ("财政部", "财政部"), ("人社部", "人力资源社会保障部"),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "standing"), STANDING)
def test_standing_names(printed, standing):
    assert [o["name"] for o in parse_organizations(f"由{printed}发布")] == [standing]


def test_a_form_of_two_bodies_is_the_one_that_stands():
    # 广电总局 was an abbreviation of a body until 2013 and is one of another since 2018
    assert known_organizations()["国家广电总局"].name == "广电总局"


def test_none_inside_a_title():
    text = "学习《科技部工作规则》"
    policy = PolicyMention(3, 10, text[3:10], "test", text[3:10], "policy", "cited")
    assert find_organizations(view_text(text), ArticleMentions("text", policies=(policy,))) == ()


def test_a_longer_name_may_hold_an_alliance():
    text = "海岳产业联盟标准化委员会发布"
    alliance = AllianceMention(0, 6, text[:6], "test")
    found = find_organizations(view_text(text), ArticleMentions("text", alliances=(alliance,)))
    assert [m.text for m in found] == ["海岳产业联盟标准化委员会"]


@pytest.mark.parametrize(
    ("text", "suffix"), [("海岳局", "局"), ("海岳研究院", "研究院"), ("半导体照明", None), ("", None)]
)
def test_suffix(text, suffix):
    assert organization_suffix(text) == suffix


def test_longest_words_of_the_lexicon():
    assert max(map(len, lexicon.column("title_modifiers", "modifier"))) <= LONGEST_MODIFIER
    assert max(map(len, lexicon.column("conferral_verbs", "verb"))) <= LONGEST_VERB


FILES = (
    "ministries", "organizations", "organization_suffixes", "organization_words", "titles", "title_modifiers",
    "title_stops", "title_bodies", "surnames", "given_name_characters", "name_stopwords", "name_followers",
    "conferral_verbs", "transliteration_characters", "country_letters", "provinces", "places",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_the_lexicon_has_a_source(name):
    rows = lexicon.rows(name)
    assert rows
    assert all(row["source"].strip() for row in rows)


@pytest.mark.parametrize(
    ("name", "key"),
    [("titles", "title"), ("surnames", "surname"), ("ministries", "full_name"), ("organization_suffixes", "suffix")],
)
def test_no_row_twice(name, key):
    keys = lexicon.column(name, key)
    assert len(keys) == len(set(keys))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(["科技部", "研究院", "和", "与", "（", "）", "中国", "的", "由"]), max_size=25).map(
            "".join
        ),
    )
)
def test_offsets_hold_on_any_text(text):
    ends = [0]
    for found in parse_organizations(text):
        assert text[found["start"] : found["end"]] == found["text"]
        assert found["start"] >= ends[-1]
        ends.append(found["end"])


@pytest.mark.parametrize("unit", ["和", "研究院", "（", "科技部与", "中国"])
def test_time_grows_with_length_only(unit):
    def seconds(characters: int) -> float:
        begun = time.process_time()
        parse_organizations(unit * (characters // len(unit)))
        return time.process_time() - begun

    seconds(2_000)
    short, long = seconds(4_000), seconds(16_000)
    assert long < 12 * max(short, 0.02)
