"""The files at a URL through fsspec, each error of its many libraries in one sentence."""

import errno
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.model.errors import MissingPackage, PipelineError, UnusableAddress
from pipeline.remote.address import Address

# Transfers at a time: they wait for the network, not for a processor.
_AT_ONCE = 16
# Transfers between two moments at which what is done is written down.
TOGETHER = 512

# What tells one version of a file from another, under the names that fsspec's file systems give it.
_VERSION = (
    "ETag", "etag", "md5Hash", "content_md5", "checksum", "sha", "CRC", "generation", "VersionId", "mtime", "modified",
    "LastModified", "last_modified", "updated", "created",
)  # fmt: skip
# A class of errors about who is asking: "NoCredentialsError", "AuthenticationException".
ABOUT_ACCESS = re.compile(r"Credential|Auth(?:entic|oriz)")
# Errors of this machine's disk, which are not the store's.
_OURS = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENAMETOOLONG}


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a store: its size in bytes (None where the store does not say) and what tells its versions apart."""

    size: int | None
    version: str


class Store:
    """The folder at an address. Every method raises UnusableAddress where the store fails it.

    Names are relative to the folder, with `/` between their parts.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        with self._in_words():
            self._system, self._root = _opened(address)

    def beside(self, name: str) -> "Store | None":
        """The folder or file of this name beside this one; None where this is the root of the store."""
        parent = self._system._parent(self._root)
        if not parent or self._root == parent:
            return None
        found: Store = object.__new__(Store)
        found.address = Address(f"{self.address.url.rpartition('/')[0]}/{name}")
        found._system, found._root = self._system, f"{parent.rstrip('/')}/{name}"
        return found

    def files(self, folder: str = "") -> dict[str, Entry]:
        """Every file below the folder; none where there is no such folder."""
        path = self._path(folder)
        with self._in_words():
            try:
                self._system.invalidate_cache()
                found = _found(self._system, path)
            except FileNotFoundError:
                if not self._is_missing(path):
                    raise
                return {}
            finally:
                self._system.invalidate_cache()
            root, below = f"{self._root.rstrip('/')}/", f"{path.rstrip('/')}/"
            meant = (n for n, info in found.items() if _is_file(info) and n.startswith(below))
            return {name.removeprefix(root): _entry(found[name]) for name in meant}

    def read(self, name: str) -> bytes | None:
        """A file's bytes; None where there is none."""
        with self._in_words():
            try:
                self._system.invalidate_cache()
                return bytes(self._system.cat_file(self._path(name)))
            except FileNotFoundError:
                return None

    def write(self, name: str, content: bytes) -> None:
        """Write a small file, as one change where the store has such a thing."""
        with self._in_words():
            path = self._path(name)
            self._make_folder(path)
            self._system.pipe_file(f"{path}.part", content)
            self._system.mv(f"{path}.part", path)

    def get(self, names: Iterable[tuple[str, Path]]) -> None:
        """Copy files to paths of this machine."""
        self._each(lambda name, path: self._system.get_file(self._path(name), str(path)), names)

    def put(self, names: Iterable[tuple[str, Path]]) -> None:
        """Copy files of this machine to names of the store."""
        self._each(self._put, names)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files; one that is gone already is no error."""
        self._each(self._remove, ((name, Path()) for name in names))

    def _is_missing(self, path: str) -> bool:
        try:
            self._system.info(path)
        except FileNotFoundError:
            return True
        return False

    def _put(self, name: str, path: Path) -> None:
        self._make_folder(self._path(name))
        self._system.put_file(str(path), self._path(name))

    def _remove(self, name: str, _: Path) -> None:
        with suppress(FileNotFoundError):
            self._system.rm_file(self._path(name))

    def _make_folder(self, path: str) -> None:
        """Object stores have no folders, and s3fs would make a bucket of a mistyped name."""
        if not self._system.async_impl:
            self._system.makedirs(self._system._parent(path), exist_ok=True)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}" if name else self._root

    def _each(self, do: Callable[[str, Path], None], names: Iterable[tuple[str, Path]]) -> None:
        with self._in_words(), ThreadPoolExecutor(_AT_ONCE) as pool:
            for batch in batches(names):
                for _ in pool.map(lambda pair: do(*pair), batch):
                    pass

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except PipelineError:
            raise
        except FileNotFoundError as error:
            raise UnusableAddress(
                f"there is nothing at {self.address} ({_why(error)}); mend the address, or run again if it was just "
                "changed"
            ) from error
        except Exception as error:
            # Each protocol's library raises what it likes.
            if _is_about_access(error):
                raise UnusableAddress(
                    f"there is no access to {self.address} ({_why(error)}); give this account the right to list, read "
                    "and write there and run again"
                ) from error
            if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in _OURS):
                raise
            raise UnusableAddress(
                f"{self.address} failed ({_why(error)}); nothing is lost and what readers see stands; run again to "
                "go on"
            ) from error


def batches(names: Iterable[Any]) -> Iterator[list[Any]]:
    """As many at a time as are transferred between two moments of writing down."""
    waiting = iter(names)
    while batch := list(islice(waiting, TOGETHER)):
        yield batch


def _opened(address: Address) -> tuple[Any, str]:
    try:
        fsspec = import_module("fsspec")
    except ImportError as error:
        raise MissingPackage(f"{address} needs the package fsspec; run `pip install fsspec`") from error
    try:
        system, root = fsspec.core.url_to_fs(address.url)
    except ImportError as error:
        raise MissingPackage(
            f"{address} needs a package that is not installed ({error}); run `pip install {_package(address)}`"
        ) from error
    except ValueError as error:
        raise UnusableAddress(
            f"{address} cannot be understood ({error}); name a folder, or a URL such as s3://bucket/folder"
        ) from error
    return system, str(root)


def _package(address: Address) -> str:
    known = import_module("fsspec.registry").known_implementations.get(address.protocol, {})
    package = str(known.get("class", address.protocol)).partition(".")[0]
    return package if package != "fsspec" else "'fsspec[full]'"


def _found(system: Any, path: str) -> dict[str, Mapping[str, Any]]:
    """Every file below a path, in one request where the system can do that.

    fsspec's own walk is not used: it leaves out a folder whose listing failed.
    """
    find, base = (
        ("_find", "fsspec.asyn.AsyncFileSystem") if system.async_impl else ("find", "fsspec.spec.AbstractFileSystem")
    )
    module, _, name = base.rpartition(".")
    if getattr(type(system), find) is getattr(getattr(import_module(module), name), find):
        return {info["name"]: info for info in _walked(system, path)}
    return dict(system.find(path, detail=True))


def _walked(system: Any, path: str) -> Iterator[Mapping[str, Any]]:
    for info in system.ls(path, detail=True):
        if info["type"] != "directory":
            yield info
        elif info["name"].rstrip("/") != path.rstrip("/"):
            yield from _walked(system, info["name"])


def _is_file(info: Mapping[str, Any]) -> bool:
    return info.get("type", "file") == "file" and not info.get("islink")


def _entry(info: Mapping[str, Any]) -> Entry:
    size = info.get("size")
    version = [f"{key}={info[key]}" for key in _VERSION if info.get(key) is not None]
    return Entry(size if isinstance(size, int) else None, " ".join([str(size), *version]) if version else "")


def _is_about_access(error: Exception) -> bool:
    """Missing or wrong credentials too, which libraries know under names of their own (`NoCredentialsError`)."""
    return isinstance(error, PermissionError) or any(ABOUT_ACCESS.search(kind.__name__) for kind in type(error).__mro__)


def _why(error: BaseException) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split()) or type(error).__name__
