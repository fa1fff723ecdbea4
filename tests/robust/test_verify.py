"""Each promise that `verify` checks is broken once, alone, and verify says so."""

import json
import os
import shutil
import sqlite3
from contextlib import closing

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.model.tables import BY_NAME, TABLES
from pipeline.store.parquet import arrow_schema
from pipeline.store.sqlite import write_database
from pipeline.store.verify import verify
from tests.robust.archives import REPOSITORY


@pytest.fixture
def spoiled(archive, tmp_path):
    """A copy of the outputs over the specimens, as a plain folder."""
    out = tmp_path / "out"
    shutil.copytree((archive / ".current").resolve(), out)
    return out


def rewrite(out, name, change, database=True):
    """Change the rows of a table with a function; the database is made again unless it is to differ."""
    path = out / "tables" / f"{name}.parquet"
    rows = pq.read_table(path).to_pylist()
    rows = change(rows) or rows
    schema = arrow_schema(BY_NAME[name])
    columns = [pa.array([row[field.name] for row in rows], field.type) for field in schema]
    path.unlink()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), path)
    if database:
        (out / "bulletins.db").unlink()
        write_database(out / "tables", out / "bulletins.db")


def setting(column, value, where=lambda row: True):
    """A change of one column of the first row that fits."""

    def change(rows):
        row = next(row for row in rows if where(row))
        row[column] = value(row) if callable(value) else value

    return change


def without_last(rows):
    return rows[:-1]


def twice(rows):
    return [*rows, dict(rows[0])]


def of_kind(kind):
    return lambda row: row["kind"] == kind


def in_cell(row):
    return row["cell"] is not None


# (table, what is done to it, words of the fault)
BROKEN = {
    "an article's id": ("articles", setting("article_id", "b-1.a99"), "is not in articles"),
    "an article twice": ("bulletin_staff", twice, "rows with the key"),
    "a sentence moved": ("sentences", setting("char_start", lambda r: r["char_start"] + 1), "miss the text"),
    "a word lost": ("sentences", setting("tokens", lambda r: r["tokens"][1:]), "are not the sentence"),
    "a tag lost": ("sentences", setting("tags", lambda r: r["tags"][1:]), "are not the sentence"),
    "a sentence's number": ("sentences", setting("ordinal", 99), "not numbered from 1"),
    "a section's number": ("sections", setting("ordinal", 99), "not numbered from 1"),
    "a section's heading": ("sections", setting("heading", "别的"), "do not begin with its heading"),
    "an article's title": ("articles", setting("title", "别的"), "do not hold its title"),
    "an article's body": ("articles", setting("body", "别的"), "do not hold its title and body"),
    "a mention moved": ("mentions", setting("char_end", lambda r: r["char_end"] + 1), "miss the text"),
    "a mention's kind": ("mentions", setting("kind", "place", of_kind("date")), "is not the id of its place"),
    "a mention's sentence": (
        "mentions",
        setting("sentence_id", lambda r: r["sentence_id"][:-3] + "001", lambda r: r["sentence_id"] and r["sentence_id"][-3:] != "001"),
        "outside its sentence",
    ),
    "a mention's record": ("mentions", setting("record_id", "all-0", of_kind("alliance")), "which is no alliance"),
    "a mention without its link": ("links", without_last, "has no link"),
    "a link's score": ("links", setting("score", 2.0), "has the score"),
    "a link's decision": ("links", setting("decision", "review"), "is review and its record is"),
    "a figure lost": ("figures", without_last, "has no row with its text"),
    "a figure's value": ("figures", setting("value", -1.0), "and exactly"),
    "a range without its end": ("figures", setting("value_max", None, lambda r: r["qualifier"] == "range"), "upper bound"),
    "a figure's cell": ("figures", setting("cell", "t:0:0", in_cell), "does not stand in the cell"),
    "a figure's subject": ("figures", setting("subject_id", "all-0"), "does not exist"),
    "a figure's issue": ("figures", setting("bulletin_id", "b-2024-01-959a8a30"), "does not stand in"),
    "a post's number": ("official_roles", setting("role_id", lambda r: r["mention_id"] + ".r7"), "are numbered"),
    "a post's person": ("official_roles", setting("official_id", None), "is not what its mention"),
    "an event's policy": ("policy_events", setting("policy_id", None), "is not what its mention"),
    "a form's count": ("alliance_names", setting("mentions", 999), "is counted 999 times"),
    "a tenure's count": ("tenures", setting("observations", 999), "is observed"),
    "a tenure's end": ("tenures", setting("last_seen", "1999-01-01"), "tenures: "),
    "a redirect": ("redirects", setting("new_id", "all-0"), "does not lead"),
    "a finding's evidence": ("findings", setting("evidence", ["nothing"]), "which does not exist"),
    "a document's id": ("documents", setting("path", "x.txt"), "is not the id of"),
    "a document's status": ("documents", setting("status", "lost"), "has the status lost"),
    "a reason too many": ("documents", setting("reason", "so"), "its reason is so"),
    "quarantine with a bulletin": ("documents", setting("status", "quarantined", lambda r: r["reason"]), "its bulletin is"),
    "a bulletin without document": (
        "documents",
        setting("status", "duplicate", lambda r: r["status"] == "accepted" and r.update(reason="so") is None),
        "has 0 accepted documents",
    ),
    "a ledger line lost": ("ledger", without_last, "are booked"),
    "a ledger line too many": ("ledger", setting("page", 99), "has no page 99"),
    "a cell's text": ("table_cells", setting("text", "别的"), "miss the text"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_promise_is_found(spoiled, name):
    table, change, words = BROKEN[name]
    rewrite(spoiled, table, change, database=False)
    faults = verify(spoiled)
    assert any(words in fault for fault in all_faults(spoiled, faults)), (words, faults[:5])


def all_faults(out, faults):
    """Faults of the tables alone: where the database differs too, it is made to agree first."""
    try:
        (out / "bulletins.db").unlink()
        write_database(out / "tables", out / "bulletins.db")
    except Exception:
        return faults
    return [*faults, *verify(out)]


def test_nothing_is_broken_to_begin_with(spoiled):
    assert verify(spoiled, REPOSITORY / "raw") == []


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM figures WHERE rowid = 1", "rows in Parquet"),
        ("UPDATE officials SET name = '别人' WHERE rowid = 1", "not the same"),
        ("UPDATE mentions SET article_id = 'x' WHERE rowid = 1", "refers to a row of articles"),
        ("PRAGMA user_version = 99", "another schema version"),
        ("DROP TABLE findings", "cannot be read"),
    ],
)
def test_a_changed_database_is_found(spoiled, statement, words):
    with closing(sqlite3.connect(spoiled / "bulletins.db")) as database, database:
        database.execute(statement)
    assert any(words in fault for fault in verify(spoiled))


