"""The whole way over the specimens: every promise kept, the same bytes every time, nothing disturbed by bad files."""

import hashlib
import json
import shutil
import sqlite3

import pyarrow.parquet as pq
import pytest
from running import REPOSITORY, run_all

from pipeline.model.tables import TABLES
from pipeline.store.verify import verify

STABLE = ("tables/*.parquet", "text/*.txt", "search/articles.ndjson")


def digests(out):
    files = sorted(path for pattern in STABLE for path in out.glob(pattern))
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_promise_of_the_tables_holds(archive):
    assert verify(archive, REPOSITORY / "raw") == []


def test_every_file_of_raw_has_one_row(archive):
    documents = pq.read_table(archive / "tables" / "documents.parquet").to_pylist()
    raw = {p.relative_to(REPOSITORY / "raw").as_posix() for p in (REPOSITORY / "raw").rglob("*") if p.is_file()}
    assert sorted(d["path"] for d in documents) == sorted(raw)
    assert {d["status"] for d in documents} == {"accepted", "duplicate"}


def test_the_specimens_show_what_they_are_for(archive):
    counts = {t.name: pq.read_metadata(archive / "tables" / f"{t.name}.parquet").num_rows for t in TABLES}
    assert counts["bulletins"] >= 8
    for name in ("articles", "alliances", "official_roles", "policies", "figures", "findings", "table_cells"):
        assert counts[name] > 0, name
    bulletins = pq.read_table(archive / "tables" / "bulletins.parquet").to_pylist()
    assert len({b["series"] for b in bulletins}) >= 2
    assert {b["year"] for b in bulletins} >= {2012, 2024}


def test_articles_can_be_indexed_as_they_are(archive):
    lines = (archive / "search" / "articles.ndjson").read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    assert {"article_id", "title_tokens", "body_tokens", "alliances", "figures"} <= articles[0].keys()
    assert any(article["alliances"] for article in articles)


def test_the_database_answers(archive):
    with sqlite3.connect(archive / "bulletins.db") as database:
        (count,) = database.execute(
            "SELECT count(*) FROM mentions JOIN alliances ON record_id = alliance_id WHERE mentions.kind = 'alliance'"
        ).fetchone()
    assert count > 10


def test_the_same_bytes_whatever_the_workers_and_the_order(archive, tmp_path):
    again = run_all(REPOSITORY / "raw", tmp_path / "extracted", workers=2)
    assert digests(again) == digests(archive)
    assert len(digests(archive)) > len(TABLES)


def test_a_second_run_changes_nothing(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    specimen = next(p for p in sorted((REPOSITORY / "raw").rglob("*.txt")))
    shutil.copy(specimen, raw / "a.txt")
    out = run_all(raw, tmp_path / "out", last="search")
    before, times = digests(out), {p: p.stat().st_mtime_ns for p in (out / "tables").iterdir()}
    run_all(raw, out, last="search")
    assert digests(out) == before
    assert {p: p.stat().st_mtime_ns for p in (out / "tables").iterdir()} == times


BAD = [
    # (name, bytes, a word of the reason)
    ("empty.txt", b"", "empty"),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(100), "kind"),
    ("broken.pdf", b"%PDF-1.7\n1 0 obj\n<<", "PDF"),
    ("noise.txt", bytes(range(128, 256)) * 40, "decoded"),
]


def test_bad_files_disturb_nothing(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    specimen = next(p for p in sorted((REPOSITORY / "raw").rglob("*.txt")))
    shutil.copy(specimen, raw / "good.txt")
    alone = run_all(raw, tmp_path / "alone", last="search")
    for name, content, _ in BAD:
        (raw / name).write_bytes(content)
    out = run_all(raw, tmp_path / "out", last="search")
    documents = {d["path"]: d for d in pq.read_table(out / "tables" / "documents.parquet").to_pylist()}
    assert {n for n, d in documents.items() if d["status"] == "quarantined"} == {name for name, _, _ in BAD}
    for name, _, word in BAD:
        assert word in documents[name]["reason"], name
    ours, theirs = digests(out), digests(alone)
    assert ours.pop("tables/documents.parquet") != theirs.pop("tables/documents.parquet")
    assert ours == theirs
    assert verify(out, raw) == []


@pytest.mark.parametrize("removed", ["first", "last"])
def test_ids_stay_when_bulletins_are_removed(archive, tmp_path, removed):
    raw = tmp_path / "raw"
    shutil.copytree(REPOSITORY / "raw", raw)
    files = sorted(p for p in raw.rglob("*.txt"))
    files[0 if removed == "first" else -1].unlink()
    out = run_all(raw, tmp_path / "out", last="tables")
    for table, key in (("articles", "article_id"), ("mentions", "mention_id"), ("sentences", "sentence_id")):
        whole = {r[key] for r in pq.read_table(archive / "tables" / f"{table}.parquet", columns=[key]).to_pylist()}
        part = {r[key] for r in pq.read_table(out / "tables" / f"{table}.parquet", columns=[key]).to_pylist()}
        assert part <= whole
        assert part
