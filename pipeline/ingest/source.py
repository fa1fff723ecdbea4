"""The raw file: its bytes, their hash, and what kind of file they are, told by content and not by the ending."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from pipeline.ingest.limits import Limits
from pipeline.lexicon import rows
from pipeline.model.errors import UnreadableDocument

PDF_MARK = b"%PDF-"
# Readers accept junk before the mark within the first kilobyte (PDF 32000-1, annex H, note 13).
PDF_MARK_WITHIN = 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A raw file as read: its bytes and their SHA-256 as hexadecimal digits; `size` also where it was not read."""

    content: bytes
    sha256: str
    size: int


def read_source(path: Path, limits: Limits) -> Source:
    """The bytes of a raw file. Raises UnreadableDocument where it is no plain file, too big, empty or unreadable."""
    try:
        facts = os.stat(path)
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableDocument("not a plain file; put the file itself there")
        if facts.st_size > limits.bytes:
            raise UnreadableDocument(
                f"too big: {facts.st_size} bytes, the limit is {limits.bytes}; split it, or raise bytes in jianbao.toml"
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"cannot be opened ({error.strerror}); let it be read, or put it back") from error
    return Source(content, hashlib.sha256(content).hexdigest(), len(content))


def is_pdf(content: bytes) -> bool:
    """Whether the bytes are a PDF: its mark at the beginning, or near it in a file that holds PDF objects.

    >>> is_pdf(b"%PDF-1.7 ..."), is_pdf(b"A text about %PDF-1.7")
    (True, False)
    """
    if content.lstrip(b"\x00\t\n\f\r \xef\xbb\xbf")[: len(PDF_MARK)] == PDF_MARK:
        return True
    return PDF_MARK in content[:PDF_MARK_WITHIN] and b"endobj" in content


def foreign_kind(content: bytes) -> str | None:
    """What kind of file these bytes are, by their signature, if it is a kind that is not read; else None."""
    for row in rows("file_signatures"):
        if content.startswith(bytes.fromhex(row["signature"])):
            return row["kind"]
    return None
