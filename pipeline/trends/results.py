"""Everything that trends finds out, before any of it is written."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline.trends.archive import Archive, Incidence, joined, read_archive, read_frame
from pipeline.trends.bursts import bursts
from pipeline.trends.careers import careers
from pipeline.trends.denominators import Calendar, calendar, missing_issues
from pipeline.trends.diffusion import answers, policy_diffusion
from pipeline.trends.figures import contradictions, figure_series, read_figures
from pipeline.trends.movement import movements
from pipeline.trends.networks import Networks, networks
from pipeline.trends.terms import read_terms
from pipeline.trends.themes import choose_themes, term_years, theme_items, words


@dataclass(frozen=True, slots=True)
class Results:
    """What the report and the tables are made of; `items` are all that series follow, themes included."""

    archive: Archive
    missing: pd.DataFrame
    years: Calendar
    items: Incidence
    terms: Incidence
    themes: Incidence
    term_years: pd.DataFrame
    bursts: pd.DataFrame
    movements: pd.DataFrame
    figure_series: pd.DataFrame
    contradictions: pd.DataFrame
    diffusion: pd.DataFrame
    answers: pd.DataFrame
    careers: pd.DataFrame
    networks: Networks
    short_names: dict[str, str]


def find_trends(tables: Path, figures: pd.DataFrame | None = None) -> Results:
    """Work out everything from the tables; `figures` is what read_figures gave for them, if that is known already."""
    figures = read_figures(tables) if figures is None else figures
    series, disputed = figure_series(figures), contradictions(figures)
    del figures
    archive = read_archive(tables)
    missing = missing_issues(archive.bulletins)
    years, months = (calendar(archive, grain, missing) for grain in ("year", "month"))
    terms = read_terms(tables, archive)
    ranked = term_years(terms, years)
    themes = theme_items(terms, choose_themes(ranked))
    named = archive.mentions.restricted(archive.mentions.articles() > 0)
    items = joined(named, themes.restricted(themes.items["name"].isin(words(terms)).to_numpy()))
    answered = answers(archive)
    return Results(
        archive, missing, years, items, terms, themes, ranked,
        bursts(items, months), movements(items, years),
        series, disputed,
        policy_diffusion(tables, archive, answered), answered, careers(tables), networks(archive, years),
        _short_names(tables),
    )  # fmt: skip


def _short_names(tables: Path) -> dict[str, str]:
    alliances = read_frame(tables, "alliances", ["alliance_id", "name", "short_name"])
    return dict(zip(alliances["alliance_id"], alliances["short_name"].fillna(alliances["name"]), strict=True))
