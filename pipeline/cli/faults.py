"""What the machine refuses a run, in words: disk, memory, a worker that the system ended."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import click

from pipeline.model.errors import OutOfResources, PipelineError, UnforeseenFault, UnusableFile, UnusableOutput


@contextmanager
def any_in_words() -> Iterator[None]:
    """Raise UnusableFile for a file that a command cannot read or write, UnforeseenFault for what nobody foresaw."""
    try:
        yield
    except (PipelineError, BrokenPipeError, click.ClickException, click.Abort, click.exceptions.Exit):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise UnusableFile(
                f"{os.fsdecode(error.filename)} could not be read or written ({error.strerror}); "
                "put it there or give access, then run again"
            ) from error
        raise UnforeseenFault(
            f"failed ({type(error).__name__}: {error}); outputs may be damaged: run `make verify`, then `make clean` "
            "and `make`; where that does not help please report this as a fault of the pipeline"
        ) from error


@contextmanager
def in_words(out: Path) -> Iterator[None]:
    """Raise UnusableOutput or OutOfResources for what the system reports while a run writes to `out`."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        where = getattr(error, "filename", None) or out
        why = getattr(error, "strerror", None) or error
        raise UnusableOutput(
            f"{where} could not be read or written ({why}); the old outputs stand; mend that and run again"
        ) from error
    except MemoryError as error:
        raise OutOfResources(
            "there is not enough memory; the old outputs stand; give the run more, or fewer --workers, and run again"
        ) from error
    except BrokenProcessPool as error:
        raise OutOfResources(
            "the system ended a worker, most often for want of memory; the old outputs stand; "
            "run again with fewer --workers"
        ) from error
