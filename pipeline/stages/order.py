"""The stages in order: what each reads and writes, and what makes it stale. The only module that knows them all.

ingest and structure work on documents (files of raw/), segment, extract, link and check on bulletins (the documents
that selection accepted), tables, search and trends on the archive. A stage does an item again when the key of its
output (see store/cache.py) has changed or its file is gone.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pipeline.model.errors import MissingStage
from pipeline.run import Runner
from pipeline.stages import work
from pipeline.stages.archive import Layout, RawFile, content_hashes, raw_files
from pipeline.stages.keys import stage_key
from pipeline.stages.publish import publish_search, publish_tables, publish_trends, resolve_entities, review_archive
from pipeline.stages.selection import Candidate, Selected, select
from pipeline.stages.work import Done, Task
from pipeline.store.cache import State, combine
from pipeline.store.files import decode, remove_others

STAGES = ("ingest", "structure", "segment", "extract", "link", "check", "tables", "search", "trends")

Advance = Callable[[str, int, int], None]


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run over an archive: its folders, its state, how work is spread and how progress is told."""

    layout: Layout
    state: State
    runner: Runner = field(default_factory=Runner)
    advance: Advance = _silent


def run_stages(run: Run, stages: tuple[str, ...] = STAGES) -> None:
    """Run the stages named, in their order. Raises MissingStage where one before them was never run."""
    for stage in STAGES:
        if stage in stages:
            _STEPS[stage](run)


def _ingest(run: Run) -> None:
    files = raw_files(run.layout.raw)
    hashes = content_hashes(run.layout.raw, files, run.state)
    keys = {f.document_id: stage_key("ingest", hashes[f.document_id]) for f in files}
    tasks = {f.document_id: Task(run.layout, f.document_id, f.document_id, f.relative) for f in files}
    _process(run, "ingest", work.ingest, tasks, keys)


def _structure(run: Run) -> None:
    before = _require(run, "ingest")
    tasks = {f.document_id: _document_task(run, f) for f in _readable(run, before)}
    keys = {item: stage_key("structure", before[item][0]) for item in tasks}
    _process(run, "structure", work.structure, tasks, keys)


def _document_task(run: Run, file: RawFile) -> Task:
    return Task(run.layout, file.document_id, file.document_id, file.relative)


def _readable(run: Run, ingested: Mapping[str, Done]) -> Iterator[RawFile]:
    for file in raw_files(run.layout.raw):
        if file.document_id in ingested and not ingested[file.document_id][1]:
            yield file


def selected(run: Run) -> tuple[Selected, ...]:
    """The fate of every document that was structured."""
    return select(decode(note.encode(), Candidate) for _, note in _require(run, "structure").values())


def bulletin_tasks(run: Run) -> dict[str, Task]:
    """Bulletin id → task, for the accepted documents, ordered by bulletin id."""
    accepted = sorted((s.bulletin_id, s.document_id) for s in selected(run) if s.status == "accepted")
    return {bulletin: Task(run.layout, bulletin, document, "") for bulletin, document in accepted}


def _bulletin_stage(stage: str, function: Callable[[Task], Done], after: str) -> Callable[[Run], None]:
    def step(run: Run) -> None:
        before = _require(run, after)
        tasks = bulletin_tasks(run)
        made_from = {item: task.document_id if after == "structure" else item for item, task in tasks.items()}
        keys = {item: stage_key(stage, item, before[source][0]) for item, source in made_from.items()}
        _process(run, stage, function, tasks, keys)

    return step


_observe = _bulletin_stage("link/observations", work.observe, "extract")


def _link(run: Run) -> None:
    """Observations of every bulletin → entities; then each bulletin's links."""
    _observe(run)
    observed = _require(run, "link/observations")
    corrections = _corrections_fingerprint(run.layout)
    entities = stage_key("link/entities", _digest_of(run, "link/observations", corrections))
    output = run.layout.stage_file("link", "entities")
    _once(run, "link/entities", entities, output, lambda: resolve_entities(run.layout, sorted(observed)))
    keys = {item: stage_key("link", entities, key) for item, (key, _) in observed.items()}
    _process(run, "link", work.link, bulletin_tasks(run), keys)


