"""Figures over time: the same indicator of the same subject joined across issues, its changes and contradictions.

Two figures belong to one series when subject, normalised indicator, base unit, kind of measure and stretch of time
are equal. A figure that lacks a subject or an indicator stays single, and `why_single` says so.
"""

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.trends.archive import numbered, read, read_frame, read_records
from pipeline.trends.indicators import normal_indicators, specified, with_subjects
from pipeline.trends.measures import before_figures, last_clauses, last_places, measures, years
from pipeline.trends.units import base_units

KEY = ["subject_id", "indicator_normal", "base_unit", "measure", "span"]
# Measures that mean nothing without the year that they are for.
PERIODIC = ("flow", "delta", "growth", "share")
PART = "其中"
READ_FROM = [
    "mention_id", "article_id", "cell", "indicator", "indicator_normal", "unit", "period", "change_type", "issue_year"
]  # fmt: skip
READ = {
    "year": "Int64",
    "year_stated": "bool",
    "span": "str",
    "measure": "str",
    "specific": "str",
    "of_another": "bool",
}
AT_ONCE = 100_000
INEXACT = ("about", "nearly", "over", "under", "at_least", "at_most", "range")
OBSERVED = ["figure_id", "bulletin_id", "date", "period", "text", "base_value", "last_place"]
OUTPUT = [
    "figure_id", "bulletin_id", "article_id", "date", "subject_id", "subject", "subject_from", "indicator",
    "indicator_normal", "unit", "text", "value", "value_max", "qualifier", "period", "change_type",
    "base_unit", "base_value", "measure", "year", "year_stated", "span", "series_id", "why_single",
]  # fmt: skip
COLUMNS = [
    "figure_id", "mention_id", "article_id", "bulletin_id", "text", "value", "value_max", "unit", "qualifier",
    "indicator", "subject_id", "period", "change_type", "cell",
]  # fmt: skip


def read_figures(tables: Path) -> pd.DataFrame:
    """Every figure that has an indicator, with its subject, base value, kind of measure, year and series."""
    figures = read_frame(tables, "figures", COLUMNS).dropna(subset=["indicator", "value"])
    figures = with_subjects(_dated(figures, tables).reset_index(drop=True), tables)
    figures["indicator_normal"] = normal_indicators(figures, tables)
    figures = figures.join(_read_clauses(figures, tables))
    figures["base_unit"], factor = base_units(figures["unit"])
    figures["base_value"] = _tidy(figures["value"] * factor)
    figures["last_place"] = last_places(figures[figures["subject_id"].notna()]) * factor
    figures["span"] = figures["span"].where(figures["measure"].isin(["flow", "delta"]) | figures["measure"].isna(), "")
    return _joined(figures, tables)


def _read_clauses(figures: pd.DataFrame, tables: Path) -> pd.DataFrame:
    """What the words before each figure say: its year, kind of measure, specific indicator, whether it is a part.

    Figures without a subject join nothing and are not read. The words are long beside what they say: they are read
    and dropped a part of the figures at a time.
    """
    able = figures.loc[figures["subject_id"].notna(), READ_FROM]
    texts = _texts(tables)
    places = _places(able, texts, tables)
    texts = texts["text"].combine_chunks()
    parts = [
        _read_part(able[at : at + AT_ONCE], places[at : at + AT_ONCE], texts) for at in range(0, len(able), AT_ONCE)
    ]
    found = pd.concat([_nothing_read(), *parts]).reindex(figures.index)
    for column in ("year_stated", "of_another"):
        found[column] = found[column].eq(True)
    return found


def _read_part(figures: pd.DataFrame, places: pd.DataFrame, texts: pa.Array) -> pd.DataFrame:
    part = figures.assign(before=before_figures(texts, places))
    part["clause"] = last_clauses(part["before"])
    part = part.join(years(part))
    part["measure"] = measures(part)
    part["specific"] = specified(part["indicator_normal"], part["clause"])
    part["of_another"] = part["clause"].str.contains(PART)
    return part[list(READ)]


def _nothing_read() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in READ.items()})


def _tidy(values: pd.Series) -> pd.Series:
    """The values to 12 significant digits: a factor such as 10000/15 leaves none of its own."""
    with np.errstate(divide="ignore"):
        place = 11 - np.floor(np.log10(values.abs().where(values != 0, 1)))
    scale = 10.0 ** place.clip(-250, 250)
    tidy: pd.Series = ((values * scale).round() / scale).where(values.abs() < 10.0**250, values)
    return tidy


def _dated(figures: pd.DataFrame, tables: Path) -> pd.DataFrame:
    bulletins = read_frame(tables, "bulletins", ["bulletin_id", "date", "year"])
    bulletins["issue_year"] = pd.to_numeric(bulletins["date"].str[:4]).fillna(bulletins["year"])
    return figures.merge(bulletins.drop(columns="year"), on="bulletin_id", how="inner")


