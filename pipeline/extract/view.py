"""What an extraction component sees of an article: its slice of the text, zones, tokens, and the bulletin around it."""

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate, repeat
from typing import Any, Literal, NamedTuple

from pipeline.model.bulletin import Article, Bulletin, Sentence
from pipeline.model.mention import Alias
from pipeline.model.script import simplify

ZoneKind = Literal["title", "body", "contributor", "source", "table", "note"]


@dataclass(frozen=True, slots=True)
class ViewZone:
    """A part of the article, offsets relative to it; a body zone is one paragraph, a table zone one whole table."""

    kind: ZoneKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ViewCell:
    """A table cell, offsets relative to the article; `unit` is its table's unit line (亿元), if any."""

    table: int
    row: int
    column: int
    column_name: str
    start: int
    end: int
    unit: str | None


class ViewToken(NamedTuple):
    """A token with jieba's part-of-speech tag, offsets relative to the article."""

    start: int
    end: int
    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Context:
    """What the whole bulletin says that an article may lean on."""

    year: int | None = None
    date: str | None = None
    publisher: str | None = None
    aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True)
class ArticleView:
    """An article as components see it. All offsets are relative to the article: text[start:end].

    Zones come in order and do not overlap; line feeds between them belong to none. `sentences` and `tokens` cover the
    body zones only. Text without structure (a sentence to try) has one body zone and no tokens. `contents_title` is
    what the contents list calls the article, where it does.
    """

    article_id: str
    text: str
    zones: tuple[ViewZone, ...]
    cells: tuple[ViewCell, ...] = ()
    sentences: tuple[tuple[int, int], ...] = ()
    tokens: tuple[ViewToken, ...] = ()
    context: Context = Context()
    contents_title: str | None = None
    read: dict[Any, Any] = field(init=False, repr=False, compare=False, default_factory=dict)
    """What components read of the view and others need again: lines with their words, marked lines."""

    @cached_property
    def running(self) -> tuple[ViewZone, ...]:
        """The zones of running prose: titles, paragraphs and notes."""
        return tuple(z for z in self.zones if z.kind in ("title", "body", "note"))

    def of(self, *kinds: ZoneKind) -> tuple[ViewZone, ...]:
        """The zones of these kinds, in order."""
        return tuple(z for z in self.zones if z.kind in kinds)

    def tokens_within(self, start: int, end: int) -> tuple[ViewToken, ...]:
        """The tokens that lie inside text[start:end]."""
        # Tokens are ordered by their start, so that a tuple of it alone finds its place among them.
        first, last = bisect_left(self.tokens, (start,)), bisect_left(self.tokens, (end,))
        return self.tokens[first : last - (first < last and self.tokens[last - 1].end > end)]


def view_article(
    bulletin: Bulletin, article: Article, sentences: tuple[Sentence, ...], context: Context
) -> ArticleView:
    """The view of one article of a bulletin; `sentences` are those of the article."""
    base = article.char_start
    return ArticleView(
        article_id=article.article_id,
        text=bulletin.text[base : article.char_end],
        zones=tuple(ViewZone(z.kind, z.char_start - base, z.char_end - base) for z in article.zones),
        cells=_cells(article),
        sentences=tuple((s.char_start - base, s.char_end - base) for s in sentences),
        tokens=tuple(_tokens(sentences, base)),
        context=context,
        contents_title=article.contents_title,
    )


def simplified(view: ArticleView) -> ArticleView:
    """The view of the same text in simplified characters."""
    text = simplify(view.text)
    return replace(view, text=text, tokens=tuple(t._replace(text=text[t.start : t.end]) for t in view.tokens))


def view_text(text: str) -> ArticleView:
    """A view of a bare text, as one paragraph."""
    return ArticleView("text", text, (ViewZone("body", 0, len(text)),), sentences=((0, len(text)),))


def _cells(article: Article) -> tuple[ViewCell, ...]:
    base = article.char_start
    return tuple(
        ViewCell(t, c.row, c.column, table.head().get(c.column, ""), c.char_start - base, c.char_end - base, table.unit)
        for t, table in enumerate(article.tables)
        for c in table.cells
    )


def _tokens(sentences: tuple[Sentence, ...], base: int) -> list[ViewToken]:
    tokens: list[ViewToken] = []
    for sentence in sentences:
        edges = [*accumulate(map(len, sentence.tokens), initial=sentence.char_start - base)]
        fields = zip(edges, edges[1:], sentence.tokens, sentence.tags, strict=False)
        # As ViewToken(…) makes them, without a call of Python for each.
        tokens += map(tuple.__new__, repeat(ViewToken), fields)
    return tokens
