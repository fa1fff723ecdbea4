"""What kind of number a figure is and for which year it stands, read off its indicator, period and clause.

stock    counted up to a point in time: 累计服务企业1024家, 现有成员单位131家
flow     counted over a stretch of time: 全年实现产值640亿元, 2019年服务企业301家
delta    what came in addition: 新增17项
growth   a rate of change: 同比增长13.7%
share    a part of a whole: 占76.6%
target   what is planned: 到2025年达到65%
"""

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline import lexicon

# Patterns say [0-9] and not \d, blanks and not \s: Arrow leaves those two to Python's slow matching.
CLAUSE_END = "，。；：、！？,;:\n"
RATIO_UNITS = ("%", "‰", "百分点", "倍")
# A year of four digits: `2016`年10月, `2017`年度.
YEAR = "(?:19|20)[0-9]{2}"
# The printed numeral and its decimals: `11407`, `1.35`, `12,480`.
NUMERAL = r"(?P<number>\d[\d,，]*(?:\.(?P<decimals>\d+))?)"
# A stretch within a year: `前三季度`, `上半年`, `10月至12月`, `1—6月`.
SPAN = "季度|半年|月[ \u3000]*[至到—–~～-]|[至到—–~～-][ \u3000]*[0-9]{1,2}月"
# The end of a list of examples: `发布《冷链溯源数据采集规范》等`.
LISTED = r"等$"
# How near before the figure a word must stand to say how the figure was reached (`新增团体标准`).
NEAR = 8
# A clause is read from its end; what stands further back says nothing about the figure.
LONGEST_CLAUSE = 120


@cache
def words(role: str, value: str | None = None) -> tuple[str, ...]:
    """Words of lexicon/measure_words.csv in one role, longest first."""
    rows = lexicon.rows("measure_words")
    found = {row["word"] for row in rows if row["role"] == role and value in {None, row["value"]}}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def values(role: str) -> dict[str, str]:
    """The value of each word in one role, longest word first."""
    found = {row["word"]: row["value"] for row in lexicon.rows("measure_words") if row["role"] == role}
    return {word: found[word] for word in words(role)}


def one_of(role: str, value: str | None = None) -> str:
    """The same words as a regular expression."""
    return lexicon.alternation(words(role, value))


def before_figures(texts: pa.Array, places: pd.DataFrame) -> pd.Series:
    """What stands before each figure in its text, empty where it stands in none.

    `places` has the row number of the text (-1 for none) and the figure's offset in it.
    """
    known = ((places["text"] >= 0) & (places["end"] > 0)).to_numpy()
    whole = texts.take(pa.array(np.where(known, places["text"], 0))).to_pylist() if known.any() else [""] * len(places)
    ends = np.where(known, places["end"], 0).astype(np.int64).tolist()
    cut = [(text or "")[:end] if end <= len(text or "") else "" for text, end in zip(whole, ends, strict=True)]
    return pd.Series(cut, index=places.index, dtype="str")


def last_clauses(texts: pd.Series) -> pd.Series:
    """What follows the last punctuation mark of each text, at most LONGEST_CLAUSE characters."""
    return texts.str[-LONGEST_CLAUSE:].str.replace(rf"(?s)^.*[{CLAUSE_END}]", "", regex=True)


def extracted(texts: pd.Series, pattern: str) -> pd.DataFrame:
    """The named groups of the first match in each text, null without one (RE2: linear time)."""
    found = pc.extract_regex(pa.array(texts, pa.string(), from_pandas=True), pattern)
    columns = dict(zip([field.name for field in found.type], found.flatten(), strict=True))
    frame: pd.DataFrame = pa.table(columns).to_pandas()
    return frame.set_axis(texts.index)


def for_each_different(texts: pd.Series, function: Callable[[str], object]) -> pd.Series:
    """The function's answer for each text, asked once a different text."""
    return texts.map({text: function(text) for text in texts.dropna().unique()})


