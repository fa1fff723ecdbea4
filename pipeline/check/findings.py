"""All checks: those of one bulletin, and those of the archive."""

from collections.abc import Iterable, Iterator

from pipeline.check.changes import check_changes
from pipeline.check.contents import check_contents
from pipeline.check.counts import check_counts
from pipeline.check.dates import check_dates
from pipeline.check.decisions import Decisions, check_decisions, check_namesakes, check_targets
from pipeline.check.reading import read_articles
from pipeline.check.series import Values, check_series
from pipeline.check.summary import IssueSummary, summarise
from pipeline.check.sums import check_sums
from pipeline.check.tables import check_tables
from pipeline.model.bulletin import Bulletin
from pipeline.model.entity import BulletinLinks, Entities, Finding
from pipeline.model.mention import Extraction

__all__ = ["IssueSummary", "check_archive", "check_bulletin", "summarise"]


def check_bulletin(bulletin: Bulletin, extraction: Extraction, links: BulletinLinks) -> tuple[Finding, ...]:
    """Where a bulletin disagrees with itself, in order of its articles; `links` are of this bulletin."""
    if links.bulletin_id != bulletin.bulletin_id:
        raise ValueError(f"links of {links.bulletin_id} do not belong to {bulletin.bulletin_id}")
    return _ordered(_bulletin(bulletin, extraction))


def _bulletin(bulletin: Bulletin, extraction: Extraction) -> Iterator[Finding]:
    yield from check_contents(bulletin)
    yield from check_tables(bulletin)
    yield from check_dates(bulletin, extraction)
    for reading in read_articles(bulletin, extraction):
        yield from check_sums(reading)
        yield from check_changes(reading)
        yield from check_counts(reading)


def check_archive(summaries: Iterable[IssueSummary], entities: Entities, corrections: Decisions) -> tuple[Finding, ...]:
    """Where the bulletins disagree with each other, and what became of the analysts' decisions."""
    values, applied, issues = Values(), set[str](), []
    for summary in summaries:
        values.add(summary)
        applied.update(summary.corrected)
        issues.append(
            IssueSummary(
                summary.bulletin_id, summary.series, summary.year, summary.issue, summary.total_issue, summary.date
            )
        )
    return _ordered(
        (
            *check_series(issues),
            *values.findings(_names(entities)),
            *check_namesakes(entities),
            *check_decisions(corrections, frozenset(applied), entities),
            *check_targets(corrections, entities),
        )
    )


def _names(entities: Entities) -> dict[str, str]:
    names = {a.alliance_id: a.name for a in entities.alliances} | {p.policy_id: p.title for p in entities.policies}
    return names | {o.organization_id: o.name for o in entities.organizations}


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each finding once, ordered by article, check and id."""
    unique = {f.finding_id: f for f in findings}
    return tuple(
        sorted(unique.values(), key=lambda f: (f.bulletin_id or "", f.article_id or "", f.check, f.finding_id))
    )
