"""Printed lines become paragraphs, as a reader joins them: over lines, columns and pages.

The test for a wrapped line is the typesetter's own: a line goes on below when its successor's first word would not
have fitted into the room left. Where text files are not hard-wrapped, a line is a paragraph, but for those that a
page break split.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from pipeline.structure.passage import Passage, join_lines
from pipeline.structure.rows import Align, Row, columns, first_token
from pipeline.structure.titles import letters
from pipeline.structure.words import spaced

# The room in ems below which a title, which no indent tells from the next one, can have been wrapped.
_TITLE_SLACK = 2.0
FINAL = "。！？!?；;：:…"
_CLOSERS = "”’」』）)》】\"'"
OPENERS = {"（": "）", "(": ")", "【": "】", "《": "》", "[": "]", "〔": "〕"}

# Dots or dashes that lead to a page number. Example: "……" of 政策动态……3.
# A long one is read from its first dot on, once.
_DOTS = r"(?<![.．·・•‥…﹒])(?<![.．·・•‥…﹒]\s)(?:[.．·・•‥…﹒]\s?){2,}+"
_DASHES = r"(?<![_\-—─])[_\-—─]{3,}+"
LEADER = rf"{_DOTS}|{_DASHES}|[…‥]|(?<=\s)[.．·]"
_LEADER_START = re.compile(rf"(?:{LEADER})\s*+\d{{0,3}}\s*\Z")  # a line of leader and number alone
_LEADER_OPEN = re.compile(rf"(?:{LEADER})\s*\Z")  # a line whose page number stands on the next
_LEADER_DONE = re.compile(rf"(?:{LEADER})\s*+[（(]?\d{{1,3}}[)）]?\s*\Z")  # a whole contents entry
_PAGE_ALONE = re.compile(r"\d{1,3}\Z")  # a page number on a line of its own
_CREDIT_OPEN = re.compile(r"[（(【\[]")
# Brackets after a sentence that add to it. Example: the end of ……推广应用。（财政部负责）.
_AFTERWORD = re.compile(r"[。！？；…][”’」』]?[（(][^（()）]{0,200}[)）]\Z")
# A number that opens a paragraph. Examples: 一、, （一）, 1．.
_NUMBER = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[)）、．.](?!\d)")
# Signs that always open a new paragraph. Example: ➤, ■.
_ALWAYS_NEW = re.compile(r"[➤➢►▶■□◆◇●★☆※▲•❖【〖]|[-–*·]\s")
# A dash between Latin words. Example: Education - Global, broken before the dash.
_DASH = re.compile(r"[-–]\s")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or, where `grid` is set, a table: its rows of cells.

    Style is that of most of its characters; `symmetric` lines, though they nearly fill the measure, may be centred.
    `dropped` are a table's repeated head rows and drawn rules.
    """

    passage: Passage
    page: int = 0
    last_page: int = 0
    indent: float = 0.0
    size: float | None = None
    bold: bool = False
    align: Align = "left"
    symmetric: bool = False
    gap: bool = False
    turned: bool = False
    open: bool = False
    printed: bool = False
    noise: float = 0.0
    grid: tuple[tuple[Passage, ...], ...] = ()
    dropped: tuple[Passage, ...] = ()

    @property
    def text(self) -> str:
        """The paragraph's text; of a table, its rows as lines with tabs between cells."""
        return self.passage.text


def form_blocks(rows: Sequence[Row]) -> list[Block]:
    """The paragraphs of rows that belong to no table."""
    if not rows:
        return []
    indented = _indents(rows)
    groups: list[list[Row]] = [[rows[0]]]
    for before, row, after in zip(rows, rows[1:], [*rows[2:], None], strict=False):
        titled = indented and final(before.text) and _ends_open(row, after)
        if not titled and continues(groups[-1], before, row, indented):
            groups[-1].append(row)
        else:
            groups.append([row])
    blocks = [_block(group) for group in groups]
    return [replace(b, open=_breaks_off(g, n[0])) for b, g, n in zip(blocks, groups, groups[1:], strict=False)] + [
        blocks[-1]
    ]


