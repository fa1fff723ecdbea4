"""Where a run reads and writes: raw files found, stage files named, the state of what is done."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.limits import DEFAULT_LIMITS, Limits
from pipeline.model.errors import MissingStage
from pipeline.model.ids import document_id
from pipeline.store.cache import State
from pipeline.store.names import raw_path, shown_files
from pipeline.store.release import WORK

# How the files of a stage end where they are not JSON.
_ENDINGS = {"rows": ".part", "lines": ".ndjson", "texts": ".txt"}


def ending(stage: str) -> str:
    """The ending of the names of a stage's files."""
    return _ENDINGS.get(stage, ".json")


@dataclass(frozen=True, slots=True)
class RawFile:
    """A regular file under raw/; `relative` has `/` between its parts and is text (see store/names.py)."""

    document_id: str
    relative: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of a run, and what a document may ask for.

    Corrections lie beside raw/. Outputs are made in `work`, then shown (store/release.py).
    """

    raw: Path
    out: Path
    limits: Limits = DEFAULT_LIMITS

    @property
    def corrections(self) -> Path:
        """The folder of the analysts' corrections."""
        return self.raw.parent / "corrections"

    def stage_file(self, stage: str, item: str) -> Path:
        """The file that a stage leaves for a document or bulletin."""
        return self.out.joinpath(stage, f"{item}{ending(stage)}")

    @property
    def work(self) -> Path:
        """The folder in which the next outputs are made."""
        return self.out / WORK

    def text_file(self, bulletin_id: str) -> Path:
        """The bulletin's normalised text."""
        return self.work / "text" / f"{bulletin_id}.txt"

    @property
    def tables(self) -> Path:
        """The folder of the Parquet tables."""
        return self.work / "tables"

    @property
    def database(self) -> Path:
        """The SQLite database."""
        return self.work / "bulletins.db"

    @property
    def tables_sources(self) -> Path:
        """What the tables were put together from."""
        return self.out / "sources" / "tables.msgpack"

    @property
    def database_sources(self) -> Path:
        """What the database was filled from."""
        return self.out / "sources" / "database.msgpack"


def raw_files(raw: Path) -> list[RawFile]:
    """The files below raw/, sorted by path; hidden files, and symlinks that lead elsewhere, are left out.

    Raises MissingStage where there is no such folder.
    """
    if not raw.is_dir():
        raise MissingStage(f"there is no folder {raw}; put the bulletins there or name another with --raw")
    return [_raw_file(raw, relative) for relative in sorted(shown_files(raw))]


def _raw_file(raw: Path, relative: str) -> RawFile:
    status = raw_path(raw, relative).lstat()
    return RawFile(document_id(relative), relative, status.st_size, status.st_mtime_ns)


def names_in(folder: Path) -> set[str]:
    """The names of the files of a stage's folder, without those half written; none where there is no folder."""
    if not folder.is_dir():
        return set()
    with os.scandir(folder) as entries:
        return {entry.name for entry in entries if entry.is_file() and not entry.name.startswith(".")}


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
            hashes[file.document_id] = _sha256(raw_path(raw, file.relative))
            fresh[file.document_id] = (stamp, hashes[file.document_id])
    state.record("raw", fresh)
    return hashes


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
