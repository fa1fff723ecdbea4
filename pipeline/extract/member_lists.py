"""Lists of a group's members, a line a person: 组　长：韩　正　国务院副总理, and the next line 李干杰　生态环境部部长.

The label at a line's beginning is a post in the group that the text before names; it holds for the lines after it
that begin with a name too. 成员 is no post.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline import lexicon
from pipeline.extract.post_bodies import NamedBodies
from pipeline.extract.words import Line
from pipeline.model.mention import OfficialMention, Role

# A label at a line's beginning, with blanks inside as lists print them: 组　长：, 副组长：, 成 员：.
LABEL = re.compile(r"^(?P<label>[一-鿿](?:[ \u3000]{0,4}[一-鿿]){1,5})[ \u3000]?[：:][ \u3000]*")


@dataclass(frozen=True, slots=True)
class Label:
    """A post of the group's list, in the body that the text before the list names, if it names one."""

    title: str
    organization: str | None


@cache
def _groups() -> tuple[str, ...]:
    """What the names of bodies end in whose members are listed: 领导小组, 委员会, 联盟."""
    return tuple(r["suffix"] for r in lexicon.rows("title_groups"))


@cache
def _posts() -> tuple[str, ...]:
    return tuple(row["title"] for row in lexicon.rows("titles") if row["group"] != "rank")


def next_label(line: Line, named: NamedBodies, label: Label | None) -> tuple[Label | None, int]:
    """The label that holds for a line, and where the first name in it may begin."""
    match = LABEL.match(line.text)
    if match is None:
        return label, len(line.text) - len(line.text.lstrip())
    title = re.sub(r"\s", "", match["label"])
    body = next((name for name in named.before(line.start) if name.endswith(_groups())), None)
    return (Label(title, body) if title.endswith(_posts()) else None), match.end()


def with_label(
    line: Line, at: int, mentions: Sequence[OfficialMention], label: Label | None
) -> tuple[list[OfficialMention], Label | None]:
    """The mentions of a line with the label's post; a line that begins with no person's name ends the list."""
    first = min(mentions, key=lambda m: m.start, default=None)
    if label is None or first is None or first.start != line.start + at:
        return list(mentions), None
    return [_labelled(m, label, m is first) for m in mentions], label


def _labelled(mention: OfficialMention, label: Label, first: bool) -> OfficialMention:
    own = Role(label.organization, label.title)
    bare = [role for role in mention.roles if role.title == label.title and role.organization is None]
    if not bare and not first:
        return mention
    rest = tuple(role for role in mention.roles if role not in bare and role != own)
    return replace(mention, roles=(own, *rest))
