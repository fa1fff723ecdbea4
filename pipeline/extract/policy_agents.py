"""Who acts on a titled work: the bodies in its own title, before the verb that governs it, after it, or beside it."""

import re

from pipeline.extract import issuers
from pipeline.extract.issuers import NOBODY, Agents
from pipeline.extract.policy_contexts import Sighting
from pipeline.extract.policy_events import CITED, Telling
from pipeline.extract.policy_kinds import core

# A comma or colon, after which the agent of the next verb may stand: 新闻联播：国务院近日印发.
_BREAK = re.compile(r"[，,：:]")
# A clause that adds bodies to those of the clause before: 由财政部牵头，会同有关部门起草.
_JOINING = re.compile(r"[ \u3000]{0,3}并?(?:会同|联合|商)")
# Bodies straight before a title without verb: 教育部、财政部《关于…的请示》.
_BESIDE = re.compile(r"[^，,：:。；;！？\n》]{0,60}$")
# The subject of a sentence before the ground of its act: 省政府根据《…》，编制了《…》.
_SUBJECT = re.compile(r"\A(?P<agent>[^，,。《》]{2,40}?)(?:全面|深入|认真)?(?:根据|按照|依据|贯彻|落实|结合|依照)")
# Verbs by which meetings pass a work, and by which its end is stated.
_PASSING = frozenset(
    {"通过", "审议通过", "表决通过", "讨论通过", "审核通过", "审查通过", "原则通过", "验收", "通过验收", "结题"}
)
# A body named later, with the instrument's last word alone: 《…的通知》印发。人力资源社会保障部日前印发通知.
_LATER = r"(?P<agent>[^，,。；《》]{{2,60}}?)(?:印发|发布|出台|下发|公布)了?(?:一份|新的)?{word}(?=[，,。、 ])"


def agents_of(text: str, s: Sighting, left: Telling, right: Telling) -> Agents:
    """The bodies that issued (drafted, revised) the work of a sighting; NOBODY where the text names none.

    A meeting that passes a work (通过) has not issued it, people's congresses excepted, which make law so; the body
    that gives its approval (国务院批准) stands for the work.
    """
    told = _told(text, s, left, right)
    named = issuers.of_title(s.name)
    return Agents(named.issuers, told.count, False) if named.issuers else told


def _told(text: str, s: Sighting, left: Telling, right: Telling) -> Agents:
    told = NOBODY
    if left is not CITED:
        told = _before_verb(text, s, left.around[1] if left.around else s.low, left.agent_end)
        told = told if left.verb not in _PASSING else _legislature(told)
        if not told.issuers and left.around:
            told = _before_verb(text, s, s.low, left.around[0])
    if told == NOBODY and right.event not in ("approved", "accepted", "cited"):
        told = issuers.parse_agents(text[s.tail : right.agent_end])
        told = told if told != NOBODY else _later(text, s)
    if told == NOBODY and left is CITED and (beside := _BESIDE.search(text[s.low : s.head])):
        told = issuers.parse_agents(beside.group())
    return told


def _before_verb(text: str, s: Sighting, low: int, end: int) -> Agents:
    """The agent in the verb's own clause; before it when the comma cuts only adverbs off; else the subject."""
    clause = text[low:end].removesuffix("关于")
    breaks = [found.end() for found in _BREAK.finditer(clause)]
    joined = bool(breaks) and _JOINING.match(clause, breaks[-1]) is not None
    at = breaks[-2] if joined and len(breaks) > 1 else 0 if joined or not breaks else breaks[-1]
    own = issuers.parse_agents(clause[at:])
    if own != NOBODY or len(clause) - (breaks[-1] if breaks else 0) > 6:
        return own
    earlier = issuers.parse_agents(clause[breaks[-2] if len(breaks) > 1 else 0 :]) if breaks else NOBODY
    subject = _SUBJECT.match(text[s.sentence : s.head])
    return earlier if earlier != NOBODY or not subject else issuers.parse_agents(subject["agent"])


def _later(text: str, s: Sighting) -> Agents:
    """Under a headline 《…的通知》印发, the body of which the next sentence says that it issued 通知."""
    word = core(s.name)[-2:]
    high = min(s.high, s.tail + 90)
    for match in re.finditer(_LATER.format(word=re.escape(word)), text[s.tail : high]):
        return issuers.parse_agents(match["agent"].rpartition("\n")[2])
    return NOBODY


def _legislature(agents: Agents) -> Agents:
    makers = tuple(name for name in agents.issuers if re.search(r"人大|人民代表大会", name))
    return Agents(makers, private=agents.private and not makers)
