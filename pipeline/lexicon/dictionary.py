"""jieba's dictionary, in its Rust port, with words of the lexicon added."""

from collections.abc import Iterable
from functools import cache

import rjieba

from pipeline.lexicon import rows


def with_words(words: Iterable[tuple[str, str]]) -> rjieba.Jieba:
    """A segmenter with these words and their tags besides those that jieba has."""
    engine = rjieba.Jieba()
    for word, tag in words:
        if not engine.has_word(word):
            engine.add_word(word, engine.suggest_freq(word), tag)
    return engine


@cache
def with_terms() -> rjieba.Jieba:
    """The process's segmenter that knows the terms of the field but no names, so that names show their parts."""
    return with_words((row["word"], "n") for row in rows("domain_words"))
