"""Stated numbers of points, items and rows against what is printed."""

import pytest

from pipeline.check import check_bulletin
from pipeline.check.wording import read_numeral
from pipeline.model.entity import BulletinLinks
from tests.link.build import Piece, bulletin


def messages(*pieces: Piece) -> dict[str, str]:
    made, extraction = bulletin(*pieces)
    return {f.check: f.message for f in check_bulletin(made, extraction, BulletinLinks(made.bulletin_id, (), {}))}


@pytest.mark.parametrize(
    "text",
    [
        "提出三点要求：一是做高位势，甲；二是做强功能，乙；三是做大网络，丙。",  # after bulletin 2022-03
        "具体包括三个方面33项措施。一是财政。二是金融。三是投资。",  # two numbers stand before, one fits
        "表示，一要做好科技；二要促进建设；三要做好发展。",  # no number is stated
        "以七条链为重点，推动融通。一是打造创新链。二是巩固产业链。",  # the number is not of the points
        "提出五项原则，分三步走。一是准备。二是实施。三是总结。",  # the sentence just before says three
        "涉及总体工作组（甲）、网络工作组（乙）等二个工作组。",  # as many as are said
        "引进“甲”科技人才、创新创业人才等四类人才专项。",  # 等 leaves some out
        "攻克甲技术、乙技术和丙技术等三项技术。",  # as many as are said
        "提出两条建议。（一）建立机制；（二）加强协调。",  # bracketed numbers
        "部署三项任务：\n1.摸底。\n2.整改。\n3.验收。",  # a list of lines
        "三次产业中，第一、第二产业增长，第三产业下降，有两个特点。",  # no points at all
        "科技部、财政部等九部门印发方案。",  # 等 leaves some out
        "加强甲合作、培训、乙合作三项合作。",  # not all items are of the class
    ],
)
def test_what_holds_or_cannot_be_told(text: str) -> None:
    assert messages(Piece(body=text)) == {}


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("提出四点要求：一是甲；二是乙；三是丙。", "points-stated", "“四点要求”"),  # one too few
        ("提出两点要求：一是甲；二是乙；三是丙。", "points-stated", "列出3点"),  # one too many
        ("提出三条建议：第一，建立机制；第二，加强协调。", "points-stated", "列出2点"),  # 第一 第二
        ("部署四项任务：\n1.摸底。\n2.整改。\n3.验收。", "points-stated", "列出3点"),  # a list of lines
        ("提出两项措施。（一）摸底；（二）整改；（三）验收。", "points-stated", "列出3点"),  # bracketed numbers
        ("会议指出，一是甲；三是丙；四是丁。", "points-order", "缺“第2”"),  # a number is skipped
        ("涉及总体工作组（甲）、网络工作组、产品工作组等两个工作组。", "list-count", "列出3项"),  # more than said
        ("攻克甲技术、乙技术三项技术。", "list-count", "列出2项"),  # fewer, and no 等
    ],
)
def test_what_does_not_hold(text: str, check: str, words: str) -> None:
    assert words in messages(Piece(body=text))[check]


def table(*rows: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], ...], ...]:
    return (rows,)


LISTED = table(("序号", "名称"), *((str(n), f"第{n}家联盟") for n in range(1, 5)))


def test_the_rows_are_as_many_as_another_article_says() -> None:
    article = Piece("评价报告", "四家联盟保持活跃，特评为“A级活跃度样例联盟”。")
    assert messages(article, Piece("A级活跃度样例联盟名单", tables=LISTED)) == {}


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("A级活跃度样例联盟名单", "5家联盟保持活跃，特评为“A级活跃度样例联盟”。"),  # the other article says five
        ("A级活跃度样例联盟名单（5家）", "本期发布名单。"),  # the list's own title says five
    ],
)
def test_the_rows_are_fewer_than_is_said(title: str, body: str) -> None:
    found = messages(Piece("评价报告", body), Piece(title, tables=LISTED))
    assert "有5个" in found["table-count"] and "4行" in found["table-count"]


def test_the_sentence_above_the_table_is_held_to_it() -> None:
    listed = table(("序号", "联盟名称"), *((str(n), f"第{n}联盟") for n in range(1, 5)))
    for number, right in (("4", True), ("5", False)):
        body = f"现将连续两个评价期活跃的{number}家联盟公布如下。"
        assert (messages(Piece("名单", body, tables=listed)) == {}) == right


def test_a_sentence_with_several_numbers_settles_nothing() -> None:
    article = Piece("评价报告", "35家联盟参评，24家联盟特评为“A级活跃度样例联盟”。")
    assert messages(article, Piece("A级活跃度样例联盟名单", tables=LISTED)) == {}


def test_serial_numbers_run_on() -> None:
    found = messages(Piece("名单", tables=table(("序号", "名称"), ("1", "甲"), ("2", "乙"), ("4", "丙"))))
    assert "序号2之后是4" in found["table-serial"]


@pytest.mark.parametrize(
    ("total", "right"),
    [("42.5", True), ("42.6", True), ("44.5", False)],  # rounded parts may miss the total by half a digit each
)
def test_the_total_row_is_the_sum_of_its_column(total: str, right: bool) -> None:
    rows = table(("单位", "投入", "占比（%）"), ("甲", "20.1", "47"), ("乙", "22.4", "50"), ("合计", total, "99"))
    found = messages(Piece("投入情况", tables=rows))
    assert found == {} if right else "20.1＋22.4＝42.5" in found["table-total"]


def test_subtotals_make_the_total() -> None:
    rows = table(("单位", "家数"), ("甲", "1"), ("乙", "2"), ("小计", "3"), ("丙", "4"), ("小计", "4"), ("合计", "7"))
    assert messages(Piece("家数", tables=rows)) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("二十四", 24), ("两", 2), ("33", 33), ("十十", None), ("五六", None)],
)
def test_small_numerals(text: str, value: int | None) -> None:
    assert read_numeral(text) == value