def continues(group: Sequence[Row], before: Row, row: Row, indented: bool) -> bool:
    """Whether `row` goes on with the paragraph that `group`, ending in `before`, has begun."""
    if _LEADER_START.match(row.text) or (_LEADER_OPEN.search(before.text) and _PAGE_ALONE.match(row.text)):
        return True
    if (
        _LEADER_DONE.search(before.text)
        or _opens_anew(row.text, before.text)
        or (row.gap and not _turned_open(before, row))
    ):
        return False
    if _open_credit(group):
        return True
    if _closed_credit(group):
        return False
    if before.printed and row.printed:
        return _same_style(before, row) and _goes_on(group, before, row, indented)
    return _goes_on(group, before, row, indented)


def final(text: str) -> bool:
    """Whether a text ends as a sentence does, closing quotes and brackets aside."""
    last = text.rstrip(_CLOSERS + " ")[-1:]
    return last in tuple(FINAL) or text[-1:] in tuple(FINAL) or bool(_AFTERWORD.search(text))


def prose(text: str) -> bool:
    """Whether a text is running prose: it holds a full stop, or is longer than titles are."""
    return "。" in text or (len(text) > 90 and len(letters(text)) > 90)


def mend(blocks: Sequence[Block], titles: Iterable[str] = ()) -> list[Block]:
    """The blocks with those joined that a page break had split; `titles` are letters of lines known not to be prose.

    The first block, unless it is plainly prose, is left alone: a body begins with a heading or title.
    """
    known = frozenset(titles)
    found: list[Block] = []
    for block in blocks:
        started = len(found) > 1 or (found and "。" in found[0].text)
        if started and not block.grid and not found[-1].grid and _resumes(found[-1], block, known):
            found[-1] = merge(found[-1], block)
        else:
            found.append(block)
    return found


def merge(first: Block, second: Block) -> Block:
    """Two blocks as one paragraph in the style of the first."""
    joined = join_lines(first.passage, second.passage)
    return replace(first, passage=joined, last_page=second.last_page, open=second.open)


def _indents(rows: Sequence[Row]) -> bool:
    """Whether paragraphs begin with an indent: lines stand one to five ems in over lines that do not."""
    first = sum(1.2 < a.indent < 5 and abs(b.indent) < 1 and not b.turned for a, b in pairwise(rows))
    return first >= max(2, 0.04 * len(rows))


def _breaks_off(group: Sequence[Row], after: Row) -> bool:
    """Whether a paragraph's last line is full though another paragraph follows, as before a page break."""
    return (len(group) > 1 or group[0].indent > 1.2) and _wrapped(group[-1], after)


def _ends_open(row: Row, after: Row | None) -> bool:
    """Whether a line has no final mark though a new paragraph follows it: so it is no paragraph's last, but a title."""
    return row.indent < 1.2 and not final(row.text) and (after is None or after.indent > 1.2)


def _turned_open(before: Row, row: Row) -> bool:
    """Whether the room above is a page break's: the line before was full and its sentence goes on."""
    return row.printed and row.turned and _wrapped(before, row)


def _opens_anew(text: str, before: str = "") -> bool:
    if _DASH.match(text) and before[-1:].isascii() and before[-1:].isalpha():
        return False
    return bool(_ALWAYS_NEW.match(text) or _imprint().match(text))


@cache
def _imprint() -> re.Pattern[str]:
    # A masthead's or colophon's key. Examples: 本期编辑：, 主办：.
    return re.compile(rf"(?:本期)?{spaced('colophon_words', 'staff', 'report', 'send', 'copy', 'publisher')}\s*[：:]")


def _open_credit(group: Sequence[Row]) -> bool:
    """Whether a line in brackets, such as a contributor's, has not come to its closing one."""
    text = "".join(row.text for row in group[:5])
    return len(group) < 4 and "。" not in text and _CREDIT_OPEN.match(text) is not None and _depth(text) > 0


def _closed_credit(group: Sequence[Row]) -> bool:
    """Whether the paragraph so far is a short line wholly in brackets."""
    text = "".join(row.text for row in group[:5])
    return len(group) < 5 and _CREDIT_OPEN.match(text) is not None and text[-1] in "）)】]" and _depth(text) == 0


