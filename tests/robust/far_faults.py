"""What goes wrong far away: at a URL, on a cluster. The stores and the scheduler here fail as they are told.

`tests/remote` and `tests/cluster` try real ones; here each message is read where a user reads it.
"""

import json
import re
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError
from types import SimpleNamespace
from typing import Any

from pipeline.model.tables import SCHEMA_VERSION
from pipeline.remote.address import Address
from pipeline.remote.release import release
from tests.remote.stores import FrailFileSystem, fresh_store, outputs
from tests.robust.faults import Scene

RAW, OUT = "frail://bucket/raw", "frail://bucket/out"
MANIFEST = r"releases/[^/]+\.json$"


def reading(scene: Scene, url: str = RAW) -> str:
    return scene.said("run", "--raw", url, "--out", scene.out, "--work", scene.folder / "work")


def asking(scene: Scene) -> str:
    return scene.said("trend", "联盟", "--out", OUT, "--work", scene.folder / "reader")


def releasing(scene: Scene) -> str:
    command = scene.command("run", "--work", str(scene.folder / "work"))
    return scene.said(*(OUT if word == str(scene.out) else word for word in command))


def empty_store(scene: Scene) -> str:
    fresh_store()
    return reading(scene)


def no_release(scene: Scene) -> str:
    fresh_store()
    return asking(scene)


def failing(number: int, error: Exception) -> Callable[[Scene], str]:
    """The store raises an error at the request with this number."""

    def fault(scene: Scene) -> str:
        fresh_store().pipe_file("bucket/raw/a.txt", b"1")
        FrailFileSystem.reset(number, error)
        return reading(scene)

    return fault


def no_package(name: str, url: str) -> Callable[[Scene], str]:
    def fault(scene: Scene) -> str:
        scene.patch.setitem(sys.modules, name, None)
        return reading(scene, url)

    return fault


def name_of_no_file(scene: Scene) -> str:
    store = fresh_store()
    store.pipe_file("bucket/raw/a", b"1")
    FrailFileSystem.store["/bucket/raw/a/b"] = FrailFileSystem.store["/bucket/raw/a"]
    return reading(scene)


def longer_than_listed(scene: Scene) -> str:
    fresh_store().pipe_file("bucket/raw/a.txt", b"1")

    def longer(_: object, __: str, target: str, **options: object) -> None:
        with open(target, "wb") as file:
            file.write(b"22")

    scene.patch.setattr(FrailFileSystem, "get_file", longer)
    return reading(scene)


def cut_short(scene: Scene) -> str:
    fresh_store()
    scene.patch.setattr(FrailFileSystem, "put_file", lambda self, _, path, **options: self.pipe_file(path, b""))
    return releasing(scene)


def overtaken(scene: Scene) -> str:
    store, put = fresh_store(), FrailFileSystem.put_file
    other = json.dumps({"release": "9-x", "manifest": "", "tables": "", "before": None}).encode()

    def late(self: Any, *arguments: Any, **options: Any) -> None:
        store.pipe_file("bucket/out/current.json", other)
        put(self, *arguments, **options)

    scene.patch.setattr(FrailFileSystem, "put_file", late)
    return releasing(scene)


def spoiled(which: str, change: Callable[[bytes], bytes]) -> Callable[[Scene], str]:
    """A release of which one object was changed."""

    def fault(scene: Scene) -> str:
        store = fresh_store()
        release(Address(OUT), outputs(scene.folder / "made", {"tables/documents.parquet": "1"}), lambda *_: None)
        name = next(name for name in store.find("bucket/out") if re.search(which, name))
        store.pipe_file(name, change(store.cat_file(name)))
        return asking(scene)

    return fault


def with_files(content: bytes) -> bytes:
    evil = {"../evil": {"object": "x", "bytes": 1, "sha256": ""}}
    return json.dumps(json.loads(content) | {"files": evil}).encode()


def newer(content: bytes) -> bytes:
    return json.dumps(json.loads(content) | {"schema_version": SCHEMA_VERSION + 1}).encode()


def review_of_a_url(scene: Scene) -> str:
    return scene.said("review", "--raw", RAW, "--out", scene.out)


