"""An article as the checks read it: its text with the figures in it, sentence by sentence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.check.finding import Severity, finding
from pipeline.model.bulletin import Article, Bulletin
from pipeline.model.entity import Finding
from pipeline.model.ids import mention_id
from pipeline.model.mention import Extraction, FigureMention

# The end of a sentence or paragraph. Example: 。
_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with its text and its figures in prose, in order; offsets are relative to the article."""

    bulletin: Bulletin
    article: Article
    text: str
    figures: tuple[FigureMention, ...]

    def identity(self, figure: FigureMention) -> str:
        """The id of a figure."""
        return mention_id(self.article.article_id, "figure", figure.start, figure.end)

    def finding(self, check: str, severity: Severity, message: str, figures: Iterable[FigureMention] = ()) -> Finding:
        """A finding about this article, with figures as evidence."""
        evidence = tuple(self.identity(f) for f in figures)
        return finding(check, severity, message, self.bulletin.bulletin_id, self.article.article_id, evidence)

    def by_sentence(self) -> Iterator[list[FigureMention]]:
        """The figures of each sentence that has any."""
        together: list[FigureMention] = []
        for figure in self.figures:
            if together and _END.search(self.text, together[-1].end, figure.start):
                yield together
                together = []
            together.append(figure)
        if together:
            yield together


def read_articles(bulletin: Bulletin, extraction: Extraction) -> Iterator[Reading]:
    """The articles of a bulletin with their figures outside tables."""
    found = {m.article_id: m.figures for m in extraction.articles}
    for article in bulletin.articles:
        figures = sorted((f for f in found.get(article.article_id, ()) if f.cell is None), key=lambda f: f.start)
        yield Reading(bulletin, article, bulletin.text[article.char_start : article.char_end], tuple(figures))
