"""The outputs of a working folder → a store, so that its readers see the old release or the new one and never a mix.

Objects first, under names that nothing refers to yet; then the manifest; then the pointer, in one write. A run killed
before that leaves the old release whole, and the next one goes on with the objects that stand. What neither the new
release nor the one before it needs is removed afterwards: a reader in the middle of the one before can go on.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model.errors import UnusableAddress
from pipeline.model.tables import SCHEMA_VERSION
from pipeline.remote.address import Address
from pipeline.remote.manifest import (
    RELEASES,
    TABLES,
    Manifest,
    Pointer,
    Stored,
    name_of,
    read_manifest,
    read_pointer,
    release_name,
    show,
    write_manifest,
)  # fmt: skip
from pipeline.remote.store import Entry, Store, batches
from pipeline.store.files import read_json, write_json
from pipeline.store.manifest import NAME as RUN
from pipeline.store.manifest import shown_release
from pipeline.store.release import CURRENT

Advance = Callable[[str, int, int], None]

# What was last released from a working folder, and the hashes of its files.
RECORD = ".released.json"
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Released:
    """The releases of store and working folder that are the same; name → stamp and hash of its files."""

    remote: str
    local: str
    files: dict[str, tuple[Stamp, str]]


def read_record(out: Path) -> Released | None:
    """What was last released from this working folder."""
    path = out / RECORD
    return read_json(path, Released) if path.is_file() else None


def is_shown(out: Path, release: str) -> bool:
    """Whether the working folder shows what the store shows under this name."""
    record = read_record(out)
    return record is not None and (record.remote, record.local) == (release, shown_release(out))


def release(address: Address, out: Path, advance: Advance) -> bool:
    """Show at the address what the working folder shows; returns whether anything had changed.

    Raises UnusableAddress where the store fails or another run released something there meanwhile.
    """
    store = Store(address)
    pointer = read_pointer(store)
    if not (out / CURRENT).exists() or (pointer and is_shown(out, pointer.release)):
        return False
    before = read_manifest(store, pointer.release if pointer else None)
    files = _files(out)
    hashes = {name: sha256 for name, (_, sha256) in files.items() if name != RUN}
    changed = before is None or {n: f.sha256 for n, f in before.files.items() if n != RUN} != hashes
    if changed or before is None:
        standing = store.files(RELEASES)
        manifest = _planned(before, hashes, files, standing)
        _put(store, manifest, out, standing, advance)
        _switch(store, manifest, pointer)
        _clear(store, manifest, before)
        before = manifest
    write_json(out / RECORD, Released(before.release, shown_release(out), files))
    return changed


def _files(out: Path) -> dict[str, tuple[Stamp, str]]:
    """The files of the release that the working folder shows, and run.json; known hashes are not computed again."""
    record = read_record(out)
    known = record.files if record else {}
    found = {}
    for name, path in _paths(out):
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        stored = known.get(name)
        found[name] = stored if stored and stored[0] == stamp else (stamp, _sha256(path))
    return found


def _paths(out: Path) -> Iterator[tuple[str, Path]]:
    current = (out / CURRENT).resolve()
    for folder, _, names in os.walk(current):
        for name in names:
            path = Path(folder, name)
            yield path.relative_to(current).as_posix(), path
    if (out / RUN).is_file():
        yield RUN, out / RUN


def path_of(out: Path, name: str) -> Path:
    """The file of the working folder that a release calls by this name."""
    return out / RUN if name == RUN else (out / CURRENT).resolve() / name


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _planned(
    before: Manifest | None, hashes: dict[str, str], files: dict[str, tuple[Stamp, str]], standing: dict[str, Entry]
) -> Manifest:
    """Which object each file gets: the one it has where that is right, else one of the new release."""
    number = int(before.release.partition("-")[0]) + 1 if before else 1
    name_of_release = release_name(number, hashes)
    new = {
        name: Stored(f"{RELEASES}/{name_of_release}/{name}", stamp[1], sha256)
        for name, (stamp, sha256) in files.items()
    }
    old = {n: f for n, f in before.files.items() if _is_kept(f, new.get(n), standing)} if before else {}
    if not all(name in old for name in new if name.startswith(TABLES)):
        old = {name: stored for name, stored in old.items() if not name.startswith(TABLES)}
    return Manifest(name_of_release, SCHEMA_VERSION, new | old)


def _is_kept(old: Stored, new: Stored | None, standing: dict[str, Entry]) -> bool:
    return new is not None and old.sha256 == new.sha256 and _is_there(old, standing)


def _is_there(stored: Stored, standing: dict[str, Entry]) -> bool:
    entry = standing.get(stored.object)
    return entry is not None and entry.size in (None, stored.bytes)


def _put(store: Store, manifest: Manifest, out: Path, standing: dict[str, Entry], advance: Advance) -> None:
    """Put the objects that are missing, then look whether all of them stand."""
    missing = [n for n, stored in sorted(manifest.files.items()) if n == RUN or not _is_there(stored, standing)]
    done = 0
    advance("release", 0, len(missing))
    for batch in batches(missing):
        store.put((manifest.files[name].object, path_of(out, name)) for name in batch)
        done += len(batch)
        advance("release", done, len(missing))
    standing = store.files(RELEASES)
    for name, stored in manifest.files.items():
        if not _is_there(stored, standing):
            raise UnusableAddress(f"{store.address} does not hold {name} as it was put there; run again to go on")


def _switch(store: Store, manifest: Manifest, pointer: Pointer | None) -> None:
    """Show the release, unless another run has shown one since this one looked."""
    write_manifest(store, manifest)
    if read_pointer(store) != pointer:
        raise UnusableAddress(f"another run wrote to {store.address} meanwhile; what it left stands; run again")
    show(store, manifest, pointer.release if pointer else None)


def _clear(store: Store, manifest: Manifest, before: Manifest | None) -> None:
    """Remove what neither this release nor the one before it holds."""
    shown = [found for found in (manifest, before) if found]
    needed = {stored.object for found in shown for stored in found.files.values()}
    needed |= {name_of(found.release) for found in shown}
    store.remove(sorted(store.files(RELEASES).keys() - needed))
