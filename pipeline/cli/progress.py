"""Progress of a run: a bar a stage on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.stages.order import Advance


@contextmanager
def telling_progress() -> Iterator[Advance]:
    """A function that is told (stage, done, total) and shows it on standard error."""
    if sys.stderr.isatty():
        yield from _bars()
    else:
        yield _plain_line


def _plain_line(stage: str, done: int, total: int) -> None:
    if done == total:
        print(f"{stage}: {total} done" if total else f"{stage}: up to date", file=sys.stderr)


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
