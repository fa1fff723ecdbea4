"""articles.ndjson → search/index: built beside and renamed; only bulletins whose lines changed are indexed again."""

import hashlib
import os
import shutil
from pathlib import Path

import msgspec
import tantivy

from pipeline.model.errors import UnusableOutput
from pipeline.search import fields
from pipeline.search.articles import Entry, Places, open_bytes, read_places
from pipeline.search.changes import Changes, compare
from pipeline.search.datapackage import write_datapackage
from pipeline.search.documents import documents
from pipeline.search.lookup import write_lookup
from pipeline.search.opensearch import write_opensearch
from pipeline.search.vocabulary import Vocabulary, read_vocabulary, sample_vocabulary

# The most memory that tantivy takes for articles on their way (3,000 bulletins); less leaves more segments to ask.
HEAP_BYTES = 256_000_000
# The sources that decide what the index holds.
_SOURCES = (
    "articles.py", "changes.py", "documents.py", "fields.py", "figures.py", "fold.py", "index.py", "tokens.py",
    "vocabulary.py",
)  # fmt: skip
# The folder of the next index, beside the one that stands; runs on one output folder exclude each other.
_BESIDE = ".index.part"
# Files of an index that tantivy may write again; all others are never changed and can be linked.
_CHANGING = (".json", ".lock")


class Manifest(msgspec.Struct, frozen=True):
    """What an index was made from: the code, and the articles' size in bytes and time of change in nanoseconds."""

    version: str
    size: int
    changed: int


def index_folder(out: Path) -> Path:
    """Where the index of an output folder lies."""
    return out / "search" / "index"


def build_index(out: Path) -> None:
    """Make all that search needs: the index, the files for OpenSearch, the description of the tables."""
    begin_index(out)
    finish_search(out)


def finish_search(out: Path) -> None:
    """Make what search needs besides the articles' index, which `begin_index` has made."""
    finish_index(out)
    write_opensearch(out)
    write_datapackage(out)


def update_index(out: Path) -> None:
    """Bring the index up to date with search/articles.ndjson and bulletins.db.

    Readers see the old index or the new one. Raises UnusableOutput where the lines cannot be read.
    """
    begin_index(out)
    finish_index(out)


def begin_index(out: Path) -> None:
    """Index search/articles.ndjson beside the index that stands; bulletins.db may be in the making meanwhile."""
    articles, folder = out / "search" / "articles.ndjson", index_folder(out)
    beside = folder.with_name(_BESIDE)
    _remove_remains(folder)
    try:
        old = _start_from(folder, beside)
        _link(articles, beside / "articles.ndjson")
        _write(beside, old).write(beside / "places.bin")
    except BaseException as error:
        shutil.rmtree(beside, ignore_errors=True)
        if isinstance(error, msgspec.DecodeError):
            raise UnusableOutput(f"{articles} is not what this version wrote ({error}); run `make search`") from error
        raise


def finish_index(out: Path) -> None:
    """Add the names that bulletins.db holds to the index that `begin_index` left, and show it."""
    folder = index_folder(out)
    beside = folder.with_name(_BESIDE)
    try:
        write_lookup(out / "bulletins.db", beside / "lookup.db")
        (beside / "manifest.json").write_bytes(msgspec.json.encode(_manifest(beside)))
        _swap(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _remove_remains(folder: Path) -> None:
    """Remove what a run that was killed left beside the index."""
    for remains in folder.parent.glob(".index.*"):
        shutil.rmtree(remains, ignore_errors=True)


def _manifest(folder: Path) -> Manifest:
    here = Path(__file__).parent
    version = hashlib.sha256(b"\0".join((here / name).read_bytes() for name in _SOURCES)).hexdigest()[:16]
    articles = (folder / "articles.ndjson").stat()
    return Manifest(version, articles.st_size, articles.st_mtime_ns)


def _start_from(folder: Path, beside: Path) -> Path | None:
    """Link the old index's files into the new folder; the old one, None where it is not what this version wrote."""
    (beside / "tantivy").mkdir(parents=True)
    try:
        if msgspec.json.decode((folder / "manifest.json").read_bytes(), type=Manifest) != _manifest(folder):
            return None
    except (OSError, msgspec.DecodeError):
        return None
    for path in sorted((folder / "tantivy").iterdir()):
        (shutil.copyfile if path.suffix in _CHANGING else _link)(path, beside / "tantivy" / path.name)
    _link(folder / "vocabulary.txt", beside / "vocabulary.txt")
    return folder


def _link(path: Path, name: Path) -> None:
    """Give a file another name; where the file system cannot, copy it."""
    try:
        os.link(path, name)
    except OSError:
        shutil.copy2(path, name)


def _swap(beside: Path, folder: Path) -> None:
    old = folder.with_name(f".index.{os.getpid()}.old")
    if folder.exists():
        os.replace(folder, old)
    os.replace(beside, folder)
    shutil.rmtree(old, ignore_errors=True)


def _vocabulary(beside: Path) -> Vocabulary:
    """The vocabulary of the old index, or a new one for a new index."""
    path = beside / "vocabulary.txt"
    if not path.is_file():
        sample_vocabulary(beside / "articles.ndjson").write(path)
    return read_vocabulary(path)


def _write(beside: Path, old: Path | None) -> Places:
    """Index what has changed since the old index; where each line of the new file begins."""
    before = old or beside / "none"
    changes = compare(open_bytes(before / "articles.ndjson"), open_bytes(beside / "articles.ndjson"))
    index = tantivy.Index(fields.schema(), str(beside / "tantivy"))
    index.register_tokenizer(fields.WHITESPACE, fields.analyzer())
    writer = index.writer(HEAP_BYTES, num_threads=1)
    _index(writer, changes, _vocabulary(beside))
    writer.commit()
    writer.wait_merging_threads()
    return read_places(before / "places.bin").replaced(changes.first, changes.last, changes.new_last, changes.lines)


_DECODER = msgspec.json.Decoder(Entry)


def _index(writer: tantivy.IndexWriter, changes: Changes, vocabulary: Vocabulary) -> None:
    for bulletin, lines, known in changes.bulletins():
        if known:
            writer.delete_documents_by_term("bulletin_id", bulletin)
        for document in documents([_DECODER.decode(line.content) for line in lines], vocabulary):
            writer.add_document(document)
    for bulletin in sorted(changes.gone):
        writer.delete_documents_by_term("bulletin_id", bulletin)
