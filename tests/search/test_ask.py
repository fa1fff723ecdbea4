"""Asking: synonyms, values, fields, dates, facets, rank, excerpts, and the command line."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.cli.answers import read_number
from pipeline.search.ask import Archive, Question
from pipeline.search.excerpt import Needles, excerpt, mark
from search.conftest import MakeArchive, made_article

FENGCE = "集成电路封测产业技术创新战略联盟"


def ids(archive: Archive, query: str, **more: object) -> list[str]:
    return [hit.article.article_id for hit in archive.ask(Question(query, limit=1000, **more)).hits]  # type: ignore[arg-type]


def test_every_name_of_an_alliance_finds_the_same_articles(opened: Archive) -> None:
    """封测联盟 and the full name are one record in the specimens; each alone is printed in fewer articles."""
    full, short = ids(opened, FENGCE), ids(opened, "封测联盟")
    assert sorted(full) == sorted(short)
    assert len(ids(opened, FENGCE, synonyms=False)) < len(full)
    answer = opened.ask(Question("封测联盟"))
    assert [(word, entity.name) for word, entity in answer.meaning.entities] == [("封测联盟", FENGCE)]
    assert not opened.ask(Question("封测联盟", synonyms=False)).meaning.entities
    assert not opened.ask(Question('"封测联盟"')).meaning.entities


def test_a_field_takes_any_name(opened: Archive) -> None:
    assert sorted(ids(opened, "alliance:封测联盟")) == sorted(ids(opened, "", filters={"alliance": FENGCE}))
    assert ids(opened, "alliance:封测联盟")


def test_a_short_name_of_a_ministry_finds_its_standing_name(opened: Archive) -> None:
    found = opened.ask(Question("工信部", limit=1000))
    assert ("工信部", "工业和信息化部") in [(word, entity.name) for word, entity in found.meaning.entities]
    printed = {*ids(opened, '"工信部"'), *ids(opened, '"工业和信息化部"')}
    assert printed <= {hit.article.article_id for hit in found.hits}


FIGURE = {"text": "1420亿元", "value": 142000000000.0, "unit": "元", "indicator": "留抵退税", "qualifier": "exact"}


@pytest.mark.parametrize("query", ["1420亿元", "142000000000元", "142000000000", "一千四百二十亿元", "１４２０亿元"])
def test_a_number_is_found_by_its_value(make_archive: MakeArchive, query: str) -> None:
    lines = [made_article(1, body="退税1420亿元。", figures=[FIGURE]), made_article(2, body="退税1420万元。")]
    archive = Archive(make_archive(lines), read_number)
    answer = archive.ask(Question(query))
    assert [hit.article.article_id for hit in answer.hits] == ["b-001.a01"]
    assert "1420亿元" in [fragment.text for fragment in answer.hits[0].excerpt if fragment.marked]


def test_a_value_that_no_figure_has_is_not_spoken_of(make_archive: MakeArchive) -> None:
    """5G reads like a number with a unit; the width of a unit's characters does not matter."""
    share = FIGURE | {"text": "12%", "value": 12.0, "unit": "%"}
    archive = Archive(make_archive([made_article(1, body="５Ｇ网络占12%。", figures=[share])]), read_number)
    assert not archive.ask(Question("５Ｇ")).meaning.values
    assert archive.ask(Question("百分之十二 或 １２％")).meaning.values == [("１２％", "12%")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1420亿元", (Decimal("142000000000"), "元")),
        ("三百家", (Decimal(300), "家")),
        ("2022", None),  # a year
        ("封测", None),
        ("5G网络3家", None),  # two numbers
        ("100000", (Decimal(100000), "")),
    ],
)
def test_read_number(text: str, number: tuple[Decimal, str] | None) -> None:
    assert read_number(text) == number


