"""Terms: the words and multi-word names that articles are about.

A word is a token of two characters or more whose tag lexicon/theme_tags.csv lists and that theme_stopwords.csv does
not; a name is the record's name of an alliance, organization or policy. Sentences are read a batch at a time.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from opencc import OpenCC

from pipeline import lexicon
from pipeline.trends.archive import ITEM_COLUMNS, Archive, Incidence, Integers, incidence, joined, numbered, table_file

NAMED_KINDS = ("alliance", "organization", "policy")
LEAST_ARTICLES = 3
SHORTEST = 2
MOST_TERMS = 20_000
BATCH_SENTENCES = 20_000
# Columns read as the file keeps them, each different text once: eight times faster than texts one by one.
REPEATED = ["article_id", "tokens.list.element", "tags.list.element"]
# Article and word share one 64-bit key: the word takes the lower bits.
WORD_BITS = 32


def read_terms(tables: Path, archive: Archive) -> Incidence:
    """Which article has which term; terms of fewer than LEAST_ARTICLES articles are left out.

    `items` says in `kind` whether a term is a word or a name.
    """
    words = _frequent(_words(tables, archive.articles))
    names = _frequent(archive.mentions.of_kind(*NAMED_KINDS))
    return joined(words, _as_terms(names, words))


def _as_terms(names: Incidence, words: Incidence) -> Incidence:
    kept = ~names.items["name"].isin(words.items["name"]) & ~names.items["name"].duplicated()
    kept_names = names.restricted(kept.to_numpy())
    items = kept_names.items.assign(kind="name", record_id=kept_names.items["name"])
    return Incidence(items, kept_names.item, kept_names.article, kept_names.counts)


def _frequent(terms: Incidence) -> Incidence:
    articles = terms.articles()
    rank = np.lexsort((np.arange(len(articles)), -articles))
    keep = np.zeros(len(articles), dtype=np.bool_)
    keep[rank[:MOST_TERMS]] = True
    return terms.restricted(keep & (articles >= LEAST_ARTICLES))


def _words(tables: Path, articles: pd.DataFrame) -> Incidence:
    """Words in their order as items."""
    vocabulary: dict[str, int] = {}
    keys = [_word_keys(batch, articles, vocabulary) for batch in _sentences(tables)]
    pairs, counts = _run_lengths(np.concatenate([np.empty(0, np.int64), *keys]))
    del keys
    word = pairs & (2**WORD_BITS - 1)
    common = np.bincount(word, minlength=len(vocabulary)) >= LEAST_ARTICLES
    kept = common[word]
    spelled = np.array(list(vocabulary), dtype=object)
    order = np.flatnonzero(common)[np.argsort(spelled[common])]
    rank = np.zeros(len(spelled), dtype=np.int64)
    rank[order] = np.arange(len(order))
    names = spelled[order]
    items = pd.DataFrame({"kind": "word", "record_id": names, "name": names}, columns=ITEM_COLUMNS)
    return incidence(items, rank[word[kept]], pairs[kept] >> WORD_BITS, counts[kept])


def _run_lengths(keys: Integers) -> tuple[Integers, Integers]:
    """The different keys in order, and how often each occurs."""
    keys.sort()
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    return keys[starts], np.diff(starts, append=len(keys))


def _sentences(tables: Path) -> Iterator[pa.Table]:
    with pq.ParquetFile(table_file(tables, "sentences"), read_dictionary=REPEATED) as file:
        for batch in file.iter_batches(BATCH_SENTENCES, columns=["article_id", "tokens", "tags"]):
            yield pa.Table.from_batches([batch])


def _word_keys(batch: pa.Table, articles: pd.DataFrame, vocabulary: dict[str, int]) -> Integers:
    """Article and word of every token of a batch that is a term."""
    lists = batch["tokens"].combine_chunks()
    lengths = pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False)
    article = np.repeat(numbered(batch["article_id"], articles["article_id"]), lengths)
    tokens = _encoded(lists.flatten())
    tags = _encoded(batch["tags"].combine_chunks().flatten())
    word = _numbers(tokens.dictionary, vocabulary)[tokens.indices.to_numpy()]
    wanted = pc.is_in(tags.dictionary, value_set=pa.array(lexicon.column("theme_tags", "tag")))
    kept = (word >= 0) & (article >= 0) & wanted.to_numpy(zero_copy_only=False)[tags.indices.to_numpy()]
    keys: npt.NDArray[np.int64] = (article[kept] << WORD_BITS) | word[kept]
    return keys


def _encoded(texts: pa.Array) -> pa.DictionaryArray:
    return texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()


def _numbers(words: pa.Array, vocabulary: dict[str, int]) -> Integers:
    """The number of each word, given out as words first come up; -1 for what is no term."""
    spelled = simplified(words.to_pylist())
    stops = {*lexicon.column("theme_stopwords", "word"), *_titles()}
    numbers = [
        -1 if len(word) < SHORTEST or word in stops else vocabulary.setdefault(word, len(vocabulary))
        for word in spelled
    ]
    return np.array(numbers, dtype=np.int64)


@cache
def _titles() -> frozenset[str]:
    """Titles of posts, also as deputies': 副理事长."""
    titles = lexicon.column("titles", "title")
    return frozenset((*titles, *("副" + title for title in titles)))


def simplified(words: list[str]) -> list[str]:
    """The words in simplified characters, so that 技術 and 技术 are one term."""
    if not words:
        return []
    return str(_converter().convert("\n".join(words))).split("\n")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
