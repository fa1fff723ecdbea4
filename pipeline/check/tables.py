"""Tables: serial numbers that run on, totals that are the sum of their column, rows that are as many as is said."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from pipeline.check.finding import finding, show
from pipeline.check.wording import NUMERAL, count_words, plain, read_numeral
from pipeline.lexicon import alternation
from pipeline.model.bulletin import Article, Bulletin, Table
from pipeline.model.entity import Finding

_SERIAL = ("序号", "编号", "No.", "NO.")
_TOTALS = count_words("total")
_SUBTOTALS = count_words("subtotal")
# A column whose figures do not add up to a total. Example: 占比（%）, 平均, 增长率, 年份.
_NOT_ADDED = re.compile(rf"[%％]|{alternation(count_words('unadded_column'))}")
# A number in a cell, thousands marked or not. Example: 1,420.5
_NUMBER = re.compile(r"\A-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?\Z")
# How many a title or a list's own name says that it lists. Example: 名单（24家）
_STATED = re.compile(rf"({NUMERAL})(?:家|个|项|名|人|位|种|条|件)")
# What announces the table that follows. Example: “公布如下”
_BELOW = re.compile(r"如下|下表|下列|以下")
# A name in quotes that another article may carry as the title of its list. Example: “A级活跃度联盟”
_QUOTED = re.compile(r"[“\"]([^“”\"]{6,40})[”\"]")
_SENTENCE = re.compile(r"[^。！？\n]+")


def check_tables(bulletin: Bulletin) -> Iterator[Finding]:
    """The findings of a bulletin's tables."""
    for article in bulletin.articles:
        for table in article.tables:
            yield from _serial(bulletin, article, table)
            yield from _totals(bulletin, article, table)
        if len(article.tables) == 1:
            yield from _stated_rows(bulletin, article, article.tables[0])


def _rows(table: Table) -> list[dict[int, str]]:
    """The rows below the head row: column number to text."""
    rows: dict[int, dict[int, str]] = {}
    for cell in table.cells:
        if cell.row:
            rows.setdefault(cell.row, {})[cell.column] = cell.text.strip()
    return [rows[number] for number in sorted(rows)]


def _serial_column(table: Table) -> int | None:
    return next((column for column, name in sorted(table.head().items()) if plain(name) in _SERIAL), None)


def _serial(bulletin: Bulletin, article: Article, table: Table) -> Iterator[Finding]:
    column = _serial_column(table)
    numbers = [row.get(column, "") for row in _rows(table)] if column is not None else []
    printed = [int(n) for n in numbers if n.isascii() and n.isdigit()]
    if len(printed) < 3 or printed[0] != 1:
        return
    for before, after in pairwise(printed):
        if after != before + 1:
            message = f"表中序号{before}之后是{after}，应为{before + 1}"
            yield finding(
                "table-serial", "warning", message, bulletin.bulletin_id, article.article_id, (table.table_id,)
            )


def _totals(bulletin: Bulletin, article: Article, table: Table) -> Iterator[Finding]:
    rows, head = _rows(table), table.head()
    totals = [i for i, row in enumerate(rows) if any(plain(t) in _TOTALS for t in row.values())]
    if len(totals) != 1 or totals[0] not in (0, len(rows) - 1) or len(rows) < 3:
        return
    total = rows.pop(totals[0])
    subtotals = [row for row in rows if any(plain(t) in _SUBTOTALS for t in row.values())]
    for column, name in sorted(head.items()):
        worked = [_number(row.get(column, "")) for row in subtotals or rows]
        stated, known = _number(total.get(column, "")), [n for n in worked if n is not None]
        if stated is None or len(known) != len(worked) or _NOT_ADDED.search(plain(name)):
            continue
        slack = Decimal(len(known)).scaleb(min(int(n.as_tuple().exponent) for n in (*known, stated))) / 2
        if abs(sum(known) - stated) > (slack if any(n % 1 for n in (*known, stated)) else 0):
            worked_out = f"{'＋'.join(map(show, known))}＝{show(Decimal(sum(known)))}"
            message = f"表中“{name}”一栏各行相加{worked_out}，而合计作{show(stated)}"
            yield finding("table-total", "error", message, bulletin.bulletin_id, article.article_id, (table.table_id,))


def _number(text: str) -> Decimal | None:
    compact = plain(text)
    return Decimal(compact.replace(",", "")) if _NUMBER.match(compact) else None


def _stated_rows(bulletin: Bulletin, article: Article, table: Table) -> Iterator[Finding]:
    """A number of items in the list's own title, or in a sentence elsewhere that quotes what the title names."""
    rows = len(_rows(table))
    if _serial_column(table) is None or not rows:
        return
    for where, printed in _statements(bulletin, article):
        stated = read_numeral(printed[0]) if len(printed) == 1 else None
        if stated is not None and stated != rows:
            message = f"{where}称有{stated}个，表中列出{rows}行，相差{abs(stated - rows)}"
            yield finding("table-count", "error", message, bulletin.bulletin_id, article.article_id, (table.table_id,))


def _statements(bulletin: Bulletin, article: Article) -> Iterator[tuple[str, list[str]]]:
    """Where a number of items is stated, and the numbers there; in a sentence only those before the items' noun."""
    title = plain(article.title)
    yield "标题", _STATED.findall(title)
    nouns = tuple(
        n.removesuffix("名称") for n in article.tables[0].head().values() if len(n) > 3 and n.endswith("名称")
    )
    for sentence in _SENTENCE.findall(article.body) if nouns else ():
        if _BELOW.search(sentence):
            yield "文中", [m[1] for m in _STATED.finditer(sentence) if sentence.startswith(nouns, m.end())]
    for other in bulletin.articles:
        for sentence in _SENTENCE.findall(other.body) if other is not article else ():
            named = next((q for q in _QUOTED.findall(sentence) if title.startswith(plain(q))), None)
            if named is not None:
                found = [m[1] for m in _STATED.finditer(sentence) if sentence.startswith(named[-2:], m.end())]
                yield f"《{other.title}》一文", found
