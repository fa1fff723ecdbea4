"""A place that a command is given, a folder of this machine or a URL; the folder in which a URL's files are kept."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

# The beginning of a URL as fsspec knows them, chained ones too: "s3://", "zip::".
PROTOCOL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=://|::)")
# Name and password in a URL, which no message may show: "//user:secret@host".
CREDENTIALS = re.compile(r"(?<=//)[^/@]*@")
# What does not go into the name of a folder.
UNNAMEABLE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Address:
    """A folder at a URL, such as `s3://bucket/archive/raw`."""

    url: str

    def __str__(self) -> str:
        return CREDENTIALS.sub("", self.url)

    @property
    def protocol(self) -> str:
        """The part before `://` or `::`."""
        match = PROTOCOL.match(self.url)
        return match[0] if match else ""

    @property
    def name(self) -> str:
        """A name for a folder of this machine: legible, another one for every URL."""
        legible = UNNAMEABLE.sub("-", str(self)).strip("-.")[-_LONGEST_NAME:]
        return f"{legible}-{hashlib.sha256(self.url.encode()).hexdigest()[:8]}"


Place = Path | Address


def place(text: str) -> Place:
    """The place that a user names.

    >>> place("extracted"), place("s3://bucket/raw/")
    (PosixPath('extracted'), Address(url='s3://bucket/raw'))
    """
    return Address(text.rstrip("/")) if PROTOCOL.match(text) else Path(text)


def working_folder(address: Address, work: Path | None) -> Path:
    """Where this machine keeps the files of a URL: below `work`, or the user's cache folder where that is None."""
    if work is None:
        cache = os.environ.get("XDG_CACHE_HOME", "")
        work = (Path(cache) if os.path.isabs(cache) else Path.home() / ".cache") / "jianbao"
    return work.absolute() / address.name
