"""Noun phrases on either side of a number, read from words and parts of speech.

jieba's tags call many nouns verbs (退税, 示范, 预算), so a verb ends a phrase only where lexicon/indicator_words.csv
says that it acts (`action`, `stop`), where 了 or 到 follows, or where it stands between two nouns as a predicate does.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

from pipeline.extract.mended_words import Word, mended, role
from pipeline.extract.view import ArticleView, ViewZone
from pipeline.lexicon.dictionary import with_terms

LONGEST = 24
LONGEST_JOINED = 6  # letters on either side of 和 in one phrase: 高校和科研院所
TOWARDS = ("至", "到", "在")
QUOTES = '“”"‘’「」·'
ASPECTS = ("了", "着", "过", "到", "至", "于", "在", "为", "出")
# jieba tags 大项 and 点 as numerals; a numeral has a digit or a numeral character.
NUMERIC = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿几数]")
ENDING_TAGS = ("p", "c", "u", "r", "m", "t", "x", "w", "y", "e", "f")


def zone_words(view: ArticleView, zone: ViewZone) -> list[Word]:
    """The words of a zone: the view's own, or jieba's where the view has none (titles, bare texts)."""
    text = view.text
    tokens = view.tokens_within(zone.start, zone.end)
    if tokens:
        return mended(text, tokens)
    tagged = with_terms().tag(text[zone.start : zone.end])
    starts = accumulate((len(word) for word, _ in tagged), initial=zone.start)
    return mended(text, [Word(at, at + len(word), word, tag) for at, (word, tag) in zip(starts, tagged, strict=False)])


def leading_noun(words: Sequence[Word], counted: bool = False) -> int:
    """How many of the words, from the first, make one noun phrase.

    `counted` says that a measure word stands before it, so that a verb at its head is part of a name (安置点群众).
    """
    length, quoted = 0, False
    for at, word in enumerate(words):
        if word.text in QUOTES:
            quoted = word.text in "“「‘"
        elif not quoted and not _continues(words, at, length, counted):
            return at
        length += len(word.text)
    return len(words)


def is_noun(word: Word) -> bool:
    """Whether the tag is one of nouns, names and their short forms."""
    return word.tag[0] in "nj"


def _continues(words: Sequence[Word], at: int, length: int, counted: bool) -> bool:
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if length > LONGEST:
        return False
    if word.text in ("和", "及", "或", "以上"):
        return _joins(words, at, length)
    if word.tag[0] in ("rtfs" if length == 0 else "ts") and word.text not in role("stop"):
        return following is not None and following.tag[0] in "njavbt"
    if counted and length == 0 and word.tag[0] == "v" and following is not None and is_noun(following):
        return True
    if word.tag[0] in ENDING_TAGS or word.tag[0] == "d" or _stops(word):
        return _carries_on(word, length, following)
    return _nominal(words, at, length, counted) if word.tag[0] == "v" else True


def _stops(word: Word) -> bool:
    return word.text in role("stop") or word.text in role("reach")


def _carries_on(word: Word, length: int, following: Word | None) -> bool:
    """Whether a word that mostly ends a phrase is part of it: a Latin name, 大项 as numeral, 稳定 as adjective."""
    if word.text in "-－" and length > 1:
        return True
    if _stops(word):
        return (
            word.text not in role("stop")
            and word.tag[0] in "an"
            and (following is None or following.text not in ASPECTS)
        )
    if word.tag[0] == "d":
        return length == 0 and len(word.text) > 1
    if word.tag[0] == "m":
        return (
            not NUMERIC.search(word.text)
            or word.text.endswith("级")
            or (following is not None and following.text == "强")
        )
    return word.text.isascii() and word.text.isalnum()


def _joins(words: Sequence[Word], at: int, length: int) -> bool:
    """国家和地区, 地级及以上城市: a conjunction inside a phrase."""
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None or length == 0:
        return False
    if words[at].text == "以上":
        return words[at - 1].text in ("及", "和")
    if following.text == "以上":
        return at + 2 < len(words) and words[at + 2].tag[0] in "njbav"
    ends = at + 2 < len(words) and is_noun(words[at + 2])
    if length <= LONGEST_JOINED and len(following.text) <= LONGEST_JOINED and is_noun(following):
        return True
    return length <= 2 and len(following.text) <= 2 and ends and following.tag[0] in "vab"


def _nominal(words: Sequence[Word], at: int, length: int, counted: bool) -> bool:
    """Whether a word tagged as verb is part of a noun phrase here."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else None
    if following is not None and following.text in ASPECTS:
        return False
    if word.text in role("action"):
        if following is None:
            return counted and length > 0 and (word.tag == "vn" or word.text in role("support"))
        if length == 0:
            return (
                (counted and following.tag[0] in "njv") or following.text == "、" or following.text in role("countable")
            )
        if counted and following.tag[0] in "njv" and following.text not in role("stop"):
            return True
        return word.tag == "vn" or (is_noun(following) and not is_noun(words[at - 1]))
    # 场景布局应用: a verb behind a noun and before another verb is the predicate.
    return length == 0 or not is_noun(words[at - 1]) or following is None or following.tag != "v"


