"""What readers see: a release holds all outputs together, and one rename shows it in place of the one before.

Work goes on in `.work`. A release is a copy of that folder by hard links, `.releases/<number>`; the names that readers
use (`tables`, `bulletins.db` …) are symbolic links into `.current`, which is a symbolic link to the release. Replacing
`.current` is one rename, so a run killed at any moment leaves the old outputs or the new ones and never some of each.
A file in `.work` must be replaced and never changed in place, for it may be the very file that readers see.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from pipeline.model.errors import UnusableOutput

WORK = ".work"
CURRENT = ".current"
RELEASES = ".releases"
_BEFORE = ".before"

# What a release may hold for readers; `pages`, which only `verify` reads, has no public name.
PUBLIC = ("tables", "bulletins.db", "text", "search", "trends", "datapackage.json")


def publish(out: Path) -> bool:
    """Show what lies in `.work`; returns whether anything had changed. Raises UnusableOutput where it cannot."""
    try:
        return _publish(out)
    except OSError as error:
        raise UnusableOutput(
            f"the outputs in {out} could not be renewed ({error.strerror or error}); the old ones stand; "
            "mend that and run again"
        ) from error


def _publish(out: Path) -> bool:
    work, current = out / WORK, out / CURRENT
    names = tuple(name for name in PUBLIC if (work / name).exists())
    changed = dict(_inodes(work)) != dict(_inodes(current))
    if changed:
        release = _copy(work, out / RELEASES)
        _name(out, names)
        _switch(current, release)
    else:
        _name(out, names)
    _clear(out, names)
    return changed


def _inodes(folder: str | Path, prefix: str = "") -> Iterator[tuple[str, int]]:
    """The path of every file of a folder, and what tells one version of the file from another."""
    if not os.path.isdir(folder):
        return
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _inodes(entry.path, f"{prefix}{entry.name}/")
            else:
                yield prefix + entry.name, entry.inode()


def _copy(work: Path, releases: Path) -> Path:
    """A new release with the files of `work`, safe on the disk."""
    taken = [int(path.name) for path in releases.glob("[0-9]*")]
    release = releases / str(max(taken, default=0) + 1)
    beside = releases / f".{release.name}.part"
    shutil.rmtree(beside, ignore_errors=True)
    releases.mkdir(exist_ok=True)
    _link_all(work, beside)
    os.sync()
    os.replace(beside, release)
    return release


def _link_all(source: str | Path, folder: str | Path) -> None:
    """A new folder with the files of another one and of those below it."""
    os.mkdir(folder)
    with os.scandir(source) as entries:
        for entry in entries:
            name = os.path.join(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                _link_all(entry.path, name)
            else:
                _link(entry.path, name)


def _link(file: str, name: str) -> None:
    """Give a file another name; where the file system cannot, copy it."""
    try:
        os.link(file, name)
    except OSError:
        shutil.copy2(file, name)


def _name(out: Path, names: tuple[str, ...]) -> None:
    """Give the outputs their public names. What an earlier version left there in its own right is moved away first."""
    missing = [name for name in names if not _is_ours(out / name)]
    for name in missing:
        if os.path.lexists(out / name):
            (out / _BEFORE).mkdir(exist_ok=True)
            os.replace(out / name, out / _BEFORE / name)
    for name in missing:
        os.symlink(f"{CURRENT}/{name}", out / name)


def _is_ours(path: Path) -> bool:
    return path.is_symlink() and os.readlink(path) == f"{CURRENT}/{path.name}"


def _switch(current: Path, release: Path) -> None:
    """The moment at which the new outputs take the place of the old ones."""
    beside = current.with_name(f"{current.name}.part")
    beside.unlink(missing_ok=True)
    os.symlink(f"{RELEASES}/{release.name}", beside)
    if current.is_dir() and not current.is_symlink():
        # A copy that followed the links.
        shutil.rmtree(current)
    os.replace(beside, current)


def _clear(out: Path, names: tuple[str, ...]) -> None:
    """Remove the releases before this one, and names for which it has nothing."""
    shown = Path(os.readlink(out / CURRENT)).name
    for path in (out / RELEASES).iterdir():
        if path.name != shown:
            shutil.rmtree(path)
    shutil.rmtree(out / _BEFORE, ignore_errors=True)
    for name in PUBLIC:
        if name not in names and _is_ours(out / name):
            (out / name).unlink()
