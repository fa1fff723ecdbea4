"""Names that end in 联盟: where each begins and ends, and which of them name no alliance."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.extract.alliance_borders import left_border, reach_back
from pipeline.extract.alliance_forms import ending_of, endings, roster_forms, stem_of

# What every name ends in; 战略盟 and 战略联 are misprints of 战略联盟.
_END = re.compile(r"联盟|战略盟(?![国军约友])|创新战略联(?![盟合络系手席])")
# A web address before 联盟网站: www.citisa.org.
_ADDRESS = re.compile(r"[A-Za-z]\.[A-Za-z]")
_CONJUNCTION = re.compile(r"[和与及暨]")
# 三省一市, 四地: a count of regions is no name.
_REGIONS = re.compile(r"^(?:[一二三四五六七八九十两\d]+[省市地区县])+$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """text[start:end] may name an alliance; `known` is where a known form begins in it, None where there is none."""

    start: int
    end: int
    name: str
    known: int | None


def find_candidates(text: str, forms: frozenset[str]) -> Iterator[Candidate]:
    """Every 联盟 of a text with the name that it ends; `text` has full-width brackets.

    `forms` are the names known besides those of the roster.
    """
    before, roster = 0, roster_forms()
    for end in find_ends(text):
        low, before = reach_back(text, end, before), end
        known = next((at for at in range(low, end - 2) if text[at:end] in forms or text[at:end] in roster), None)
        start = _start(text, low, end, known)
        yield Candidate(start, end, text[start:end], known)


def find_ends(text: str) -> Iterator[int]:
    """Where names can end: not before another ending (再生联盟产业技术创新战略联盟), not in 联盟链 or 联盟党."""
    for match in _END.finditer(text):
        follows = text[match.end() : match.end() + 24]
        if not follows.startswith(_long_endings()) and not _follower().match(follows):
            yield match.end()


@cache
def _long_endings() -> tuple[str, ...]:
    return tuple(ending for ending in endings() if len(ending) > 2)


def _start(text: str, low: int, end: int, known: int | None) -> int:
    if known is None:
        ending = ending_of(text[low:end]) or "联盟"
        # A verb straight before a long ending is the name's last word (资源综合利用产业…联盟), before a bare 联盟 not.
        start = left_border(text, low, end - len(ending) + (ending == "联盟"))
        return start + len(text[start:end]) - len(text[start:end].lstrip(" \u3000和与及暨等的·-－"))
    start = left_border(text, low, known)
    # Before a known name only words of its reach belong to it: 国家半导体照明…, 北京市….
    return start if start < known and scope().fullmatch(text[start:known]) else known


@cache
def scope() -> re.Pattern[str]:
    """Words that tell how far a body reaches: 国家, 国际, 长三角, provinces and cities."""
    words = {*lexicon.column("alliance_scopes", "word"), *_place_names()} - {"我国"}
    return re.compile(rf"{lexicon.alternation(words)}{{1,2}}")


def _place_names() -> Iterator[str]:
    for name in ("provinces", "places"):
        for row in lexicon.rows(name):
            yield from (place for place in (row["full_name"], row["short_name"]) if len(place) > 1)


@cache
def _places() -> re.Pattern[str]:
    return re.compile(lexicon.alternation(_place_names()))


def generic_words(role: str) -> str:
    """An alternation of the words of one role in the lexicon of generic uses."""
    return lexicon.alternation(r["word"] for r in lexicon.rows("alliance_generics") if r["role"] == role)


@cache
def _follower() -> re.Pattern[str]:
    return re.compile(generic_words("follower"))


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(rf"{generic_words('neutral')}*")


@cache
def _generic_head() -> re.Pattern[str]:
    return re.compile(rf"(?:^|.*){generic_words('head')}$")


@cache
def _unions() -> tuple[str, ...]:
    return lexicon.column("political_unions", "name")


def is_alliance(name: str) -> bool:
    """Whether a name that ends in 联盟 is that of an alliance: no generic use, no union of states, party or league.

    >>> [is_alliance(n) for n in ("各试点联盟", "产业技术创新战略联盟", "欧亚经济联盟", "花卉联盟")]
    [False, False, False, True]
    """
    stem = stem_of(name)
    if len(stem) < 2 or _ADDRESS.search(stem) or not is_distinct(stem) or _is_regional_kind(stem, name):
        return False
    # What follows the last conjunction of 平台与创新联盟 is generic: then the whole names no alliance, unless it
    # begins with a place: 江苏省物联网技术与应用协同创新联盟.
    parts = _CONJUNCTION.split(stem)
    general = len(parts) > 1 and _generic().fullmatch(parts[-1]) and not is_placed(parts[0])
    return not general and not is_union(name)


def _is_regional_kind(stem: str, name: str) -> bool:
    """Whether a name is that of the kind with the place whose alliances are meant: 四川省产业技术创新联盟."""
    return ending_of(name).startswith("产业技术创新") and bool(_places().fullmatch(stem))


def is_placed(stem: str) -> bool:
    """Whether a stem opens with a place or 国家, 国际 … and goes on with a word of its own: 北京材料基因组工程."""
    place = scope().match(stem)
    rest = stem[place.end() :] if place else ""
    return len(rest) > 1 and is_distinct(rest)


def is_distinct(stem: str) -> bool:
    """Whether a stem has a word that is not generic, and does not end in one like 试点 or 各."""
    return not (_generic().fullmatch(stem) or is_generic_head(stem) or _REGIONS.fullmatch(stem))


def is_generic_head(stem: str) -> bool:
    """Whether a stem ends in a word that makes 联盟 generic: 各, 试点, 成员, 网员."""
    return bool(_generic_head().match(stem))


def is_union(name: str) -> bool:
    """Whether a name is that of a union of states, a party or a league."""
    return name.endswith(_unions())
