"""The figures browser: figures by indicator, unit and year, with what they are about and where they stand."""

from collections.abc import Mapping

from pipeline.search.site.page import Page
from pipeline.search.site.records import Records, Row

FIGURES_A_PAGE, MOST_FIGURES, INDICATORS = 50, 5_000, 300

_FIGURES = (
    "SELECT f.figure_id, f.mention_id, f.article_id, f.indicator, f.text, f.value, f.value_max, f.unit, f.qualifier, "
    "f.period, f.change_type, f.subject_id, b.date, a.title FROM figures f JOIN articles a USING (article_id) "
    "JOIN bulletins b ON b.bulletin_id = a.bulletin_id"
)
_CONDITIONS = {
    "indicator": "f.indicator LIKE '%' || ? || '%'",
    "unit": "f.unit = ?",
    "year": "substr(b.date, 1, 4) = ?",
}
_ORDERS = {
    "by_indicator": "f.indicator IS NULL, f.indicator, b.date, f.figure_id",
    "newest": "b.date DESC, f.indicator IS NULL, f.indicator, f.figure_id",
    "largest": "f.value DESC, b.date DESC, f.figure_id",
}
_INDICATORS = (
    "SELECT indicator, count(*) AS n FROM figures WHERE indicator IS NOT NULL GROUP BY indicator "
    "ORDER BY n DESC, indicator LIMIT ?"
)
_UNITS = "SELECT unit, count(*) AS n FROM figures WHERE unit IS NOT NULL GROUP BY unit ORDER BY n DESC, unit LIMIT 40"
_YEARS = "SELECT DISTINCT substr(date, 1, 4) AS year FROM bulletins WHERE date IS NOT NULL ORDER BY 1 DESC"


def figures(records: Records, chosen: Mapping[str, str]) -> Page:
    """Figures that meet all conditions, a page at a time; with `all` up to MOST_FIGURES at once."""
    size = MOST_FIGURES if chosen.get("all") else FIGURES_A_PAGE
    number = max(int(chosen["page"]), 1) if chosen.get("page", "").isdecimal() else 1
    rows = _rows(records, chosen, size, number)
    context = {
        "chosen": chosen,
        "number": number,
        "more": len(rows) > size,
        "indicators": records.rows(_INDICATORS, INDICATORS),
        "units": records.rows(_UNITS),
        "years": records.rows(_YEARS),
        "orders": tuple(_ORDERS),
    }
    kept = {key: value for key, value in chosen.items() if value and key != "all"}
    return Page("figures.html", "figures", ("figures", ""), context, rows[:size], kept)


def _rows(records: Records, chosen: Mapping[str, str], size: int, number: int) -> list[Row]:
    """The figures of a page and one more, each with the kind and name of its subject."""
    asked = [key for key in _CONDITIONS if chosen.get(key)]
    where = " AND ".join(["1", *(_CONDITIONS[key] for key in asked)])
    order = _ORDERS.get(chosen.get("order", ""), _ORDERS["by_indicator"])
    found = records.rows(
        f"{_FIGURES} WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
        *(chosen[key] for key in asked), size + 1, (number - 1) * size,
    )  # fmt: skip
    names = records.names({row["subject_id"] for row in found if row["subject_id"]})
    return [row | _subject(names.get(row["subject_id"] or "")) for row in found]


def _subject(named: Row | None) -> Row:
    kind, name = (named["kind"], named["name"]) if named else (None, None)
    return {"subject_kind": kind, "subject": name}
