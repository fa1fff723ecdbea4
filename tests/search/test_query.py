"""The query language: trees, and sentences that say where a query goes wrong."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.errors import BadQuery
from pipeline.search.faults import QueryFault
from pipeline.search.query import Dates, FieldWord, Group, Not, Word, parse_query, phrase

A, B, C = Word("甲"), Word("乙"), Word("丙")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("封测", Word("封测")),
        ("  封测　", Word("封测")),  # blanks around, full width too
        ("甲 乙", Group("and", (A, B))),
        ("甲 AND 乙", Group("and", (A, B))),
        ("甲 与 乙", Group("and", (A, B))),
        ("甲 或 乙 丙", Group("or", (A, Group("and", (B, C))))),  # and binds closer
        ("(甲 OR 乙) 丙", Group("and", (Group("or", (A, B)), C))),
        ("（甲 或 乙） 丙", Group("and", (Group("or", (A, B)), C))),  # full-width brackets
        ("甲 非 乙", Group("and", (A, Not(B)))),
        ("甲 -乙", Group("and", (A, Not(B)))),
        ("NOT 甲", Not(A)),
        ("非(甲 乙)", Not(Group("and", (A, B)))),  # a bracket sets an operator apart
        ('"产业 联盟"', Word("产业 联盟", quoted=True)),
        ("“产业 联盟”", Word("产业 联盟", quoted=True)),
        (r'"a\"b\\c"', Word('a"b\\c', quoted=True)),
        ("title:封测", FieldWord("title", "封测")),
        ("标题：封测", FieldWord("title", "封测")),
        ('联盟:"封测联盟"', FieldWord("alliance", "封测联盟", quoted=True)),
        ("org:工信部 official:赵玉林", Group("and", (FieldWord("org", "工信部"), FieldWord("official", "赵玉林")))),
        ("date:2019..2022", Dates(20190000, 20229999)),
        ("date:2022-03", Dates(20220300, 20220399)),
        ("日期:2022年3月..", Dates(20220300, None)),
        ("date:..2022-03-31", Dates(None, 20220331)),
        ("与", Word("与")),  # an operator alone is a word
        ("规划（2021—2025年）", Word("规划（2021—2025年）")),  # brackets inside a word are part of it
        ("-5", Word("-5")),  # a negative number
        ("强调：要", Word("强调：要")),  # Chinese before a colon that is no field
        ("3:2", Word("3:2")),
        ("http://a.cn", Word("http://a.cn")),
        ("与时俱进", Word("与时俱进")),  # an operator's character inside a word
    ],
)
def test_tree(query: str, tree: object) -> None:
    assert parse_query(query) == tree


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("", 0, "empty"),
        ("甲 与", 2, "character 3"),
        ("甲 OR", 2, "missing"),
        ('甲 "乙', 2, "never closed"),
        ('甲 ""', 2, "hold nothing"),
        ("(甲 乙", 0, "bracket"),
        (")甲", 0, "never opened"),
        ("author:甲", 0, "no field"),
        ("甲 title:", 2, "nothing to look for"),
        ("date:去年", 5, "no date"),
        ("date:2022-13", 5, "no date"),
        ("date:..", 5, "no date"),
        ("(" * 60 + "甲" + ")" * 60, None, "deep"),
        ("甲" * 3000, None, "longer"),
    ],
)
def test_fault_says_where(query: str, place: int | None, words: str) -> None:
    with pytest.raises(QueryFault) as caught:
        parse_query(query)
    assert words in str(caught.value)
    assert caught.value.chinese != str(caught.value)
    if place is not None:
        assert caught.value.at == place


@given(st.text(alphabet='甲乙 与或非()（）"“”:：-.ANDORtitle0\\', max_size=40))
def test_any_query_is_a_tree_or_a_sentence(query: str) -> None:
    try:
        parse_query(query)
    except BadQuery as error:
        assert str(error)


@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_phrase_stands_for_its_text(text: str) -> None:
    assert parse_query(phrase(text)) == Word(text, quoted=True)


@pytest.mark.parametrize("unit", ["甲 ", "(", "title:", "2022-", "非 ", "“"])
def test_long_repetition_takes_no_time(unit: str) -> None:
    start = time.process_time()
    with pytest.raises(BadQuery):
        parse_query(unit * (100_000 // len(unit)))
    assert time.process_time() - start < 0.1
