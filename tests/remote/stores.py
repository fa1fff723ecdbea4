"""A store in memory that fails when it is told to, and output folders with files of any content."""

import fsspec
from fsspec.implementations.memory import MemoryFileSystem

from pipeline.store.release import WORK, publish


class FrailFileSystem(MemoryFileSystem):
    """Memory at `frail://`: counts what is asked of it, and raises `error` at the request with the number `fails_at`."""

    protocol = "frail"
    store: dict = {}  # noqa: RUF012
    pseudo_dirs: list = [""]  # noqa: RUF012
    requests: list = []  # noqa: RUF012
    fails_at: int | None = None
    error: Exception = OSError("connection reset")

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.removeprefix("frail://"))

    @classmethod
    def reset(cls, fails_at=None, error=None):
        cls.requests.clear()
        cls.fails_at, cls.error = fails_at, error or OSError("connection reset")

    def _count(self, what, name):
        self.requests.append((what, name))
        if self.fails_at is not None and len(self.requests) > self.fails_at:
            raise self.error

    def find(self, path, **options):
        self._count("find", path)
        return super().find(path, **options)

    def cat_file(self, path, *rest, **options):
        self._count("read", path)
        return super().cat_file(path, *rest, **options)

    def get_file(self, path, target, **options):
        self._count("get", path)
        return super().get_file(path, target, **options)

    def put_file(self, source, path, **options):
        self._count("put", path)
        return super().put_file(source, path, **options)

    def pipe_file(self, path, value, **options):
        self._count("write", path)
        return super().pipe_file(path, value, **options)

    def mv(self, path, target, **options):
        self._count("move", target)
        return super().mv(path, target, **options)

    def rm_file(self, path):
        self._count("remove", path)
        return super().rm_file(path)


def fresh_store(url="frail://bucket"):
    """The store, empty and sound."""
    fsspec.register_implementation("frail", FrailFileSystem, clobber=True)
    FrailFileSystem.store.clear()
    FrailFileSystem.pseudo_dirs[:] = [""]
    FrailFileSystem.reset()
    return fsspec.filesystem("frail")


def asked(what):
    """The names for which the store was asked this."""
    return [name for kind, name in FrailFileSystem.requests if kind == what]


def outputs(out, files):
    """Make an output folder show these files (name → text) and no others."""
    for path in [p for p in (out / WORK).rglob("*") if p.is_file()]:
        path.unlink()
    for name, text in files.items():
        path = out / WORK / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    publish(out)
    return out


def content(folder):
    """Name → text of every file below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()}
