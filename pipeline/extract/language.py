"""The extract stage: one spaCy pipeline whose components each find one kind of mention.

`spacy.blank("zh")` runs over a Doc built from the segmenter's own tokens; component `jianbao_policies` leaves its spans
in `doc.spans["policies"]` and the exact mentions, whose borders need not be token borders, in that group's
`attrs["mentions"]`; `doc.user_data` holds the view and what was found so far. The finders themselves are plain
functions of an ArticleView and of what was found before them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from pipeline.extract.alliances import find_aliases, find_alliances
from pipeline.extract.dates import find_dates
from pipeline.extract.figures import find_figures
from pipeline.extract.model_candidates import add_candidates, model_name
from pipeline.extract.officials import find_bare_officials, find_officials
from pipeline.extract.organizations import find_organizations
from pipeline.extract.places import find_places
from pipeline.extract.policies import find_policies
from pipeline.extract.script import aliases_as_printed, as_printed, is_traditional
from pipeline.extract.view import ArticleView, Context, simplified, view_article
from pipeline.model.bulletin import Bulletin, Segmentation, Sentence
from pipeline.model.mention import Alias, ArticleMentions, Extraction, OfficialMention

Finder = Callable[[ArticleView, ArticleMentions], tuple[Any, ...]]

# In this order: later finders lean on what earlier ones found (a figure inside a policy's title is none).
FINDERS: dict[str, Finder] = {
    "dates": find_dates,
    "policies": find_policies,
    "alliances": find_alliances,
    "organizations": find_organizations,
    "places": find_places,
    "officials": find_officials,
    "figures": find_figures,
}


def _register(kind: str, finder: Finder) -> None:
    @Language.component(f"jianbao_{kind}")
    def component(doc: Doc) -> Doc:
        held = doc.user_data
        mentions = finder(held["view"], held["found"])
        if mentions:
            held["found"] = replace(held["found"], **{kind: mentions})
        doc.spans[kind] = _span_group(doc, kind, mentions)
        return doc


for _kind, _finder in FINDERS.items():
    _register(_kind, _finder)


def _span_group(doc: Doc, kind: str, mentions: tuple[Any, ...]) -> SpanGroup:
    """The tokens of which each mention holds a character."""
    starts = doc.user_data["starts"]
    places = ((bisect_right(starts, m.start) - 1, bisect_left(starts, m.end)) for m in mentions)
    spans = [Span(doc, first, end, label=kind) for first, end in places]
    return SpanGroup(doc, name=kind, spans=spans, attrs={"mentions": mentions})


@cache
def pipeline() -> Language:
    """The process's spaCy pipeline, one component a kind of mention."""
    language = spacy.blank("zh")
    # Nobody asks a token for its shape or likeness; reckoning those of each new word costs more than the Doc.
    vocab: Any = language.vocab
    vocab.lex_attr_getters.clear()
    for kind in FINDERS:
        language.add_pipe(f"jianbao_{kind}")
    return language


def _words(view: ArticleView) -> list[str]:
    """The view's tokens, and the characters between them one by one."""
    words: list[str] = []
    text, at = view.text, 0
    for start, end, word, _ in view.tokens:
        if at < start:
            words += text[at:start]
        words.append(word)
        at = end
    return [*words, *text[at:]]


def find_mentions(view: ArticleView) -> ArticleMentions:
    """All mentions of one article (or of a bare text), in whichever script it is printed."""
    return _find_mentions(_simplified(view), view.text)


def _simplified(view: ArticleView) -> ArticleView:
    return simplified(view) if is_traditional(view.text) else view


def _find_mentions(view: ArticleView, printed: str) -> ArticleMentions:
    found = _run_components(view)
    return found if view.text == printed else as_printed(found, printed)


def _run_components(view: ArticleView) -> ArticleMentions:
    language = pipeline()
    words = _words(view)
    held = {
        "view": view,
        "found": ArticleMentions(view.article_id),
        "starts": [*accumulate(map(len, words), initial=0)],
    }
    doc = Doc(language.vocab, words=words, spaces=[False] * len(words), user_data=held)
    found: ArticleMentions = language(doc).user_data["found"]
    model = model_name()
    return add_candidates(view, found, model) if model else found


def extract(bulletin: Bulletin, segmentation: Segmentation) -> Extraction:
    """The mentions of all articles of a bulletin; what one article explains (以下简称) holds for the others too."""
    views = tuple(_views(bulletin, segmentation))
    read = [_simplified(view) for view in views]
    own_aliases = [_aliases(simple, view.text) for simple, view in zip(read, views, strict=True)]
    context = _context(bulletin, [alias for aliases in own_aliases for alias in aliases])
    found = [
        replace(_find_mentions(_in_context(simple, context), view.text), aliases=aliases)
        for simple, view, aliases in zip(read, views, own_aliases, strict=True)
    ]
    return Extraction(bulletin.bulletin_id, tuple(_add_bare_names(views, found)))


def _aliases(view: ArticleView, printed: str) -> tuple[Alias, ...]:
    found = find_aliases(view)
    return found if view.text == printed else aliases_as_printed(found, printed)


def _views(bulletin: Bulletin, segmentation: Segmentation) -> Iterator[ArticleView]:
    of_article: dict[str, list[Sentence]] = {}
    for sentence in segmentation.sentences:
        of_article.setdefault(sentence.article_id, []).append(sentence)
    for article in bulletin.articles:
        yield view_article(bulletin, article, tuple(of_article.get(article.article_id, ())), Context())


def _context(bulletin: Bulletin, aliases: Iterable[Alias]) -> Context:
    head = bulletin.masthead
    return Context(head.year, head.date, head.publisher, tuple(dict.fromkeys(aliases)))


def _in_context(view: ArticleView, context: Context) -> ArticleView:
    return replace(view, context=context)


def _add_bare_names(views: Iterable[ArticleView], found: list[ArticleMentions]) -> Iterator[ArticleMentions]:
    """A person with a post somewhere in the bulletin is that person where the bare name stands."""
    names = frozenset(o.text for mentions in found for o in mentions.officials if o.roles)
    for view, mentions in zip(views, found, strict=True):
        taken = {at for o in mentions.officials for at in range(o.start, o.end)}
        bare = [o for o in find_bare_officials(view, names) if taken.isdisjoint(range(o.start, o.end))]
        yield replace(mentions, officials=_one_a_name([*mentions.officials, *bare]))


def _one_a_name(officials: list[OfficialMention]) -> tuple[OfficialMention, ...]:
    """One mention for each printed name, with the roles of all finds of it."""
    merged: dict[tuple[int, int], OfficialMention] = {}
    for official in sorted(officials, key=lambda o: (o.start, o.end)):
        first = merged.setdefault((official.start, official.end), official)
        if first is not official:
            roles = tuple(dict.fromkeys(first.roles + official.roles))
            merged[official.start, official.end] = replace(first, roles=roles)
    return tuple(merged.values())
