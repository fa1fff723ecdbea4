"""What an article says happened to a titled work, from the verbs that govern its title.

A verb before the title governs it when only modifiers stand between (印发新修订的《…》); a verb after it when it comes
in the same clause, or opens the next one, before anything else is named (《…》近日在京发布).
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, cast

from pipeline import lexicon
from pipeline.model.mention import PolicyEvent, PolicyKind

# The widest stretch of modifiers between a verb and the title it governs: 发布中英双语版《…》.
_WIDEST_GAP = 18
# The widest relative clause between a main verb and its title: 发布由中国科学技术发展战略研究院编制的《…》.
_WIDEST_CLAUSE = 36
# From this strength on a verb may be followed by 实施: 印发实施, 批准实施.
_IN_FORCE = 70
_CLAUSE = re.compile(r"[，,。；;！？\n]")
_STOP = re.compile(r"[。；;！？\n]")
# What may stand between two verbs that share an object: 制定并发布, 编制、印发, 修订后的.
_JOINED = re.compile(r"^(?:并|和|、|及|了|与|后|后的|完成|联合|正式|实施|予以|再次|共同|新|最新)*$")
# A project is accepted by an examination named later in the clause: 通过了由…组织的课题验收.
_EXAMINED = re.compile(r"通过了?[^，。；《》]{0,30}(?:验收|结题|鉴定|评审)")


class Verb(NamedTuple):
    """A verb of the lexicon where it stands: what event it tells, how strong, and on which side of it titles stand."""

    start: int
    end: int
    word: str
    event: PolicyEvent
    strength: int


@dataclass(frozen=True, slots=True)
class Telling:
    """What one sentence tells of a title: the event, its strength, its verb, and where that stands.

    The agent ends at `agent_end`; `around` is the place of a main verb whose object has this one as relative clause.
    """

    event: PolicyEvent
    strength: int
    agent_end: int
    verb_end: int
    verb: str = ""
    around: tuple[int, int] | None = None


CITED = Telling("cited", 0, -1, -1)


@cache
def _verbs(side: str) -> tuple[re.Pattern[str], dict[str, tuple[PolicyEvent, int]]]:
    rows = [r for r in lexicon.rows("policy_verbs") if r["sides"] in (side, "both")]
    table = {r["verb"]: (cast(PolicyEvent, r["event"]), int(r["strength"])) for r in rows}
    return re.compile(lexicon.alternation(table)), table


@cache
def _cues(cue: str) -> re.Pattern[str]:
    return re.compile(lexicon.alternation(r["word"] for r in lexicon.rows("policy_cues") if r["cue"] == cue))


@cache
def _led() -> re.Pattern[str]:
    """What leads to a verb at the head of the next clause: ，现印发给你们; ，日前由科技部发布; ，于6月（周二）出版."""
    adverb = lexicon.alternation(r["word"] for r in lexicon.rows("policy_cues") if r["cue"] == "leading")
    return re.compile(
        rf"(?:{adverb}|经[^，。]{{1,20}}|由[^，。《]{{1,24}}|于[^，。《]{{1,16}}|[（(][^（）()]{{1,12}}[）)])*$"
    )


def tell_before(text: str, low: int, opening: int) -> Telling:
    """What stands before a title whose mark opens at `opening`; `low` is where the sentence or title before ends."""
    left = text[low:opening]
    verbs = [_verb(match, "before") for match in _verbs("before")[0].finditer(left)]
    if not verbs or not _governs(left[verbs[-1].end :], verbs[-1]):
        return CITED
    chain = _chain(left, verbs)
    first, best = chain[0], max(chain, key=lambda v: v.strength)
    # Without an assembly 通过 is the preposition "by means of".
    if best.word == "通过" and not _cues("assembly").search(left[: best.start]):
        return CITED
    main = _main_verb(left, verbs, chain)
    event, strength = _intended(left, first, max(best, main, key=lambda v: v.strength) if main else best)
    around = (low + main.start, low + main.end) if main else None
    return Telling(event, strength, low + first.start, low + chain[-1].end, best.word, around)


def _main_verb(left: str, verbs: list[Verb], chain: list[Verb]) -> Verb | None:
    """The verb that takes the title with its relative clause: 公布 in 公布国务院批准实施的《…》."""
    if not left.endswith("的"):
        return None
    before = [verb for verb in verbs if verb.end <= chain[0].start]
    between = left[before[-1].end : chain[0].start] if before else "，"
    broken = (
        len(between) > _WIDEST_CLAUSE
        or re.search(r"[，,。；;：:！？\n》的]", between)
        or _cues("citing").search(between)
    )
    return None if broken else before[-1]


def _verb(match: re.Match[str], side: str) -> Verb:
    event, strength = _verbs(side)[1][match.group()]
    return Verb(match.start(), match.end(), match.group(), event, strength)


def _governs(gap: str, verb: Verb) -> bool:
    """Whether only modifiers stand between verb and title: no comma, no verb of citing, no long stretch."""
    if len(gap) > _WIDEST_GAP or re.search(r"[，,。；;：:！？\n》]", gap):
        return False
    citing = _cues("citing").search(gap)
    return not citing or (verb.strength >= _IN_FORCE and citing.group() == "实施" and citing.start() == 0)


def _chain(left: str, verbs: list[Verb]) -> list[Verb]:
    """The last verb and those joined to it: 研究制定并印发."""
    chain = [verbs[-1]]
    for verb in reversed(verbs[:-1]):
        if not _JOINED.match(left[verb.end : chain[0].start]):
            break
        chain.insert(0, verb)
    return chain


def _intended(left: str, first: Verb, best: Verb) -> tuple[PolicyEvent, int]:
    """加快出台《…》 is an intention: the work is being drafted."""
    before = left[max(0, first.start - 4) : first.start]
    if best.event == "issued" and any(before.endswith(w.group()) for w in _cues("intention").finditer(before)):
        return "drafted", 50
    return best.event, best.strength


def tell_after(text: str, closing: int, high: int) -> Telling:
    """What stands after a title whose mark closes at `closing`; `high` is where the next opens or the text ends."""
    stop = _STOP.search(text, closing, high)
    right = text[closing : stop.start() if stop else high]
    # A verb before the next title governs that one.
    if not stop and high < len(text) and text[high] == "《":
        right = right[: _before_next(right)]
    clauses = _CLAUSE.split(right)
    return max(
        (_in_clause(text, closing, right, number, clauses) for number in range(min(2, len(clauses)))),
        key=lambda t: t.strength,
    )


def _before_next(right: str) -> int:
    verbs = [_verb(match, "before") for match in _verbs("before")[0].finditer(right)]
    if verbs and len(right) - verbs[-1].end <= _WIDEST_GAP:
        return verbs[-1].start
    return len(right)


def _in_clause(text: str, closing: int, right: str, number: int, clauses: list[str]) -> Telling:
    clause = clauses[number]
    offset = closing + (len(clauses[0]) + 1 if number else 0)
    if examined := _EXAMINED.search(clause):
        return Telling("accepted", 75, offset + examined.start(), offset + examined.end(), "通过验收")
    told = _cues("content").search(clause)
    reach = clause[:40] if number == 0 else clause
    tellings = [
        Telling(verb.event, verb.strength, offset + verb.start, offset + verb.end, verb.word)
        for verb in (_verb(match, "after") for match in _verbs("after")[0].finditer(reach))
        if _applies(clause, verb, number, told.start() if told else len(clause))
    ]
    return max(tellings, key=lambda t: t.strength, default=CITED)


def _applies(clause: str, verb: Verb, number: int, told: int) -> bool:
    led = clause[: verb.start]
    if number and not _led().match(led):
        return False
    if told < verb.start and not re.fullmatch(r"(?:将|对|是|为|从|共).{0,12}", led[told:]):
        return False
    return not (verb.word.endswith("通过") and clause[verb.end :].startswith(("后", "审核", "研究")))


# A work that its own title calls a draft is not issued yet: （征求意见稿）, 修订稿.
_DRAFT = re.compile(r"征求意见稿|送审稿|修订稿|讨论稿|公开征求意见")


def at_stage(event: PolicyEvent, title: str) -> PolicyEvent:
    """Issuing a draft for comment is still drafting.

    >>> at_stage("issued", "网络数据安全管理条例（征求意见稿）")
    'drafted'
    """
    return "drafted" if event in ("issued", "released") and _DRAFT.search(title) else event


def is_ground(before: str) -> bool:
    """Whether a title is ground or object of citing: 根据《…》, 贯彻落实国务院《…》; no later verb is about it."""
    cues = list(_cues("citing").finditer(before))
    return bool(cues) and not _CLAUSE.search(before[cues[-1].end() :]) and len(before) - cues[-1].end() <= 30


def by_kind(event: PolicyEvent, kind: PolicyKind) -> PolicyEvent:
    """Instruments are issued; reports, standards, catalogues and other works are released."""
    if event in ("issued", "released"):
        return "issued" if kind == "policy" else "released"
    return event
