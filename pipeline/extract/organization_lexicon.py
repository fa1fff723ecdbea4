"""What the lexicon knows of organizations: names with standing form and kind, suffixes, words at their borders."""

from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.model.mention import OrganizationKind


@dataclass(frozen=True, slots=True)
class Known:
    """An organization of the lexicon: its standing name and kind."""

    name: str
    kind: OrganizationKind


@cache
def known_organizations() -> dict[str, Known]:
    """Every name and abbreviation of the lexicon's organizations; of one form for two bodies the one still standing."""
    found: dict[str, Known] = {}
    ordered = sorted(lexicon.rows("ministries"), key=lambda row: bool(row["to_year"]))
    for row in ordered:
        kind = _ministry_kind(row["category"])
        for name in (row["full_name"], *lexicon.listed(row["abbreviations"])):
            found.setdefault(name, Known(row["standing"], kind))
    for row in lexicon.rows("organizations"):
        found.setdefault(row["name"], Known(row["name"], _kind(row["kind"])))
    return found


def _ministry_kind(category: str) -> OrganizationKind:
    kinds: dict[str, OrganizationKind] = {"群团": "association", "民主党派": "association", "中央企业": "enterprise"}
    return kinds.get(category, "government")


def _kind(cell: str) -> OrganizationKind:
    kinds: tuple[OrganizationKind, ...] = ("government", "enterprise", "institute", "university", "association")
    return next((kind for kind in kinds if kind == cell), "other")


@cache
def suffix_kinds() -> dict[str, OrganizationKind]:
    """Every suffix, short ones included, with the kind of organization that it makes."""
    return {row["suffix"]: _kind(row["kind"]) for row in lexicon.rows("organization_suffixes")}


@cache
def words_used(use: str) -> frozenset[str]:
    """The words of the lexicon that stand `inside` a name, at its `border`, or are `generic` or a general `noun`."""
    return frozenset(row["word"] for row in lexicon.rows("organization_words") if row["use"] == use)


def organization_suffix(text: str) -> str | None:
    """The longest suffix of the lexicon (short ones included) with which the text ends, None where there is none.

    >>> organization_suffix("科技部成果转化与区域创新司"), organization_suffix("半导体照明")
    ('司', None)
    """
    tails = (text[at:] for at in range(max(0, len(text) - 12), len(text)))
    return next((tail for tail in tails if tail in suffix_kinds()), None)


def kind_of(text: str) -> OrganizationKind:
    """The kind of an organization from the lexicon or its suffix."""
    known = known_organizations().get(text)
    if known is not None:
        return known.kind
    suffix = organization_suffix(text)
    return suffix_kinds()[suffix] if suffix is not None else "other"
