"""Which of a closed set of encodings a text file is in, by the likelihood of what each makes of its bytes.

Every candidate decodes the whole file; the text is scored under a one-character language model (Zipf's law over
the ranks of common simplified and traditional characters), and the likeliest text wins. Statistical detectors made
for a hundred encodings err far oftener on short GB and Big5 texts.
"""

import codecs
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

from pipeline.lexicon import rows
from pipeline.model.errors import UnreadableDocument

# In order of preference where two make the same text; gb18030 contains gbk, which contains gb2312.
CANDIDATES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Natural logarithms of the likelihood of a character of each class.
PRINTABLE_ASCII = -math.log(100)
CHINESE_MARK = -math.log(100)
OTHER_LETTER = -math.log(20_000)
FOREIGN = -math.log(100_000)
NEVER_IN_TEXT = -math.log(1_000_000)
# Less likely than this a character on average, and the bytes are no text in any of the encodings.
LEAST_LIKELY = -math.log(12_000)
# A damaged file may hold this share of undecodable characters and is still read.
DAMAGED_SHARE = 0.002


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded text, the encoding's name, and the number of places where bytes could not be decoded."""

    text: str
    encoding: str
    damaged: int = 0


def decode(content: bytes) -> Decoded:
    """The text of a file and its encoding. Raises UnreadableDocument where no encoding makes text of the bytes."""
    marked = _by_mark(content)
    found = marked or _likeliest(content, "strict") or _likeliest(content, "replace")
    if found is None:
        raise UnreadableDocument(
            "cannot be decoded: neither UTF-8, GB18030, Big5 nor UTF-16 makes text of it; save it as UTF-8"
        )
    return found


def _by_mark(content: bytes) -> Decoded | None:
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(name.removesuffix("-sig"), "replace")
            shown = "utf-16" if name.startswith("utf-16") else name
            return _accepted(Decoded(text, shown, text.count("\ufffd")))
    return None


def _likeliest(content: bytes, errors: str) -> Decoded | None:
    found = [decoded for name in CANDIDATES if (decoded := _try(content, name, errors))]
    return max(found, key=lambda d: _likelihood(d.text), default=None)


def _try(content: bytes, name: str, errors: str) -> Decoded | None:
    """What one encoding makes of the bytes; a character cut off at the very end counts as damage."""
    decoder = codecs.getincrementaldecoder(name)(errors)
    try:
        text = decoder.decode(content)
    except UnicodeDecodeError:
        return None
    cut = len(decoder.getstate()[0])
    return _accepted(Decoded(text + "\ufffd" * bool(cut), name, text.count("\ufffd") + bool(cut)))


def _accepted(decoded: Decoded) -> Decoded | None:
    size = len(decoded.text)
    if decoded.damaged > max(1, DAMAGED_SHARE * size):
        return None
    return decoded if not size or _likelihood(decoded.text) >= LEAST_LIKELY * size else None


def _likelihood(text: str) -> float:
    """The natural logarithm of the text's likelihood."""
    return sum(count * _character_likelihood(character) for character, count in Counter(text).items())


@cache
def _ranks() -> dict[str, int]:
    return {row["character"]: int(row["rank"]) for row in rows("common_characters")}


@cache
def _character_likelihood(character: str) -> float:
    rank = _ranks().get(character)
    if rank is not None:
        return -math.log(rank + 20) - 0.7
    if character.isascii():
        return PRINTABLE_ASCII if character.isprintable() or character in "\t\n\r\f" else NEVER_IN_TEXT
    if "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uff5e" or "\u2010" <= character <= "\u2026":
        return CHINESE_MARK
    return _rare_likelihood(character)


def _rare_likelihood(character: str) -> float:
    kind = unicodedata.category(character)
    if kind in ("Cn", "Co", "Cs", "Cc"):
        return NEVER_IN_TEXT
    return OTHER_LETTER if "\u4e00" <= character <= "\u9fff" else FOREIGN