def trailing_noun(words: Sequence[Word]) -> list[Word]:
    """The noun phrase that the words end on, once verbs of reaching, dates and particles at their end are dropped."""
    words = _without_reach(list(words))
    found: list[Word] = []
    for at in range(len(words) - 1, -1, -1):
        if _breaks(words[at], found) and not _qualifies(words, at, found):
            break
        found.insert(0, words[at])
    while found and (found[0].text in ("的", "、", "年") or _quotes_all(found) or _measures(found)):
        found.pop(0)
    return found


def _quotes_all(found: Sequence[Word]) -> bool:
    """Whether a phrase begins with a quotation mark that is not needed: not with that of “硬科技”企业."""
    opens = found[0].text in "“「‘" and any(w.text in "”」’" for w in found[1:-1])
    return found[0].text in QUOTES and not opens


def _qualifies(words: Sequence[Word], at: int, found: Sequence[Word]) -> bool:
    """Whether a verb with a noun on either side is part of a name: 黑土地保护工程."""
    named = bool(found) and found[0].text in role("undertaking") and words[at].text in role("nominal")
    return named and (at == 0 or is_noun(words[at - 1]))


def _measures(found: Sequence[Word]) -> bool:
    """Whether the phrase begins with a measure word of what it is per: (每)项技术合同成交额."""
    return len(found) > 1 and found[0].tag == "q" and len(found[0].text) == 1


def _without_reach(words: list[Word]) -> list[Word]:
    last = ""
    while words and (_reaches(words[-1]) or _acts_last(words) or (last in TOWARDS and words[-1].tag[0] == "v")):
        last = words.pop().text
    return words


def _reaches(word: Word) -> bool:
    """Whether a word only leads from the thing measured to its number."""
    if word.text in role("reach") or word.text in ("的", "从", "由", "了", "等", "其中"):
        return True
    if word.text.startswith(("每", "连续")):
        return True
    latin = word.text.isascii() and word.text.isalpha()
    adverbial = word.tag[0] in "mtdcpxw" or word.tag == "ad" or word.text == "个"
    adverbial = adverbial or (word.tag == "r" and len(word.text) == 1)
    return adverbial and word.text not in QUOTES and not latin


def _acts_last(words: Sequence[Word]) -> bool:
    """Whether the last word acts, rather than ending a compound noun: 已贯通, not 固定资产投资 or 棚户区改造."""
    if words[-1].text not in role("action"):
        return False
    if words[-1].text in role("undergone") and len(words) > 1 and is_noun(words[-2]):
        return False
    return len(words) == 1 or words[-1].tag == "v" or words[-2].tag[0] in "dpvtruxcm"


def trailing_verbs(words: Sequence[Word]) -> list[Word]:
    """The acting verbs that the words end on once verbs of reaching are dropped: 累计投入 gives 投入."""
    kept, last = list(words), ""
    while kept and (_reaches(kept[-1]) or (last in TOWARDS and kept[-1].tag[0] == "v")):
        last = kept.pop().text
    found: list[Word] = []
    while kept and kept[-1].text in role("action") and kept[-1].text not in role("reach") and len(found) < 2:
        found.insert(0, kept.pop())
    return found


def _is_bound(phrase: str) -> bool:
    """Whether a noun of measurement needs what it is of: 面积, 平均数量, 利用率."""
    return phrase.removeprefix("平均") in role("bound") or (phrase.endswith("率") and 1 < len(phrase) <= 4)


def _breaks(word: Word, found: Sequence[Word]) -> bool:
    """Whether a word ends the noun phrase that `found` is so far, read from its end."""
    letters = sum(len(w.text) for w in found)
    bound = _is_bound("".join(w.text for w in found))
    if word.text == "的":
        return letters >= 3 and not bound
    if not found or word.text in QUOTES or _belongs(word, found[0]):
        return False
    leads = word.text in role("lead") and not (bound and word.text == "平均")
    acts = word.text in role("action") and not bound and letters > 1
    latin = _is_latin(word, found[0]) and word.tag[0] != "m"
    return leads or acts or (word.tag[0] in "pdurmtcxwyef" and not latin)


def _is_latin(word: Word, first: Word) -> bool:
    """Whether a word is a Latin name, or the hyphen in one: TD-LTE, of which the dictionary may make three words."""
    hyphen = word.text in "-－" and first.text.isascii()
    return hyphen or (word.text.isascii() and word.text.replace("-", "").isalnum())


def _belongs(word: Word, first: Word) -> bool:
    """Whether a word of degree, average or number is part of the phrase: 较高等级, 年均增速, 三产增加值."""
    average = word.text in role("average") and first.text in role("dependent")
    degree = word.tag[0] in "dz" and first.tag[0] == "a" and word.text not in role("reach")
    return average or degree or word.text + first.text[0] in ("一产", "二产", "三产")


def ends_on_verb(words: Sequence[Word]) -> bool:
    """Whether the words end on a verb that takes the number as its object, or on 的 or 了."""
    kept = [w for w in words if w.tag[0] not in "mtdxw"]
    return bool(kept) and (kept[-1].text in role("action") or kept[-1].text in ("的", "了"))
