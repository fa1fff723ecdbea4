"""The lock files → releases that were withdrawn (yanked, PEP 592) since they were pinned; part of `make audit`.

pip itself is asked what it would install, and warns of each such release; nothing is installed.
"""

import re
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
LOCKS = ("requirements.txt", "requirements-dev.txt")
# pip's warning. Example: … is a yanked version: 'click' candidate (version 8.5.1 at https://…).
WARNED = re.compile(r"yanked version: '?([\w.-]+)'? candidate \(version (\S+) at")


def withdrawn(warnings: str) -> list[str]:
    """`name version` of each release that pip's warnings call yanked.

    >>> withdrawn("WARNING: this is a yanked version: 'x' candidate (version 1.0 at https://example.org/x)")
    ['x 1.0']
    """
    return sorted({f"{name} {version}" for name, version in WARNED.findall(warnings)})


def asked(lock: Path) -> str:
    """What pip warns of when it is to install a lock file.

    Raises CalledProcessError where it reaches no index or finds no such release.
    """
    options = ["--dry-run", "--ignore-installed", "--no-deps", "--quiet", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "-r", str(lock)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def main() -> None:
    """Print what was withdrawn; exit with status 1 where something was or pip could not tell."""
    try:
        found = {release for name in LOCKS for release in withdrawn(asked(REPOSITORY / name))}
    except subprocess.CalledProcessError as error:
        said = (error.stderr.strip().splitlines() or ["nothing"])[-1]
        raise SystemExit(f"error: pip could not look up the lock files, it says: {said}") from error
    for release in sorted(found):
        print(f"{release} was withdrawn; run `make lock`")
    print(f"{len(found)} withdrawn releases in {' and '.join(LOCKS)}")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
