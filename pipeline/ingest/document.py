"""The one entrance: a raw file becomes a Document, or a Document that says why it cannot be read."""

from dataclasses import replace
from pathlib import Path

from pipeline.ingest.encoding import decode
from pipeline.ingest.furniture import mark_furniture
from pipeline.ingest.limits import DEFAULT_LIMITS, Limits, check_characters
from pipeline.ingest.pdf import Progress, Reading, read_pdf
from pipeline.ingest.plain import read_plain
from pipeline.ingest.source import Source, foreign_kind, is_pdf, read_source
from pipeline.model.errors import UnreadableDocument
from pipeline.model.ids import document_id
from pipeline.model.page import Document, Page, TextSource


def read_document(
    path: Path,
    relative: str,
    ocr_cache: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress | None = None,
) -> Document:
    """A raw file as pages of lines in reading order. `relative` is its path below raw/, with `/` between the parts.

    Results of OCR are kept as files in the folder `ocr_cache`, by the page's image; `progress` is called with the
    number of each page of a PDF when it is done. Never raises for a bad file:
    one that cannot be read is a Document with `reason`, in words, and no pages.
    """
    empty = Document(document_id(relative), relative, "", 0)
    try:
        source = read_source(path, limits)
    except UnreadableDocument as error:
        return replace(empty, reason=str(error))
    known = replace(empty, sha256=source.sha256, bytes=source.size)
    try:
        return _read(source, known, ocr_cache, limits, progress)
    except UnreadableDocument as error:
        return replace(known, reason=str(error))
    except MemoryError:
        return replace(known, reason="needs more memory than the limit; raise memory in jianbao.toml")
    except Exception as error:
        # Parsers of hostile files fail in ways nobody lists; one bad file must not stop the archive.
        return replace(known, reason=f"cannot be read ({type(error).__name__}: {error}); mend it, or report this")


def _read(
    source: Source, known: Document, ocr_cache: Path | None, limits: Limits, progress: Progress | None
) -> Document:
    if not source.content:
        raise UnreadableDocument("empty file; fetch it again or remove it")
    if is_pdf(source.content):
        return _pdf_document(read_pdf(source.content, ocr_cache, limits, progress), known)
    kind = foreign_kind(source.content)
    if kind:
        raise UnreadableDocument(f"kind not supported: {kind}; save it as PDF or as text")
    return _text_document(source, known, limits)


def _text_document(source: Source, known: Document, limits: Limits) -> Document:
    decoded = decode(source.content)
    check_characters(len(decoded.text), limits)
    if not decoded.text.strip():
        raise UnreadableDocument("a text file without text; fetch it again or remove it")
    warnings = []
    if decoded.damaged:
        warnings.append(f"{decoded.damaged} characters could not be decoded and stand as �; fetch it again")
    page, kept = read_plain(decoded.text), tuple(warnings)
    return replace(known, format="text", encoding=decoded.encoding, text_source="plain", pages=(page,), warnings=kept)


def _pdf_document(reading: Reading, known: Document) -> Document:
    pages = mark_furniture(tuple(reading.pages))
    if not any(page.lines for page in pages):
        raise UnreadableDocument("a PDF without any text, printed or scanned; look at its pages, scan it anew")
    return replace(known, format="pdf", text_source=_text_source(pages), pages=pages, warnings=tuple(reading.warnings))


def _text_source(pages: tuple[Page, ...]) -> TextSource:
    sources = {page.source for page in pages if page.lines}
    if sources == {"ocr"}:
        return "ocr"
    return "mixed" if "ocr" in sources else "text-layer"
