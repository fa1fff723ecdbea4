"""What comes of comparing one item, and the two ways in which items are compared."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

from pipeline.evaluate.matching import pair

G = TypeVar("G")
F = TypeVar("F")
Verdict = Literal["hit", "missed", "spurious"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A gold item that was found or missed, or a found item that gold lacks.

    `unit` is the article (or bulletin) that the bootstrap draws as one; `method` names the rule behind a find.
    """

    measure: str
    unit: str
    verdict: Verdict
    item: str
    method: str | None = None


def compare_sets(measure: str, unit: str, gold: Iterable[Hashable], found: Iterable[Hashable]) -> Iterator[Outcome]:
    """Outcomes of two multisets of items that are equal or not."""
    want, got = Counter(list(gold)), Counter(list(found))
    yield from (Outcome(measure, unit, "hit", shown(item)) for item in (want & got).elements())
    yield from (Outcome(measure, unit, "missed", shown(item)) for item in (want - got).elements())
    yield from (Outcome(measure, unit, "spurious", shown(item)) for item in (got - want).elements())


def compare_pairs(
    measure: str,
    unit: str,
    gold: Iterable[G],
    found: Iterable[F],
    same: Callable[[G, F], bool],
    optional: Iterable[G] = (),
    excused: Callable[[G, F], bool] | None = None,
) -> Iterator[Outcome]:
    """Outcomes of items paired by `same`; what `optional` items excuse (by `excused` or `same`) does not count."""
    pairs, missed, left = pair(gold, found, same)
    left = pair(optional, left, excused or same)[2]
    yield from (Outcome(measure, unit, "hit", shown(item)) for item, _ in pairs)
    yield from (Outcome(measure, unit, "missed", shown(item)) for item in missed)
    yield from (Outcome(measure, unit, "spurious", shown(item), method_of(item)) for item in left)


def method_of(item: object) -> str | None:
    """The rule that made a found record, where it says so."""
    return item.get("method") if isinstance(item, dict) else None


def shown(item: object) -> str:
    """An item as a person reads it."""
    if isinstance(item, tuple):
        return " · ".join("—" if part is None or part == "" else str(part) for part in item)
    if isinstance(item, dict):
        return shown(tuple(value for name, value in item.items() if name != "method"))
    label = getattr(item, "shown", None)
    return label() if label else str(item)
