"""Words that the index holds as terms of their own, wherever they are printed: long names and frequent long words.

A phrase of bigrams is exact but must compare positions; a word of the vocabulary is one term and as exact, for it is
looked for in the folded text, not in the segmented one. What the vocabulary holds changes speed, never answers; it is
fixed when an index is first built, and kept with it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import ahocorasick_rs
import msgspec

from pipeline.search.articles import Buffer, Entry, open_bytes
from pipeline.search.fold import BORDER, fold

SHORTEST = 3  # two characters are one bigram
SAMPLED, LEAST, MOST = 5_000, 10, 20_000


class Vocabulary:
    """The words, folded."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(sorted(words))

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        return ahocorasick_rs.AhoCorasick(self.words)

    def printed(self, folded: str) -> str:
        """Every word that stands in a folded text, as often as it does, separated by blanks."""
        return " ".join(self._automaton.find_matches_as_strings(folded, overlapping=True)) if self.words else ""

    def write(self, path: Path) -> None:
        """Keep the words, one a line."""
        path.write_text("\n".join(self.words), encoding="utf-8")


def read_vocabulary(path: Path) -> Vocabulary:
    """The words that were kept."""
    return Vocabulary(filter(None, path.read_text(encoding="utf-8").split("\n")))


def sample_vocabulary(articles: Path) -> Vocabulary:
    """The names and long words that occur often in a sample of the articles, spread evenly over the file."""
    decoder = msgspec.json.Decoder(Entry)
    counts: Counter[str] = Counter()
    for line in _sample(open_bytes(articles)):
        counts.update(_words(decoder.decode(line)))
    folded: Counter[str] = Counter()
    for word, count in counts.items():
        folded[fold(word)] += count
    often = sorted((-count, word) for word, count in folded.items() if count >= LEAST)
    return Vocabulary(word for _, word in often[:MOST])


def _sample(lines: Buffer) -> Iterator[bytes]:
    """The lines that hold SAMPLED bytes at even distances, each once."""
    end = 0
    for at in range(0, len(lines), max(1, len(lines) // SAMPLED)):
        if at >= end:
            start, end = lines.rfind(b"\n", 0, at) + 1, lines.find(b"\n", at) + 1 or len(lines)
            yield lines[start:end]


def _words(entry: Entry) -> set[str]:
    tokens = {*entry.title_tokens.split(), *entry.body_tokens.split()}
    names = {*entry.alliances, *entry.officials, *entry.policies, *entry.organizations}
    return {word for word in tokens | names if len(word) >= SHORTEST and BORDER not in word}
