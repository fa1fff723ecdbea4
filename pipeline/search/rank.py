"""Counting the matches of a query and finding the best: at once for few matches, side by side for many."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from tantivy import DocAddress, Occur, Query, Schema, Searcher

# Weights are asked match by match where no more than this part of all articles can match, else read through together.
FEW = 0.1
# Counting and ranking side by side costs a millisecond more and pays where more articles than this are likely to match.
MANY = 100_000

Scored = tuple[float, DocAddress]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What must match, each match scoring 0; the weights that raise a score, each with the number of articles that it
    is on; how many articles can match at most, and how many are likely to."""

    matching: Query
    weights: Sequence[tuple[Query, int]]
    at_most: int
    likely: float

    def query(self, articles: int) -> Query:
        """All matches of an index of so many articles, the best first."""
        must = (Occur.Must, self.matching)
        if self.at_most > FEW * articles:
            return Query.boolean_query([must, *((Occur.Should, weight) for weight, _ in self.weights)])
        rare = [(Occur.Should, weight) for weight, on in self.weights if on <= self.at_most]
        query = Query.boolean_query([must, *rare])
        for weight, on in self.weights:
            if on > self.at_most:
                query = Query.boolean_query([(Occur.Must, query), (Occur.Should, weight)])
        return query


@dataclass(frozen=True, slots=True)
class Ranker:
    """Asks one index. `aside` runs the counting beside the ranking: tantivy lets other threads work meanwhile."""

    schema: Schema
    searcher: Searcher
    aside: ThreadPoolExecutor

    def best(self, ranking: Ranking, limit: int, offset: int) -> tuple[int, list[Scored]]:
        """How many articles match, and one page of them, best first."""
        if ranking.likely > MANY:
            return self._best_of_many(ranking, limit, offset)
        result = self.searcher.search(self._query(ranking), limit, True, None, offset)
        return total(result), result.hits

    def _best_of_many(self, ranking: Ranking, limit: int, offset: int) -> tuple[int, list[Scored]]:
        """The best of all articles are found without looking at each, and mostly match when many do.

        What of them matches is the page as it should be, as scores are the same; for want of enough, all are ranked.
        """
        counted = self.aside.submit(self.searcher.search, ranking.matching, 1, True)
        hits = self._matching_among_best(ranking, 4 * (limit + offset) + limit)[offset : offset + limit]
        if len(hits) < limit:
            hits = self.searcher.search(self._query(ranking), limit, False, None, offset).hits
        return total(counted.result()), hits

    def _matching_among_best(self, ranking: Ranking, wanted: int) -> list[Scored]:
        """Those that match of the articles that weigh most, best first."""
        weights = Query.boolean_query([(Occur.Should, weight) for weight, _ in ranking.weights])
        heaviest = self.searcher.search(weights, wanted, False).hits
        keys = self.searcher.fast_field_values("key", [address for _, address in heaviest])
        among = Query.term_set_query(self.schema, "key", keys)
        both = Query.boolean_query([(Occur.Must, ranking.matching), (Occur.Must, among)])
        matching = {_place(address) for _, address in self.searcher.search(both, wanted, False).hits}
        return [(score, address) for score, address in heaviest if _place(address) in matching]

    def _query(self, ranking: Ranking) -> Query:
        return ranking.query(self.searcher.num_docs)


def all_of(queries: Sequence[Query]) -> Query:
    """What all the queries match, every article where there are none."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries or (Query.all_query(),)])


def total(result: Any) -> int:
    """The number of all matches, which the library's type stub does not name."""
    return int(result.count or 0)


def _place(address: DocAddress) -> tuple[int, int]:
    return address.segment_ord, address.doc
