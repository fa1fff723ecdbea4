"""Fuzzing led by coverage: `python -m tests.robust.guided TARGET -runs=20000 -seed=9`, as `make fuzz` runs it.

atheris, which `make fuzz` installs, changes its input until it reaches code that no input has reached before.
"""

import sys
import tempfile
from pathlib import Path

import atheris

from tests.robust.archives import specimens

with atheris.instrument_imports(include=["pipeline"]):
    from pipeline.extract.numerals import find_numerals
    from pipeline.extract.sample import parse_text
    from pipeline.ingest.document import read_document
    from pipeline.model.errors import BadQuery
    from pipeline.model.page import Document, Line, Page
    from pipeline.search.query import parse_query
    from pipeline.structure.recover import recover

PATH = Path(tempfile.mkdtemp()) / "a.txt"


def decoding(content: bytes) -> None:
    """Any bytes end in text or in a reason."""
    PATH.write_bytes(content)
    document = read_document(PATH, "a.txt")
    assert (document.reason is None) is bool(document.pages)


def structure(content: bytes) -> None:
    """Any lines become a bulletin that has lost none of their characters."""
    lines = tuple(Line(line) for line in _text(content).split("\n"))
    page = Page(1, lines, "plain")
    bulletin = recover(Document("d-0", "a.txt", "", 0, format="text", text_source="plain", pages=(page,)))
    assert sum(entry.characters for entry in bulletin.ledger) == sum(len(line.text) for line in lines)


def numerals(content: bytes) -> None:
    """Every number found stands where it says."""
    text = _text(content)
    for found in find_numerals(text):
        assert 0 <= found.start < found.end <= len(text)


def mentions(content: bytes) -> None:
    """Figures, policies with their numbers and dates of any text stand where they say."""
    text = _text(content)
    for kind in ("figure", "policy", "date"):
        for found in parse_text(text, kind):
            assert text[found["start"] : found["end"]] == found["text"]


def query(content: bytes) -> None:
    """Any query is read or refused in words."""
    try:
        parse_query(_text(content))
    except BadQuery as error:
        assert str(error)


TARGETS = {f.__name__: f for f in (decoding, structure, numerals, mentions, query)}


def _text(content: bytes) -> str:
    """Half of the inputs as UTF-16, in which most pairs of bytes are Chinese characters."""
    if content[:1] < b"\x80":
        return content[1:].decode("utf-8", "replace")
    return content[1:].decode("utf-16-be", "replace")


def seeds() -> Path:
    """A folder with what to begin with: pieces of the sample bulletins, in both encodings of `_text`."""
    folder = Path(tempfile.mkdtemp())
    for path in specimens():
        text = path.read_text(encoding="utf-8")
        for at in range(0, len(text), 400):
            (folder / f"{path.stem}-{at}").write_bytes(b"\x00" + text[at : at + 400].encode())
            (folder / f"{path.stem}-{at}-16").write_bytes(b"\xff" + text[at : at + 400].encode("utf-16-be"))
    return folder


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:], str(seeds())], TARGETS[sys.argv[1]])
    atheris.Fuzz()