def measures(figures: pd.DataFrame) -> pd.Series:
    """The kind of number of each figure; the first rule that holds decides, and what no rule knows is a stock."""
    indicator, clause = figures["indicator"].fillna(""), figures["clause"]
    stated = indicator + " " + clause
    changed, ratio = figures["change_type"].notna(), figures["unit"].isin(RATIO_UNITS)
    planned = stated.str.contains(one_of("measure", "target")) | (figures["year"] > figures["issue_year"])
    added = clause.str[-NEAR:].str.contains(one_of("delta")) | indicator.str.startswith(words("delta")) | changed
    stretch = clause.str.contains(LISTED) | figures["period"].fillna("").str.contains(SPAN)
    rules = (
        ("target", planned),
        ("share", ratio & figures["change_type"].eq("占比")),
        ("growth", ratio & changed),
        ("delta", added & ~arrived(clause)),
        ("stock", stated.str.contains(one_of("measure", "stock"))),
        ("flow", indicator.str.contains(one_of("nature", "flow"))),
        ("stock", _begun(clause) | arrived(clause)),
        ("flow", stated.str.contains(one_of("measure", "flow")) | stretch),
        ("stock", indicator.str.contains(one_of("nature", "stock"))),
        ("flow", figures["year_stated"]),
    )
    conditions = [rule.fillna(False).to_numpy(dtype=bool) for _, rule in rules]
    return pd.Series(np.select(conditions, [kind for kind, _ in rules], "stock"), index=figures.index, dtype="str")


def arrived(clause: pd.Series) -> pd.Series:
    """Whether the clause says just before the figure that a level was reached: 增至, 达到, 增加到目前的."""
    return clause.str.contains(rf"{one_of('arrival')}了?(?:{one_of('filler')})?$")


def _begun(clause: pd.Series) -> pd.Series:
    """Whether the figure is where a change began: 由2012年的34家."""
    return clause.str.contains(rf"{one_of('departure')}$|{YEAR}年[底末初]?的$")


def years(figures: pd.DataFrame) -> pd.DataFrame:
    """The year that each figure is for, whether the text says so, and what else the period says (`前三季度`)."""
    period, clause = figures["period"].fillna(""), figures["clause"]
    numbered = pd.to_numeric(extracted(period, f"(?P<year>{YEAR})")["year"]).fillna(_last_year(clause))
    relative = figures["issue_year"] + for_each_different(period, _relative_year).astype("float64")
    stated = numbered.fillna(relative).fillna(_last_year(figures["before"])).where(~_reached_from(clause))
    residue = for_each_different(period, _without_year)
    year = stated.fillna(figures["issue_year"]).astype("Int64")
    return pd.DataFrame({"year": year, "year_stated": stated.notna(), "span": residue})


def _without_year(period: str) -> str:
    return re.sub(f"{YEAR}年?度?|{one_of('relative year')}", "", period).strip("年度 底末初")


def _last_year(text: pd.Series) -> pd.Series:
    return pd.to_numeric(extracted(text, rf"(?s)^.*(?P<year>{YEAR})年")["year"])


def _relative_year(period: str) -> float | None:
    offsets = values("relative year")
    return next((float(offsets[word]) for word in offsets if word in period), None)


def _reached_from(clause: pd.Series) -> pd.Series:
    """由2012年的34家增至48家: the second number is of now, whatever year stands in its clause."""
    return clause.str.contains(one_of("departure") + r".*[0-9]") & arrived(clause)


def last_places(figures: pd.DataFrame) -> pd.Series:
    """What one unit in the last printed place is worth: 1亿 for 1420亿元, 1000万 for 11.4亿元, 1 for 34家."""
    printed = extracted(figures["text"], NUMERAL)
    number = pd.to_numeric(printed["number"].str.replace(r"[,，]", "", regex=True))
    scale = (figures["value"].abs() / number.abs()).where(number.abs() > 0).fillna(1.0)
    return scale / 10.0 ** printed["decimals"].str.len().fillna(0)
