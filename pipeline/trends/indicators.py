"""Which figures measure the same thing: the indicator without what only says when or how much, the subject by name.

The subject is 全国 where the indicator begins with a scope of lexicon/measure_words.csv; else it is the record's own;
else the first cell of the table row if that is an alliance's name; else, for an indicator that begins with 联盟, the
article's alliance if it names one only. Anything else has no subject and is joined with nothing.
"""

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import pandas as pd

from pipeline.trends.archive import read_frame
from pipeline.trends.measures import YEAR, extracted, for_each_different, one_of, values, words

GENERIC = "联盟"
# Time words, whether or not a digit belongs to them: `2017年`, `全年`, `9月底`.
TIME = re.compile(rf"{YEAR}年度?|{one_of('relative year')}|\d{1, 2}月[底末]?|年[底末初]")
# Words in front that count without saying what: `累计`, `共有`.
FILLERS = re.compile(rf"^(?:{one_of('filler')})+")
# Words at the end for the number itself: `总数`.
TAILS = re.compile(rf"{one_of('tail')}$")
# A general noun at the end of a clause and the two characters before it: `累计服务企业`, `服务企业已由2017年的`.
SPECIFIC = (
    rf"(?P<word>[一-鿿]{{2}})(?P<noun>{one_of('generic')})"
    rf"(?:$|[^一-鿿]|{one_of('filler')}|{one_of('departure')}|{one_of('arrival')}|{one_of('measure')})"
)
TAIL = 24
# An indicator of fewer characters says nothing.
SHORTEST = 2
# Indicators repeat from issue to issue.
CACHED = 100_000
# The column at the end of a cell's address: `:3` of `b-2018-02.a06.t1:7:3`.
COLUMN = r":\d+$"
# Words before the number that the indicator kept: `累计`, `达到`.
FILLERS_END = re.compile(rf"(?:{one_of('filler')}|为)$")


def with_subjects(figures: pd.DataFrame, tables: Path) -> pd.DataFrame:
    """Fill subject_id and say in subject_from where it comes from: stated, table, article or scope; null for none."""
    sources = (
        ("scope", _scopes(figures)),
        ("stated", figures["subject_id"]),
        ("table", _row_subjects(figures, tables)),
        ("article", _only_alliances(figures, tables)),
    )
    subject = pd.Series(None, index=figures.index, dtype="str")
    origin = pd.Series(None, index=figures.index, dtype="str")
    for name, found in sources:
        new = subject.isna() & found.notna()
        subject, origin = subject.where(~new, found), origin.where(~new, name)
    return figures.assign(subject_id=subject, subject_from=origin)


def _row_subjects(figures: pd.DataFrame, tables: Path) -> pd.Series:
    """The alliance that the first cell of the figure's row names."""
    names = alliance_names(tables)
    owner = names[~names["name"].duplicated(keep=False)].set_index("name")["alliance_id"]
    cells = read_frame(tables, "table_cells", ["table_id", "row", "text"], filters=[("column", "=", 0)])
    key = cells["table_id"] + ":" + cells["row"].astype("string")
    heads = cells["text"].str.strip().map(owner).set_axis(key)
    heads = heads[~heads.index.duplicated()]
    return figures["cell"].str.replace(COLUMN, "", regex=True).map(heads)


def alliance_names(tables: Path) -> pd.DataFrame:
    """Every known form of every alliance's name."""
    forms = read_frame(tables, "alliance_names", ["alliance_id", "name"])
    alliances = read_frame(tables, "alliances", ["alliance_id", "name", "short_name"])
    own = [alliances[["alliance_id", "name"]], alliances[["alliance_id", "short_name"]].set_axis(forms.columns, axis=1)]
    return pd.concat([forms, *own]).dropna().drop_duplicates().sort_values(["alliance_id", "name"], ignore_index=True)


def _only_alliances(figures: pd.DataFrame, tables: Path) -> pd.Series:
    columns, wanted = ["article_id", "record_id"], [("kind", "=", "alliance")]
    named = read_frame(tables, "mentions", columns, filters=wanted).dropna().drop_duplicates()
    alone = named[~named["article_id"].duplicated(keep=False)].set_index("article_id")["record_id"]
    return figures["article_id"].map(alone).where(figures["indicator"].str.startswith(GENERIC).fillna(False))


def _scopes(figures: pd.DataFrame) -> pd.Series:
    scopes = values("scope")
    return for_each_different(
        figures["indicator"], lambda text: next((scopes[s] for s in scopes if text.startswith(s)), None)
    )


def normal_indicators(figures: pd.DataFrame, tables: Path) -> pd.Series:
    """The indicator without the subject's own name, time words and filler: 封测联盟成员单位总数 is 成员单位."""
    keys = ["indicator", "subject_id"]
    pairs = figures[keys].drop_duplicates()
    names = alliance_names(tables).groupby("alliance_id")["name"].agg(list).to_dict()
    rows = zip(pairs["indicator"], pairs["subject_id"], strict=True)
    normal = [
        normal_indicator(indicator, names.get(subject, []), isinstance(subject, str)) for indicator, subject in rows
    ]
    return figures[keys].merge(pairs.assign(normal=normal), on=keys, how="left")["normal"].set_axis(figures.index)


def normal_indicator(indicator: str, names: list[str], has_subject: bool = True) -> str:
    """One indicator in its normal form; `names` are the subject's, if it is an alliance.

    >>> normal_indicator("2017年封测联盟成员单位总数", ["封测联盟"])
    '成员单位'
    """
    text = _timeless(indicator)
    return _bare(_without_subject(text, names) if has_subject else text)


@lru_cache(maxsize=CACHED)
def _timeless(indicator: str) -> str:
    return TIME.sub("", "".join(unicodedata.normalize("NFKC", indicator).split()))


@lru_cache(maxsize=CACHED)
def _bare(indicator: str) -> str:
    """The indicator without words around it that only count."""
    for words_around in (FILLERS, FILLERS_END, TAILS):
        shorter = words_around.sub("", indicator)
        indicator = shorter if len(shorter) >= SHORTEST else indicator
    return indicator


def _without_subject(indicator: str, names: list[str]) -> str:
    """Take the subject's name, its end (创新联盟), a scope or 本联盟 off the front."""
    front = indicator[: indicator.rfind(GENERIC) + len(GENERIC)] if GENERIC in indicator else ""
    if front and front != indicator and any(name.endswith(front) for name in names):
        return indicator[len(front) :]
    fronts = (*names, *_scopes_in_front())
    if not indicator.startswith(fronts):
        return indicator
    found = [front for front in fronts if indicator.startswith(front) and indicator != front]
    return indicator[len(max(found, key=len, default="")) :]


@cache
def _scopes_in_front() -> tuple[str, ...]:
    return (*words("scope"), "本" + GENERIC, "该" + GENERIC)


def specified(indicator: pd.Series, clause: pd.Series) -> pd.Series:
    """A noun too general to stand alone takes the word before it (累计服务企业 → 服务企业) or is nothing."""
    general = indicator.isin(words("generic"))
    found = extracted(clause[general].str[-TAIL:], SPECIFIC)
    specific = (found["word"] + found["noun"]).where(found["noun"].eq(indicator[general]), "")
    return indicator.where(~general, specific.reindex(indicator.index)).fillna("")
