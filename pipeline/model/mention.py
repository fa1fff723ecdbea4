"""What the extract stage finds in an article: mentions, one type a kind.

Offsets here are RELATIVE TO THE ARTICLE: 0 is `Article.char_start`; article slice[start:end] == mention.text.
`method` names the rule, list or model that found it.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Kind = Literal["alliance", "official", "policy", "figure", "organization", "place", "date"]
PolicyKind = Literal["policy", "report", "catalogue", "plan", "collection", "project", "standard", "other"]
PolicyEvent = Literal[
    "issued", "released", "approved", "accepted", "drafted", "revised", "repealed", "interpreted", "cited"
]  # fmt: skip
Qualifier = Literal["exact", "about", "nearly", "over", "at_least", "at_most", "under", "range", "ordinal"]
OrganizationKind = Literal["government", "enterprise", "institute", "university", "association", "other"]


@dataclass(frozen=True, slots=True)
class AllianceMention:
    """An alliance's name as printed (never a generic 联盟)."""

    start: int
    end: int
    text: str
    method: str


@dataclass(frozen=True, slots=True)
class Role:
    """A post held: organization and title as printed (title without organization), former for 原/前, honour 院士 …"""

    organization: str | None
    title: str | None
    former: bool = False
    honour: str | None = None


@dataclass(frozen=True, slots=True)
class OfficialMention:
    """A person's name as printed (the name alone) and the posts that the text gives there; none for a bare name."""

    start: int
    end: int
    text: str
    method: str
    roles: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyMention:
    """A titled work. text is the title as printed, without 《》 (start and end lie inside the marks).

    `title` is the text with line-break blanks mended; `short_for` the full title when this is a short form of a work
    named in the same bulletin. `issuers` are normalised names in order; `issuer_count` is N of N部门.
    `period` is in years; `date` is the ISO date that the text states for the event, as precise as stated.
    """

    start: int
    end: int
    text: str
    method: str
    title: str
    kind: PolicyKind
    event: PolicyEvent
    issuers: tuple[str, ...] = ()
    issuer_count: int | None = None
    document_number: str | None = None
    period: tuple[int, int] | None = None
    date: str | None = None
    short_for: str | None = None


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A number with a unit that measures or counts. text includes qualifier words (`170余位`, `1万亿元以上`).

    `value` has scale words multiplied out; `value_max` only for ranges; `unit` is the measure word without scale.
    `cell` is (table index in the article, row, column) where the figure stands in a table.
    `subject` is the printed name of whom the figure is about (alliance, organization or policy), where there is one.
    """

    start: int
    end: int
    text: str
    method: str
    value: Decimal
    value_max: Decimal | None
    unit: str
    qualifier: Qualifier
    indicator: str | None = None
    period: str | None = None
    change_type: str | None = None
    subject: str | None = None
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class OrganizationMention:
    """An organization; `name` is its standing name (工信部 → 工业和信息化部) where known, else as printed."""

    start: int
    end: int
    text: str
    method: str
    name: str
    kind: OrganizationKind


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A province, city or other place; `name` is the normalised full name where known."""

    start: int
    end: int
    text: str
    method: str
    name: str


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or period; `value` is ISO 8601, as precise as stated (2022, 2022-06, 2022-06-10, 2018/2021)."""

    start: int
    end: int
    text: str
    method: str
    value: str


@dataclass(frozen=True, slots=True)
class Alias:
    """The text itself says that `short` stands for `full` (以下简称 …, 简称“…”)."""

    full: str
    short: str


@dataclass(frozen=True, slots=True)
class ArticleMentions:
    """All mentions of an article, each tuple ordered by start."""

    article_id: str
    alliances: tuple[AllianceMention, ...] = ()
    officials: tuple[OfficialMention, ...] = ()
    policies: tuple[PolicyMention, ...] = ()
    figures: tuple[FigureMention, ...] = ()
    organizations: tuple[OrganizationMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    dates: tuple[DateMention, ...] = ()
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """The mentions of a bulletin's articles, in order of the articles."""

    bulletin_id: str
    articles: tuple[ArticleMentions, ...] = field(default=())
