"""What a number counts where the words behind it say so: 33项措施, 3条年产500吨的生产线."""

import re
from collections.abc import Sequence

from pipeline.extract.indicator_passage import COUNTED, LONGEST, Passage, trimmed
from pipeline.extract.mended_words import Word, between, role
from pipeline.extract.phrases import leading_noun

# A remark in brackets behind the number: `154.6亿元（含预售）`.
ENCLOSED = re.compile(r"[（(][^（）()]{0,20}[）)]")
# A size class before the noun counted: `2家千亿级园区`.
SIZED = re.compile(r"(?:[十百千万亿]{1,3}(?:千瓦|吨|元|亩|斤|人|立方米)?)?级(?![别以数])")
# Measure words of bodies and people, whose noun follows at once: 5家企业的代表 counts 企业.
BODIES = frozenset(("家", "名", "位", "人", "户", "所"))
# A class before a noun that a later number of the list brings: `6个世界级、7个国家级产业集群`.
CLASS = re.compile(r"[^，。；]{1,4}级")
LONGEST_LIST = 6
# What stands between a counted thing's number and a size that describes it: `3条年产500吨的`, `20个投资超1亿元的`.
DESCRIBED = re.compile(r"[^，。；、：\s的]{0,6}")
DIMENSIONS = frozenset("高长宽深厚大重")
PERSONS = frozenset(("人", "人次", "家", "户"))


def head_behind(passage: Passage, index: int) -> str:
    """The noun phrase behind the figure, up to a verb, a particle, a number or the end of the clause."""
    figure = passage.figures[index]
    low, high = _behind_span(passage, index)
    words = between(passage.words, low, high)
    if len(words) > 1 and words[0].text in DIMENSIONS and words[1].text == "的":
        words = words[1:]
    if words and words[0].text == "的":
        words = words[1:]
    if figure.kind in COUNTED and words and words[0].text in role("fate"):
        return words[0].text
    counted = figure.kind in COUNTED and figure.unit not in PERSONS
    count = leading_noun(words, counted or passage.text.startswith("的", figure.end))
    if figure.unit in BODIES:
        count = _until_act(words[:count])
    if not count and words and _is_object(passage, index, words[0]):
        return words[0].text
    phrase = _counted(passage, index, words[:count], words[count:])
    if len(phrase) == 1 and phrase[0].tag == "v" and phrase[0].text in role("action"):
        return ""
    wording = trimmed(passage.printed(phrase))
    return "" if wording in role("mark") else wording


def _counted(passage: Passage, index: int, phrase: list[Word], rest: Sequence[Word]) -> list[Word]:
    """What a count counts where more than the phrase behind it says so; `rest` are the words behind the phrase."""
    figure = passage.figures[index]
    if figure.kind not in COUNTED:
        return phrase
    if phrase and CLASS.fullmatch(passage.printed(phrase)):
        return _classed(passage, index, phrase)
    if phrase and rest and rest[0].text in ("、", "或"):
        return _list(passage, index, phrase, rest)
    if all(w.text in role("size") for w in phrase) and (far := _beyond(passage, index)):
        return far
    described = not phrase and bool(rest) and rest[0].text in role("relative")
    return _past_de(passage, phrase, rest) if described or figure.unit not in BODIES else phrase


def fate(passage: Passage, index: int) -> str:
    """What became of the people counted, where nothing says who they are: `15人暂未联系上`, `30多家为首次参展`."""
    words = between(passage.words, *_behind_span(passage, index))
    kept = [w for w in words if w.text not in ("为", "被", "是", "已", "均")]
    plain = kept and kept[0].text not in role("reach") and all(w.tag[0] not in "mxpu" for w in kept)
    return trimmed(passage.printed(kept)) if plain and len(kept) <= 4 else ""


