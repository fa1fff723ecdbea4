"""Tables: from the cells that ingest saw, and from rows of text with tabs, drawn bars or wide gaps between cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import groupby

from pipeline.structure.paragraphs import Block, form_blocks
from pipeline.structure.passage import EMPTY, Passage, concatenate, join_lines
from pipeline.structure.rows import Row
from pipeline.structure.words import compact, spaced

Grid = tuple[tuple[Passage, ...], ...]

_BARS = "|｜│┃║"
_BAR = re.compile(f"[{_BARS}]")
# A drawn rule between rows or lines. Example: |----|----|, ├───┼───┤, ━━━━━━.
_RULE = re.compile(rf"\A[\s{_BARS}+\-─━═=:┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝]{{3,}}+\Z")
# A gap between cells that is wider than a word space. Example: the gap in "煤炭　　12.5".
_GAP = re.compile(r"\s{2,40}|　")
_LONGEST_CELL = 40

# A line above a table that names its unit. Examples: 单位：亿元, （单位：万吨、%）, 单位：家，亿元.
_UNIT = re.compile(r"\A[（(【\[]?\s*+(?:计量)?[单單]\s?\s?位\s*[：:]\s*([^\s。：:（()）]{1,16})\s*+[)）】\]]?\s*\Z")
# The unit in a table's caption. Example: the end of 表1 投资情况（单位：亿元）.
_UNIT_WITHIN = re.compile(r"[（(]\s*[单單]位\s*[：:]\s*([^（()）]{1,16})[)）]\s*\Z")
# A caption. Example: 表1 各省投资情况.
_CAPTION = re.compile(r"[附续]?[表图]\s*\d{1,3}(?:[-.．]\d{1,2})?[\s：:.、　]|[附续]?表\s*[：:一二三四五六七八九十]")


def read_blocks(rows: Sequence[Row]) -> list[Block]:
    """The paragraphs and tables of the rows, in reading order; tables that a page break split are whole."""
    blocks: list[Block] = []
    for grid, dropped, part in _segments(rows):
        if not grid:
            blocks += form_blocks(_without_rules(part))
        elif blocks and _continues_table(blocks[-1], grid, part[0]):
            blocks[-1] = _lengthen(blocks[-1], grid, dropped, part[-1].page)
        else:
            blocks.append(_table_block(grid, dropped, part))
    return blocks


def _without_rules(rows: Sequence[Row]) -> list[Row]:
    """Rows of running text without the rules drawn between them, which set apart what follows: ━━━━━━."""
    found: list[Row] = []
    ruled = False
    for row in rows:
        if _RULE.match(row.text):
            ruled = True
            continue
        found.append(replace(row, gap=True) if ruled else row)
        ruled = False
    return found


def table_text(grid: Grid) -> Passage:
    """A table's rows as lines, cells joined by tabs."""
    return concatenate((concatenate(row, "\t") for row in grid), "\n")


def loosen(block: Block) -> list[Block]:
    """A block that only looks like a table, as one paragraph a row."""
    if not block.grid:
        return [block]
    found = [replace(block, grid=(), passage=concatenate(_filled(row), "\t")) for row in block.grid]
    return [row for row in found if row.passage]


def unit_line(text: str) -> str | None:
    """The unit that a line above a table names, None for other lines."""
    match = _UNIT.match(text.strip())
    return match[1] if match else None


def caption_unit(text: str) -> str | None:
    """The unit that ends a caption. Example: 亿元 of 表1 投资情况（单位：亿元）."""
    match = _UNIT_WITHIN.search(text) if len(text) <= 80 else None
    return match[1] if match else None


def is_caption(text: str) -> bool:
    """Whether a line is the caption of a table or figure."""
    return len(text) <= 80 and bool(_CAPTION.match(text))


def is_note(text: str) -> bool:
    """Whether a paragraph is a note, such as stands under a table."""
    return bool(_note().match(text))


@cache
def _note() -> re.Pattern[str]:
    # A note under a table. Examples: 【备注：……】, 注：1. ……, 数据来源：…….
    return re.compile(rf"[（(【\[*※]?\s*{spaced('table_words', 'note')}\s?\d?\s*[：:.]")


@cache
def _imprint() -> re.Pattern[str]:
    # A colophon's key. Example: 本期编辑：.
    return re.compile(rf"(?:本期)?{spaced('colophon_words')}\s*[：:]")


def _segments(rows: Sequence[Row]) -> Iterator[tuple[Grid, tuple[Passage, ...], Sequence[Row]]]:
    """The rows in turns: without a grid those of running text, with one those of a table."""
    plain: list[Row] = []
    for key, group in groupby(_keyed_runs(rows), key=lambda pair: pair[0]):
        part = [row for _, row in group]
        grid, dropped = _read_grid(key, part)
        if grid:
            if plain:
                yield (), (), plain
                plain = []
            yield grid, dropped, part
        else:
            plain = plain + part
    if plain:
        yield (), (), plain


def _keyed_runs(rows: Sequence[Row]) -> Iterator[tuple[tuple[str, int, int], Row]]:
    """Each row with the table that it may belong to: of ingest's cells, or a run of rows divided in the same way."""
    run = 0
    before = ("", 0, 0)
    for row in rows:
        if row.cell is not None:
            key = ("cells", row.page, row.cell.table)
        else:
            way, count = _division(row)
            if before[0] != way or (way == "gap" and before[2] != count):
                run += 1
            key = (way, run, count if way == "gap" else 0)
        before = key
        yield key, row


