"""What a titled work is: an instrument of government, a report, a catalogue, a plan, a standard, a project … or other.

The words beside the title decide first (电视剧《…》, 《…》国家标准), then the last word of the title, then who made it:
the 方案, 规划 and 计划 of an alliance, a centre or a company are plans, those of government bodies policies.
"""

import re
from functools import cache
from typing import NamedTuple, cast

from pipeline import lexicon
from pipeline.extract.issuers import of_title
from pipeline.model.mention import PolicyKind

# A bracket at the end of a title, which does not say what it is: （试行） （2022-2025年） (2021).
_TAIL = re.compile(
    r"(?<![\s—–-])[\s—–-]*+(?:[（(\[〔][^（）()\[\]〔〕]*[）)\]〕]|[·•]?\d{4}年?版?|V?\d{1,8}(?:\.\d{1,8}){1,6}"
    r"|第[一二三四五六七八九十\d]{1,6}[版卷册期辑])$"
)
# A Latin title's last word that says what it is: … Update Report V9.0.
_LATIN_REPORT = re.compile(r"\b(?:report|review|white ?paper|outlook|survey)\b", re.IGNORECASE)
# The number of a standard stands for it: GB/T 1.1—2020, T/CSA 021-2018, ISO 9001, YD/T 1234.
_STANDARD_NUMBER = re.compile(r"^(?:GB|[A-Z]{2}|T|DB\d*|ISO|IEC|IEEE|ITU)(?:/[A-Z0-9]+)?[\s\u3000]*[A-Z]?\d+")
# A year's plan that names no field, as a body makes it for itself: 2015年工作计划.
_BARE_PLAN = re.compile(r"\d{4}年度?(?:重点)?工作(?:计划|安排|要点|方案)")
# The number before the title: 国家标准GB/T 39560.1-2020《…》.
_NUMBERED = re.compile(r"(?:GB|[A-Z]{2}|T)(?:/[A-Z]+)?\s?[\d.]+[-—–]\d{4}\s*$")


class Ending(NamedTuple):
    """What a title's last word makes of it: of no known maker, of bodies outside government, of government bodies."""

    kind: PolicyKind
    private: PolicyKind
    public: PolicyKind


@cache
def _endings() -> dict[str, Ending]:
    return {
        row["ending"]: Ending(*(cast(PolicyKind, row[key] or row["kind"]) for key in ("kind", "private", "public")))
        for row in lexicon.rows("policy_kinds")
    }


@cache
def _longest_ending() -> int:
    return max(map(len, _endings()))


def core(title: str) -> str:
    """The title without the brackets, years and edition numbers at its end.

    >>> core("国家职业资格目录（2021年版）")
    '国家职业资格目录'
    """
    at = title.rstrip()
    while (tail := _TAIL.search(at[-40:])) and tail.group() and len(at) > len(tail.group()):
        at = at[: -len(tail.group())].rstrip()
    return at


def ending(title: str) -> Ending | None:
    """What the longest known last word of the title makes of it; None where no ending is known."""
    word = core(title).rstrip('》〉”"')
    for length in range(min(_longest_ending(), len(word)), 0, -1):
        found = _endings().get(word[-length:])
        if found and (length > 1 or len(word) > 2):
            return found
    return None


def _groups(side: str) -> str:
    """The words of one side, a group for each kind."""
    words = [row for row in lexicon.rows("policy_contexts") if row["side"] == side]
    kinds = dict.fromkeys(r["kind"] for r in words)
    return "|".join(
        f"(?P<{kind}>{lexicon.alternation(r['word'] for r in words if r['kind'] == kind)})" for kind in kinds
    )


@cache
def _contexts(side: str) -> re.Pattern[str]:
    joined = _groups(side)
    return re.compile(rf"(?:{joined})[，,即：:“”—\s]{{0,3}}$" if side == "before" else rf"[”“ ]?(?:{joined})")


@cache
def _listed() -> re.Pattern[str]:
    """《…》《…》等201部电影, 等3项团体标准: what a list of titles is a list of."""
    return re.compile(rf"等[^，。；《]{{0,12}}?(?:{_groups('listed')})")


