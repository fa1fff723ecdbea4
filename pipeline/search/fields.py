"""The fields of the index: which part of an article each holds and how it is asked.

Exact fields hold bigrams of folded characters with their positions, counted fields bigrams or search-mode words with
their frequencies alone, facet fields whole names. Nothing is stored: `key` leads to the article's line (articles.py).
"""

from decimal import Decimal
from functools import cache, lru_cache

import tantivy

WHITESPACE = "blanks"
RAW = "raw"

# Kinds of entity: field in a query and facet → attribute of an article.
ENTITIES = {"alliance": "alliances", "official": "officials", "policy": "policies", "org": "organizations"}
# Fields of the query language that are asked by a printed substring; all but the title are facets (values.py).
PARTS = ("title", "section", "series")
FACETS = ("year", "series", "section", *ENTITIES)
# Fields of bigrams with positions: all that is printed, and the title.
EXACT = ("printed", "title")
# Fields of bigrams without positions, which rank and do not match.
COUNTED = ("entities", "section")
# Fields whose long words are terms of their own as well (vocabulary.py).
KNOWN = ("printed", "entities")
WORDS = ("title_words", "body_words")


@cache
def bigrams(field: str) -> str:
    """The field of a part's bigrams."""
    return f"{field}_bigrams"


@cache
def known(field: str) -> str:
    """The field of the words of the vocabulary that a part prints."""
    return f"{field}_known"


@cache
def facet(field: str) -> str:
    """The facet field of a part or kind of entity."""
    return f"{field}_facet"


def schema() -> tantivy.Schema:
    """The index's schema."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", fast=True, indexed=True)
    builder.add_unsigned_field("date", fast=True)
    builder.add_text_field("bulletin_id", tokenizer_name=RAW, index_option="basic")
    for name in map(bigrams, EXACT):
        builder.add_text_field(name, tokenizer_name=WHITESPACE, index_option="position")
    for name in (*map(bigrams, COUNTED), *map(known, KNOWN), *WORDS):
        builder.add_text_field(name, tokenizer_name=WHITESPACE, index_option="freq")
    builder.add_text_field("figures", tokenizer_name=WHITESPACE, index_option="basic")
    for name in FACETS:
        builder.add_text_field(facet(name), fast=True, tokenizer_name=RAW, index_option="basic")
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Cuts at blanks and does nothing else."""
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()


def day_number(date: str | None) -> int | None:
    """An ISO date as a number that sorts like it, absent parts as 0: 2022-03 → 20220300; None where it is no date."""
    parts = (date or "").split("-")
    if not all(part.isdecimal() for part in parts) or len(parts) > 3:
        return None
    year, month, day = (*map(int, parts), 0, 0)[:3]
    return (year * 100 + month) * 100 + day


@lru_cache(10_000)
def number_token(value: Decimal | float) -> str:
    """A value as a token, the same for all ways of writing it: 1.42e11 → 142000000000."""
    return format(Decimal(repr(value) if isinstance(value, float) else value).normalize(), "f")