def _division(row: Row) -> tuple[str, int]:
    """How a row of text is divided into cells (tab, bar, gap or not at all) and into how many."""
    text = row.text
    if _imprint().match(text):
        return "", 0
    if "\t" in text:
        return "tab", text.count("\t") + 1
    if len(_BAR.findall(text)) >= 2 or (_RULE.match(text) and not text.isspace()):
        return "bar", 0
    if row.printed:
        return "", 0
    cells = [cell for cell in _GAP.split(text) if cell]
    if len(cells) >= 2 and max(map(len, cells)) <= _LONGEST_CELL and not re.search("[。：:]", text):
        return "gap", len(cells)
    return "", 0


def _read_grid(key: tuple[str, int, int], rows: Sequence[Row]) -> tuple[Grid, tuple[Passage, ...]]:
    """The cells of a run of rows and the rules among them; no cells where the run is no table."""
    way = key[0]
    dropped = tuple(row.passage for row in rows if way == "bar" and _RULE.match(row.text))
    if way == "cells":
        grid = _cell_grid(rows)
    elif way == "bar":
        grid = _square([_bar_cells(row.passage) for row in rows if not _RULE.match(row.text)])
    elif way == "tab":
        grid = _square([_split(row.passage, re.compile("\t")) for row in rows])
    elif way == "gap" and len(rows) >= 3:
        grid = _square([_split(row.passage, _GAP) for row in rows])
        grid = grid if _tabular(grid) else ()
    else:
        grid = ()
    if grid and way != "cells":
        head = _folded(grid[0])
        repeated = {i for i, row in enumerate(grid) if i and _folded(row) == head}
        dropped += tuple(cell for i in sorted(repeated) for cell in grid[i])
        grid = tuple(row for i, row in enumerate(grid) if i not in repeated)
    return (grid, dropped) if len(grid) >= 2 and len(grid[0]) >= 2 else ((), ())


def _tabular(grid: Grid) -> bool:
    """Whether rows with gaps are a table rather than a list of names: three columns, or one of figures."""
    figures = [sum(any(c.isdigit() for c in row[column].text) for row in grid[1:]) for column in range(len(grid[0]))]
    return len(grid[0]) >= 3 or max(figures) >= 0.6 * (len(grid) - 1)


def _cell_grid(rows: Sequence[Row]) -> Grid:
    cells: dict[tuple[int, int], Passage] = {}
    for row in rows:
        if row.cell is not None:
            at = (row.cell.row, row.cell.column)
            cells[at] = join_lines(cells.get(at, EMPTY), row.passage.strip())
    if not cells:
        return ()
    width = max(column for _, column in cells) + 1
    return tuple(
        tuple(cells.get((number, column), EMPTY) for column in range(width))
        for number in sorted({number for number, _ in cells})
    )


def _bar_cells(passage: Passage) -> list[Passage]:
    return _split(passage.strip(_BARS + " \t　"), _BAR)


def _split(passage: Passage, pattern: re.Pattern[str]) -> list[Passage]:
    cells, start = [], 0
    for match in pattern.finditer(passage.text):
        cells.append(passage.cut(start, match.start()).strip())
        start = match.end()
    return [*cells, passage.cut(start).strip()]


def _square(rows: Sequence[Sequence[Passage]]) -> Grid:
    width = max(map(len, rows), default=0)
    return tuple(tuple(row) + (EMPTY,) * (width - len(row)) for row in rows)


def _table_block(grid: Grid, dropped: tuple[Passage, ...], rows: Sequence[Row]) -> Block:
    first, last = rows[0], rows[-1]
    return Block(
        table_text(grid), first.page, last.page, gap=first.gap, turned=first.turned, printed=first.printed,
        size=first.size, grid=grid, dropped=dropped,
    )  # fmt: skip


def _continues_table(block: Block, grid: Grid, first: Row) -> bool:
    """Whether a table goes on after a page break (in a text file: a blank line)."""
    if not block.grid or len(block.grid[0]) != len(grid[0]):
        return False
    return first.turned or first.gap or first.page != block.last_page


def _lengthen(block: Block, grid: Grid, dropped: tuple[Passage, ...], page: int) -> Block:
    """The table with its next part: a repeated head row goes, a row that the break split is made whole."""
    if _folded(grid[0]) == _folded(block.grid[0]):
        dropped += tuple(cell for cell in grid[0] if cell)
        grid = grid[1:]
    whole = block.grid
    if grid and _torn(whole, grid):
        mended = tuple(join_lines(a, b) for a, b in zip(whole[-1], grid[0], strict=True))
        whole, grid = (*whole[:-1], mended), grid[1:]
    whole += grid
    return replace(block, grid=whole, passage=table_text(whole), last_page=page, dropped=block.dropped + dropped)


def _folded(row: Sequence[Passage]) -> list[str]:
    return [compact(cell.text) for cell in row]


def _torn(before: Grid, after: Grid) -> bool:
    """Whether the first row after a break only completes the last before it: it alone lacks its first or most cells."""
    torn, others = after[0], [*before, *after[1:]]
    if not torn[0]:
        return all(row[0] for row in others)
    empty = [not cell for cell in torn]
    return 2 * sum(empty) > len(torn) and all(all(row) for row in others)


def _filled(row: Sequence[Passage]) -> list[Passage]:
    return [cell for cell in row if cell]
