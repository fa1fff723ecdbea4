"""The records of the alliances: canonical name, code, and the history of every form of the name."""

from dataclasses import dataclass, field

from pipeline.link.alliances import AllianceTally, Bodies, best_name
from pipeline.link.compare import fold, shared, slip
from pipeline.link.forms import mend_ending, read_form
from pipeline.link.observation import Evidence
from pipeline.link.roster import roster
from pipeline.link.tally import Tally
from pipeline.model.entity import Alliance, AllianceName, NameKind
from pipeline.model.script import simplify


@dataclass(slots=True)
class _Draft:
    """What an alliance's record is made of: a tally a printed name, and its codes."""

    names: dict[str, Tally] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)


def alliance_records(tally: AllianceTally, bodies: Bodies) -> tuple[Alliance, ...]:
    """The alliances that the archive mentions, by id. A name that may stand for several is listed under each."""
    drafts: dict[str, _Draft] = {}
    for (text, evidence), seen in tally.seen.items():
        candidates, settled = candidates_of(bodies, text, evidence)
        for body in candidates:
            counted = drafts.setdefault(body, _Draft()).names.setdefault(text, Tally())
            if body == settled:
                counted.join(seen)
    for text, codes in tally.codes.items():
        for body in bodies.find(text):
            drafts.setdefault(body, _Draft()).codes |= codes
    return tuple(_record(body, draft, bodies) for body, draft in sorted(drafts.items()))


def candidates_of(bodies: Bodies, text: str, evidence: Evidence | None) -> tuple[frozenset[str], str | None]:
    """The bodies that a name may stand for, and the one that it does stand for beside this evidence, if one is left."""
    candidates = bodies.find(text)
    stated = bodies.find(evidence.full) if evidence else frozenset[str]()
    if evidence and evidence.said and len(stated) == 1 and text not in bodies.decided:
        candidates = stated
    left = candidates if len(candidates) == 1 else candidates & stated
    return candidates, next(iter(left)) if len(left) == 1 else None


def name_kind(name: str, canonical: str) -> NameKind:
    """What a form of the name is beside the canonical one.

    >>> name_kind("封测联盟", "集成电路封测产业技术创新战略联盟")
    'short'
    """
    if fold(name) == fold(canonical):
        return "official"
    form, full = read_form(name), read_form(canonical)
    if form.slip is not None or any(slip(v, w) for v in form.variants for w in full.variants - form.variants):
        return "misspelling"
    return "variant" if form.long else "short"


def _record(body: str, draft: _Draft, bodies: Bodies) -> Alliance:
    entry = roster().entries.get(body)
    counts = {text: tally.mentions for text, tally in draft.names.items()}
    last = [t for t in draft.names if t == bodies.titles.get(body)]
    name = entry.name if entry else mend_ending(best_name(last or bodies.own.get(body) or draft.names, counts))
    known = entry.all_names() if entry else (name,)
    names = {text: Tally() for text in known if text not in draft.names} | draft.names
    history = tuple(_name(text, names[text], name) for text in sorted(names))
    return Alliance(
        alliance_id=body,
        name=name,
        short_name=_short_name(history, entry.short_names if entry else ()),
        code=entry.code if entry and entry.code else min(draft.codes) if len(draft.codes) == 1 else None,
        batch=entry.batch if entry else None,
        origin="roster" if entry else "discovered",
        names=history,
    )


def _name(text: str, tally: Tally, canonical: str) -> AllianceName:
    first, last = (tally.first[1] if tally.first else None), (tally.last[1] if tally.last else None)
    return AllianceName(text, name_kind(text, canonical), tally.mentions, first, last)


def _short_name(names: tuple[AllianceName, ...], known: tuple[str, ...]) -> str | None:
    """The short form of the canonical name most often printed; without any, the first that the roster knows."""
    core = next((read_form(n.name).core for n in names if n.kind == "official"), "")
    printed = [n for n in names if n.kind == "short" and n.mentions]
    if printed:
        return min(printed, key=lambda n: _short_rank(n, core)).name
    return known[0] if known else None


def _short_rank(name: AllianceName, core: str) -> tuple[bool, bool, int, str]:
    """Forms of the canonical name before others, simplified ones before traditional, common ones before rare."""
    apart = shared(read_form(name.name).core, core) < 1
    return (apart, simplify(name.name) != name.name, -name.mentions, name.name)
