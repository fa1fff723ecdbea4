"""Uncertainty: bands for shares, ratios of rates, corrected p-values. All functions take and give arrays."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# The normal quantile of a two-sided band of 95 %.
Z95 = 1.959963984540054
# The share of false ones that is put up with among the changes said to be real.
FALSE_DISCOVERIES = 0.05
# Terms of a binomial tail; those that follow are too small to count where successes exceed what is expected.
TAIL_TERMS = 300


def wilson(successes: npt.NDArray[Any], trials: npt.NDArray[Any]) -> tuple[Floats, Floats]:
    """Lower and upper end of the 95 % score interval of a share (Wilson 1927, JASA 22); NaN where nothing was tried."""
    n = np.where(np.asarray(trials) > 0, trials, np.nan).astype(np.float64)
    share = np.asarray(successes, dtype=np.float64) / n
    centre = share + Z95**2 / (2 * n)
    spread = Z95 * np.sqrt(share * (1 - share) / n + Z95**2 / (4 * n**2))
    scale = 1 + Z95**2 / n
    return np.clip((centre - spread) / scale, 0, 1), np.clip((centre + spread) / scale, 0, 1)


def rate_ratio(
    first: npt.NDArray[Any], first_trials: float, second: npt.NDArray[Any], second_trials: float
) -> tuple[Floats, Floats, Floats]:
    """The second share over the first with its 95 % band, on the log scale (Katz et al. 1978, Biometrics 34).

    Half a success is added to each side, so that a share of nought has a finite ratio.
    """
    a, b = np.asarray(first, dtype=np.float64) + 0.5, np.asarray(second, dtype=np.float64) + 0.5
    n, m = first_trials + 0.5, second_trials + 0.5
    logarithm = np.log(b / m) - np.log(a / n)
    error = np.sqrt(np.maximum(1 / a - 1 / n + 1 / b - 1 / m, 0))
    return np.exp(logarithm), np.exp(logarithm - Z95 * error), np.exp(logarithm + Z95 * error)


def upper_tail(successes: npt.NDArray[Any], trials: npt.NDArray[Any], share: Floats) -> Floats:
    """The binomial probability of at least so many successes, where these are more than expected."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, max(int(trials.max(initial=0)), 1) + 1)))])
    k, n = successes[:, None] + np.arange(TAIL_TERMS), trials[:, None]
    within = k <= n
    k = np.where(within, k, n)
    p = share[:, None]
    terms = np.exp(logs[n] - logs[k] - logs[n - k] + k * np.log(p) + (n - k) * np.log1p(-p))
    total: Floats = np.where(within, terms, 0).sum(axis=1)
    return np.minimum(total, 1)


def two_sided(z: Floats) -> Floats:
    """The probability of a standard normal value at least as far from nought as z; NaN stays NaN."""
    return np.array([math.erfc(abs(value) / math.sqrt(2)) for value in z.tolist()], dtype=np.float64)


def corrected(p: Floats) -> Floats:
    """p-values as false discovery rates (Benjamini and Hochberg 1995); NaN stays NaN and counts for nothing."""
    q = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    if len(order):
        raised = p[order] * len(order) / np.arange(1, len(order) + 1)
        q[order] = np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1)
    return q
