"""What an alliance's printed name says: its distinguishing core, and the ending that all alliances share."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from pipeline.lexicon import column, names, rows
from pipeline.link.compare import bare, fold

# A word that begins with the 市 of a city's name, so that no city is named in full. Example: 上海市政
_NO_PLACE = re.compile(r"市[政场民域容郊]")
_INDUSTRY = ("产业链", "产业", "行业")
_WORD = "联盟"


@dataclass(frozen=True, slots=True)
class Form:
    """A printed alliance name taken apart.

    `core` distinguishes the body (brackets opened, 国家 中国 gone); `variants` are all cores that mean the same
    (建筑信息模型BIM, 建筑信息模型, BIM); `long` tells the full ending from a plain 联盟; `slip` says in words what is
    misprinted in the ending, if anything.
    """

    text: str
    core: str
    variants: frozenset[str]
    long: bool
    slip: str | None


@lru_cache(maxsize=65536)
def read_form(text: str) -> Form:
    """The form of a printed alliance name.

    >>> sorted(read_form("建筑信息模型（BIM）产业技术创新战略联盟").variants)
    ['BIM', '建筑信息模型', '建筑信息模型BIM']
    """
    stem, gloss = _trailing_gloss(fold(text))
    head, long, slip = _split_ending(stem)
    if _WORD in head.removeprefix(_WORD)[1:]:
        head, slip = _split_ending(head)[0], f"{_WORD} stands twice"
    head = _short_place(_without_industry(_without_scope(head))) or stem
    variants = {v for v in _variants(head) | ({gloss} if gloss.isascii() and len(gloss) > 1 else set()) if v}
    core = bare(head) or text
    return Form(text, core, frozenset(variants) or frozenset((core,)), long, slip)


def mend_ending(text: str) -> str:
    """The name with a misprinted ending put right.

    >>> mend_ending("花卉产业技术创新战略盟")
    '花卉产业技术创新战略联盟'
    """
    near = _near_ending(fold(text)) if read_form(text).slip else None
    return text.removesuffix(near[0]) + near[1] if near and text.endswith(near[0]) else text


@cache
def kept_scopes() -> tuple[str, ...]:
    """Words before a name that make it another body: provinces, regions, 国际 …, longest first."""
    words = {row["word"] for row in rows("alliance_scopes") if row["role"] == "kept"}
    if "provinces" in names():
        words |= set(column("provinces", "full_name")) | set(column("provinces", "short_name"))
    return tuple(sorted(words, key=lambda w: (-len(w), w)))


def names_a_scope(extra: str) -> bool:
    """Whether what one name has more than another is a place or reach, so that they are different bodies.

    >>> names_a_scope("国际")
    True
    """
    return any(extra.startswith(scope) for scope in kept_scopes())


def is_general(core: str) -> bool:
    """Whether a core is a field that many bodies share, or a single character, and tells none of them.

    >>> is_general("材料")
    True
    """
    return len(core) < 2 or core in _general()


@cache
def _general() -> frozenset[str]:
    return frozenset(column("general_cores", "core"))


@cache
def _endings() -> tuple[tuple[str, bool], ...]:
    found = [(row["ending"], row["form"] == "long") for row in rows("alliance_endings")]
    return tuple(sorted(found, key=lambda e: (-len(e[0]), e[0])))


@cache
def _dropped_scopes() -> tuple[str, ...]:
    return tuple(row["word"] for row in rows("alliance_scopes") if row["role"] == "dropped")


def _trailing_gloss(text: str) -> tuple[str, str]:
    """A bracket after the ending, as in …联盟(CSA), apart from the name."""
    stem, bracket, gloss = text.partition(_WORD + "(")
    return (stem + _WORD, gloss[:-1]) if bracket and gloss.endswith(")") and "(" not in gloss else (text, "")


def _split_ending(text: str) -> tuple[str, bool, str | None]:
    """Head, whether the ending is a long one, and the slip in it."""
    exact = next(((e, long) for e, long in _endings() if text.endswith(e)), None)
    if exact is not None and exact[1] and exact[0].startswith("产业"):
        return text.removesuffix(exact[0]), True, None
    near = _near_ending(text)
    if near is not None:
        tail, ending = near
        return text.removesuffix(tail), True, f"the ending is printed {tail} for {ending}"
    return (text.removesuffix(exact[0]), exact[1], None) if exact else (text, False, None)


def _near_ending(text: str) -> tuple[str, str] | None:
    """The tail that is one or two slips away from a long ending of ten characters or more, and that ending."""
    best: tuple[int, str, str] | None = None
    for ending in (e for e, long in _endings() if long and len(e) >= 10):
        for length in range(len(ending) - 2, len(ending) + 2):
            tail = text[-length:] if len(text) > length else ""
            if not tail or tail[0] not in ending[:2]:
                continue
            distance = Levenshtein.distance(tail, ending, score_cutoff=2) + (tail[-1] != ending[-1])
            if 0 < distance <= 2 and not _regular(tail) and (best is None or distance < best[0]):
                best = (distance, tail, ending)
    return best[1:] if best else None


def _regular(tail: str) -> bool:
    return any(tail == ending or tail == "产业" + ending for ending, _ in _endings())


def _without_scope(head: str) -> str:
    for scope in _dropped_scopes():
        if head.startswith(scope) and len(head) > len(scope):
            return head.removeprefix(scope)
    return head


def _short_place(head: str) -> str:
    """The name with the province or city before it in short form: 安徽省硅基 and 安徽硅基 are one core."""
    place = next((p for p in _places() if head.startswith(p) and len(head) > len(p) + 1), None)
    if place is None or _NO_PLACE.match(head, len(place) - 1):
        return head
    return _places()[place] + head.removeprefix(place)


@cache
def _places() -> dict[str, str]:
    """Provinces and cities by full name, the short name of each where it has two characters or more; longest first."""
    found = [(r["full_name"], r["short_name"]) for r in rows("provinces")] if "provinces" in names() else []
    if "places" in names():
        found += [(r["full_name"], r["short_name"]) for r in rows("places") if r["kind"] == "city"]
    ordered = sorted(found, key=lambda p: (-len(p[0]), p[0]))
    return {full: short for full, short in ordered if len(short) > 1 and full != short}


def _without_industry(head: str) -> str:
    for word in _INDUSTRY:
        if head.endswith(word) and len(head) > len(word) + 1:
            return head.removesuffix(word)
    return head


def _variants(head: str) -> set[str]:
    """The cores with the bracket opened, left out, and, where it closes the core, alone."""
    before, bracket, rest = head.partition("(")
    inside, _, after = rest.partition(")")
    if not bracket:
        return {bare(head)}
    found = {bare(head), bare(before + after)}
    if not after and (len(inside) > 2 or (inside.isascii() and len(inside) > 1)):
        found.add(bare(inside))
    return found
