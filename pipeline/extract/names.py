"""Personal names: is this text one, and where does the name that begins (or ends) here end (or begin)?

Chinese names are read by surname, by how likely each character is inside a given name (the log-likelihoods of
jieba's part-of-speech model) and by what follows: a border, a title, or a word that follows names (出席, 指出, 在).
Foreign names are read by the mark ·, or as a run of transliteration characters.
"""

import re
from dataclasses import dataclass
from functools import cache
from math import log

from pipeline import lexicon
from pipeline.extract.words import Line, Word

HAN = "一-鿿㐀-䶿"
BORDER = frozenset("，。；：、！？,;:!?（）()【】[]《》〈〉“”‘’\"'\n\t \u3000…—-/|》")
"""Characters that end a name for certain."""

MARKS = "·•・．‧"
"""The marks that divide the parts of a foreign or minority name, as printed."""

# A foreign or minority name with its mark of division: 艾力更·依明巴海, 弗拉基米尔·普京, C·J·史密斯.
DIVIDED = re.compile(rf"[{HAN}A-Za-z]{{1,10}}(?:[{MARKS}][{HAN}A-Za-z]{{1,12}}){{1,4}}")

# A two-character name printed with a space in it, as in lists: 李 明.
SPACED = re.compile(rf"([{HAN}])[ \u3000]{{1,2}}([{HAN}])(?=$|[ \u3000，。；、（）\n\t])")

# The same before a post in a list: a line's beginning, then 刘 伟.
SPACED_BEFORE = re.compile(rf"(?:^|[\n\t：])([{HAN}])[ \u3000]{{1,2}}[{HAN}]$")

CONFERRING = frozenset("为任兼")
"""Characters that between a name and a title confer the title: 李兵|为|秘书长."""

AGENTS = frozenset("由为是")
"""Characters that after a title say who holds it and begin no name there: 秘书长|由|谷雨担任."""

ACCEPT = 0.0
"""A reading of a name counts when its score reaches this."""

WEAK = 1.0
"""What a dictionary verb or adverb after a name of three characters is worth; a shorter name may have lost its last."""

PREFIX = 4.0
"""What it costs a name to begin with a word that names no person (成立|新)."""

