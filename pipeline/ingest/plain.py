"""Text files: decoded, split into lines, kept as they are."""

import re

from pipeline.model.page import Line, Page

# One line end of any system, a form feed or a Unicode separator: "\r\n", "\u2028".
LINE_END = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Control and format characters (categories Cc and Cf but the tab), which nobody sees: "\x00", "\u200b", "\ufeff".
UNSEEN = re.compile(
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001-\U000e007f]"
)


def read_plain(text: str) -> Page:
    """A text file as one page without geometry: a Line a text line, blank lines included.

    Controls and format characters are taken out of the lines and kept together in a last line, layer "discarded".
    """
    printed = LINE_END.split(text)
    if printed[-1] == "":
        printed.pop()
    lines = [Line(seen(line)) for line in printed]
    dropped = unseen("".join(printed))
    return Page(1, (*lines, *discarded(dropped)), "plain")


def discarded(characters: str) -> tuple[Line, ...]:
    """The line that accounts for characters that nobody sees; none where there are none."""
    return (Line(characters, layer="discarded", reason="control characters"),) if characters else ()


def seen(text: str) -> str:
    """The text without control and format characters.

    >>> seen("a\\x00b\\u200bc\\td")
    'abc\\td'
    """
    return UNSEEN.sub("", text)


def unseen(text: str) -> str:
    """The control and format characters of the text."""
    return "".join(UNSEEN.findall(text))
