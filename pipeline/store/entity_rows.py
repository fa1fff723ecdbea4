"""The archive's entities and documents → rows of their tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.entity import Entities, Policy
from pipeline.model.page import Document
from pipeline.store.rows import Row, Rows, record_row


def entity_rows(entities: Entities) -> Rows:
    """The rows of every table that belongs to the archive as a whole."""
    rows: Rows = {
        name: [record_row(name, record) for record in getattr(entities, name)]
        for name in ("alliances", "officials", "tenures", "policies", "organizations", "redirects")
    }
    rows["alliance_names"] = [
        record_row("alliance_names", name, alliance_id=alliance.alliance_id)
        for alliance in entities.alliances
        for name in alliance.names
    ]
    rows["policy_issuers"] = [row for policy in entities.policies for row in _issuers(policy)]
    return rows


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """What one raw file adds to the tables, whatever becomes of it."""

    document: Row
    ledger: list[Row]


def document_row(document: Document) -> Row:
    """The row of `documents` of a file that became nothing."""
    pages = len(document.pages) or None
    return record_row("documents", document, pages=pages, status="quarantined", bulletin_id=None)


def _issuers(policy: Policy) -> Iterator[Row]:
    """One row an issuer; a stated number of issuers of whom none is named keeps one row without a name."""
    named: tuple[str | None, ...] = policy.issuers or ((None,) if policy.issuer_count else ())
    for ordinal, organization in enumerate(named, 1):
        yield record_row("policy_issuers", policy, ordinal=ordinal, organization=organization)
