"""A process that has loaded the pipeline and runs it in forks of itself: a run begins at once and can be killed.

Started as a module it reads orders, one JSON object a line: folders, bounds, and the count of the file operation at
which the run is to be killed as if by kill -9. For each it prints the process id, and when that ended how it ended.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.robust.archives import REPOSITORY, specimens

# Events of PEP 578 that change a file or a folder.
CHANGING = {"os.rename", "os.remove", "os.link", "os.symlink", "os.mkdir", "os.rmdir", "os.truncate"}


@dataclass(frozen=True)
class Order:
    """A run of the stages up to `last`."""

    raw: str
    out: str
    last: str = "search"
    crash_at: int = 0  # kill -9 before the nth change of a file; 0 for never
    count_to: str = ""  # where to write how many changes there were
    file_size: int = 0  # bytes that a file may have, as on a full disk; 0 for any
    memory: int = 0  # bytes of address space; 0 for any
    log: str = ""


@dataclass(frozen=True)
class Ended:
    """How a run ended: the exit status (negative for a signal) and what it said."""

    status: int
    words: str


class Preloaded:
    """The other end of the process. Used as a context manager."""

    def __init__(self, environment: dict[str, str] | None = None, checkout: Path = REPOSITORY) -> None:
        path = os.pathsep.join((str(checkout), str(REPOSITORY)))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.robust.preloaded"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd="/",
            env=os.environ | {"PYTHONPATH": path} | (environment or {}),
        )  # fmt: skip

    def __enter__(self) -> "Preloaded":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def address_space(self) -> int:
        """The bytes of address space that the process takes."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmSize"))

    def start(self, order: Order) -> int:
        """Begin a run; returns its process id."""
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> Ended:
        """Wait for the run."""
        return Ended(**json.loads(self._process.stdout.readline()))

    def run(self, **order: Any) -> Ended:
        """Begin a run and wait for it."""
        self.start(Order(**order))
        return self.end()


def serve() -> None:
    """Read orders and run them."""
    warm_up()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for line in sys.stdin:
        order = Order(**json.loads(line))
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            for stream in (1, 2):
                os.dup2(writing, stream)
            os._exit(run(order))
        os.close(writing)
        print(pid, file=answers, flush=True)
        with os.fdopen(reading, "rb") as words:
            said = words.read().decode(errors="replace")
        _, status = os.waitpid(pid, 0)
        print(json.dumps(asdict(Ended(os.waitstatus_to_exitcode(status), said))), file=answers, flush=True)


def warm_up() -> None:
    """Load what a run will need, so that its time is the time of its work."""
    import pipeline.search.index
    import pipeline.stages.order
    import pipeline.store.sqlite  # noqa: F401
    from pipeline.check.findings import check_bulletin
    from pipeline.extract.language import extract
    from pipeline.ingest.document import read_document
    from pipeline.link.link import build_index, link
    from pipeline.link.observe import observe
    from pipeline.link.resolve import NO_CORRECTIONS, resolve
    from pipeline.segment.words import search_tokens, segment
    from pipeline.structure.recover import recover

    search_tokens("产业技术创新战略联盟")
    bulletin = recover(read_document(specimens()[0], "a.txt"))
    extraction = extract(bulletin, segment(bulletin))
    observations = observe(bulletin, extraction)
    entities = resolve([observations], NO_CORRECTIONS)
    check_bulletin(bulletin, extraction, link(bulletin, extraction, build_index(entities, NO_CORRECTIONS)))


def run(order: Order) -> int:
    """One run in this process, bounded and killed as ordered."""
    from pipeline.cli.stages import execute
    from pipeline.model.errors import PipelineError
    from pipeline.stages.order import STAGES

    if order.file_size:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order.file_size, order.file_size))
    if order.memory:
        resource.setrlimit(resource.RLIMIT_AS, (order.memory, order.memory))
    changes = count_changes(order.out, order.crash_at)
    log = Path(order.log) if order.log else None
    try:
        execute(STAGES[: STAGES.index(order.last) + 1], Path(order.raw), Path(order.out), 1, None, log)
    except PipelineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except BaseException as error:
        print(f"TRACEBACK {type(error).__name__}: {error}", file=sys.stderr)
        return 70
    if order.count_to:
        Path(order.count_to).write_text(str(changes[0]))
    return 0


def count_changes(out: str, crash_at: int) -> list[int]:
    """Count the changes below `out` from now on, and die before the one numbered `crash_at`."""
    changes = [0]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if not (event in CHANGING or writes) or out not in str(arguments[:2]):
            return
        changes[0] += 1
        if changes[0] == crash_at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return changes


if __name__ == "__main__":
    serve()
