"""Which titles are one instrument: full or short, with or without issuer and 关于…的通知, or by document number."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import chain
from typing import TypeVar

from pipeline.lexicon import alternation, names, rows
from pipeline.link.compare import bare, fold
from pipeline.link.merging import Merge, Merges, directed
from pipeline.link.observation import Observations, WorkSeen
from pipeline.link.organizations import lineage
from pipeline.link.tally import Tally
from pipeline.model.entity import Policy
from pipeline.model.ids import entity_id
from pipeline.model.mention import PolicyEvent, PolicyKind
from pipeline.model.script import simplify

_T = TypeVar("_T")

# What the bodies end in that may stand before 关于 in a title.
_BODY_ENDS = ("院", "部", "委", "局", "厅", "会", "办", "署", "室", "政府", "部门", "央")
# What a short form may leave out: the state of the instrument in brackets at the end. Example: 管理办法（试行）.
_STAGE_TAIL = r"\((?:{stages})\)\Z"
# What an article says of a work that comes into being, and not of one that is cited.
_ISSUING: frozenset[PolicyEvent] = frozenset(("issued", "released", "revised"))
# A bracket with years in a title. Example: 规划纲要（2006—2020年）.
_YEARS = re.compile(r"\([0-9]{4}[^()]{0,12}\)")
# A document number in any brackets. Example: 国发〔2022〕12号, 国发[2022]12号.
_NUMBER = re.compile(r"[〔［\[(（【]?((?:19|20)[0-9]{2})[〕］\])）】]?")


@dataclass(frozen=True, slots=True)
class Registered:
    """An instrument of the registry (lexicon/policies_registry.csv); `date` is ISO 8601."""

    title: str
    number: str | None
    date: str | None


@lru_cache(maxsize=65536)
def title_key(title: str) -> str:
    """What distinguishes an instrument: the title without issuer, 关于印发…的通知, stage, signs and the particle 的.

    Years, versions and 试行 stay: the 2021 edition of a catalogue is another work than that of 2022.

    >>> title_key("国务院关于印发“十三五”国家科技创新规划的通知") == title_key("“十三五”国家科技创新规划")
    True
    """
    folded = fold(title)
    issuer, about, rest = folded.partition("关于")
    passed = next((issuer.removesuffix(w) for w in _words("passing") if issuer.endswith(w)), issuer)
    if about and (not passed or _is_issuer(passed)):
        folded = rest
    passing = next((w for w in _words("passing") if folded.startswith(w)), "")
    closing = next((w for w in _words("closing") if folded.endswith(w)), "")
    if closing and about:
        folded = folded.removesuffix(closing)
    if closing and passing and len(folded) > len(passing) + 4:
        folded = folded.removeprefix(passing)
    folded = _stages().sub("", folded)
    nation = next((w for w in _words("nation") if folded.startswith(w)), "")
    return bare(folded.removeprefix(nation)).replace("的", "") or bare(title) or title


def is_genre(title: str) -> bool:
    """Whether the title is a genre alone (方案, 办法), which names no instrument by itself."""
    return fold(title) in _words("genre")


def policy_id(key: str) -> str:
    """The id of the instrument of this title key."""
    return entity_id("policy", key)


def number_key(number: str) -> str:
    """A document number with its year brackets out of play.

    >>> number_key("国发〔2022〕12号") == number_key("国发[2022]12号")
    True
    """
    return _NUMBER.sub(r"(\1)", fold(number).replace("第", ""))


def registered(title: str, number: str | None = None) -> Registered | None:
    """The registry's instrument of this title or number; None where it has none."""
    by_key, by_number = _registry()
    return (by_key.get(title_key(title)) if title else None) or (by_number.get(number_key(number)) if number else None)


@cache
def _registry() -> tuple[dict[str, Registered], dict[str, Registered]]:
    if "policies_registry" not in names():
        return {}, {}
    by_key: dict[str, Registered] = {}
    by_number: dict[str, Registered] = {}
    doubtful = set()
    for row in rows("policies_registry"):
        entry = Registered(row["title"], row["document_number"] or None, row["date"] or None)
        key = title_key(entry.title)
        if key in by_key:
            doubtful.add(key)
        by_key[key] = entry
        if entry.number:
            by_number[number_key(entry.number)] = entry
    return {key: entry for key, entry in by_key.items() if key not in doubtful}, by_number


@cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(fold(row["word"]) for row in rows("policy_wrappers") if row["role"] == role)


@cache
def _stages() -> re.Pattern[str]:
    return re.compile(_STAGE_TAIL.format(stages=alternation(_words("stage"))))


@cache
def _trial() -> re.Pattern[str]:
    return re.compile(_STAGE_TAIL.format(stages=alternation(_words("trial"))))


@cache
def _is_issuer(text: str) -> bool:
    """Whether what stands before 关于 is a body and not part of the title; bodies end in few characters."""
    return len(text) <= 40 and text.endswith(
        ("院", "部", "委", "局", "厅", "会", "办", "署", "室", "政府", "部门", "央")
    )


