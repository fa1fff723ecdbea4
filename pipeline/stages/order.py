"""The stages in order: what each reads and writes, and what makes it stale. The only module that knows them all.

ingest and structure work on documents (files of raw/), segment, extract, link and check on bulletins (the documents
that selection accepted), tables, search and trends on the archive. A stage does an item again when the key of its
output (see store/cache.py) has changed or its file is gone.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from shutil import rmtree

from pipeline.model.errors import StageFailed
from pipeline.model.tables import TABLES
from pipeline.stages import work
from pipeline.stages.archive import Layout, RawFile, content_hashes, raw_files
from pipeline.stages.journal import DERIVED
from pipeline.stages.keys import stage_key
from pipeline.stages.process import Advance, Run, digest_of, once, once_beside, process, require, settle
from pipeline.stages.publish import (
    index_articles,
    publish_database,
    publish_lines,
    publish_search,
    publish_tables,
    publish_trends,
    resolve_entities,
    review_archive,
)
from pipeline.stages.selection import Candidate, Selected, select
from pipeline.stages.work import Done, Task
from pipeline.store.cache import combine
from pipeline.store.files import decode
from pipeline.store.release import publish

__all__ = ["STAGES", "Advance", "Run", "also_read", "run_stages", "selected"]

STAGES = ("ingest", "structure", "segment", "extract", "link", "check", "tables", "search", "trends")


def run_stages(run: Run, stages: tuple[str, ...] = STAGES) -> None:
    """Run the stages named, in their order, then show readers the outputs.

    Raises MissingStage where a stage before them was never run.
    """
    for stage in STAGES:
        if stage in stages:
            _step(run, stage)
    _show(run)


def _step(run: Run, stage: str) -> None:
    try:
        _STEPS[stage](run)
    except StageFailed:
        if stage in DERIVED:
            rmtree(run.layout.work / stage, ignore_errors=True)
            _show(run)
        raise


def _show(run: Run) -> None:
    settle(run, "database")
    if (
        run.state.keys("tables")
        and run.state.keys("database")
        and not any(_unfinished(run, stage) for stage in DERIVED)
    ):
        publish(run.layout.out)


def _unfinished(run: Run, stage: str) -> bool:
    """Whether a killed run left a stage's folder half made: it stands, and the state does not vouch for it."""
    return (run.layout.work / stage).exists() and not run.state.keys(stage)


def _ingest(run: Run) -> None:
    files = raw_files(run.layout.raw)
    hashes = content_hashes(run.layout.raw, files, run.state)
    keys = {f.document_id: stage_key("ingest", hashes[f.document_id], also_read(run.layout, "ingest")) for f in files}
    tasks = {f.document_id: Task(run.layout, f.document_id, f.document_id, f.relative) for f in files}
    process(run, "ingest", work.ingest, tasks, keys)


def _structure(run: Run) -> None:
    before = require(run, "ingest")
    tasks = {f.document_id: _document_task(run, f) for f in _readable(run, before)}
    keys = {item: stage_key("structure", before[item][0]) for item in tasks}
    process(run, "structure", work.structure, tasks, keys)


def _document_task(run: Run, file: RawFile) -> Task:
    return Task(run.layout, file.document_id, file.document_id, file.relative)


def _readable(run: Run, ingested: Mapping[str, Done]) -> Iterator[RawFile]:
    for file in raw_files(run.layout.raw):
        if file.document_id in ingested and not ingested[file.document_id][1]:
            yield file


def selected(run: Run) -> tuple[Selected, ...]:
    """The fate of every document that was structured."""
    return _select(tuple(note for _, note in require(run, "structure").values()))


@lru_cache(maxsize=1)
def _select(candidates: tuple[str, ...]) -> tuple[Selected, ...]:
    return select(decode(candidate.encode(), Candidate) for candidate in candidates)


def bulletin_tasks(run: Run) -> dict[str, Task]:
    """Bulletin id → task, for the accepted documents, ordered by bulletin id."""
    accepted = sorted((s.bulletin_id, s.document_id) for s in selected(run) if s.status == "accepted")
    return {bulletin: Task(run.layout, bulletin, document, "") for bulletin, document in accepted}


def _bulletin_stage(stage: str, function: Callable[[Task], Done], after: str) -> Callable[[Run], None]:
    def step(run: Run) -> None:
        before = require(run, after)
        tasks = bulletin_tasks(run)
        made_from = {item: task.document_id if after == "structure" else item for item, task in tasks.items()}
        also = also_read(run.layout, stage)
        keys = {item: stage_key(stage, item, before[source][0], also) for item, source in made_from.items()}
        process(run, stage, function, tasks, keys)

    return step


_observe = _bulletin_stage("link/observations", work.observe, "extract")


def _link(run: Run) -> None:
    """Observations of every bulletin → entities; then each bulletin's links."""
    _observe(run)
    observed = require(run, "link/observations")
    corrections = _corrections_fingerprint(run.layout)
    entities = stage_key("link/entities", digest_of(run, "link/observations", corrections))
    output = run.layout.stage_file("link", "entities")
    once_beside(run, "link/entities", entities, output, partial(resolve_entities, bulletins=sorted(observed)))
    settle(run, "link/entities")
    _link_bulletins(run, observed)


