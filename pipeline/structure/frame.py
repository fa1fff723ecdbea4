"""The frame of a bulletin: which of its blocks are masthead, contents list, body and colophon."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.structure.colophon import find_colophon, is_imprint
from pipeline.structure.contents import Region, find_contents, find_unheaded
from pipeline.structure.masthead import dates_issue, find_masthead
from pipeline.structure.paragraphs import Block
from pipeline.structure.tables import loosen

_EDGE = 8


@dataclass(frozen=True, slots=True)
class Frame:
    """The blocks of each part in reading order; the contents list may stand before or after the body."""

    masthead: tuple[Block, ...]
    contents_heading: tuple[Block, ...]
    contents: tuple[Block, ...]
    contents_last: bool
    body: tuple[Block, ...]
    colophon: tuple[Block, ...]


def divide(blocks: Sequence[Block]) -> Frame:
    """The parts of the bulletin."""
    blocks = _loosened(blocks)
    end = find_colophon(blocks)
    main, colophon = blocks[:end], tuple(blocks[end:])
    region = find_contents(main)
    leading = region is not None and not region.start > len(main) // 2 + _EDGE and _before_prose(main, region)
    top = find_masthead(main, region.heading if region and leading else None)
    if region is None and top:
        region = find_unheaded(main, top)
        leading = region is not None
    if region is None:
        return Frame(tuple(main[:top]), (), (), False, tuple(main[top:]), colophon)
    heading, listed = tuple(main[region.heading : region.start]), tuple(main[region.start : region.end])
    if leading:
        return Frame(tuple(main[:top]), heading, listed, False, tuple(main[region.end :]), colophon)
    return Frame(tuple(main[:top]), heading, listed, True, tuple(main[top : region.heading]), colophon)


def _before_prose(blocks: Sequence[Block], region: Region) -> bool:
    return not any("。" in block.text for block in blocks[: region.heading])


def _loosened(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with those tables undone that only set masthead, contents list or colophon."""
    found: list[Block] = []
    for index, block in enumerate(blocks):
        edge = index < _EDGE or index >= len(blocks) - _EDGE
        found += loosen(block) if block.grid and (_paged(block) or (edge and _frames(block))) else [block]
    return found


def _paged(block: Block) -> bool:
    """Whether a table is a contents list: two columns, the second page numbers that do not fall."""
    pages = [row[-1].text.strip() for row in block.grid]
    numbers = [int(page) for page in pages if page.isascii() and page.isdigit()]
    texts = [len(row[0].text) for row in block.grid]
    return (
        len(block.grid[0]) == 2
        and len(numbers) >= 0.7 * len(pages)
        and numbers == sorted(numbers)
        and sum(texts) > 6 * len(texts)
        and all(number < 1000 for number in numbers)
    )


def _frames(block: Block) -> bool:
    return any(is_imprint(row.text) or dates_issue(row.text) for row in loosen(block))
