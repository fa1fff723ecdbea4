"""Which records linking a bulletin looked up, so that it is done again only when one of those has changed.

Any bulletin that is added changes the archive's records, but few of those that another bulletin's mentions can stand
for. Tracing what was read (as build systems do) finds these without knowing how linking decides.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from pipeline.model.entity import Alliance, Entities

if TYPE_CHECKING:
    from pipeline.link.link import EntitiesIndex

_RECORDS = ("alliances", "officials", "policies", "organizations")
_DECIDED = ("forced", "scoped")
_EVERYTHING = "*"


class _Traced(Mapping[str, Any]):
    """A mapping that notes each key that it is asked for."""

    def __init__(self, name: str, mapping: Mapping[str, Any], reads: set[str]) -> None:
        self._name = name
        self._mapping = mapping
        self._reads = reads

    def __getitem__(self, key: str) -> Any:
        self._reads.add(f"{self._name}:{key}")
        return self._mapping[key]

    def __iter__(self) -> Iterator[str]:
        self._reads.add(f"{self._name}:{_EVERYTHING}")
        return iter(self._mapping)

    def __len__(self) -> int:
        return len(self._mapping)


def traced(index: "EntitiesIndex", reads: set[str]) -> "EntitiesIndex":
    """The index, noting in `reads` what is looked up in it. What analysts decided is read whole and not noted."""
    mappings = {f.name: getattr(index, f.name) for f in fields(index) if f.name not in _DECIDED}
    noting: dict[str, Any] = {name: _Traced(name, held, reads) for name, held in mappings.items()}
    return replace(index, **noting)


def read_records(index: "EntitiesIndex", ids: set[str]) -> None:
    """Look up the records with these ids: what is written of a bulletin holds their names."""
    for name in _RECORDS:
        for identity in sorted(ids):
            getattr(index, name).get(identity)


class Reader:
    """Digests of what a set of lookups gives; each entry is digested once."""

    def __init__(self, index: "EntitiesIndex") -> None:
        self.index = index
        self._digests: dict[str, bytes] = {}

    def digest(self, reads: str) -> str:
        """The digest of what these lookups (sorted, one a line) give today."""
        total = hashlib.blake2b(digest_size=12)
        for read in reads.split("\n"):
            total.update(self._digests.get(read) or self._entry(read))
        return total.hexdigest()

    def _entry(self, read: str) -> bytes:
        name, _, key = read.partition(":")
        mapping = getattr(self.index, name, {})
        value = sorted(mapping.items()) if key == _EVERYTHING else mapping.get(key)
        shown = repr(sorted(map(repr, value)) if isinstance(value, frozenset) else value)
        self._digests[read] = hashlib.blake2b(shown.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        return self._digests[read]


def without_counts(entities: Entities) -> Entities:
    """The entities as linking may see them: how often and where a name was printed does not decide a link."""
    return replace(entities, alliances=tuple(map(_uncounted, entities.alliances)))


def _uncounted(alliance: Alliance) -> Alliance:
    names = (replace(name, mentions=0, first_bulletin=None, last_bulletin=None) for name in alliance.names)
    return replace(alliance, names=tuple(names))
