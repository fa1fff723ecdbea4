"""Asking the index: a question → articles with excerpts, facet counts, and what the words were taken to mean."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import tantivy

from pipeline.model.errors import MissingStage
from pipeline.search import fields
from pipeline.search.articles import Article, Lines
from pipeline.search.compile import Compiler, Meaning, ReadNumber
from pipeline.search.excerpt import Fragment, Needles, Span, excerpt, mark
from pipeline.search.figures import figure_tokens
from pipeline.search.index import index_folder
from pipeline.search.lookup import Issue, Lookup
from pipeline.search.query import parse_dates, parse_query
from pipeline.search.rank import Ranker, Scored, all_of, total
from pipeline.search.values import Values

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

    @property
    def only_filters(self) -> bool:
        """Whether all articles that the filters leave are asked for, whatever their words."""
        return not self.query.strip() and bool(self.filters or self.first or self.last)


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
        self._ranker = Ranker(self._schema, self._searcher, ThreadPoolExecutor(1, "count"))
        self._lines = Lines(folder / "articles.ndjson", folder / "places.bin")
        self._values, self._read_number = Values(self._searcher), read_number
        self.lookup = Lookup(folder / "lookup.db")

    def ask(self, question: Question) -> Answer:
        """The answer; raises BadQuery where the query cannot be parsed."""
        node = None if question.only_filters else parse_query(question.query)
        compiler = Compiler(
            self._schema, self._searcher, self.lookup, self._values, self._read_number, question.synonyms
        )
        filters = self._filters(compiler, question)
        if node is None:
            return self._newest(question, all_of(filters), compiler.meaning)
        ranking = compiler.ranking(node, filters)
        if question.sort == "date":
            return self._newest(question, ranking.matching, compiler.meaning)
        count, hits = self._ranker.best(ranking, question.limit, question.offset)
        return self._answer(question, count, hits, ranking.matching, compiler.meaning)

    def _newest(self, question: Question, query: tantivy.Query, meaning: Meaning) -> Answer:
        result = self._searcher.search(query, question.limit, True, "date", question.offset)
        return self._answer(question, total(result), result.hits, query, meaning)

    def _answer(
        self, question: Question, count: int, found: list[Scored], matching: tantivy.Query, meaning: Meaning
    ) -> Answer:
        facets = self._facets(matching) if question.facets else {}
        return Answer(count, self._hits(found, meaning), facets, meaning)

    def _filters(self, compiler: Compiler, question: Question) -> list[tantivy.Query]:
        found = [compiler.filter(name, value) for name, value in question.filters.items()]
        if question.first or question.last:
            dates = f"{question.first or ''}..{question.last or ''}"
            found.append(compiler.compile(parse_dates(dates)))
        return found

    def _hits(self, found: list[Scored], meaning: Meaning) -> tuple[Hit, ...]:
        keys = self._searcher.fast_field_values("key", [address for _, address in found])
        articles = [self._lines.read(int(key or 0)) for key in keys]
        hits = zip(articles, _shown(articles, meaning), (float(score or 0.0) for score, _ in found), strict=True)
        issue = self.lookup.issue
        return tuple(Hit(article, issue(article.bulletin_id), *shown, score) for article, shown, score in hits)

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


def _shown(articles: list[Article], meaning: Meaning) -> Iterator[tuple[tuple[Fragment, ...], tuple[Fragment, ...]]]:
    """Title and excerpt of each article, with the words marked, and the figures that have the values asked for."""
    texts = [text for article in articles for text in (article.title, article.body)]
    spans = Needles(meaning.shown).spans(texts)
    values = {token for _, token in meaning.values}
    for number, article in enumerate(articles):
        title, body = spans[2 * number], spans[2 * number + 1]
        if values:
            title, body = _with_figures([*meaning.shown], article, values)
        yield mark(article.title, title), excerpt(article.body, body)


def _with_figures(shown: list[str], article: Article, values: set[str]) -> list[list[Span]]:
    """Where the texts and the article's own ways of printing the values stand in title and body."""
    printed = [f.text for f in article.figures if not values.isdisjoint(figure_tokens(f).split())]
    return Needles([*shown, *printed]).spans([article.title, article.body])
