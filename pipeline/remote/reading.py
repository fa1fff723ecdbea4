"""The release that a store shows → a folder of this machine that reads as an output folder does."""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from pipeline.model.errors import UnusableAddress
from pipeline.remote.address import Address
from pipeline.remote.manifest import Manifest, Stored, shown_manifest
from pipeline.remote.mirror import held
from pipeline.remote.release import is_shown
from pipeline.remote.store import Store, batches
from pipeline.store.files import read_json, write_json
from pipeline.store.manifest import NAME as RUN
from pipeline.store.release import WORK, publish

Advance = Callable[[str, int, int], None]

# Below the folder of an address: where runs work, and where a release is kept for reading.
OUT, READ = "out", "read"
_RECORD, _INCOMING = ".fetched.json", ".incoming"


def fetch(address: Address, folder: Path, within: str, advance: Advance) -> Path:
    """A folder with the shown release: where runs work, if that is it; else one into which what is missing is fetched.

    `within` limits the files to those below one name (`tables/`). Raises MissingStage where nothing was released.
    """
    store = Store(address)
    manifest = shown_manifest(store)
    if is_shown(folder / OUT, manifest.release):
        return folder / OUT
    out = folder / READ / (within.strip("/") or "all")
    with held(out):
        wanted = {name: stored for name, stored in manifest.files.items() if name.startswith(within)}
        _bring(store, Manifest(manifest.release, manifest.schema_version, wanted), out, advance)
        publish(out)
    return out


def _bring(store: Store, manifest: Manifest, out: Path, advance: Advance) -> None:
    """Make the folder hold these files; each is fetched, compared with its hash, and put in place."""
    record = out / _RECORD
    known = read_json(record, dict[str, str]) if record.is_file() else {}
    right = {n: f.sha256 for n, f in manifest.files.items() if known.get(n) == f.sha256 and _path(out, n).is_file()}
    write_json(record, right)
    for name in known.keys() - manifest.files.keys():
        _path(out, name).unlink(missing_ok=True)
    stale = sorted(manifest.files.keys() - right.keys())
    done = 0
    advance("fetch", 0, len(stale))
    for batch in batches(stale):
        _fetch(store, {name: manifest.files[name] for name in batch}, out)
        right |= {name: manifest.files[name].sha256 for name in batch}
        write_json(record, right)
        done += len(batch)
        advance("fetch", done, len(stale))


def _path(out: Path, name: str) -> Path:
    return out / RUN if name == RUN else out / WORK / name


def _fetch(store: Store, files: dict[str, Stored], out: Path) -> None:
    incoming = out / _INCOMING
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(parents=True)
    paths = {name: incoming / str(number) for number, name in enumerate(files)}
    store.get((files[name].object, path) for name, path in paths.items())
    for name, path in paths.items():
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != files[name].sha256:
                raise UnusableAddress(f"{store.address}: {name} is not what its release says; run the pipeline again")
        target = _path(out, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
    incoming.rmdir()
