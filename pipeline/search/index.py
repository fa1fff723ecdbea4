"""articles.ndjson → search/index: built beside and renamed; only bulletins whose lines changed are indexed again."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import msgspec
import tantivy

from pipeline.model.errors import UnusableOutput
from pipeline.search import fields
from pipeline.search.articles import Entry, article_key, write_places
from pipeline.search.datapackage import write_datapackage
from pipeline.search.figures import figure_tokens
from pipeline.search.lookup import write_lookup
from pipeline.search.opensearch import write_opensearch
from pipeline.search.tokens import FoldedParts

HEAP_BYTES = 256_000_000
# The sources that decide what the index holds.
_SOURCES = ("articles.py", "fields.py", "figures.py", "fold.py", "index.py", "tokens.py")
# Files of an index that tantivy may write again; all others are never changed and can be linked.
_CHANGING = (".json", ".lock")


class Manifest(msgspec.Struct):
    """What an index was made from: the code, and a digest of every bulletin's lines."""

    version: str
    bulletins: dict[str, str]


@dataclass(slots=True)
class _Seen:
    """What one pass over the lines found."""

    digests: dict[str, str] = field(default_factory=dict)
    keys: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)


def index_folder(out: Path) -> Path:
    """Where the index of an output folder lies."""
    return out / "search" / "index"


def build_index(out: Path) -> None:
    """Make all that search needs: the index, the files for OpenSearch, the description of the tables."""
    update_index(out)
    write_opensearch(out)
    write_datapackage(out)


def update_index(out: Path) -> None:
    """Bring the index up to date with search/articles.ndjson and bulletins.db.

    Readers see the old index or the new one. Raises UnusableOutput where the lines cannot be read.
    """
    articles, folder = out / "search" / "articles.ndjson", index_folder(out)
    beside = folder.with_name(f".index.{os.getpid()}.part")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        before = _start_from(folder, beside)
        _link(articles, beside / "articles.ndjson")
        seen = _write(beside, before)
        write_places(beside / "places.bin", seen.keys, seen.offsets)
        write_lookup(out / "bulletins.db", beside / "lookup.db")
        (beside / "manifest.json").write_bytes(msgspec.json.encode(Manifest(_version(), seen.digests)))
        _swap(beside, folder)
    except msgspec.DecodeError as error:
        raise UnusableOutput(f"{articles} is not what this version wrote ({error}); run `make search`") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _version() -> str:
    here = Path(__file__).parent
    return hashlib.sha256(b"\0".join((here / name).read_bytes() for name in _SOURCES)).hexdigest()[:16]


def _start_from(folder: Path, beside: Path) -> Manifest:
    """Link the old index's files into the new folder where this version wrote them; say what it held."""
    (beside / "tantivy").mkdir(parents=True)
    try:
        manifest = msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError):
        manifest = Manifest("", {})
    if manifest.version != _version():
        return Manifest(_version(), {})
    for path in sorted((folder / "tantivy").iterdir()):
        (shutil.copyfile if path.suffix in _CHANGING else _link)(path, beside / "tantivy" / path.name)
    return manifest


def _link(path: Path, name: Path) -> None:
    """Give a file another name; where the file system cannot, copy it."""
    try:
        os.link(path, name)
    except OSError:
        shutil.copyfile(path, name)


def _swap(beside: Path, folder: Path) -> None:
    old = folder.with_name(f".index.{os.getpid()}.old")
    if folder.exists():
        os.replace(folder, old)
    os.replace(beside, folder)
    shutil.rmtree(old, ignore_errors=True)


def _write(beside: Path, before: Manifest) -> _Seen:
    index = tantivy.Index(fields.schema(), str(beside / "tantivy"))
    index.register_tokenizer(fields.WHITESPACE, fields.analyzer())
    writer = index.writer(HEAP_BYTES, num_threads=1)
    seen = _Seen()
    for bulletin, lines in _bulletins(beside / "articles.ndjson", seen):
        digest = hashlib.blake2b(b"".join(lines), digest_size=12).hexdigest()
        seen.digests[bulletin] = digest
        if before.bulletins.get(bulletin) == digest:
            continue
        if bulletin in before.bulletins:
            writer.delete_documents_by_term("bulletin_id", bulletin)
        for line in lines:
            writer.add_document(_document(_DECODER.decode(line)))
    for bulletin in sorted(before.bulletins.keys() - seen.digests.keys()):
        writer.delete_documents_by_term("bulletin_id", bulletin)
    writer.commit()
    writer.wait_merging_threads()
    return seen


_DECODER = msgspec.json.Decoder(Entry)


class _Ids(msgspec.Struct, frozen=True):
    article_id: str
    bulletin_id: str


def _bulletins(articles: Path, seen: _Seen) -> Iterator[tuple[str, list[bytes]]]:
    """The lines of each bulletin, whose articles stand together; notes where each line begins."""
    for bulletin, numbered in groupby(_lines(articles, seen), key=lambda pair: pair[0]):
        yield bulletin, [line for _, line in numbered]


def _lines(articles: Path, seen: _Seen) -> Iterator[tuple[str, bytes]]:
    decoder, offset = msgspec.json.Decoder(_Ids), 0
    with articles.open("rb") as file:
        for line in file:
            ids = decoder.decode(line)
            seen.keys.append(article_key(ids.article_id))
            seen.offsets.append(offset)
            offset += len(line)
            yield ids.bulletin_id, line


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("key", article_key(entry.article_id))
    document.add_text("bulletin_id", entry.bulletin_id)
    day = fields.day_number(entry.date)
    if day is not None:
        document.add_unsigned("date", day)
    _add_texts(document, entry)
    _add_facets(document, entry)
    for figure in entry.figures:
        document.add_text("figures", figure_tokens(figure))
    return document


def _add_texts(document: tantivy.Document, entry: Entry) -> None:
    """The exact fields and the words; a field of several texts is the pairs of neighbouring parts."""
    named = [name for kind in fields.ENTITIES.values() for name in getattr(entry, kind)]
    printed = [entry.title, entry.section or "", entry.body, entry.contributor or "", entry.source or ""]
    parts = FoldedParts([*printed, *named, entry.series or "", entry.title_tokens, entry.body_tokens])
    series = len(printed) + len(named)
    spans = {"printed": (0, 5), "title": (0, 1), "section": (1, 2), "series": (series, series + 1)}
    spans["entities"] = (5, series)
    at = 5
    for kind, attribute in fields.ENTITIES.items():
        spans[kind] = (at, at := at + len(getattr(entry, attribute)))
    for name, (first, last) in spans.items():
        if first < last:
            document.add_text(fields.exact(name), parts.bigrams(first, last))
    document.add_text("title_words", parts.words(series + 1))
    document.add_text("body_words", parts.words(series + 2))


def _add_facets(document: tantivy.Document, entry: Entry) -> None:
    if entry.date:
        document.add_text(fields.facet("year"), entry.date[:4])
    for name in ("series", "section"):
        if value := getattr(entry, name):
            document.add_text(fields.facet(name), value)
    for kind, attribute in fields.ENTITIES.items():
        for value in getattr(entry, attribute):
            document.add_text(fields.facet(kind), value)
