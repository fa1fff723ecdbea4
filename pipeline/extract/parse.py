"""Numbers, figures and dates of one text as plain dictionaries: what `python -m pipeline parse` prints.

`parse_numbers` reads more than the figures stage does: every number, with or without a unit, and the comparisons in
which a range may be put (`大于50并小于120`, `比170低`, `在10和15之间`).
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from pipeline.extract.dates import find_dates
from pipeline.extract.figure_masks import Masks
from pipeline.extract.figures import find_figures
from pipeline.extract.numeral_parts import normalise
from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.extract.view import view_text
from pipeline.model.mention import ArticleMentions, Qualifier

# What may join a lower and an upper bound: `大于50并小于120`, `大于12小于50`, `比四分之一大，比二分之一小`.
BOUND_JOIN = re.compile(r"[ \t]*(?:并且?|而且?|且|但|，|,|、)?[ \t]*")
# A comparison around the number: `比 170 低`, `比四分之一大`.
COMPARED = re.compile(r"比[ \t]{0,3}$")
MORE = re.compile(r"[ \t]{0,3}(?:还|要|更)?[大高多长重贵快好强]")
LESS = re.compile(r"[ \t]{0,3}(?:还|要|更)?[小低少短轻便慢差弱]")
# A URL holds no numbers to read: `http://example.org/?a=%20`.
WEB = re.compile(r"(?:https?://|www\.)[^\s，。；、（）《》“”]{1,2000}")
# A clock time is no number to measure with: `2:00 pm`.
CLOCK = re.compile(r"(?<!\d)[0-2]?\d:[0-5]\d(?::[0-5]\d)?(?!\d)")


def parse_numbers(text: str) -> list[dict[str, Any]]:
    """Every number: text, start, end, kind `number`, value, value_max (null but for ranges), unit, qualifier."""
    plain = normalise(text)
    foreign = Masks(m.span() for pattern in (WEB, CLOCK) for m in pattern.finditer(text))
    own = [q for q in find_quantities(text) if not foreign.touch(q.core_start, q.core_end)]
    quantities = [_compared(plain, q) for q in own]
    return [_number(text, q) for q in _bounded(plain, quantities)]


def parse_figures(text: str) -> list[dict[str, Any]]:
    """The figures of the text, with indicator, period, change_type and subject (each may be null)."""
    view = view_text(text)
    found = ArticleMentions("text", dates=find_dates(view, ArticleMentions("text")))
    return [
        {
            "text": f.text, "start": f.start, "end": f.end, "kind": "figure", "value": _plain(f.value),
            "value_max": _plain(f.value_max), "unit": f.unit, "qualifier": f.qualifier, "indicator": f.indicator,
            "period": f.period, "change_type": f.change_type, "subject": f.subject,
        }
        for f in find_figures(view, found)
    ]  # fmt: skip


def parse_dates(text: str) -> list[dict[str, Any]]:
    """The dates and periods of the text, each with its ISO 8601 value."""
    mentions = find_dates(view_text(text), ArticleMentions("text"))
    return [{"text": m.text, "start": m.start, "end": m.end, "kind": "date", "value": m.value} for m in mentions]


def _plain(value: Decimal | None) -> int | float | None:
    """A JSON number: an integer where the value is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _number(text: str, quantity: Quantity) -> dict[str, Any]:
    return {
        "text": text[quantity.start : quantity.end], "start": quantity.start, "end": quantity.end, "kind": "number",
        "value": _plain(quantity.value), "value_max": _plain(quantity.value_max), "unit": quantity.unit,
        "qualifier": quantity.qualifier,
    }  # fmt: skip


def _compared(plain: str, quantity: Quantity) -> Quantity:
    """比170低 is under, 比四分之一大 is over."""
    before = COMPARED.search(plain[max(0, quantity.start - 5) : quantity.start])
    if before is None or quantity.qualifier != "exact":
        return quantity
    start = quantity.start - (before.end() - before.start())
    sides: tuple[tuple[re.Pattern[str], Qualifier], ...] = ((MORE, "over"), (LESS, "under"))
    for pattern, qualifier in sides:
        if (match := pattern.match(plain, quantity.end)) is not None:
            return quantity._replace(start=start, end=match.end(), qualifier=qualifier)
    return quantity


def _bounded(plain: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """A lower bound and the upper bound right behind it, or the reverse, become one range."""
    found: list[Quantity] = []
    for quantity in quantities:
        joined = _bounds(plain, found[-1], quantity) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(quantity)
    return found


def _bounds(plain: str, first: Quantity, second: Quantity) -> Quantity | None:
    kinds = ("over", "at_least"), ("under", "at_most")
    if not BOUND_JOIN.fullmatch(plain[first.end : second.start]) or first.numeral.over or second.numeral.over:
        return None
    low, high = (first, second) if first.qualifier in kinds[0] else (second, first)
    if low.qualifier not in kinds[0] or high.qualifier not in kinds[1] or low.value >= high.value:
        return None
    return first._replace(
        end=second.end, core_end=second.core_end, value=low.value, value_max=high.value, qualifier="range",
        unit=first.unit or second.unit,
    )  # fmt: skip
