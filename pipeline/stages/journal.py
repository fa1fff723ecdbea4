"""What a run did, item by item: how long each took and what came out, in numbers; no text of a bulletin.

A fault of ours in one item becomes one sentence that names stage and item.
"""

import errno
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec

from pipeline.model.errors import PipelineError, StageFailed
from pipeline.run import Runner
from pipeline.stages.archive import Layout
from pipeline.stages.work import Done, Task

# Stages whose outputs nothing else is made of: where one fails the others' outputs are shown without them.
DERIVED = {stage: f"there is no {stage}/ now, all other outputs are as new" for stage in ("search", "trends")}

# Stages before extraction: what begins with one of them needs the dictionaries.
_PRELOADED = dict.fromkeys(("ingest", "structure", "segment", "extract"), "pipeline.stages.preloaded")

# What the system says to a program that it refuses memory or a thread. Example: Cannot allocate memory
REFUSALS = (os.strerror(errno.ENOMEM), os.strerror(errno.EAGAIN))

Record = dict[str, Any]
Log = Callable[[Record], None]


@contextmanager
def naming(stage: str, item: str, left: str = "the old outputs stand") -> Iterator[None]:
    """Raise StageFailed, which names stage and item and says what is `left`, for an error that says none of this.

    Raises MemoryError where native code was refused memory or a thread and calls that by another name.
    """
    try:
        yield
    except (PipelineError, OSError, MemoryError, sqlite3.Error):
        raise
    except Exception as error:
        if any(refusal in str(error) for refusal in REFUSALS):
            raise MemoryError(str(error)) from error
        raise StageFailed(
            f"stage {stage} failed on {item} ({type(error).__name__}: {error}); {left}; "
            "please report this as a fault of the pipeline, or move the file out of raw/"
        ) from error


@dataclass(frozen=True, slots=True)
class Watched:
    """A stage's function that also says how long it took; `counting` reads back what it wrote and counts it."""

    stage: str
    function: Callable[[Task], Done]
    counting: bool

    def __call__(self, task: Task) -> tuple[Done, Record]:
        """Do the task; raises StageFailed where the stage's code fails on it."""
        started = time.perf_counter()
        with naming(self.stage, task.path or task.item):
            done = self.function(task)
        record: Record = {"stage": self.stage, "item": task.item, "seconds": round(time.perf_counter() - started, 6)}
        if self.counting:
            record |= {"document": task.document_id, "counts": _counts_of_file(self.stage, task)}
        return done, record


def watched(
    log: Log | None, runner: Runner, stage: str, function: Callable[[Task], Done], tasks: Sequence[Task]
) -> Iterator[Done]:
    """The results of a stage's function over tasks, as they are ready; each is told to the log."""
    for done, record in runner.map(Watched(stage, function, log is not None), tasks, _PRELOADED.get(stage)):
        if log is not None:
            log(record)
        yield done


def watched_whole(log: Log | None, stage: str, make: Callable[[], None]) -> None:
    """Do a step for the archive as a whole; tell the log how long it took."""
    started = time.perf_counter()
    with naming(stage, "the archive as a whole", DERIVED.get(stage, "the old outputs stand")):
        make()
    if log is not None:
        log({"stage": stage, "item": "archive", "seconds": round(time.perf_counter() - started, 6)})


@dataclass(frozen=True, slots=True)
class _Timed:
    """A step for the archive as a whole that says how long it took."""

    stage: str
    make: Callable[[Layout], None]

    def __call__(self, layout: Layout) -> Record:
        started = time.perf_counter()
        with naming(self.stage, "the archive as a whole", DERIVED.get(self.stage, "the old outputs stand")):
            self.make(layout)
        return {"stage": self.stage, "item": "archive", "seconds": round(time.perf_counter() - started, 6)}


def watched_beside(
    log: Log | None, runner: Runner, stage: str, make: Callable[[Layout], None], layout: Layout
) -> Callable[[], None]:
    """Begin a step for the archive as a whole beside others; what is returned waits for it and tells the log."""
    wait = runner.beside(_Timed(stage, make), layout)

    def finish() -> None:
        record = wait()
        if log is not None:
            log(record)

    return finish


def _counts_of_file(stage: str, task: Task) -> dict[str, int]:
    path = task.layout.stage_file(stage, task.item)
    content = path.read_bytes()
    found = counts(msgspec.json.decode(content)) if path.suffix == ".json" else {}
    return {"bytes": len(content), **found}


def counts(value: object) -> dict[str, int]:
    """How many items the lists of an object hold, and those of the objects in them.

    >>> counts({"pages": [{"number": 1, "lines": [{}, {}]}, {"number": 2, "lines": [{}]}]})
    {'pages': 2, 'pages.lines': 3}
    """
    if isinstance(value, list):
        return {"items": len(value)}
    if not isinstance(value, dict):
        return {}
    found = {}
    for name, items in value.items():
        if isinstance(items, list):
            found[name] = len(items)
            for item in items:
                for inner, more in item.items() if isinstance(item, dict) else ():
                    if isinstance(more, list):
                        found[f"{name}.{inner}"] = found.get(f"{name}.{inner}", 0) + len(more)
    return found
