"""Words and part-of-speech tags: jieba's tokens from its Rust port, with the domain lexicon as user words.

rjieba gives the tokens of jieba 0.42 about twenty times faster, but keeps ASCII compounds such as `A-B_c` whole; they
are split here the way jieba's finalseg does. `reference_cut` is jieba itself with the same user words, for tests.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import rjieba

from pipeline import lexicon
from pipeline.lexicon.dictionary import with_words
from pipeline.model.bulletin import Article, Bulletin, Segmentation, Sentence
from pipeline.segment.sentences import split_sentences

# jieba finalseg's ASCII word: letters and digits, perhaps a decimal part and a percent sign: `3.14%`, `v2`, `A`.
ASCII_WORD = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
# Longer names are matched by the extract stage; as words they would only hide their parts.
_LONGEST_USER_WORD = 30


class UserWord(NamedTuple):
    """A word of the domain lexicon with jieba's tag for it."""

    word: str
    tag: str


@cache
def user_words() -> tuple[UserWord, ...]:
    """The domain lexicon's words as named by lexicon/segmenter_sources.csv, without duplicates, in a fixed order.

    Words of ASCII letters alone are left out: CSA as a word would split CCSA.
    """
    found: dict[str, str] = {}
    for row in lexicon.rows("segmenter_sources"):
        for cell in lexicon.column(row["lexicon"], row["column"]):
            for word in lexicon.listed(cell):
                if 1 < len(word) <= _LONGEST_USER_WORD and not word.isascii():
                    found.setdefault(word, row["tag"])
    return tuple(UserWord(word, tag) for word, tag in sorted(found.items()))


@cache
def segmenter() -> rjieba.Jieba:
    """The process's segmenter, with the user words that jieba's dictionary lacks."""
    return with_words(user_words())


@cache
def reference_cut() -> Callable[[str], list[str]]:
    """jieba's own lcut with the same user words at the same frequencies."""
    import jieba

    jieba.setLogLevel("ERROR")
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    engine = rjieba.Jieba()
    for word, tag in user_words():
        if not engine.has_word(word):
            frequency = engine.suggest_freq(word)
            engine.add_word(word, frequency, tag)
            tokenizer.add_word(word, frequency, tag)
    cut: Callable[[str], list[str]] = tokenizer.lcut
    return cut


def _compound(word: str) -> bool:
    if len(word) == 1 or not word.isascii() or word.isalnum() or word.isspace():
        return False
    return not segmenter().has_word(word)


def _split_compounds(tagged: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for word, tag in tagged:
        if _compound(word):
            for part in ASCII_WORD.split(word):
                if part:
                    yield part, _ascii_tag(part)
        else:
            yield word, tag


def _ascii_tag(part: str) -> str:
    if part[0].isdigit():
        return "m"
    return "eng" if part[0].isalpha() else "x"


def tag_words(text: str) -> list[tuple[str, str]]:
    """The words of a text with their tags; the words joined are the text."""
    return list(_split_compounds(segmenter().tag(text)))


def cut_words(text: str) -> list[str]:
    """The words of a text, as jieba cuts it; joined they are the text."""
    return [word for word, _ in tag_words(text)]


def search_tokens(text: str) -> list[str]:
    """Search-mode segmentation: words and the shorter words inside long ones, white space dropped."""
    return [word for word in segmenter().cut_for_search(text) if not word.isspace()]


def segment(bulletin: Bulletin) -> Segmentation:
    """The sentences of all articles' body paragraphs with their words and tags."""
    return Segmentation(bulletin.bulletin_id, tuple(s for a in bulletin.articles for s in _sentences(bulletin.text, a)))


def _sentences(text: str, article: Article) -> Iterator[Sentence]:
    ordinal = 0
    for zone in article.zones:
        if zone.kind != "body":
            continue
        paragraph = text[zone.char_start : zone.char_end]
        for start, end in split_sentences(paragraph):
            ordinal += 1
            yield _sentence(article.article_id, ordinal, paragraph[start:end], zone.char_start + start)


def _sentence(article_id: str, ordinal: int, text: str, start: int) -> Sentence:
    words, tags = zip(*tag_words(text), strict=True)
    return Sentence(f"{article_id}.s{ordinal:03d}", article_id, ordinal, text, start, start + len(text), words, tags)
