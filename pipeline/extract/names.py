"""Personal names: is this text one, and where does the name that begins (or ends) here end (or begin)?

Chinese names are read by surname, by how likely each character is inside a given name (the log-likelihoods of
jieba's part-of-speech model) and by what follows: a border, a title, or a word that follows names (出席, 指出, 在).
Foreign names are read by the mark ·, or as a run of transliteration characters.
"""

import re
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.extract.foreign_names import (
    DIVIDED,
    HAN,
    divided_end,
    divided_start,
    japanese_end,
    latin_end,
    minority_end,
    minority_start,
    transliterated,
    transliterated_start,
)
from pipeline.extract.name_borders import BORDER, WEAK, acts, appointing_verbs, follows
from pipeline.extract.name_fit import in_dictionary, known_inside, left_fit, right_fit, words_inside
from pipeline.extract.name_scores import PREFIX, chinese_score, name_words, stopwords, surnames
from pipeline.extract.organization_lexicon import organization_suffix
from pipeline.extract.words import Line

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

FUNCTION_TAGS = "cpdu"
"""First letters of jieba's tags of conjunctions, prepositions, adverbs and particles."""

TIME_TAGS = ("t", "m")
"""jieba's tags of times and numerals, before which 于 is a preposition."""

RARE = -9.0
"""The same for a character that is no surname."""

COMMON = -1.6
"""The logarithm of the share in percent from which a surname that is also a function word is read as one (曾, 于)."""

BODY_ENDS = frozenset("省市县区盟旗镇乡村司科局处厅")
"""Characters that end the names of places and bodies, and hardly ever names of persons the dictionary lacks."""


@dataclass(frozen=True, slots=True)
class Reading:
    """line.text[start:end] read as a name, and how good the reading is (0 is the border of acceptance)."""

    start: int
    end: int
    score: float


def is_person_name(text: str) -> bool:
    """Whether a text, all of it, reads as a person's name.

    >>> is_person_name("邵新宇"), is_person_name("成员单位"), is_person_name("欧阳明高")
    (True, False, True)
    """
    if DIVIDED.fullmatch(text):
        return True
    text = re.sub(r"\s", "", text)
    score = chinese_score(text)
    return score is not None and score + 2.0 > ACCEPT


def read_name(  # noqa: PLR0911 - one return a kind of name
    line: Line, start: int, foreign: bool = False, sure: bool = False
) -> Reading | None:
    """The name that begins at `start`, None where none does. `foreign` prefers a transliterated reading.

    The text before `start` is taken to call for a name (a title, 选举 …); `sure` says that the text after it does too
    (由谷雨担任), so that a word may be one.
    """
    if (end := minority_end(line.text, start)) is not None and follows(line, end) > WEAK:
        return Reading(start, end, 3.0)
    if start >= len(line.text) or line.text[start] in AGENTS or (not sure and _is_function_word(line, start)):
        return None
    if not known_inside(line, start, start + 1) and (end := divided_end(line, start)) is not None:
        return Reading(start, end, 4.0) if not _title_inside(line, start, end) else None
    if (end := japanese_end(line, start)) is not None and end - start >= 4 and not _is_body(line, start, end):
        return Reading(start, end, 3.0)
    if (end := latin_end(line.text, start)) is not None:
        return Reading(start, end, 3.0)
    if (match := SPACED.match(line.text, start)) and match[1] in surnames():
        return Reading(start, match.end(), 3.0)
    found = _readings(line, start, sure)
    other = transliterated(line, start, foreign)
    if (
        other is not None
        and not known_inside(line, start, other[0])
        and not _is_body(line, start, other[0])
        and line.text[start : start + 2] not in stopwords()
    ):
        found.append(Reading(start, *other))
    best = max((r for r in found if r.score > ACCEPT), key=lambda r: (r.score, r.end), default=None)
    return _without_conferral(line, best) if best is not None else None


def _without_conferral(line: Line, name: Reading) -> Reading:
    """The name without a verb drawn in that confers the title after it: 增选…李治|为|副理事长."""
    after = line.at(name.end)
    if name.end - name.start < 3 or line.text[name.end - 1] not in CONFERRING or after is None or after.tag != "TITLE":
        return name
    clause = re.split("[。；;]", line.text[max(0, name.start - 80) : name.start])[-1]
    appoints = any(verb in clause for verb in appointing_verbs())
    return Reading(name.start, name.end - 1, name.score) if appoints else name


