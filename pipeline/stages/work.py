"""What a worker does for one document or bulletin at each stage: read the stage files before, compute, write one file.

Every function here takes one task and is importable by name, so that it runs the same in this process, in a pool or on
a cluster. Each returns the item's name and a note: what later steps must know without reading the file again.
"""

import gc
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pipeline.model.bulletin import Bulletin, Segmentation
from pipeline.model.entity import BulletinLinks, Entities, Finding
from pipeline.model.mention import Extraction
from pipeline.model.page import Document
from pipeline.stages.archive import Layout
from pipeline.stages.selection import Candidate
from pipeline.stages.trace import Reader, read_records, traced, without_counts
from pipeline.store.entity_rows import DocumentRows, document_row
from pipeline.store.files import encode, read_json, write_bytes, write_json
from pipeline.store.names import raw_path
from pipeline.store.ndjson import article_lines, canonical_names
from pipeline.store.rows import BulletinFiles, bulletin_rows, ledger_rows

if TYPE_CHECKING:
    from pipeline.link.corrections import Corrections

# Stages make many small objects and hardly a cycle: with Python's own threshold a sixth of the time goes to looking.
gc.set_threshold(20_000, 20, 50)


@dataclass(frozen=True, slots=True)
class Task:
    """One item of work. `item` names the stage file; `document_id` and `path` the raw file that it comes from."""

    layout: Layout
    item: str
    document_id: str
    path: str


Done = tuple[str, str]
# When a file was changed, its size and its place on the disk: what tells one version of it from another.
Stamp = tuple[int, int, int]


def ingest(task: Task) -> Done:
    """Raw file → pages of lines."""
    from pipeline.ingest.isolation import read_document_guarded

    cache_folder = task.layout.out / "ingest" / "ocr"
    document = read_document_guarded(raw_path(task.layout.raw, task.path), task.path, cache_folder, task.layout.limits)
    write_json(task.layout.stage_file("ingest", task.item), document)
    return task.item, document.reason or ""


def structure(task: Task) -> Done:
    """Pages → bulletin."""
    from pipeline.structure.recover import recover

    document = load_document(task.layout, task.document_id)
    bulletin = recover(document)
    write_json(task.layout.stage_file("structure", task.item), bulletin, indent=1)
    titles = tuple("".join(filter(str.isalnum, article.title)) for article in bulletin.articles)
    source = document.text_source or "plain"
    candidate = Candidate(task.document_id, document.path, document.sha256, source, bulletin.bulletin_id, titles)
    return task.item, encode(candidate).decode()


def segment(task: Task) -> Done:
    """Bulletin → sentences, words, tags."""
    from pipeline.segment.words import segment as segment_bulletin

    bulletin = load_bulletin(task)
    write_json(task.layout.stage_file("segment", task.item), segment_bulletin(bulletin))
    return task.item, ""


def extract(task: Task) -> Done:
    """Sentences → mentions."""
    from pipeline.extract.language import extract as extract_mentions

    segmentation = read_json(task.layout.stage_file("segment", task.item), Segmentation)
    extraction = extract_mentions(load_bulletin(task), segmentation)
    write_json(task.layout.stage_file("extract", task.item), extraction, indent=1)
    return task.item, ""


def observe(task: Task) -> Done:
    """Mentions → what linking needs to know of this bulletin."""
    from pipeline.link.observe import observe as observe_bulletin

    observations = observe_bulletin(load_bulletin(task), load_extraction(task))
    write_json(task.layout.out / "link" / "observations" / f"{task.item}.json", observations)
    return task.item, ""


def link(task: Task) -> Done:
    """Mentions and entities → links; notes what was looked up among the entities, with its digest before it."""
    from pipeline.link.link import link as link_bulletin

    reader, reads = load_reader(task.layout), set[str]()
    index = traced(reader.index, reads)
    links = link_bulletin(load_bulletin(task), load_extraction(task), index)
    read_records(index, {link.record_id for link in links.links if link.record_id})
    write_json(task.layout.stage_file("link", task.item), links, indent=1)
    looked_up = "\n".join(sorted(reads))
    return task.item, f"{reader.digest(looked_up)}\n{looked_up}"


def check(task: Task) -> Done:
    """Records → findings, and a summary for the checks across bulletins."""
    from pipeline.check.findings import check_bulletin, summarise

    bulletin, extraction = load_bulletin(task), load_extraction(task)
    links = load_links(task)
    findings = check_bulletin(bulletin, extraction, links)
    write_json(task.layout.stage_file("check", task.item), findings, indent=1)
    write_json(task.layout.out / "check" / "summaries" / f"{task.item}.json", summarise(bulletin, extraction, links))
    return task.item, ""


