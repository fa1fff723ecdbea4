"""extracted/evaluation.html: the scores, every miss and false find, and each text with gold and found in colour."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from pipeline.evaluate.found import FoundTables
from pipeline.evaluate.gate import Gate
from pipeline.evaluate.gold import GoldArticle, GoldBulletin
from pipeline.evaluate.outcome import Outcome
from pipeline.evaluate.scores import Score
from pipeline.store.files import write_bytes

KINDS = ("alliance", "official", "policy", "figure")


@dataclass(frozen=True, slots=True)
class Highlight:
    """A stretch of text in the colour of its kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class ReadText:
    """One bulletin of the page: its text twice, with what gold says and with what was found."""

    name: str
    gold: Markup
    found: Markup
    faults: tuple[Outcome, ...]


def write_page(
    path: Path,
    scores: Mapping[str, Sequence[Score]],
    gate: Gate,
    texts: Sequence[ReadText],
    missing: Sequence[str],
    shortfalls: Sequence[str],
) -> None:
    """Write the page."""
    environment = Environment(loader=PackageLoader("pipeline.evaluate", "."), autoescape=select_autoescape(["html"]))
    content = environment.get_template("evaluation.html").render(
        scores=scores, gate=gate, texts=texts, missing=missing, shortfalls=shortfalls, kinds=KINDS
    )
    write_bytes(path, content.encode())


def read_text(
    gold: GoldBulletin, text: str, tables: FoundTables, bulletin_id: str, outcomes: Iterable[Outcome]
) -> ReadText:
    """One bulletin as the page shows it."""
    articles = tables.by_bulletin.get(("articles", bulletin_id), [])
    mentions = [m for a in articles for m in tables.by_article.get(("mentions", a["article_id"]), [])]
    found = [Highlight(m["char_start"], m["char_end"], m["kind"]) for m in mentions if m["kind"] in KINDS]
    faults = tuple(o for o in outcomes if o.verdict != "hit")
    return ReadText(gold.source, coloured(text, _gold_highlights(gold, text)), coloured(text, found), faults)


def _gold_highlights(gold: GoldBulletin, text: str) -> list[Highlight]:
    return [
        h for article in gold.articles for kind, printed in _printed(article) for h in _everywhere(text, kind, printed)
    ]


def _printed(article: GoldArticle) -> Iterator[tuple[str, str]]:
    yield from (("alliance", surface) for alliance in article.alliances for surface in alliance.surfaces)
    yield from (("official", official.name) for official in article.officials)
    yield from (("policy", policy.title) for policy in article.policies)
    yield from (("figure", figure.text) for figure in article.figures)


def _everywhere(text: str, kind: str, printed: str) -> Iterator[Highlight]:
    at = text.find(printed) if printed else -1
    while at >= 0:
        yield Highlight(at, at + len(printed), kind)
        at = text.find(printed, at + len(printed))


def coloured(text: str, highlights: Iterable[Highlight]) -> Markup:
    """The text as HTML, each stretch in a <mark> of the kinds that cover it."""
    spans = list(highlights)
    borders = sorted({0, len(text), *(h.start for h in spans), *(h.end for h in spans)})
    covering: dict[int, set[str]] = {}
    for span in spans:
        for border in borders[borders.index(span.start) : borders.index(span.end)]:
            covering.setdefault(border, set()).add(span.kind)
    parts = (_stretch(text[a:b], covering.get(a, set())) for a, b in pairwise(borders))
    return Markup("").join(parts)


def _stretch(text: str, kinds: set[str]) -> Markup:
    shown = Markup("<br>").join(text.split("\n"))
    return Markup('<mark class="{}">{}</mark>').format(" ".join(sorted(kinds)), shown) if kinds else shown
