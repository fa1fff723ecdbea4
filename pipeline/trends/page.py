"""The pages: index.html with all charts and Vega inside, and one page a year with its picture inside."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from pipeline.trends.charts import Chart
from pipeline.trends.pictures import NO_FONT, script
from pipeline.trends.year import YearReview

TEMPLATES = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def inline_json(value: Any) -> str:
    """A value as JSON that can stand inside a script element: no `<` that could end it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def index_page(
    summary: dict[str, str], charts: tuple[Chart, ...], specifications: dict[str, dict[str, Any]],
    years: list[str], tables: list[tuple[str, str]], pictures: bool,
) -> bytes:  # fmt: skip
    """The report: one file that needs nothing else to be read."""
    return _render(
        "index.html", summary=summary, charts=charts, specifications=inline_json(specifications), years=years,
        tables=tables, pictures=pictures, no_font=NO_FONT, vega=script().replace("</script", "<\\/script"),
    )  # fmt: skip


def year_page(review: YearReview, svg: str, pictures: bool, before: str | None, after: str | None) -> bytes:
    """A year in review; the chart is drawn into the page."""
    return _render("year.html", review=review, svg=svg, pictures=pictures, no_font=NO_FONT, before=before, after=after)


def _render(name: str, **values: Any) -> bytes:
    return _environment().get_template(name).render(**values).encode("utf-8")
