"""Themes: which terms set a year apart, since when, until when, and beside which others.

Distinctiveness is the weighted log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008,
"Fightin' Words", Political Analysis 16, equations 15, 20 and 22). A term counts once an article, so that one
article's refrain is no theme. Association of two terms is normalised pointwise mutual information (Bouma 2009).
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from pipeline.trends.archive import Archive, Incidence, Integers
from pipeline.trends.denominators import Calendar
from pipeline.trends.intervals import Floats, wilson
from pipeline.trends.series import matrix, named

# Weight of the prior, in terms: about what one or two articles say; never more than a tenth of what was counted.
PRIOR_TERMS = 500.0
LARGEST_PRIOR = 0.1
THEMES = 300
THEMES_A_YEAR = 30
LEAST_IN_YEAR = 2
COMPANIONS = 8
LEAST_TOGETHER = 3
ARTICLES_AT_ONCE = 20_000


def log_odds(counts: Integers, rest: Integers, prior: Floats) -> tuple[Floats, Floats]:
    """Log-odds ratio of each term in one group against the other, and its z-score.

    `counts` and `rest` are the term counts of the two groups (last axis: groups, first: terms), `prior` the
    pseudo-counts of the terms. A single term has no others to be measured against: both are 0.
    """
    if len(counts) < 2:
        return np.zeros(counts.shape), np.zeros(counts.shape)
    a = prior.reshape(-1, *([1] * (counts.ndim - 1)))
    inside, outside = counts + a, rest + a
    total_inside, total_outside = inside.sum(axis=0), outside.sum(axis=0)
    difference = np.log(inside / (total_inside - inside)) - np.log(outside / (total_outside - outside))
    return difference, difference / np.sqrt(1 / inside + 1 / outside)


def prior_of(counts: Integers) -> Floats:
    """Pseudo-counts in proportion to how common each term is in the whole archive."""
    total = counts.sum()
    weight = min(PRIOR_TERMS, LARGEST_PRIOR * float(total))
    return weight * counts / total if total else np.zeros(len(counts), dtype=np.float64)


def term_years(terms: Incidence, years: Calendar) -> pd.DataFrame:
    """Term and year: articles, share with its band, log-odds against the other years, z, rank within the year."""
    counts = matrix(terms, years)
    total = counts.sum(axis=1)
    odds, z = log_odds(counts, total[:, None] - counts, prior_of(total))
    term, year = np.nonzero(counts)
    naming, articles = counts[term, year], years.periods["articles"].to_numpy()[year]
    low, high = wilson(naming, articles)
    table = pd.DataFrame({
        "term": terms.items["name"].to_numpy()[term], "form": terms.items["kind"].to_numpy()[term],
        "year": years.periods["period"].to_numpy()[year],
        "articles_naming": naming, "articles": articles,
        "share": (naming / articles).round(6), "share_low": low.round(6), "share_high": high.round(6),
        "log_odds": odds[term, year].round(6), "z": z[term, year].round(6),
    })  # fmt: skip
    return _ranked(table)


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    table = table.sort_values(["year", "z", "term"], ascending=[True, False, True], ignore_index=True)
    marked = (table["articles_naming"] >= LEAST_IN_YEAR) & (table["z"] > 0)
    table["rank"] = marked.groupby(table["year"]).cumsum().where(marked).astype("Int64")
    return table


def choose_themes(ranked: pd.DataFrame) -> list[str]:
    """The terms that set some year apart most, sorted: those whose series are written."""
    top = ranked[ranked["rank"].le(THEMES_A_YEAR).fillna(False)]
    best = top.groupby("term")["z"].max().reset_index().sort_values(["z", "term"], ascending=[False, True])
    return sorted(best["term"].head(THEMES))


def theme_items(terms: Incidence, chosen: list[str]) -> Incidence:
    """The chosen terms as items of kind theme."""
    kept = terms.restricted(terms.items["name"].isin(chosen).to_numpy())
    return Incidence(kept.items.assign(kind="theme"), kept.item, kept.article, kept.counts)


def words(terms: Incidence) -> pd.Series:
    """The terms that are words; names have series of their own kind."""
    return terms.items.loc[terms.items["kind"] == "word", "name"]


def theme_table(terms: Incidence, archive: Archive, ranked: pd.DataFrame) -> pa.Table:
    """One row a term: how often, first and last seen, the year that it marks most."""
    first, last = _ends(terms, archive)
    dates = archive.articles["date"].tolist()
    mentions = np.bincount(terms.item, terms.counts, minlength=len(terms.items)).astype(np.int64)
    marks = ranked.dropna(subset=["rank"]).sort_values(["z", "year"], ascending=[False, True])
    peak = marks.drop_duplicates("term").set_index("term")["year"].reindex(terms.items["name"])
    return pa.table({
        "term": pa.array(terms.items["name"].tolist(), pa.string()),
        "form": pa.array(terms.items["kind"].tolist(), pa.string()),
        "articles_naming": terms.articles(), "mentions": mentions,
        "first_seen": named(dates, first), "last_seen": named(dates, last),
        "marks_year": pa.array([None if pd.isna(year) else str(year) for year in peak], pa.string()),
    })  # fmt: skip


def _ends(terms: Incidence, archive: Archive) -> tuple[Integers, Integers]:
    """First and last article of each item; articles stand in order of time."""
    first = np.full(len(terms.items), len(archive.articles) - 1, dtype=np.int64)
    last = np.zeros(len(terms.items), dtype=np.int64)
    np.minimum.at(first, terms.item, terms.article)
    np.maximum.at(last, terms.item, terms.article)
    return first, last


def companions(themes: Incidence, articles: int) -> pd.DataFrame:
    """For each theme the terms most closely found with it in one article."""
    together = _together(themes, articles)
    alone = np.diag(together).astype(np.float64)
    np.fill_diagonal(together, 0)
    left, right = np.nonzero(together >= LEAST_TOGETHER)
    joint = together[left, right]
    probability = joint / max(articles, 1)
    information = np.log(joint * articles / (alone[left] * alone[right]))
    with np.errstate(divide="ignore"):
        closeness = np.where(probability < 1, information / -np.log(probability), 1.0)
    names = themes.items["name"].to_numpy()
    pairs = pd.DataFrame({
        "term": names[left], "companion": names[right],
        "articles_together": joint, "articles_of_term": alone[left].astype(np.int64),
        "articles_of_companion": alone[right].astype(np.int64), "npmi": closeness.round(6),
    })  # fmt: skip
    pairs = pairs[pairs["npmi"] > 0].sort_values(["term", "npmi", "companion"], ascending=[True, False, True])
    return pairs.groupby("term").head(COMPANIONS).reset_index(drop=True)


def _together(themes: Incidence, articles: int) -> npt.NDArray[np.int64]:
    """How many articles have both of two items, a block of articles at a time."""
    size = len(themes.items)
    total = np.zeros((size, size), dtype=np.int64)
    order = np.argsort(themes.article, kind="stable")
    article, item = themes.article[order], themes.item[order]
    for start in range(0, articles, ARTICLES_AT_ONCE):
        block = slice(*np.searchsorted(article, [start, start + ARTICLES_AT_ONCE]))
        present = np.zeros((min(ARTICLES_AT_ONCE, articles - start), size), dtype=np.float32)
        present[article[block] - start, item[block]] = 1
        total += (present.T @ present).astype(np.int64)
    return total
