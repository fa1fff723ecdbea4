"""Small bulletins and extractions by hand, so that linking and checks can be tested without the stages before them."""

from dataclasses import dataclass, replace

from pipeline.link import Corrections, build_index, link, observe, resolve
from pipeline.model.bulletin import Article, Bulletin, ContentsLine, Masthead, Section, Table, Zone
from pipeline.model.entity import BulletinLinks, Entities, Link
from pipeline.model.ids import article_id, bulletin_id, mention_id
from pipeline.model.mention import (
    Alias,
    AllianceMention,
    ArticleMentions,
    Extraction,
    FigureMention,
    OfficialMention,
    OrganizationMention,
    PolicyMention,
)

Mention = AllianceMention | OfficialMention | PolicyMention | OrganizationMention | FigureMention
FIELDS = {
    AllianceMention: ("alliance", "alliances"),
    OfficialMention: ("official", "officials"),
    PolicyMention: ("policy", "policies"),
    OrganizationMention: ("organization", "organizations"),
    FigureMention: ("figure", "figures"),
}


@dataclass(frozen=True)
class Piece:
    """An article to be built. Each mention's start and end are found from its text, at its first place not yet taken."""

    title: str = ""
    body: str = ""
    contributor: str = ""
    mentions: tuple[Mention, ...] = ()
    aliases: tuple[Alias, ...] = ()
    contents_title: str | None = None
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()


def alliance(text: str) -> AllianceMention:
    return AllianceMention(0, 0, text, "hand")


def policy(title: str, **more: object) -> PolicyMention:
    return PolicyMention(0, 0, title, "hand", title, "policy", "cited", **more)  # type: ignore[arg-type]


def organization(text: str, name: str | None = None) -> OrganizationMention:
    return OrganizationMention(0, 0, text, "hand", name or text, "government")


def bulletin(
    *pieces: Piece,
    number: int = 1,
    year: int = 2022,
    date: str | None = None,
    series: str = "样例简报",
    contents: tuple[ContentsLine, ...] = (),
    sections: tuple[Section, ...] = (),
    total: int | None = None,
) -> tuple[Bulletin, Extraction]:
    """A bulletin of these articles with its extraction."""
    identity = bulletin_id(series, year, number, total, "")
    text, articles, found = "", [], []
    for ordinal, piece in enumerate(pieces, 1):
        text, article = _article(text, article_id(identity, ordinal), ordinal, piece)
        articles.append(article)
        found.append(_mentions(text[article.char_start : article.char_end], article, piece))
    head = Masthead(series, year, number, total, None, date or f"{year}-{number:02d}-10")
    made = Bulletin(identity, "d-x", head, text, (), (), (), contents, sections, tuple(articles), ())
    return made, Extraction(identity, tuple(found))


def _article(text: str, identity: str, ordinal: int, piece: Piece) -> tuple[str, Article]:
    start, zones, tables = len(text), [], []
    parts = (("title", piece.title), ("body", piece.body), ("contributor", piece.contributor))
    for kind, part in parts:
        if part:
            zones.append(Zone(kind, len(text), len(text) + len(part)))  # type: ignore[arg-type]
            text += part + "\n"
    for number, rows in enumerate(piece.tables):
        text, table = _table(text, f"{identity}.t{number}", rows)
        tables.append(table)
    article = Article(
        identity, ordinal, 1, piece.title, piece.contents_title, None, piece.contributor or None, None, piece.body,
        tuple(zones), tuple(tables), start, len(text),
    )  # fmt: skip
    return text, article


def _table(text: str, identity: str, rows: tuple[tuple[str, ...], ...]) -> tuple[str, Table]:
    from pipeline.model.bulletin import Cell

    cells = []
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            cells.append(Cell(number, column, cell, len(text), len(text) + len(cell)))
            text += cell + ("\t" if column + 1 < len(row) else "\n")
    return text, Table(identity, tuple(cells))


def _mentions(text: str, article: Article, piece: Piece) -> ArticleMentions:
    found: dict[str, list[Mention]] = {}
    at: dict[str, int] = {}
    for mention in piece.mentions:
        start = text.index(mention.text, at.get(mention.text, 0))
        at[mention.text] = start + 1
        placed = replace(mention, start=start, end=start + len(mention.text))
        found.setdefault(FIELDS[type(mention)][1], []).append(placed)
    ordered = {name: tuple(sorted(mentions, key=lambda m: m.start)) for name, mentions in found.items()}
    return ArticleMentions(article.article_id, aliases=piece.aliases, **ordered)  # type: ignore[arg-type]


def naming(*mentions: Mention, **more: object) -> Piece:
    """An article whose body does nothing but name these."""
    body = "，".join(m.text for m in mentions) + "。"
    return Piece(body=body, mentions=mentions, **more)  # type: ignore[arg-type]


Archive = list[tuple[Bulletin, Extraction]]


def resolved(archive: Archive, corrections: Corrections | None = None) -> tuple[Entities, list[BulletinLinks]]:
    """Records and links of an archive."""
    corrections = corrections or Corrections()
    entities = resolve((observe(b, e) for b, e in archive), corrections)
    index = build_index(entities, corrections)
    return entities, [link(b, e, index) for b, e in archive]


def links_of(archive: Archive, links: list[BulletinLinks], text: str) -> list[Link]:
    """The links of all mentions with this text, in order."""
    by_id = {found.mention_id: found for made in links for found in made.links}
    return [
        by_id[mention_id(article.article_id, kind, mention.start, mention.end)]
        for _, extraction in archive
        for article in extraction.articles
        for kind, field in FIELDS.values()
        if kind != "figure"
        for mention in getattr(article, field)
        if mention.text == text
    ]
