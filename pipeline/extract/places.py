"""Places: provinces, cities and countries of the lexicon, and one-character abbreviations where they stand in a row."""

from functools import cache

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline import lexicon
from pipeline.extract.view import ArticleView, view_text
from pipeline.extract.words import Line, Spans, lines
from pipeline.model.mention import ArticleMentions, PlaceMention


@cache
def places() -> dict[str, str]:
    """Every form of a place's name (四川, 四川省) to its full name (四川省)."""
    found: dict[str, str] = {}
    for row in (*lexicon.rows("provinces"), *lexicon.rows("places")):
        for form in (row["full_name"], row["short_name"]):
            if form:
                found.setdefault(form, row["full_name"])
    return found


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    forms = tuple(sorted(places()))
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest), forms


def known_places(text: str) -> tuple[tuple[int, int, str], ...]:
    """Spans of the lexicon's places in a text with their full names, in order, longest first where they overlap."""
    automaton, forms = _automaton()
    return tuple((a, b, places()[forms[i]]) for i, a, b in automaton.find_matches_as_indexes(text))


def places_in(view: ArticleView, line: Line) -> tuple[tuple[int, int, str], ...]:
    """The known places of a line of the view, read once for all who ask."""
    key = ("places", line.start, len(line.text))
    places_read: tuple[tuple[int, int, str], ...] | None = view.read.get(key)
    if places_read is None:
        places_read = view.read[key] = known_places(line.text)
    return places_read


def find_places(view: ArticleView, found: ArticleMentions) -> tuple[PlaceMention, ...]:
    """The places of an article, in order; not those inside the name of an organization, an alliance or a work."""
    taken = Spans.of(
        [(m.start, m.end) for m in found.organizations]
        + [(m.start, m.end) for m in found.alliances]
        + [(m.start, m.end) for m in found.policies]
    )
    mentions = []
    for line in lines(view, "title", "body", "note", "table"):
        for start, end, name in places_in(view, line):
            at, until = line.start + start, line.start + end
            straddled = (line.straddles(start), line.straddles(end))
            cut = any(w is not None and not w.tag.startswith("n") for w in straddled)
            if not cut and not taken.hold(at, until):
                mentions.append(PlaceMention(at, until, line.text[start:end], "lexicon:places", name))
    return tuple(mentions)


def parse_places(text: str) -> list[dict[str, object]]:
    """The places of one bare sentence, as plain values: text, start, end, kind and name."""
    found = find_places(view_text(text), ArticleMentions("text"))
    return [{"text": m.text, "start": m.start, "end": m.end, "kind": "place", "name": m.name} for m in found]
