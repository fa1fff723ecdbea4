"""What the link stage makes of all bulletins' mentions: one record a real body, person, instrument or organization."""

from dataclasses import dataclass
from typing import Literal

from pipeline.model.mention import OrganizationKind, PolicyKind

Decision = Literal["linked", "review", "corrected"]
NameKind = Literal["official", "short", "variant", "misspelling"]


@dataclass(frozen=True, slots=True)
class AllianceName:
    """A form of an alliance's name; `mentions` counts it over the archive; first and last bulletin that print it."""

    name: str
    kind: NameKind
    mentions: int
    first_bulletin: str | None = None
    last_bulletin: str | None = None


@dataclass(frozen=True, slots=True)
class Alliance:
    """One alliance; `origin` says whether the roster has it or the grammar discovered it."""

    alliance_id: str
    name: str
    short_name: str | None
    code: str | None
    batch: str | None
    origin: Literal["roster", "discovered"]
    names: tuple[AllianceName, ...]


@dataclass(frozen=True, slots=True)
class Official:
    """One person: a name plus compatible posts over time."""

    official_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Tenure:
    """A post held, as observed: dates of the first and last bulletin, and what ended it (原… or a successor)."""

    official_id: str
    organization: str | None
    title: str
    first_seen: str | None
    last_seen: str | None
    observations: int
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class Policy:
    """One instrument or other titled work; title without 《》; issuers normalised, in order."""

    policy_id: str
    title: str
    kind: PolicyKind
    document_number: str | None
    period_start: int | None
    period_end: int | None
    issuers: tuple[str, ...]
    issuer_count: int | None


@dataclass(frozen=True, slots=True)
class Organization:
    """One organization under its standing name; `lineage` names the body that carries on today what this one did."""

    organization_id: str
    name: str
    kind: OrganizationKind
    lineage: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """An id that a merge gave up, and the id that stands for it now."""

    old_id: str
    new_id: str
    why: str


@dataclass(frozen=True, slots=True)
class Entities:
    """All records of the archive, each tuple ordered by id."""

    alliances: tuple[Alliance, ...] = ()
    officials: tuple[Official, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    policies: tuple[Policy, ...] = ()
    organizations: tuple[Organization, ...] = ()
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Why a mention stands for a record. record_id is None and `candidates` has several when it went to review."""

    mention_id: str
    record_id: str | None
    score: float
    reasons: str
    decision: Decision
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BulletinLinks:
    """The links of one bulletin's mentions, and the subjects of its figures (mention id → record id)."""

    bulletin_id: str
    links: tuple[Link, ...]
    subjects: dict[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a bulletin (or the archive) disagrees with itself; message in Chinese, with the sum worked out in words."""

    finding_id: str
    bulletin_id: str | None
    article_id: str | None
    check: str
    severity: Literal["error", "warning", "note"]
    message: str
    evidence: tuple[str, ...] = ()
