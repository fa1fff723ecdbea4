"""What the machine refuses a run, in words: disk, memory, a worker that the system ended."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import OutOfResources, UnusableOutput


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
