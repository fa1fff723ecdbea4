"""Figures in table cells: the unit comes from the cell, its column's head, its row or the table's unit line.

What is measured is the column's head; where that is only a period or says no more than 数值, the first cell of the row,
and both where the head only says that it changed (增减).
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipeline.extract.mended_words import role
from pipeline.extract.numeral_parts import normalise
from pipeline.extract.numerals import find_numerals
from pipeline.extract.quantities import Quantity, find_quantities
from pipeline.extract.units import match_unit
from pipeline.extract.view import ArticleView, ViewCell
from pipeline.lexicon import alternation, rows
from pipeline.model.mention import FigureMention

# The unit in a column's head: `产值（亿元）`, `数量(家)`, `增速/%`, `投资额，亿元`, `增加值（亿元，当年价）`.
UNIT_WORDS = r"(?P<unit>[^（()）\[\]/／：:，,；;\s]{1,8}(?:[/／][^（()），,]{1,4})?)"
REMARK = r"(?:[，,；;][^（()）]{0,12})?"
HEAD_UNIT = re.compile(rf"[（(\[/／：:，,\s]\s?(?:单位[：:]?)?{UNIT_WORDS}(?:{REMARK}[）)\]])?\s{{0,3}}$")
# A percentage at the end of a head without brackets: `同比增长%`.
HEAD_PERCENT = re.compile(r"[±＋+]?(?P<unit>[%％‰])\s{0,3}$")
# What stands before a unit and is no part of it: `±%`, `人民币亿元`.
UNIT_LEAD = re.compile(r"[±＋+]|人民币(?=[千万亿元])")
# A column's head that is only a period: `2021年`, `2022年上半年`, `一季度`, `1—6月累计`, `4月当月`.
PERIOD = re.compile(
    r"(?:(?:19|20)\d{2}(?:年度?)?)?(?:[上下]半年|第?[一二三四1-4]季度|\d{1,2}(?:[-—－]\d{1,2})?月|全年|本[期年月]|上[期年月])?"
    r"(?:合计|累计|当月|[末底])?"
)
# Between the units of a unit line that names several: `项、亿元`, `件，%`.
UNITS_APART = re.compile(r"[、，,；;]")
# The scale before a unit: `亿` of 亿元, `万` of 万吨.
SCALE = re.compile(r"[十百千万亿]{1,3}")
# A remark behind a cell's number, and marks of notes and trends around it: `12.3（+2.1%）`, `32.5*`, `↑3.2`.
NOTE = re.compile(r"(?<=[\d%％])[ \t　]{0,3}[（(][^（）()]{0,40}[）)][ \t　]{0,3}$")
MARKS = " \t　*＊①②③④⑤⑥⑦⑧⑨⑩↑▲"
FALLS = "↓▼"


@dataclass(frozen=True, slots=True)
class _Row:
    """What a row says of all its cells: its label, the first cell but for numbers, and the unit of its column 单位."""

    label: str = ""
    label_column: int | None = None
    unit: str | None = None


def cell_figures(view: ArticleView) -> list[FigureMention]:
    """The figures of an article's tables; columns of serial numbers, codes, years and telephones hold none."""
    found = _rows(view)
    figures = (_figure(view, found[cell.table, cell.row], cell) for cell in view.cells if cell.row > 0)
    return [figure for figure in figures if figure is not None]


@cache
def _no_figures() -> re.Pattern[str]:
    words = [row["word"] for row in rows("indicator_words") if row["role"] == "column"]
    return re.compile(alternation(words))


def _rows(view: ArticleView) -> dict[tuple[int, int], _Row]:
    found: dict[tuple[int, int], _Row] = {}
    for cell in view.cells:
        row = found.get((cell.table, cell.row), _Row())
        text = view.text[cell.start : cell.end].strip()
        if cell.column_name.strip() in role("unit_column"):
            row = replace(row, unit=text)
        elif row.label_column is None and not _no_figures().search(cell.column_name):
            row = replace(row, label=text, label_column=cell.column)
        found[cell.table, cell.row] = row
    return found


