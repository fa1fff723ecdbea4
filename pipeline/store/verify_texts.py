"""Checks of the tables against the files beside them: texts and their offsets, the ledger, the articles for search.

Each check takes the folder of the outputs and the rows of all tables and yields faults in words.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.model.page import Document
from pipeline.store.files import read_json
from pipeline.store.ndjson import FACETS
from pipeline.store.release import CURRENT
from pipeline.store.verify_records import RECORDS, Tables

# Tables whose rows say which characters of an article they stand for.
_WITH_TEXT = ("sentences", "mentions", "table_cells")
_SAME_IN_LINES = ("bulletin_id", "title", "body", "contributor", "source")


def text_file_faults(out: Path, tables: Tables) -> Iterator[str]:
    """Every bulletin has its text, and there are no other texts."""
    texts = {path.stem for path in (out / "text").glob("*.txt")}
    bulletins = {row["bulletin_id"] for row in tables["bulletins"]}
    yield from (f"text/{name}.txt is missing" for name in sorted(bulletins - texts))
    yield from (f"text/{name}.txt belongs to no bulletin" for name in sorted(texts - bulletins))


def offset_faults(out: Path, tables: Tables) -> Iterator[str]:
    """Offsets cut the text of every row out of the bulletin's text, within its article."""
    texts = _texts(out, tables)
    articles = {row["article_id"]: row for row in tables["articles"]}
    for name in _WITH_TEXT:
        for row in tables[name]:
            article = articles[row["article_id"]]
            if _slice(texts[article["bulletin_id"]], row) != row["text"]:
                where = f"{row['char_start']}–{row['char_end']} of {row['article_id']}"
                yield f"table {name}: offsets {where} miss the text"
            if row["char_start"] < article["char_start"] or article["char_end"] < row["char_end"]:
                yield f"table {name}: {row['text'][:20]} lies outside its article {row['article_id']}"


def extent_faults(out: Path, tables: Tables) -> Iterator[str]:
    """Articles hold their title and body, sections begin with their heading."""
    texts = _texts(out, tables)
    for article in tables["articles"]:
        text = _slice(texts[article["bulletin_id"]], article)
        if not (text.startswith(article["title"]) and all(line in text for line in article["body"].split("\n"))):
            yield f"table articles: offsets of {article['article_id']} do not hold its title and body"
    for section in tables["sections"]:
        if not _slice(texts[section["bulletin_id"]], section).startswith(section["heading"]):
            yield f"table sections: offsets of {section['section_id']} do not begin with its heading"


def sentence_faults(out: Path, tables: Tables) -> Iterator[str]:
    """The words of a sentence are the sentence; a mention stands within the sentence that it names."""
    sentences = {row["sentence_id"]: row for row in tables["sentences"]}
    for row in tables["sentences"]:
        if "".join(row["tokens"]) != row["text"] or len(row["tokens"]) != len(row["tags"]):
            yield f"table sentences: the words of {row['sentence_id']} are not the sentence"
    for row in tables["mentions"]:
        sentence = sentences.get(row["sentence_id"])
        if sentence and not sentence["char_start"] <= row["char_start"] <= row["char_end"] <= sentence["char_end"]:
            yield f"table mentions: {row['mention_id']} lies outside its sentence {row['sentence_id']}"


def _texts(out: Path, tables: Tables) -> dict[str, str]:
    return {row["bulletin_id"]: _text(out, row["bulletin_id"]) for row in tables["bulletins"]}


def _text(out: Path, bulletin_id: str) -> str:
    path = out / "text" / f"{bulletin_id}.txt"
    return path.read_bytes().decode(errors="replace") if path.is_file() else ""


def _slice(text: str, row: dict[str, Any]) -> str:
    return text[row["char_start"] : row["char_end"]]


def ledger_faults(out: Path, tables: Tables) -> Iterator[str]:
    """Every printed character of every document that could be read is booked once, duplicates' too."""
    booked: Counter[tuple[str, int]] = Counter()
    for row in tables["ledger"]:
        booked[row["document_id"], row["page"]] += row["characters"]
    pages = next((f for f in (out / "pages", out / CURRENT / "pages") if f.is_dir()), out / "pages")
    for row in tables["documents"]:
        if row["status"] != "quarantined":
            yield from _page_faults(pages / f"{row['document_id']}.json", row, booked)
    yield from (f"ledger: {document} has no page {page}" for (document, page), count in booked.items() if count)


def _page_faults(path: Path, row: dict[str, Any], booked: Counter[tuple[str, int]]) -> Iterator[str]:
    if not path.is_file():
        yield f"ledger: the pages of {row['path']} are gone; run `make clean` and `make`"
        return
    for page in read_json(path, Document).pages:
        printed = sum(len(line.text) for line in page.lines)
        count = booked.pop((row["document_id"], page.number), 0)
        if count != printed:
            yield f"ledger: page {page.number} of {row['path']} has {printed} characters, {count} are booked"


def search_faults(out: Path, tables: Tables) -> Iterator[str]:
    """The articles for search are the articles of the tables, with the names of what they mention."""
    path = out / "search" / "articles.ndjson"
    if not path.is_file():
        return
    written = [json.loads(line) for line in path.read_bytes().splitlines()]
    lines = {line["article_id"]: line for line in written}
    if len(lines) < len(written):
        yield f"search/articles.ndjson has {len(written) - len(lines)} articles twice; run `make search`"
    figures: dict[str, Counter[str]] = defaultdict(Counter)
    for row in tables["figures"]:
        figures[row["article_id"]][row["text"]] += 1
    for article, facts in _expected_lines(tables).items():
        line = lines.pop(article, None)
        if line is None:
            yield f"search/articles.ndjson lacks {article}; run `make search`"
            continue
        counts = Counter(figure["text"] for figure in line["figures"])
        wrong = [name for name in facts if line[name] != facts[name]] + ["figures"] * (counts != figures[article])
        if wrong:
            yield f"search/articles.ndjson has another {', '.join(wrong)} of {article}; run `make search`"
    yield from (f"search/articles.ndjson has {article}, which is no article; run `make search`" for article in lines)


def _expected_lines(tables: Tables) -> dict[str, dict[str, Any]]:
    issues = {row["bulletin_id"]: row for row in tables["bulletins"]}
    headings = {row["section_id"]: row["heading"] for row in tables["sections"]}
    named, lines = _facets(tables), {}
    for row in tables["articles"]:
        article, issue = row["article_id"], issues[row["bulletin_id"]]
        lines[article] = {name: row[name] for name in _SAME_IN_LINES}
        lines[article] |= {"series": issue["series"], "date": issue["date"], "section": headings.get(row["section_id"])}
        lines[article] |= {field: sorted(named[article, kind]) for kind, field in FACETS}
    return lines


def _facets(tables: Tables) -> dict[tuple[str, str], set[str]]:
    names: dict[str, str] = {}
    for kind, _ in FACETS:
        table, key = RECORDS[kind]
        column = "title" if kind == "policy" else "name"
        names |= {row[key]: row[column] for row in tables[table]}
    named: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mention in tables["mentions"]:
        if mention["record_id"] in names:
            named[mention["article_id"], mention["kind"]].add(names[mention["record_id"]])
    return named


TEXT_CHECKS: tuple[Callable[[Path, Tables], Iterator[str]], ...] = (
    text_file_faults,
    offset_faults,
    extent_faults,
    sentence_faults,
    ledger_faults,
    search_faults,
)
