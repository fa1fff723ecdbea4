"""An optional model: the persons and organizations of an installed spaCy package, confirmed or rejected by the rules.

`EXTRACT_MODEL=NAME` in the environment names the package. A PERSON becomes a mention only where a title stands directly
before or after it and it can be a name; an ORG only where it ends as organizations do. What the rules found already
stays as it is. The default needs no model.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

import spacy
from spacy.language import Language

from pipeline import lexicon
from pipeline.extract.organization_lexicon import kind_of, organization_suffix
from pipeline.extract.posts import read_post
from pipeline.extract.titles import find_titles
from pipeline.extract.view import ArticleView
from pipeline.extract.words import Line, lines
from pipeline.model.errors import MissingPackage
from pipeline.model.mention import AllianceMention, ArticleMentions, OfficialMention, OrganizationMention, Role

PERSON_LABELS = frozenset(("PERSON", "PER"))
# Two to four characters, or parts with a dot between: 容与, 濮阳千里, 彼得·汉森.
NAME_SHAPE = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+")


def model_name() -> str:
    """The package that the environment names; empty for none."""
    return os.environ.get("EXTRACT_MODEL", "")


@cache
def load_model(name: str) -> Language:
    """The package's pipeline. Raises MissingPackage where it is not installed."""
    try:
        return spacy.load(name)
    except OSError as error:
        raise MissingPackage(
            f"EXTRACT_MODEL names the spaCy package {name}, which is not installed; install it or unset EXTRACT_MODEL"
        ) from error


def add_candidates(view: ArticleView, found: ArticleMentions, name: str) -> ArticleMentions:
    """The mentions with those that the model proposes and the rules confirm."""
    officials, organizations = list(found.officials), list(found.organizations)
    for line in lines(view, "title", "body", "note"):
        entities = [(e.start_char, e.end_char, e.label_) for e in load_model(name)(line.text).ents]
        officials += _persons(line, [(a, b) for a, b, label in entities if label in PERSON_LABELS], found, name)
        organizations += _bodies(line, [(a, b) for a, b, label in entities if label == "ORG"], found, name)
    return replace(
        found,
        officials=tuple(sorted(officials, key=lambda m: (m.start, m.end))),
        organizations=tuple(sorted(organizations, key=lambda m: (m.start, m.end))),
    )


def _persons(
    line: Line, spans: Iterable[tuple[int, int]], found: ArticleMentions, name: str
) -> Iterator[OfficialMention]:
    titles = find_titles(line)
    for start, end in spans:
        text = line.text[start:end]
        beside = next((t for t in titles if t.end == start or t.start == end), None)
        if beside is None or not _can_be_name(text) or _taken(line.start + start, line.start + end, found.officials):
            continue
        post = read_post(line, beside)
        role = Role(post.organization if beside.end == start else None, post.title, post.former)
        yield OfficialMention(line.start + start, line.start + end, text, f"model:{name}", (role,))


def _bodies(
    line: Line, spans: Iterable[tuple[int, int]], found: ArticleMentions, name: str
) -> Iterator[OrganizationMention]:
    known: tuple[OrganizationMention | AllianceMention, ...] = (*found.organizations, *found.alliances)
    for start, end in spans:
        text = line.text[start:end]
        if organization_suffix(text) and not _taken(line.start + start, line.start + end, known):
            yield OrganizationMention(line.start + start, line.start + end, text, f"model:{name}", text, kind_of(text))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(lexicon.column("surnames", "surname"))


def _can_be_name(text: str) -> bool:
    return bool(NAME_SHAPE.fullmatch(text)) and ("·" in text or text[0] in _surnames() or text[:2] in _surnames())


def _taken(start: int, end: int, mentions: Iterable[OfficialMention | OrganizationMention | AllianceMention]) -> bool:
    return any(start < m.end and m.start < end for m in mentions)
