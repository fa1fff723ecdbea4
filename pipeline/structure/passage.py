"""Text that knows where it was printed: the currency of the structure stage.

Every character of the ingest lines of a document has a number: 0… in the order of pages, lines and characters.
A passage is a string with the number of each of its characters, so that text may be cut, stripped and joined
freely and still be walked back to line and page.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

INSERTED = -1

# The last letter or digit of a line of Latin text. Example: "Education" before "Report".
_LATIN_END = re.compile(r"[A-Za-z0-9,;:!?)%]\Z")
# The first letter or digit of a line of Latin text. Example: "Report" after "Education".
_LATIN_START = re.compile(r"[A-Za-z0-9(]|[-–] ")
# A word broken by a hyphen at the end of a line. Example: "stand-" before "ard".
_HYPHEN_END = re.compile(r"[a-z][-\u00ad\u2010]\Z")


@dataclass(frozen=True, slots=True)
class Passage:
    """A string and, for each character, its number among the document's characters (INSERTED where it has none)."""

    text: str
    at: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.text)

    def cut(self, start: int, end: int | None = None) -> "Passage":
        """The passage of text[start:end]."""
        return Passage(self.text[start:end], self.at[start:end])

    def strip(self, characters: str | None = None) -> "Passage":
        """The passage without white space (or the given characters) at either end."""
        left = len(self.text) - len(self.text.lstrip(characters))
        right = left + len(self.text.strip(characters))
        return self if right - left == len(self.text) else self.cut(left, right)

    def without(self, unwanted: Callable[[int], bool]) -> "Passage":
        """The passage without the characters at the indices for which `unwanted` holds."""
        kept = [i for i in range(len(self.text)) if not unwanted(i)]
        if len(kept) == len(self.text):
            return self
        return Passage("".join(self.text[i] for i in kept), tuple(self.at[i] for i in kept))


EMPTY = Passage("", ())


def insert(text: str) -> Passage:
    """A passage of characters that were not printed, such as the space between two joined lines."""
    return Passage(text, (INSERTED,) * len(text))


def concatenate(passages: Iterable[Passage], separator: str = "") -> Passage:
    """The passages one after the other, with an inserted separator between them."""
    parts: list[Passage] = []
    for passage in passages:
        if parts and separator:
            parts.append(insert(separator))
        parts.append(passage)
    if len(parts) == 1:
        return parts[0]
    return Passage("".join(p.text for p in parts), tuple(chain.from_iterable(p.at for p in parts)))


def join_lines(*lines: Passage) -> Passage:
    """The lines of one paragraph as running text: Latin words keep a space, hyphenated ones are made whole."""
    parts: list[Passage] = []
    for line in filter(None, lines):
        before = parts[-1] if parts else EMPTY
        if _HYPHEN_END.search(before.text) and line.text[0].isascii() and line.text[0].islower():
            parts[-1] = before.cut(0, -1)
        elif before and _needs_space(before.text, line.text):
            parts.append(insert(" "))
        parts.append(line)
    return concatenate(parts)


def _needs_space(first: str, second: str) -> bool:
    if not (_LATIN_START.match(second) and (_LATIN_END.search(first) or (first[-1] == "." and second[0].isupper()))):
        return False
    return not (first[-1].isdigit() and second[0].isdigit())