def test_missing_outputs_are_found(spoiled):
    (spoiled / "bulletins.db").unlink()
    assert any("no bulletins.db" in fault for fault in verify(spoiled))
    (spoiled / "tables" / "figures.parquet").unlink()
    assert verify(spoiled) == ["there is no table figures; run the pipeline again"]


def test_a_table_of_another_version_is_found(spoiled):
    path = spoiled / "tables" / "figures.parquet"
    table = pq.read_table(path).replace_schema_metadata({"schema_version": "0"})
    path.unlink()
    pq.write_table(table.drop_columns(["cell"]), path)
    faults = verify(spoiled)
    assert any("another schema version" in fault for fault in faults)
    assert any("has the columns" in fault for fault in faults)


@pytest.mark.parametrize("change", ["removed", "added", "altered"])
def test_changed_texts_are_found(spoiled, change):
    path = sorted((spoiled / "text").iterdir())[0]
    content = path.read_bytes()
    path.unlink()
    if change == "added":
        path.write_bytes(content)
        (spoiled / "text" / "b-none.txt").write_bytes(content)
    elif change == "altered":
        path.write_bytes(content[3:])
    words = {"removed": "is missing", "added": "belongs to no bulletin", "altered": "miss the text"}
    assert any(words[change] in fault for fault in verify(spoiled))


def test_pages_that_are_gone_are_found(spoiled):
    for path in (spoiled / "pages").iterdir():
        path.unlink()
    assert any("are gone" in fault for fault in verify(spoiled))


def lines_of(spoiled):
    return (spoiled / "search" / "articles.ndjson").read_text(encoding="utf-8").splitlines(keepends=True)


def change_line(**values):
    return lambda lines: [json.dumps(json.loads(lines[0]) | values, ensure_ascii=False) + "\n", *lines[1:]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda lines: lines[1:], "lacks"),
        (lambda lines: [*lines, lines[0]], "twice"),
        (lambda lines: [*lines, lines[0].replace(".a01", ".a99")], "which is no article"),
        (change_line(title="别的"), "another title"),
        (change_line(alliances=["别的"]), "another alliances"),
        (change_line(figures=[]), "another figures"),
    ],
)
def test_changed_articles_for_search_are_found(spoiled, change, words):
    lines = change(lines_of(spoiled))
    (spoiled / "search" / "articles.ndjson").unlink()
    (spoiled / "search" / "articles.ndjson").write_text("".join(lines), encoding="utf-8")
    assert any(words in fault for fault in verify(spoiled))


def test_changed_inputs_are_found(archive, tmp_path):
    raw = tmp_path / "raw"
    shutil.copytree(REPOSITORY / "raw", raw)
    first, second, *_ = sorted(path for path in raw.rglob("*") if path.is_file())
    first.write_bytes(b"x")
    os.rename(second, second.with_name("moved.txt"))
    faults = verify(archive, raw)
    assert len(faults) == 3
    for words in ("has changed since", "is gone", "has no row in documents"):
        assert sum(words in fault for fault in faults) == 1


def test_a_manifest_that_miscounts_is_found(preloaded, tmp_path):
    from tests.robust.archives import before

    before(tmp_path / "raw")
    out = tmp_path / "out"
    assert preloaded.run(raw=str(tmp_path / "raw"), out=str(out), last="tables").status == 0
    manifest = json.loads((out / "run.json").read_text())
    assert verify(out) == []
    assert manifest["counts"].keys() == {table.name for table in TABLES}
    manifest["counts"]["articles"] += 1
    manifest["inputs"].popitem()
    (out / "run.json").write_text(json.dumps(manifest))
    assert len(verify(out)) == 2
