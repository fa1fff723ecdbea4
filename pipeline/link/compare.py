"""How near two names are: the string measures that the linking of every kind of record builds on."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA, LCSseq, Levenshtein

from pipeline.model.script import simplify

# Signs whose choice or width tells no names apart: blanks, quotes, dots, dashes. Example: “十四五” → 十四五.
_SIGNS = re.compile(r"[\s\"'“”‘’「」『』《》〈〉·•・,，、。;；:：!！?？_/\\—–―~～-]+")
_BRACKETS = str.maketrans("[]{}【】〔〕［］", "()()()()()")

# A changed numeral, negation or measure is another thing, not a slip of the pen: 第二代 and 第三代, 晶硅 and 非晶硅.
_TELLING = frozenset("0123456789一二三四五六七八九十非无不新大小高低微超")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text with the width of signs, the case of letters, traditional characters and all quotes, blanks and dashes
    taken out of play.

    >>> fold("建筑信息模型（Bim）"), fold("閃聯 產業聯盟")
    ('建筑信息模型(BIM)', '闪联产业联盟')
    """
    return simplify(_SIGNS.sub("", unicodedata.normalize("NFKC", text).translate(_BRACKETS))).upper()


def bare(text: str) -> str:
    """The folded text without brackets.

    >>> bare("新一代煤（能源）化工")
    '新一代煤能源化工'
    """
    return fold(text).replace("(", "").replace(")", "")


def shared(left: str, right: str) -> float:
    """How much of the shorter string stands, in order, in the longer one (longest common subsequence), 0 to 1."""
    shorter = min(len(left), len(right))
    return LCSseq.similarity(left, right) / shorter if shorter else 0.0


def contained(short: str, full: str) -> str | None:
    """How the short name lies in the full one (`start`, `end`, `scattered`), or None where it does not.

    >>> contained("封测", "集成电路封测")
    'end'
    """
    if len(short) < 2 or len(short) >= len(full):
        return None
    if full.startswith(short):
        return "start"
    if full.endswith(short):
        return "end"
    return "scattered" if LCSseq.similarity(short, full) == len(short) else None


def slip(printed: str, known: str) -> str | None:
    """Which slip of the pen makes `printed` of `known`, in words; None where none does.

    One missing, doubled, exchanged or (in long names) changed character counts, after Damerau (1964); short names
    and telling characters (numerals, negations) do not.

    >>> slip("电动车", "电动汽车")
    '汽 is missing'
    """
    edits = Levenshtein.editops(printed, known)
    if len(edits) == 1:
        return _single(printed, known, *edits.as_list()[0])
    if len(known) >= 4 and OSA.distance(printed, known) == 1 and sorted(printed) == sorted(known):
        return "two characters are exchanged"
    return None


def _single(printed: str, known: str, tag: str, source: int, target: int) -> str | None:
    if tag == "insert":
        inside = 0 < target < len(known) - 1
        missing = known[target]
        return f"{missing} is missing" if _may_differ(missing, known, 4 if inside else 5) else None
    extra = printed[source]
    if tag == "delete":
        doubled = extra in printed[max(source - 1, 0) : source] + printed[source + 1 : source + 2]
        inside = 0 < source < len(printed) - 1
        allowed = (doubled and len(known) >= 2) or (inside and _may_differ(extra, known, 5))
        return f"{extra} {'is doubled' if doubled else 'is one too many'}" if allowed else None
    allowed = _may_differ(extra, known, 7) and known[target] not in _TELLING and printed.isalpha()
    return f"{extra} stands for {known[target]}" if allowed else None


def _may_differ(character: str, known: str, length: int) -> bool:
    return character not in _TELLING and not character.isascii() and len(known) >= length
