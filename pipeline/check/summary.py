"""What the checks over the whole archive need of one bulletin."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model.bulletin import Bulletin
from pipeline.model.entity import BulletinLinks
from pipeline.model.ids import mention_id
from pipeline.model.mention import Extraction

# File and line of an analyst's decision, at the end of a link's reasons or a method. Example: decisions.csv:3
_WHERE = re.compile(r"(?<![^\s:])[^\s:]+\.csv:[0-9]+\Z")
# A period that means the same in every bulletin. Example: 2021年, 2022-03
_ABSOLUTE = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ValueSeen:
    """An exact figure about a known subject in a stated period; bulletins that print the same `about` must agree."""

    about: tuple[str, ...]
    value: str
    text: str
    figure_id: str


@dataclass(frozen=True, slots=True)
class IssueSummary:
    """One bulletin's place in its series, its comparable figures, and the decisions that changed something in it."""

    bulletin_id: str
    series: str | None
    year: int | None
    issue: int | None
    total_issue: int | None
    date: str | None
    values: tuple[ValueSeen, ...] = ()
    corrected: tuple[str, ...] = ()


def summarise(bulletin: Bulletin, extraction: Extraction, links: BulletinLinks) -> IssueSummary:
    """The summary of one bulletin."""
    head = bulletin.masthead
    return IssueSummary(
        bulletin.bulletin_id,
        head.series,
        head.year,
        head.issue,
        head.total_issue,
        head.date,
        tuple(_values(extraction, links)),
        tuple(sorted(set(_corrected(extraction, links)))),
    )


def _values(extraction: Extraction, links: BulletinLinks) -> Iterator[ValueSeen]:
    for article in extraction.articles:
        for figure in article.figures:
            identity = mention_id(article.article_id, "figure", figure.start, figure.end)
            subject = links.subjects.get(identity)
            dated = figure.period and _ABSOLUTE.search(figure.period)
            # “由2019年的88家增加到93家” gives the second number no date of its own
            still = figure.change_type is None or figure.unit == "%"
            exact = figure.qualifier == "exact" and figure.value_max is None
            if subject and figure.indicator and dated and still and exact:
                about = (subject, figure.indicator, str(figure.period), figure.unit, figure.change_type or "")
                yield ValueSeen(about, format(figure.value.normalize(), "f"), figure.text, identity)


def _corrected(extraction: Extraction, links: BulletinLinks) -> Iterator[str]:
    texts = [link.reasons for link in links.links if link.decision == "corrected"]
    for article in extraction.articles:
        texts.extend(figure.method for figure in article.figures)
        texts.extend(official.method for official in article.officials)
    for text in texts:
        found = _WHERE.search(text)
        if found:
            yield found[0]
