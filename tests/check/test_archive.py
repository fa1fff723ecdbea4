"""Findings that only several bulletins together show."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.check import IssueSummary, check_archive, check_bulletin
from pipeline.check.summary import ValueSeen
from pipeline.link import Corrections
from pipeline.model.entity import BulletinLinks, Entities, Organization
from pipeline.model.mention import ArticleMentions, DateMention, Extraction
from tests.link.build import Archive, Piece, bulletin, naming, resolved
from tests.link.test_officials import SEATS

NONE = Corrections()


def issue(number: int, date: str, total: int | None = None, year: int = 2022, **more: object) -> IssueSummary:
    return IssueSummary(f"b-{year}-{number:02d}", "简报", year, number, total, date, **more)  # type: ignore[arg-type]


def messages(*issues: IssueSummary, entities: Entities | None = None) -> dict[str, str]:
    return {f.check: f.message for f in check_archive(issues, entities or Entities(), NONE)}


def test_a_whole_series_has_no_findings() -> None:
    issues = [issue(n, f"2022-0{n}-10", 60 + n) for n in (1, 2, 3)]
    assert messages(*issues, issue(1, "2023-01-10", 64, 2023)) == {}


def test_a_missing_issue() -> None:
    found = messages(issue(1, "2022-01-10"), issue(4, "2022-06-10"))
    assert found == {"series-gap": "《简报》2022年有第1期和第4期，缺第2期、第3期"}


def test_running_numbers_missing_between_years() -> None:
    found = messages(issue(4, "2021-12-10", 58, 2021), issue(3, "2022-06-10", 62))
    assert found == {"series-gap": "《简报》2021年第4期之后是2022年第3期，缺总第59期至第61期"}


def test_the_first_issues_of_a_year_are_missing() -> None:
    found = messages(issue(4, "2021-12-10", year=2021), issue(2, "2022-06-10"))
    assert found == {"series-gap": "《简报》2021年第4期之后是2022年第2期，缺2022年第1期"}


def test_numbers_that_go_on_over_the_new_year_show_no_gap() -> None:
    assert messages(issue(61, "2021-12-10", year=2021), issue(62, "2022-01-10")) == {}


def test_issues_whose_dates_or_numbers_run_backwards() -> None:
    found = messages(issue(1, "2022-03-10", 60), issue(2, "2022-02-10", 60))
    assert "早于" in found["issue-dates"] and "不大于" in found["issue-numbers"]


def test_a_date_less_precise_is_not_earlier() -> None:
    assert messages(issue(1, "2022-03-10"), issue(2, "2022-03")) == {}


def test_one_figure_with_two_values() -> None:
    body = Organization("org-1", "样例中心", "other")
    about = ("org-1", "成员单位", "2021年", "家", "")
    first = issue(1, "2022-01-10", values=(ValueSeen(about, "40", "40家", "b1.fig"),))
    second = issue(2, "2022-02-10", values=(ValueSeen(about, "42", "42家", "b2.fig"),))
    entities = Entities(organizations=(body,))
    assert messages(first, first, entities=entities) == {}
    found = messages(second, first, entities=entities)
    assert found["figure-conflict"] == "样例中心2021年的成员单位前后不一：b-2022-01作“40家”，b-2022-02作“42家”"


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(1, 4), st.sampled_from("甲乙丙")), min_size=2, max_size=6),
    st.randoms(use_true_random=False),
)
def test_conflicts_are_the_same_in_any_order(values: list[tuple[int, str]], chance: Random) -> None:
    about = ("org-1", "成员单位", "2021年", "家", "")
    issues = [issue(n, f"2022-0{n}-10", values=(ValueSeen(about, v, v, f"b{n}.{v}"),)) for n, v in values]
    shuffled = list(issues)
    chance.shuffle(shuffled)
    assert check_archive(issues, Entities(), NONE) == check_archive(shuffled, Entities(), NONE)


def test_namesakes_are_named() -> None:
    archive: Archive = [bulletin(naming(SEATS[0]), naming(SEATS[1]))]
    entities, _ = resolved(archive)
    assert "张伟" in messages(entities=entities)["namesakes"]


def test_a_period_that_runs_backwards() -> None:
    made, _ = bulletin(Piece(body="2022-2018年"))
    dates = (DateMention(0, 10, "2022-2018年", "hand", "2022/2018"), DateMention(0, 4, "2022", "hand", "2018/2021"))
    extraction = Extraction(made.bulletin_id, (ArticleMentions(made.articles[0].article_id, dates=dates),))
    found = check_bulletin(made, extraction, BulletinLinks(made.bulletin_id, (), {}))
    assert [(f.check, f.message) for f in found] == [("period-backwards", "“2022-2018年”的起点2022晚于终点2018")]


def test_two_dates_that_run_backwards() -> None:
    text = "项目自2017年9月起至2017年6月结束，二期自2018年1月至2019年3月。"
    made, _ = bulletin(Piece(body=text))
    starts = [
        (text.index(t), t, v)
        for t, v in (
            ("2017年9月", "2017-09"),
            ("2017年6月", "2017-06"),
            ("2018年1月", "2018-01"),
            ("2019年3月", "2019-03"),
        )
    ]
    dates = tuple(DateMention(at, at + len(t), t, "hand", v) for at, t, v in starts)
    extraction = Extraction(made.bulletin_id, (ArticleMentions(made.articles[0].article_id, dates=dates),))
    found = check_bulletin(made, extraction, BulletinLinks(made.bulletin_id, (), {}))
    assert [(f.check, len(f.evidence)) for f in found] == [("period-backwards", 2)]
