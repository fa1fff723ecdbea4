"""Progress of a run: a bar a stage on a terminal, plain lines elsewhere; its log as JSON."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.model.errors import UnusableOutput
from pipeline.stages.journal import Log
from pipeline.stages.order import Advance


@contextmanager
def telling_progress(also: Advance) -> Iterator[Advance]:
    """A function that is told (stage, done, total), shows it on standard error and tells it to `also`."""
    with _bars() if sys.stderr.isatty() else _plain_lines() as show:

        def advance(stage: str, done: int, total: int) -> None:
            show(stage, done, total)
            also(stage, done, total)

        yield advance


@contextmanager
def _plain_lines() -> Iterator[Advance]:
    yield _plain_line


def _plain_line(stage: str, done: int, total: int) -> None:
    if done == total:
        print(f"{stage}: {total} done" if total else f"{stage}: up to date", file=sys.stderr)


@contextmanager
def _bars() -> Iterator[Advance]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:20}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        bars: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in bars:
                bars[stage] = progress.add_task(stage, total=max(total, 1))
            progress.update(bars[stage], completed=done if total else 1)

        yield advance


@contextmanager
def logging_to(path: Path | None) -> Iterator[Log | None]:
    """A function that appends a record to the log, one JSON object a line; None without a path.

    Raises UnusableOutput where the file cannot be opened.
    """
    if path is None:
        yield None
        return
    try:
        file = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise UnusableOutput(f"the log {path} cannot be written ({error.strerror}); name another file") from error

    def log(record: dict[str, Any]) -> None:
        time = datetime.now(UTC).isoformat(timespec="milliseconds")
        file.write(json.dumps({"time": time, **record}, ensure_ascii=False) + "\n")

    with file:
        yield log
