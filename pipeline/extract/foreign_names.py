"""Foreign and minority names: with the mark · between their parts, or as a run of transliteration characters."""

import re
from functools import cache

from pipeline import lexicon
from pipeline.extract.name_borders import follower_words, follows
from pipeline.extract.words import Line

HAN = "一-鿿㐀-䶿"

MARKS = "·•・．‧"
"""The marks that divide the parts of a foreign or minority name, as printed."""

# A foreign or minority name with its mark of division: 艾力更·依明巴海, 弗拉基米尔·普京, C·J·史密斯.
DIVIDED = re.compile(rf"[{HAN}A-Za-z]{{1,10}}(?:-[{HAN}]{{1,6}})?(?:[{MARKS}][{HAN}A-Za-z]{{1,12}}){{1,4}}")

# A name in Latin letters, two to four words with small letters or initials between: Thomas Müller, John F. Kennedy.
LATIN = re.compile(r"(?<![A-Za-z])[A-Z][a-zß-ÿ'’-]+(?: [A-Z]\.?)? [A-Z][a-zß-ÿ'’-]+(?: [A-Z][a-zß-ÿ'’-]+)?(?![A-Za-z])")

SURE = 2.5
"""What a word that follows names is worth (name_borders); it may begin inside a word of the dictionary."""

UNITS = ("m", "q", "p", "c", "v", "d")
"""jieba's tags of single characters before a name that belong to other words: 20|日|普里马科夫, 对|桑特."""

LONGEST_FOREIGN = 8
"""A transliterated name without · is at most this long (别尔德穆哈梅多夫 has eight characters)."""


@cache
def _transliteration() -> frozenset[str]:
    return frozenset(lexicon.column("transliteration_characters", "character"))


def transliterated(line: Line, start: int, foreign: bool) -> tuple[int, float] | None:
    """Where the name without · that begins at `start` ends, and how good the reading is (0 is the border).

    Where the context is not `foreign` it needs three characters and a good right border.
    """
    if not line.text[start].isalpha():
        return None
    end = _tail_end(line, start, min(len(line.text), start + LONGEST_FOREIGN))
    if end is None or end - start < (2 if foreign else 3):
        return None
    text = line.text[start:end]
    if not _sounds_foreign(text) or any(text[:n] in follower_words() for n in (2, 3)):
        return None
    alien = sum(c not in _transliteration() for c in text)
    whole = 2.0 if line.straddles(end) is None and end - start > 2 and alien == 0 else 0.0
    fit = max(follows(line, end), 0.0 if whole else -9.0)
    return end, fit + whole + 0.5 * (end - start) - 2.0 - 1.5 * alien + (4.0 if foreign else 0.0)


def divided_end(line: Line, start: int) -> int | None:
    """Where the name with · that begins at `start` ends, None where none begins there."""
    match = DIVIDED.match(line.text, start)
    if match is None:
        return None
    last = max(match[0].rfind(mark) for mark in MARKS)
    if not _sounds_foreign(match[0][: min(match[0].find(m) for m in MARKS if m in match[0])]):
        return None
    return _tail_end(line, start + last + 1, match.end())


@cache
def _minority() -> re.Pattern[str]:
    # A Mongolian or Tibetan name without ·, of up to three parts of the lexicon: 乌云|其其格, 那日松, 洛桑|江村.
    parts = sorted(lexicon.column("minority_name_parts", "part"), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, parts))}){{1,3}}")


def minority_end(text: str, start: int) -> int | None:
    """Where the Mongolian or Tibetan name without · that begins at `start` ends, None where none does."""
    match = _minority().match(text, start)
    return match.end() if match is not None else None


def minority_start(text: str, end: int) -> int | None:
    """Where such a name that ends at `end` starts; one of two parts at least, or of three characters."""
    starts = (start for start in range(max(0, end - 8), end - 2) if _minority().fullmatch(text, start, end))
    return next(starts, None)


@cache
def _japanese() -> frozenset[str]:
    return frozenset(lexicon.column("japanese_surnames", "surname"))


