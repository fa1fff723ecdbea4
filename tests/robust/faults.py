"""What goes wrong beside bad input: files that change under a run, damaged outputs, a machine that refuses, our own bugs.

`FAULTS` has a function for each message: it brings the fault about and returns the sentence that the user reads.
"""

import multiprocessing
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from click.testing import CliRunner

from pipeline.cli import main, progress
from pipeline.ingest import document, isolation
from pipeline.stages import publish
from pipeline.store.lock import SCHEMA_MARK, STATE, locked
from tests.robust.archives import REPOSITORY, specimens
from tests.robust.preloaded import Preloaded
from tests.specimens import layouts

FIRST, SECOND = "联盟动态\n会议在京召开，3家企业参加。\n", "另一期动态\n培训班开班。\n"


@dataclass
class Scene:
    """An empty folder, the outputs over the specimens, a loaded pipeline, what is undone after, and how to be told."""

    folder: Path
    archive: Path
    preloaded: Preloaded
    patch: Any
    said: Callable[..., str]

    def __post_init__(self) -> None:
        self.raw.mkdir()
        (self.raw / "a.txt").write_text(FIRST, encoding="utf-8")

    @property
    def raw(self) -> Path:
        return self.folder / "raw"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    def command(self, stage: str = "run", *more: str) -> list[str]:
        return [stage, "--raw", str(self.raw), "--out", str(self.out), "--workers", "1", *more]

    def run(self) -> None:
        """A run that goes well."""
        ended = CliRunner().invoke(main, self.command())
        assert ended.exit_code == 0, ended.output

    def reason(self) -> str:
        """What `documents` says of a.txt or a.pdf after a run."""
        self.run()
        (row,) = pq.read_table(self.out / "tables" / "documents.parquet").to_pylist()
        assert row["status"] == "quarantined"
        return row["reason"]

    def when_reading_begins(self, change: Callable[[], object]) -> None:
        """Do something to the files at the moment at which the run has listed them."""
        waiting = [change]

        def line(stage: str, done: int, total: int) -> None:
            while waiting:
                waiting.pop()()

        self.patch.setattr(progress, "_plain_line", line)

    def copied(self) -> Path:
        """A copy of the outputs over the specimens that may be spoiled."""
        shutil.copytree(self.archive, self.out, symlinks=True)
        return self.out


def raising(error: BaseException) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:
        raise error

    return fail


def pipe_instead(scene: Scene) -> str:
    path = scene.raw / "a.txt"
    scene.when_reading_begins(lambda: (path.unlink(), os.mkfifo(path)))
    return scene.reason()


def gone_meanwhile(scene: Scene) -> str:
    scene.when_reading_begins((scene.raw / "a.txt").unlink)
    return scene.reason()


def reader_fails(scene: Scene) -> str:
    scene.patch.setattr(document, "read_plain", raising(KeyError("boom")))
    return scene.reason()


def reader_wants_memory(scene: Scene) -> str:
    """numpy and the allocator of Python both raise this error where the limit binds."""
    scene.patch.setattr(document, "read_plain", raising(MemoryError()))
    return scene.reason()


def reader_dies(scene: Scene) -> str:
    """As if the PDF had crashed its reader: the reading process is killed while it reads."""
    (scene.raw / "a.txt").unlink()
    (scene.raw / "a.pdf").write_bytes(layouts.letter().content)
    send = isolation._send

    def send_and_kill(pipe: Any, message: bytes) -> None:
        reader = isolation._CURRENT[0].process
        reader.send_signal(signal.SIGSTOP)
        send(pipe, message)
        reader.kill()

    scene.patch.setattr(isolation, "_send", send_and_kill)
    return scene.reason()


def strict(scene: Scene) -> str:
    (scene.raw / "empty.txt").write_bytes(b"")
    return scene.said(*scene.command("run", "--strict"))


def second_run(scene: Scene) -> str:
    with locked(scene.out):
        return scene.said(*scene.command())