def _figure(view: ArticleView, row: _Row, cell: ViewCell) -> FigureMention | None:
    text = view.text[cell.start : cell.end]
    if not _holds_figures(cell):
        return None
    quantity = _only(text)
    if quantity is None or quantity.numeral.bare:
        return None
    unit, times = _unit(view, cell, row)
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
        cell.start + quantity.start, cell.start + quantity.end, text[quantity.start : quantity.end], "cell",
        -value if _falls(text) else value, value_max, unit, quantity.qualifier,
        _measured(head, row, cell), head if dated else None,
        cell=(cell.table, cell.row, cell.column),
    )  # fmt: skip


def _measured(head: str, row: _Row, cell: ViewCell) -> str | None:
    """The column's head; the row's label where the head is a period or says no more than 数值, both for a change."""
    label = (_name(row.label) or None) if cell.column != row.label_column else None
    if label is not None and head in role("change_column"):
        return label + head
    return label if PERIOD.fullmatch(head) is not None or head in role("value_column") else head


def _falls(text: str) -> bool:
    """Whether an arrow says that the number is a decrease: ↓1.5."""
    return any(mark in text for mark in FALLS)


def _only(text: str) -> Quantity | None:
    """The quantity that fills the cell, blanks, notes and arrows aside."""
    plain = NOTE.sub("", text)
    found = find_quantities(plain)
    if len(found) != 1 or not find_numerals(plain):
        return None
    rest = plain[: found[0].start] + plain[found[0].end :]
    return found[0] if not rest.strip(MARKS + FALLS) else None


def _unit(view: ArticleView, cell: ViewCell, row: _Row) -> tuple[str | None, Decimal]:
    """The unit that head, row or unit line gives a cell, and its scale (亿元: 元 and 100000000)."""
    heads = (*_bracketed(cell.column_name), row.unit, *_bracketed(row.label))
    for printed in (*heads, _of_unit_line(view, cell)):
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
    """A table's columns of numbers whose heads name no unit of their own; read once a table, not for each cell."""
    columns: list[int] | None = view.read.get(("unmarked columns", table))
    if columns is None:
        cells = (c for c in view.cells if c.table == table and c.row > 0 and not _bracketed(c.column_name))
        numbers = {c.column for c in cells if _holds_figures(c) and _only(view.text[c.start : c.end]) is not None}
        columns = view.read["unmarked columns", table] = sorted(numbers)
    return columns


def _holds_figures(cell: ViewCell) -> bool:
    return not (_no_figures().search(cell.column_name) or cell.column_name.strip() in role("unit_column"))


def _bracketed(head: str) -> list[str]:
    matches = (HEAD_UNIT.search(head), HEAD_PERCENT.search(head))
    return [match["unit"] for match in matches if match]


def _scaled_unit(printed: str) -> tuple[str, Decimal] | None:
    plain = UNIT_LEAD.sub("", normalise(printed), count=1)
    scale = SCALE.match(plain)
    for cut in range(len(scale.group()) + 1 if scale else 1):
        unit = match_unit(plain, cut)
        times = _times(plain[:cut])
        if unit is not None and unit.start == cut and unit.end == len(plain) and times is not None:
            return unit.printed, times * unit.factor
    return None


def _times(scale: str) -> Decimal | None:
    found = find_numerals("一" + scale)
    whole = len(found) == 1 and found[0].end == len(scale) + 1
    return found[0].value if whole else None


def _name(head: str) -> str:
    """The head without its unit."""
    for pattern in (HEAD_UNIT, HEAD_PERCENT):
        match = pattern.search(head)
        if match is not None and match.start() and _scaled_unit(match["unit"].strip()) is not None:
            return head[: match.start()].strip()
    return head.strip()