_check_bulletins = _bulletin_stage("check", work.check, "link")


def _check(run: Run) -> None:
    _check_bulletins(run)
    key = stage_key("check/archive", _digest_of(run, "check", _corrections_fingerprint(run.layout)))
    output = run.layout.stage_file("check", "archive")
    _once(run, "check/archive", key, output, lambda: review_archive(run.layout, sorted(bulletin_tasks(run))))


def _tables(run: Run) -> None:
    key = stage_key("tables", _digest_of(run, "check/archive"), _digest_of(run, "ingest"))
    publish = partial(publish_tables, run.layout, _require(run, "ingest"), selected(run))
    _once(run, "tables", key, run.layout.database, publish)


def _search(run: Run) -> None:
    key = stage_key("search", _digest_of(run, "tables"))
    publish = partial(publish_search, run.layout, list(bulletin_tasks(run).values()))
    _once(run, "search", key, run.layout.out / "search" / "articles.ndjson", publish)


def _trends(run: Run) -> None:
    key = stage_key("trends", _digest_of(run, "tables"))
    _once(run, "trends", key, run.layout.out / "trends", partial(publish_trends, run.layout))


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


def _corrections_fingerprint(layout: Layout) -> str:
    files = sorted(layout.corrections.glob("*.csv")) if layout.corrections.is_dir() else []
    return combine(*(f"{file.name}:{file.read_bytes().hex()}" for file in files))


def _require(run: Run, stage: str) -> dict[str, tuple[str, str]]:
    done = run.state.keys(stage)
    if not done and not _empty_before(run, stage):
        name = stage.partition("/")[0]
        raise MissingStage(f"stage {name} has not been run on {run.layout.out}; run it first, or `make` for all stages")
    return done


def _empty_before(run: Run, stage: str) -> bool:
    """Whether a stage has nothing to show because nothing was there for it to read."""
    return bool(run.state.keys(f"{stage}/ran"))


def _digest_of(run: Run, stage: str, *more: str) -> str:
    return combine(*more, *(f"{item}:{key}" for item, (key, _) in sorted(_require(run, stage).items())))


def _process(
    run: Run, stage: str, function: Callable[[Task], Done], tasks: Mapping[str, Task], keys: Mapping[str, str]
) -> None:
    """Do what is stale of a stage, forget what is gone, and remember every item as soon as its file stands."""
    known = run.state.keys(stage)
    stale = [t for item, t in tasks.items() if not _fresh(run.layout, stage, item, keys[item], known)]
    run.advance(stage, 0, len(stale))
    for number, (item, note) in enumerate(run.runner.map(function, stale), 1):
        run.state.note(stage, item, keys[item], note)
        run.advance(stage, number, len(stale))
    run.state.forget(stage, known.keys() - tasks.keys())
    run.state.record(f"{stage}/ran", {"ran": ("", "")})
    remove_others(run.layout.out / stage, {f"{item}.json" for item in tasks} | _KEPT, "*.json")


_KEPT = {"entities.json", "archive.json"}


def _fresh(layout: Layout, stage: str, item: str, key: str, known: Mapping[str, tuple[str, str]]) -> bool:
    return item in known and known[item][0] == key and layout.stage_file(stage, item).is_file()


def _once(run: Run, stage: str, key: str, output: Path, publish: Callable[[], None]) -> None:
    """Do an archive-wide step unless it was done for this key and its output stands."""
    stale = run.state.keys(stage).get("archive", ("", ""))[0] != key or not output.exists()
    run.advance(stage, 0, int(stale))
    if stale:
        publish()
        run.state.record(stage, {"archive": (key, "")})
        run.advance(stage, 1, 1)
