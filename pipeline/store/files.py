"""Files of the output folder: written beside and renamed, so that a reader sees the old bytes or the new ones."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from pipeline.model.errors import UnusableOutput

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder()
_DECODERS: dict[Any, msgspec.json.Decoder[Any]] = {}


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to: it takes `path`'s place when the block ends well, else it is removed."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        os.replace(beside, path)
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink()


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """An empty folder beside `path` to write to: it takes `path`'s place when the block ends well."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.mkdir(parents=True)
        yield beside
        shutil.rmtree(path, ignore_errors=True)
        os.replace(beside, path)
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unwritten(path: Path, error: OSError) -> UnusableOutput:
    why = error.strerror or error
    return UnusableOutput(
        f"{path} could not be written ({why}); the old one stands; make room or give access, then run again"
    )


def link_all(source: Path, folder: Path, names: set[str]) -> None:
    """Make `folder` hold these files of `source`, and no others, as further names of the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    remove_others(folder, names)
    standing, wanted = _inodes(folder), _inodes(source)
    for name in sorted(names):
        if name not in standing or standing[name] != wanted.get(name):
            with replacing(folder / name) as beside:
                beside.hardlink_to(source / name)


def _inodes(folder: Path) -> dict[str, int]:
    """Which file each name in a folder stands for; none where there is no folder."""
    if not folder.is_dir():
        return {}
    with os.scandir(folder) as entries:
        return {entry.name: entry.inode() for entry in entries}


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file, atomically; a file that already holds these bytes is left alone."""
    if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
        return
    with replacing(path) as beside:
        beside.write_bytes(content)


def encode(value: object, indent: int = 0) -> bytes:
    """A dataclass (or a list of them) as UTF-8 JSON; indent 0 puts it on one line."""
    content = _ENCODER.encode(value)
    return msgspec.json.format(content, indent=indent) + b"\n" if indent else content + b"\n"


def write_json(path: Path, value: object, indent: int = 0) -> None:
    """Write a value as JSON, atomically."""
    write_bytes(path, encode(value, indent))


def decode(content: bytes, kind: type[T]) -> T:
    """A value of `kind` from JSON bytes."""
    decoder = _DECODERS.get(kind)
    if decoder is None:
        decoder = _DECODERS[kind] = msgspec.json.Decoder(kind)
    value: T = decoder.decode(content)
    return value


def read_json(path: Path, kind: type[T]) -> T:
    """Read a value of `kind`; raises FileNotFoundError without a file and UnusableOutput for a broken one."""
    try:
        return decode(path.read_bytes(), kind)
    except msgspec.DecodeError as error:
        raise UnusableOutput(f"{path} is not what this version wrote ({error}); run `make clean` and `make`") from error


def remove_others(folder: Path, keep: set[str], pattern: str = "*") -> None:
    """Remove the files of a stage folder that belong to no document any more."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        found = [entry for entry in entries if entry.name not in keep and entry.is_file()]
    for entry in found:
        if fnmatchcase(entry.name, pattern):
            os.unlink(entry.path)
