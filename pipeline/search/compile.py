"""A query tree → tantivy's query: what must match, and by what matches are ranked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import prod

from tantivy import FieldType, Occur, Query, Schema, Searcher

from pipeline.search import fields
from pipeline.search.fold import BORDER, fold
from pipeline.search.lookup import Entity, Lookup
from pipeline.search.query import Dates, FieldWord, Group, Node, Not, Word
from pipeline.search.rank import Ranking, all_of
from pipeline.search.values import Values

# Text → the value and unit of the one quantity that it is, None where it is none.
ReadNumber = Callable[[str], tuple[Decimal, str] | None]

TITLE, ENTITIES, SECTION, BODY = 20.0, 8.0, 3.0, 1.0
LONGEST_WORD = 12
# A term weighs nothing in more than this part of all articles: its inverse document frequency is next to none.
COMMON = 0.9
# The words of one text that rank: its rarest.
TELLING = 4


@dataclass(slots=True)
class Meaning:
    """What the words of a query turned out to mean, for the reader."""

    shown: list[str] = field(default_factory=list)
    entities: list[tuple[str, Entity]] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Compiler:
    """Compiles for one index. `synonyms` says whether a name stands for all names of its record."""

    schema: Schema
    searcher: Searcher
    lookup: Lookup
    values: Values
    read_number: ReadNumber
    synonyms: bool = True
    meaning: Meaning = field(default_factory=Meaning)

    def compile(self, node: Node) -> Query:
        """Matches without order: every match scores the same."""
        match node:
            case Word():
                return self._any(self._word(node))
            case FieldWord():
                return self._any(self._field_word(node))
            case Dates():
                return Query.range_query(self.schema, "date", FieldType.Unsigned, node.first, node.last)
            case Not():
                return _boolean([(Occur.Must, Query.all_query()), (Occur.MustNot, _silent(self).compile(node.inner))])
            case Group():
                return self._group(node)

    def ranking(self, node: Node, filters: list[Query]) -> Ranking:
        """The matches that pass the filters, and what ranks them: BM25 over words, weighed by where they stand."""
        words = [fold(word) for word in positive_words(node)]
        matching = all_of([self.compile(node), *filters])
        weights = [weight for word in words for weight in self._weights(word)]
        on = [self._at_most(word) for word in words]
        likely = 0.0 if filters or not weights else _likely(on, self.searcher.num_docs)
        return Ranking(Query.const_score_query(matching, 0.0), weights, min(on, default=0), likely)

    def _at_most(self, folded: str) -> int:
        """In how many articles a text can stand: in those of a known word, or no more than its rarest bigram."""
        if articles := self.searcher.doc_freq(fields.known("printed"), folded):
            return int(articles)
        return min((articles for _, articles in self._bigrams(folded, "printed")), default=0)

    def _bigrams(self, folded: str, name: str) -> Iterator[tuple[str, int]]:
        """Bigrams that cover a text, with the number of articles that have them in this field."""
        for pair in (folded[at : at + 2] for at in _cover(folded)):
            yield pair, self.searcher.doc_freq(fields.bigrams(name), pair)

    def filter(self, name: str, value: str) -> Query:
        """Articles whose facet has exactly this value."""
        return Query.term_query(self.schema, fields.facet(name), value, "basic")

    def printed(self, text: str, name: str = "printed") -> Query:
        """Articles in which this text is printed: a known word, or bigrams that cover it, each in its place."""
        folded, exact = fold(text), fields.bigrams(name)
        if len(folded) == 1:
            return self._one_character(folded, exact)
        if name in fields.KNOWN and self.searcher.doc_freq(fields.known(name), folded):
            return Query.term_query(self.schema, fields.known(name), folded, "freq")
        if len(folded) == 2:
            return Query.term_query(self.schema, exact, folded, "basic")
        return Query.phrase_query(self.schema, exact, [(at, folded[at : at + 2]) for at in _cover(folded)])

    def _one_character(self, char: str, exact: str) -> Query:
        """Every character begins a bigram, the last one with the border."""
        terms = [term for term, _ in self.searcher.terms_with_prefix(exact, char)]
        return self._one_of(exact, terms)

    def _one_of(self, name: str, terms: list[str]) -> Query:
        return Query.term_set_query(self.schema, name, terms) if terms else Query.empty_query()

    def _any(self, queries: list[Query]) -> Query:
        return queries[0] if len(queries) == 1 else _boolean([(Occur.Should, query) for query in queries])

    def _group(self, group: Group) -> Query:
        if group.operator == "or":
            return self._any([self.compile(part) for part in group.parts])
        refused = [_silent(self).compile(part.inner) for part in group.parts if isinstance(part, Not)]
        wanted = [self.compile(part) for part in group.parts if not isinstance(part, Not)] or [Query.all_query()]
        return _boolean([(Occur.Must, q) for q in wanted] + [(Occur.MustNot, q) for q in refused])

    def _word(self, word: Word) -> list[Query]:
        self.meaning.shown.append(word.text)
        found = [self.printed(word.text)]
        if word.quoted:
            return found
        for entity in self.lookup.entities(word.text) if self.synonyms else ():
            found += self._entity(word.text, entity)
        return [*found, *self._value(word.text)]

    def _entity(self, text: str, entity: Entity) -> Iterator[Query]:
        """All articles linked to the record, and all that print one of its names."""
        self.meaning.entities.append((text, entity))
        yield self.filter(entity.kind, entity.name)
        asked = fold(text)
        for form in entity.forms:
            if fold(form) != asked:
                self.meaning.shown.append(form)
            if asked not in fold(form):
                yield self.printed(form)

    def _value(self, text: str) -> Iterator[Query]:
        number = self.read_number(text)
        if number is not None:
            value, unit = number
            token = fields.number_token(value) + fold(unit)
            if not self.searcher.doc_freq("figures", token):
                return
            self.meaning.values.append((text, token))
            yield Query.term_query(self.schema, "figures", token, "basic")

    def _field_word(self, word: FieldWord) -> list[Query]:
        self.meaning.shown.append(word.text)
        found = [self._part(word.field, word.text)]
        if word.field in fields.ENTITIES and not word.quoted and self.synonyms:
            for entity in self.lookup.entities(word.text, word.field):
                self.meaning.entities.append((word.text, entity))
                found.append(self.filter(entity.kind, entity.name))
        return found

    def _part(self, field: str, text: str) -> Query:
        """Articles whose part, or name of an entity of a kind, prints this text."""
        if field in fields.EXACT:
            return self.printed(text, field)
        return self._one_of(fields.facet(field), self.values.holding(field, text))

    def _weights(self, folded: str) -> Iterator[tuple[Query, int]]:
        """What raises an article's rank, and on how many articles: its words in title and body, the text itself in
        entities and section."""
        for name, term, boost in (*self._word_terms(folded), *self._text_terms(folded)):
            articles = self.searcher.doc_freq(name, term)
            if 0 < articles <= COMMON * self.searcher.num_docs:
                yield _boosted(Query.term_query(self.schema, name, term, "freq"), boost), articles

    def _word_terms(self, folded: str) -> Iterator[tuple[str, str, float]]:
        words = sorted(self._known_words(folded), key=lambda word: self.searcher.doc_freq("body_words", word))
        for word in words[:TELLING]:
            yield "title_words", word, TITLE
            yield "body_words", word, BODY

    def _text_terms(self, folded: str) -> Iterator[tuple[str, str, float]]:
        """The records that the text names; else the text as a known word, or for want of it by its rarest bigram."""
        named = [entity for text, entity in self.meaning.entities if fold(text) == folded]
        for entity in named:
            yield fields.facet(entity.kind), entity.name, ENTITIES
        for name, boost in (("entities", ENTITIES), ("section", SECTION)):
            if name == "entities" and named:
                continue
            if name in fields.KNOWN and self.searcher.doc_freq(fields.known(name), folded):
                yield fields.known(name), folded, boost
            elif len(folded) > 1:
                pair, _ = min(self._bigrams(folded, name), key=lambda found: found[1])
                yield fields.bigrams(name), pair, boost

    def _known_words(self, folded: str) -> Iterator[str]:
        """The longest words of the index that the text holds, none inside another.

        The index's own words are the dictionary, so that a query is cut as the articles were.
        """
        end = 0
        for start in range(len(folded)):
            for stop in range(min(len(folded), start + LONGEST_WORD), max(start, end), -1):
                token = folded[start:stop]
                if BORDER not in token and self._is_word(token):
                    yield token
                    end = stop
                    break

    def _is_word(self, token: str) -> bool:
        return any(self.searcher.doc_freq(name, token) for name in ("body_words", "title_words"))


def _likely(on: list[int], articles: int) -> float:
    """How many articles have all of several texts, if none drew another: each text is on so many of all."""
    return articles * prod(number / max(articles, 1) for number in on)


def _cover(folded: str) -> list[int]:
    """Where bigrams begin that cover a text: every second character, and the last pair."""
    return sorted({*range(0, len(folded) - 1, 2), len(folded) - 2}) if len(folded) > 1 else []


def positive_words(node: Node) -> list[str]:
    """The texts that a match holds, without those behind NOT, each once."""
    match node:
        case Word():
            return [node.text]
        case FieldWord():
            return [node.text]
        case Group():
            return list(dict.fromkeys(word for part in node.parts for word in positive_words(part)))
        case _:
            return []


def _silent(compiler: Compiler) -> Compiler:
    """The same compiler, whose findings are not told: what is behind NOT is not shown."""
    return replace(compiler, meaning=Meaning())


def _boolean(clauses: list[tuple[Occur, Query]]) -> Query:
    return Query.boolean_query(clauses)


def _boosted(query: Query, boost: float) -> Query:
    return query if boost == 1.0 else Query.boost_query(query, boost)
