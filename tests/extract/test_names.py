"""Personal names: what is one, and where it ends or begins."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.names import is_person_name, name_before, read_name
from pipeline.extract.organizations import mark_organizations
from pipeline.extract.places import known_places
from pipeline.extract.view import view_text
from pipeline.extract.words import Line, lines


def line(text: str) -> Line:
    line = lines(view_text(text), "body")[0]
    return mark_organizations(line, known_places(text))


@pytest.mark.parametrize(
    "text",
    [
        "邵新宇", "阮军", "杨骅", "仲继寿",  # gold bulletin
        "欧阳明高", "司马南", "诸葛亮",  # compound surnames
        "陈冯富珍",  # two surnames
        "卡西姆·托卡耶夫", "艾尔肯·吐尼亚孜",  # the mark ·
        "李 明",  # printed with a space
        "高峰", "方正",  # names that are words
    ],
)  # fmt: skip
def test_names(text):
    assert is_person_name(text)


@pytest.mark.parametrize("text", ["成员单位", "单位", "高度", "会议", "", "李", "科技部", "张家口", "王某某先生们"])
def test_no_names(text):
    assert not is_person_name(text)


READINGS = [
    # text after a title, the name that begins it
    ("邵新宇一行先后前往", "邵新宇"),
    ("阮军担任理事长", "阮军"),
    ("李新男在总结讲话中", "李新男"),
    ("张旭明致欢迎辞", "张旭明"),
    ("李明出席会议", "李明"),
    ("李强对记者说", "李强"),
    ("王明说，", "王明"),
    ("刘桂林重点介绍", "刘桂林"),
    ("欧阳明高为会议致辞", "欧阳明高"),
    ("塔拉分别介绍", "塔拉"),
    ("阿利耶夫在巴库", "阿利耶夫"),
    ("单位、理事单位", None),
    ("高度重视这项工作", None),
    ("张家口赛区", None),
    ("成员和代表", None),
]


@pytest.mark.parametrize(("text", "name"), READINGS)
def test_name_that_begins_a_text(text, name):
    found = read_name(line(text), 0)
    assert (text[found.start : found.end] if found else None) == name


ENDINGS = [
    # text before a title, the name that ends it
    ("对吴家喜", "吴家喜"),
    ("和李明", "李明"),
    ("由王刚", "王刚"),
    ("科技部邵新宇", "邵新宇"),
    ("高新区", None),
    ("成员单位", None),
    ("全国", None),
]


@pytest.mark.parametrize(("text", "name"), ENDINGS)
def test_name_that_ends_a_text(text, name):
    found = name_before(line(text), len(text))
    assert (text[found.start : found.end] if found else None) == name


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=20), st.integers(0, 20))
def test_readings_lie_in_the_text(text, at):
    read = read_name(line(text), at)
    assert read is None or at <= read.start < read.end <= len(text)
    before = name_before(line(text), min(at, len(text)))
    assert before is None or 0 <= before.start < before.end <= min(at, len(text))
