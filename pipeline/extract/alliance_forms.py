"""The forms under which an alliance's name is printed: its stem with each of the endings that stand for one another."""

import re
from functools import cache, lru_cache

from pipeline import lexicon

# Misprints that drop a character of 战略联盟, found in print.
_MISPRINTS = ("战略盟", "战略联")
# A bracket inside a name: 建筑信息模型（BIM）产业…, 新一代煤（能源）化工产业….
_BRACKET = re.compile(r"（(?P<inner>[^（）]*)）")


def widened(name: str) -> str:
    """The name with full-width brackets; its length stays the same."""
    return name.replace("(", "（").replace(")", "）")


@cache
def endings() -> tuple[str, ...]:
    """What names of alliances end in, longest first, misprinted forms included."""
    printed = lexicon.column("alliance_endings", "ending")
    long = [e.removesuffix("战略联盟") for e in printed if e.endswith("创新战略联盟")]
    slips = (head + misprint for head in long for misprint in _MISPRINTS)
    return tuple(sorted({*printed, *slips}, key=lambda e: (-len(e), e)))


@lru_cache(maxsize=4096)
def ending_of(name: str) -> str:
    """The longest known ending of a name; empty where it has none.

    >>> ending_of("木竹产业技术创新战略联盟"), ending_of("花卉联盟")
    ('产业技术创新战略联盟', '联盟')
    """
    return next((e for e in endings() if name.endswith(e)), "") if name[-1:] in ("盟", "联") else ""


def stem_of(name: str) -> str:
    """The name without its ending: what tells it from others."""
    return name[: len(name) - len(ending_of(name))]


@lru_cache(maxsize=4096)
def forms_of(name: str) -> frozenset[str]:
    """The name under each ending, with and without what stands in brackets; only such as end in 联盟.

    >>> "BIM产业联盟" in forms_of("建筑信息模型（BIM）产业技术创新战略联盟")
    True
    """
    stem = stem_of(widened(name))
    stems = [stem, _BRACKET.sub("", stem)]
    stems += [inner for inner in _BRACKET.findall(stem) if re.fullmatch(r"[A-Za-z0-9]{2,12}", inner)]
    return frozenset(variant + ending for variant in stems if len(variant) > 1 for ending in endings())


@cache
def roster_forms() -> frozenset[str]:
    """All forms of the names and short names of the roster."""
    names = [n for row in lexicon.rows("alliances") for n in (row["name"], *lexicon.listed(row["short_names"]))]
    return frozenset(form for name in names if ending_of(name) for form in (widened(name), *forms_of(name)))
