"""docs/cookbook.md as written: every block runs, and the three answers to a question are the same."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook.md"
# A question of the cookbook and a fenced block: `## 1. Which …`, "```sql … ```".
QUESTION = re.compile(r"^## \d+\. (.+)$", re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def questions() -> Iterator[Any]:
    text = COOKBOOK.read_text(encoding="utf-8")
    parts = QUESTION.split(text)
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        yield pytest.param(dict(BLOCK.findall(body)), id=title)


SETUP = BLOCK.search(COOKBOOK.read_text(encoding="utf-8"))


def plain(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows without the ways in which the engines say null and numbers."""
    return [
        tuple(None if pd.isna(v) else round(float(v), 6) if isinstance(v, (int, float)) else v for v in r) for r in rows
    ]


def test_twelve_questions() -> None:
    assert len(list(questions())) == 12
    assert all(param.values[0].keys() == {"python", "duckdb", "sql"} for param in questions())


@pytest.mark.parametrize("blocks", list(questions()))
def test_the_three_answers_agree(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blocks: dict[str, str]
) -> None:
    (tmp_path / "extracted").symlink_to(archive)
    monkeypatch.chdir(tmp_path)
    assert SETUP is not None
    names: dict[str, Any] = {}
    exec(SETUP[2] + blocks["python"], names)  # the block as the reader runs it
    answer = names["answer"]
    with closing(sqlite3.connect("extracted/bulletins.db")) as database:
        cursor = database.execute(blocks["sql"])
        columns, by_sql = [column[0] for column in cursor.description], cursor.fetchall()
    by_duckdb = duckdb.sql(blocks["duckdb"]).fetchall()
    assert by_sql, "the specimens answer the question"
    assert list(answer.columns) == columns
    assert plain(list(answer.itertuples(index=False, name=None))) == plain(by_sql)
    assert plain(by_duckdb) == plain(by_sql)
