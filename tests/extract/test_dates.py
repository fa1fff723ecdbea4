"""Dates and periods: extent and ISO 8601 value."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.dates import find_dates
from pipeline.extract.view import Context, view_text
from pipeline.model.mention import ArticleMentions

CASES = [
    ("2022年6月10日", [("2022年6月10日", "2022-06-10")]),
    ("2022年6月10日至12日", [("2022年6月10日至12日", "2022-06-10/2022-06-12")]),
    ("2018-2021年", [("2018-2021年", "2018/2021")]),
    ("（2018-2021）", [("2018-2021", "2018/2021")]),
    ("二〇二二年六月", [("二〇二二年六月", "2022-06")]),
    ("2022-06-10", [("2022-06-10", "2022-06-10")]),
    ("2022年第一季度", [("2022年第一季度", "2022-01/2022-03")]),
    ("今年前三季度", [("今年前三季度", "2022-01/2022-09")]),
    ("去年上半年", [("去年上半年", "2021-01/2021-06")]),
    ("1—9月", [("1—9月", "2022-01/2022-09")]),
    ("“十四五”期间", [("“十四五”", "2021/2025")]),
    ("20世纪90年代", [("20世纪90年代", "1990/1999")]),
    ("2020年5月，8日", [("2020年5月", "2020-05"), ("8日", "2020-05-08")]),  # the day takes the month before it
    (
        "2016—2017年度评价，4月26日发布",
        [("2016—2017年度", "2016/2017"), ("4月26日", "2022-04-26")],
    ),  # a span dates no day
    ("《目录（2021年版）》5月发布", [("2021年", "2021"), ("5月", "2022-05")]),  # nor does the year of an edition
    ("会议结束，6月10日起执行，2023年评估", [("6月10日", "2022-06-10"), ("2023年", "2023")]),  # a comma before the date
    ("2月30日", []),  # the calendar has no such day
    ("5日内办结", []),  # a span of days
    ("十四五个人", []),
]


def dates(text: str, year: int | None = 2022) -> list[tuple[str, str]]:
    view = replace(view_text(text), context=Context(year=year))
    return [(m.text, m.value) for m in find_dates(view, ArticleMentions("text"))]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_dates(text: str, expected: list[tuple[str, str]]) -> None:
    assert dates(text) == expected


def test_what_the_text_does_not_say_stays_open() -> None:
    assert dates("6月10日", year=None) == [("6月10日", "--06-10")]


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789年月日至—-前第一二三四十五季度上下半今去“”世纪代〇.，", max_size=30))
def test_any_text_gives_dates_in_order_at_their_places(text: str) -> None:
    view, last = view_text(text), 0
    for mention in find_dates(view, ArticleMentions("text")):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= last
        last = mention.end
