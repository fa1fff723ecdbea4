"""What one bulletin adds to the knowledge of who is who: small, and the same whatever else is in the archive.

The reduce step folds these over all bulletins, so that no list of the archive's mentions is ever in memory.
"""

from dataclasses import dataclass

from pipeline.model.mention import OrganizationKind, PolicyEvent, PolicyKind


@dataclass(frozen=True, slots=True)
class Evidence:
    """An article shows that the alliance's name `short` stands for `full`; `why` says how, in words.

    `said` is true where the text itself says so (以下简称), so that it outweighs what the name means elsewhere.
    """

    short: str
    full: str
    why: str
    said: bool = False


@dataclass(frozen=True, slots=True)
class AllianceSeen:
    """A printed alliance name, how often, and what the articles that print it show it to stand for (None: nothing)."""

    text: str
    mentions: int
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Renamed:
    """The text says that the alliance named `old` has been named `new` since."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A code that a table row gives beside an alliance's name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PostSeen:
    """A person's post as stated, the organization under its standing name; a bare name has neither.

    `articles` are the ordinals of the articles that say so.
    """

    name: str
    organization: str | None
    title: str | None
    former: bool
    articles: tuple[int, ...]
    mentions: int


@dataclass(frozen=True, slots=True)
class WorkSeen:
    """A titled work as stated by mentions that agree in all of this."""

    title: str
    kind: PolicyKind
    event: PolicyEvent
    issuers: tuple[str, ...]
    issuer_count: int | None
    document_number: str | None
    period: tuple[int, int] | None
    mentions: int


@dataclass(frozen=True, slots=True)
class OrganizationSeen:
    """An organization under its standing name, as the mentions give it."""

    name: str
    kind: OrganizationKind
    mentions: int


@dataclass(frozen=True, slots=True)
class AliasSeen:
    """The text itself says that `short` stands for `full`."""

    short: str
    full: str


@dataclass(frozen=True, slots=True)
class Observations:
    """All that the reduce step needs of one bulletin. `date` is ISO 8601 or None."""

    bulletin_id: str
    date: str | None
    alliances: tuple[AllianceSeen, ...] = ()
    codes: tuple[CodeSeen, ...] = ()
    renamed: tuple[Renamed, ...] = ()
    posts: tuple[PostSeen, ...] = ()
    works: tuple[WorkSeen, ...] = ()
    organizations: tuple[OrganizationSeen, ...] = ()
    aliases: tuple[AliasSeen, ...] = ()

    def moment(self) -> tuple[str, str]:
        """When the bulletin stands in the archive's order; undated ones come last."""
        return (self.date or "9999", self.bulletin_id)
