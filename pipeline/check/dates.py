"""Dates and periods that run backwards within a bulletin."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.check.finding import finding
from pipeline.model.bulletin import Bulletin
from pipeline.model.entity import Finding
from pipeline.model.ids import mention_id
from pipeline.model.mention import ArticleMentions, Extraction

# Between the two ends of a period that is printed as two dates. Example: “自2017年9月起至2018年6月”.
_TO = re.compile(r"(?:起|开始)?(?:至|到|—|–|-|~|～)\Z")
# A date that gives its year. Example: 2017年9月
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def check_dates(bulletin: Bulletin, extraction: Extraction) -> Iterator[Finding]:
    """Periods whose end lies before their beginning, and a masthead whose date is of another year than the issue."""
    head = bulletin.masthead
    if head.date and head.year and head.date[:4].isdigit() and int(head.date[:4]) < head.year:
        message = f"刊头作{head.year}年第{head.issue}期，而日期为{head.date}，早于该年"
        yield finding("masthead-date", "warning", message, bulletin.bulletin_id)
    texts = {a.article_id: bulletin.text[a.char_start : a.char_end] for a in bulletin.articles}
    for article in extraction.articles:
        yield from _spans(bulletin, article, texts.get(article.article_id, ""))
        for date in article.dates:
            start, slash, end = date.value.partition("/")
            if slash and start and end and end[: len(start)] < start[: len(end)]:
                identity = mention_id(article.article_id, "date", date.start, date.end)
                message = f"“{date.text}”的起点{start}晚于终点{end}"
                yield finding(
                    "period-backwards", "warning", message, bulletin.bulletin_id, article.article_id, (identity,)
                )


def _spans(bulletin: Bulletin, article: ArticleMentions, text: str) -> Iterator[Finding]:
    """Two dates joined by 至, each with its year, of which the second is the earlier."""
    for start, end in pairwise(article.dates):
        dated = _YEAR.match(start.text) and _YEAR.match(end.text) and "/" not in start.value + end.value
        if dated and _TO.match(text[start.end : end.start]):
            size = min(len(start.value), len(end.value))
            if end.value[:size] < start.value[:size]:
                printed = text[start.start : end.end]
                message = f"“{printed}”的起点{start.value}晚于终点{end.value}"
                evidence = tuple(mention_id(article.article_id, "date", d.start, d.end) for d in (start, end))
                yield finding(
                    "period-backwards", "warning", message, bulletin.bulletin_id, article.article_id, evidence
                )
