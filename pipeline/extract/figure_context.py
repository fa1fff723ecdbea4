"""What surrounds a figure in its sentence: the period it holds for, the kind of change it states, and whose it is."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeVar

from pipeline.extract.clauses import Clauses
from pipeline.extract.view import ArticleView
from pipeline.lexicon import alternation, rows
from pipeline.model.mention import (
    AllianceMention,
    ArticleMentions,
    DateMention,
    OrganizationMention,
    PolicyMention,
    Qualifier,
)

_Spanned = TypeVar("_Spanned", AllianceMention, OrganizationMention, PolicyMention, DateMention)

NEAR = 6  # characters that may stand between a word of change and its number


class Stated(NamedTuple):
    """A figure as read, before its surroundings: span with and without qualifier words, value, unit and its kind."""

    start: int
    end: int
    core_start: int
    core_end: int
    value: Decimal
    value_max: Decimal | None
    unit: str
    kind: str
    qualifier: Qualifier
    method: str


def between(mentions: Sequence[_Spanned], low: int, high: int) -> list[_Spanned]:
    """The mentions, ordered by start, that lie inside [low, high)."""
    first = bisect_left(mentions, low, key=lambda m: m.start)
    last = bisect_left(mentions, high, key=lambda m: m.start)
    return [m for m in mentions[first:last] if m.end <= high]


def period(view: ArticleView, found: ArticleMentions, clauses: Clauses, figure: Stated) -> str | None:
    """The nearest date before the figure in its sentence, as printed; in a title, a date anywhere before it."""
    low = clauses.sentence_start(figure.start)
    named = between(found.dates, low, figure.start)
    before = [d for d in named if view.text[d.start - 1 : d.start] not in ("比", "较", "与", "同")]
    return before[-1].text if before else None


@cache
def _changes(role: str) -> re.Pattern[str]:
    return re.compile(alternation(row["word"] for row in rows("change_words") if row["role"] == role))


@cache
def _directions() -> dict[str, str]:
    return {row["word"]: row["change"] for row in rows("change_words") if row["role"] == "direction"}


def change_type(text: str, clauses: Clauses, figure: Stated) -> str | None:
    """Basis and direction of the change that the clause states before the figure: 同比增长, 环比下降, 增长, 占比.

    The value itself stays as printed; a decrease is told by 下降.
    """
    clause = text[clauses.clause_start(figure.start) : figure.core_start]
    bases = _changes("basis").findall(clause)
    words = [m.group() for m in _changes("direction").finditer(clause) if _governs(m, clause)]
    basis = bases[-1] if bases and (words or figure.kind == "ratio") else ""
    direction = _directions()[words[-1]] if words else ""
    if direction == "占比" and figure.kind != "ratio":
        direction = ""
    return basis + direction or None


def _governs(match: re.Match[str], clause: str) -> bool:
    """Whether a word of change is close enough to the number to be said of it; 增 and 降 alone must touch it."""
    return len(clause) - match.end() <= (NEAR if len(match.group()) > 1 else 1)


def subject(view: ArticleView, found: ArticleMentions, clauses: Clauses, figure: Stated) -> str | None:
    """The nearest alliance, else the first organization or policy, named before the figure in its sentence."""
    low = clauses.sentence_start(figure.start)
    names = (
        [m.text for m in between(found.alliances, low, figure.start)]
        or [m.text for m in between(found.organizations, low, figure.start)][:1]
        or [m.text for m in between(found.policies, low, figure.start)]
    )
    return names[-1] if names else None
