"""Archive-wide steps: entities, tables, search files, trends. Each streams over the bulletins."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pipeline.model.entity import Entities, Finding
from pipeline.stages.archive import Layout
from pipeline.stages.selection import Selected
from pipeline.stages.work import load_corrections
from pipeline.store.entity_rows import DocumentRows, entity_rows
from pipeline.store.files import encode, link_all, read_json, remove_others, replacing, replacing_folder, write_json
from pipeline.store.parquet import ParquetTables
from pipeline.store.parts import unpack
from pipeline.store.rows import Row, record_row
from pipeline.store.sources import Source, content_digest, read_filled, read_sources, write_filled, write_sources
from pipeline.store.sqlite import write_database

T = TypeVar("T")

Fates = Mapping[str, Selected]

# Documents whose few rows become columns at a time.
_TOGETHER = 500


def _each(layout: Layout, stage: str, items: Iterable[str], kind: type[T]) -> Iterator[T]:
    for item in items:
        yield read_json(layout.stage_file(stage, item), kind)


def resolve_entities(layout: Layout, bulletins: list[str]) -> None:
    """Observations of all bulletins → link/entities.json."""
    from pipeline.link.observation import Observations
    from pipeline.link.resolve import resolve

    observations = _each(layout, "link/observations", bulletins, Observations)
    entities = resolve(observations, load_corrections(layout))
    write_json(layout.stage_file("link", "entities"), entities, indent=1)


def review_archive(layout: Layout, bulletins: list[str]) -> None:
    """Summaries of all bulletins → check/archive.json, the findings across bulletins."""
    from pipeline.check.findings import IssueSummary, check_archive

    summaries = _each(layout, "check/summaries", bulletins, IssueSummary)
    entities = read_json(layout.stage_file("link", "entities"), Entities)
    findings = check_archive(summaries, entities, load_corrections(layout))
    write_json(layout.stage_file("check", "archive"), findings, indent=1)


def publish_tables(layout: Layout, documents: Iterable[str], bulletins: list[str], fates: Fates) -> None:
    """The rows of all documents and bulletins → tables/*.parquet and text/.

    pages/ keeps what verify must know of the inputs. Tables keep the order of `documents` and `bulletins`.
    """
    documents = list(documents)
    with ParquetTables(layout.tables) as tables:
        tables.add(entity_rows(read_json(layout.stage_file("link", "entities"), Entities)))
        tables.add({"findings": [record_row("findings", f) for f in _archive_findings(layout)]})
        described = (_with_fate(found, fates) for found in _each(layout, "documents", documents, DocumentRows))
        while found := list(islice(described, _TOGETHER)):
            ledger = [row for rows in found for row in rows.ledger]
            tables.add(
                {"documents": [rows.document for rows in found], "ledger": ledger}, *map(_document_source, found)
            )
        questions = (question for bulletin in bulletins for question in _add_part(tables, layout, bulletin))
        tables.add({"review": merge_questions(questions)})
    write_sources(layout.tables_sources, tables.sources)
    texts = {f"{bulletin}.txt" for bulletin in bulletins}
    remove_others(layout.out / "texts", texts)
    link_all(layout.out / "texts", layout.work / "text", texts)
    link_all(layout.out / "ingest", layout.work / "pages", {f"{document}.json" for document in documents})


def _with_fate(found: DocumentRows, fates: Fates) -> DocumentRows:
    fate = fates.get(found.document["document_id"])
    if fate is None:
        return found
    decided = {"status": fate.status, "reason": fate.reason, "bulletin_id": fate.bulletin_id}
    return DocumentRows(found.document | decided, found.ledger)


def _document_source(found: DocumentRows) -> Source:
    return Source(content_digest(encode(found)), {"documents": 1, "ledger": len(found.ledger)})


def _add_part(tables: ParquetTables, layout: Layout, bulletin: str) -> list[Row]:
    """Add a bulletin's rows to the tables; what remains are its questions for review."""
    part = layout.stage_file("rows", bulletin).read_bytes()
    batches = unpack(part)
    review = batches.pop("review", None)
    tables.add_batches(batches, Source(content_digest(part), {name: b.num_rows for name, b in batches.items()}))
    return list(review.to_pylist()) if review is not None else []


def merge_questions(questions: Iterable[Row]) -> list[Row]:
    """The questions of all bulletins as one queue: those on which most mentions wait first."""
    merged: dict[tuple[str, str, tuple[str, ...]], Row] = {}
    for row in questions:
        key = (row["kind"], row["text"], tuple(row["candidates"]))
        known = merged.setdefault(key, row | {"mentions_waiting": 0})
        known["mention_id"] = min(known["mention_id"], row["mention_id"])
        known["mentions_waiting"] += row["mentions_waiting"]
    return [row for _, row in sorted(merged.items(), key=lambda item: (-item[1]["mentions_waiting"], item[0]))]


def _archive_findings(layout: Layout) -> tuple[Finding, ...]:
    return read_json(layout.stage_file("check", "archive"), tuple[Finding, ...])


def publish_database(layout: Layout) -> None:
    """tables/*.parquet → bulletins.db; rows that the old database holds are copied from it."""
    sources, known = read_sources(layout.tables_sources), read_filled(layout.database_sources, layout.database)
    write_database(layout.tables, layout.database, sources, known)
    write_filled(layout.database_sources, layout.database, sources)


def publish_lines(layout: Layout, bulletins: Iterable[str]) -> None:
    """The lines of all bulletins → search/articles.ndjson."""
    articles = layout.work / "search" / "articles.ndjson"
    _write_lines(articles, (layout.stage_file("lines", bulletin).read_bytes() for bulletin in bulletins))


def index_articles(layout: Layout) -> None:
    """articles.ndjson → the next index but for its names, beside the one that stands."""
    from pipeline.search.index import begin_index

    begin_index(layout.work)


def publish_search(layout: Layout) -> None:
    """The next index and bulletins.db → the embedded index and the files for OpenSearch."""
    from pipeline.search.index import finish_search

    finish_search(layout.work)


def _write_lines(path: Path, lines: Iterable[bytes]) -> None:
    with replacing(path) as beside, beside.open("wb") as file:
        file.writelines(lines)


def publish_trends(layout: Layout) -> None:
    """Tables → trends/."""
    from pipeline.trends.report import write_trends

    with replacing_folder(layout.work / "trends") as beside:
        write_trends(layout.tables, beside)