LINES = [
    made_article(1, title="产业联盟成立", body="封测。", section="要闻", date="2019-05-06", alliances=["甲联盟"]),
    made_article(2, title="消息", body="产业联盟成立，封测封测。", section="动态", date="2020-01-02"),
    made_article(3, title="别的", body="产业 联盟", section="动态", date="2022-12-31", officials=["赵玉林"]),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("产业联盟", [1, 2]),
        ('"产业 联盟"', [3]),
        ("产业 联盟", [1, 2, 3]),
        ("产业联盟 非 封测", []),
        ("产业 -封测", [3]),
        ("别的 或 消息", [2, 3]),
        ("title:联盟", [1]),
        ("section:动态", [2, 3]),
        ("栏目:动态 NOT 封测", [3]),
        ("official:赵玉", [3]),
        ("联盟:甲联盟", [1]),
        ("date:2019..2020", [1, 2]),
        ("date:2020-02..", [3]),
        ("产业 日期:2019年5月", [1]),
        ("NOT 封测", [3]),
        ("(要闻 或 消息) 封测", [1, 2]),
    ],
)
def test_queries(make_archive: MakeArchive, query: str, found: list[int]) -> None:
    archive = Archive(make_archive(LINES))
    assert sorted(ids(archive, query)) == [f"b-{n:03d}.a{n:02d}" for n in found]


def test_dates_and_facets(make_archive: MakeArchive) -> None:
    archive = Archive(make_archive(LINES))
    assert len(ids(archive, "产业", first="2020", last="2021")) == 1
    answer = archive.ask(Question("产业", facets=True, sort="date"))
    assert answer.facets["section"] == (("动态", 2), ("要闻", 1))
    assert [year for year, _ in answer.facets["year"]] == ["2022", "2020", "2019"]
    assert answer.facets["alliance"] == (("甲联盟", 1),)
    assert [hit.article.date for hit in answer.hits] == ["2022-12-31", "2020-01-02", "2019-05-06"]


def test_title_outranks_body(make_archive: MakeArchive) -> None:
    lines = [made_article(n, body="封测 " * 5) for n in range(1, 9)] + [made_article(9, title="封 测", body="封测")]
    lines[8]["title_tokens"] = "封测"
    assert ids(Archive(make_archive(lines)), "封测")[0] == "b-009.a09"


@pytest.mark.parametrize(
    ("body", "needles", "marked"),
    [
        ("甲乙丙", ["乙"], ["乙"]),
        ("５Ｇ網絡", ["5g网络"], ["５Ｇ網絡"]),  # shown as printed
        ("技术创新战略", ["技术创新", "创新战略"], ["技术创新", "战略"]),  # overlapping
        ("无", ["有"], []),
        ("a" * 300 + "封测" + "b" * 300, ["封测"], ["封测"]),
    ],
)
def test_excerpt(body: str, needles: list[str], marked: list[str]) -> None:
    [spans] = Needles(needles).spans([body])
    found = excerpt(body, spans)
    assert [fragment.text for fragment in found if fragment.marked] == marked
    assert "".join(fragment.text for fragment in found).strip("…") in body
    assert "".join(fragment.text for fragment in mark(body, spans)) == body


def test_excerpt_prefers_the_place_with_most_words() -> None:
    body = "封测。" + "无关的话。" * 60 + "封测联盟在无锡开会。" + "无关的话。" * 60
    [spans] = Needles(["封测", "无锡"]).spans([body])
    found = "".join(fragment.text for fragment in excerpt(body, spans))
    assert "封测联盟在无锡开会" in found


def test_command(archive: Path) -> None:
    run = CliRunner().invoke(main, ["search", "封测", "--out", str(archive), "--limit", "10"])
    assert run.exit_code == 0, run.output
    assert "«封测»" in run.output
    assert "2018-05-31" in run.output
    assert "共 " in run.output


def test_command_json_and_filters(archive: Path) -> None:
    arguments = ["search", "联盟", "--json", "--out", str(archive), "--from", "2018", "--to", "2018", "--limit", "2"]
    run = CliRunner().invoke(main, arguments)
    answer = json.loads(run.output)
    assert len(answer["articles"]) == 2
    assert all(article["date"].startswith("2018") for article in answer["articles"])
    assert sum(answer["facets"]["year"].values()) == answer["total"]


def test_command_says_where_a_query_is_wrong(archive: Path) -> None:
    run = CliRunner().invoke(main, ["search", "甲 (乙", "--out", str(archive)])
    assert run.exit_code == 1
    assert "character 3" in run.stderr
    assert "Traceback" not in run.output