class Killed(Exception):
    """As distributed says that a task ended its workers."""


class Completed(list[Any]):
    """Futures in the order in which they were given."""

    add = list.append


def on_cluster(client: Callable[[str], Any]) -> Callable[[Scene], str]:
    """A run whose package distributed has this client."""

    def fault(scene: Scene) -> str:
        package = SimpleNamespace(Client=client, as_completed=Completed, KilledWorker=Killed)
        scene.patch.setitem(sys.modules, "distributed", package)
        return scene.said(*scene.command("run", "--scheduler", "tcp://127.0.0.1:9"))

    return fault


def raising(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def client(**methods: Callable[..., Any]) -> Callable[[str], Any]:
    """A client of distributed that does as these say, and nothing else of note."""
    calm = {"close": lambda timeout: None, "wait_for_workers": lambda n, timeout: None, "nthreads": dict,
            "run": lambda function, folder, on_error: {}}  # fmt: skip
    return lambda _: SimpleNamespace(**(calm | methods))


def task(error: Exception) -> Callable[..., Any]:
    return lambda function, task, pure: SimpleNamespace(result=raising(error))


def no_distributed(scene: Scene) -> str:
    scene.patch.setitem(sys.modules, "distributed", None)
    return scene.said(*scene.command("run", "--scheduler", "tcp://127.0.0.1:9"))


FAR: dict[str, Callable[[Scene], str]] = {
    "there are no files at …; put the bulletins there or name another with --raw": empty_store,
    "there are no outputs at …; run `python -m pipeline run --out` for it first": no_release,
    "there is no access to … (…); give this account the right to list, read and write there and run again": failing(
        0, PermissionError("Access Denied")
    ),
    "there is nothing at … (…); mend the address, or run again if it was just changed": failing(
        1, FileNotFoundError("a.txt")
    ),
    "… failed (…); nothing is lost and what readers see stands; run again to go on": failing(0, OSError("reset")),
    "… cannot be understood (…); name a folder, or a URL such as s3://bucket/folder": lambda scene: reading(
        scene, "nosuch://bucket"
    ),
    "… needs the package fsspec; run `pip install fsspec`": no_package("fsspec", "s3://bucket/raw"),
    "… needs a package that is not installed (…); run `pip install …`": no_package("ocifs", "oci://bucket/raw"),
    "…/… has a name that no folder can hold (an empty part, one of more than … bytes, or the name of another file as a "
    "folder); give it another name there": name_of_no_file,
    "…/… changed while it was read; run again": longer_than_listed,
    "… does not hold … as it was put there; run again to go on": cut_short,
    "another run wrote to … meanwhile; what it left stands; run again": overtaken,
    "…/… is not ours (…); choose another address": spoiled(r"current\.json$", lambda _: b"[]"),
    "the manifest of … names files outside of it; choose another address": spoiled(MANIFEST, with_files),
    "… was written by a newer version (schema …, this one has …); update the pipeline or choose another address": spoiled(
        MANIFEST, newer
    ),
    "…: … is not what its release says; run the pipeline again": spoiled(r"\.parquet$", lambda _: b"2"),
    "decisions would be written beside a copy of …; name a folder with --raw, and put its corrections/ "
    "there": review_of_a_url,
    "the scheduler at … needs the package distributed; run `pip install distributed`": no_distributed,
    "there is no scheduler at … (…); run `dask scheduler` there, or mend the address, and run again": on_cluster(
        raising(OSError("timed out"))
    ),
    "the scheduler at … has no workers; run `dask worker …`, then run again": on_cluster(
        client(wait_for_workers=raising(TimeoutError()))
    ),
    "the worker … …; mend that and run again": on_cluster(
        client(run=lambda *_, **__: {"tcp://10.0.0.1:1": ModuleNotFoundError("No module named 'pipeline'")})
    ),
    "the scheduler at … was lost; the old outputs stand and what was done is kept; start it and run again": on_cluster(
        client(submit=task(CancelledError()))
    ),
    "a document ended every worker that was given it, most often for want of memory; the old outputs stand; give the "
    "workers more and run again": on_cluster(client(submit=task(Killed()))),
}
