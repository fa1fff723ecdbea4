"""Lists of persons of whom a verb at the end tells: 天津大学|曾周末、…研究院副院长|段宇宁|等11人当选…."""

from collections.abc import Sequence
from typing import Protocol

from pipeline.extract.appointments import without_address
from pipeline.extract.names import Reading, name_before
from pipeline.extract.posts import Post, organization_before
from pipeline.extract.words import Line

JOINTS = ("、", "和", "与", "及", "以及")
"""What joins the persons of one list."""

MOST = 40
"""A list is followed back over at most this many persons."""


class Held(Protocol):
    """A name, line.text[start:end], with its posts and the rule that found it."""

    @property
    def start(self) -> int:
        """Where the name starts."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def posts(self) -> tuple[Post, ...]:
        """Its posts."""

    @property
    def method(self) -> str:
        """The rule that found it."""


def listed_before(line: Line, name: Reading, holders: Sequence[Held]) -> list[Reading]:
    """The persons of the list that `name` ends, in order, without `name`: those with posts and those without."""
    own = next((h for h in reversed(holders) if h.start == name.start), None)
    begin = _begin(own, holders) if own is not None else _with_body(line, name)
    found: list[Reading] = []
    for _ in range(MOST):
        joint = next((j for j in JOINTS if line.text.endswith(j, 0, begin)), None)
        if joint is None:
            break
        held = _ending_at(line, begin - len(joint), holders)
        bare = name_before(line, without_address(line.text, begin - len(joint))) if held is None else None
        if held is not None:
            found.insert(0, Reading(held.start, held.end, 0.0))
            begin = _begin(held, holders)
        elif bare is not None:
            found.insert(0, bare)
            begin = _with_body(line, bare)
        else:
            break
    return found


def _with_body(line: Line, name: Reading) -> int:
    body = organization_before(line, name.start)
    return body[0] if body is not None else name.start


def _begin(held: Held, holders: Sequence[Held]) -> int:
    """Where a person's entry begins: with the posts before the name, unless another name stands between."""
    first = min((post.start for post in held.posts), default=held.start)
    between = any(first < other.start < held.start for other in holders)
    return held.start if between else min(first, held.start)


def _ending_at(line: Line, end: int, holders: Sequence[Held]) -> Held | None:
    """Whose entry ends at `end`: with the name, with the post after it, or with a form of address after either."""
    ends = {end, without_address(line.text, end)}
    for held in reversed(holders):
        last = max(held.end, *(post.end for post in held.posts)) if held.method == "grammar:name-title" else held.end
        if held.method in ("grammar:name-title", "grammar:title-name") and last in ends:
            return held
    return None
