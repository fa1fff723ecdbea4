"""The left border of an organization's name: where the noun phrase that ends with its suffix begins.

The phrase is read backwards over words. Punctuation, function words, titles and verbs that no name holds end it; a
conjunction ends it unless what stands before it begins as an organization does and does not end as one.
"""

from pipeline.extract.organization_lexicon import organization_suffix, suffix_kinds, words_used
from pipeline.extract.words import Line, Word

LONGEST = 45
"""An organization's name has at most this many characters; the search for its left border stops there."""

CONJUNCTIONS = frozenset("和与及")
"""Conjunctions that may also stand inside a name: 成果转化与区域创新司."""

GOOD_BEGINNINGS = ("国家", "中国", "全国", "中华", "中央", "省部共建")
"""Words with which the names of organizations begin."""

LOCAL_BEGINNINGS = frozenset("省市区县州旗")
"""Words that stand for the place whose bulletin it is, with which the names of its bodies begin: 省住房和城乡建设厅."""

OPEN, CLOSE = "（(", "）)"

NUMERALS = "一二三四五六七八九十"

LEADING_WORDS = ("该", "各", "等", "本", "我国", "名", "位", "一批")
"""Words that lead up to a name and are no part of it."""

LEADING_TAGS = "mad"
"""First letters of jieba's tags of numerals, adjectives and adverbs, with which hardly any name begins."""

FUNCTION_TAGS = "pudrtyeoqzc"
"""First letters of jieba's tags of function words, pronouns, times and measure words."""

VERB_TAGS = frozenset(("v", "vd", "vshi", "vyou", "f", "ad", "k"))
"""jieba's tags of verbs and of words of direction; those that stand in names are in the lexicon as `inside`."""


def phrase_start(line: Line, end: int) -> int:
    """Where the noun phrase that ends at `end` begins, as far left as it can be one organization's name."""
    if end <= 0:
        return 0
    start = _over_suffix(line, end)
    at = line.index(start - 1) if start < end else line.index(end - 1)
    while at >= 0 and start > 0 and end - line.words[at].start <= LONGEST:
        word = line.words[at]
        if line.text[word.start] in CLOSE and start - word.start <= 1:
            at = _over_brackets(line, at)
            if at < 0:
                break
            start, at = line.words[at].start, at - 1
            continue
        if line.text[word.start : word.end] in CONJUNCTIONS:
            if not _joins(line, at, end):
                break
        elif is_border(line, word, end) and not _names_a_place_first(line, at):
            break
        start, at = word.start, at - 1
    start = _cut(line, start, end)
    return start + (start < end and line.text.startswith(tuple(words_used("lead")), start))


def _over_suffix(line: Line, end: int) -> int:
    """Where a suffix of the lexicon that holds a conjunction starts (经济和信息化局); `end` where none ends here."""
    suffix = organization_suffix(line.text[max(0, end - 12) : end])
    if suffix is None or not CONJUNCTIONS.intersection(suffix) or line.straddles(end - len(suffix)) is not None:
        return end
    return end - len(suffix)


def _names_a_place_first(line: Line, at: int) -> bool:
    """Whether word `at`, of two characters, stands in a company's name after its place: 山东|如意|科技集团."""
    word = line.words[at]
    if at == 0 or word.known or word.end - word.start != 2 or line.word(word) in words_used("border"):
        return False
    return line.words[at - 1].tag == "PLACE" and word.tag[0] in "vadi"


def _over_brackets(line: Line, at: int) -> int:
    """The index of the word that opens the brackets which close at word `at`; -1 for none near, or a list in them."""
    for back in range(at - 1, max(-1, at - 9), -1):
        if line.text[line.words[back].start] in OPEN:
            return back
        if line.word(line.words[back]) in words_used("signing") or line.text[line.words[back].start] == "、":
            return -1
    return -1


def is_border(line: Line, word: Word, end: int) -> bool:
    """Whether a word cannot belong to the name that ends at `end`: borders, function words, verbs not used in names."""
    text, tag = line.text[word.start : min(word.end, max(end, word.start + 1))], word.tag
    if word.known:
        return tag in ("TITLE", "NAME")
    if not text[0].isalnum():
        dashes = line.text[max(0, word.start - 1) : word.start] == "—" or line.text.startswith("—", word.end)
        return dashes or text not in "·-&—"
    if text in words_used("border") and word.end != end:
        return True
    if (
        text in words_used("inside")
        or text in LOCAL_BEGINNINGS
        or ((len(text) > 1 or word.end == end) and text in suffix_kinds())
    ):
        return False
    if tag == "m":
        return not _names_a_number(text, word, end)
    return tag[0] in FUNCTION_TAGS or (tag in VERB_TAGS and len(text) < 4)


def _names_a_number(text: str, word: Word, end: int) -> bool:
    """Numbers stand in names as 第二, 21世纪 and directly before the suffix (十一|局)."""
    return text[0] == "第" or (text.isascii() and text.isalnum()) or word.end + 1 >= end or text[0] in NUMERALS


def _joins(line: Line, at: int, end: int) -> bool:
    """Whether the conjunction at word `at` stands inside one name: 科技部|成果转化 与 区域创新|司.

    What stands before it must begin as an organization does (a known one, or a place) and not end as one.
    """
    if at == 0 or line.words[at - 1].known:
        return False
    before = _plain_start(line, line.words[at].start)
    text = line.text[before : line.words[at].start]
    first = line.at(before)
    after = line.at(line.words[at].end)
    if after is not None and (after.known or line.word(after) in GOOD_BEGINNINGS):
        return False
    begins = first is not None and (first.known or _begins_a_name(line.word(first)))
    return begins and organization_suffix(text) is None


def _begins_a_name(word: str) -> bool:
    return word.startswith(GOOD_BEGINNINGS) or word in LOCAL_BEGINNINGS


def _plain_start(line: Line, end: int) -> int:
    """As phrase_start, but stopping at every conjunction."""
    at, start = line.index(end - 1), end
    while at >= 0 and end - line.words[at].start <= LONGEST:
        word = line.words[at]
        if line.word(word) in CONJUNCTIONS or is_border(line, word, end):
            break
        start, at = word.start, at - 1
    return start


def _cut(line: Line, start: int, end: int) -> int:
    """The start moved past general nouns and verbs before a good beginning: 成员单位|中国农业科学院…研究所."""
    if start >= end:
        return start
    first, last = max(line.index(start), 0), line.index(end - 1)
    for at in range(last, first, -1):
        word, before = line.words[at], line.words[at - 1]
        if not (word.tag in ("ORG", "PLACE", "ALLIANCE") or line.word(word) in GOOD_BEGINNINGS):
            continue
        verb = before.tag in ("v", "vn") and (word.known or line.word(before) not in words_used("inside"))
        if verb or line.word(before) in words_used("noun"):
            return word.start
    leading = (word for word in line.words[first:last] if word.start >= start)
    for word in leading:
        if not _leads(line, word) or line.text[word.end : end] in suffix_kinds():
            return word.start
        start = word.end
    return start


def _leads(line: Line, word: Word) -> bool:
    """A word that only leads up to a name: 该, 各, 等, general nouns (记者, 单位), verbs (推进, 实施)."""
    text = line.word(word)
    if word.known or text in GOOD_BEGINNINGS:
        return False
    leads = word.tag == "v" or (word.tag[0] in LEADING_TAGS and text[0] != "第")
    return leads or text in LEADING_WORDS or text in words_used("noun")
