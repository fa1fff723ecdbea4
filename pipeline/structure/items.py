"""The lines of the body as the search for headings and titles sees them: kind, marker and style of each."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from pipeline.lexicon import column
from pipeline.structure.credits import is_byline, read_credits
from pipeline.structure.markers import Marked, read_marker
from pipeline.structure.paragraphs import Block, merge, prose
from pipeline.structure.tables import is_caption, is_note, unit_line

Kind = Literal["short", "prose", "table", "credit", "unit", "note", "caption"]
Role = Literal["heading", "title"]
Style = tuple[str, int, bool, bool, bool]

_LONGEST = 100
# Where articles end in credit lines, a line of this length may be a title without one before it; subheads are shorter.
TITLE_LENGTH = 12
# The first line of a title over two lines has at least this length.
_WRAPPED = 10
# From this indent on, in ems, a line of a text file is meant as centred; paragraphs are indented by two.
_CENTRED_INDENT = 4.0
# Lines that are no headings whatever they are set like: dates, attachments, page numbers. Example: 附件：名单.
_NO_TITLE = re.compile(
    r"(?:附件|附录|附表|附图)\s*\d{0,2}\s*[：:、]|https?://|www\.|[\s\d\W]{1,40}\Z|[（(]?[完本待][）)]\Z"
)
# A date line. Example: 2022年6月10日.
_DATE_LINE = re.compile(r"[〇○零一二三四五六七八九十\d]{4}\s?年.{1,8}[日月]\Z")
# The end of a line that goes on below. Example: 关于开展调研的.
_GOES_ON = re.compile(r"[的和与及、，]\Z|[《（“(][^》）”)]{0,60}\Z")
# A subtitle. Example: ——以封测联盟为例.
_SUBTITLE = re.compile(r"[—–-]{2}\s?\S")


@dataclass(frozen=True, slots=True)
class Item:
    """A block of the body: what kind of line it is, its marker, the style that it is set in, and its role if any."""

    block: Block
    kind: Kind
    marked: Marked
    style: Style
    role: Role | None = None
    entry: int | None = None

    @property
    def text(self) -> str:
        """The text without marker."""
        return self.marked.rest.text


def read_items(blocks: Sequence[Block]) -> list[Item]:
    """The body's blocks with their kinds and styles."""
    usual = Counter[tuple[float, bool]]()
    for block in blocks:
        usual[round(block.size or 0.0, 1), block.bold] += len(block.text)
    size, bold = usual.most_common(1)[0][0] if usual else (0.0, False)
    tight = _tight(blocks)
    items = _with_centred([_item(block, size, bold, tight) for block in blocks])
    return join_open(_over_colons(_with_bylines(items)), subtitles_alone=True)


def _over_colons(items: Sequence[Item]) -> list[Item]:
    """The items with centred titles made whole whose first line ends in a colon: …在会上指出：|科技要上新台阶."""
    found: list[Item] = []
    for item in items:
        before = found[-1] if found else None
        if before is not None and before.text[-1:] in ("：", ":") and _is_below(before, item):
            found[-1] = replace(merged([before, item]), kind="short")
        else:
            found.append(item)
    return found


def _is_below(before: Item, item: Item) -> bool:
    """Whether a centred line stands directly under another of a title's length."""
    return (
        before.style[3] and item.style[3] and len(before.text) <= _LONGEST and item.kind == "short"
        and not item.block.gap
    )  # fmt: skip


def _with_centred(items: Sequence[Item]) -> list[Item]:
    """The items with titles that nearly fill their measure in the style of the centred ones that they are set like."""
    centred = {item.style for item in items if item.style[3] and (item.style[1] or item.style[2])}
    return [
        replace(item, style=_centred(item.style)) if item.block.symmetric and _centred(item.style) in centred else item
        for item in items
    ]


def _centred(style: Style) -> Style:
    return (*style[:3], True, style[4])


def _with_bylines(items: Sequence[Item]) -> list[Item]:
    """The items with lone lines of a body and its writer's name as credits; several together are a list of people."""
    signed = [item.kind == "short" and is_byline(item.block.text) for item in items]
    lone = [
        here and not (before or after)
        for before, here, after in zip([False, *signed], signed, [*signed[1:], False], strict=False)
    ]
    return [replace(item, kind="credit") if byline else item for item, byline in zip(items, lone, strict=True)]


def _tight(blocks: Sequence[Block]) -> bool:
    """Whether a text file's paragraphs follow one another without blank lines, so that one sets a title apart."""
    gaps = [b.gap for a, b in pairwise(blocks) if not b.printed and prose(a.text) and prose(b.text)]
    return len(gaps) >= 2 and sum(gaps) < 0.3 * len(gaps)


