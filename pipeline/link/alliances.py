"""Which printed alliance names are one body: by roster, core, the articles' own evidence, slips of the pen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from pipeline.link.compare import fold, shared, slip
from pipeline.link.forms import is_general, names_a_scope, read_form
from pipeline.link.merging import Merge, Merges, directed
from pipeline.link.observation import Evidence, Observations, Renamed
from pipeline.link.roster import Roster, alliance_id, roster
from pipeline.link.tally import Moment, Tally
from pipeline.model.script import simplify

# The ending of the pilot alliances' own names, which a canonical name has where the archive prints it.
_USUAL = "产业技术创新战略联盟"


@dataclass(slots=True)
class AllianceTally:
    """The distinct printed names of the archive, with what stands for them and beside them; grows with names only."""

    seen: dict[tuple[str, Evidence | None], Tally] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)
    renamed: set[Renamed] = field(default_factory=set)

    def add(self, observed: Observations) -> None:
        """Fold in one bulletin."""
        for name in observed.alliances:
            self.seen.setdefault((name.text, name.evidence), Tally()).add(name.mentions, observed.moment())
        for code in observed.codes:
            self.codes.setdefault(code.name, set()).add(code.code)
        self.renamed.update(observed.renamed)

    def texts(self) -> list[str]:
        """The distinct printed names, sorted."""
        return sorted({text for text, _ in self.seen})

    def evidence(self) -> list[Evidence]:
        """The distinct pieces of evidence, sorted."""
        return sorted({e for _, e in self.seen if e is not None}, key=lambda e: (e.short, e.full, e.why))

    def counts(self) -> dict[str, int]:
        """How often each name is printed."""
        found: dict[str, int] = {}
        for (text, _), tally in self.seen.items():
            found[text] = found.get(text, 0) + tally.mentions
        return found


@dataclass(slots=True)
class Bodies:
    """The state of resolution: the bodies (ids) that a printed name may stand for, and discovered bodies' own names.

    `merges` lead from the id that a core alone would give to the body that it turned out to be; `decided` are the
    names whose body an analyst gave, which no evidence changes; `titles` are the last names of renamed bodies.
    """

    of: dict[str, frozenset[str]] = field(default_factory=dict)
    own: dict[str, list[str]] = field(default_factory=dict)
    merges: Merges = field(default_factory=Merges)
    decided: set[str] = field(default_factory=set)
    titles: dict[str, str] = field(default_factory=dict)

    def find(self, text: str) -> frozenset[str]:
        """The bodies that a name may stand for now."""
        return frozenset(self.merges.root(b) for b in self.of.get(text, ()))

    def alone(self, body: str) -> bool:
        """Whether the body stands for itself, and none of its names for several."""
        return self.merges.root(body) == body and self.find(self.own[body][0]) == {body}


def group_names(
    tally: AllianceTally, forced: dict[str, tuple[str, str]] | None = None, merges: tuple[Merge, ...] = ()
) -> Bodies:
    """The bodies of the archive's names. `forced` holds corrections: folded name → body and place of the decision."""
    bodies = Bodies()
    for text in tally.texts():
        decided = (forced or {}).get(fold(text))
        found = frozenset({decided[0]}) if decided else roster().find(text)
        if found:
            bodies.of[text] = found
        if decided:
            bodies.decided.add(text)
    _discover(bodies, [t for t in tally.texts() if t not in bodies.of])
    _merge_by_code(bodies, tally)
    _merge_by_evidence(bodies, tally)
    _merge_by_slip(bodies, tally)
    _merge_short(bodies)
    _follow_renamings(bodies, tally)
    for old, new, why in directed(merges, _first_seen(bodies, tally), bodies.merges):
        bodies.merges.add(old, new, why)
    return bodies


