"""What an article itself shows about its alliances' names: which short or misprinted form stands for which full one."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, pairwise

from pipeline.link.compare import bare, contained, fold, shared, slip
from pipeline.link.forms import Form, names_a_scope, read_form
from pipeline.link.observation import CodeSeen, Evidence, Renamed
from pipeline.model.bulletin import Article
from pipeline.model.mention import Alias, AllianceMention

# A code of the pilot alliances or of the network's members. Example: 138, D106.
CODE = re.compile(r"[A-Z]?[0-9]{3}\Z")
# Between an old name and the new one. Example: “联盟自7月1日起更名为“”
_BECOMES = re.compile(r"[^。！？；\n]{0,20}(?:更名|改名|易名|改称)为?[“\"]?\Z")
# Between the new name and the old one. Example: “（原”, “（前身为”
_FORMERLY = re.compile(r"[（(，,](?:原名为?|原称|原|前身为|前身是|曾用名)[:：]?[“\"]?\Z")
_CODE_COLUMNS = ("批次", "编号", "代码", "代号")


def zones_of(article: Article, mentions: Iterable[AllianceMention]) -> dict[str, set[str]]:
    """Each printed name and the kinds of zones (title, body, contributor …) that print it."""
    found: dict[str, set[str]] = {}
    for mention in mentions:
        at = article.char_start + mention.start
        kind = next((z.kind for z in article.zones if z.char_start <= at < z.char_end), "body")
        found.setdefault(mention.text, set()).add(kind)
    return found


def read_evidence(zones: dict[str, set[str]], aliases: Iterable[Alias]) -> dict[str, Evidence]:
    """What each printed name of an article stands for, where exactly one other name of that article fits."""
    said = {fold(a.short): a.full for a in aliases}
    forms = [read_form(text) for text in sorted(zones)]
    found = {}
    for form in forms:
        full = said.get(fold(form.text))
        if full is not None and fold(full) != fold(form.text):
            found[form.text] = Evidence(form.text, full, f"the text says that {form.text} stands for {full}", said=True)
            continue
        evidence = _fuller(form, forms, zones) or _only_other(form, forms, zones)
        if evidence is not None:
            found[form.text] = evidence
    return found


def read_codes(article: Article, mentions: Iterable[AllianceMention]) -> tuple[CodeSeen, ...]:
    """The codes that the article's tables give beside alliances' names, one code and one name a row."""
    inside = [(article.char_start + m.start, m.text) for m in mentions]
    found = []
    for table in article.tables:
        head = table.head()
        body = sorted((c for c in table.cells if c.row), key=lambda c: (c.row, c.column))
        for _, row in groupby(body, key=lambda c: c.row):
            cells = list(row)
            codes = [
                c.text.strip() for c in cells if head.get(c.column) in _CODE_COLUMNS and CODE.match(c.text.strip())
            ]
            names = {text for c in cells for at, text in inside if c.char_start <= at < c.char_end}
            if len(codes) == 1 and len(names) == 1:
                found.append(CodeSeen(codes[0], names.pop()))
    return tuple(found)


def read_renamings(text: str, mentions: Iterable[AllianceMention]) -> Iterator[Renamed]:
    """The renamings that an article states between two names; `text` is the article's, as the mentions' offsets are."""
    for left, right in pairwise(sorted(mentions, key=lambda m: m.start)):
        between = text[left.end : right.start]
        if left.text != right.text and _BECOMES.match(between):
            yield Renamed(left.text, right.text)
        elif left.text != right.text and _FORMERLY.match(between):
            yield Renamed(right.text, left.text)


def _fuller(form: Form, forms: list[Form], zones: dict[str, set[str]]) -> Evidence | None:
    """The one fuller name of the article that holds the form's core."""
    if form.long and form.slip is None:
        return None
    fits = [f for f in forms if f.slip is None and not form.variants & f.variants and _holds(form, f)]
    fits = [f for f in fits if f.long] or [f for f in fits if contained(form.core, f.core) == "end"]
    if len({f.core for f in fits}) != 1:
        return None
    full = fits[0].text
    where = "in the title" if "title" in zones[form.text] else "beside it"
    return Evidence(form.text, full, f"the article has {full} and {form.text} {where}, and no other name that fits")


def _holds(short: Form, full: Form) -> bool:
    """Whether the full name's core holds the short one's, and what it has more is not a place or reach before it."""
    where = contained(short.core, full.core)
    return where is not None and not (where == "end" and names_a_scope(full.core.removesuffix(short.core)))


def _only_other(form: Form, forms: list[Form], zones: dict[str, set[str]]) -> Evidence | None:
    """The title's (or contributor's) alliance is the only other one of the article, under another wording."""
    others = [f for f in forms if not form.variants & f.variants]
    if len({f.core for f in others}) != 1 or not others or not others[0].long:
        return None
    other = next((f for f in others if f.slip is None), others[0])
    here, there = zones[form.text], set().union(*(zones[f.text] for f in others))
    titled = here == {"title"} and not form.long and "contributor" in there and _alike(form.core, other.core)
    signed = here == {"contributor"} and bool(there & {"title", "body"}) and _slipped(form, other)
    if titled:
        return Evidence(form.text, other.text, f"the title's {form.text} is the contributor {other.text}")
    if signed:
        return Evidence(
            form.text, other.text, f"the contributor {form.text} is the article's only alliance {other.text}"
        )
    return None


def _alike(short: str, full: str) -> bool:
    return short.isascii() or shared(bare(short), bare(full)) >= 0.5


def _slipped(form: Form, other: Form) -> bool:
    if slip(form.core, other.core) is not None:
        return True
    return shared(form.core, other.core) >= 0.75 if form.long else _alike(form.core, other.core)