def lost_row(scene: Scene) -> str:
    """A bug of ours that leaves a table out."""
    (scene.raw / "a.txt").write_text("联盟动态\n封测产业技术创新战略联盟理事长张三出席。\n", encoding="utf-8")
    rows = publish.entity_rows
    scene.patch.setattr(publish, "entity_rows", lambda entities: rows(entities) | {"officials": []})
    return scene.said(*scene.command())


def no_room_for_releases(scene: Scene) -> str:
    scene.out.mkdir()
    (scene.out / ".releases").write_text("")
    return scene.said(*scene.command())


def no_state(scene: Scene) -> str:
    """What stands in the place of the state is no database."""
    scene.run()
    (scene.out / STATE).write_bytes(b"no database at all" * 100)
    return scene.said(*scene.command())


def file_for_folder(scene: Scene) -> str:
    scene.out.mkdir()
    (scene.out / "ingest").write_text("")
    return scene.said(*scene.command())


def other_articles(scene: Scene) -> str:
    index = (scene.copied() / "search").resolve() / "index"
    (index / "places.bin").write_bytes(bytes(32))
    return scene.said("search", "联盟", "--out", scene.out)


def damaged_stage_file(scene: Scene) -> str:
    scene.run()
    (file,) = (scene.out / "structure").glob("*.json")
    file.write_text("{", encoding="utf-8")
    shutil.rmtree(scene.out / "segment")
    return scene.said(*scene.command())


def damaged_lines(scene: Scene) -> str:
    scene.run()
    (file,) = (scene.out / "lines").glob("*.ndjson")
    file.write_text("{\n", encoding="utf-8")
    shutil.rmtree(scene.out / ".work" / "search")
    return scene.said(*scene.command())


def newer(scene: Scene) -> str:
    scene.out.mkdir()
    (scene.out / SCHEMA_MARK).write_text("999")
    return scene.said(*scene.command())


def nowhere_to_write(scene: Scene) -> str:
    (scene.copied() / "site").write_text("")
    return scene.said("site", "--raw", scene.raw, "--out", scene.out)


def damaged_table(scene: Scene) -> str:
    path = (scene.copied() / "tables").resolve() / "mentions.parquet"
    path.unlink()
    path.write_bytes(b"PAR1" * 10)
    return scene.said("trend", "联盟", "--out", scene.out)


def little_memory(scene: Scene) -> str:
    """Ever more address space until the run gets so far that it can say what it lacks."""
    (scene.raw / "a.txt").write_bytes(specimens()[-1].read_bytes())
    least = scene.preloaded.address_space()
    for more in range(0, 400, 8):
        ended = scene.preloaded.run(raw=str(scene.raw), out=str(scene.out), memory=least + (more << 20))
        errors = [line for line in ended.words.splitlines() if line.startswith("error: there is not enough")]
        if errors:
            return errors[0].removeprefix("error: ")
    raise AssertionError(ended.words)


def worker_ended(scene: Scene) -> str:
    """As if the system had ended a worker for want of memory."""
    for number in range(4):
        (scene.raw / f"{number}.txt").write_text(f"第{number}份。\n", encoding="utf-8")

    def kill_one() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and not multiprocessing.active_children():
            time.sleep(0.01)
        multiprocessing.active_children()[0].kill()

    killer = threading.Thread(target=kill_one)
    killer.start()
    words = scene.said(*scene.command("run", "--workers", "2"))
    killer.join()
    return words


def bug_of_a_stage(scene: Scene) -> str:
    from pipeline.stages import work

    scene.patch.setattr(work, "load_document", raising(KeyError("boom")))
    return scene.said(*scene.command())


def no_model(scene: Scene) -> str:
    scene.patch.setenv("EXTRACT_MODEL", "no_such_package")
    return scene.said(*scene.command())


def taken_port(scene: Scene) -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return scene.said("serve", "--out", scene.archive, "--port", listener.getsockname()[1])


