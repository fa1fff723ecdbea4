"""What a figure measures or counts, in the shortest wording that could head a column.

A counted thing stands behind its measure word (`33项措施`), a measured one before the number (`地区生产总值增长5.5%`);
a bare change (`同比增长7.1%`) is of what the sentence measured last, and the members of a list before 分别 take the
figures behind it in turn.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice

from pipeline.extract.figure_context import Stated, clause_end, clause_start, sentence_start
from pipeline.extract.phrases import (
    Word,
    between,
    ends_on_verb,
    is_noun,
    leading_noun,
    role,
    trailing_noun,
    trailing_verbs,
)
from pipeline.extract.view import ViewZone

LONGEST = 24
LONGEST_SHARE = 16
EDGES = " \t　“”\"'‘’《》—-·•:：、，,"
# 占 as a share of something, not in 占有率 or 侵占: `产值占规模工业比重`.
SHARE = re.compile(r"(?<![侵乱抢霸强独挤])占(?![比地用领据有道])")
# A change against a base: `比上一代机型提高`, `较市场水平低`.
SINCE = re.compile(
    r"(?:(?<![对相评可占同环])比(?![例重分值率赛如较])|(?<![比计])较(?![高低大小多少快慢好强为长]))[^，。；]{1,14}$"
)
# The point that a change starts from: `由成立之初的`, `从参加的`.
FROM = re.compile(r"[由从](?=[^，。；、]{1,10}的$)")
# The basis of a comparison: `按可比口径`, `以美元计价`.
BASIS = re.compile(
    r"(?:按[^，。；、]{1,8}(?:口径|价格?|计算)|以[^，。；、来上]{1,4}(?:元计|币计|计价))[^，。；、]{0,6}$"
)
# What a multiple or a share is measured by: `为去年同期的`, `达到日常水平`, `相当于全国的`.
MULTIPLE_OF = re.compile(r"(?:为|是|[相约]当于|达到?)[^，。；、]{1,14}的$")
LEVEL_OF = re.compile(r"(?:为|是|[相约]当于|达到?|恢复[到至])[^，。；、]{1,12}(?:水平|同期)的?$")
# What a density is per: `达到每万名工人`.
PER = re.compile(r"(?<=[到达为是至过破约])每[^，。；、\d]{1,6}$")
# A remark in brackets behind the number: `154.6亿元（含预售）`.
# A comparison, whose subject stands before it: `增速高于全国8.4个百分点`.
COMPARED = re.compile(r"(?:高|低|快|慢|优|好|大|小|多|少)于|高出|领先")
ENCLOSED = re.compile(r"[（(][^（）()]{0,20}[）)]")
# A size class before the noun counted: `2家千亿级园区`.
SIZED = re.compile(r"[十百千万亿]{1,3}级")
RESPECTIVELY = re.compile(r"分别")
# Measure words of bodies and people, whose noun follows at once: 5家企业的代表 counts 企业.
BODIES = frozenset(("家", "名", "位", "人", "户", "所"))
# What stands between a counted thing's number and a size that describes it: `3条年产500吨的`, `20个投资超1亿元的`.
DESCRIBED = re.compile(r"[^，。；、：\s的]{0,6}")
DIMENSIONS = frozenset("高长宽深厚大重")
# Measure words of doings, which count the verb before them where no noun stands there: 接受检查7次.
DOINGS = frozenset(("次", "场次", "遍", "回"))
COUNTED = ("count", "magnitude")
PEOPLE = frozenset(("人", "人次"))
PERSONS = frozenset(("人", "人次", "家", "户"))
MEASURED = ("area", "mass", "volume", "currency", "power", "energy", "length")


def indicators(
    text: str,
    zone: ViewZone,
    words: Sequence[Word],
    figures: Sequence[Stated],
    names: Sequence[tuple[int, int]] = (),
) -> list[str | None]:
    """The wording for each figure of a zone, in order; `names` are spans of bodies' names, left out at its head."""
    reader = _Reader(text, zone, words, figures, names)
    for index in range(len(figures)):
        reader.read(index)
    return reader.wordings


