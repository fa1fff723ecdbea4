"""Organizations under their standing names, the line of succession behind them, and the records of the archive."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain

from pipeline.lexicon import column, listed, names, rows
from pipeline.link.compare import fold
from pipeline.link.merging import Merge, Merges, directed
from pipeline.link.observation import Observations
from pipeline.link.tally import Tally
from pipeline.model.entity import Organization
from pipeline.model.ids import entity_id
from pipeline.model.mention import OrganizationKind
from pipeline.model.script import simplify

# A bracket at the end that says how the body was or is called otherwise. Example: （原固废循环利用联盟）
_GLOSS = re.compile(r"[（(](?:原|前身|曾用名|以下简称|下称|简称)[^（()）]*[)）]\Z")


@lru_cache(maxsize=65536)
def organization_id(name: str) -> str:
    """The id of the organization of this standing name."""
    return entity_id("organization", fold(name))


@lru_cache(maxsize=65536)
def standing(name: str, year: int | None = None) -> str:
    """The standing name of an organization, also of a department named after its body; the name itself where unknown.

    `year` tells apart bodies that used one short name in different years.

    >>> standing("科学技术部成果转化与区域创新司")
    '科技部成果转化与区域创新司'
    """
    name = _GLOSS.sub("", name)
    folded = fold(name)
    for cut in range(len(folded), 1, -1):
        found = _ministries().get(folded[:cut])
        if found and (cut == len(folded) or (cut > 2 and folded.endswith(_department_endings()))):
            return _of_year(found, year)["standing"] + folded[cut:]
    return name


@cache
def _department_endings() -> tuple[str, ...]:
    """What a department's name ends in, so that the body before it may be replaced by its standing name."""
    return tuple(column("department_endings", "word"))


def lineage(name: str) -> str:
    """The key of the line of succession: the standing name of the body that carries on today what this one did.

    A trend over 环境保护部 and 生态环境部 groups by it and does not break in 2018.

    >>> lineage("环境保护部")
    '生态环境部'
    """
    current, seen = standing(name), {""}
    while current not in seen:
        seen.add(current)
        following = [row["successor"] for row in _ministries().get(fold(current), ()) if row["successor"]]
        current = standing(following[-1].partition("/")[0]) if following else current
    return current


@cache
def _ministries() -> dict[str, tuple[dict[str, str], ...]]:
    if "ministries" not in names():
        return {}
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows("ministries"):
        for name in (row["full_name"], row["standing"], *listed(row["abbreviations"])):
            found.setdefault(fold(name), {})[row["full_name"]] = row
    return {name: tuple(by_name.values()) for name, by_name in found.items()}


def _of_year(found: tuple[dict[str, str], ...], year: int | None) -> dict[str, str]:
    """The row in force in the year; the latest where the year is unknown or none fits."""

    def fits(row: dict[str, str]) -> bool:
        return year is not None and int(row["from_year"] or 0) <= year <= int(row["to_year"] or 9999)

    return next((row for row in found if fits(row)), max(found, key=lambda r: r["from_year"]))


@dataclass(slots=True)
class Body:
    """All that the archive says of one organization; `name` where it is known by another than those printed."""

    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[OrganizationKind] = field(default_factory=Counter)
    seen: Tally = field(default_factory=Tally)
    name: str | None = None

    def join(self, other: "Body") -> None:
        """Count the other's kinds and mentions too; the names stay."""
        self.kinds.update(other.kinds)
        self.seen.join(other.seen)