def _follow_renamings(bodies: Bodies, tally: AllianceTally) -> None:
    """A body that the text says was renamed is one record: it keeps its id and takes the last name in the chain."""
    ordered = sorted(tally.renamed, key=lambda r: (r.old, r.new))
    known = [r for r in ordered if len(bodies.find(r.old)) == len(bodies.find(r.new)) == 1]
    for renamed in known:
        old, new = next(iter(bodies.find(renamed.old))), next(iter(bodies.find(renamed.new)))
        kept, gone = (new, old) if new in roster().entries else (old, new)
        if gone not in roster().entries:
            bodies.merges.add(gone, kept, f"the text says that {renamed.old} was renamed {renamed.new}")
    replaced = {renamed.old for renamed in known}
    for renamed in known:
        if renamed.new not in replaced:
            own = bodies.own.get(next(iter(bodies.of[renamed.new])), [renamed.new])
            bodies.titles[next(iter(bodies.find(renamed.new)))] = best_name(own, {})


def _first_seen(bodies: Bodies, tally: AllianceTally) -> dict[str, Moment]:
    first: dict[str, Moment] = {}
    for (text, _), seen in tally.seen.items():
        for body in bodies.find(text):
            if seen.first:
                first[body] = min(first.get(body, seen.first), seen.first)
    return first


def _discover(bodies: Bodies, texts: list[str]) -> None:
    """Names whose cores share a variant are one body, named by the core of its fullest name."""
    leader: dict[str, str] = {}
    groups: dict[str, list[str]] = {}
    for text in sorted(texts, key=lambda t: (-len(read_form(t).variants), t)):
        variants = sorted(read_form(text).variants)
        lead = next((leader[v] for v in variants if v in leader), text)
        for variant in variants:
            leader.setdefault(variant, lead)
        groups.setdefault(lead, []).append(text)
    for group in groups.values():
        fullest = best_name(group, {})
        body = alliance_id(read_form(fullest).core)
        bodies.own.setdefault(body, []).extend(group)
        for text in group:
            bodies.of[text] = frozenset({body})
            alone = alliance_id(read_form(text).core)
            if alone != body:
                bodies.merges.add(alone, body, f"{text} is {fullest}, whose name holds both")


def best_name(texts: Iterable[str], mentions: dict[str, int]) -> str:
    """The canonical name among a discovered body's own: no misprint, usual ending, fullest, simplified, common."""

    def rank(text: str) -> tuple[bool, bool, bool, bool, int, bool, int, str]:
        form, plain = read_form(text), simplify(text)
        ending = (not plain.endswith(_USUAL), not plain.endswith(_USUAL.removeprefix("产业")))
        return (form.slip is not None, not form.long, *ending, -len(text), plain != text, -mentions.get(text, 0), text)

    return min(texts, key=rank)


def _is_body(bodies: Bodies, body: str) -> bool:
    """Whether a discovered body has a full, clean name of its own, so that it needs no other to be told apart."""
    return any(read_form(t).long and read_form(t).slip is None for t in bodies.own.get(body, ()))


def _merge_by_code(bodies: Bodies, tally: AllianceTally) -> None:
    """The roster's alliance of the code that a table gives beside the name, where the names are alike at all."""
    known: Roster = roster()
    for text, codes in sorted(tally.codes.items()):
        found = {known.by_code[c] for c in codes if c in known.by_code}
        own = bodies.find(text)
        if len(found) != 1 or len(own) != 1 or next(iter(own)) in known.entries or text in bodies.decided:
            continue
        target = known.entries[found.pop()]
        if shared(read_form(text).core, read_form(target.name).core) >= 0.5:
            code = ", ".join(sorted(codes))
            bodies.merges.add(next(iter(own)), target.alliance_id, f"code {code} of {target.name} stands beside {text}")


