import pandas as pd
import pytest
from trends.made import Article

from pipeline.trends.archive import read_archive
from pipeline.trends.denominators import calendar, missing_issues
from pipeline.trends.series import as_frame, tabulate


def issues(*rows):
    columns = ["bulletin_id", "series", "year", "issue", "total_issue", "date"]
    return pd.DataFrame(rows, columns=columns).astype({"year": "Int64", "issue": "Int64", "total_issue": "Int64"})


def found(table):
    return [(row.year, row.issue, row.total_issue) for row in table.itertuples()]


def test_a_number_left_out_within_a_year_is_missing():
    table = missing_issues(issues(("a", "动态", 2021, 1, 17, "2021-03-26"), ("b", "动态", 2021, 3, 19, "2021-09-30")))
    assert found(table) == [(2021, 2, 18)]
    assert table[["after_bulletin", "before_bulletin"]].values.tolist() == [["a", "b"]]


def test_the_first_numbers_of_a_year_are_missing_too():
    assert found(missing_issues(issues(("a", "动态", 2021, 3, None, "2021-09-30")))) == [
        (2021, 1, pd.NA), (2021, 2, pd.NA),
    ]  # fmt: skip


def test_running_numbers_between_years_are_missing_without_a_year():
    table = missing_issues(issues(("a", "动态", 2019, 1, 10, "2019-02-01"), ("b", "动态", 2021, 1, 14, "2021-02-01")))
    assert table["total_issue"].tolist() == [11, 12, 13]
    assert table["year"].isna().all()
    assert set(zip(table["earliest_year"], table["latest_year"], strict=True)) == {(2019, 2020)}


def test_series_are_counted_apart():
    assert missing_issues(issues(("a", "甲", 2020, 1, 1, "2020-02-01"), ("b", "乙", 2020, 1, 9, "2020-02-01"))).empty


def test_a_misprinted_running_number_makes_no_gap():
    table = missing_issues(issues(("a", "动态", 2019, 1, 10, "2019-12-01"), ("b", "动态", 2020, 1, 1100, "2020-02-01")))
    assert table.empty


@pytest.fixture
def gapped(made):
    made.issue("2018-02-01", [Article(("all-1",)), Article()], issue=1, total_issue=1)
    made.issue("2018-08-01", [Article(), Article()], issue=3, total_issue=3)
    made.issue("2020-03-01", [Article()], issue=1, total_issue=7)
    return made.write()


def test_a_year_without_issues_is_a_gap_and_a_year_without_mentions_is_nought(gapped):
    archive = read_archive(gapped)
    missing = missing_issues(archive.bulletins)
    years = calendar(archive, "year", missing)
    assert years.periods[["period", "issues", "missing_issues", "articles", "characters"]].values.tolist() == [
        ["2018", 2, 1, 4, 4000], ["2019", 0, 0, 0, 0], ["2020", 1, 0, 1, 1000],
    ]  # fmt: skip
    table = as_frame(tabulate(archive.mentions.of_kind("alliance"), years, dense=True))
    one = table[table["record_id"] == "all-1"].set_index("year")
    assert one["mentions"].tolist()[0] == 1
    assert pd.isna(one["mentions"]["2019"])
    assert pd.isna(one["share"]["2019"])
    assert pd.isna(one["share_low"]["2019"])
    assert one["mentions"]["2020"] == 0
    assert one["share"]["2020"] == 0


def test_months_and_quarters_run_without_a_break(gapped):
    archive = read_archive(gapped)
    missing = missing_issues(archive.bulletins)
    months = calendar(archive, "month", missing).periods
    assert months["period"].tolist()[0] == "2018-02"
    assert months["period"].tolist()[-1] == "2020-03"
    assert len(months) == 26
    assert months.loc[months["issues"] > 0, "period"].tolist() == ["2018-02", "2018-08", "2020-03"]
    quarters = calendar(archive, "quarter", missing).periods
    assert quarters.loc[quarters["issues"] > 0, "period"].tolist() == ["2018-Q1", "2018-Q3", "2020-Q1"]


def test_an_issue_without_a_date_counts_for_its_year_only(made):
    made.issue(None, [Article(("all-1",))], year=2019, issue=1)
    archive = read_archive(made.write())
    missing = missing_issues(archive.bulletins)
    assert calendar(archive, "year", missing).periods[["period", "articles"]].values.tolist() == [["2019", 1]]
    assert calendar(archive, "month", missing).periods.empty