def short_lines(items: Sequence[Item]) -> list[tuple[str, bool]]:
    """The texts that might be headings or titles, each with whether another such line follows it directly."""
    return [(item.text, next_kind(items, i) == "short") for i, item in enumerate(items) if item.kind == "short"]


def columnar(text: str) -> bool:
    """Whether a line is worded like a column's name. Example: 行业动态."""
    return len(text) <= 16 and text.endswith(tuple(column("column_words", "word")))


def at_border(items: Sequence[Item], index: int) -> bool:
    """Whether an article can only begin here: at the start, under a column's heading, or after a credit line."""
    before = items[index - 1] if index else None
    if before is None or before.role == "heading" or (index + 1 < len(items) and items[index + 1].kind == "credit"):
        return True
    return before.kind == "credit" and not (index > 1 and items[index - 2].role == "title")


def closed_by_credits(items: Sequence[Item], titles: Sequence[int]) -> bool:
    """Whether articles as a rule end in a credit line, so that a title can be told by the one before it."""
    inner = [i for i in titles if i and items[i - 1].role != "heading"]
    return bool(inner) and sum(at_border(items, i) for i in inner) > 0.6 * len(inner)


def next_kind(items: Sequence[Item], index: int) -> str:
    """The kind of what follows an item; credits directly under it do not count."""
    for item in items[index + 1 :]:
        if item.kind != "credit":
            return item.kind
        if index + 2 < len(items) and items[index + 2].kind == "short":
            return "prose"
    return "end"


def shorts(items: Sequence[Item]) -> list[tuple[int, Item]]:
    """The lines that might be headings or titles, with their indices."""
    return [(i, item) for i, item in enumerate(items) if item.kind == "short"]


def emphasised(style: Style) -> bool:
    """Whether a style stands out from running text: bigger, bold or centred."""
    return style[1] > 0 or style[2] or style[3]


def merged(group: Sequence[Item]) -> Item:
    """Several lines as one title in the style of the first."""
    block = group[0].block
    for item in group[1:]:
        block = merge(block, item.block)
    return replace(group[0], block=block, marked=read_marker(block.passage))


def join_open(items: Sequence[Item], subtitles_alone: bool) -> list[Item]:
    """The items with titles made whole that have a subtitle or, for want of a contents list, plainly go on below."""
    found: list[Item] = []
    for item in items:
        before = found[-1] if found else None
        if (
            before is not None
            and before.kind == item.kind == "short"
            and _one_title_below(before, item, subtitles_alone)
        ):
            found[-1] = merged([before, item])
        else:
            found.append(item)
    return found


def _one_title_below(before: Item, item: Item, subtitles_alone: bool) -> bool:
    if _SUBTITLE.match(item.block.text):
        return True
    if subtitles_alone or item.marked.kind:
        return False
    return bool(_GOES_ON.search(before.block.text)) or _wraps(before, item)


def _wraps(before: Item, item: Item) -> bool:
    """Whether a centred title with room above it goes on in the line directly below; columns' names are shorter."""
    together = before.style == item.style and item.style[3] and before.block.gap and not item.block.gap
    return together and len(before.text) >= _WRAPPED and not columnar(before.text)


def _item(block: Block, size: float, bold: bool, tight: bool) -> Item:
    marked = read_marker(block.passage)
    far = not block.printed and block.align == "left" and block.indent >= _CENTRED_INDENT
    apart = tight and block.gap and not block.printed and not marked.kind and not prose(block.text)
    centred = block.align == "centre" or far or apart
    inset = not block.printed and not centred and block.indent > 1.2
    return Item(
        block, _kind(block), marked, (marked.kind, _relative_size(block, size), block.bold and not bold, centred, inset)
    )


def _relative_size(block: Block, size: float) -> int:
    """A block's size against the usual one, in tenths above it; of recognised text only whether it is bigger."""
    if not block.size or not size:
        return 0
    tenths = round(10 * block.size / size) - 10
    return (tenths > 1) - (tenths < -1) if block.noise > 0.5 else tenths


def _kind(block: Block) -> Kind:
    text = block.text
    if block.grid:
        return "table"
    if unit_line(text):
        return "unit"
    if is_note(text):
        return "note"
    if is_caption(text):
        return "caption"
    found = read_credits(block.passage)
    if found and not found.rest:
        return "credit"
    return "short" if _short(text) else "prose"


def _short(text: str) -> bool:
    if not 2 <= len(text) <= _LONGEST or "。" in text or text[-1] in "，、；：,;:" or _NO_TITLE.match(text):
        return False
    return sum(c.isalpha() for c in text) >= 2 and not _DATE_LINE.match(text)


def could_be(item: Item) -> bool:
    """Whether a line that does not look like a title might be one if the contents list says so."""
    return item.kind in ("prose", "caption", "note") and len(item.block.text) <= _LONGEST
