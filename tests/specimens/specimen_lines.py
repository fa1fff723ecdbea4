"""Break a paragraph into printed lines as Chinese typesetting does (kinsoku), for any way of measuring text."""

import re
from collections.abc import Callable
from dataclasses import dataclass

# Characters that may not begin a line, and those that may not end one.
NEVER_FIRST = frozenset("，。、；：？！）》”’】〉〕…%～—")
NEVER_LAST = frozenset("（《“‘【〈〔")
# What no line break may part: a run of ASCII letters, digits and marks, or one other character: "TD-LTE", "终".
UNIT = re.compile(r"[!-~]+|.")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text, how far it is indented, and the space between its characters that fills the measure (points)."""

    text: str
    indent: float = 0.0
    spacing: float = 0.0


def break_lines(text: str, measure: float, width: Callable[[str], float], indent: float = 0.0) -> list[PrintedLine]:
    """The text in lines no wider than `measure`, the first one indented, all but the last spaced out to the measure."""
    lines: list[list[str]] = [[]]
    for unit in UNIT.findall(text):
        room = measure - (indent if len(lines) == 1 else 0.0)
        if lines[-1] and width("".join(lines[-1]) + unit) > room:
            lines.append(_carried(lines[-1], unit))
        lines[-1].append(unit)
    return [_spaced("".join(line), at, len(lines), measure, width, indent) for at, line in enumerate(lines)]


def _carried(line: list[str], unit: str) -> list[str]:
    """Move to the next line what may not be parted from `unit`, or may not stand at the end of this one."""
    carried: list[str] = []
    first = unit
    while len(line) > 1 and (first[0] in NEVER_FIRST or line[-1] in NEVER_LAST):
        first = line.pop()
        carried.insert(0, first)
    return carried


def _spaced(
    text: str, at: int, lines: int, measure: float, width: Callable[[str], float], indent: float
) -> PrintedLine:
    left = indent if at == 0 else 0.0
    if at == lines - 1 or len(text) < 2:
        return PrintedLine(text, left)
    spacing = (measure - left - width(text)) / (len(text) - 1)
    return PrintedLine(text, left, spacing if spacing < width("　") / 6 else 0.0)
