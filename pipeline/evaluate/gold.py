"""Gold: what a careful reader takes from a bulletin, as written by hand in tests/gold.

The format is described in tests/gold/README.md. An item marked optional is neither rewarded nor punished.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import msgspec

from pipeline.model.errors import BadGold

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GoldMember:
    """A name in the colophon."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class GoldMasthead:
    """The issue as its title page and colophon give it."""

    series: str | None = None
    year: int | None = None
    issue: int | None = None
    total_issue: int | None = None
    publisher: str | None = None
    date: str | None = None
    staff: tuple[GoldMember, ...] = ()
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldAlliance:
    """An alliance that an article names: canonical name (or one of `also`) and every form printed there."""

    name: str
    surfaces: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldOfficial:
    """A person in a post; title null for a bare name."""

    name: str
    organization: str | None = None
    title: str | None = None
    former: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldPolicy:
    """A titled work."""

    title: str
    kind: str
    issuers: tuple[str, ...] = ()
    event: str | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A figure; `indicator` lists acceptable wordings."""

    text: str
    value: Decimal
    unit: str
    qualifier: str
    indicator: tuple[str, ...] = ()
    value_max: Decimal | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class GoldTable:
    """A table of an article: head row and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article and all that it names."""

    ordinal: int
    title: str
    column: str | None = None
    contents_title: str | None = None
    contributor: str | None = None
    source: str | None = None
    opens: str = ""
    closes: str = ""
    table: GoldTable | None = None
    alliances: tuple[GoldAlliance, ...] = ()
    officials: tuple[GoldOfficial, ...] = ()
    policies: tuple[GoldPolicy, ...] = ()
    figures: tuple[GoldFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class GoldBulletin:
    """One gold file. `source` is a path below raw/, the name of a reference bulletin, or `corpus:<id>`."""

    source: str
    bulletin: GoldMasthead
    columns: tuple[str, ...]
    articles: tuple[GoldArticle, ...]
    char_range: tuple[int, int] | None = None


def read_gold(path: Path) -> GoldBulletin:
    """One gold file; raises BadGold where it breaks the format."""
    return _decoded(path, GoldBulletin)


def _decoded(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind, strict=False)
    except (msgspec.DecodeError, OSError) as error:
        raise BadGold(f"gold file {path} cannot be read ({error}); mend or remove it") from error


def gold_files(folder: Path) -> list[Path]:
    """All gold files below a folder, sorted."""
    return sorted(path for path in folder.rglob("*.json") if _is_gold(path))


def _is_gold(path: Path) -> bool:
    content = _decoded(path, object)
    return isinstance(content, dict) and {"source", "bulletin", "articles"} <= content.keys()
