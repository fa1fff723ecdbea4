"""Names of raw files as text: any bytes that a file system allows, written so that they can be read back.

Tables hold UTF-8. A name that is UTF-8 stands as it is; a byte that is not becomes `\\xNN`, and so that this can be
undone a backslash becomes two.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

# A byte that could not be decoded, as PEP 383 holds it: "\udcff".
UNDECODED = re.compile("[\udc80-\udcff]")
# What `shown` puts in place of a backslash or a byte: "\\\\", "\\xff".
ESCAPE = re.compile(r"\\(?:\\|x([0-9a-f]{2}))")


def shown(name: str) -> str:
    """A name as the file system gives it (PEP 383) as text that can be written.

    >>> shown("2022/a\\udcff.txt")
    '2022/a\\\\xff.txt'
    """
    return UNDECODED.sub(lambda m: f"\\x{ord(m[0]) - 0xDC00:02x}", name.replace("\\", "\\\\"))


def original(text: str) -> str:
    """The name that `shown` made this text of."""
    return ESCAPE.sub(lambda m: chr(0xDC00 + int(m[1], 16)) if m[1] else "\\", text)


def raw_path(raw: Path, relative: str) -> Path:
    """The file below raw/ that a path in `documents` names."""
    return raw / original(relative)


def shown_files(raw: Path, prefix: str = "") -> Iterator[str]:
    """The path of every regular file below a folder as `documents` has it; no hidden files, no links followed."""
    with os.scandir(raw) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            relative = prefix + shown(entry.name)
            if entry.is_dir(follow_symlinks=False):
                yield from shown_files(Path(entry.path), relative + "/")
            elif entry.is_file(follow_symlinks=False):
                yield relative