@dataclass(slots=True)
class Work:
    """All that the archive says of the works of one title key."""

    titles: Counter[str] = field(default_factory=Counter)
    events: set[PolicyEvent] = field(default_factory=set)
    kinds: Counter[PolicyKind] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)
    periods: Counter[tuple[int, int]] = field(default_factory=Counter)
    statements: dict[tuple[tuple[str, ...], int | None], Tally] = field(default_factory=dict)
    seen: Tally = field(default_factory=Tally)

    def add(self, seen: WorkSeen, moment: tuple[str, str]) -> None:
        """Count one statement about the work."""
        self.titles[seen.title] += seen.mentions
        self.events.add(seen.event)
        self.kinds[seen.kind] += seen.mentions
        self.numbers.update({seen.document_number: seen.mentions} if seen.document_number else {})
        self.periods.update({seen.period: seen.mentions} if seen.period else {})
        self.statements.setdefault((seen.issuers, seen.issuer_count), Tally()).add(seen.mentions, moment)
        self.seen.add(seen.mentions, moment)

    def title(self) -> str:
        """The title most often printed; among equals the fullest, then the simplified one."""
        return min(self.titles, key=lambda t: (-self.titles[t], -len(bare(t)), simplify(t) != t, t))

    def join(self, other: "Work") -> None:
        """Count all that is said of the other work too; the title stays this one's."""
        self.kinds.update(other.kinds)
        self.numbers.update(other.numbers)
        self.periods.update(other.periods)
        for statement, tally in other.statements.items():
            self.statements.setdefault(statement, Tally()).join(tally)
        self.seen.join(other.seen)


@dataclass(slots=True)
class PolicyTally:
    """The works of the archive by id. `forced` holds corrections: folded title → id and place of the decision."""

    forced: dict[str, tuple[str, str]] = field(default_factory=dict)
    works: dict[str, Work] = field(default_factory=dict)

    def add(self, observed: Observations) -> None:
        """Fold in one bulletin."""
        for seen in observed.works:
            decided = self.forced.get(fold(seen.title))
            identity = decided[0] if decided else policy_id(title_key(seen.title))
            self.works.setdefault(identity, Work()).add(seen, observed.moment())


def resolve_policies(tally: PolicyTally, merges: tuple[Merge, ...] = ()) -> tuple[tuple[Policy, ...], Merges]:
    """One record an instrument; titles that print one document number, or that only leave a year out, are one."""
    known = dict(sorted(tally.works.items()))
    works = dict(known)
    first = {identity: work.seen.first for identity, work in works.items() if work.seen.first}
    merged = Merges()
    for old, new, why in chain(_same_number(known), _left_out(known), directed(merges, first, merged)):
        gone, kept = merged.root(old), merged.root(new)
        if merged.add(old, new, why):
            works[kept].join(works.pop(gone))
    return tuple(_record(identity, work) for identity, work in works.items()), merged


def _same_number(works: dict[str, Work]) -> Iterable[tuple[str, str, str]]:
    holders: dict[str, list[str]] = {}
    for identity, work in works.items():
        for number in work.numbers:
            holders.setdefault(number_key(number), []).append(identity)
    for number, found in sorted(holders.items()):
        known = registered("", number)
        titled = policy_id(title_key(known.title)) if known else None
        fullest = titled if titled in found else min(found, key=lambda i: (-len(title_key(works[i].title())), i))
        for identity in found:
            if identity != fullest:
                yield identity, fullest, f"both titles print the document number {number}"


def _left_out(works: dict[str, Work]) -> Iterable[tuple[str, str, str]]:
    """Titles that are another one's without its bracketed years or 试行, where one such other is known.

    A title that the archive saw being issued is an instrument of its own: the definite one after the trial.
    """
    for pattern, part in ((_YEARS, "years"), (_trial(), "试行")):
        longer: dict[str, set[str]] = {}
        for identity, work in works.items():
            for title in map(fold, work.titles):
                if pattern.search(title):
                    longer.setdefault(policy_id(title_key(pattern.sub("", title))), set()).add(identity)
        for short, found in sorted(longer.items()):
            if short in works and short not in found and len(found) == 1 and not _ISSUING & works[short].events:
                yield short, next(iter(found)), f"the title leaves out {part}, and only one instrument fits"


def _record(identity: str, work: Work) -> Policy:
    entry = next((r for r in map(registered, sorted(work.titles)) if r), None)
    issuers, count = _issuers(work)
    period = _most(work.periods)
    return Policy(
        policy_id=identity,
        title=work.title(),
        kind=min(work.kinds, key=lambda k: (-work.kinds[k], k != "policy", k)),
        document_number=_most(work.numbers) or (entry.number if entry else None),
        period_start=period[0] if period else None,
        period_end=period[1] if period else None,
        issuers=issuers,
        issuer_count=count,
    )


def _issuers(work: Work) -> tuple[tuple[str, ...], int | None]:
    """The fullest statement of issuers, then those that other statements add; one body under two names counts once."""
    ordered = sorted(work.statements, key=lambda s: (-len(s[0]), -work.statements[s].mentions, s[0], s[1] or 0))
    found: dict[str, str] = {}
    for issuers, _ in ordered:
        for name in issuers:
            found.setdefault(lineage(name), name)
    counts = Counter({count: work.statements[(names_, count)].mentions for names_, count in ordered if count})
    return tuple(found.values()), _most(counts)


def _most(counts: "Counter[_T]") -> _T | None:
    return min(counts, key=lambda v: (-counts[v], str(v))) if counts else None