def describe(task: Task) -> Done:
    """What ingest and structure left of a file → its row of `documents` and its ledger."""
    document = load_document(task.layout, task.document_id)
    structured = task.layout.stage_file("structure", task.document_id)
    ledger = [] if document.reason else ledger_rows(read_json(structured, Bulletin))
    write_json(task.layout.stage_file("documents", task.item), DocumentRows(document_row(document), ledger))
    return task.item, document.path


def rows(task: Task) -> Done:
    """All stage files of a bulletin → its rows of every table, its questions for review, and its text."""
    from pipeline.link.review import review_queue
    from pipeline.store.parts import pack

    files = load_files(task)
    review = [dict(row) for row in review_queue([(files.extraction, files.links)])]
    write_bytes(task.layout.stage_file("texts", task.item), files.bulletin.text.encode())
    write_bytes(task.layout.stage_file("rows", task.item), pack(bulletin_rows(files) | {"review": review}))
    return task.item, ""


def lines(task: Task) -> Done:
    """Articles, mentions and links → lines of articles.ndjson."""
    from pipeline.segment.words import search_tokens

    found = article_lines(load_bulletin(task), load_extraction(task), load_links(task), _names(task), search_tokens)
    write_bytes(task.layout.stage_file("lines", task.item), b"".join(found))
    return task.item, ""


def load_document(layout: Layout, document_id: str) -> Document:
    """What ingest left of a file."""
    return read_json(layout.stage_file("ingest", document_id), Document)


def load_bulletin(task: Task) -> Bulletin:
    """What structure left of a file, under the id that selection gave it."""
    bulletin = read_json(task.layout.stage_file("structure", task.document_id), Bulletin)
    return bulletin if bulletin.bulletin_id == task.item else renamed(bulletin, task.item)


def renamed(bulletin: Bulletin, bulletin_id: str) -> Bulletin:
    """The bulletin with all ids that begin with its old id changed to begin with the new one."""
    content = msgspec.json.encode(replace(bulletin, text=""))
    content = content.replace(bulletin.bulletin_id.encode(), bulletin_id.encode())
    return replace(msgspec.json.decode(content, type=Bulletin), text=bulletin.text)


def load_extraction(task: Task) -> Extraction:
    """What extract left of a bulletin, corrected by the analysts."""
    from pipeline.link.corrections import apply

    extraction = read_json(task.layout.stage_file("extract", task.item), Extraction)
    return apply(extraction, load_corrections(task.layout))


def load_links(task: Task) -> BulletinLinks:
    """What link left of a bulletin."""
    return read_json(task.layout.stage_file("link", task.item), BulletinLinks)


def load_files(task: Task) -> BulletinFiles:
    """All that the stages left of an accepted bulletin."""
    layout = task.layout
    return BulletinFiles(
        load_document(layout, task.document_id),
        load_bulletin(task),
        read_json(layout.stage_file("segment", task.item), Segmentation),
        load_extraction(task),
        load_links(task),
        read_json(layout.stage_file("check", task.item), tuple[Finding, ...]),
    )


def load_corrections(layout: Layout) -> "Corrections":
    """The analysts' corrections, read again only when a file of theirs has changed."""
    folder = layout.corrections
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    return _corrections(folder, tuple((file.name, _stamp(file)) for file in files))


@lru_cache(maxsize=1)
def _corrections(folder: Path, stamps: tuple[tuple[str, Stamp], ...]) -> "Corrections":
    from pipeline.link.corrections import read_corrections

    return read_corrections(folder)


def load_reader(layout: Layout) -> Reader:
    """The archive's entities as linking looks them up, read again only when they have changed."""
    path = layout.stage_file("link", "entities")
    return _reader(path, _stamp(path), load_corrections(layout))


@lru_cache(maxsize=1)
def _reader(path: Path, stamp: Stamp, corrections: "Corrections") -> Reader:
    from pipeline.link.link import build_index

    return Reader(build_index(without_counts(read_json(path, Entities)), corrections))


def _names(task: Task) -> dict[str, str]:
    path = task.layout.stage_file("link", "entities")
    return _canonical_names(path, _stamp(path))


@lru_cache(maxsize=1)
def _canonical_names(path: Path, stamp: Stamp) -> dict[str, str]:
    return canonical_names(read_json(path, Entities))


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino
