"""How well a name read in a line fits what stands around it: dictionary words, known names, borders, followers."""

from pipeline.extract.name_borders import BORDER, WEAK, acts, appointing_verbs, follower_words, follows
from pipeline.extract.name_scores import compound_surnames, surnames
from pipeline.extract.words import Line, Word

NAME_TAGS = ("nr", "nz")
"""Tags under which the dictionary has names of persons."""

NAMED = 4.0
"""What it is worth that the dictionary has a name of three characters or more."""


def in_dictionary(line: Line, start: int, end: int) -> float:
    """What it is worth that the dictionary has line.text[start:end], of three characters or four, as one name."""
    word = line.at(start)
    named = word is not None and (word.start, word.end) == (start, end) and word.tag in NAME_TAGS
    if not named or end - start < 3 or line.text[start : start + 2] in compound_surnames():
        return 0.0
    return NAMED if line.text[end - 1] not in follower_words() else 0.0


def known_inside(line: Line, start: int, end: int) -> bool:
    """Whether a known name shares characters with line.text[start:end]; a place may stand in a name (刘桂林, 濮阳)."""
    first, last = max(line.index(start), 0), line.index(end - 1)
    inside = (w for w in line.words[first : last + 1] if w.known and w.start < end and w.end > start)
    return not all(_may_be_named(line, word, start, end) for word in inside)


def _may_be_named(line: Line, word: Word, start: int, end: int) -> bool:
    """Whether a known name inside line.text[start:end] may be part of a person's: 刘|桂林, 任|京东 before a border."""
    if word.end > end:
        return False
    if word.tag == "PLACE":
        return start < word.start or line.word(word) in surnames()
    whole = word.tag == "ORG" and (word.start, word.end) == (start + 1, end) and end - start == 3
    return whole and (acts(line, end) or line.text[end : end + 1] in BORDER)


def right_fit(line: Line, start: int, end: int) -> float:
    """How well a name that ends at `end` is followed by what stands there."""
    text, word = line.text, line.at(start)
    fit = follows(line, end)
    named = word is not None and word.tag.startswith("nr") and (word.start, word.end) == (start, end)
    if fit == WEAK and (end - start < 3 or text[start : start + 2] in surnames()):
        fit = -1.0 if named and end - start < 3 else -2.5
    if named:
        fit += 2.5 if fit > 0 else 1.0
    elif _drawn_in(line, start, end):
        fit += 2.5
    straddling = line.straddles(end)
    if fit >= 2.5 and straddling is None:
        fit += 1.5
    if straddling is not None and straddling.start >= start and not straddling.tag.startswith("nr"):
        fit -= 0.5 if end - start > 2 and fit > 0 else 1.5
    if word is not None and not word.tag.startswith("nr") and word.start == start and word.end - start >= 2:
        fit -= 2.0
    return fit + (0.5 if end - start == 3 else 0.0) - (0.5 if text[end - 1 : end + 1] in follower_words() else 0.0)


def _drawn_in(line: Line, start: int, end: int) -> bool:
    """Whether the dictionary's name from `start` holds a word after `end` that follows names: 薛其坤|作."""
    word = line.at(start)
    if word is None or not word.tag.startswith("nr") or word.start != start or word.end <= end or end - start < 3:
        return False
    return line.text[end : word.end] in follower_words()


def left_fit(line: Line, start: int, end: int) -> float:
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
    if any(not w.known and not w.tag.startswith("nr") and w.end - w.start > 1 for w in words_inside(line, start, end)):
        fit -= 2.5
    if line.text[start - 2 : start] in appointing_verbs():
        fit += 3.0
    return fit


def words_inside(line: Line, start: int, end: int) -> list[Word]:
    """The words that lie inside line.text[start:end]."""
    first, last = max(line.index(start), 0), line.index(end - 1)
    return [w for w in line.words[first : last + 1] if w.start >= start and w.end <= end]
