import pytest
from trends.made import Article

from pipeline.trends.archive import read_archive
from pipeline.trends.denominators import GRAINS, calendar, missing_issues
from pipeline.trends.movement import movements
from pipeline.trends.series import as_frame, tabulate


def series(tables, grain, record, dense=False):
    archive = read_archive(tables)
    periods = calendar(archive, grain, missing_issues(archive.bulletins))
    table = as_frame(tabulate(archive.mentions, periods, dense))
    return table[table["record_id"] == record].set_index(grain)


def yearly_movement(tables):
    archive = read_archive(tables)
    years = calendar(archive, "year", missing_issues(archive.bulletins))
    return movements(archive.mentions, years).set_index("record_id")


def test_rates_by_hand(made):
    made.issue("2020-01-05", [Article(("all-1", "all-1", "all-2")), Article(("all-1",)), Article(), Article()])
    made.issue("2020-03-05", [Article(("all-1",)), *[Article()] * 5])
    year = series(made.write(), "year", "all-1", dense=True).loc["2020"]
    assert (year["mentions"], year["articles_naming"], year["issues"], year["articles"]) == (4, 3, 2, 10)
    assert (year["share"], year["per_issue"], year["per_article"]) == (0.3, 2.0, 0.4)
    assert year["per_10k_characters"] == 4 / 10_000 * 10_000
    # Wilson's band of 3 of 10
    assert (round(year["share_low"], 4), round(year["share_high"], 4)) == (0.1078, 0.6032)


@pytest.mark.parametrize(
    ("grain", "period", "mentions"),
    [("bulletin", "b-002", 2), ("month", "2020-03", 2), ("quarter", "2020-Q1", 3), ("year", "2020", 3)],
)
def test_every_grain_counts_the_same_mentions(made, grain, period, mentions):
    made.issue("2020-01-05", [Article(("all-1",))])
    made.issue("2020-03-05", [Article(("all-1", "all-1"))])
    assert series(made.write(), grain, "all-1").loc[period, "mentions"] == mentions


def test_sums_of_the_grains_agree(made):
    for month in range(1, 13):
        made.issue(f"2020-{month:02}-05", [Article(("all-1",) * (month % 3)), Article(("all-2",))])
    tables = made.write()
    assert {grain: int(series(tables, grain, "all-1")["mentions"].sum()) for grain in GRAINS} == dict.fromkeys(
        GRAINS, 12
    )


def test_a_renamed_alliance_is_one_series(made):
    made.rows["alliances"] = [{"alliance_id": "all-9", "name": "长三角循环经济产业创新联盟"}]
    made.rows["redirects"] = [{"old_id": "all-8", "new_id": "all-9", "why": "更名"}]
    made.issue("2020-03-05", [Article(("all-8",))])
    made.issue("2022-03-05", [Article(("all-9",))])
    found = series(made.write(), "year", "all-9", dense=True)
    assert found["mentions"].fillna(-1).to_dict() == {"2020": 1, "2021": -1, "2022": 1}


def test_a_ministry_that_was_renamed_is_one_series(made):
    made.rows["organizations"] = [
        {"organization_id": "org-1", "name": "环境保护部", "lineage": "生态环境部"},
        {"organization_id": "org-2", "name": "生态环境部", "lineage": "生态环境部"},
    ]
    made.issue("2017-03-05", [Article(("org-1",))])
    made.issue("2019-03-05", [Article(("org-2",)), Article()])
    found = series(made.write(), "year", "org-2", dense=True)
    assert found["mentions"].fillna(-1).to_dict() == {"2017": 1, "2018": -1, "2019": 1}


def test_redirects_are_followed_to_the_end_and_never_for_ever(made):
    made.rows["alliances"] = [{"alliance_id": "all-9", "name": "甲联盟"}]
    made.rows["redirects"] = [
        {"old_id": "all-1", "new_id": "all-2"}, {"old_id": "all-2", "new_id": "all-9"},
        {"old_id": "all-5", "new_id": "all-6"}, {"old_id": "all-6", "new_id": "all-5"},
    ]  # fmt: skip
    made.issue("2020-03-05", [Article(("all-1",)), Article(("all-5",))])
    assert series(made.write(), "year", "all-9")["mentions"].to_dict() == {"2020": 1}


def test_sections_are_items(made):
    made.issue(
        "2020-03-05", [Article(section="政策"), Article(section="政策"), Article(section="数据"), Article(section=None)]
    )
    assert series(made.write(), "year", "政策")[["mentions", "share"]].values.tolist() == [[2, 0.5]]


def test_a_constant_share_in_a_growing_archive_is_no_trend(made):
    for year in range(2010, 2022):
        size = 10 * (year - 2008)
        named = [Article(("all-1",))] * (size // 5) + [Article()] * (size - size // 5)
        made.issue(f"{year}-06-01", named)
    tables = made.write()
    found = yearly_movement(tables).loc["all-1"]
    assert series(tables, "year", "all-1")["mentions"].tolist() == sorted(series(tables, "year", "all-1")["mentions"])
    assert found["direction"] == "none"
    assert abs(found["slope"]) < 1e-9
    assert found["p"] > 0.99


def test_a_growing_share_is_a_trend_and_its_slope_is_right(made):
    # Log-odds that grow by 0.2 a year: the score estimate is within a tenth of it
    for place, year in enumerate(range(2010, 2020)):
        named = round(200 / (1 + 2.718281828 ** -(-2 + 0.2 * place)))
        made.issue(
            f"{year}-06-01", [Article(("all-1",))] * named + [Article(("all-2",))] * 20 + [Article()] * (180 - named)
        )
    table = yearly_movement(made.write())
    assert table.loc["all-1", "direction"] == "rising"
    assert table.loc["all-1", "slope"] == pytest.approx(0.2, abs=0.03)
    assert table.loc["all-2", "direction"] == "none"


def test_scatter_without_direction_is_no_trend(made):
    for place, named in enumerate([2, 30, 1, 28, 3, 31, 2, 33]):
        made.issue(f"{2010 + place}-06-01", [Article(("all-1",))] * named + [Article()] * (60 - named))
    assert yearly_movement(made.write()).loc["all-1", "direction"] == "none"


def test_too_few_articles_are_not_judged(made):
    for year in range(2010, 2014):
        made.issue(f"{year}-06-01", [Article(("all-1",) if year == 2013 else ()), Article()])
    assert yearly_movement(made.write()).loc["all-1", "direction"] == "too few"
