"""Places: provinces, cities and countries, outside the names of organizations."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.places import find_places, known_places, parse_places
from pipeline.extract.view import view_text
from pipeline.model.mention import ArticleMentions, OrganizationMention

CASES = [
    # full and short names of provinces
    ("在四川省和云南考察", ["四川省", "云南省"]),
    # a city by its short name
    ("会议在深圳举行", ["深圳市"]),
    # a city whose short name is a word counts with 市 only
    ("面向朝阳产业", []),
    ("辽宁省朝阳市", ["辽宁省", "朝阳市"]),
    # countries, regions
    ("美国、京津冀地区", ["美国", "京津冀"]),
    # inside a longer dictionary word
    ("中国海南北部", ["中国", "海南省"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_places(text, expected):
    assert [p["name"] for p in parse_places(text)] == expected


def test_none_inside_an_organization():
    text = "北京市应急局与天津市"
    body = OrganizationMention(0, 6, text[:6], "test", text[:6], "government")
    found = find_places(view_text(text), ArticleMentions("text", organizations=(body,)))
    assert [p.text for p in found] == ["天津市"]


def test_longest_form_first():
    assert known_places("内蒙古自治区") == ((0, 6, "内蒙古自治区"),)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_offsets_hold_on_any_text(text):
    for place in parse_places(text):
        assert text[place["start"] : place["end"]] == place["text"]
