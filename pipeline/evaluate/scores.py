"""Precision, recall and F1 of a measure, with percentile bootstrap intervals over articles (Efron 1979)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.evaluate.measures import MEASURES
from pipeline.evaluate.outcome import Outcome

RESAMPLES = 1000
SEED = 20220610
_COLUMN = {"hit": 0, "missed": 1, "spurious": 2}

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Score:
    """One measure over all gold: counts, precision, recall, F1 and the 95 % interval of F1."""

    measure: str
    gold: int
    found: int
    hits: int
    precision: float
    recall: float
    f1: float
    low: float
    high: float


def score_outcomes(outcomes: Iterable[Outcome]) -> list[Score]:
    """A score a measure, in the order of MEASURES; measures without any item are left out."""
    by_measure: dict[str, dict[str, list[int]]] = {}
    for outcome in outcomes:
        units = by_measure.setdefault(outcome.measure, {})
        units.setdefault(outcome.unit, [0, 0, 0])[_COLUMN[outcome.verdict]] += 1
    return [_score(name, by_measure[name]) for name in MEASURES if name in by_measure]


def _score(measure: str, units: dict[str, list[int]]) -> Score:
    counts = np.array([units[unit] for unit in sorted(units)], dtype=np.int64)
    hits, missed, spurious = (int(n) for n in counts.sum(axis=0))
    low, high = _interval(counts)
    return Score(
        measure,
        hits + missed,
        hits + spurious,
        hits,
        hits / (hits + spurious) if hits + spurious else 1.0,
        hits / (hits + missed) if hits + missed else 1.0,
        float(_f1(np.array([hits, missed, spurious]))),
        low,
        high,
    )


def _f1(totals: Counts) -> npt.NDArray[np.float64]:
    """F1 of rows of (hits, missed, spurious); 1 where there is nothing to find and nothing was found."""
    hits, missed, spurious = totals[..., 0], totals[..., 1], totals[..., 2]
    whole = 2 * hits + missed + spurious
    return np.where(whole == 0, 1.0, 2 * hits / np.maximum(whole, 1))


def _interval(counts: Counts) -> tuple[float, float]:
    draws = np.random.default_rng(SEED).integers(0, len(counts), size=(RESAMPLES, len(counts)))
    low, high = np.percentile(_f1(counts[draws].sum(axis=1)), [2.5, 97.5])
    return float(low), float(high)
