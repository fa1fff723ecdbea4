"""An article's text as a tree of marks: mentions in colour, one inside another where they nest."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.search.site.records import Row


@dataclass(frozen=True, slots=True)
class Mark:
    """A mention and what stands inside it: plain texts and further marks."""

    mention: Row
    parts: tuple["str | Mark", ...]


Parts = tuple[str | Mark, ...]


def paragraphs(text: str, start: int, mentions: list[Row]) -> list[Parts]:
    """The lines of text, which begins at offset `start` of the issue's text, with their mentions marked."""
    found, at = [], start
    for line in text.split("\n"):
        end = at + len(line)
        inside = [m for m in mentions if at <= m["char_start"] and m["char_end"] <= end]
        found.append(_marked(line, at, _nested(inside)))
        at = end + 1
    return found


def _nested(mentions: list[Row]) -> list[Row]:
    """In reading order, outer before inner; a mention that crosses the end of another, or repeats it, is left out."""
    kept: list[Row] = []
    open_ends: list[int] = []
    for mention in sorted(mentions, key=lambda m: (m["char_start"], -m["char_end"], m["kind"])):
        while open_ends and open_ends[-1] <= mention["char_start"]:
            open_ends.pop()
        if open_ends and mention["char_end"] > open_ends[-1]:
            continue
        if kept and (kept[-1]["char_start"], kept[-1]["char_end"]) == (mention["char_start"], mention["char_end"]):
            continue
        kept.append(mention)
        open_ends.append(mention["char_end"])
    return kept


def _marked(text: str, start: int, mentions: list[Row]) -> Parts:
    return tuple(_parts(text, start, mentions))


def _parts(text: str, start: int, mentions: list[Row]) -> Iterator[str | Mark]:
    at, index = start, 0
    while index < len(mentions):
        mention = mentions[index]
        inner = index + 1
        while inner < len(mentions) and mentions[inner]["char_end"] <= mention["char_end"]:
            inner += 1
        if mention["char_start"] > at:
            yield text[at - start : mention["char_start"] - start]
        printed = text[mention["char_start"] - start : mention["char_end"] - start]
        yield Mark(mention, _marked(printed, mention["char_start"], mentions[index + 1 : inner]))
        at, index = mention["char_end"], inner
    if at < start + len(text):
        yield text[at - start :]