class _Reader:
    """Reads the figures of one zone in order; a later one may lean on an earlier one of its sentence."""

    def __init__(
        self,
        text: str,
        zone: ViewZone,
        words: Sequence[Word],
        figures: Sequence[Stated],
        names: Sequence[tuple[int, int]],
    ) -> None:
        self.text, self.zone, self.words, self.figures, self.names = text, zone, words, figures, names
        self.wordings: list[str | None] = []

    def read(self, index: int) -> None:
        """Append the wording for figure `index`."""
        figure = self.figures[index]
        wording = self._respectively(index) or self._own(index)
        if not wording and figure.kind in COUNTED:
            wording = self._fate(index)
        wording = wording or self._earlier(index)
        self.wordings.append(wording[-LONGEST:] if wording else None)

    def _own(self, index: int) -> str:
        """The wording that the figure's own clause gives."""
        figure = self.figures[index]
        before = self._without_base(between(self.words, self._low(index), figure.start), figure)
        behind, head = self._behind(index), self._head(before)
        attached = not self.text.startswith("的", figure.end)
        if figure.kind in COUNTED:
            return self._of_count(figure, before, behind, head)
        if figure.kind == "ratio":
            named = head and not (self._is_place(before, head) and not attached)
            return behind if behind and (ends_on_verb(before) or not (named or attached)) else head
        measured = head.endswith(tuple(role("head")))
        if behind and not measured and (figure.kind in MEASURED or (attached and not head)):
            return behind
        verbs = self._printed(trailing_verbs(before))
        return (verbs if ends_on_verb(before) and not behind else "") or head or behind

    def _of_count(self, figure: Stated, before: Sequence[Word], behind: str, head: str) -> str:
        if figure.unit in DOINGS and not behind and (verbs := trailing_verbs(before)):
            return self._printed(verbs)
        reached = figure.start < figure.core_start or (bool(before) and before[-1].text in role("reach"))
        if head and reached and self.text.startswith("的", figure.end):
            return head
        if head and figure.unit in PEOPLE and is_noun(before[-1]) and self._acts_behind(figure):
            return head
        if behind or (head and not self._is_place(before, head)):
            return behind or head
        return self._printed(trailing_verbs(before)) if not head else ""

    def _acts_behind(self, figure: Stated) -> bool:
        """Whether a verb or adverb follows the people counted: 民兵430余人协同作战."""
        words = between(self.words, figure.end, clause_end(self.text, self.zone, figure.end))
        return bool(words) and words[0].tag[0] in "vd" and words[0].text not in role("fate")

    def _is_place(self, before: Sequence[Word], head: str) -> bool:
        """Whether the words before name only a place or a time, which nothing counts."""
        named = trailing_noun(before)
        return all(w.tag in ("ns", "t", "s", "f") for w in named) and bool(named) and len(head) <= 6

    def _low(self, index: int) -> int:
        """Where the words before a figure begin: its clause, or the figure before it."""
        low = clause_start(self.text, self.zone, self.figures[index].start)
        return max(low, self.figures[index - 1].end) if index else low

    def _head(self, before: Sequence[Word]) -> str:
        printed = self._printed(before)
        share = SHARE.search(printed)
        if share is None:
            return self._printed(self._without_name(trailing_noun(before))).strip(EDGES)
        at = before[0].start + share.start()
        whole = self._printed(trailing_noun(between(before, before[0].start, at)))
        rest = printed[share.start() :]
        of = re.search(r"的?(?:比[重例率]|份额)", rest)
        if whole and of and len(whole) + of.end() <= LONGEST_SHARE:
            return (whole + rest[: of.end()]).strip(EDGES)
        return (whole + ("占比" if of else "")).strip(EDGES) if whole else ""

    def _without_base(self, before: Sequence[Word], figure: Stated | None = None) -> Sequence[Word]:
        """The words up to what the figure is compared with or starts from: 比上一代机型提高, 从参加的, 高于全国."""
        printed = self._printed(before)
        for pattern in (COMPARED, SINCE, FROM, BASIS, PER, *_multiples(figure)):
            match = pattern.search(printed)
            if match is not None:
                before = between(before, before[0].start, before[0].start + match.start())
                printed = self._printed(before)
        return before

    def _without_name(self, phrase: list[Word]) -> list[Word]:
        """The phrase without the body's name at its head: 某联盟成员单位 measures 成员单位."""
        if not phrase:
            return phrase
        first = bisect_left(self.names, (phrase[0].start - LONGEST,))
        for start, end in self.names[first:]:
            if start >= phrase[-1].end:
                break
            if phrase[0].start < end <= phrase[-1].end - 2:
                rest = between(phrase, end, phrase[-1].end)
                phrase = rest[1:] if rest and rest[0].text == "的" else rest
        return phrase

    def _printed(self, words: Sequence[Word]) -> str:
        return self.text[words[0].start : words[-1].end] if words else ""

    def _behind(self, index: int) -> str:
        """The noun phrase behind the figure, up to a verb, a particle, a number or the end of the clause."""
        figure = self.figures[index]
        low, high = self._behind_span(index)
        words = between(self.words, low, high)
        if len(words) > 1 and words[0].text in DIMENSIONS and words[1].text == "的":
            words = words[1:]
        if words and words[0].text == "的":
            words = words[1:]
        if figure.kind in COUNTED and words and words[0].text in role("fate"):
            return words[0].text
        counted = figure.kind in COUNTED and figure.unit not in PERSONS
        count = leading_noun(words, counted or self.text.startswith("的", figure.end))
        if figure.unit in BODIES:
            count = _until_act(words[:count])
        if not count and words and self._is_object(index, words[0]):
            return words[0].text
        phrase = words[:count]
        rest = words[count:]
        if figure.kind in COUNTED and phrase and rest and rest[0].text in ("、", "或"):
            phrase = self._list(index, phrase, rest)
        elif figure.kind in COUNTED and all(w.text in role("size") for w in phrase) and (far := self._beyond(index)):
            phrase = far
        elif figure.kind in COUNTED and figure.unit not in BODIES:
            phrase = self._past_de(phrase, rest)
        if len(phrase) == 1 and phrase[0].tag == "v" and phrase[0].text in role("action"):
            return ""
        wording = self._printed(phrase).strip(EDGES)
        return "" if wording in role("mark") else wording

    def _is_object(self, index: int, word: Word) -> bool:
        """Whether a verb behind an amount is its noun: 提供600亿美元支持, but not 下达3亿元支持企业."""
        figure = self.figures[index]
        ends = word.end >= clause_end(self.text, self.zone, figure.end)
        joined = self.text[figure.end : word.start] in ("", "的")
        return figure.kind == "currency" and ends and joined and len(word.text) > 1 and word.tag[0] == "v"

    def _beyond(self, index: int) -> list[Word]:
        """The noun behind the next figure where that one only describes it: 3条年产500吨的生产线 counts 生产线."""
        if index + 1 >= len(self.figures):
            return []
        figure, other = self.figures[index], self.figures[index + 1]
        if other.kind in COUNTED or not DESCRIBED.fullmatch(self.text, figure.end, other.start):
            return []
        words = between(self.words, *self._behind_span(index + 1))
        words = words[1:] if words and words[0].text == "的" else words
        return list(words[: leading_noun(words, counted=True)])

    def _behind_span(self, index: int) -> tuple[int, int]:
        low = self.figures[index].end
        enclosed = ENCLOSED.match(self.text, low)
        low = enclosed.end() if enclosed else low
        sized = SIZED.match(self.text, low)
        low = sized.end() if sized else low
        high = clause_end(self.text, self.zone, low)
        if index + 1 < len(self.figures):
            high = min(high, self.figures[index + 1].start)
        return low, high

    def _past_de(self, phrase: list[Word], rest: Sequence[Word]) -> list[Word]:
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

    def _list(self, index: int, phrase: list[Word], rest: Sequence[Word]) -> list[Word]:
        """The whole of a list behind a number, where no later figure of the clause counts its members."""
        later = self.figures[index + 1].start if index + 1 < len(self.figures) else None
        if later is not None and later < clause_end(self.text, self.zone, self.figures[index].end):
            return phrase
        found, words = list(phrase), list(rest)
        while len(words) > 1 and words[0].text in ("、", "或", "和", "等"):
            count = leading_noun(words[1:])
            if not count or sum(len(w.text) for w in found) > LONGEST:
                break
            found, words = [*found, *words[: count + 1]], words[count + 1 :]
        return found

    def _fate(self, index: int) -> str:
        """What became of the people counted, where nothing says who they are: `15人暂未联系上`, `30多家为首次参展`."""
        words = between(self.words, *self._behind_span(index))
        kept = [w for w in words if w.text not in ("为", "被", "是", "已", "均")]
        plain = kept and kept[0].text not in role("reach") and all(w.tag[0] not in "mxpu" for w in kept)
        return self._printed(kept).strip(EDGES) if plain and len(kept) <= 4 else ""

    def _earlier(self, index: int) -> str:
        """What the sentence named or measured before, where the figure's own clause names nothing."""
        figure = self.figures[index]
        low = sentence_start(self.text, self.zone, figure.start)
        previous = self.figures[index - 1] if index and self.figures[index - 1].start >= low else None
        own = clause_start(self.text, self.zone, figure.start)
        start = clause_start(self.text, self.zone, own - 1) if own > low + 1 else own
        named = "" if previous and previous.end > start else self._named(max(low, start), own)
        return named or (self.wordings[index - 1] or "" if previous else "")

    def _named(self, low: int, high: int) -> str:
        """The noun phrase that a clause is or ends on."""
        words = [w for w in between(self.words, low, high) if w.tag[0] not in "xw" or w.text in "、“”"]
        return self._head(self._without_base(words)) if words else ""

    def _respectively(self, index: int) -> str | None:
        """A、B和C分别增长1%、2%和3%: each its own."""
        low = sentence_start(self.text, self.zone, self.figures[index].start)
        said = list(RESPECTIVELY.finditer(self.text, low, self.figures[index].start))
        if not said:
            return None
        group = self._group(said[-1].end())
        if index not in group or len(group) < 2:
            return None
        names = self._names(clause_start(self.text, self.zone, said[-1].start()), said[-1].start())
        if not names and (own := clause_start(self.text, self.zone, said[-1].start())) > low:
            start = clause_start(self.text, self.zone, own - 1)
            counted = any(start <= f.start < own for f in self.figures[max(0, group[0] - 8) : group[0]])
            listed = [] if counted else self._names(start, own - 1)
            names = listed if len(listed) == len(group) else names
        place = group.index(index)
        if len(names) == len(group):
            return names[place]
        earlier = [i for i in range(group[0]) if self.figures[i].start >= low]
        if not names and len(earlier) >= len(group):
            return self.wordings[earlier[-len(group) :][place]]
        return names[0] if len(names) == 1 else None

    def _group(self, low: int) -> list[int]:
        """The figures behind 分别 with only a verb and list marks between them."""
        found: list[int] = []
        at = low
        first = bisect_left(self.figures, low, key=lambda f: f.start)
        for index, figure in enumerate(islice(self.figures, first, None), first):
            if len(self.text[at : figure.start].strip(EDGES + "和及与")) > (0 if found else 8):
                break
            found.append(index)
            at = figure.end
        return found

    def _names(self, low: int, high: int) -> list[str]:
        """The members of a list before 分别; a head noun that only the last prints goes to all: 一产、二产增加值."""
        members: list[list[Word]] = [[]]
        for word in between(self.words, low, high):
            if word.text in ("、", "和", "与", "及", "以及"):
                members.append([])
            else:
                members[-1].append(word)
        if len(members) > 1 and all(len(m) == 1 and m[0].tag == "ns" for m in members[:-1]):
            return [self._printed(trailing_noun([w for w in members[-1] if w.tag != "ns"])).strip(EDGES)] * len(members)
        names = [self._printed(trailing_noun(m)).strip(EDGES) for m in members]
        heads = sorted(role("head"), key=lambda h: (-len(h), h))
        head = next((h for h in heads if len(h) > 1 and names[-1].endswith(h)), "")
        return [n if not head or n.endswith(tuple(heads)) else n + head for n in names if n]


def _until_act(words: Sequence[Word]) -> int:
    """How many words name the people or bodies counted: 专家听取汇报 ends before its verb, 企业管理人员 does not."""
    for at, word in enumerate(words[1:], 1):
        if word.tag == "v" and word.text in role("action") and words[at - 1].text in role("countable") | role("person"):
            return at
    return len(words)


def _multiples(figure: Stated | None) -> tuple[re.Pattern[str], ...]:
    """The ways to say what a ratio is taken of, which is not what it measures."""
    if figure is None or figure.kind != "ratio":
        return ()
    return (MULTIPLE_OF, LEVEL_OF) if figure.unit == "倍" else (LEVEL_OF,)
