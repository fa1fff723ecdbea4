"""What would run for one document, and why: the answer of `python -m pipeline why DOCUMENT`."""

from collections.abc import Iterator

from pipeline.model.errors import MissingStage
from pipeline.stages.archive import RawFile, content_hashes, raw_files
from pipeline.stages.keys import reason, stage_key
from pipeline.stages.order import Run, also_read, selected

_WITH_THE_ARCHIVE = "done; runs again when the code, the lexicon or an entity that its mentions can stand for changes"
_BULLETIN_STAGES = (("segment", "structure"), ("extract", "segment"), ("link/observations", "extract"))


def reasons(run: Run, document: str) -> Iterator[tuple[str, str]]:
    """(stage, reason) for each stage that handles one document at a time. Raises MissingStage for an unknown one."""
    file = _find(run, document)
    digest = content_hashes(run.layout.raw, [file], run.state)[file.document_id]
    yield _reason(run, "ingest", file.document_id, digest, also_read(run.layout, "ingest"))
    ingested = run.state.keys("ingest").get(file.document_id)
    if ingested is None or ingested[1]:
        yield "structure", f"not run: {ingested[1]}" if ingested else "waits for ingest"
        return
    yield _reason(run, "structure", file.document_id, ingested[0])
    if file.document_id in run.state.keys("structure"):
        yield from _bulletin_reasons(run, file.document_id)


def _bulletin_reasons(run: Run, document_id: str) -> Iterator[tuple[str, str]]:
    fate = next(s for s in selected(run) if s.document_id == document_id)
    if fate.status != "accepted":
        yield "segment", f"not run: {fate.reason}"
        return
    for stage, before in _BULLETIN_STAGES:
        item = document_id if before == "structure" else fate.bulletin_id
        made = run.state.keys(before).get(item)
        if made is None:
            yield stage, f"waits for {before}"
            return
        yield _reason(run, stage, fate.bulletin_id, fate.bulletin_id, made[0], also_read(run.layout, stage))
    for stage in ("link", "check"):
        yield stage, _WITH_THE_ARCHIVE if fate.bulletin_id in run.state.keys(stage) else "never run"


def _reason(run: Run, stage: str, item: str, *inputs: str) -> tuple[str, str]:
    stored = run.state.keys(stage).get(item)
    stands = run.layout.stage_file(stage, item).is_file()
    return stage, reason(stored[0] if stored else None, stage_key(stage, *inputs), stands)


def _find(run: Run, document: str) -> RawFile:
    for file in raw_files(run.layout.raw):
        if document in (file.document_id, file.relative):
            return file
    raise MissingStage(f"there is no document {document} in {run.layout.raw}; name a path below it or a document_id")