def _places(figures: pd.DataFrame, texts: pa.Table, tables: Path) -> pd.DataFrame:
    """The sentence, or title, that each figure stands in, as the row number of `texts`, and where in it."""
    columns, wanted = ["mention_id", "sentence_id", "char_start"], [("kind", "=", "figure")]
    mentions = read(tables, "mentions", columns, filters=wanted)
    row = numbered(pa.chunked_array([pa.array(figures["mention_id"], pa.string())]), mentions["mention_id"])
    known = mentions.take(pa.array(np.maximum(row, 0)))
    titled = (known["sentence_id"].is_null().to_numpy()) & figures["cell"].isna().to_numpy() & (row >= 0)
    identity = pc.if_else(pa.array(titled), pa.array(figures["article_id"], pa.string()), known["sentence_id"])
    text = np.where(row >= 0, numbered(identity, texts["id"]), -1)
    start = texts["char_start"].to_numpy()[text]
    return pd.DataFrame({"text": text, "end": known["char_start"].to_numpy() - start}, index=figures.index)


def _texts(tables: Path) -> pa.Table:
    """All sentences, then all titles: id, text and offset in the issue; a title begins where its article does."""
    sentences = read(tables, "sentences", ["sentence_id", "text", "char_start"])
    titles = read(tables, "articles", ["article_id", "title", "char_start"])
    names = ["id", "text", "char_start"]
    return pa.concat_tables([sentences.rename_columns(names), titles.rename_columns(names)]).combine_chunks()


def _joined(figures: pd.DataFrame, tables: Path) -> pd.DataFrame:
    figures["indicator_normal"] = figures.pop("specific").fillna(figures["indicator_normal"])
    names = read_records(tables).set_index("record_id")["name"]
    figures["subject"] = figures["subject_id"].map(names).fillna(figures["subject_id"])
    single = _reasons(figures)
    issues = figures[single.isna()].groupby(KEY)["bulletin_id"].transform("nunique").reindex(figures.index)
    figures["why_single"] = single.where(single.notna() | (issues > 1), "reported once only")
    groups = figures[figures["why_single"].isna()].groupby(KEY, sort=True).ngroup().reindex(figures.index)
    figures["series_id"] = groups.map(lambda number: f"fs-{int(number) + 1:06}", na_action="ignore")
    return figures.sort_values(["indicator", "unit", "date", "figure_id"], ignore_index=True)


def _reasons(figures: pd.DataFrame) -> pd.Series:
    reasons = pd.Series(None, index=figures.index, dtype="str")
    reasons[figures["measure"].isin(PERIODIC) & ~figures["year_stated"]] = "no year stated"
    reasons[figures["of_another"]] = "a part of another figure"
    reasons[figures["qualifier"].eq("ordinal")] = "an ordinal"
    reasons[figures["indicator_normal"].eq("")] = "no indicator of its own"
    reasons[figures["subject_id"].isna()] = "no subject"
    return reasons


def figure_rows(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures as a table for readers."""
    return figures[OUTPUT]


def figure_series(figures: pd.DataFrame) -> pd.DataFrame:
    """One row a series and year: the value last published for it, and its change since the year before it."""
    joined = figures.dropna(subset=["series_id"]).sort_values(["series_id", "year", "date", "base_value", "figure_id"])
    last = joined.groupby(["series_id", "year"], sort=True).tail(1)
    counts = joined.groupby(["series_id", "year"]).size()
    columns = [
        "series_id",
        *KEY,
        "subject",
        "year",
        "base_value",
        "value_max",
        "qualifier",
        "text",
        "date",
        "figure_id",
    ]
    series = last[columns].reset_index(drop=True)
    series["observations"] = counts.to_numpy()
    before = series.groupby("series_id")
    series["years_since"] = before["year"].diff()
    previous = before["base_value"].shift()
    ratio = (series["base_value"] / previous.where(previous != 0) - 1).round(6)
    comparable = ~series["measure"].isin(["growth", "share"])
    series["change"] = ratio.where(comparable)
    series["year_on_year"] = ratio.where(comparable & series["years_since"].eq(1))
    rough = series["qualifier"].isin(INEXACT)
    series["approximate"] = rough | rough.groupby(series["series_id"]).shift(fill_value=False)
    return series


def contradictions(figures: pd.DataFrame) -> pd.DataFrame:
    """Exact figures for one stated year that differ from the one published before by more than their rounding."""
    comparable = ["stock", "flow", "growth", "share"]
    stated = figures["year_stated"] & figures["qualifier"].eq("exact") & figures["measure"].isin(comparable)
    exact = figures[stated & figures["subject_id"].notna() & figures["indicator_normal"].ne("")]
    exact = exact[[*KEY, "year", "subject", *OBSERVED]].sort_values([*KEY, "year", "date", "figure_id"])
    exact = exact.drop_duplicates([*KEY, "year", "bulletin_id", "base_value"], ignore_index=True)
    before = exact[OBSERVED].shift().add_suffix("_before")
    same = exact.groupby([*KEY, "year"]).cumcount() > 0
    pairs = exact.join(before)[same.to_numpy()]
    allowed = np.maximum(pairs["last_place"], pairs["last_place_before"]) / 2
    apart = (pairs["base_value"] - pairs["base_value_before"]).abs() > allowed * (1 + 1e-9)
    return pairs[apart].drop(columns=["last_place", "last_place_before"]).reset_index(drop=True)
