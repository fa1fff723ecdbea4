"""Which documents become bulletins: one document an issue is accepted, the rest are its duplicates.

An issue that is present in several files is read from the best of them: a text layer has the page and the place of
every character, plain text has no page, a scan may hold misread characters. Two files that claim the same issue but
share few article titles are two bulletins: the second keeps a longer id, and nothing is lost.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from pipeline.model.ids import digest

PREFERENCE = {"text-layer": 0, "plain": 1, "mixed": 2, "ocr": 3}
SAME_ISSUE = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """What selection needs of a structured document; `titles` are its articles' titles, letters only."""

    document_id: str
    path: str
    sha256: str
    text_source: str
    bulletin_id: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selected:
    """The fate of a document; `reason` is null for an accepted one."""

    document_id: str
    bulletin_id: str
    status: str
    reason: str | None


def select(candidates: Iterable[Candidate]) -> tuple[Selected, ...]:
    """The fate of every candidate, ordered by document id; independent of the order of the candidates."""
    ordered = sorted(candidates, key=lambda c: (c.bulletin_id, PREFERENCE[c.text_source], c.path))
    chosen = [s for _, group in groupby(ordered, key=lambda c: c.bulletin_id) for s in _select_issue(list(group))]
    return tuple(sorted(chosen, key=lambda s: s.document_id))


def _select_issue(group: list[Candidate]) -> Iterator[Selected]:
    accepted: list[tuple[Candidate, str]] = []
    for candidate in group:
        same = next(((other, issue) for other, issue in accepted if _same_issue(candidate, other)), None)
        if same is None:
            issue = candidate.bulletin_id if not accepted else f"{candidate.bulletin_id}-{_own_digest(candidate)}"
            accepted.append((candidate, issue))
            yield Selected(candidate.document_id, issue, "accepted", None)
        else:
            yield Selected(candidate.document_id, same[1], "duplicate", _duplicate_reason(candidate, same[0]))


def _own_digest(candidate: Candidate) -> str:
    return digest(*candidate.titles, length=6)


def _same_issue(one: Candidate, other: Candidate) -> bool:
    if one.sha256 == other.sha256:
        return True
    ours, theirs = set(one.titles), set(other.titles)
    return len(ours & theirs) >= SAME_ISSUE * min(len(ours), len(theirs)) if ours and theirs else ours == theirs


def _duplicate_reason(candidate: Candidate, accepted: Candidate) -> str:
    if candidate.sha256 == accepted.sha256:
        return f"the same bytes as {accepted.path}; remove one of them"
    return f"the same issue as {accepted.path}, which was preferred; nothing need be done"
