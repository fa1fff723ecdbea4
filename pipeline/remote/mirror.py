"""Raw files at a URL → a folder of this machine with the same files; only what changed comes over.

Beside the folder `raw` lie `corrections` and `jianbao.toml`, as they lie beside it in the store. What has come is
written down file by file, and forgotten before a file changes, so that a killed run leaves nothing that is taken for
what it is not.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import MissingStage, UnusableAddress
from pipeline.remote.address import Address
from pipeline.remote.store import Entry, Store, batches
from pipeline.store.files import read_json, write_bytes, write_json
from pipeline.store.names import raw_path, shown, shown_files

Advance = Callable[[str, int, int], None]

# What lies beside raw/ and belongs to a run.
_CORRECTIONS, _SETTINGS = "corrections", "jianbao.toml"
# The longest name of a file or folder on the file systems of Linux, in bytes.
_LONGEST_NAME = 255


def mirror(address: Address, folder: Path, advance: Advance) -> Path:
    """Make `folder/raw` hold the files of the address, and return it.

    Raises UnusableAddress where the store fails, MissingStage where nothing lies there.
    """
    store = Store(address)
    with held(folder):
        found = {name: entry for name, entry in store.files().items() if _is_meant(name)}
        if not found:
            raise MissingStage(f"there are no files at {address}; put the bulletins there or name another with --raw")
        _bring(store, found, folder / "raw", advance)
        _bring_corrections(store.beside(_CORRECTIONS), folder / _CORRECTIONS)
        _bring_settings(store.beside(_SETTINGS), folder / _SETTINGS)
    return folder / "raw"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Wait until nobody else changes the folder, and keep others waiting."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _bring_corrections(store: Store | None, folder: Path) -> None:
    found = store.files() if store else {}
    tables = {name: entry for name, entry in found.items() if name.endswith(".csv") and "/" not in name}
    if store and (tables or folder.is_dir()):
        _bring(store, tables, folder, lambda *_: None)


def _bring_settings(store: Store | None, path: Path) -> None:
    content = store.read("") if store else None
    if content is None:
        path.unlink(missing_ok=True)
    else:
        write_bytes(path, content)


def _is_meant(name: str) -> bool:
    """Whether a file would be read if it lay in a folder: no part of its path is hidden (or leads upwards)."""
    return not name.endswith("/") and not any(part.startswith(".") for part in name.split("/"))


def _bring(store: Store, found: dict[str, Entry], folder: Path, advance: Advance) -> None:
    """Make a folder hold these files and no others."""
    _check_names(store.address, found)
    record = folder.with_name(f".{folder.name}.json")
    known = read_json(record, dict[str, str]) if record.is_file() else {}
    here = {name: path.stat().st_size for name, path in _files(folder)}
    right = {shown(n): e.version for n, e in found.items() if e.version and _stands(n, e, known, here)}
    stale = [name for name in found if shown(name) not in right]
    write_json(record, right)
    _remove(folder, here.keys() - {shown(name) for name in found})
    done = 0
    advance("fetch", 0, len(stale))
    for batch in batches(stale):
        _fetch(store, {name: found[name] for name in batch}, folder)
        right |= {shown(name): found[name].version for name in batch}
        write_json(record, right)
        done += len(batch)
        advance("fetch", done, len(stale))


def _stands(name: str, entry: Entry, known: dict[str, str], here: dict[str, int]) -> bool:
    size = here.get(shown(name))
    return known.get(shown(name)) == entry.version and size is not None and entry.size in (None, size)


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    if folder.is_dir():
        yield from ((name, raw_path(folder, name)) for name in shown_files(folder))


def _remove(folder: Path, gone: Iterable[str]) -> None:
    """Remove files, and the folders that are empty without them: one may be the name of a file now."""
    for name in gone:
        path = raw_path(folder, name)
        path.unlink()
        for parent in path.parents:
            if parent == folder or any(parent.iterdir()):
                break
            parent.rmdir()


def _fetch(store: Store, found: dict[str, Entry], folder: Path) -> None:
    """Each file comes beside the folder under a number and takes its name when it is whole."""
    incoming = folder.with_name(f".{folder.name}.incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(parents=True)
    paths = {name: incoming / str(number) for number, name in enumerate(found)}
    store.get(paths.items())
    for name, path in paths.items():
        if found[name].size not in (None, path.stat().st_size):
            raise UnusableAddress(f"{store.address}/{shown(name)} changed while it was read; run again")
        target = raw_path(folder, shown(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)
    incoming.rmdir()


def _check_names(address: Address, names: Iterable[str]) -> None:
    """Raise UnusableAddress for a key that no folder can hold: stores allow what file systems do not."""
    names = set(names)
    for name in sorted(names):
        parts = name.split("/")
        above = {"/".join(parts[:n]) for n in range(1, len(parts))}
        if "" in parts or "\0" in name or above & names or any(len(os.fsencode(p)) > _LONGEST_NAME for p in parts):
            raise UnusableAddress(
                f"{address}/{shown(name)} has a name that no folder can hold (an empty part, one of more than "
                f"{_LONGEST_NAME} bytes, or the name of another file as a folder); give it another name there"
            )
