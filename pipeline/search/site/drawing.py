"""Pages → HTML, CSV and JSON. Everything that comes from bulletins is escaped by the templates."""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader

from pipeline.search.fields import number_token
from pipeline.search.site.page import Page
from pipeline.search.site.pages import issue_title
from pipeline.search.site.records import Row
from pipeline.search.site.wording import Language, word

HERE = Path(__file__).parent
NAVIGATION = (
    ("search", ""), ("list", "bulletin"), ("list", "alliance"), ("list", "policy"), ("list", "official"),
    ("list", "org"), ("figures", ""),
)  # fmt: skip

# (kind of page, id, format, parameters) → address.
Link = Callable[..., str]


def link(kind: str, identifier: str = "", form: str = "", **parameters: str) -> str:
    """The address of a page on the running site: `/article/b-1.a01.csv?…`."""
    path = "/" if kind == "front" and not form else f"/{kind}" + (f"/{quote(identifier)}" if identifier else "")
    query = urlencode({key: value for key, value in parameters.items() if value})
    return path + (f".{form}" if form else "") + (f"?{query}" if query else "")


def environment() -> Environment:
    """The templates, with escaping always on."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    found.filters["number"] = number
    found.globals["issue_title"] = issue_title
    found.globals["navigation"] = NAVIGATION
    return found


def number(value: float | None) -> str:
    """A number with its thousands set apart, rounded to a millionth: 142000000000 → 142,000,000,000."""
    return "" if value is None else f"{Decimal(number_token(round(float(value), 6))):,f}"


def html(
    templates: Environment, page: Page, language: Language, links: Link, static: bool = False, other: str = ""
) -> str:
    """The page as HTML. `links` gives addresses, `other` the address of the page in the other language."""
    return templates.get_template(page.template).render(
        **page.context,
        page=page,
        rows=page.rows,
        t=partial(_word, language),
        language=language,
        link=links,
        static=static,
        other=other,
    )


def _word(language: Language, key: str, **values: Any) -> str:
    return word(key, language, **values)


def rows_as_csv(rows: list[Row]) -> bytes:
    """Rows as CSV with a head row, UTF-8 with a byte order mark so that spreadsheets read Chinese."""
    buffer = io.StringIO(newline="")
    if rows:
        writer = csv.DictWriter(buffer, fieldnames=list(rows[0]), extrasaction="ignore")
        writer.writeheader()
        writer.writerows({key: _harmless(value) for key, value in row.items()} for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made plain by an apostrophe."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def rows_as_json(rows: list[Row]) -> bytes:
    """Rows as a JSON list of objects."""
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
