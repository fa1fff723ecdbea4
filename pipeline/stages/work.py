"""What a worker does for one document or bulletin at each stage: read the stage files before, compute, write one file.

Every function here takes one task and is importable by name, so that it runs the same in this process, in a pool or on
a cluster. Each returns the item's name and a note: what later steps must know without reading the file again.
"""

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
from pipeline.store.files import encode, read_json, write_bytes, write_json
from pipeline.store.rows import BulletinFiles

if TYPE_CHECKING:
    from pipeline.link.corrections import Corrections
    from pipeline.link.link import EntitiesIndex


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
    document = read_document_guarded(task.layout.raw / task.path, task.path, cache_folder)
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
    """Bulletin → sentences, words, tags; also leaves the bulletin's text."""
    from pipeline.segment.words import segment as segment_bulletin

    bulletin = load_bulletin(task)
    write_bytes(task.layout.text_file(task.item), bulletin.text.encode())
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
    """Mentions and entities → links."""
    from pipeline.link.link import link as link_bulletin

    links = link_bulletin(load_bulletin(task), load_extraction(task), _load_index(task.layout))
    write_json(task.layout.stage_file("link", task.item), links, indent=1)
    return task.item, ""


def check(task: Task) -> Done:
    """Records → findings, and a summary for the checks across bulletins."""
    from pipeline.check.findings import check_bulletin, summarise

    bulletin, extraction = load_bulletin(task), load_extraction(task)
    links = load_links(task)
    findings = check_bulletin(bulletin, extraction, links)
    write_json(task.layout.stage_file("check", task.item), findings, indent=1)
    write_json(task.layout.out / "check" / "summaries" / f"{task.item}.json", summarise(bulletin, extraction, links))
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


def _load_index(layout: Layout) -> "EntitiesIndex":
    path = layout.stage_file("link", "entities")
    return _entity_index(path, _stamp(path), load_corrections(layout))


@lru_cache(maxsize=1)
def _entity_index(path: Path, stamp: Stamp, corrections: "Corrections") -> "EntitiesIndex":
    from pipeline.link.link import build_index

    return build_index(read_json(path, Entities), corrections)


def _stamp(path: Path) -> Stamp:
    status = path.stat()
    return status.st_mtime_ns, status.st_size, status.st_ino