@dataclass(slots=True)
class OrganizationTally:
    """The organizations of the archive by id, and the short names that texts define.

    `forced` holds corrections: folded name → id and place of the decision.
    """

    forced: dict[str, tuple[str, str]] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)

    def identity(self, name: str) -> str:
        """The id that a name alone leads to."""
        decided = self.forced.get(fold(name))
        return decided[0] if decided else organization_id(standing(name))

    def decided(self, identity: str) -> bool:
        """Whether an analyst gave a name this id."""
        return any(identity == given for given, _ in self.forced.values())

    def add(self, observed: Observations) -> None:
        """Fold in one bulletin."""
        for seen in observed.organizations:
            body = self.bodies.setdefault(self.identity(seen.name), Body())
            body.names[seen.name] += seen.mentions
            body.kinds[seen.kind] += seen.mentions
            body.seen.add(seen.mentions, observed.moment())
        for alias in observed.aliases:
            self.aliases.setdefault(alias.short, set()).add(alias.full)

    def defined(self) -> Iterable[tuple[str, str, str]]:
        """Ids of short and full name, and why, where all texts that define the short name agree on one known body."""
        for short, fulls in sorted(self.aliases.items()):
            known = {self.identity(full): full for full in sorted(fulls) if self.identity(full) in self.bodies}
            if len(known) == 1 and self.identity(short) in self.bodies:
                identity, full = next(iter(known.items()))
                yield self.identity(short), identity, f"the text says that {short} stands for {full}"


def resolve_organizations(
    tally: OrganizationTally, alliances: dict[str, str], merges: tuple[Merge, ...] = ()
) -> tuple[tuple[Organization, ...], Merges]:
    """One record a standing name; a short name that the archive defines for one body only is that body.

    `alliances` leads from an alliance's folded names to its canonical one, under which its departments go.
    """
    bodies = dict(sorted(tally.bodies.items()))
    first = {identity: body.seen.first for identity, body in bodies.items() if body.seen.first}
    merged = Merges()
    for old, new, why in chain(
        tally.defined(), _departments(tally, bodies, merged, alliances), directed(merges, first, merged)
    ):
        gone, kept = merged.root(old), merged.root(new)
        if merged.add(old, new, why):
            bodies[kept].join(bodies.pop(gone))
    return tuple(_record(identity, body) for identity, body in bodies.items()), merged


def _departments(
    tally: OrganizationTally, bodies: dict[str, Body], merged: Merges, alliances: dict[str, str]
) -> Iterator[tuple[str, str, str]]:
    """Departments named after another name of their body: 封测联盟秘书处, 集成电路封测产业技术创新战略联盟秘书处.

    The record has the full name, and the id of a name that the archive prints.
    """
    parents = _parents(tally, bodies, merged) | alliances
    printed: dict[str, dict[str, str]] = {}
    for identity, body in bodies.items():
        parent, department = _split_department(fold(_printed(body)), parents)
        if parent and not tally.decided(identity):
            printed.setdefault(parents[parent] + department, {})[identity] = parent
    for full, found in sorted(printed.items()):
        own = organization_id(full)
        kept = own if own in found else min(found, key=lambda i: (bodies[i].seen.first or ("9999", ""), i))
        bodies[kept].name = full
        for identity, parent in found.items():
            if identity != kept:
                yield identity, kept, f"{parent} is {parents[parent]}"


def _parents(tally: OrganizationTally, bodies: dict[str, Body], merged: Merges) -> dict[str, str]:
    """Short names that texts define, folded, with the name of the body that each stands for."""
    ids = {fold(short): tally.identity(short) for short in sorted(tally.aliases)}
    return {short: _printed(bodies[merged.root(i)]) for short, i in ids.items() if merged.root(i) != i}


def _split_department(name: str, parents: dict[str, str]) -> tuple[str, str]:
    """The longest name of another body that a department's name begins with, and the rest; empty if there is none."""
    if name.endswith(_department_endings()):
        for cut in range(len(name) - 1, 2, -1):
            if name[:cut] in parents:
                return name[:cut], name[cut:]
    return "", ""


def _printed(body: Body) -> str:
    return body.name or min(body.names, key=lambda n: (-body.names[n], simplify(n) != n, n))


def _record(identity: str, body: Body) -> Organization:
    name = _printed(body)
    return Organization(identity, name, min(body.kinds, key=lambda k: (-body.kinds[k], k)), lineage(name))