def name_before(line: Line, end: int) -> Reading | None:
    """The name that ends at `end` (where a title begins: 李新男|秘书长), None where none does."""
    text = line.text
    if text.startswith(tuple(CONFERRING), end - 1) and name_before(line, end - 1) is not None:
        return None
    if (start := divided_start(text, end)) is not None:
        word = line.straddles(start)
        start = word.start if word is not None and word.tag[0] == "n" and not word.known else start
        return Reading(start, end, 3.0)
    if (spaced := _spaced_before(text, end)) is not None:
        return spaced
    if (start := minority_start(text, end)) is not None and (start == 0 or not text[start - 1].isalpha()):
        return Reading(start, end, 3.0)
    if _of_state(line, end) and (start := transliterated_start(line, end)) is not None:
        return Reading(start, end, 3.0)
    best: Reading | None = None
    for length in (2, 3, 4):
        start = end - length
        if start < 0:
            break
        apart = start == 0 or text[start - 1] in BORDER
        score = chinese_score(text[start:end], apart and text[start:end] in name_words())
        if score is None or known_inside(line, start, end) or _leads_up(line, start, end):
            continue
        score += left_fit(line, start, end)
        if score > ACCEPT and (best is None or score > best.score):
            best = Reading(start, end, score)
    return best


def _of_state(line: Line, end: int) -> bool:
    """Whether a post at `end` is one of those that foreign heads and ministers have: 总统, 外长."""
    return any(line.text.startswith(post, end) for post in _state_posts())


@cache
def _state_posts() -> frozenset[str]:
    return frozenset(row["title"] for row in lexicon.rows("titles") if row["group"] == "head")


def addressed(line: Line, end: int) -> bool:
    """Whether a common surname alone ends at `end`, before a title: 向|江|主席, 、|李|司长."""
    word = line.at(end - 1) if end else None
    if word is None or (word.start, word.end) != (end - 1, end) or surnames().get(line.word(word), RARE) < COMMON:
        return False
    before = line.at(word.start - 1) if word.start else None
    return before is None or before.tag == "TITLE" or not line.word(before)[-1].isalpha() or before.tag[0] in "cpvt"


def _leads_up(line: Line, start: int, end: int) -> bool:
    """Whether a text before a title ends as a place or body does, or is a word and a surname: 尚义县, 向|江主席."""
    word = line.at(start)
    after = line.at(end)
    if after is None or after.tag != "TITLE":
        return False
    if _is_body(line, start, end):
        return True
    if word is None or word.start != start or word.end != end - 1 or line.text[end - 1] not in surnames():
        return False
    return _is_function_word(line, start) if end - start == 2 else word.tag[0] == "v"


def _is_body(line: Line, start: int, end: int) -> bool:
    """Whether a text before a title reads as its place or body: 尚义县|县长, 库伦旗|副旗长.

    中山大学|教授 as well; other names of the dictionary are left alone.
    """
    word, after = line.at(start), line.at(end)
    if after is None or after.tag != "TITLE":
        return False
    if line.word(after).removeprefix("副").startswith(line.text[end - 1]):
        return True
    if word and word.tag.startswith("nr") and word.end == end:
        return False
    return line.text[end - 1] in BODY_ENDS or organization_suffix(line.text[start:end]) is not None


def _readings(line: Line, start: int, sure: bool) -> list[Reading]:
    found = []
    for length in (2, 3, 4):
        end = start + length
        if end > len(line.text):
            break
        act = acts(line, end)
        apart = act or line.text[end : end + 1] in BORDER
        score = chinese_score(line.text[start:end], sure or (apart and line.text[start:end] in name_words()))
        if score is not None and not known_inside(line, start, end) and not _is_body(line, start, end):
            score += PREFIX if act and line.text[start : start + 2] in stopwords() and length > 2 else 0.0
            score += in_dictionary(line, start, end)
            found.append(Reading(start, end, score + right_fit(line, start, end)))
    return found


def _is_function_word(line: Line, start: int) -> bool:
    """Whether a conjunction, preposition or adverb stands at `start`, of those that are hardly surnames: 和, 向, 还."""
    word, after = line.at(start), line.at(start + 1)
    if word is None or (word.start, word.end) != (start, start + 1) or word.tag[0] not in FUNCTION_TAGS:
        return False
    leads = after is not None and (after.tag == "p" or (after.end - after.start > 1 and after.tag in TIME_TAGS))
    return leads or surnames().get(line.text[start], RARE) < COMMON


def _title_inside(line: Line, start: int, end: int) -> bool:
    """Whether a title stands in the text read as one name: 旅游|部长|卡尔梅努·韦拉."""
    return any(word.tag == "TITLE" for word in words_inside(line, start, end))


def _spaced_before(text: str, end: int) -> Reading | None:
    """A two-character name with a space in it that ends at `end` and starts its line: 刘 伟."""
    match = SPACED_BEFORE.search(text, max(0, end - 5), end)
    if match is None or match[1] not in surnames():
        return None
    return Reading(match.start(1), end, 2.0)