def _merge_by_evidence(bodies: Bodies, tally: AllianceTally) -> None:
    """One full name in the articles' evidence: the same body. Several: the short name is kept for all of them."""
    fulls: dict[str, dict[str, str]] = {}
    for evidence in tally.evidence():
        found = bodies.find(evidence.full) or roster().find(evidence.full)
        if len(found) == 1:
            fulls.setdefault(evidence.short, {}).setdefault(next(iter(found)), evidence.why)
    for text, targets in sorted(fulls.items()):
        own = bodies.find(text)
        if len(own) != 1 or next(iter(own)) in roster().entries or text in bodies.decided:
            continue
        body = next(iter(own))
        rooted = {bodies.merges.root(t): why for t, why in targets.items() if bodies.merges.root(t) != body}
        if len(rooted) == 1:
            target, why = next(iter(rooted.items()))
            bodies.merges.add(body, target, why)
        elif len(rooted) > 1 and not _is_body(bodies, body):
            for name in bodies.own[body]:
                bodies.of[name] = frozenset(rooted)


def _merge_by_slip(bodies: Bodies, tally: AllianceTally) -> None:
    """A core one slip away from exactly one known core; among discovered names the less frequent one is the slip."""
    cores, counts = _known_cores(bodies), tally.counts()
    total = {body: sum(counts[text] for text in texts) for body, texts in bodies.own.items()}
    for body in sorted(bodies.own):
        if bodies.alone(body):
            found = dict(_right_forms(bodies, body, cores, total))
            if len(found) == 1:
                target, why = next(iter(found.items()))
                bodies.merges.add(body, target, why)


def _right_forms(
    bodies: Bodies, body: str, cores: dict[str, set[str]], total: dict[str, int]
) -> Iterator[tuple[str, str]]:
    """The bodies of which this one's core is a slip, and why.

    The roster's name or the more frequent one is right; of two equals the one that lacks or doubles a character is not.
    """
    core = read_form(best_name(bodies.own[body], {})).core
    for known, _, _ in extract(core, cores.keys(), scorer=OSA.distance, score_cutoff=1, limit=None):
        why = slip(core, known)
        if why is None:
            continue
        missing = why.endswith("missing") and not (slip(known, core) or "").endswith("doubled")
        for target in sorted(cores[known]):
            ahead = total.get(target, 0) - total[body]
            right = target in roster().entries or ahead > 0 or (ahead == 0 and (missing or why.endswith("doubled")))
            if right and bodies.merges.root(target) != body:
                yield bodies.merges.root(target), f"{core} is a misprint of {known}: {why}"


def _merge_short(bodies: Bodies) -> None:
    """A short name that begins or ends just one known core and is at least half of it; several such: kept for all."""
    parts = _parts(bodies)
    for body in sorted(bodies.own):
        core = read_form(best_name(bodies.own[body], {})).core
        if _is_body(bodies, body) or is_general(core) or not bodies.alone(body):
            continue
        fits = {(bodies.merges.root(target), known) for known, target in parts.get(core, ())}
        near = {target: known for target, known in sorted(fits) if 2 * len(core) >= len(known)}
        if len(near) == 1 and len(dict(fits)) == 1:
            target, known = next(iter(near.items()))
            bodies.merges.add(body, target, f"{core} is part of {known} and of no other known name")
        elif len(near) > 1:
            for name in bodies.own[body]:
                bodies.of[name] = frozenset(near)


def _parts(bodies: Bodies) -> dict[str, set[tuple[str, str]]]:
    """Every beginning and end of two or more characters of a known core → the core and its bodies."""
    parts: dict[str, set[tuple[str, str]]] = {}
    for core, targets in _known_cores(bodies).items():
        for cut in range(1, len(core)):
            pieces = {core[:cut]} if names_a_scope(core[:cut]) else {core[:cut], core[cut:]}
            for piece in pieces:
                if len(piece) >= 2:
                    parts.setdefault(piece, set()).update((core, target) for target in targets)
    return parts


def _known_cores(bodies: Bodies) -> dict[str, set[str]]:
    """Cores of the roster's alliances and of discovered bodies with a full name, with the bodies that have them."""
    cores: dict[str, set[str]] = {}
    for entry in roster().entries.values():
        cores.setdefault(read_form(entry.name).core, set()).add(entry.alliance_id)
    for body, texts in bodies.own.items():
        if _is_body(bodies, body) and bodies.merges.root(body) == body:
            cores.setdefault(read_form(best_name(texts, {})).core, set()).add(body)
    return cores