LONGEST_FOREIGN = 8
"""A transliterated name without · is at most this long (别尔德穆哈梅多夫 has eight characters)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """line.text[start:end] read as a name, and how good the reading is (0 is the border of acceptance)."""

    start: int
    end: int
    score: float


@cache
def _surnames() -> dict[str, float]:
    """Surname to the logarithm of its share of the people, in percent."""
    return {row["surname"]: log(float(row["weight"])) for row in lexicon.rows("surnames")}


@cache
def _characters() -> dict[str, tuple[float, float]]:
    """Character to log-likelihood ratios of standing in the middle and at the end of a name."""
    return {r["character"]: (float(r["middle"]), float(r["last"])) for r in lexicon.rows("given_name_characters")}


@cache
def _followers() -> frozenset[str]:
    return frozenset(lexicon.column("name_followers", "word"))


@cache
def _name_words() -> frozenset[str]:
    """Words that are also names of persons: 成立, 谷雨."""
    return frozenset(lexicon.column("name_words", "word"))


@cache
def _actions() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.rows("name_followers") if row["kind"] == "act")


@cache
def _stopwords() -> frozenset[str]:
    return frozenset(lexicon.column("name_stopwords", "word"))


@cache
def _transliteration() -> frozenset[str]:
    return frozenset(lexicon.column("transliteration_characters", "character"))


def is_person_name(text: str) -> bool:
    """Whether a text, all of it, reads as a person's name.

    >>> is_person_name("邵新宇"), is_person_name("成员单位"), is_person_name("欧阳明高"), is_person_name("普京")
    (True, False, True, False)
    """
    if DIVIDED.fullmatch(text):
        return True
    text = re.sub(r"\s", "", text)
    score = _chinese_score(text)
    return score is not None and score + 2.0 > ACCEPT


def read_name(line: Line, start: int, foreign: bool = False, sure: bool = False) -> Reading | None:
    """The name that begins at `start`, None where none does. `foreign` prefers a transliterated reading.

    The text before `start` is taken to call for a name (a title, 选举 …); `sure` says that the text after it does too
    (由谷雨担任), so that a word may be one.
    """
    if start >= len(line.text) or line.text[start] in AGENTS:
        return None
    if (end := _divided_end(line, start)) is not None:
        return Reading(start, end, 4.0)
    if (match := SPACED.match(line.text, start)) and match[1] in _surnames():
        return Reading(start, match.end(), 3.0)
    found = _readings(line, start, sure)
    transliterated = _transliterated(line, start, foreign)
    if transliterated is not None:
        found.append(transliterated)
    return max((r for r in found if r.score > ACCEPT), key=lambda r: (r.score, r.end), default=None)


def name_before(line: Line, end: int) -> Reading | None:
    """The name that ends at `end` (where a title begins: 李新男|秘书长), None where none does."""
    text = line.text
    if text.startswith(tuple(CONFERRING), end - 1) and name_before(line, end - 1) is not None:
        return None
    if (found := _divided_before(text, end) or _spaced_before(text, end)) is not None:
        return found
    best: Reading | None = None
    for length in (2, 3, 4):
        start = end - length
        if start < 0:
            break
        score = _chinese_score(text[start:end])
        if score is None or _known_inside(line, start, end):
            continue
        score += _left_fit(line, start, end)
        if score > ACCEPT and (best is None or score > best.score):
            best = Reading(start, end, score)
    return best


def _readings(line: Line, start: int, sure: bool) -> list[Reading]:
    found = []
    for length in (2, 3, 4):
        end = start + length
        if end > len(line.text):
            break
        acts = _acts(line, end)
        score = _chinese_score(line.text[start:end], sure or (acts and line.text[start:end] in _name_words()))
        if score is not None and not _known_inside(line, start, end):
            score += PREFIX if acts and line.text[start : start + 2] in _stopwords() and length > 2 else 0.0
            found.append(Reading(start, end, score + _right_fit(line, start, end)))
    return found


def _acts(line: Line, end: int) -> bool:
    """Whether what stands at `end` is something that only persons do: 介绍, 表示, 被聘为."""
    return any(line.text[end : end + n] in _actions() for n in (1, 2, 3))


def _chinese_score(text: str, sure: bool = False) -> float | None:
    """How well a text of two to four characters reads as surname and given name; None where it cannot.

    Words that name no person can only be read so where the context is `sure`.
    """
    if not 2 <= len(text) <= 4 or (not sure and text in _stopwords()) or text in _followers():
        return None
    size = 2 if (text[:2] in _surnames() and len(text) > 2) or len(text) == 4 else 1
    surname, given = text[:size], text[size:]
    if not _is_surname(surname):
        return None
    share = max(_surnames().get(surname, -3.0), -3.0)
    table = _characters()
    unknown = (0.0, 0.0)  # rare characters, which hardly stand elsewhere
    score = sum(table.get(c, unknown)[0] for c in given[:-1]) + table.get(given[-1], unknown)[1]
    if not all("㐀" <= c <= "鿿" for c in text):
        return None
    bonus = 0.6 * share + 1.0 if size == 1 else 4.0 if surname in _surnames() else -0.5
    prefix = text[:2] in _stopwords() and len(text) > 2
    return score + bonus - (PREFIX if prefix else 0.0)


def _is_surname(text: str) -> bool:
    """A surname, or two common ones together, as married women of Hong Kong print them (陈冯|富珍)."""
    return text in _surnames() or (len(text) == 2 and all(_surnames().get(c, -9.0) > -1.5 for c in text))


def _known_inside(line: Line, start: int, end: int) -> bool:
    """Whether a known name shares characters with line.text[start:end]; a place may stand in a name (刘桂林, 濮阳)."""
    first, last = max(line.index(start), 0), line.index(end - 1)
    inside = (w for w in line.words[first : last + 1] if w.known and w.start < end and w.end > start)
    places = (w.tag == "PLACE" and (start < w.start or line.word(w) in _surnames()) and w.end <= end for w in inside)
    return not all(places)


def _right_fit(line: Line, start: int, end: int) -> float:
    """How well a name that ends at `end` is followed by what stands there."""
    text, word = line.text, line.at(start)
    fit = follows(line, end)
    if fit == WEAK and (end - start < 3 or text[start : start + 2] in _surnames()):
        fit = -2.5
    if word is not None and word.tag.startswith("nr") and (word.start, word.end) == (start, end):
        fit += 2.5 if fit > 0 else 1.0
    straddling = line.straddles(end)
    if fit >= 2.5 and straddling is None:
        fit += 1.5
    if straddling is not None and straddling.start >= start and not straddling.tag.startswith("nr"):
        fit -= 0.5 if end - start > 2 and fit > 0 else 1.5
    if word is not None and not word.tag.startswith("nr") and word.start == start and word.end - start >= 2:
        fit -= 2.0
    return fit + (0.5 if end - start == 3 else 0.0) - (0.5 if text[end - 1 : end + 1] in _followers() else 0.0)


def follows(line: Line, end: int) -> float:
    """How well what stands at `end` follows a name: 3 a border, 2.5 and 1.5 words that follow names, below 0 others."""
    text = line.text
    if end >= len(text) or text[end] in BORDER or text[end].isascii():
        return 3.0
    word = line.at(end)
    if word is not None and word.start == end and word.known:
        return 3.0 if word.tag == "TITLE" else -1.0
    longest = max((n for n in (1, 2, 3, 4) if text[end : end + n] in _followers()), default=0)
    if longest == 0 and word is not None and word.start == end and word.tag[0] in "vdpt" and word.end - end > 1:
        return WEAK
    return {0: -2.5, 1: 1.5}.get(longest, 2.5)


def _left_fit(line: Line, start: int, end: int) -> float:
    """How well a name that starts at `start` and stands before a title is preceded by what stands there."""
    fit = 0.5 if end - start == 3 else 0.0
    before = line.at(start - 1) if start else None
    if before is None or before.known or line.text[start - 1] in BORDER:
        fit += 2.0
    word = line.at(start)
    if word is not None and word.tag.startswith("nr") and (word.start, word.end) == (start, end):
        return fit + 2.5
    straddling = line.straddles(start)
    if straddling is not None:
        fit -= 3.0
    if any(not w.tag.startswith("nr") and w.end - w.start > 1 for w in _inside(line, start, end)):
        fit -= 2.5
    return fit


def _inside(line: Line, start: int, end: int) -> list[Word]:
    first, last = max(line.index(start), 0), line.index(end - 1)
    return [w for w in line.words[first : last + 1] if w.start >= start and w.end <= end]


def _transliterated(line: Line, start: int, foreign: bool) -> Reading | None:
    """A foreign name without ·; where the context is not foreign it needs three characters and a good right border."""
    end = _tail_end(line, start, min(len(line.text), start + LONGEST_FOREIGN))
    if end is None or end - start < (2 if foreign else 3) or _known_inside(line, start, end):
        return None
    text = line.text[start:end]
    if not _sounds_foreign(text) or any(text[:n] in words for n in (2, 3) for words in (_stopwords(), _followers())):
        return None
    alien = sum(c not in _transliteration() for c in text)
    score = follows(line, end) + 0.5 * (end - start) - 2.0 - 1.5 * alien + (4.0 if foreign else 0.0)
    return Reading(start, end, score)


def _divided_end(line: Line, start: int) -> int | None:
    """Where the name with · that begins at `start` ends, None where none begins there."""
    match = DIVIDED.match(line.text, start)
    if match is None or _known_inside(line, start, start + 1):
        return None
    last = max(match[0].rfind(mark) for mark in MARKS)
    if not _sounds_foreign(match[0][: min(match[0].find(m) for m in MARKS if m in match[0])]):
        return None
    return _tail_end(line, start + last + 1, match.end())


def _sounds_foreign(text: str) -> bool:
    """At least half of the characters are ones that transliterate, or Latin letters."""
    return 2 * sum(c in _transliteration() or c.isascii() for c in text) >= len(text) > 0


def _tail_end(line: Line, start: int, limit: int) -> int | None:
    """Where a transliterated name (or its last part) from `start` ends, None where nothing good ends it.

    The last good right border within the run of transliteration characters, else the first shortly after it.
    """
    run = start
    while run < limit and (line.text[run] in _transliteration() or _is_letter(line.text[run])):
        run += 1
    within = (end for end in range(run, start, -1) if follows(line, end) > 0 and not _splits_a_word(line, end))
    beyond = (end for end in range(run + 1, min(limit, run + 3) + 1) if follows(line, end) > 0)
    return next(within, None) or next(beyond, None)


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _splits_a_word(line: Line, end: int) -> bool:
    """Whether `end` would cut a word that is no name: 日|前, 时|任."""
    word = line.straddles(end)
    return word is not None and word.tag[0] in "tvdpc"


def _spaced_before(text: str, end: int) -> Reading | None:
    """A two-character name with a space in it that ends at `end` and starts its line: 刘 伟."""
    match = SPACED_BEFORE.search(text, max(0, end - 5), end)
    if match is None or match[1] not in _surnames():
        return None
    return Reading(match.start(1), end, 2.0)


def _divided_before(text: str, end: int) -> Reading | None:
    """The name with · that ends at `end`, its parts of transliteration characters."""
    mark = max(text.rfind(mark, max(0, end - 12), end) for mark in MARKS)
    if mark < 0 or not _sounds_foreign(text[mark + 1 : end]) or end - mark > 9:
        return None
    start = mark
    while start > max(0, mark - 16) and (text[start - 1] in _transliteration() or text[start - 1] in MARKS):
        start -= 1
    return Reading(start, end, 3.0) if start < mark else None
