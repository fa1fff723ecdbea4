"""Merges of records: which id stands for which now, why, and the redirects that users of an old id follow."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.link.tally import Moment
from pipeline.model.entity import Redirect


@dataclass(frozen=True, slots=True)
class Merge:
    """An analyst's decision that two ids are one record; `where` is file and line of the decision."""

    left: str
    right: str
    where: str


@dataclass(slots=True)
class Merges:
    """The ids that were given up, each with the id that it was merged into and the reason in words."""

    given_up: dict[str, tuple[str, str]] = field(default_factory=dict)

    def root(self, identity: str) -> str:
        """The id that stands for `identity` now; itself if it was not merged."""
        while identity in self.given_up:
            identity = self.given_up[identity][0]
        return identity

    def add(self, old: str, new: str, why: str) -> bool:
        """Let `new` stand for `old` from now on; False where one already stands for the other."""
        if self.root(old) == self.root(new):
            return False
        self.given_up[self.root(old)] = (self.root(new), why)
        return True

    def redirects(self) -> Iterator[Redirect]:
        """One redirect an id that was given up, straight to the id that stands for it now."""
        for old, (_, why) in sorted(self.given_up.items()):
            yield Redirect(old, self.root(old), why)


def directed(merges: Iterable[Merge], first: dict[str, Moment], known: Merges) -> Iterator[tuple[str, str, str]]:
    """The merges of known records as (id given up, id kept, why): what the archive saw first keeps its id.

    An id that `known` says was given up speaks of the record that stands for it.
    """
    for merge in merges:
        left, right = known.root(merge.left), known.root(merge.right)
        if left in first and right in first:
            kept, gone = sorted((left, right), key=lambda i: (first[i], i))
            yield gone, kept, f"merged by {merge.where}"
