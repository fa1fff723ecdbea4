"""One run at a time on an output folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.model.errors import UnusableOutput


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output folder for this run; raises UnusableOutput where another run holds it or it cannot be written."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = (out / ".lock").open("w")
    except OSError as error:
        raise UnusableOutput(f"the output folder {out} cannot be written ({error.strerror}); choose another") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UnusableOutput(f"another run is writing to {out}; wait for it to end and run again") from error
        yield
