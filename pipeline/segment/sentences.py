"""Where sentences end: after 。！？ (or a row of them, or ……) and the closing quotes and brackets that follow."""

import re

# The marks that end a sentence, as many as stand together: 。 ？！ …… ；is none.
_FINAL = "[。！？!?…]+"
# What closes after them and still belongs to the sentence: ” ’ 」 』 ） ) 》 】.
_CLOSING = "[”’」』）)》】]*"
# One sentence or the unfinished rest of a paragraph: `他说：“好。”` then `会议闭幕`.
SENTENCE = re.compile(f"[^。！？!?…]+(?:{_FINAL}{_CLOSING})?|{_FINAL}{_CLOSING}")


def split_sentences(paragraph: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of one paragraph; they tile it without gaps.

    >>> split_sentences("会议召开。他说：“好！”散会")
    [(0, 5), (5, 11), (11, 13)]
    """
    return [match.span() for match in SENTENCE.finditer(paragraph)]
