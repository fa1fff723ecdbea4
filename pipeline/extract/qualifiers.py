"""Words around a number that say how exact it is: 约, 超过, 以上, 不足 … as lexicon/qualifiers.csv lists them."""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from pipeline.lexicon import listed, rows
from pipeline.model.mention import Qualifier

# What may stand between a qualifier and its number: `超过了80`, `最多为5`, `至少有10`.
FILLER = re.compile(r"(?:了|为|有|达|到|至|是)?[ \t]{0,3}$")
BLANK = re.compile(r"[ \t]+")
BOUND = r"不低于|不高于|不超过|不少于|不得超过|不得低于"
# A bound said before the verb: `每季度至少报送2条`, `至少可容纳6万名`.
BEFORE_VERB = re.compile(r"(?P<word>至少|至多|最多|最少)[\u4e00-\u9fff]{1,4}$")
# A share of something that a qualifier stands before: `不低于土地出让收入的`, `超过规划面积的`.
SHARE_OF = re.compile(rf"(?P<word>{BOUND}|超过|低于|不足|不到|约占)[^，。；：、\d\s]{{2,14}}的$")
# A bound set by another rate: `不高于各项贷款不良率`.
BOUND_OF = re.compile(rf"(?P<word>{BOUND})[^，。；：、\d\s]{{2,14}}$")
REACH = 14  # characters looked at on either side of the number


class Qualified(NamedTuple):
    """A qualifier, and where the words that say so begin or end (offset into the text)."""

    qualifier: Qualifier
    edge: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    qualifier: Qualifier
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    only: str


@cache
def _words(side: str) -> dict[str, tuple[_Word, ...]]:
    """The words of one side, longest first, by the character that stands next to the number."""
    found = [
        _Word(
            r["word"], cast(Qualifier, r["qualifier"]), listed(r["not_after"]), listed(r["not_before"]), r["only"],
        )
        for r in rows("qualifiers")
        if r["side"] == side
    ]  # fmt: skip
    edge = -1 if side == "before" else 0
    by_edge: dict[str, tuple[_Word, ...]] = {}
    for word in sorted(found, key=lambda w: -len(w.text)):
        by_edge[word.text[edge]] = (*by_edge.get(word.text[edge], ()), word)
    return by_edge


def before(plain: str, at: int, bare: bool = False, alone: bool = True) -> Qualified | None:
    """The qualifier that ends at `at`; `bare` says that the number has no digit of its own (上百家, 过万).

    `alone` says that nothing behind the number qualifies it: 控制在20个, but not 控制在20个左右.
    """
    allowed = {""} | ({"bare"} if bare else set()) | ({"alone"} if alone else set())
    low = max(0, at - REACH)
    window = plain[low:at]
    filler = FILLER.search(window)
    for cut in dict.fromkeys((len(window.rstrip(" \t")), filler.start() if filler else len(window))):
        found = _ending(window[:cut], allowed)
        if found is not None:
            word, length = found
            return Qualified(word.qualifier, low + cut - length)
    if (verb := BEFORE_VERB.search(window)) is not None and (found := _ending(verb["word"], allowed)) is not None:
        return Qualified(found[0].qualifier, at)
    return None


def apart(plain: str, at: int, of: bool) -> Qualified | None:
    """The qualifier before what a share is taken of: `不低于土地出让收入的8%`, and of a bound `不高于不良率2个百分点`.

    `of` asks for the particle 的 at the end; without it only bounds count, since `高于全国2个百分点` is an exact lead.
    """
    match = (SHARE_OF if of else BOUND_OF).search(plain[max(0, at - 24) : at])
    found = _ending(match["word"], {""}) if match else None
    return Qualified(found[0].qualifier, at) if found else None


def _ending(window: str, allowed: set[str]) -> tuple[_Word, int] | None:
    squeezed = BLANK.sub("", window) if BLANK.search(window) else window
    for word in _words("before").get(squeezed[-1:], ()):
        if not squeezed.endswith(word.text) or word.only not in allowed:
            continue
        rest = squeezed[: -len(word.text)]
        if not (word.not_after and rest.endswith(word.not_after)):
            return word, _printed_length(window, len(word.text))
    return None


def _printed_length(window: str, letters: int) -> int:
    """How many characters at the end of the window hold that many letters, blanks between them counted."""
    length = 0
    for char in reversed(window):
        length += 1
        letters -= not char.isspace()
        if not letters:
            break
    return length


def after(plain: str, at: int) -> Qualified | None:
    """The qualifier that begins at `at`."""
    at += len(plain[at : at + 3]) - len(plain[at : at + 3].lstrip(" \t"))
    for word in _words("after").get(plain[at : at + 1], ()):
        end = at + len(word.text)
        if plain.startswith(word.text, at) and not (word.not_before and plain.startswith(word.not_before, end)):
            return Qualified(word.qualifier, end)
    return None