# A broadcast or performance told straight after the title: 《…》今晚播出, 《…》将于12月在央视开播.
_BROADCAST = re.compile(
    r"\A[^，。；《》\n]{0,12}?(?:今晚|明晚|昨晚|明天|昨天|今天|今日|将)?[^，。；《》\n]{0,10}?(?:播出|开播|上映|公映|首映|首演|上演|展映|热播|首播)"
)


@cache
def _media_endings() -> tuple[str, ...]:
    return tuple(r["word"] for r in lexicon.rows("policy_contexts") if r["side"] == "title")


# What a context of the lexicon that is no kind of its own makes of a work.
_TOLD_KINDS = {"media": "other", "paper": "report"}


def context_kind(before: str, after: str) -> PolicyKind | None:
    """What the words straight before and after the marks say that the work is; None where they say nothing."""
    told = _told(before, after)
    return cast(PolicyKind | None, _TOLD_KINDS.get(told, told) if told else None)


def is_media(title: str, before: str, after: str) -> bool:
    """Whether a work is a programme, film, newspaper or book by the words beside it or its own last word."""
    return _told(before, after) == "media" or core(title).endswith(_media_endings())


def _told(before: str, after: str) -> str | None:
    for found in (_contexts("before").search(before[-14:]), _contexts("after").match(after), _listed().match(after)):
        if found:
            return found.lastgroup
    return "media" if _BROADCAST.match(after) else None


@cache
def _passed_on() -> frozenset[str]:
    """Titles that the State Council's notices pass on: 国务院关于印发《中国制造2025》的通知 gives 中国制造2025."""
    form = re.compile(r"(?:印发|公布|发布)[《“]?(?P<title>[^《》“”]{3,60}?)[》”]?的(?:通知|公告|函)$")
    found = (form.search(title) for title in lexicon.column("policies_registry", "title"))
    return frozenset(match["title"] for match in found if match)


def kind_of(title: str, before: str, after: str, makers: bool | None) -> PolicyKind:
    """The kind of a work. `makers`: government bodies made it (True), others did (False), no one is named (None)."""
    told = context_kind(before, after)
    known = ending(title)
    weak = _told(before, after) in ("project", "report", "catalogue")
    if told and not (known and known.kind == "policy" and weak):
        return told
    if _STANDARD_NUMBER.match(title) or _NUMBERED.search(before):
        return "standard"
    if of_title(title).issuers:
        return "policy"
    if known is None:
        return _unknown(title, makers)
    own = known.private == "plan" and (_BARE_PLAN.fullmatch(title) or _names_private_maker(title))
    private = makers is False or (makers is None and bool(own))
    return known.private if private else known.public if makers else known.kind


def _unknown(title: str, makers: bool | None) -> PolicyKind:
    if title in _passed_on():
        return "policy"
    return "report" if _LATIN_REPORT.search(title) else "other"


@cache
def _private_makers() -> re.Pattern[str]:
    endings = lexicon.alternation(
        r["ending"] for r in lexicon.rows("issuer_suffixes") if r["side"] == "private" and len(r["ending"]) > 1
    )
    return re.compile(
        rf"^(?!关于|国家|中共|国务院)(?:(?!关于|的).){{0,30}}?{endings}(?!建设|管理|培育|布局|认定|构建|体系|工作的|组建)"
    )


@cache
def _own_business() -> re.Pattern[str]:
    """What a body plans for itself: …中心第二届换届方案, 某某大学章程."""
    words = lexicon.alternation(r["word"] for r in lexicon.rows("policy_cues") if r["cue"] == "own")
    return re.compile(rf"{words}|联盟[^的]{{0,12}}年度|第[一二三四五六七八九十]+届")


def _names_private_maker(title: str) -> bool:
    return bool(_private_makers().match(title) and (_own_business().search(title) or _begins_with_network(title)))


def _begins_with_network(title: str) -> bool:
    opening = _private_makers().match(title)
    return bool(opening and re.search(r"(?:协发网|发展网|联盟|公司|集团|协会|学会|大学|学院)$", opening.group()))
