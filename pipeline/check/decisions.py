"""What the archive shows of its records: namesakes kept apart, decisions that conflict or match nothing."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from pipeline.check.finding import finding
from pipeline.check.wording import plain
from pipeline.model.entity import Entities, Finding
from pipeline.model.script import simplify


class Decided(Protocol):
    """A line of a corrections file."""

    @property
    def action(self) -> str:
        """link, split, merge, rename, not-an-entity, fix-value or fix-role."""

    @property
    def key(self) -> str:
        """The record, bulletin, article or mention that it speaks of."""

    @property
    def surface(self) -> str:
        """The printed text that it speaks of."""

    @property
    def target(self) -> str:
        """What it leads to."""

    @property
    def where(self) -> str:
        """File and line."""


class Decisions(Protocol):
    """All lines, and the pairs that contradict each other."""

    @property
    def valid(self) -> Sequence[Decided]:
        """The lines that no other one contradicts."""

    @property
    def conflicts(self) -> Sequence[tuple[Decided, Decided]]:
        """The pairs that cannot both hold."""


def check_decisions(decisions: Decisions, applied: frozenset[str], entities: Entities) -> Iterator[Finding]:
    """Contradictory pairs as errors, decisions that match nothing any more as warnings.

    `applied` are the places (file:line) of the decisions that changed a link or value in some bulletin.
    """
    for left, right in decisions.conflicts:
        message = f"更正互相矛盾，两条都未采用：{left.where}（{_words(left)}）与{right.where}（{_words(right)}）"
        yield finding("correction-conflict", "error", message)
    records = _records(entities)
    for line in decisions.valid:
        if line.where not in applied and not _holds(line, records, entities):
            message = f"更正{line.where}（{_words(line)}）在现有文件中没有对应的内容"
            yield finding("correction-unmatched", "warning", message)


def check_targets(decisions: Decisions, entities: Entities) -> Iterator[Finding]:
    """Links to an id that no other name of the archive leads to: most likely a slip in the id."""
    printed = _printed_names(entities)
    linked: dict[str, list[Decided]] = {}
    for line in decisions.valid:
        if line.action == "link" and line.target in printed:
            linked.setdefault(line.target, []).append(line)
    for target, lines in sorted(linked.items()):
        if printed[target] <= {_alike(line.surface) for line in lines}:
            where = "、".join(line.where for line in lines)
            message = f"更正{where}归入的{target}没有别的名称，请核对编号"
            yield finding("correction-target", "warning", message, None, None, (target,))


def _printed_names(entities: Entities) -> dict[str, set[str]]:
    """Record id → the names under which it is known, of the kinds whose records a link can make."""
    names = {a.alliance_id: {_alike(n.name) for n in a.names} for a in entities.alliances}
    names |= {p.policy_id: {_alike(p.title)} for p in entities.policies}
    return names | {o.organization_id: {_alike(o.name)} for o in entities.organizations}


def _alike(name: str) -> str:
    return simplify(plain(name)).upper()


def check_namesakes(entities: Entities) -> Iterator[Finding]:
    """One name that stands for several persons because their posts exclude each other."""
    persons: dict[str, list[str]] = {}
    for official in entities.officials:
        persons.setdefault(official.name, []).append(official.official_id)
    for name, ids in sorted(persons.items()):
        if len(ids) > 1:
            posts = "；".join(f"{i}：{_posts(entities, i)}" for i in ids)
            message = f"“{name}”在同一时期任互不相容的职务，按{len(ids)}人处理（{posts}）"
            yield finding("namesakes", "note", message, None, None, tuple(ids))


def _posts(entities: Entities, identity: str) -> str:
    return "、".join(f"{t.organization or ''}{t.title}" for t in entities.tenures if t.official_id == identity)


def _records(entities: Entities) -> frozenset[str]:
    return frozenset(
        (
            *(a.alliance_id for a in entities.alliances),
            *(o.official_id for o in entities.officials),
            *(p.policy_id for p in entities.policies),
            *(o.organization_id for o in entities.organizations),
        )
    )


def _holds(line: Decided, records: frozenset[str], entities: Entities) -> bool:
    """Whether a decision about records themselves finds them."""
    moved = {r.old_id: r.new_id for r in entities.redirects}
    key, target = moved.get(line.key, line.key), moved.get(line.target, line.target)
    if line.action == "rename":
        return key in records
    return line.action == "merge" and key == target and key in records


def _words(line: Decided) -> str:
    return " ".join(part for part in (line.action, line.key, line.surface, line.target) if part)
