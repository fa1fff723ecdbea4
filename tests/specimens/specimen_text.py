"""Print a specimen's source as a text file: blank lines, indents, hard line breaks, line ends, encoding."""

import re
import unicodedata

from specimen_source import Block, Specimen

INDENT = "\u3000\u3000"
# Kinsoku: characters that may not begin a line, such as closing punctuation.
NEVER_FIRST = "，。、；：？！）》”’】〉…%"

# What no line break may part: a run of ASCII letters, digits and marks, or one other character: "TD-LTE", "终".
UNIT = re.compile(r"[!-~]+|.")


def text_bytes(specimen: Specimen) -> bytes:
    """The whole file as it stands in raw/."""
    lines: list[str] = []
    previous: Block | None = None
    for block in specimen.blocks():
        if previous is not None and _blank_between(specimen, previous, block):
            lines.append("")
        lines += wrap(_indented(specimen, block), specimen.wrap)
        previous = block
    text = specimen.newline.join(lines) + specimen.newline
    return (("\ufeff" if specimen.bom else "") + text).encode(specimen.encoding)


def _blank_between(specimen: Specimen, above: Block, below: Block) -> bool:
    if "row" in (above.kind, below.kind) and below.kind in ("row", "caption"):
        return False
    if above.kind == below.kind and below.kind in ("contents", "row"):
        return False
    return specimen.blank or (below.kind in ("column", "contents", "colophon") and above.kind != below.kind)


def _indented(specimen: Specimen, block: Block) -> str:
    return INDENT + block.text if specimen.indent and block.kind == "paragraph" else block.printed()


def wrap(line: str, width: int) -> list[str]:
    """The line broken after `width` full-width characters, unbroken for 0; words and numbers stay whole."""
    if not width or "\t" in line:
        return [line]
    broken, room = [""], 2 * width
    for unit in UNIT.findall(line):
        cost = sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in unit)
        if room < cost and unit not in NEVER_FIRST:
            broken.append("")
            room = 2 * width
        broken[-1] += unit
        room -= cost
    return broken