def japanese_end(line: Line, start: int) -> int | None:
    """Where the Japanese name of three to six characters that begins here ends, before a good border: 横河|一郎."""
    size = next((n for n in (3, 2) if line.text[start : start + n] in _japanese()), 0)
    ends = [start + size + n for n in (2, 1, 3)] if size else []
    given = {end: line.text[start + size : end] for end in ends if line.text[start:end].isalpha()}
    fits = {end: follows(line, end) for end, name in given.items() if name not in follower_words()}
    return next((end for border in (2.0, 0.0) for end, fit in fits.items() if fit > border), None)


def latin_end(text: str, start: int) -> int | None:
    """Where the name in Latin letters that begins at `start` ends, None where none does."""
    match = LATIN.match(text, start)
    return match.end() if match is not None else None


def latin_start(text: str, end: int) -> int | None:
    """Where the name in Latin letters that ends at `end` starts, None where none does."""
    return next((m.start() for m in LATIN.finditer(text, max(0, end - 40), end) if m.end() == end), None)


def _sounds_foreign(text: str) -> bool:
    """At least half of the characters are ones that transliterate, or Latin letters."""
    return 2 * sum(c in _transliteration() or c.isascii() for c in text) >= len(text) > 0


def _tail_end(line: Line, start: int, limit: int) -> int | None:
    """Where a transliterated name (or its last part) from `start` ends, None where nothing good ends it.

    The last good right border within the run of transliteration characters, else the first shortly after it.
    """
    run = start
    while run < limit and (line.text[run] in _transliteration() or _is_letter(line.text[run])):
        if run - start > 1 and _is_particle(line, run):
            break
        run += 1
    if run - start > 2 and _ends_before_a_word(line, run):
        return run
    within = (end for end in range(run, start, -1) if follows(line, end) > 0 and not _splits_a_word(line, end))
    beyond = (end for end in range(run + 1, min(limit, run + 3) + 1) if follows(line, end) > 0)
    return next(within, None) or next(beyond, None)


def _ends_before_a_word(line: Line, end: int) -> bool:
    """Whether a word of two characters or a numeral begins at `end`: 哈塔米|十九日, 克林顿|声称."""
    word = line.at(end)
    return word is not None and word.start == end and (word.end - end > 1 or word.tag == "m")


def _is_particle(line: Line, at: int) -> bool:
    """Whether a preposition, conjunction or particle stands at `at`: 阿拉法特|于."""
    word = line.at(at)
    return word is not None and (word.start, word.end) == (at, at + 1) and word.tag[0] in "pcu"


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _splits_a_word(line: Line, end: int) -> bool:
    """Whether `end` would cut a word that is no name: 日|前, 时|任."""
    word = line.straddles(end)
    return word is not None and word.tag[0] in "tvdpc" and follows(line, end) < SURE


def transliterated_start(line: Line, end: int) -> int | None:
    """Where the name of three such characters or more that ends at `end` starts: 与|布莱尔; None for none."""
    run = end
    while run > max(0, end - LONGEST_FOREIGN) and line.text[run - 1] in _transliteration():
        run -= 1
    words = [word for word in line.words[max(line.index(run), 0) : line.index(end - 1) + 1] if word.start >= run]
    while words and words[0].end - words[0].start == 1 and words[0].tag in UNITS:
        words.pop(0)
    if not words or end - words[0].start < 3 or any(word.known for word in words):
        return None
    return words[0].start


def divided_start(text: str, end: int) -> int | None:
    """Where the name with · that ends at `end` starts, its parts of transliteration characters; None for none."""
    mark = max(text.rfind(mark, max(0, end - 12), end) for mark in MARKS)
    if mark < 0 or not _sounds_foreign(text[mark + 1 : end]) or end - mark > 9:
        return None
    start = mark
    while start > max(0, mark - 16) and (text[start - 1] in _transliteration() or text[start - 1] in MARKS):
        start -= 1
    return start if start < mark else None
