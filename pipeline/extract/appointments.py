"""Posts that a verb confers, or that stand beside a name: 选举阮军担任…理事长, 理事长由张三担任, 李四（…院院长）."""

import re
from collections.abc import Callable
from functools import cache

from pipeline import lexicon
from pipeline.extract.name_borders import BORDER
from pipeline.extract.names import Reading, name_before, read_name
from pipeline.extract.words import Line

LONGEST_VERB = 6
"""No verb of the lexicon is longer (checked by a test)."""

REACH = 60
"""How far before a post, in characters, the verb of election may stand."""

# How a person is addressed between name and verb: 阮军同志任, 张三等任.
ADDRESS = re.compile(r"(?:同志|先生|女士|教授|院士|研究员|博士|分别|继续|当日|今日|还|曾|并|仍|等)$")

# How many were named, between the last name and the verb: 等11人, 三位同志, 等5名专家.
COUNTED = re.compile(r"等?[一二两三四五六七八九十\d]{1,3}[人位名](?:同志|专家|代表|院士|教授|委员)?$")

# What may stand between a name and the post in apposition after it: 张三（…, 张三，…, 李四就是来自….
BESIDE = re.compile(r"(?:[（( \u3000，,：:]{1,4}(?:原是|现为|现任|时任)?|(?:就|原|曾|正)?是|系)(?:来自)?$")


# Why a post is given up, between the name and the verb: 李红卫|因工作变动|辞去….
REASON = re.compile(r"(?:因|由于)[^，。；、]{2,14}$")

# How a successor is brought in after a post given up: 职务，推选…, ，由….
HANDS_OVER = re.compile(r"(?:职务|一职)?[，,、](?:会议)?(?:推选|选举|推举|任命|聘任|同意|由)")


@cache
def _verbs(kind: str) -> frozenset[str]:
    return frozenset(row["verb"] for row in lexicon.rows("conferral_verbs") if row["kind"] == kind)


def appointed(line: Line, start: int, end: int, floor: int, last: Reading | None = None) -> list[tuple[Reading, str]]:
    """The names that hold the post line.text[start:end] which no name follows, with the rule that says so.

    Nothing before `floor` is read; `last` is the name read last, which may be a word (成立). The order of the rules is
    that of their strength.
    """
    for rule, method in (
        (_held, "grammar:appointment"),
        (_by_agent, "grammar:agent"),
        (_removed, "grammar:removal"),
        (_beside, "grammar:apposition"),
    ):
        names = rule(line, start, end, floor)
        if not names and last is not None and _joined_to(line, rule, start, end) == last.end:
            names = [last]
        if names:
            return [(name, method) for name in names]
    return []


def _joined_to(line: Line, rule: Callable[..., list[Reading]], start: int, end: int) -> int | None:
    """Where a name read before must end that the rule joins to the post line.text[start:end]."""
    if rule is _held:
        return _verb_before(line, start)
    return _linked(line, start, end) if rule is _beside else None


def confers(text: str) -> bool:
    """Whether a text ends with a verb that confers the post after it: 李红|任.

    >>> confers("李红任"), confers("推进")
    (True, False)
    """
    return _ending(text, len(text), "hold") is not None or _ending(text, len(text), "as") is not None


def holds(text: str, end: int) -> bool:
    """Whether a word before a post says that the holder is named after 的: 时任|科技部副部长的曹健林."""
    return _ending(text, end, "attribute") is not None


def _ending(text: str, end: int, kind: str) -> int | None:
    """Where the longest verb of a kind that ends at `end` starts."""
    return next((s for s in range(max(0, end - LONGEST_VERB), end) if text[s:end] in _verbs(kind)), None)


def _held(line: Line, start: int, end: int, floor: int) -> list[Reading]:
    """阮军|担任|post; 选举|阮军|为|post; 甲、乙|分别当选|post."""
    verb = _verb_before(line, start)
    if verb is None:
        return []
    reason = REASON.search(line.text, max(floor, verb - 20), verb)
    return _names_before(line, reason.start() if reason is not None else verb, floor)


def _verb_before(line: Line, start: int) -> int | None:
    """Where a verb that confers or takes the post at `start` starts."""
    found = (_ending(line.text, start, kind) for kind in ("hold", "remove"))
    verb = min((at for at in found if at is not None), default=None)
    if verb is None:
        verb = _ending(line.text, start, "as")
        return verb if verb is not None and _elects(line.text, verb) else None
    return verb


def _elects(text: str, end: int) -> bool:
    before = text[max(0, end - REACH) : end]
    return any(verb in before for verb in _verbs("appoint"))


def without_address(text: str, end: int, floor: int = 0) -> int:
    """Where a name before `end` ends once forms of address and counts of the persons named are skipped."""
    while True:
        found = ADDRESS.search(text, max(floor, end - 3), end) or COUNTED.search(text, max(floor, end - 9), end)
        if found is None:
            return end
        end = found.start()


def _names_before(line: Line, end: int, floor: int) -> list[Reading]:
    """The list of names that ends at `end`, forms of address skipped, in order."""
    found: list[Reading] = []
    while end > floor:
        end = without_address(line.text, end, floor)
        name = name_before(line, end)
        if name is None or name.start < floor:
            break
        found.insert(0, name)
        if line.text[name.start - 1 : name.start] not in ("、", "和", "与"):
            break
        end = name.start - 1
    return found


def _by_agent(line: Line, start: int, end: int, floor: int) -> list[Reading]:
    """post|由|张三|担任; post|为|张三."""
    verb = next((v for v in ("仍由", "仍为", "由", "为", "是") if line.text.startswith(v, end)), None)
    if verb is None:
        return []
    name = read_name(line, end + len(verb), sure=verb.endswith("由"))
    if name is None:
        return []
    after = line.text[name.end : name.end + 1]
    held = verb.endswith("由") and after in ("任", "担", "出", "兼", "接")
    return [name] if held or (not verb.endswith("由") and (not after or after in BORDER)) else []


def _removed(line: Line, start: int, end: int, floor: int) -> list[Reading]:
    """免去|张三|的|post|职务; 免去|张三同志|post|职务."""
    of = line.text[start - 1 : start] == "的"
    if not of and without_address(line.text, start, floor) == start:
        return []
    before = line.text[max(floor, start - REACH) : start]
    return _names_before(line, start - of, floor) if any(v in before for v in _verbs("remove")) else []


def successor(line: Line, end: int) -> Reading | None:
    """Who takes over a post that the holder before gives up: 辞去…职务，推选|解语之|继任."""
    match = HANDS_OVER.match(line.text, end)
    name = read_name(line, match.end(), sure=True) if match is not None else None
    taken = name is not None and line.text.startswith(("继任", "接任", "接替"), name.end)
    return name if taken else None


def _linked(line: Line, start: int, end: int, floor: int = 0) -> int | None:
    """Where the name ends to which the post stands in apposition, if it does and ends its clause."""
    link = BESIDE.search(line.text, max(floor, start - 8), start)
    return link.start() if link is not None and (end >= len(line.text) or line.text[end] in BORDER) else None


def _beside(line: Line, start: int, end: int, floor: int) -> list[Reading]:
    """王春峰　|post; 张三（post）; a name at the start of its clause, the post at the end of its own."""
    link = _linked(line, start, end, floor)
    name = name_before(line, link) if link is not None else None
    if name is None or name.start < floor or (name.start > 0 and line.text[name.start - 1] not in BORDER):
        return []
    return [name]
