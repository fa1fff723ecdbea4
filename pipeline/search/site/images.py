"""Images of the printed pages, drawn from the raw PDF of accepted documents only."""

import hashlib
import io
import threading
from functools import lru_cache
from pathlib import Path

from pipeline.search.site.records import Records

# Pixels a point: 1.75 is about 126 dots an inch, sharp enough to read and small enough to send.
SCALE = 1.75


class PageImages:
    """Pages as PNG; None where a document is not accepted, no PDF, changed since it was read, or has no such page."""

    def __init__(self, raw: Path, records: Records) -> None:
        self._raw, self._records = raw.resolve(), records
        self._lock = threading.Lock()  # pdfium may be used by one thread at a time
        self._draw = lru_cache(maxsize=64)(self._drawn)
        self._path = lru_cache(maxsize=256)(self._checked)

    def png(self, document_id: str, page: int) -> bytes | None:
        """A page, counted from 1."""
        path = self._path(document_id)
        with self._lock:
            return self._draw(path, page) if path else None

    def size(self, document_id: str, page: int) -> tuple[float, float] | None:
        """Width and height of a page in points."""
        import pypdfium2

        path = self._path(document_id)
        if path is None:
            return None
        with self._lock:
            document = pypdfium2.PdfDocument(path)
            try:
                return document[page - 1].get_size() if 0 < page <= len(document) else None
            finally:
                document.close()

    def _checked(self, document_id: str) -> Path | None:
        """The raw file, if it is the one that was accepted."""
        query = "SELECT path, sha256 FROM documents WHERE document_id = ? AND status = 'accepted' AND format = 'pdf'"
        row = self._records.row(query, document_id)
        path = (self._raw / row["path"]).resolve() if row else None
        if path is None or row is None or not path.is_relative_to(self._raw) or not path.is_file():
            return None
        with path.open("rb") as file:
            return path if hashlib.file_digest(file, "sha256").hexdigest() == row["sha256"] else None

    def _drawn(self, path: Path, page: int) -> bytes | None:
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        try:
            if not 0 < page <= len(document):
                return None
            buffer = io.BytesIO()
            document[page - 1].render(scale=SCALE).to_pil().convert("P").save(buffer, "PNG", optimize=False)
            return buffer.getvalue()
        finally:
            document.close()
