"""Traditional characters: read in simplified ones, one for one, and given back as printed.

The lexicon is written in simplified characters. A text that is mostly traditional is read through a table that keeps
its length (model/script.py), so that offsets hold; what is quoted from the text is then put back.
Units, kinds and standing names, which are normalised, stay simplified.
"""

import re
from dataclasses import replace
from typing import Any, TypeVar

from pipeline.model.mention import (
    Alias,
    ArticleMentions,
    FigureMention,
    OfficialMention,
    PolicyMention,
    Role,
)
from pipeline.model.script import simplify

M = TypeVar("M")

# A simplified text holds a few characters that the table changes (于, 著 in names); a traditional one is full of them.
TRADITIONAL_SHARE = 0.05
# A Chinese character: 业, 業.
_HAN = re.compile("[\u3400-\u9fff]")


def is_traditional(text: str) -> bool:
    """Whether so many characters change that the text must be traditional."""
    held = "".join(set(text))
    changed = sum(text.count(char) for char, simple in zip(held, simplify(held), strict=True) if char != simple)
    return 0 < changed > TRADITIONAL_SHARE * len(_HAN.findall(text))


def as_printed(found: ArticleMentions, printed: str) -> ArticleMentions:
    """The mentions of simplify(printed) with all that they quote as the printed text has it."""
    read = simplify(printed)
    quote = _Quotes(printed, read)
    return replace(
        found,
        alliances=tuple(quote.mention(m) for m in found.alliances),
        officials=tuple(quote.official(m) for m in found.officials),
        policies=tuple(quote.policy(m) for m in found.policies),
        figures=tuple(quote.figure(m) for m in found.figures),
        organizations=tuple(quote.named(m) for m in found.organizations),
        places=tuple(quote.named(m) for m in found.places),
        dates=tuple(quote.mention(m) for m in found.dates),
    )


def aliases_as_printed(aliases: tuple[Alias, ...], printed: str) -> tuple[Alias, ...]:
    """The same for what the text says stands for what."""
    quote = _Quotes(printed, simplify(printed))
    return tuple(Alias(quote.words(a.full, 0) or a.full, quote.words(a.short, 0) or a.short) for a in aliases)


class _Quotes:
    """Finds what was quoted from the simplified text in the printed one."""

    def __init__(self, printed: str, read: str) -> None:
        self._printed = printed
        self._read = read

    def words(self, quoted: str | None, near: int) -> str | None:
        """The printed form of a quotation: its last occurrence before `near`, else its first; itself where none is."""
        if not quoted:
            return quoted
        at = self._read.rfind(quoted, 0, near + len(quoted))
        at = at if at >= 0 else self._read.find(quoted)
        return quoted if at < 0 else self._printed[at : at + len(quoted)]

    def mention(self, mention: Any) -> Any:
        """A mention with its text as printed."""
        return replace(mention, text=self._printed[mention.start : mention.end])

    def named(self, mention: Any) -> Any:
        """The same where the name may be the text itself."""
        printed = self.mention(mention)
        return replace(printed, name=printed.text) if mention.name == mention.text else printed

    def official(self, mention: OfficialMention) -> OfficialMention:
        """A person with the posts as printed."""
        roles = tuple(self._role(role, mention.start) for role in mention.roles)
        official: OfficialMention = replace(self.mention(mention), roles=roles)
        return official

    def _role(self, role: Role, near: int) -> Role:
        organization, title, honour = (self.words(w, near) for w in (role.organization, role.title, role.honour))
        return Role(organization, title, role.former, honour)

    def policy(self, mention: PolicyMention) -> PolicyMention:
        """A work with its title as printed."""
        title = self.words(mention.title, mention.start) or mention.title
        short_for = self.words(mention.short_for, mention.start)
        policy: PolicyMention = replace(self.mention(mention), title=title, short_for=short_for)
        return policy

    def figure(self, mention: FigureMention) -> FigureMention:
        """A figure with its indicator, period and subject as printed."""
        fields = {
            name: self.words(getattr(mention, name), mention.start) for name in ("indicator", "period", "subject")
        }
        figure: FigureMention = replace(self.mention(mention), **fields)
        return figure
