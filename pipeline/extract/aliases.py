"""What a text itself says of its short names: （以下简称“封测联盟”）, 简称《方案》, （全称…）, and …联盟（CSA）."""

import re
from collections.abc import Iterator
from functools import cache

from pipeline import lexicon
from pipeline.extract.alliance_borders import left_border, reach_back
from pipeline.extract.alliance_forms import ending_of
from pipeline.extract.view import ArticleView
from pipeline.model.mention import Alias

_QUOTES = r"[“”\"'‘’《》「」]"
_NAME = r"[^“”\"'‘’《》「」（）()，,。；;：:\n]"
# The words of the forms below, without one of which none of them matches.
_CUES = ("简称", "下称", "又称", "亦称", "统称", "以下称", "全称")
# In a bracket after the full name: （以下简称“封测联盟”）, (简称：协发网), （国发〔2004〕20号，以下简称《决定》）.
_BRACKETED = re.compile(
    rf"[（(](?:[^（）()\n]{{0,40}}[，,；;])?(?:以下|下文|以下均)?(?:简称|下称|又称|亦称|统称|以下称)为?[：:]?{_QUOTES}?"
    rf"(?P<short>{_NAME}{{2,24}}){_QUOTES}?[）)]"
)
# Without bracket, quoted: …联盟，简称“封测联盟”.
_QUOTED = re.compile(rf"[，,]?(?:以下)?(?:简称|又称|亦称)为?[：:]?[“\"《](?P<short>{_NAME}{{2,24}})[”\"》]")
# The other way round: 协发网（全称产业技术创新战略联盟协同发展网）.
_FULL = re.compile(
    rf"(?P<short>[\u4e00-\u9fffA-Za-z0-9]{{2,16}}){_QUOTES}?[（(]全称(?:为|是)?[：:]?{_QUOTES}?(?P<full>{_NAME}{{4,40}}){_QUOTES}?[）)]"
)
# A Latin short name after an alliance's: 第三代半导体产业技术创新战略联盟（CASA）.
_LATIN = re.compile(r"联盟[（(](?P<short>[A-Z][A-Za-z0-9&-]{1,9})[）)]")


def find_aliases(view: ArticleView) -> tuple[Alias, ...]:
    """Pairs of full and short name that the text states, in order, each once; 联盟 or 公司 alone is no short name."""
    found = [*_stated(view.text), *_latin(view.text)]
    return tuple(dict.fromkeys(a for a in found if len(a.short) < len(a.full) and a.short not in _generic()))


def known_aliases(view: ArticleView) -> tuple[Alias, ...]:
    """The aliases that the bulletin states and those of the article itself; read once a view."""
    known: tuple[Alias, ...] | None = view.read.get("aliases")
    if known is None:
        known = view.read["aliases"] = (*view.context.aliases, *find_aliases(view))
    return known


@cache
def _generic() -> frozenset[str]:
    return frozenset(lexicon.column("alias_generics", "word"))


def _stated(text: str) -> Iterator[Alias]:
    if not any(cue in text for cue in _CUES):
        return
    for match in (*_BRACKETED.finditer(text), *_QUOTED.finditer(text)):
        # Inside a bracket the full name stands before the bracket, which the other form sees.
        inside = match.re is _QUOTED and text.rfind("（", 0, match.start()) > text.rfind("）", 0, match.start())
        full = None if inside else _name_before(text, match.start())
        if full:
            yield Alias(full, match["short"].strip())
    for match in _FULL.finditer(text):
        start = left_border(text, match.start("short"), match.end("short"), weak=False)
        if start < match.end("short"):
            yield Alias(match["full"], text[start : match.end("short")])


def _latin(text: str) -> Iterator[Alias]:
    for match in _LATIN.finditer(text):
        full = _name_before(text, match.start() + len("联盟"))
        if full and len(full) > len("联盟") and not full.endswith(match["short"]):
            yield Alias(full, match["short"])


def _name_before(text: str, end: int) -> str | None:
    """The name that ends at `end`: a title in 《》, a quotation, or what the last left border leaves."""
    if text[max(0, end - 1) : end] in ("》", "”"):
        opening = text.rfind("《" if text[end - 1] == "》" else "“", max(0, end - 120), end)
        return text[opening + 1 : end - 1] if opening >= 0 else None
    low = reach_back(text, end)
    ending = ending_of(text[low:end])
    start = left_border(text, low, end - len(ending) if ending else end - 1, weak=bool(ending))
    name = text[start:end].strip(" \u3000、和与及暨")
    return name if len(name) > 2 else None
