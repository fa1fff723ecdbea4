"""What an article as a whole says of each work: the sum of what its sentences say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from pipeline.extract import policy_events
from pipeline.model.mention import PolicyMention

# From weakest to strongest; the strongest stands for the article. What is repealed had been issued before.
_RANK = ("cited", "interpreted", "drafted", "revised", "approved", "accepted", "released", "issued", "repealed")
# A notice that passes another instrument on: 国务院办公厅关于印发“无废城市”建设试点工作方案的通知.
_WRAPPER = re.compile(r"(?:印发|公布|发布|转发)《?(?P<inner>.{4,120}?)》?的(?:通知|公告|通告|函)$")
_WIDTHS = str.maketrans("()[]–－—", "（）〔〕---")


def put_together(mentions: Iterable[PolicyMention]) -> Iterator[PolicyMention]:
    """Every mention with what all mentions of its work say: strongest event, all issuers, number, date."""
    listed = list(mentions)
    groups: dict[str, list[PolicyMention]] = {}
    for mention in listed:
        groups.setdefault(_work(mention), []).append(mention)
    wrappers = _wrappers(listed)
    sums = {key: _sum(group, wrappers.get(key)) for key, group in groups.items()}
    for mention in listed:
        yield replace(mention, **sums[_work(mention)])


def _work(mention: PolicyMention) -> str:
    return key_of(mention.short_for or mention.title)


def key_of(title: str) -> str:
    """What two printings of one title share: no blanks, no quotes, brackets and dashes of one width."""
    return re.sub(r"\s+|[“”\"〈〉]", "", title).translate(_WIDTHS)


def _wrappers(mentions: list[PolicyMention]) -> dict[str, PolicyMention]:
    """What each notice passes on, to the notice (the first one of each)."""
    found: dict[str, PolicyMention] = {}
    for mention in mentions:
        if wrapped := _WRAPPER.search(mention.title):
            found.setdefault(key_of(wrapped["inner"]), mention)
    return found


def _sum(group: list[PolicyMention], wrapper: PolicyMention | None) -> dict[str, Any]:
    """The fields that all mentions of one work share."""
    full = [m for m in group if m.short_for is None] or group
    kind = next((m.kind for m in full if m.kind != "other"), full[0].kind)
    event = policy_events.by_kind(max((m.event for m in group), key=_RANK.index), kind)
    # A short form beside which a body stands (省委《建议》) says nothing new of who issued it.
    telling = [m for m in group if m.short_for is None or m.event != "cited"]
    issuers = tuple(dict.fromkeys(name for m in telling for name in m.issuers)) if kind != "other" else ()
    if wrapper:
        event, issuers = policy_events.by_kind("issued", kind), issuers or wrapper.issuers
    return {
        "kind": kind,
        "event": event,
        "issuers": issuers,
        "issuer_count": next((m.issuer_count for m in group if m.issuer_count), None),
        "document_number": next((m.document_number for m in full if m.document_number), None),
        "date": next((m.date for m in group if m.date and m.event in (event, "issued", "released")), None),
    }
