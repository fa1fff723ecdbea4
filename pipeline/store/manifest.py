"""extracted/run.json: what the outputs were made from, with what, when and how long it took; apart from the data."""

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pyarrow.parquet as pq

from pipeline import lexicon
from pipeline.model.tables import SCHEMA_VERSION, TABLES
from pipeline.store.cache import PACKAGE, code_version
from pipeline.store.files import write_json
from pipeline.store.release import CURRENT

NAME = "run.json"
DISTRIBUTION = "jianbao"


@dataclass(slots=True)
class Times:
    """When a run began, and for each stage how many items it did and how many seconds it took."""

    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    _since: float = 0.0

    def advance(self, stage: str, done: int, total: int) -> None:
        """Be told of progress."""
        if done == 0:
            self._since = monotonic()
        self.stages[stage] = {"items": done, "seconds": round(monotonic() - self._since, 3)}


def write_manifest(out: Path, corrections: Path, limits: Mapping[str, float], times: Times) -> None:
    """Write run.json for the outputs that readers see now; nothing where there are none."""
    if (out / CURRENT).exists():
        write_json(out / NAME, _manifest(out, corrections, limits, times), indent=1)


def _manifest(out: Path, corrections: Path, limits: Mapping[str, float], times: Times) -> dict[str, Any]:
    tables = (out / CURRENT).resolve() / "tables"
    return {
        "schema_version": SCHEMA_VERSION,
        "release": shown_release(out),
        "started": times.started.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "stages": times.stages,
        "python": platform.python_version(),
        "packages": dict(sorted(_packages())),
        "code": _code(),
        "lexicon": lexicon.fingerprint(),
        "corrections": _hashes(corrections),
        "limits": dict(limits),
        "inputs": _inputs(tables),
        "counts": {t.name: pq.read_metadata(tables / f"{t.name}.parquet").num_rows for t in TABLES},
    }


def shown_release(out: Path) -> str:
    """The name of the release that readers see."""
    return (out / CURRENT).resolve().name


def made_of() -> dict[str, str]:
    """What decides on the bytes of the outputs, beside the inputs: Python, packages, code and lexicon."""
    known = {"Python": platform.python_version(), "code": _code(), "lexicon": lexicon.fingerprint()}
    return dict(_packages()) | known


def _code() -> str:
    return code_version(*sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()))


def _packages() -> Iterator[tuple[str, str]]:
    """Name and version of this package and of all that it needs, as installed."""
    waiting: list[str] = [DISTRIBUTION]
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        try:
            found = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        yield name, found.version
        needed = {_name(line) for line in found.requires or () if "extra ==" not in line} - seen
        seen |= needed
        waiting.extend(needed)


def _name(requirement: str) -> str:
    """The name of a requirement line: `click (>=8.1); python_version < "3.12"` → click."""
    bare = requirement.split(";", maxsplit=1)[0]
    for mark in " ([<>=!~":
        bare = bare.split(mark)[0]
    return bare.lower().replace("_", "-").replace(".", "-")


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def _inputs(tables: Path) -> dict[str, str]:
    rows = pq.read_table(tables / "documents.parquet", columns=["path", "sha256"]).to_pylist()
    return {row["path"]: row["sha256"] for row in rows}
