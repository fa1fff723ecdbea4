"""What analysts decided once and for all: corrections/*.csv beside raw/, one decision a line (docs/corrections.md)."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, Literal, get_args

from pipeline.link.compare import fold
from pipeline.link.merging import Merge
from pipeline.model.errors import BadCorrection
from pipeline.model.ids import entity_id, mention_id
from pipeline.model.mention import ArticleMentions, Extraction, FigureMention, OfficialMention, Role

Action = Literal["link", "split", "merge", "rename", "not-an-entity", "fix-value", "fix-role"]
COLUMNS = ("action", "key", "surface", "target", "value", "who", "when", "why")
KINDS = {"alliance": "alliances", "official": "officials", "policy": "policies", "organization": "organizations"}
_STRUCK = "not-an-entity "
_FIGURE_TEXTS = ("unit", "qualifier", "indicator", "period", "change_type")
_NEEDED = {
    "link": ("surface", "target"),
    "split": ("key", "surface"),
    "merge": ("key", "target"),
    "rename": ("key", "value"),
    "not-an-entity": ("surface",),
    "fix-value": ("key", "surface", "target"),
    "fix-role": ("key", "surface", "value"),
}


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of a corrections file. `key` names a record, or narrows it to a bulletin, article or mention."""

    action: Action
    key: str
    surface: str
    target: str
    value: str
    who: str
    when: str
    why: str
    file: str
    line: int

    @property
    def where(self) -> str:
        """File and line, as in decisions.csv:3."""
        return f"{self.file}:{self.line}"

    def covers(self, text: str, *keys: str) -> bool:
        """Whether the correction speaks of this printed text in a place that has these ids."""
        return fold(self.surface) == fold(text) and self.key in ("", *keys)


@dataclass(frozen=True)
class Corrections:
    """All decisions in order of file and line. Of a contradictory pair neither is applied (`conflicts` names both)."""

    lines: tuple[Correction, ...] = ()

    @cached_property
    def conflicts(self) -> tuple[tuple[Correction, Correction], ...]:
        """Pairs of decisions that cannot both hold."""
        return tuple((a, b) for a, b in combinations(self.lines, 2) if _contradict(a, b))

    @cached_property
    def valid(self) -> tuple[Correction, ...]:
        """The decisions that no other one contradicts."""
        bad = {line.where for pair in self.conflicts for line in pair}
        return tuple(line for line in self.lines if line.where not in bad)

    def of(self, *actions: Action) -> tuple[Correction, ...]:
        """The valid decisions with these actions."""
        return tuple(line for line in self.valid if line.action in actions)

    def forced(self, kind: str) -> dict[str, tuple[str, str]]:
        """Folded printed name → id and place of the decision, for links and splits that hold everywhere."""
        found = {}
        for line in self.of("link"):
            if not line.key and kind_of(line.target) == kind:
                found[fold(line.surface)] = (line.target, line.where)
        for line in self.of("split"):
            if kind_of(line.key) == kind:
                found[fold(line.surface)] = (split_id(line), line.where)
        return found

    def merges(self, kind: str) -> tuple[Merge, ...]:
        """The merges of records of a kind."""
        return tuple(Merge(c.key, c.target, c.where) for c in self.of("merge") if kind_of(c.key) == kind)

    def names(self) -> dict[str, str]:
        """Record id → the name that it shall have."""
        given = {split_id(c): c.value for c in self.of("split") if c.value}
        return given | {c.key: c.value for c in self.of("rename")}


def read_corrections(folder: Path) -> Corrections:
    """The corrections of a folder; none where it does not exist. Raises BadCorrection, naming file and line."""
    lines: list[Correction] = []
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        try:
            lines.extend(_read(path))
        except (UnicodeDecodeError, csv.Error) as error:
            raise BadCorrection(f"corrections file {path.name} cannot be read ({error}); save it as UTF-8") from error
    return Corrections(tuple(lines))


def _read(path: Path) -> Iterator[Correction]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [c for c in COLUMNS if c not in (reader.fieldnames or ())]
        if missing:
            raise BadCorrection(f"corrections file {path.name} lacks the column {missing[0]}; add it to the head row")
        for row in reader:
            if any(value for key, value in row.items() if key):
                yield _correction(row, path.name, reader.line_num)


