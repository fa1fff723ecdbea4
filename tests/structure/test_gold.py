"""The real bulletin, as text: what ../shared/gold says of its structure."""

import json
import unicodedata
from pathlib import Path

import pytest
from structure.reading import text_document
from structure.test_ledger import balanced, traced, well_formed

from pipeline.ingest.document import read_document
from pipeline.model.bulletin import Bulletin
from pipeline.structure.recover import recover


def folded(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict:  # type: ignore[type-arg]
    return json.loads((shared / "gold/2022-03.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def found(shared: Path) -> Bulletin:
    document = text_document((shared / "gold/2022-03.txt").read_text(encoding="utf-8-sig"))
    bulletin = recover(document)
    assert balanced(document, bulletin)
    assert traced(document, bulletin)
    assert well_formed(bulletin)
    return bulletin


def test_masthead_and_colophon(gold: dict, found: Bulletin) -> None:  # type: ignore[type-arg]
    expected = gold["bulletin"]
    masthead = found.masthead
    for field in ("series", "year", "issue", "total_issue", "publisher", "date"):
        assert getattr(masthead, field) == expected[field]
    assert [(s.role, s.name) for s in found.staff] == [(s["role"], s["name"]) for s in expected["staff"]]
    assert [r.name for r in found.recipients if r.mode == "report"] == expected["report_to"]
    assert [r.name for r in found.recipients if r.mode == "send"] == expected["send_to"]


def test_columns_and_titles(gold: dict, found: Bulletin) -> None:  # type: ignore[type-arg]
    assert [s.heading for s in found.sections] == gold["columns"]
    assert [s.contents_heading for s in found.sections] == gold["contents_columns"]
    headings = {s.ordinal: s.heading for s in found.sections}
    rows = [(a.title, headings[a.section or 0], a.contents_title, a.contributor) for a in found.articles]
    expected = [(a["title"], a["column"], a["contents_title"], a["contributor"]) for a in gold["articles"]]
    assert [tuple(map(folded, row)) for row in rows] == [tuple(map(folded, row)) for row in expected]


def test_bodies_and_table(gold: dict, found: Bulletin) -> None:  # type: ignore[type-arg]
    for article, expected in zip(found.articles, gold["articles"], strict=True):
        assert folded(article.body).startswith(folded(expected["opens"]))
        assert folded(article.body).endswith(folded(expected["closes"]))
        table = expected.get("table")
        cells = [[c.text for c in t.cells] for t in article.tables]
        rows = [table["columns"], *table["rows"]] if table else []
        assert [[folded(c) for c in cell] for cell in cells] == (
            [[folded(c) for row in rows for c in row]] if rows else []
        )


def test_news_articles_come_out_as_one(shared: Path) -> None:
    """Real articles as `title\\ntext`: one article each, with that title, no masthead and no invented parts."""
    with (shared / "corpus/articles.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            bulletin = recover(text_document(f"{record['title']}\n{record['text']}"))
            assert [a.title for a in bulletin.articles] == [record["title"].strip()]
            assert bulletin.masthead.issue is None
            assert not bulletin.sections
            assert not bulletin.contents


@pytest.mark.parametrize("name", ["2022-03.txt", "2022-03.pdf", "2022-03-two-columns.pdf"])
def test_the_ledger_balances_in_every_form(shared: Path, name: str) -> None:
    document = read_document(shared / "gold" / name, name)
    bulletin = recover(document)
    assert balanced(document, bulletin)
    assert traced(document, bulletin)
