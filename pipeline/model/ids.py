"""Ids: strings made from what a thing is, never from when or in which order it was read."""

import hashlib


def digest(*parts: object, length: int = 10) -> str:
    """Hexadecimal digest of the parts, None kept apart from the empty string; the same on every machine."""
    joined = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogateescape")).hexdigest()[:length]


def document_id(path: str) -> str:
    """The id of a raw file, from its path relative to raw/ with `/` between the parts."""
    return f"d-{digest(path)}"


def bulletin_id(series: str | None, year: int | None, issue: int | None, total_issue: int | None, text: str) -> str:
    """The id of a bulletin: of its masthead where that names the issue, else of its text.

    >>> bulletin_id("工作简报", 2022, 3, 62, "")
    'b-2022-03-d50a2c8e'
    """
    if series and year and issue:
        return f"b-{year}-{issue:02d}-{digest(series, year, issue, total_issue, length=8)}"
    return f"b-{digest(text)}"


def article_id(bulletin: str, ordinal: int) -> str:
    """The id of the nth article (from 1) of a bulletin."""
    return f"{bulletin}.a{ordinal:02d}"


def mention_id(article: str, kind: str, start: int, end: int) -> str:
    """The id of a mention: article, kind and offsets relative to the article."""
    return f"{article}.{kind[:3]}.{start}-{end}"


def role_id(mention: str, ordinal: int) -> str:
    """The id of the nth role (from 1) that a mention of an official gives."""
    return f"{mention}.r{ordinal}"


def entity_id(kind: str, *key: object) -> str:
    """The id of an entity from the key that identifies it, such as an alliance's distinguishing name.

    >>> entity_id("alliance", "封测")[:4]
    'all-'
    """
    return f"{kind[:3]}-{digest(*key)}"
