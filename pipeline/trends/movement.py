"""Is it a trend: does an item's share of articles rise or fall over the years, and by how much.

A score test of a logistic slope (Cochran 1954, Armitage 1955), its variance widened by the scatter of the years
around the line (quasi-binomial, McCullagh and Nelder 1989, 4.5), its p-values corrected for the number of items.
A growing archive alone moves nothing: each year weighs with its own number of articles.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.trends.archive import Incidence
from pipeline.trends.denominators import Calendar
from pipeline.trends.intervals import FALSE_DISCOVERIES, Z95, Floats, corrected, two_sided
from pipeline.trends.series import matrix

LEAST_ARTICLES = 5
LEAST_YEARS = 3


def movements(incidence: Incidence, years: Calendar) -> pd.DataFrame:
    """One row an item: slope (log-odds a year) with its band, z, p, q and whether it rises, falls or does neither."""
    present = years.present()
    counts = matrix(incidence, years)[:, present]
    articles = years.periods["articles"].to_numpy()[present].astype(np.float64)
    labels = years.periods["period"].to_numpy()[present]
    slope, error = slopes(counts, articles, labels.astype(np.float64))
    enough = (counts.sum(axis=1) >= LEAST_ARTICLES) & (len(labels) >= LEAST_YEARS)
    slope, error = np.where(enough, slope, np.nan), np.where(enough, error, np.nan)
    z = slope / error
    table = incidence.items.assign(
        articles=counts.sum(axis=1),
        slope=slope.round(6), slope_low=(slope - Z95 * error).round(6), slope_high=(slope + Z95 * error).round(6),
        z=z.round(6), p=two_sided(z).round(8),
    )  # fmt: skip
    table["q"] = _by_kind(table).round(8)
    return _ordered(table.assign(direction=_directions(table)))


def slopes(counts: npt.NDArray[np.int64], articles: Floats, when: Floats) -> tuple[Floats, Floats]:
    """Slope of the log-odds a unit of `when` and its standard error, a row of `counts` each; NaN without spread."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = counts.sum(axis=1) / articles.sum()
        centred = when - (when * articles).sum() / articles.sum()
        information = share * (1 - share) * (articles * centred**2).sum()
        slope = ((counts - np.outer(share, articles)) @ centred) / information
        return slope, np.sqrt(_dispersion(counts, articles, share, slope, centred) / information)


def _dispersion(
    counts: npt.NDArray[np.int64], articles: Floats, share: Floats, slope: Floats, centred: Floats
) -> Floats:
    """Pearson's chi-square of the years around the line, a degree of freedom; never below 1."""
    odds = np.log(share / (1 - share))[:, None] + np.outer(slope, centred)
    fitted = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    scatter = (counts - articles * fitted) ** 2 / (articles * fitted * (1 - fitted))
    dispersion: Floats = np.maximum(scatter.sum(axis=1) / max(len(articles) - 2, 1), 1)
    return dispersion


def _by_kind(table: pd.DataFrame) -> Floats:
    q = np.full(len(table), np.nan)
    for _, rows in table.groupby("kind", sort=True):
        places = rows.index.to_numpy()
        q[places] = corrected(rows["p"].to_numpy(dtype=np.float64))
    return q


def _directions(table: pd.DataFrame) -> list[str]:
    sure = (table["q"] < FALSE_DISCOVERIES).to_numpy()
    rising = (table["slope"] > 0).to_numpy()
    known = table["q"].notna().to_numpy()
    return [str(found) for found in np.select([sure & rising, sure, known], ["rising", "falling", "none"], "too few")]


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    strength = table["z"].abs().fillna(-1)
    order = table.assign(strength=strength).sort_values(
        ["kind", "strength", "record_id"], ascending=[True, False, True]
    )
    return order.drop(columns="strength").reset_index(drop=True)
