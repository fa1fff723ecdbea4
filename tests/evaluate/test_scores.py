"""The instrument itself: what counts as the same, what a score is, and that the gate closes."""

import json

import pytest

from pipeline.evaluate.gate import Gate, fingerprint, read_gate, shortfalls, updated, write_gate
from pipeline.evaluate.matching import folded, likeness, pair, same_indicator, same_organization, same_unit
from pipeline.evaluate.outcome import Outcome, compare_pairs, compare_sets
from pipeline.evaluate.page import Highlight, coloured
from pipeline.evaluate.scores import score_outcomes


def outcomes(hits, missed, spurious, measure="figures"):
    verdicts = ["hit"] * hits + ["missed"] * missed + ["spurious"] * spurious
    return [Outcome(measure, f"a{i}", verdict, "x") for i, verdict in enumerate(verdicts)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The guide: white space and the width of brackets, quotes and commas do not count.
        ("典型案例选编(2021)", "典型案例选编（2021）"),
        ("“十四五” 规划", '"十四五"规划'),
        ("甲,乙", "甲，乙"),
    ],
)
def test_width_and_space_do_not_count(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        # One inside the other: a department named with or without its ministry.
        ("科技部成果转化与区域创新司", "成果转化与区域创新司", True),
        # Nothing is only the same as nothing.
        (None, "科技部", False),
        (None, None, True),
        ("科技部", "财政厅", False),
    ],
)
def test_organizations(gold, found, same):
    assert same_organization(gold, found) is same


def test_units_and_indicators():
    assert same_unit("个百分点", "百分点")
    assert same_unit("元人民币", "元")
    assert not same_unit("元", "美元")
    assert same_indicator(["点击量"], "公益短视频点击量")
    assert not same_indicator(["点击量"], "成员单位")
    assert likeness("", "甲") == 0


def test_pairs_are_one_to_one():
    pairs, missed, left = pair([1, 1, 2], [1, 3], lambda g, f: g == f)
    assert (pairs, missed, left) == ([(1, 1)], [1, 2], [3])


def test_sets_and_optional_items():
    verdicts = sorted(o.verdict for o in compare_sets("figures", "a", ["甲", "甲", "乙"], ["甲", "丙"]))
    assert verdicts == ["hit", "missed", "missed", "spurious"]
    verdicts = [o.verdict for o in compare_pairs("figures", "a", ["甲"], ["甲", "乙"], lambda g, f: g == f, ["乙"])]
    assert verdicts == ["hit"]


def test_a_score_by_hand():
    # 3 hits, 1 missed, 2 spurious: P 3/5, R 3/4, F1 = 6/9.
    (score,) = score_outcomes(outcomes(3, 1, 2))
    assert (score.precision, score.recall) == (0.6, 0.75)
    assert score.f1 == pytest.approx(2 / 3)
    assert score.low <= score.f1 <= score.high
    assert (score.gold, score.found) == (4, 5)


def test_the_interval_is_the_same_every_time():
    assert score_outcomes(outcomes(30, 5, 5)) == score_outcomes(outcomes(30, 5, 5))


def test_the_gate_closes_below_a_floor():
    gate = Gate("mark", {"specimens": {"figures": 0.9}})
    assert shortfalls(gate, "mark", {"specimens": score_outcomes(outcomes(95, 5, 0))}) == []
    (wrong,) = shortfalls(gate, "mark", {"specimens": score_outcomes(outcomes(5, 5, 0))})
    assert "figures" in wrong
    assert "0.9000" in wrong


def test_the_gate_closes_on_changed_gold_and_on_a_measure_that_is_gone():
    gate = Gate("mark", {"specimens": {"figures": 0.9}})
    assert any(
        "changed" in line for line in shortfalls(gate, "other", {"specimens": score_outcomes(outcomes(9, 0, 0))})
    )
    assert shortfalls(gate, "mark", {}) != []


def test_an_update_never_lowers_a_floor_unless_told():
    gate = Gate("old", {"specimens": {"figures": 0.9, "policies": 0.5}})
    scores = {"specimens": score_outcomes(outcomes(5, 5, 0) + outcomes(8, 2, 0, "policies"))}
    assert updated(gate, "new", scores).floors["specimens"] == {"figures": 0.9, "policies": 0.8888}
    assert updated(gate, "new", scores, lower=True).floors["specimens"]["figures"] == 0.6666
    assert updated(gate, "new", scores).fingerprint == "new"


def test_floors_come_back_as_pinned(tmp_path):
    gate = Gate(fingerprint([b"a"]), {"specimens": {"figures": 0.9}})
    write_gate(tmp_path / "floors.json", gate)
    assert read_gate(tmp_path / "floors.json") == gate
    assert json.loads((tmp_path / "floors.json").read_text())["floors"]["specimens"]["figures"] == 0.9
    assert read_gate(tmp_path / "none.json").floors == {}


def test_texts_are_escaped_and_coloured():
    page = coloured("<甲>乙", [Highlight(1, 2, "alliance"), Highlight(1, 4, "policy")])
    assert page == '&lt;<mark class="alliance policy">甲</mark><mark class="policy">&gt;乙</mark>'
