"""Policies and other titled works of an article: title, kind, issuers, event, document number, period, date.

The parts are: where titles stand (policy_titles), what surrounds them (policy_contexts), what they are (policy_kinds),
what happened to them (policy_events), who did it (policy_agents), short forms (policy_short), and the sum of what the
article says of each work (policy_merge).
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import Any

from pipeline import lexicon
from pipeline.extract import document_numbers, policy_events, policy_kinds
from pipeline.extract.document_numbers import DocumentNumber
from pipeline.extract.issuers import Agents, parse_agents
from pipeline.extract.policy_agents import agents_of
from pipeline.extract.policy_contexts import Sighting, sight_titles
from pipeline.extract.policy_events import CITED, Telling
from pipeline.extract.policy_merge import put_together
from pipeline.extract.policy_short import resolve_short_forms
from pipeline.extract.view import ArticleView, view_text
from pipeline.model.mention import ArticleMentions, DateMention, PolicyEvent, PolicyKind, PolicyMention

# Years in a title: （2022-2025年）, 2021—2035年, 2016至2025年; 2020-2021年度 is none.
_YEARS = re.compile(
    r"(?P<first>(?:19|20)\d{2})年?\s?[-－—–~～至到]{1,2}\s?(?P<last>(?:19|20)\d{2})(?:年(?!度)|(?=[）)])|$)"
)
# A five-year plan: “十四五”, 十三五规划, 第十五个五年规划.
_FIVE_YEARS = re.compile(
    r"第(?P<long>[一二三四五六七八九十]{1,3})个五年"
    r"|(?<![一二三四五六七八九十])(?P<short>十?[一二三四五六七八九十])五(?=[”\"规计时期]|[\u4e00-\u9fff]{2,}(?:规划|计划|纲要|方案))"
)
_ORDINALS = {name: number for number, name in enumerate("一二三四五六七八九十", 1)}
# What may stand between a title and its number: （, 的通知（, （文号：.
_TO_NUMBER = re.compile(r"(?:的(?:通知|公告|通告|函|决定))?[\s（(\[【〔文号：:]*")
# What may stand between a number and its title: a bracket, 文, a verb (以国函〔2016〕87号文批复《…》).
_FROM_NUMBER = re.compile(r"[\s）)]*文?件?(?:正式)?(?:批复|批准|印发|公布|发布|转发|下发|颁布)?了?\s*")
# How far the line with an instrument's own number may stand below its title.
_OWN_NUMBER_REACH = 300


def find_policies(view: ArticleView, found: ArticleMentions) -> tuple[PolicyMention, ...]:
    """The titled works of an article, in order; `found` supplies the dates.

    Programmes, films, newspapers and books that the text calls so are none, nor is a bare 《方案》 that stands for no
    named work; what else is no instrument, report … has kind `other`.
    """
    numbers = document_numbers.find(view.text)
    mentions = [_mention(view, s, numbers, found.dates) for s in _without_media(view.text)]
    merged = put_together(resolve_short_forms(mentions, view.text, view.context.aliases))
    told = _told_in_contents(view.contents_title or "")
    return tuple(_with_event(m, told.get(m.title)) for m in merged)


def _told_in_contents(title: str) -> dict[str, PolicyEvent]:
    """What the contents list's wording of the article's title says of works: …《目录》正式发布."""
    events = {s.name: max(_tellings(title, s), key=lambda t: t.strength).event for s in sight_titles(title)}
    return {name: event for name, event in events.items() if event != "cited"}


def _with_event(mention: PolicyMention, told: PolicyEvent | None) -> PolicyMention:
    """A work that the article itself only cites or drafts, with the event that the contents list tells."""
    if told is None or mention.event not in ("cited", "drafted"):
        return mention
    return replace(mention, event=policy_events.by_kind(policy_events.at_stage(told, mention.title), mention.kind))


def parse_policies(text: str) -> list[dict[str, Any]]:
    """The works of one text as plain records, for the command line."""
    return [
        {
            "text": m.text, "start": m.start, "end": m.end, "kind": "policy", "title": m.title, "policy_kind": m.kind,
            "event": m.event, "issuers": list(m.issuers), "issuer_count": m.issuer_count,
            "document_number": m.document_number, "period": list(m.period) if m.period else None, "date": m.date,
            "short_for": m.short_for,
        }
        for m in find_policies(view_text(text), ArticleMentions("text"))
    ]  # fmt: skip


def _without_media(text: str) -> list[Sighting]:
    """The sightings of works, without programmes and newspapers, told so here or elsewhere in the article."""
    sightings = sight_titles(text)
    media = {s.name for s in sightings if policy_kinds.is_media(s.name, *_beside(text, s))}
    return [s for s in sightings if s.name not in media or _is_told_a_work(text, s)]


def _is_told_a_work(text: str, s: Sighting) -> bool:
    beside = _beside(text, s)
    return policy_kinds.context_kind(*beside) is not None and not policy_kinds.is_media(s.name, *beside)


def _mention(
    view: ArticleView, s: Sighting, numbers: tuple[DocumentNumber, ...], dates: Iterable[DateMention]
) -> PolicyMention:
    text = view.text
    left, right = _tellings(text, s)
    own = _is_own_title(view, s)
    agents = agents_of(text, s, left, right)
    told = max((left, right), key=lambda t: t.strength)
    kind = _kind(text, s, left, agents)
    number = _number(text, s, numbers) or (_own_number(s, numbers) if own else None)
    return PolicyMention(
        start=s.title.start,
        end=s.title.end,
        text=text[s.title.start : s.title.end],
        method=f"title-{s.title.marking}",
        title=s.name,
        kind=kind,
        event=policy_events.by_kind(policy_events.at_stage("issued" if own else told.event, _staged(text, s)), kind),
        issuers=_issuers(kind, agents, number),
        issuer_count=agents.count,
        document_number=number.normalised if number else None,
        period=period_of(s.name),
        date=_date(dates, s, told) if told is not CITED else None,
    )


def _staged(text: str, s: Sighting) -> str:
    """The title with the word of its stage that may stand after the marks: 《收费公路管理条例》|修订稿."""
    return s.name + re.split("[，。；、：]", text[s.title.outer_end : s.title.outer_end + 8])[0]


def _tellings(text: str, s: Sighting) -> tuple[Telling, Telling]:
    left = policy_events.tell_before(text, s.low, s.head)
    # 新修订的《…》和《…》: the attribute belongs to the first of the list.
    if left.event == "revised" and s.head < s.title.outer_start and text[s.head - 1] == "的":
        left = CITED
    grounded = left is CITED and policy_events.is_ground(text[s.low : s.head])
    return left, CITED if grounded else policy_events.tell_after(text, s.tail, s.high)


def _is_own_title(view: ArticleView, s: Sighting) -> bool:
    """Whether the article is the instrument itself: its title is a full title without marks and nothing else."""
    zones = ((z.start, z.end) for z in view.of("title"))
    return s.title.marking == "bare" and (s.title.start, s.title.end) in zones


def _beside(text: str, s: Sighting) -> tuple[str, str]:
    """The words straight before and after the title (or the list of titles that it stands in)."""
    return text[max(s.low, s.head - 24) : s.head], text[s.tail : s.tail + 24]


def _kind(text: str, s: Sighting, left: Telling, agents: Agents) -> PolicyKind:
    before, after = _beside(text, s)
    private = agents.private or (left.event == "approved" and _among_members(text[max(0, s.head - 200) : s.head]))
    makers = True if agents.issuers or agents.count else False if private else None
    kind = policy_kinds.kind_of(s.name, before, after, makers)
    # What government issues is an instrument even when its title does not say so: 国务院印发《中国制造2025》.
    untold = kind == "other" and not (policy_kinds.ending(s.name) or policy_kinds.context_kind(before, after))
    return "policy" if untold and left.event == "issued" and agents.issuers else kind


@cache
def _members() -> re.Pattern[str]:
    """The assemblies of associations and companies: 理事会, 会员大会; not 全国人民代表大会."""
    words = lexicon.alternation(r["word"] for r in lexicon.rows("policy_cues") if r["cue"] == "members")
    return re.compile(rf"(?<!人民)(?<!党员){words}")


def _among_members(before: str) -> bool:
    return _members().search(before) is not None


def _issuers(kind: PolicyKind, agents: Agents, number: DocumentNumber | None) -> tuple[str, ...]:
    if kind == "other":
        return ()
    if agents.issuers or not number:
        return agents.issuers
    prefixed = document_numbers.issuer_of(number.prefix, number.year)
    return (prefixed,) if prefixed else parse_agents(number.prefix.removesuffix("公告")).issuers


def _number(text: str, s: Sighting, numbers: tuple[DocumentNumber, ...]) -> DocumentNumber | None:
    """The document number in the bracket after the title, on the line after it, or straight before it."""
    at = bisect_left(numbers, s.title.outer_start - 60, key=lambda n: n.start)
    for number in takewhile(lambda n: n.start <= s.title.outer_end + 12, numbers[at : at + 8]):
        between = text[s.title.outer_end : number.start]
        if 0 <= number.start - s.title.outer_end <= 12 and _TO_NUMBER.fullmatch(between):
            return number
        ahead = text[number.end : s.title.outer_start]
        if 0 <= s.title.outer_start - number.end <= 8 and _FROM_NUMBER.fullmatch(ahead):
            return number
    return None


def _own_number(s: Sighting, numbers: tuple[DocumentNumber, ...]) -> DocumentNumber | None:
    return next((n for n in numbers if 0 <= n.start - s.title.end <= _OWN_NUMBER_REACH), None)


def _date(dates: Iterable[DateMention], s: Sighting, told: Telling) -> str | None:
    """The date nearest before the verb, in the sentence and outside of the title."""
    low = max(s.sentence, told.verb_end - 80)
    near = [d for d in dates if low <= d.start < told.verb_end and not s.title.start <= d.start < s.title.end]
    return near[-1].value if near else None


def period_of(title: str) -> tuple[int, int] | None:
    """The years that a title covers: （2022-2025年） gives 2022 to 2025, 十四五 2021 to 2025.

    >>> period_of("“十四五”电子商务发展规划")
    (2021, 2025)
    """
    years = _YEARS.search(title)
    if years and int(years["first"]) <= int(years["last"]):
        return int(years["first"]), int(years["last"])
    plan = _FIVE_YEARS.search(title)
    number = _ordinal(plan["long"] or plan["short"]) if plan else 0
    # The third plan began in 1966 after three years of adjustment; from then on one follows the other.
    return (1951 + 5 * number, 1955 + 5 * number) if number >= 3 else None


def _ordinal(numeral: str) -> int:
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _ORDINALS.get(numeral, 0)
    return 10 * _ORDINALS.get(tens, 1) + _ORDINALS.get(ones, 0)
