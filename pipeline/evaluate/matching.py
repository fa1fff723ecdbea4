"""When two strings say the same, and how gold and found items are paired one to one."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

G = TypeVar("G")
F = TypeVar("F")

# White space of any kind does not count.
_SPACE = re.compile(r"\s+")
# Nor does the width of brackets, commas and colons, or the shape of quotes.
_WIDTH = str.maketrans("(),:;“”‘’'", '（），：；"""""')
ORGANIZATION_LIKENESS = 0.8
INDICATOR_LIKENESS = 0.6


def folded(text: object) -> str:
    """A string without white space, brackets, commas and quotes of one width; empty for nothing."""
    return "" if text is None else _SPACE.sub("", str(text)).translate(_WIDTH)


def letters(text: str | None) -> str:
    """Letters and digits alone."""
    return "".join(filter(str.isalnum, folded(text)))


def likeness(one: str | None, other: str | None) -> float:
    """F1 of the two strings' characters, order ignored; 0 where they share none."""
    ours, theirs = Counter(letters(one)), Counter(letters(other))
    shared = (ours & theirs).total()
    return 2 * shared / (ours.total() + theirs.total()) if shared else 0.0


def same_organization(gold: str | None, found: str | None) -> bool:
    """Equal, one inside the other, or nearly the same letters; nothing equals only nothing."""
    one, other = letters(gold), letters(found)
    if not one or not other:
        return one == other
    return one in other or other in one or likeness(one, other) >= ORGANIZATION_LIKENESS


def same_indicator(accepted: Iterable[str], found: str | None) -> bool:
    """Like one of the accepted wordings, or holding one without being much longer."""
    return any(_indicates(wording, found) for wording in accepted)


def _indicates(wording: str, found: str | None) -> bool:
    want, got = letters(wording), letters(found)
    held = bool(want) and want in got and len(got) <= 2 * len(want) + 4
    return held or likeness(want, got) >= INDICATOR_LIKENESS


def same_unit(gold: str, found: str) -> bool:
    """Equal but for the 个 of 个百分点 and for 人民币."""
    return _bare_unit(gold) == _bare_unit(found)


def _bare_unit(unit: str) -> str:
    return re.sub("^个(?=百分点)|人民币", "", folded(unit))


def pair(
    gold: Iterable[G], found: Iterable[F], same: Callable[[G, F], bool]
) -> tuple[list[tuple[G, F]], list[G], list[F]]:
    """Each gold item with at most one found item, first come first served: pairs, missed, left over."""
    left, pairs, missed = list(found), [], []
    for item in gold:
        at = next((i for i, other in enumerate(left) if same(item, other)), None)
        if at is None:
            missed.append(item)
        else:
            pairs.append((item, left.pop(at)))
    return pairs, missed, left
