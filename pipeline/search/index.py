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
from pipeline.search.vocabulary import Vocabulary, read_vocabulary, sample_vocabulary

HEAP_BYTES = 256_000_000
# The sources that decide what the index holds.
_SOURCES = ("articles.py", "fields.py", "figures.py", "fold.py", "index.py", "tokens.py", "vocabulary.py")
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
    _remove_remains(folder)
    try:
        before = _start_from(folder, beside)
        _link(articles, beside / "articles.ndjson")
        seen = _write(beside, before, _sources(out / "tables" / "articles.parquet"))
        write_places(beside / "places.bin", seen.keys, seen.offsets)
        write_lookup(out / "bulletins.db", beside / "lookup.db")
        (beside / "manifest.json").write_bytes(msgspec.json.encode(Manifest(_version(), seen.digests)))
        _swap(beside, folder)
    except msgspec.DecodeError as error:
        raise UnusableOutput(f"{articles} is not what this version wrote ({error}); run `make search`") from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _remove_remains(folder: Path) -> None:
    """Remove what a run that was killed left beside the index; runs on one output folder exclude each other."""
    for remains in folder.parent.glob(".index.*"):
        shutil.rmtree(remains, ignore_errors=True)


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
    _link(folder / "vocabulary.txt", beside / "vocabulary.txt")
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


def _vocabulary(beside: Path) -> Vocabulary:
    """The vocabulary of the old index, or a new one for a new index."""
    path, articles = beside / "vocabulary.txt", beside / "articles.ndjson"
    if not path.is_file():
        with articles.open("rb") as file:
            lines = sum(1 for _ in file)
        sample_vocabulary(articles, lines).write(path)
    return read_vocabulary(path)


def _sources(table: Path) -> dict[str, str]:
    """Article id → the 来源 line, which articles.ndjson does not carry; empty without the table."""
    if not table.is_file():
        return {}
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    rows = pq.read_table(table, columns=["article_id", "source"])
    return dict(zip(*(c.to_pylist() for c in rows.filter(pc.is_valid(rows["source"])).columns), strict=True))


def _write(beside: Path, before: Manifest, sources: dict[str, str]) -> _Seen:
    index = tantivy.Index(fields.schema(), str(beside / "tantivy"))
    index.register_tokenizer(fields.WHITESPACE, fields.analyzer())
    writer = index.writer(HEAP_BYTES, num_threads=1)
    vocabulary = _vocabulary(beside)
    seen = _Seen()
    for bulletin, lines in _bulletins(beside / "articles.ndjson", seen):
        digest = _digest(lines, sources)
        seen.digests[bulletin] = digest
        if before.bulletins.get(bulletin) == digest:
            continue
        if bulletin in before.bulletins:
            writer.delete_documents_by_term("bulletin_id", bulletin)
        for _, line in lines:
            writer.add_document(_document(_with_source(_DECODER.decode(line), sources), vocabulary))
    for bulletin in sorted(before.bulletins.keys() - seen.digests.keys()):
        writer.delete_documents_by_term("bulletin_id", bulletin)
    writer.commit()
    writer.wait_merging_threads()
    return seen


_DECODER = msgspec.json.Decoder(Entry)


def _with_source(entry: Entry, sources: dict[str, str]) -> Entry:
    source = sources.get(entry.article_id)
    return msgspec.structs.replace(entry, source=source) if source else entry


def _digest(lines: list[tuple[str, bytes]], sources: dict[str, str]) -> str:
    content = hashlib.blake2b(digest_size=12)
    for article, line in lines:
        content.update(line + sources.get(article, "").encode())
    return content.hexdigest()


class _Ids(msgspec.Struct, frozen=True):
    article_id: str
    bulletin_id: str


def _bulletins(articles: Path, seen: _Seen) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """The article ids and lines of each bulletin, whose articles stand together; notes where each line begins."""
    for bulletin, lines in groupby(_lines(articles, seen), key=lambda triple: triple[0]):
        yield bulletin, [(article, line) for _, article, line in lines]


def _lines(articles: Path, seen: _Seen) -> Iterator[tuple[str, str, bytes]]:
    decoder, offset = msgspec.json.Decoder(_Ids), 0
    with articles.open("rb") as file:
        for line in file:
            ids = decoder.decode(line)
            seen.keys.append(article_key(ids.article_id))
            seen.offsets.append(offset)
            offset += len(line)
            yield ids.bulletin_id, ids.article_id, line


def _document(entry: Entry, vocabulary: Vocabulary) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("key", article_key(entry.article_id))
    document.add_text("bulletin_id", entry.bulletin_id)
    day = fields.day_number(entry.date)
    if day is not None:
        document.add_unsigned("date", day)
    _add_texts(document, entry, vocabulary)
    _add_facets(document, entry)
    for figure in entry.figures:
        document.add_text("figures", figure_tokens(figure))
    return document


def _add_texts(document: tantivy.Document, entry: Entry, vocabulary: Vocabulary) -> None:
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
    for name in fields.KNOWN:
        document.add_text(fields.known(name), vocabulary.printed(parts.text(*spans[name])))
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
