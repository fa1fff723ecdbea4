"""Articles → documents of the index, the articles of a bulletin at once."""

from collections.abc import Iterator, Sequence

import tantivy

from pipeline.search import fields
from pipeline.search.articles import Entry, article_key
from pipeline.search.figures import figure_tokens
from pipeline.search.tokens import FoldedParts
from pipeline.search.vocabulary import Vocabulary

# How many texts of an article are printed: title, section, body, contributor, source.
PRINTED = 5


def documents(entries: Sequence[Entry], vocabulary: Vocabulary) -> Iterator[tantivy.Document]:
    """A document an article, in order."""
    texts = [_texts(entry) for entry in entries]
    parts = FoldedParts([text for article in texts for text in article])
    first = 0
    for entry, article in zip(entries, texts, strict=True):
        last = first + len(article)
        document = tantivy.Document()
        _add_numbers(document, entry)
        _add_texts(document, parts, first, last, vocabulary)
        _add_facets(document, entry)
        yield document
        first = last


def _texts(entry: Entry) -> list[str]:
    """What is printed, the names of the entities, and the words of title and body."""
    printed = (entry.title, entry.section or "", entry.body, entry.contributor or "", entry.source or "")
    named = (*entry.alliances, *entry.officials, *entry.policies, *entry.organizations)
    return [*printed, *named, entry.title_tokens, entry.body_tokens]


def _add_numbers(document: tantivy.Document, entry: Entry) -> None:
    document.add_unsigned("key", article_key(entry.article_id))
    document.add_text("bulletin_id", entry.bulletin_id)
    day = fields.day_number(entry.date)
    if day is not None:
        document.add_unsigned("date", day)
    for figure in entry.figures:
        document.add_text("figures", figure_tokens(figure))


def _add_texts(document: tantivy.Document, parts: FoldedParts, first: int, last: int, vocabulary: Vocabulary) -> None:
    """The texts from `first` up to `last` as bigrams, as words of the vocabulary and as words."""
    named, words = first + PRINTED, last - 2
    spans = {"printed": (first, named), "title": (first, first + 1), "section": (first + 1, first + 2)}
    spans["entities"] = (named, words)
    for name, span in spans.items():
        document.add_text(fields.bigrams(name), parts.bigrams(*span))
    for name in fields.KNOWN:
        document.add_text(fields.known(name), vocabulary.printed(parts.text(*spans[name])))
    for name, part in zip(fields.WORDS, (words, words + 1), strict=True):
        document.add_text(name, parts.words(part))


def _add_facets(document: tantivy.Document, entry: Entry) -> None:
    for name, value in (("year", entry.date and entry.date[:4]), ("series", entry.series), ("section", entry.section)):
        if value:
            document.add_text(fields.facet(name), value)
    for kind, attribute in fields.ENTITIES.items():
        for value in getattr(entry, attribute):
            document.add_text(fields.facet(kind), value)
