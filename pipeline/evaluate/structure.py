"""Outcomes of a bulletin's structure: masthead, colophon, columns, titles, contributors, bodies, tables."""

from collections.abc import Hashable, Iterator

from pipeline.evaluate.found import FoundTables, Record
from pipeline.evaluate.gold import GoldArticle, GoldBulletin
from pipeline.evaluate.matching import folded, letters
from pipeline.evaluate.outcome import Outcome, compare_pairs, compare_sets

FIELDS = ("series", "year", "issue", "total_issue", "publisher", "date")


def structure_outcomes(gold: GoldBulletin, tables: FoundTables, bulletin_id: str) -> Iterator[Outcome]:
    """All outcomes of one bulletin's structure."""
    rows = tables.by_bulletin
    unit = gold.source
    articles = sorted(rows.get(("articles", bulletin_id), []), key=lambda a: a["ordinal"])
    sections = sorted(rows.get(("sections", bulletin_id), []), key=lambda s: s["ordinal"])
    yield from _masthead(gold, rows.get(("bulletins", bulletin_id), [{}])[0])
    yield from _colophon(gold, rows, bulletin_id)
    headings = [folded(s["heading"]) for s in sections]
    yield from compare_sets("columns", unit, map(folded, gold.columns), headings)
    heading_of = {s["section_id"]: folded(s["heading"]) for s in sections}
    for name, want, got in _titles(gold.articles, articles, heading_of):
        yield from compare_sets(name, unit, want, got)
    yield from _bodies(gold, articles, tables)


def _masthead(gold: GoldBulletin, row: Record) -> Iterator[Outcome]:
    stated = [(f, getattr(gold.bulletin, f)) for f in FIELDS if getattr(gold.bulletin, f) is not None]
    want = [(f, folded(value)) for f, value in stated]
    got = [(f, folded(_plain(row[f]))) for f, _ in stated if row.get(f) is not None]
    yield from compare_sets("masthead", gold.source, want, got)


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) else value


def _colophon(gold: GoldBulletin, rows: dict[tuple[str, str], list[Record]], bulletin_id: str) -> Iterator[Outcome]:
    head = gold.bulletin
    staff = [(folded(r["role"]), folded(r["name"])) for r in rows.get(("bulletin_staff", bulletin_id), [])]
    yield from compare_sets("staff", gold.source, [(folded(m.role), folded(m.name)) for m in head.staff], staff)
    modes = (("report", head.report_to), ("send", head.send_to), ("copy", head.copy_to))
    want = [(mode, folded(name)) for mode, names in modes for name in names]
    got = [(r["mode"], folded(r["recipient"])) for r in rows.get(("bulletin_recipients", bulletin_id), [])]
    yield from compare_pairs("recipients", gold.source, want, got, lambda g, f: g[0] == f[0] and f[1].startswith(g[1]))


Compared = tuple[str, list[Hashable], list[Hashable]]


def _titles(gold: tuple[GoldArticle, ...], found: list[Record], heading_of: dict[str, str]) -> Iterator[Compared]:
    yield "article titles", [folded(a.title) for a in gold], [folded(a["title"]) for a in found]
    yield (
        "article in column",
        [(folded(a.title), folded(a.column)) for a in gold],
        [(folded(a["title"]), heading_of.get(a["section_id"], "")) for a in found],
    )
    for name, field in (
        ("article contributors", "contributor"),
        ("article sources", "source"),
        ("contents titles", "contents_title"),
    ):
        want: list[Hashable] = [(folded(a.title), folded(getattr(a, field))) for a in gold if getattr(a, field)]
        if want or field == "contributor":
            yield name, want, [(folded(a["title"]), folded(a[field])) for a in found if a[field]]


def _bodies(gold: GoldBulletin, articles: list[Record], tables: FoundTables) -> Iterator[Outcome]:
    by_title = {folded(a["title"]): a for a in reversed(articles)}
    for article in gold.articles:
        found = by_title.get(folded(article.title))
        right = found is not None and (article.table is not None or _same_body(article, found["body"]))
        yield Outcome("article bodies", gold.source, "hit" if right else "missed", article.title)
        if found is not None:
            yield from _cells(gold.source, article, tables.by_article.get(("table_cells", found["article_id"]), []))
    titles = {folded(a.title) for a in gold.articles}
    for found in articles:
        if folded(found["title"]) not in titles:
            yield Outcome("article bodies", gold.source, "spurious", found["title"])


def _same_body(article: GoldArticle, body: str) -> bool:
    return letters(body).startswith(letters(article.opens)) and letters(body).endswith(letters(article.closes))


def _cells(unit: str, article: GoldArticle, found: list[Record]) -> Iterator[Outcome]:
    rows = (article.table.columns, *article.table.rows) if article.table else ()
    want = [(i, j, folded(text)) for i, row in enumerate(rows) for j, text in enumerate(row)]
    got = [(int(c["row"]), int(c["column"]), folded(c["text"])) for c in found]
    yield from compare_sets("table cells", unit, want, got)
