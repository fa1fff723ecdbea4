"""Where a run reads and writes: raw files found, stage files named, the state of what is done."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import MissingStage
from pipeline.model.ids import document_id
from pipeline.store.cache import State


@dataclass(frozen=True, slots=True)
class RawFile:
    """A regular file under raw/; `relative` has `/` between its parts, undecodable bytes as \\udcXX."""

    document_id: str
    relative: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a run. Corrections lie beside raw/ unless named otherwise."""

    raw: Path
    out: Path

    @property
    def corrections(self) -> Path:
        """The folder of the analysts' corrections."""
        return self.raw.parent / "corrections"

    def stage_file(self, stage: str, item: str) -> Path:
        """The file that a stage leaves for a document or bulletin."""
        return self.out / stage / f"{item}.json"

    def text_file(self, bulletin_id: str) -> Path:
        """The bulletin's normalised text."""
        return self.out / "text" / f"{bulletin_id}.txt"

    @property
    def tables(self) -> Path:
        """The folder of the Parquet tables."""
        return self.out / "tables"

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.out / "bulletins.db"


def raw_files(raw: Path) -> list[RawFile]:
    """The files below raw/, sorted by path; hidden files, and symlinks that lead elsewhere, are left out.

    Raises MissingStage where there is no such folder.
    """
    if not raw.is_dir():
        raise MissingStage(f"there is no folder {raw}; put the bulletins there or name another with --raw")
    return sorted(_walk(raw, ""), key=lambda f: f.relative)


def _walk(folder: Path, prefix: str) -> Iterator[RawFile]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            relative = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), relative + "/")
            elif entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                yield RawFile(document_id(relative), relative, status.st_size, status.st_mtime_ns)


def content_hashes(raw: Path, files: list[RawFile], state: State) -> dict[str, str]:
    """Document id → SHA-256 of the bytes; a file whose size and time of change are known is not read again."""
    known = state.keys("raw")
    hashes, fresh = {}, {}
    for file in files:
        stamp = f"{file.size}-{file.modified}"
        stored = known.get(file.document_id)
        if stored is not None and stored[0] == stamp:
            hashes[file.document_id] = stored[1]
        else:
            hashes[file.document_id] = _sha256(raw / file.relative)
            fresh[file.document_id] = (stamp, hashes[file.document_id])
    state.record("raw", fresh)
    return hashes


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