def no_client(scene: Scene) -> str:
    scene.patch.setitem(sys.modules, "opensearchpy", None)
    return scene.said("push", "--url", "http://127.0.0.1:9", "--out", scene.archive)


def spoiled_lexicon(scene: Scene, change: Callable[[Path], object]) -> str:
    """`parse` of a copy of the package whose list of units was changed."""
    shutil.copytree(REPOSITORY / "pipeline", scene.folder / "pipeline", ignore=shutil.ignore_patterns("__pycache__"))
    change(scene.folder / "pipeline" / "lexicon" / "units.csv")
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline", "parse"], cwd=scene.folder, input="3家企业\n", capture_output=True, text=True,
        check=False, env=os.environ | {"PYTHONPATH": str(scene.folder)},
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    (line,) = ended.stderr.splitlines()
    return line.removeprefix("error: ")


def ragged(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + "家\n", encoding="utf-8")


def without_column(path: Path) -> None:
    head, rest = path.read_text(encoding="utf-8").split("\n", 1)
    path.write_text(head.replace("unit", "measure", 1) + "\n" + rest, encoding="utf-8")


def bad_gold(scene: Scene) -> str:
    gold = scene.folder / "gold"
    gold.mkdir()
    (gold / "a.json").write_text("{", encoding="utf-8")
    return scene.said("evaluate", "--gold", gold, "--raw", scene.raw, "--out", scene.out)


FAULTS: dict[str, Callable[[Scene], str]] = {
    "not a plain file; put the file itself there": pipe_instead,
    "cannot be opened (…); let it be read, or put it back": gone_meanwhile,
    "cannot be read (…: …); mend it, or report this": reader_fails,
    "needs more memory than the limit; raise memory in jianbao.toml": reader_wants_memory,
    "its reader died (…): damaged, or made to do harm; fetch it again": reader_dies,
    "… files were quarantined; all else is done; mend those that the table documents names": strict,
    "another run is writing to …; wait for it to end and run again": second_run,
    "table …, row … refers to a row of … that does not exist; the old database stands; "
    "please report this as a fault of the pipeline": lost_row,
    "the outputs in … could not be renewed (…); the old ones stand; mend that and run again": no_room_for_releases,
    "… could not be read or written (…); the old outputs stand; mend that and run again": no_state,
    "… could not be written (…); the old one stands; make room or give access, then run again": file_for_folder,
    "… and its index do not belong together; run `make search`": other_articles,
    "… is not what this version wrote (…); run `make clean` and `make`": damaged_stage_file,
    "… is not what this version wrote (…); run `make search`": damaged_lines,
    "… was written by a newer version (schema …, this one has …); "
    "update the pipeline or choose another output folder": newer,
    "… could not be read or written (…); put it there or give access, then run again": nowhere_to_write,
    "failed (…: …); outputs may be damaged: run `make verify`, then `make clean` and `make`; "
    "where that does not help please report this as a fault of the pipeline": damaged_table,
    "there is not enough memory; the old outputs stand; give the run more, or fewer --workers, and run again": little_memory,
    "the system ended a worker, most often for want of memory; the old outputs stand; "
    "run again with fewer --workers": worker_ended,
    "stage … failed on … (…: …); …; please report this as a fault of the pipeline, "
    "or move the file out of raw/": bug_of_a_stage,
    "EXTRACT_MODEL names the spaCy package …, which is not installed; install it or unset EXTRACT_MODEL": no_model,
    "port … cannot be used (…); choose another with --port": taken_port,
    "opensearch-py is not installed; run `pip install .[opensearch]`": no_client,
    "lexicon file … cannot be read (…); put it back": lambda scene: spoiled_lexicon(scene, Path.unlink),
    "lexicon file …, row …: not as many cells as the head row has; mend it": lambda scene: spoiled_lexicon(
        scene, ragged
    ),
    "lexicon file ….csv has no column …; add it to the head row": lambda scene: spoiled_lexicon(scene, without_column),
    "gold file … cannot be read (…); mend or remove it": bad_gold,
}
