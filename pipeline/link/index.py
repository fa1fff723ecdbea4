"""The records of the archive, ready to be looked up by what a mention prints."""

from dataclasses import dataclass

from pipeline.link.compare import fold
from pipeline.link.corrections import Correction, Corrections, kind_of
from pipeline.link.held import Post
from pipeline.link.organizations import organization_id, standing
from pipeline.link.policies import policy_id, title_key
from pipeline.model.entity import Alliance, Entities, Official, Organization, Policy


@dataclass(frozen=True)
class EntitiesIndex:
    """Records by id, alliances and officials by folded name, posts by official, and what analysts decided.

    `redirects` lead from an id that was given up to the one that stands for it, with the reason.
    """

    alliances: dict[str, Alliance]
    officials: dict[str, Official]
    policies: dict[str, Policy]
    organizations: dict[str, Organization]
    alliance_ids: dict[str, tuple[str, ...]]
    official_ids: dict[str, tuple[str, ...]]
    posts: dict[str, frozenset[Post]]
    redirects: dict[str, tuple[str, str]]
    forced: dict[str, dict[str, tuple[str, str]]]
    scoped: tuple[Correction, ...]

    def follow(self, identity: str) -> tuple[str, str | None]:
        """The id that stands for this one now, and why where it is another."""
        return self.redirects.get(identity, (identity, None))

    def decided_here(self, kind: str, text: str, keys: tuple[str, ...]) -> tuple[str, str] | None:
        """The id that an analyst gave to this text in a place with one of these ids, and file and line."""
        for line in self.scoped:
            if kind_of(line.target) == kind and line.covers(text, *keys):
                return self.follow(line.target)[0], line.where
        return None

    def decided_everywhere(self, kind: str, text: str) -> tuple[str, str] | None:
        """The id that an analyst gave to this text wherever it stands, and file and line."""
        found = self.forced[kind].get(fold(text)) if self.forced[kind] else None
        return (self.follow(found[0])[0], found[1]) if found else None

    def policy(self, title: str) -> tuple[str, str | None]:
        """The id that a title leads to, and why where another title's record stands for it."""
        return self.follow(policy_id(title_key(title)))

    def organization(self, name: str) -> tuple[str, str | None]:
        """The id that an organization's name leads to, and why where another name's record stands for it."""
        return self.follow(organization_id(standing(name)))


def build_index(entities: Entities, corrections: Corrections) -> EntitiesIndex:
    """The index of an archive's records; made once for all bulletins."""
    alliance_ids: dict[str, set[str]] = {}
    for alliance in entities.alliances:
        for name in alliance.names:
            alliance_ids.setdefault(fold(name.name), set()).add(alliance.alliance_id)
    official_ids: dict[str, set[str]] = {}
    for official in entities.officials:
        official_ids.setdefault(fold(official.name), set()).add(official.official_id)
    posts: dict[str, set[Post]] = {}
    for tenure in entities.tenures:
        posts.setdefault(tenure.official_id, set()).add((tenure.organization, tenure.title))
    return EntitiesIndex(
        alliances={a.alliance_id: a for a in entities.alliances},
        officials={o.official_id: o for o in entities.officials},
        policies={p.policy_id: p for p in entities.policies},
        organizations={o.organization_id: o for o in entities.organizations},
        alliance_ids={name: tuple(sorted(ids)) for name, ids in alliance_ids.items()},
        official_ids={name: tuple(sorted(ids)) for name, ids in official_ids.items()},
        posts={identity: frozenset(held) for identity, held in posts.items()},
        redirects={r.old_id: (r.new_id, r.why) for r in entities.redirects},
        forced={kind: corrections.forced(kind) for kind in ("alliance", "official", "policy", "organization")},
        scoped=tuple(c for c in corrections.of("link") if c.key),
    )
