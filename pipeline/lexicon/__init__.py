"""The knowledge: CSV files with a source column, and the one way to read them.

`rows("titles")` gives lexicon/titles.csv as dictionaries; a consumer builds from them what it needs (an automaton,
a set, a regular expression) behind a cached function of its own. Adding a row never touches code.
"""

import csv
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pipeline.model.errors import BadLexicon

FOLDER = Path(__file__).parent


class Row(dict[str, str]):
    """A row by its headings. Raises BadLexicon for one that the file does not have."""

    def __init__(self, name: str, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self._name = name

    def __missing__(self, heading: str) -> str:
        raise missing_column(self._name, heading)


def missing_column(name: str, heading: str) -> BadLexicon:
    """What to raise where a file has no such column."""
    return BadLexicon(f"lexicon file {name}.csv has no column {heading}; add it to the head row")


@cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of lexicon/<name>.csv in file order. Raises BadLexicon for a missing file or ragged row."""
    path = FOLDER / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = tuple(Row(name, row) for row in csv.DictReader(file))
    except OSError as error:
        raise BadLexicon(f"lexicon file {path.name} cannot be read ({error.strerror}); put it back") from error
    for number, row in enumerate(found, 2):
        if None in row or None in row.values():
            raise BadLexicon(f"lexicon file {path.name}, row {number}: not as many cells as the head row has; mend it")
    return found


@cache
def column(name: str, heading: str) -> tuple[str, ...]:
    """The non-empty cells of one column. Raises BadLexicon where the file has no such column."""
    found = rows(name)
    if found and heading not in found[0]:
        raise missing_column(name, heading)
    return tuple(row[heading] for row in found if row[heading])


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, separated by semicolons.

    >>> listed("发改委; 国家发改委")
    ('发改委', '国家发改委')
    """
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def alternation(words: Iterable[str]) -> str:
    """A regular expression that matches any of the words, longest first, each taken literally.

    >>> alternation(["司长", "副司长", "A+"])
    '(?:副司长|司长|A\\\\+)'
    """
    import re

    return "(?:" + "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w))) + ")"


def names() -> tuple[str, ...]:
    """The lexicon's files, without ending, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@cache
def fingerprint() -> str:
    """A digest of all lexicon files: stages that use them are stale when it changes."""
    total = hashlib.sha256()
    for name in names():
        total.update(name.encode() + b"\0" + (FOLDER / f"{name}.csv").read_bytes() + b"\0")
    return total.hexdigest()[:16]
