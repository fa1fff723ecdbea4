"""Units behind a number: measure words, physical units, currencies and rates, as lexicon/units.csv lists them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipeline.lexicon import listed, rows

# 个百分点 set with blanks, as some layouts do: `六 个 百 分点`.
PERCENT_POINT = re.compile(r"[个 \t]{0,4}百[ \t]{0,3}分[ \t]{0,3}点")
# A second unit in brackets: `台（套）`.
ALTERNATIVE = re.compile(r"[（(](?P<unit>[^（()）、，]{1,2})[）)]")
# What a rate may be of: `件/万人`, `14.3人/10万人`.
SCALE = re.compile(r"(?:\d{1,3})?[百千万亿](?=[人件户家台辆])")
BLANKS = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\u3000]{0,3}")


class Unit(NamedTuple):
    """A unit at text[start:end]: `name` its standing name (元人民币 → 元, 平米 → 平方米), `kind` as in units.csv.

    `factor` is that of 成 and 打; `printed` the measure word as printed, without a 个 that only carries it
    (个小时 → 小时); `over` is true of 个多小时.
    """

    start: int
    end: int
    name: str
    kind: str
    factor: Decimal = Decimal(1)
    printed: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    printed: str
    name: str
    kind: str
    factor: Decimal
    not_before: tuple[str, ...]
    only_before: tuple[str, ...]


@cache
def _entries() -> dict[str, tuple[_Entry, ...]]:
    """The units by their first character, longest first."""
    found: dict[str, list[_Entry]] = {}
    for row in rows("units"):
        entry = _Entry(
            row["unit"], row["canonical"], row["kind"], Decimal(row["factor"] or 1), listed(row["not_before"]),
            listed(row["only_before"]),
        )  # fmt: skip
        found.setdefault(entry.printed[0], []).append(entry)
    return {first: tuple(sorted(entries, key=lambda e: -len(e.printed))) for first, entries in found.items()}


def match_unit(plain: str, at: int) -> Unit | None:
    """The longest unit at `at` of a normalised text, blanks before it allowed; 元/吨 and 公里/小时 are one unit."""
    start = BLANKS.match(plain, at)
    first = _single(plain, start.end() if start else at)
    if first is not None and first.kind == "per":
        return None
    if first is not None and (other := ALTERNATIVE.match(plain, first.end)) is not None:
        return _either(plain, first, other)
    if first is None or plain[first.end : first.end + 1] != "/":
        return first
    scale = SCALE.match(plain, first.end + 1)
    second = _single(plain, scale.end()) if scale else _single(plain, first.end + 1)
    if second is None or second.kind == "currency":
        return first
    per = scale.group() if scale else ""
    name, printed = f"{first.name}/{per}{second.name}", f"{first.printed}/{per}{second.printed}"
    return Unit(first.start, second.end, name, f"{first.kind}/{second.kind}", first.factor, printed)


def _either(plain: str, first: Unit, other: re.Match[str]) -> Unit:
    """台（套）: a unit and in brackets the one that may stand for it; other remarks in brackets are left out."""
    second = _single(plain, other.start("unit"))
    if second is None or second.end != other.end("unit") or second.kind != first.kind:
        return first
    return Unit(first.start, other.end(), first.name, first.kind, first.factor, first.printed + other.group())


def _single(plain: str, at: int) -> Unit | None:
    if (point := PERCENT_POINT.match(plain, at)) is not None:
        return Unit(at, point.end(), "百分点", "ratio", printed="百分点")
    for entry in _entries().get(plain[at : at + 1], ()):
        if plain.startswith(entry.printed, at) and _stands(plain, entry, at + len(entry.printed)):
            printed = entry.name if _only_carried(entry) else entry.printed
            over = entry.printed.startswith("个多")
            return Unit(at, at + len(entry.printed), entry.name, entry.kind, entry.factor, printed, over)
    return None


def _only_carried(entry: _Entry) -> bool:
    """Whether the printed form says no more than the name: 个小时, 元人民币, ％, 成."""
    carried = len(entry.printed) > 1 and (entry.printed.startswith("个") or "人民币" in entry.printed)
    return carried or entry.kind in ("ratio", "discount") or entry.name == "元"


def _stands(plain: str, entry: _Entry, end: int) -> bool:
    """Whether what follows lets the characters be this unit: `12部` but not `12部门`, `5m` but not `5mm`."""
    if entry.printed[-1].isascii() and entry.printed[-1].isalpha() and _is_latin(plain[end : end + 1]):
        return False
    if entry.not_before and plain.startswith(entry.not_before, end):
        return False
    return not entry.only_before or plain.startswith(entry.only_before, end)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