def _is_object(passage: Passage, index: int, word: Word) -> bool:
    """Whether a verb behind an amount is its noun: 提供600亿美元支持, but not 下达3亿元支持企业."""
    figure = passage.figures[index]
    ends = word.end >= passage.clauses.clause_end(figure.end)
    joined = passage.text[figure.end : word.start] in ("", "的")
    return figure.kind == "currency" and ends and joined and len(word.text) > 1 and word.tag[0] == "v"


def _beyond(passage: Passage, index: int) -> list[Word]:
    """The noun behind the next figure where that one only describes it: 3条年产500吨的生产线 counts 生产线."""
    if index + 1 >= len(passage.figures):
        return []
    figure, other = passage.figures[index], passage.figures[index + 1]
    if other.kind in COUNTED or not DESCRIBED.fullmatch(passage.text, figure.end, other.start):
        return []
    words = between(passage.words, *_behind_span(passage, index + 1))
    words = words[1:] if words and words[0].text == "的" else words
    return list(words[: leading_noun(words, counted=True)])


def _classed(passage: Passage, index: int, phrase: Sequence[Word]) -> list[Word]:
    """The noun that the last number of a list of classes brings: 6个世界级、7个国家级产业集群 counts 产业集群."""
    for at in range(index, min(index + LONGEST_LIST, len(passage.figures))):
        words = between(passage.words, *_behind_span(passage, at))
        count = leading_noun(words, counted=True)
        if not count or passage.figures[at].kind not in COUNTED:
            break
        if not CLASS.fullmatch(passage.printed(words[:count])):
            return list(words[:count])
    return list(phrase)


def _behind_span(passage: Passage, index: int) -> tuple[int, int]:
    low = passage.figures[index].end
    enclosed = ENCLOSED.match(passage.text, low)
    low = enclosed.end() if enclosed else low
    sized = SIZED.match(passage.text, low)
    low = sized.end() if sized else low
    high = passage.clauses.clause_end(low)
    if index + 1 < len(passage.figures):
        high = min(high, passage.figures[index + 1].start)
    return low, high


def _past_de(passage: Passage, phrase: list[Word], rest: Sequence[Word]) -> list[Word]:
    """18个完全自主知识产权的新品种 counts 新品种, 28个国家的企业 counts 国家."""
    if phrase and (phrase[-1].text in role("countable") or not rest):
        return phrase
    if phrase and phrase[0].tag not in ("v", "d", "ad") and rest[0].text != "的":
        return phrase
    particle = next((at for at, word in enumerate(rest[:8]) if word.text == "的"), None)
    count = leading_noun(rest[particle + 1 :]) if particle is not None else 0
    if particle is None or not count:
        return phrase
    return [*(phrase if particle == 0 else ()), *rest[0 if particle == 0 else particle + 1 : particle + 1 + count]]


def _list(passage: Passage, index: int, phrase: list[Word], rest: Sequence[Word]) -> list[Word]:
    """The whole of a list behind a number, where no later figure of the clause counts its members."""
    later = passage.figures[index + 1].start if index + 1 < len(passage.figures) else None
    if later is not None and later < passage.clauses.clause_end(passage.figures[index].end):
        return phrase
    found, words = list(phrase), list(rest)
    while len(words) > 1 and words[0].text in ("、", "或", "和", "等"):
        count = leading_noun(words[1:])
        if not count or sum(len(w.text) for w in found) > LONGEST:
            break
        found, words = [*found, *words[: count + 1]], words[count + 1 :]
    return found


def _until_act(words: Sequence[Word]) -> int:
    """How many words name the people or bodies counted: 专家听取汇报 ends before its verb, 企业管理人员 does not."""
    for at, word in enumerate(words[1:], 1):
        if word.tag == "v" and word.text in role("action") and words[at - 1].text in role("countable") | role("person"):
            return at
        if word.tag[0] == "v" and words[0].tag[0] != "v" and _is_body(words[at - 1]) and not _is_body(words[-1]):
            return at
    return len(words)


def _is_body(word: Word) -> bool:
    """Whether the word can end the name of people or a body: 企业, 村民, 研究所."""
    return word.tag == "n" and word.text[-1] in role("body_end") and word.text not in role("place")