def _link_bulletins(run: Run, observed: Mapping[str, Done]) -> None:
    """Link what is stale: a bulletin whose mentions changed, or one of the entities that were looked up for it."""
    made_from = {item: key for item, (key, _) in observed.items()}
    looked_up = _looked_up(run)

    def key(item: str, digest: str) -> str:
        return stage_key("link", item, made_from[item], digest)

    def remember(item: str, note: str) -> None:
        digest, _, reads = note.partition("\n")
        run.state.note("link", item, key(item, digest), "")
        run.state.note("link/reads", item, digest, reads)

    keys = {item: key(item, looked_up.get(item, "")) for item in made_from}
    process(run, "link", work.link, bulletin_tasks(run), keys, remember)
    run.state.forget("link/reads", looked_up.keys() - made_from.keys())
    if not _read_as_they_are(run):
        run.state.record("link/read", {"archive": (_entities_key(run), "")})


def _looked_up(run: Run) -> dict[str, str]:
    """Bulletin → digest of what its linking looked up, as the entities are now."""
    if _read_as_they_are(run):
        return run.state.digests("link/reads")
    reader = work.load_reader(run.layout)
    now = {item: reader.digest(reads) for item, _, reads in run.state.rows("link/reads")}
    run.state.renew("link/reads", now)
    return now


def _read_as_they_are(run: Run) -> bool:
    """Whether the digests of what was looked up are of the entities as they are now."""
    return run.state.keys("link/read").get("archive", ("", ""))[0] == _entities_key(run)


def _entities_key(run: Run) -> str:
    return run.state.keys("link/entities")["archive"][0]


_check_bulletins = _bulletin_stage("check", work.check, "link")


def _check(run: Run) -> None:
    _check_bulletins(run)
    read = (_corrections_fingerprint(run.layout), _entities_key(run))
    key = stage_key("check/archive", digest_of(run, "check", *read))
    output = run.layout.stage_file("check", "archive")
    once(run, "check/archive", key, output, lambda: review_archive(run.layout, sorted(bulletin_tasks(run))))


def _describe(run: Run) -> None:
    """The rows of every file of raw/, accepted or not."""
    ingested, structured = require(run, "ingest"), require(run, "structure")
    tasks = {item: Task(run.layout, item, item, "") for item in ingested}
    keys = {i: stage_key("documents", key, structured.get(i, ("", ""))[0]) for i, (key, _) in ingested.items()}
    process(run, "documents", work.describe, tasks, keys)


_rows = _bulletin_stage("rows", work.rows, "check")
_lines = _bulletin_stage("lines", work.lines, "link")


def _tables(run: Run) -> None:
    """The rows of each document and bulletin, then all of them together."""
    _describe(run)
    _rows(run)
    key = stage_key("tables", *(digest_of(run, stage) for stage in ("check/archive", "documents", "rows")))
    described, fates = require(run, "documents"), {fate.document_id: fate for fate in selected(run)}
    by_path = sorted(described, key=lambda item: described[item][1])

    make = partial(publish_tables, documents=by_path, bulletins=list(bulletin_tasks(run)), fates=fates)
    once_beside(run, "tables", key, run.layout.tables / f"{TABLES[0].name}.parquet", make, undoes=("database",))
    settle(run, "tables")
    once_beside(run, "database", key, run.layout.database, publish_database)


def _search(run: Run) -> None:
    """The lines of each bulletin, then all of them together, and the index."""
    _lines(run)
    key = stage_key("search", digest_of(run, "tables"), digest_of(run, "lines"))
    once(run, "search", key, run.layout.work / "search" / "articles.ndjson", partial(_publish_search, run))


def _publish_search(run: Run) -> None:
    """The articles are indexed while the database is written; the index's names come from it."""
    publish_lines(run.layout, list(bulletin_tasks(run)))
    indexed = run.runner.beside(index_articles, run.layout)
    settle(run, "database")
    indexed()
    publish_search(run.layout)


def _trends(run: Run) -> None:
    key = stage_key("trends", digest_of(run, "tables"))
    once(run, "trends", key, run.layout.work / "trends", partial(publish_trends, run.layout))


_STEPS: dict[str, Callable[[Run], None]] = {
    "ingest": _ingest,
    "structure": _structure,
    "segment": _bulletin_stage("segment", work.segment, "structure"),
    "extract": _bulletin_stage("extract", work.extract, "segment"),
    "link": _link,
    "check": _check,
    "tables": _tables,
    "search": _search,
    "trends": _trends,
}


def also_read(layout: Layout, stage: str) -> str:
    """What a stage depends on besides the stage before.

    Reading has its limits; extraction may lean on a model that the environment names; linking is the first to read
    mentions as corrected.
    """
    if stage == "ingest":
        return repr(layout.limits)
    if stage == "extract":
        return os.environ.get("EXTRACT_MODEL", "")
    return _corrections_fingerprint(layout) if stage == "link/observations" else ""


def _corrections_fingerprint(layout: Layout) -> str:
    files = sorted(layout.corrections.glob("*.csv")) if layout.corrections.is_dir() else []
    return combine(*(f"{file.name}:{file.read_bytes().hex()}" for file in files))
