"""A database that copies what an old one holds is the database that is built from the start, byte for byte."""

import os
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.store.parquet import ParquetTables
from pipeline.store.sources import Run, Source, content_digest, read_filled, runs, write_filled
from pipeline.store.sqlite import write_database


def bulletin(number, version):
    """The rows of a bulletin, another number of them for each."""
    issue = f"b-{number}"
    masthead = {
        "bulletin_id": issue, "series": "简报" * number, "year": 2000 + number, "issue": number,
        "total_issue": None, "publisher": f"第{version}版", "date": None,
    }  # fmt: skip
    found = {"bulletin_id": issue, "article_id": None, "check": "sums", "severity": "note", "message": "合计不符"}
    evidence = [["甲", "乙"], []][number % 2]
    findings = [found | {"finding_id": f"{issue}.{n}", "evidence": evidence} for n in range(number % 4)]
    return {"bulletins": [masthead], "findings": findings}


def source(number, version):
    return Source(content_digest(f"{number} {version}".encode()), {"bulletins": 1, "findings": number % 4})


def made(folder, bulletins, known=(), old=None):
    """The database of these bulletins, from the start or from an old one, and its sources."""
    with ParquetTables(folder) as tables:
        tables.add({"findings": []})
        for number, version in bulletins:
            tables.add(bulletin(number, version), source(number, version))
    database = folder / "bulletins.db"
    if old:
        database.write_bytes(old)
    write_database(folder, database, tables.sources, known)
    return database.read_bytes(), tables.sources


# Each bulletin once, in any of three versions, in any order.
archives = st.dictionaries(st.integers(0, 30), st.integers(0, 2)).flatmap(lambda d: st.permutations(list(d.items())))


@settings(max_examples=25, deadline=None)
@given(archives, archives)
def test_a_database_from_an_old_one_is_that_from_the_start(tmp_path_factory, before, after):
    folder = tmp_path_factory.mktemp("archive")
    old, known = made(folder / "old", before)
    again, _ = made(folder / "again", after, known, old)
    fresh, _ = made(folder / "fresh", after)
    assert again == fresh


# Rows of the old and the new table by source, and the runs: (start, count, place in the old table).
RUNS = [
    ("abc", "abc", [(0, 6, 0)]),  # nothing changed
    ("abc", "abxc", [(0, 3, 0), (3, 4, None), (7, 3, 3)]),  # one added
    ("abc", "ac", [(0, 1, 0), (1, 3, 3)]),  # one removed: what stood apart is not one run
    ("abc", "xyz", [(0, 12, None)]),  # all new: one run
    ("", "ab", [(0, 3, None)]),  # no old table
    ("abc", "cab", [(0, 3, 3), (3, 3, 0)]),  # another order
]


@pytest.mark.parametrize(("old", "new", "expected"), RUNS)
def test_runs_are_as_long_as_can_be(old, new, expected):
    sizes = {"a": 1, "b": 2, "c": 3, "x": 4, "y": 4, "z": 4}
    before, after = ([Source(name.encode(), {"t": sizes[name]}) for name in names] for names in (old, new))
    assert list(runs("t", after, before)) == [Run(*run) for run in expected]


def test_rows_without_a_digest_are_never_copied():
    nameless = [Source(b"", {"t": 2})]
    assert list(runs("t", nameless, nameless)) == [Run(0, 2, None)]


def test_a_database_that_was_touched_is_not_copied_from(tmp_path):
    database, kept = tmp_path / "bulletins.db", tmp_path / "kept"
    sources = (Source(b"a", {"bulletins": 1}),)
    database.write_bytes(b"a database")
    assert read_filled(kept, database) == ()
    write_filled(kept, database, sources)
    assert read_filled(kept, database) == sources
    os.utime(database, ns=(0, 0))
    assert read_filled(kept, database) == ()


def test_rows_changed_behind_our_back_do_not_live_on(tmp_path):
    """What an analyst wrote into the database by hand is gone after the next run, as ever."""
    _, known = made(tmp_path / "old", [(1, 0), (2, 0)])
    database, kept = tmp_path / "old" / "bulletins.db", tmp_path / "kept"
    write_filled(kept, database, tuple(known))
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE bulletins SET series = '别的刊物'")
    assert read_filled(kept, database) == ()