def _correction(row: dict[str, Any], file: str, number: int) -> Correction:
    cells = {c: (row[c] or "").strip() for c in COLUMNS}
    action = cells["action"]
    if action not in get_args(Action):
        raise BadCorrection(f"{file}:{number}: no such action {action!r}; use one of {', '.join(get_args(Action))}")
    empty = [c for c in (*_NEEDED[action], "who", "when", "why") if not cells[c]]
    if empty:
        raise BadCorrection(f"{file}:{number}: {action} needs a value in the column {empty[0]}; write it there")
    if action == "fix-value":
        _check_fix(cells, f"{file}:{number}")
    return Correction(**cells, file=file, line=number)  # type: ignore[arg-type]


def _check_fix(cells: dict[str, str], where: str) -> None:
    target = cells["target"]
    if target in ("value", "value_max"):
        try:
            Decimal(cells["value"])
        except InvalidOperation:
            raise BadCorrection(f"{where}: {cells['value']!r} is not a number; write plain digits") from None
    elif target not in _FIGURE_TEXTS:
        raise BadCorrection(f"{where}: a figure has no {target}; use value, value_max, {', '.join(_FIGURE_TEXTS)}")


def _contradict(a: Correction, b: Correction) -> bool:
    """Same place and name, but another decision; or a pair of records both merged and named apart."""
    same_place = a.key == b.key and fold(a.surface) == fold(b.surface)
    both = {a.action, b.action}
    if a.action == b.action:
        differs = (a.target, a.value) != (b.target, b.value)
        if a.action in ("link", "rename", "split"):
            return same_place and differs
        if a.action in ("fix-value", "fix-role"):
            return same_place and a.target == b.target and a.value != b.value
        return False
    return same_place and both in ({"link", "not-an-entity"}, {"split", "link"}, {"split", "not-an-entity"})


def kind_of(identity: str) -> str | None:
    """The kind of record that an id belongs to, from its first letters."""
    return next((kind for kind in KINDS if identity.startswith(kind[:3] + "-")), None)


def split_id(correction: Correction) -> str:
    """The id of the record that a split makes of a printed name."""
    return entity_id(kind_of(correction.key) or "record", "split", fold(correction.surface))


def is_struck(method: str) -> bool:
    """Whether an analyst decided that the mention with this method names nothing."""
    return method.startswith(_STRUCK)


def apply(extraction: Extraction, corrections: Corrections) -> Extraction:
    """The extraction with values and roles put right and mentions of no entity marked in their `method`.

    A marked mention makes no record; it stays, unlinked, so that the decision can be seen and undone.
    """
    acting = corrections.of("not-an-entity", "fix-value", "fix-role")
    if not acting:
        return extraction
    articles = tuple(_apply(article, extraction.bulletin_id, acting) for article in extraction.articles)
    return replace(extraction, articles=articles)


def _apply(article: ArticleMentions, bulletin: str, acting: tuple[Correction, ...]) -> ArticleMentions:
    changed: dict[str, Any] = {}
    for kind, name in (*KINDS.items(), ("figure", "figures")):
        mentions = getattr(article, name)
        changed[name] = tuple(_corrected(m, kind, (bulletin, article.article_id), acting) for m in mentions)
    return replace(article, **changed)


def _corrected(mention: Any, kind: str, places: tuple[str, str], acting: Iterable[Correction]) -> Any:
    keys = (*places, mention_id(places[1], kind, mention.start, mention.end))
    for line in (c for c in acting if c.covers(mention.text, *keys)):
        if line.action == "not-an-entity" and line.target in ("", kind):
            mention = replace(mention, method=_STRUCK + line.where)
        elif line.action == "fix-value" and isinstance(mention, FigureMention):
            mention = replace(mention, method=f"fix-value {line.where}", **_fixed(line))
        elif line.action == "fix-role" and isinstance(mention, OfficialMention):
            mention = replace(mention, method=f"fix-role {line.where}", roles=_roles(mention.roles, line))
    return mention


def _fixed(line: Correction) -> dict[str, Any]:
    read: Callable[[str], Any] = Decimal if line.target in ("value", "value_max") else str
    return {line.target: read(line.value) if line.value else None}


def _roles(roles: tuple[Role, ...], line: Correction) -> tuple[Role, ...]:
    """The roles with the nth (column target, 1 if empty) replaced by `organization|title`, 原 before a former title."""
    organization, _, title = line.value.rpartition("|")
    role = Role(organization or None, title.removeprefix("原") or None, former=title.startswith("原"))
    at = int(line.target or 1) - 1
    return (*roles[:at], role, *roles[at + 1 :])
