"""Why an unknown name before a bare 联盟 is believed to name an alliance.

联盟 alone is mostly a generic use (农业领域联盟, 壮大联盟); a long ending (产业技术创新战略联盟) speaks for itself.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from pipeline.extract.alliance_forms import ending_of, stem_of
from pipeline.extract.alliance_names import Candidate, generic_words, is_generic_head, is_placed, is_union
from pipeline.extract.view import ArticleView, ViewToken

# A short name in brackets directly after a name: 国际科学组织联盟|（ANSO）, 材料联盟|（以下简称…）.
_BRACKETED = re.compile(r"（(?:[A-Z][A-Za-z0-9-]{1,9}|(?:以下)?简称[^（）]{2,20})）")
# A quoted word at a name's beginning: “一带一路”|国际科学组织联盟.
_QUOTED = re.compile(r"^“[^“”]{2,10}”")
# A name that begins with a word in Latin letters: Wi-Fi联盟, UEC超以太网联盟.
_LATIN = re.compile(r"[A-Z][A-Za-z-]")

# Tags (ictclas, as jieba gives them) of words that a name can hardly end in before its 联盟.
_NOT_NOMINAL = frozenset("vdprcufmqty")


def is_quoted(text: str, candidate: Candidate) -> bool:
    """Whether the name stands in quotes by itself: “创新与产业化联盟”; there even general words make a name."""
    stem = stem_of(candidate.name)
    quoted = text[candidate.start - 1 : candidate.start] == "“" and text[candidate.end : candidate.end + 1] == "”"
    return quoted and len(stem) > 3 and not is_generic_head(stem) and not is_union(candidate.name)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an article tells of its names: where headlines begin, its words, the stems of its names in full."""

    headlines: frozenset[int]
    tokens: tuple[ViewToken, ...]
    stems: tuple[str, ...] = ()


def gather_evidence(view: ArticleView) -> Evidence:
    """The evidence of an article but for its stems."""
    headlines = frozenset(zone.start for zone in view.of("title"))
    return Evidence(headlines, view.tokens)


def is_believed(text: str, candidate: Candidate, evidence: Evidence) -> bool:
    """A long ending, an owner's post, a founding verb, a headline's subject; a full name, a list, a place beside it."""
    if ending_of(candidate.name) != "联盟":
        return True
    if _owner().match(text, candidate.end) or _founded().search(text, max(0, candidate.start - 6), candidate.start):
        return True
    if _BRACKETED.match(text, candidate.end) or _LATIN.match(candidate.name):
        return True
    if candidate.start in evidence.headlines or _shortens(stem_of(candidate.name), evidence.stems):
        return True
    told = _is_listed(text, candidate) or _is_placed(candidate.name)
    return told and not _ends_on_verb(evidence.tokens, candidate.end - len("联盟"))


def _ends_on_verb(tokens: tuple[ViewToken, ...], at: int) -> bool:
    """Whether a word ends at `at` that a name can hardly end in."""
    before = bisect_left(tokens, (at,)) - 1
    last = tokens[before] if before >= 0 else None
    return last is not None and last.end == at and last.tag[:1] in _NOT_NOMINAL and last.tag not in ("vn", "vg")


def _shortens(stem: str, full_stems: tuple[str, ...]) -> bool:
    """Whether a stem is a full one cut short: 淮河流域再生水 of 淮河流域再生水利用与风险控制."""
    return len(stem) > 2 and any(stem[:2] == full[:2] and _is_within(stem, full) for full in full_stems)


def _is_within(stem: str, full: str) -> bool:
    rest = iter(full)
    return len(stem) < len(full) and all(character in rest for character in stem)


@cache
def _owner() -> re.Pattern[str]:
    """What only a named body has or does: …联盟正式成立, …联盟理事长."""
    return re.compile(rf"(?:正式|昨天|今天|日前|近日|在[^，。]{{1,8}})?{generic_words('owner')}")


@cache
def _founded() -> re.Pattern[str]:
    """A verb of founding or joining straight before the name: 组建…联盟, 加入了…联盟."""
    return re.compile(rf"{generic_words('founding')}了?$")


def _is_listed(text: str, candidate: Candidate) -> bool:
    """Whether another name in 联盟 stands beside it in a list: 甲联盟、乙联盟."""
    if text[max(0, candidate.start - 3) : candidate.start] == "联盟、":
        return True
    following = re.match(r"、(?P<next>[^、，。；和等\n]{2,30})", text[candidate.end : candidate.end + 32])
    return bool(following and following["next"].endswith("联盟"))


def _is_placed(name: str) -> bool:
    """Whether the name opens with a place or 国家, 国际 … and goes on: 中非医院联盟, 北京材料基因组工程联盟."""
    return is_placed(stem_of(_QUOTED.sub("", name)))
