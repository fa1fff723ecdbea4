"""compare and trend: the functions, and the commands."""

import pytest
from click.testing import CliRunner
from trends.made import Article

from pipeline.cli import main
from pipeline.model.errors import BadQuery, MissingStage
from pipeline.trends.compare import compare_periods, read_span
from pipeline.trends.follow import follow

PERIODS = [
    # (as written, first and last month of the years since 0)
    ("2019", 2019 * 12, 2019 * 12 + 11), ("2019-Q2", 2019 * 12 + 3, 2019 * 12 + 5),
    ("2019-12", 2019 * 12 + 11, 2019 * 12 + 11), ("2019..2021-03", 2019 * 12, 2021 * 12 + 2),
]  # fmt: skip


@pytest.mark.parametrize(("text", "first", "last"), PERIODS)
def test_periods(text, first, last):
    span = read_span(text)
    assert (span.first, span.last) == (first, last)


@pytest.mark.parametrize("text", ["", "19", "2019-13", "2019-Q5", "2021..2019", "2019..2020..2021", "去年", "2019-"])
def test_what_is_no_period(text):
    with pytest.raises(BadQuery):
        read_span(text)


@pytest.fixture
def changed(made):
    """all-1 falls from 20 of 40 articles to 4 of 40, all-2 rises from 2 to 20, all-3 stays at 10."""
    for year, counts in ((2019, (20, 2, 10)), (2022, (4, 20, 10))):
        articles = []
        for place in range(40):
            names = tuple(f"all-{n}" for n, count in enumerate(counts, 1) if place < count)
            articles.append(
                Article(
                    names, words=("氢能",) if year == 2022 and place < 15 else ("平台",), title=f"{year}第{place}篇"
                )
            )
        made.issue(f"{year}-06-01", articles)
    return made.write()


def test_what_rose_and_fell_with_its_size_and_its_articles(changed):
    found = compare_periods(changed, "2019", "2022")
    rows = found.rows.set_index("record_id")
    assert (found.first_articles, found.second_articles) == (40, 40)
    assert rows.loc["all-2", "ratio"] == pytest.approx(20.5 / 2.5)
    assert rows.loc[["all-1", "all-2", "all-3"], "sure"].tolist() == [True, True, False]
    assert rows.loc["all-3", "ratio"] == pytest.approx(1)
    assert rows.loc["all-2", "z"] > 1.96
    assert rows.loc["all-1", "z"] < -1.96
    assert rows.loc["all-2", "evidence_titles"] == ["2022第0篇", "2022第1篇", "2022第2篇"]
    assert rows.loc["all-1", "evidence"] == ["b-001.a001", "b-001.a002", "b-001.a003"]
    assert rows.loc["氢能", "articles_second"] == 15


def test_an_empty_period_is_said_to_be_empty(changed):
    with pytest.raises(BadQuery, match="2015"):
        compare_periods(changed, "2015", "2022")


def test_tables_that_are_not_there(tmp_path):
    with pytest.raises(MissingStage):
        follow(tmp_path, "封测联盟")


@pytest.fixture
def named(made):
    made.rows["alliance_names"] = [{"alliance_id": "all-1", "name": "封测联盟", "kind": "short"}]
    made.issue("2019-06-01", [Article(("all-1", "off-2"), words=("氢能",)), Article(words=("氢能",))])
    made.issue("2021-06-01", [Article(words=("氢能",)), Article(), Article(("all-1",)), Article(("pol-1",))])
    return made.write()


NAMES = [
    # (asked, kind, articles a year: 2019, 2020 without issues, 2021)
    ("封测联盟", "alliance", [1, None, 1]),
    ("集成电路封测产业技术创新战略联盟", "alliance", [1, None, 1]),
    ("王志刚", "official", [1, None, 0]),
    ("《促进科技成果转移转化行动方案》", "policy", [0, None, 1]),
    ("氢能", "word", [2, None, 1]),
    ("联盟动态", "section", [2, None, 4]),
]


@pytest.mark.parametrize(("asked", "kind", "articles"), NAMES)
def test_a_name_is_followed_whatever_it_names(named, asked, kind, articles):
    found = follow(named, asked)
    assert found.kind == kind
    assert [None if value != value else int(value) for value in found.years["articles_naming"]] == articles


def test_an_unknown_name_gives_similar_ones(named):
    with pytest.raises(BadQuery, match="封测联盟"):
        follow(named, "封装测试联盟")


def test_trend_on_the_terminal(named):
    result = CliRunner().invoke(main, ["trend", "封测联盟", "--out", str(named.parent)])
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert "集成电路封测产业技术创新战略联盟（联盟）" in lines[0]
    assert [line[:4] for line in lines[1:]] == ["2019", "2020", "2021"]
    assert "50.0%  1/2 篇" in lines[1]
    assert "档案中没有这一年的简报" in lines[2]
    assert lines[1].count("█") == 36
    assert lines[3].count("█") == 18


def test_trend_of_an_unknown_name_is_one_sentence(named):
    result = CliRunner().invoke(main, ["trend", "没有这个名字", "--out", str(named.parent)])
    assert result.exit_code == 1


def test_compare_on_the_terminal(changed):
    result = CliRunner().invoke(main, ["compare", "--period", "2019", "--with", "2022", "--out", str(changed.parent)])
    assert result.exit_code == 0
    rise, _, fall = result.output.partition("下降")
    assert "半导体照明产业技术创新战略联盟：5.0% → 50.0%，比值 8.20 [" in rise
    assert "b-002.a001 2022第0篇" in rise
    assert "集成电路封测产业技术创新战略联盟：50.0% → 10.0%" in fall


def test_compare_of_one_kind(changed):
    arguments = ["compare", "--period", "2019", "--with", "2022", "--kind", "word", "--out", str(changed.parent)]
    result = CliRunner().invoke(main, arguments)
    assert "词 氢能" in result.output
    assert "联盟 " not in result.output
