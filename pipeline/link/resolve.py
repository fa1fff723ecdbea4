"""The reduce step: from the observations of all bulletins to the records of the archive."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pipeline.link.alliance_records import alliance_records
from pipeline.link.alliances import AllianceTally, group_names
from pipeline.link.compare import fold
from pipeline.link.corrections import Corrections
from pipeline.link.held import OfficialTally
from pipeline.link.merging import Merges
from pipeline.link.observation import Observations
from pipeline.link.officials import resolve_officials
from pipeline.link.organizations import OrganizationTally, resolve_organizations
from pipeline.link.policies import PolicyTally, resolve_policies
from pipeline.link.tenures import official_records
from pipeline.model.entity import Alliance, Entities, Organization, Redirect

NO_CORRECTIONS = Corrections()


def resolve(observations: Iterable[Observations], corrections: Corrections = NO_CORRECTIONS) -> Entities:
    """One record a real body, person and instrument; the same whatever the order of the bulletins.

    Memory grows with the distinct names of the archive, not with its mentions: the observations may be a generator.
    """
    alliances, officials = AllianceTally(), OfficialTally()
    policies = PolicyTally(corrections.forced("policy"))
    organizations = OrganizationTally(corrections.forced("organization"))
    for observed in observations:
        for tally in (alliances, officials, policies, organizations):
            tally.add(observed)
    bodies = group_names(alliances, corrections.forced("alliance"), corrections.merges("alliance"))
    alliance_rows = alliance_records(alliances, bodies)
    alliance_names = _only_names(alliance_rows)
    organization_rows, organization_merges = resolve_organizations(
        organizations, alliance_names, corrections.merges("organization")
    )
    canonical = _canonical(organizations, organization_rows, organization_merges, alliance_names)
    persons, person_merges = resolve_officials(
        officials, canonical, corrections.merges("official"), corrections.forced("official")
    )
    official_rows, tenures = official_records(persons)
    policy_rows, policy_merges = resolve_policies(policies, corrections.merges("policy"))
    redirects = _redirects(bodies.merges, person_merges, policy_merges, organization_merges)
    moved = {r.old_id: r.new_id for r in redirects}
    names = {moved.get(identity, identity): name for identity, name in corrections.names().items()}
    return Entities(
        alliances=_renamed(alliance_rows, "alliance_id", "name", names),
        officials=_renamed(official_rows, "official_id", "name", names),
        tenures=tenures,
        policies=_renamed(policy_rows, "policy_id", "title", names),
        organizations=_renamed(organization_rows, "organization_id", "name", names),
        redirects=redirects,
    )


def _canonical(
    tally: OrganizationTally,
    organizations: tuple[Organization, ...],
    merges: Merges,
    alliances: dict[str, str],
) -> Callable[[str], str]:
    """The record's name for the name of an organization or alliance; the name itself where there is no record."""
    names = {o.organization_id: o.name for o in organizations}

    def canonical(name: str) -> str:
        return alliances.get(fold(name)) or names.get(merges.root(tally.identity(name)), name)

    return canonical


def _only_names(alliances: tuple[Alliance, ...]) -> dict[str, str]:
    """Folded names that one alliance alone bears, with its canonical name."""
    held: dict[str, set[str]] = {}
    for alliance in alliances:
        for known in alliance.names:
            held.setdefault(fold(known.name), set()).add(alliance.name)
    return {name: next(iter(found)) for name, found in held.items() if len(found) == 1}


def _renamed(records: tuple[Any, ...], key: str, field: str, names: dict[str, str]) -> tuple[Any, ...]:
    """The records ordered by id, under the names that analysts gave them."""
    renamed = (replace(r, **{field: names[getattr(r, key)]}) if getattr(r, key) in names else r for r in records)
    return tuple(sorted(renamed, key=lambda r: str(getattr(r, key))))


def _redirects(*merges: Merges) -> tuple[Redirect, ...]:
    return tuple(sorted((r for m in merges for r in m.redirects()), key=lambda r: r.old_id))
