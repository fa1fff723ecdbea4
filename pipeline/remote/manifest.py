"""What a store holds of the outputs: a manifest a release, and the one pointer that says which release is shown.

current.json                      {"release": "8-0f3a…", "tables": "releases/8-0f3a…/tables", …}
releases/8-0f3a….json             every file of the release: its object, size and hash
releases/8-0f3a…/tables/…         the objects that came with it; others stay where an earlier release put them
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec

from pipeline.model.errors import MissingStage, UnusableAddress
from pipeline.model.tables import SCHEMA_VERSION
from pipeline.remote.store import Store
from pipeline.store.files import encode

POINTER = "current.json"
RELEASES = "releases"
T = TypeVar("T")

# The folder that a reader takes as a whole: its files always lie together.
TABLES = "tables/"


@dataclass(frozen=True, slots=True)
class Stored:
    """A file of a release: where its object lies, its size in bytes, its SHA-256."""

    object: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release: its name (a number and a digest of what it holds) and its files by the names that readers know."""

    release: str
    schema_version: int
    files: dict[str, Stored]


@dataclass(frozen=True, slots=True)
class Pointer:
    """The release that is shown, where its manifest and its tables lie, and the release before it."""

    release: str
    manifest: str
    tables: str
    before: str | None


def name_of(release: str) -> str:
    """Where the manifest of a release lies."""
    return f"{RELEASES}/{release}.json"


def read_pointer(store: Store) -> Pointer | None:
    """What is shown; None where nothing ever was. Raises UnusableAddress for a pointer that is not ours."""
    return _decoded(store, POINTER, Pointer)


def read_manifest(store: Store, release: str | None) -> Manifest | None:
    """The manifest of a release; None where it is gone. Raises UnusableAddress where it is no manifest of ours."""
    found = _decoded(store, name_of(release), Manifest) if release else None
    if found is not None and found.schema_version > SCHEMA_VERSION:
        raise UnusableAddress(
            f"{store.address} was written by a newer version (schema {found.schema_version}, this one has "
            f"{SCHEMA_VERSION}); update the pipeline or choose another address"
        )
    if found is not None and not all(map(_stays_inside, found.files)):
        raise UnusableAddress(f"the manifest of {store.address} names files outside of it; choose another address")
    return found


def shown_manifest(store: Store) -> Manifest:
    """The release that is shown. Raises MissingStage where there is none."""
    pointer = read_pointer(store)
    manifest = read_manifest(store, pointer.release) if pointer else None
    if manifest is None:
        raise MissingStage(f"there are no outputs at {store.address}; run `python -m pipeline run --out` for it first")
    return manifest


def write_manifest(store: Store, manifest: Manifest) -> None:
    """Put the manifest of a release, which does not show it yet."""
    store.write(name_of(manifest.release), encode(manifest))


def show(store: Store, manifest: Manifest, before: str | None) -> None:
    """The moment at which a release takes the place of the one before."""
    release = manifest.release
    tables = str(PurePosixPath(manifest.files[f"{TABLES}documents.parquet"].object).parent)
    pointer = Pointer(release, name_of(release), tables, before)
    store.write(POINTER, msgspec.json.format(encode(pointer), indent=1) + b"\n")


def release_name(number: int, hashes: Mapping[str, str]) -> str:
    """A name that only the same files get: `8-0f3a52c19e7b`."""
    content = "\0".join(f"{name}\0{sha256}" for name, sha256 in sorted(hashes.items()))
    return f"{number}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _stays_inside(name: str) -> bool:
    return not name.startswith("/") and not {"", ".", ".."} & set(name.split("/"))


def _decoded(store: Store, name: str, kind: type[T]) -> T | None:
    content = store.read(name)
    if content is None:
        return None
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.DecodeError as error:
        raise UnusableAddress(f"{store.address}/{name} is not ours ({error}); choose another address") from error
