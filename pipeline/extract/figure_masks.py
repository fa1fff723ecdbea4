"""Spans whose numbers are no figures: dates, clock times, titles in 《》, document numbers, names, codes, addresses."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from string import ascii_letters, digits

from pipeline.extract.dates import clock_times, find_dates
from pipeline.extract.view import ArticleView
from pipeline.model.mention import ArticleMentions

# A work's title: `《2022全球BIM教育报告》`.
TITLED = re.compile(r"《[^《》\n]{0,120}》|〈[^〈〉\n]{0,80}〉")
# A short quoted name: `“2022年”项目`, `“1+3”`; longer quotations may hold figures.
QUOTED = re.compile(r"“[^“”，。；！？\n]{1,10}”|\"[^\"，。；！？\n]{1,10}\"|「[^「」\n]{1,10}」")
# A document number: `国发〔2022〕12号`, `财税（2018）99号`, `公告2021年第3号`, `第12号`.
DOCUMENT = re.compile(r"[〔\[［（(](?:19|20)\d{2}[〕\]］）)]\s?第?\s?\d{1,5}\s?号|第\s?\d{1,6}\s?号")
# Web and mail addresses: `www.citisa.org`, `a@b.cn`.
ADDRESS = re.compile(r"(?:https?://|www\.)[\w./?=&%#:;~+-]{1,300}|[\w.-]{1,60}@[\w.-]{1,60}")
# A telephone number: `010-65987533`, `400-123-4567`, `13800000000`.
PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}[-—－]\d{7,8}|[48]00[-—－]?\d{3}[-—－]?\d{4}|1[3-9]\d{9})(?!\d)")
# A name made of Latin letters and digits: `COVID-19`, `WG1`, `G20`, `5G`, `4K`, `C919`.
DIGIT_FIRST = r"(?<![\d.A-Za-z])\d{1,4}(?:[GKVDＧＫCAR]|[kK]m?(?=[/、超高分]))(?![A-Za-z])"
LATIN = re.compile(rf"[A-Za-zⅠ-Ⅻ]{{1,20}}[-—]?\d[A-Za-z\d.-]{{0,20}}|{DIGIT_FIRST}")
# A number of a list, at the start of a line: `1.`, `（一）`, `2、`.
CHINESE_MARK = r"[一二三四五六七八九十]{1,3}"
MARKER = re.compile(
    rf"^[ \t　]{{0,8}}(?:\d{{1,2}}[.．、](?!\d)|[（(](?:\d{{1,2}}|{CHINESE_MARK})[）)]"
    rf"|{CHINESE_MARK}、(?![二两三四五六七八九][十百千万亿]))",
    re.M,
)
# Numbers joined by signs into a name or a score: `1+3+N`, `9+2`, `3:2`, `3∶1`.
JOINED = re.compile(
    r"(?<![\d.])\d{1,4}(?:[+＋∶:：×xX]\d{1,4}(?:\.\d{1,2})?){1,4}(?!\d)|\d{1,3}[+＋][NnX]|[NX][+＋]\d{1,3}"
)
# Each with characters of which every match holds one.
PATTERNS = (
    (TITLED, "《〈"), (QUOTED, "“\"「"), (DOCUMENT, "号"), (ADDRESS, ":w@"), (PHONE, digits),
    (LATIN, ascii_letters + "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫＧＫ"), (MARKER, ".．、)）"), (JOINED, "+＋∶:：×xX"),
)  # fmt: skip


class Masks:
    """The masked spans of an article, asked whether they touch a span."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans: list[tuple[int, int]] = []
        for span in sorted(spans):
            if self._spans and span[0] < self._spans[-1][1]:
                last = self._spans.pop()
                self._spans.append((last[0], max(span[1], last[1])))
            else:
                self._spans.append(span)
        self._starts = [start for start, _ in self._spans]

    def touch(self, start: int, end: int) -> bool:
        """Whether a masked character lies in [start, end)."""
        at = bisect_right(self._starts, start) - 1
        if at >= 0 and self._spans[at][1] > start:
            return True
        return at + 1 < len(self._spans) and self._spans[at + 1][0] < end


def mask(view: ArticleView, found: ArticleMentions) -> Masks:
    """The masked spans of an article."""
    return Masks(_spans(view, found))


def _spans(view: ArticleView, found: ArticleMentions) -> Iterator[tuple[int, int]]:
    yield from ((d.start, d.end) for d in found.dates or find_dates(view, found))
    yield from clock_times(view.text)
    for mentions in (found.policies, found.alliances, found.organizations):
        yield from ((m.start, m.end) for m in mentions)
    held = set(view.text)
    for pattern, cue in PATTERNS:
        if not held.isdisjoint(cue):
            yield from (m.span() for m in pattern.finditer(view.text))
