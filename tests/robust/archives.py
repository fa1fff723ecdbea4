"""Small archives that change: what an analyst does to raw/ between two runs."""

import hashlib
import os
import shutil
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
# Runs to kill at random moments; `make fuzz` kills 200.
KILLS = int(os.environ.get("KILLS", "12"))
# What readers see, as globs below the output folder.
OUTPUTS = ("tables/*.parquet", "text/*.txt", "search/articles.ndjson", "bulletins.db")


def specimens(ending: str = ".txt") -> list[Path]:
    """The sample bulletins in PDF or in UTF-8, smallest first."""
    found = [path for path in (REPOSITORY / "raw").rglob(f"*{ending}") if ending != ".txt" or _is_utf8(path)]
    return sorted(found, key=lambda path: (path.stat().st_size, path.name))


def _is_utf8(path: Path) -> bool:
    try:
        return bool(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return False


def before(raw: Path) -> None:
    """Two issues and a file that is none."""
    shutil.rmtree(raw, ignore_errors=True)
    raw.mkdir(parents=True)
    first, second, *_ = specimens()
    shutil.copy(first, raw / "a.txt")
    shutil.copy(second, raw / "b.txt")
    (raw / "empty.txt").write_bytes(b"")


def after(raw: Path) -> None:
    """The first issue has a correction, the second is gone, another has come and the empty file has content."""
    before(raw)
    first, _, third, *_ = specimens()
    text = first.read_text(encoding="utf-8")
    (raw / "a.txt").write_text(text + "\n补记：全国共有3000余家企业参加。\n", encoding="utf-8")
    (raw / "b.txt").unlink()
    (raw / "empty.txt").unlink()
    shutil.copy(third, raw / "empty.txt")


def seen(out: Path) -> dict[str, str]:
    """The outputs as a reader finds them: path → digest of the bytes."""
    files = sorted(path for pattern in OUTPUTS for path in out.glob(pattern))
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def left_over(out: Path) -> list[str]:
    """Files and folders that only a run in progress may have."""
    return [
        name
        for _, folders, files in os.walk(out)
        for name in (*folders, *files)
        if name.startswith(".") and name.endswith((".part", ".old"))
    ]
