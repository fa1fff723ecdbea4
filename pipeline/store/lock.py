"""One run at a time on an output folder, which is of this version and free of what a killed run left half done."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pipeline.model.errors import UnusableOutput
from pipeline.model.tables import SCHEMA_VERSION

SCHEMA_MARK = ".schema"
STATE = ".state.db"


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the output folder for this run.

    Raises UnusableOutput where another run holds it, a newer version wrote it, or it cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        file = (out / ".lock").open("a+")
    except OSError as error:
        raise UnusableOutput(f"the output folder {out} cannot be written ({error.strerror}); choose another") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UnusableOutput(f"another run is writing to {out}; wait for it to end and run again") from error
        _bring_to_this_version(out)
        _sweep(out, file)
        yield
        file.truncate(0)


def _bring_to_this_version(out: Path) -> None:
    """Forget what an older version did, so that all of it is done again; the old outputs stand until then."""
    mark = out / SCHEMA_MARK
    version = mark.read_text() if mark.is_file() else ""
    if version == str(SCHEMA_VERSION):
        return
    if version.isdigit() and int(version) > SCHEMA_VERSION:
        raise UnusableOutput(
            f"{out} was written by a newer version (schema {version}, this one has {SCHEMA_VERSION}); "
            "update the pipeline or choose another output folder"
        )
    (out / STATE).unlink(missing_ok=True)
    mark.write_text(str(SCHEMA_VERSION))


def _sweep(out: Path, mark: IO[str]) -> None:
    """Remove half-written files if the last run did not end by itself; mark this run as begun."""
    mark.seek(0)
    if mark.read():
        for path in [*out.rglob(".*.part"), *out.rglob(".*.old")]:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    mark.truncate(0)
    mark.write("running\n")
    mark.flush()
