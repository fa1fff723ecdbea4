"""The roster of known alliances (lexicon/alliances.csv), ready to be looked up by name, core and code."""

from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import listed, rows
from pipeline.link.compare import fold
from pipeline.link.forms import read_form
from pipeline.model.ids import entity_id


@dataclass(frozen=True, slots=True)
class Entry:
    """One alliance of the roster. Its id comes from the core of its name, as a discovered alliance's does."""

    alliance_id: str
    name: str
    code: str | None
    batch: str | None
    short_names: tuple[str, ...]

    def all_names(self) -> tuple[str, ...]:
        """The official name, then the other known ones."""
        return (self.name, *(n for n in self.short_names if n != self.name))


@dataclass(frozen=True)
class Roster:
    """The entries by id, and the ids by folded name, by core variant of the official name, and by code."""

    entries: dict[str, Entry]
    by_name: dict[str, frozenset[str]]
    by_core: dict[str, frozenset[str]]
    by_code: dict[str, str]

    def find(self, text: str) -> frozenset[str]:
        """The ids that a printed name may stand for by name or else by core; several only for namesakes."""
        known = self.by_name.get(fold(text))
        if known:
            return known
        form = read_form(text)
        exact = self.by_core.get(form.core)
        return exact or frozenset[str]().union(*(self.by_core.get(v, frozenset()) for v in form.variants))


def alliance_id(core: str) -> str:
    """The id of the alliance that this core distinguishes."""
    return entity_id("alliance", core)


@cache
def roster() -> Roster:
    """The roster, read once."""
    entries = {e.alliance_id: e for e in map(_entry, rows("alliances"))}
    names: dict[str, set[str]] = {}
    cores: dict[str, set[str]] = {}
    for entry in entries.values():
        for name in entry.all_names():
            names.setdefault(fold(name), set()).add(entry.alliance_id)
        for variant in read_form(entry.name).variants:
            cores.setdefault(variant, set()).add(entry.alliance_id)
    return Roster(entries, _frozen(names), _frozen(cores), {e.code: e.alliance_id for e in entries.values() if e.code})


def _entry(row: dict[str, str]) -> Entry:
    identity = alliance_id(read_form(row["name"]).core)
    return Entry(identity, row["name"], row["code"] or None, row["batch"] or None, listed(row["short_names"]))


def _frozen(sets: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(value) for key, value in sets.items()}
