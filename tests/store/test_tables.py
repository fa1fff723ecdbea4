"""Parquet and SQLite: the contract's columns, the same rows in both, the same bytes for the same rows."""

import re
import sqlite3

import pyarrow.parquet as pq
import pytest

from pipeline.model.errors import UnusableOutput
from pipeline.model.tables import BY_NAME, SCHEMA_VERSION, TABLES, Column, TableSchema
from pipeline.store import parquet
from pipeline.store.parquet import ParquetTables
from pipeline.store.sqlite import create_statement, write_database

BULLETIN = {
    "bulletin_id": "b-1", "series": "工作简报", "year": 2022, "issue": 3, "total_issue": None, "publisher": None,
    "date": "2022-06-10",
}  # fmt: skip
FINDING = {
    "finding_id": "f-1", "bulletin_id": "b-1", "article_id": None, "check": "contents", "severity": "note",
    "message": "目录与正文不一致", "evidence": ["m-1", "m-2"],
}  # fmt: skip


def write(folder, rows):
    with ParquetTables(folder) as tables:
        tables.add(rows)


def test_every_table_is_written_with_its_columns_even_when_empty(tmp_path):
    write(tmp_path, {})
    for table in TABLES:
        assert pq.read_schema(tmp_path / f"{table.name}.parquet").names == [c.name for c in table.columns]


def test_the_schema_version_stands_in_every_file(tmp_path):
    write(tmp_path, {})
    for table in TABLES:
        assert pq.read_schema(tmp_path / f"{table.name}.parquet").metadata[b"schema_version"] == b"%d" % SCHEMA_VERSION


def test_rows_are_written_a_group_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "GROUP_ROWS", 2)
    with ParquetTables(tmp_path) as tables:
        for number in range(5):
            tables.add({"bulletins": [BULLETIN | {"bulletin_id": f"b-{number}"}]})
    written = pq.ParquetFile(tmp_path / "bulletins.parquet")
    assert [written.metadata.row_group(n).num_rows for n in range(written.num_row_groups)] == [2, 2, 1]
    assert written.read()["bulletin_id"].to_pylist() == [f"b-{number}" for number in range(5)]


def test_the_same_rows_give_the_same_bytes(tmp_path):
    for folder in ("a", "b"):
        write(tmp_path / folder, {"bulletins": [BULLETIN], "findings": [FINDING]})
    for table in TABLES:
        name = f"{table.name}.parquet"
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_failed_block_leaves_the_old_tables(tmp_path):
    write(tmp_path, {"bulletins": [BULLETIN]})
    before = (tmp_path / "bulletins.parquet").read_bytes()
    with pytest.raises(RuntimeError), ParquetTables(tmp_path) as tables:
        tables.add({"bulletins": []})
        raise RuntimeError
    assert (tmp_path / "bulletins.parquet").read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_the_database_holds_the_same_rows(tmp_path):
    write(tmp_path / "tables", {"bulletins": [BULLETIN], "findings": [FINDING]})
    write_database(tmp_path / "tables", tmp_path / "bulletins.db")
    with sqlite3.connect(tmp_path / "bulletins.db") as connection:
        assert connection.execute("SELECT series, year, total_issue FROM bulletins").fetchall() == [
            ("工作简报", 2022, None)
        ]
        assert connection.execute("SELECT evidence FROM findings").fetchone() == ('["m-1","m-2"]',)
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == set(BY_NAME)


def test_references_and_records_have_an_index(tmp_path):
    write(tmp_path / "tables", {})
    write_database(tmp_path / "tables", tmp_path / "bulletins.db")
    with sqlite3.connect(tmp_path / "bulletins.db") as connection:
        indexes = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert {"mentions_article_id", "mentions_sentence_id", "mentions_record_id", "links_mention_id"} <= indexes


def test_names_are_quoted():
    column = Column('a"b', "text", "", "", 'c"d.e"f')
    statement = create_statement(TableSchema('t"', "", "", (column,), ()))
    assert statement == ('CREATE TABLE "t""" (\n  "a""b" TEXT,\n  FOREIGN KEY ("a""b") REFERENCES "c""d" ("e""f")\n)')


def test_a_reference_that_leads_nowhere_is_refused(tmp_path):
    write(tmp_path / "tables", {"findings": [FINDING]})
    with pytest.raises(UnusableOutput, match="refers to a row of bulletins"):
        write_database(tmp_path / "tables", tmp_path / "bulletins.db")
    assert not (tmp_path / "bulletins.db").exists()


def test_the_code_holds_every_column_of_the_contract(shared):
    contract = (shared / "design" / "records.md").read_text(encoding="utf-8")
    for name, columns in re.findall(r"^\| (\w+) \| (.+) \|$", contract, re.MULTILINE):
        if name == "table":
            continue
        names = re.findall(r"(?:^|, )((?:\w+)(?: \w+)*)", re.sub(r"\([^()]*\)|`[^`]*`", "", columns))
        expected = [part for group in names for part in group.split()]
        assert name in BY_NAME, name
        assert [c for c in expected if c not in {c.name for c in BY_NAME[name].columns}] == []


def test_references_name_columns_that_are_there():
    for table in TABLES:
        for column in table.columns:
            if column.references:
                parent, _, key = column.references.partition(".")
                assert BY_NAME[parent].key == (key,)
        assert set(table.key) <= {c.name for c in table.columns}
