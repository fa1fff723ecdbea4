import math

import numpy as np
import pytest

from pipeline.trends.intervals import corrected, rate_ratio, two_sided, upper_tail, wilson

WILSON = [
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81/263, 15/148, 0/20, 1/29
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("successes", "trials", "low", "high"), WILSON)
def test_wilson_gives_the_published_intervals(successes, trials, low, high):
    found = wilson(np.array([successes]), np.array([trials]))
    assert [round(float(end[0]), 4) for end in found] == [low, high]


def test_a_share_of_nothing_has_no_band():
    low, high = wilson(np.array([0]), np.array([0]))
    assert math.isnan(low[0])
    assert math.isnan(high[0])


def test_ratio_of_equal_shares_is_one_and_its_band_holds_one():
    ratio, low, high = rate_ratio(np.array([10]), 100, np.array([10]), 100)
    assert ratio[0] == pytest.approx(1)
    assert low[0] < 1 < high[0]
    assert low[0] * high[0] == pytest.approx(1)


def test_ratio_with_its_band_by_hand():
    # (60.5 / 200.5) / (20.5 / 200.5) = 2.9512; se² = 1/60.5 − 1/200.5 + 1/20.5 − 1/200.5 = 0.055334
    ratio, low, high = rate_ratio(np.array([20]), 200, np.array([60]), 200)
    assert (round(float(ratio[0]), 4), round(float(low[0]), 3), round(float(high[0]), 3)) == (2.9512, 1.861, 4.68)


def test_a_share_that_was_nought_has_a_finite_ratio():
    ratio, low, high = rate_ratio(np.array([0]), 50, np.array([5]), 50)
    assert np.isfinite([ratio[0], low[0], high[0]]).all()


def test_false_discovery_rates_by_hand():
    # Sorted 0.01 0.02 0.03 0.5: times 4/1, 4/2, 4/3, 4/4, then the least of what follows
    q = corrected(np.array([0.5, 0.01, np.nan, 0.03, 0.02]))
    assert np.allclose(q, [0.5, 0.04, np.nan, 0.04, 0.04], equal_nan=True)


def test_binomial_tails_by_hand():
    # P(X ≥ 2 of 3 at 1/2) = 4/8; P(X ≥ 3 of 3 at 0.1) = 0.001; P(X ≥ 0) = 1
    found = upper_tail(np.array([2, 3, 0]), np.array([3, 3, 5]), np.array([0.5, 0.1, 0.2]))
    assert found.tolist() == pytest.approx([0.5, 0.001, 1.0])


def test_normal_tails():
    assert two_sided(np.array([0.0, 1.959964, -2.575829])).round(4).tolist() == [1.0, 0.05, 0.01]