def _depth(text: str) -> int:
    """How many brackets of the first one's kind are open at the end."""
    kinds = "（(", "）)"
    opening, closing = kinds if text[0] in kinds[0] else (text[0], OPENERS[text[0]])
    return sum((c in opening) - (c in closing) for c in text)


def _same_style(before: Row, row: Row) -> bool:
    sizes = (before.size or 0.0, row.size or 0.0)
    if max(sizes) > min(sizes) * (1.1 + 0.08 * before.noise) and not _unsure_size(row):
        return False
    return before.bold == row.bold or (row.indent < 1 and _wrapped(before, row) and before.indent > 1)


def _unsure_size(row: Row) -> bool:
    """Whether a row's size is only a recognised box's height: too small a sample, or lowered by a leader's dots."""
    return row.printed and row.noise > 0.5 and (row.width < 6 or bool(_LEADER_DONE.search(row.text)))


def _goes_on(group: Sequence[Row], before: Row, row: Row, indented: bool) -> bool:
    if "centre" in (before.align, row.align) and not (before.indent < 1 and row.indent < 1):
        return _centred_on(before, row)
    if before.align == "right":
        return False
    if row.indent > before.indent + 1.2 and row.align != "right":
        return _hanging(group, before, row)
    if row.indent > 1.2 and row.indent > before.indent - 1 and (indented or final(before.text)):
        return bool(_LEADER_DONE.search(row.text)) and _wrapped(before, row)
    if indented and not row.printed and group[0].indent < 1:
        return before.slack < _TITLE_SLACK
    return _wrapped(before, row)


def _hanging(group: Sequence[Row], before: Row, row: Row) -> bool:
    """Whether the row hangs under a marked item, as in a list whose items' further lines are indented."""
    return len(group) == 1 and bool(re.match(r"[-–—•·*●]", before.text)) and _wrapped(before, row)


def _centred_on(before: Row, row: Row) -> bool:
    """Whether a title goes on: both lines centred, or a full line before a centred one; both in one style."""
    if not (before.printed and row.printed) or before.bold != row.bold:
        return False
    if before.align == row.align == "centre":
        return not row.turned
    return before.symmetric and row.symmetric and not final(before.text) and _wrapped(before, row)


def _wrapped(before: Row, row: Row) -> bool:
    token = first_token(row.text)
    width = columns(token) if row.printed else max(1.0, columns(token))
    return before.slack < width + 0.4 + before.noise


def _block(group: Sequence[Row]) -> Block:
    first = group[0]
    passage = join_lines(*(row.passage for row in group))
    longest = max(group, key=lambda row: len(row.text))
    centred = any(row.align == "centre" for row in group) and all(row.symmetric or not row.printed for row in group)
    align: Align = "centre" if centred else "left" if first.align == "centre" else first.align
    return Block(
        passage, first.page, group[-1].page, first.indent, longest.size, longest.bold,
        align, all(row.symmetric for row in group), first.gap, first.turned, printed=first.printed, noise=first.noise,
    )  # fmt: skip


def _resumes(before: Block, block: Block, titles: frozenset[str]) -> bool:
    """Whether a paragraph goes on after a page break that stands as a blank line, or as nothing, in a text file."""
    text, after = before.text, block.text
    if (
        letters(before.text) in titles
        or final(text)
        or _opens_anew(after)
        or _NUMBER.match(after)
        or _CREDIT_OPEN.match(text)
    ):
        return False
    if after[0] in "，。、；：！？,;)）》”":
        return True
    if before.printed and not (block.turned and before.open and block.indent < 1.2):
        return False
    if block.align != "left" or (not before.printed and block.indent > 1.2):
        return False
    long = len(text) > 60 or (len(text) > 40 and text.count("，") >= 2)
    turned = block.turned and not block.printed and len(text) > 30 and "，" in text
    sentence = "。" in text or long or turned or before.open
    return sentence and ("。" in after or (final(after) and after[-1] not in "：:")) and not _CREDIT_OPEN.match(after)
