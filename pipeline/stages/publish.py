"""Archive-wide steps: entities, tables, search files, trends. Each streams over the bulletins."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from pipeline.model.bulletin import Bulletin
from pipeline.model.entity import Entities, Finding
from pipeline.model.page import Document
from pipeline.stages.archive import Layout
from pipeline.stages.selection import Selected
from pipeline.stages.work import Done, Task, load_corrections, load_document, load_extraction, load_files, load_links
from pipeline.store.entity_rows import document_row, entity_rows
from pipeline.store.files import read_json, replacing, write_json
from pipeline.store.ndjson import article_lines, canonical_names
from pipeline.store.parquet import ParquetTables
from pipeline.store.rows import Row, bulletin_rows, ledger_rows, record_row
from pipeline.store.sqlite import write_database

T = TypeVar("T")


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


def publish_tables(layout: Layout, ingested: Mapping[str, Done], selection: tuple[Selected, ...]) -> None:
    """All stage files → tables/*.parquet and bulletins.db."""
    with ParquetTables(layout.tables) as tables:
        tables.add(entity_rows(read_json(layout.stage_file("link", "entities"), Entities)))
        tables.add({"findings": [record_row("findings", f) for f in _archive_findings(layout)]})
        tables.add({"documents": _document_rows(layout, ingested, selection)})
        for fate in selection:
            bulletin = read_json(layout.stage_file("structure", fate.document_id), Bulletin)
            tables.add({"ledger": ledger_rows(bulletin)})
        tables.add({"review": _review_rows(layout, selection)})
        for task in accepted_tasks(layout, selection):
            tables.add(bulletin_rows(load_files(task)))
    write_database(layout.tables, layout.database)


def accepted_tasks(layout: Layout, selection: Iterable[Selected]) -> list[Task]:
    """The tasks of the accepted documents, ordered by bulletin id."""
    accepted = sorted((s.bulletin_id, s.document_id) for s in selection if s.status == "accepted")
    return [Task(layout, bulletin, document, "") for bulletin, document in accepted]


def _archive_findings(layout: Layout) -> tuple[Finding, ...]:
    return read_json(layout.stage_file("check", "archive"), tuple[Finding, ...])


def _document_rows(layout: Layout, ingested: Mapping[str, Done], selection: Iterable[Selected]) -> list[Row]:
    fates = {fate.document_id: fate for fate in selection}
    documents = [load_document(layout, item) for item in ingested]
    return [_document_row(d, fates.get(d.document_id)) for d in sorted(documents, key=lambda d: d.path)]


def _document_row(document: Document, fate: Selected | None) -> Row:
    if fate is None:
        return document_row(document, "quarantined", document.reason, None)
    return document_row(document, fate.status, fate.reason, fate.bulletin_id)


def _review_rows(layout: Layout, selection: Iterable[Selected]) -> list[Row]:
    from pipeline.link.review import review_queue

    tasks = accepted_tasks(layout, selection)
    return [dict(row) for row in review_queue((load_extraction(task), load_links(task)) for task in tasks)]


def publish_search(layout: Layout, tasks: Iterable[Task]) -> None:
    """Stage files → search/articles.ndjson and the embedded index."""
    from pipeline.search.index import build_index
    from pipeline.segment.words import search_tokens

    names = canonical_names(read_json(layout.stage_file("link", "entities"), Entities))
    articles = layout.out / "search" / "articles.ndjson"
    _write_lines(articles, (line for task in tasks for line in article_lines(load_files(task), names, search_tokens)))
    build_index(layout.out)


def _write_lines(path: Path, lines: Iterable[bytes]) -> None:
    with replacing(path) as beside, beside.open("wb") as file:
        file.writelines(lines)


def publish_trends(layout: Layout) -> None:
    """Tables → trends/."""
    from pipeline.trends.report import write_trends

    write_trends(layout.tables, layout.out / "trends")
