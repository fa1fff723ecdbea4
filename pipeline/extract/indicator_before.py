"""What a number measures where the words before it say so: 地区生产总值增长5.5%, 产值占全国的比重."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipeline.extract.figure_context import Stated
from pipeline.extract.indicator_passage import LONGEST, Passage, trimmed
from pipeline.extract.mended_words import Word, between
from pipeline.extract.phrases import trailing_noun

LONGEST_SHARE = 16
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
    r"|[与同和][^，。；]{1,8}(?:持平|相比)$|(?:扣除|剔除)[^，。；]{1,14}(?:因素|影响)后?[^，。；、]{0,4}$"
)
# For how long: `连续3个交易日`, `连续五年`.
LASTING = re.compile(r"连续[^，。；、]{1,4}(?:天|日|年|个?月|季度?|周|次)(?:以来)?$")
# What a multiple or a share is measured by: `为去年同期的`, `达到日常水平`, `相当于全国的`.
MULTIPLE_OF = re.compile(r"(?:为|是|[相约]当于|达到?)[^，。；、]{1,14}的$")
LEVEL_OF = re.compile(r"(?:为|是|[相约]当于|达到?|恢复[到至])[^，。；、]{1,12}(?:水平|同期|预算|计划|目标|任务)的?$")
# What a density is per: `达到每万名工人`.
PER = re.compile(r"(?<=[到达为是至过破约])每[^，。；、\d]{1,6}$")
# A comparison, whose subject stands before it: `增速高于全国8.4个百分点`.
COMPARED = re.compile(r"(?:高|低|快|慢|优|好|大|小|多|少)于|高出|领先")


def head_before(passage: Passage, before: Sequence[Word]) -> str:
    """The noun phrase that the words before a number end on, without a body's name; 产值占…比重 with its share."""
    printed = passage.printed(before)
    share = SHARE.search(printed)
    if share is None:
        return trimmed(passage.printed(_without_name(passage, trailing_noun(before))))
    at = before[0].start + share.start()
    whole = passage.printed(trailing_noun(between(before, before[0].start, at)))
    rest = printed[share.start() :]
    of = re.search(r"的?(?:比[重例率]|份额)", rest)
    if whole and of and len(whole) + of.end() <= LONGEST_SHARE:
        return trimmed(whole + rest[: of.end()])
    return trimmed(whole + ("占比" if of else "")) if whole else ""


def without_base(passage: Passage, before: Sequence[Word], figure: Stated | None = None) -> Sequence[Word]:
    """The words up to what the figure is compared with or starts from: 比上一代机型提高, 从参加的, 高于全国."""
    printed = passage.printed(before)
    for pattern in (COMPARED, SINCE, FROM, BASIS, LASTING, PER, *_multiples(figure)):
        match = pattern.search(printed)
        if match is not None:
            before = between(before, before[0].start, before[0].start + match.start())
            printed = passage.printed(before)
    return before


def _without_name(passage: Passage, phrase: list[Word]) -> list[Word]:
    """The phrase without the body's name at its head: 某联盟成员单位 measures 成员单位."""
    if not phrase:
        return phrase
    first = bisect_left(passage.names, (phrase[0].start - LONGEST,))
    for start, end in passage.names[first:]:
        if start >= phrase[-1].end:
            break
        if phrase[0].start < end <= phrase[-1].end - 2:
            rest = between(phrase, end, phrase[-1].end)
            phrase = rest[1:] if rest and rest[0].text == "的" else rest
    return phrase


def _multiples(figure: Stated | None) -> tuple[re.Pattern[str], ...]:
    """The ways to say what a ratio is taken of, which is not what it measures."""
    if figure is None or figure.kind != "ratio":
        return ()
    return (MULTIPLE_OF, LEVEL_OF) if figure.unit == "倍" else (LEVEL_OF,)
