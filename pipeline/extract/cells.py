"""Figures in table cells: the unit comes from the cell, its column's head or the table's unit line."""

import re
from decimal import Decimal
from functools import cache

from pipeline.extract.numeral_parts import normalise
from pipeline.extract.numerals import find_numerals
from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.extract.units import match_unit
from pipeline.extract.view import ArticleView, ViewCell
from pipeline.lexicon import alternation, rows
from pipeline.model.mention import FigureMention

# The unit in a column's head: `产值（亿元）`, `数量(家)`, `增速/%`, `金额：万元`.
UNIT_WORDS = r"(?P<unit>[^（()）\[\]/／：:]{1,8}(?:/[^（()）]{1,4})?)"
HEAD_UNIT = re.compile(rf"[（(\[/／：:]\s?(?:单位[：:]?)?{UNIT_WORDS}[）)\]]?\s*$")
# A column's head that is only a period: `2021年`, `2022年上半年`, `一季度`, `本期`.
PERIOD = re.compile(
    r"(?:(?:19|20)\d{2}(?:年度?)?)?(?:[上下]半年|第?[一二三四1-4]季度|\d{1,2}(?:[-—－]\d{1,2})?月|合计|累计|本[期年月]|上[期年月])?"
)
# Between the units of a unit line that names several: `项、亿元`, `件，%`.
UNITS_APART = re.compile(r"[、，,；;]")
# The scale before a unit: `亿` of 亿元, `万` of 万吨.
SCALE = re.compile(r"[十百千万亿]{1,2}")


def cell_figures(view: ArticleView) -> list[FigureMention]:
    """The figures of an article's tables; columns of serial numbers, codes, years and telephones hold none."""
    return [figure for cell in view.cells if cell.row > 0 for figure in [_figure(view, cell)] if figure is not None]


@cache
def _no_figures() -> re.Pattern[str]:
    words = [row["word"] for row in rows("indicator_words") if row["role"] == "column"]
    return re.compile(alternation(words))


def _figure(view: ArticleView, cell: ViewCell) -> FigureMention | None:
    text = view.text[cell.start : cell.end]
    if not _holds_figures(cell):
        return None
    quantity = _only(text)
    if quantity is None:
        return None
    unit, times = _unit(view, cell)
    value, value_max = quantity.value * times, quantity.value_max
    if quantity.unit is not None:
        unit, value = quantity.printed_unit, quantity.value
    elif value_max is not None:
        value_max *= times
    if unit is None:
        return None
    head = _name(cell.column_name)
    dated = PERIOD.fullmatch(head) is not None
    return FigureMention(
        cell.start + quantity.start, cell.start + quantity.end, text[quantity.start : quantity.end], "cell", value,
        value_max, unit, quantity.qualifier, _row_label(view, cell) if dated else head,
        head if dated else None, cell=(cell.table, cell.row, cell.column),
    )  # fmt: skip


def _row_label(view: ArticleView, cell: ViewCell) -> str | None:
    """The first cell of a cell's row, which names what is measured where the columns are years."""
    labels = (c for c in view.cells if (c.table, c.row, c.column) == (cell.table, cell.row, 0))
    first = next(labels, None)
    return _name(view.text[first.start : first.end]) if first and first.column != cell.column else None


def _only(text: str) -> Quantity | None:
    """The quantity that fills the cell, blanks aside."""
    found = find_quantities(text)
    if len(found) != 1 or not find_numerals(text):
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    return found[0] if not rest.strip() else None


def _unit(view: ArticleView, cell: ViewCell) -> tuple[str | None, Decimal]:
    """The unit that head or unit line gives a cell, and the scale that goes with it (亿元: 元 and 100000000)."""
    head = HEAD_UNIT.search(cell.column_name)
    for printed in (head["unit"] if head else None, _of_unit_line(view, cell)):
        if printed and (found := _scaled_unit(printed.strip())) is not None:
            return found
    return None, Decimal(1)


def _of_unit_line(view: ArticleView, cell: ViewCell) -> str | None:
    """The unit line's unit; of several, the one in the place of the cell's column among those that hold numbers."""
    units = UNITS_APART.split(cell.unit) if cell.unit else []
    if len(units) < 2:
        return cell.unit
    columns = _unmarked_columns(view, cell.table)
    return units[columns.index(cell.column)] if len(columns) == len(units) and cell.column in columns else None


def _unmarked_columns(view: ArticleView, table: int) -> list[int]:
    """A table's columns of numbers whose heads name no unit of their own."""
    cells = (c for c in view.cells if c.table == table and c.row > 0 and not HEAD_UNIT.search(c.column_name))
    return sorted({c.column for c in cells if _only(view.text[c.start : c.end]) is not None and _holds_figures(c)})


def _holds_figures(cell: ViewCell) -> bool:
    return _no_figures().search(cell.column_name) is None


def _scaled_unit(printed: str) -> tuple[str, Decimal] | None:
    plain = normalise(printed)
    whole = match_unit(plain, 0)
    if whole is not None and whole.end == len(plain):
        return whole.printed, whole.factor
    scale = SCALE.match(plain)
    unit = match_unit(plain, scale.end()) if scale else None
    if scale is None or unit is None or unit.end != len(plain):
        return None
    times = find_numerals("一" + scale.group())
    return (unit.printed, times[0].value * unit.factor) if times else None


def _name(head: str) -> str:
    return HEAD_UNIT.sub("", head).strip() or head.strip()
