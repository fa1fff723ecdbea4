"""Asking the index: a question → articles with excerpts, facet counts, and what the words were taken to mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import tantivy

from pipeline.model.errors import MissingStage
from pipeline.search import fields
from pipeline.search.articles import Article, Lines
from pipeline.search.compile import Compiler, Meaning, ReadNumber
from pipeline.search.excerpt import Fragment, Needles, excerpt, mark
from pipeline.search.index import index_folder
from pipeline.search.lookup import Issue, Lookup
from pipeline.search.query import Node, parse_dates, parse_query

FACET_VALUES = 10


def no_numbers(text: str) -> tuple[Decimal, str] | None:
    """Read no number in any text: values are then not looked for."""
    return None


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its filters. `filters` maps a facet to the value that it must have exactly.

    `first` and `last` are dates as precise as wanted (2022, 2022-03, 2022-03-31), both included.
    `sort` is `rank` or `date` (newest first).
    """

    query: str
    filters: Mapping[str, str] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None
    synonyms: bool = True
    sort: str = "rank"
    limit: int = 20
    offset: int = 0
    facets: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, with its title and part of its body in fragments."""

    article: Article
    issue: Issue | None
    title: tuple[Fragment, ...]
    excerpt: tuple[Fragment, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: `total` counts all articles, `hits` is one page of them, `facets` counts values by facet."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    meaning: Meaning


class Archive:
    """An index opened for asking. Raises MissingStage where there is none."""

    def __init__(self, out: Path, read_number: ReadNumber = no_numbers) -> None:
        folder = index_folder(out)
        if not (folder / "manifest.json").is_file():
            raise MissingStage(f"there is no search index in {out}; run `make search` first")
        index = tantivy.Index.open(str(folder / "tantivy"))
        self._schema, self._searcher = index.schema, index.searcher()
        self._lines = Lines(folder / "articles.ndjson", folder / "places.bin")
        self._read_number = read_number
        self.lookup = Lookup(folder / "lookup.db")

    def ask(self, question: Question) -> Answer:
        """The answer; raises BadQuery where the query cannot be parsed."""
        node = parse_query(question.query) if question.query.strip() else None
        compiler = Compiler(self._schema, self._searcher, self.lookup, self._read_number, question.synonyms)
        filters = self._filters(compiler, question)
        query = self._query(compiler, node, filters)
        order = "date" if question.sort == "date" or node is None else None
        result = self._searcher.search(query, question.limit, True, order, question.offset)
        needles = Needles(compiler.meaning.shown)
        hits = self._hits(result.hits, needles, {token for _, token in compiler.meaning.values})
        facets = self._facets(query) if question.facets else {}
        return Answer(_total(result), hits, facets, compiler.meaning)

    def _query(self, compiler: Compiler, node: Node | None, filters: list[tantivy.Query]) -> tantivy.Query:
        if node is not None:
            return compiler.ranked(node, filters)
        every = filters or [tantivy.Query.all_query()]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in every])

    def _filters(self, compiler: Compiler, question: Question) -> list[tantivy.Query]:
        found = [compiler.filter(name, value) for name, value in question.filters.items()]
        if question.first or question.last:
            dates = f"{question.first or ''}..{question.last or ''}"
            found.append(compiler.compile(parse_dates(dates)))
        return found

    def _hits(
        self, found: list[tuple[float, tantivy.DocAddress]], needles: Needles, values: set[str]
    ) -> tuple[Hit, ...]:
        keys = self._searcher.fast_field_values("key", [address for _, address in found])
        hits = []
        for (score, _), key in zip(found, keys, strict=True):
            article = self._lines.read(int(key or 0))
            shown = _with_figures(needles, article, values) if values else needles
            title, body = mark(article.title, shown), excerpt(article.body, shown)
            hits.append(Hit(article, self.lookup.issue(article.bulletin_id), title, body, float(score or 0.0)))
        return tuple(hits)

    def _facets(self, query: tantivy.Query) -> dict[str, tuple[tuple[str, int], ...]]:
        wanted = {name: {"terms": {"field": fields.facet(name), "size": FACET_VALUES}} for name in fields.FACETS}
        counted = self._searcher.aggregate(query, wanted)
        return {name: _buckets(counted[name]["buckets"], name) for name in fields.FACETS}


def _buckets(buckets: list[dict[str, object]], name: str) -> tuple[tuple[str, int], ...]:
    """Values with their counts, most frequent first; years newest first."""
    found = [(str(b["key"]), int(str(b["doc_count"]))) for b in buckets]
    return tuple(sorted(found, key=lambda v: v[0], reverse=True) if name == "year" else sorted(found, key=_by_count))


def _by_count(value: tuple[str, int]) -> tuple[int, str]:
    return -value[1], value[0]


def _with_figures(needles: Needles, article: Article, values: set[str]) -> Needles:
    """The needles and the article's own ways of printing the values."""
    from pipeline.search.figures import figure_tokens

    printed = [f.text for f in article.figures if not values.isdisjoint(figure_tokens(f).split())]
    return Needles([*needles.folded, *printed])


def _total(result: Any) -> int:
    """The number of all matches, which the library's type stub does not name."""
    return int(result.count or 0)
