"""What differs between two outputs, and why."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.model.tables import BY_NAME
from pipeline.store.diff import Change, diff
from pipeline.store.parquet import arrow_schema

BULLETIN, OTHER = "b-2022-03-d50a2c8e", "b-2022-04-d50a2c8e"


def write(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    folder.mkdir()
    for name, rows in tables.items():
        schema = arrow_schema(BY_NAME[name])
        columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in schema]
        pq.write_table(pa.Table.from_arrays(columns, schema=schema), folder / f"{name}.parquet")
    return folder


def document(bulletin: str, sha256: str) -> dict[str, Any]:
    return {"document_id": f"d-{bulletin}", "path": f"{bulletin}.txt", "sha256": sha256, "status": "accepted",
            "bulletin_id": bulletin}  # fmt: skip


def article(bulletin: str, title: str) -> dict[str, Any]:
    return {"article_id": f"{bulletin}.a01", "bulletin_id": bulletin, "title": title}


def test_equal_outputs_do_not_differ(tmp_path: Path) -> None:
    tables = {"documents": [document(BULLETIN, "x")], "articles": [article(BULLETIN, "甲")]}
    old, new = (write(tmp_path / side, **tables) for side in ("old", "new"))
    assert list(diff(old, new)) == []


def test_rows_added_removed_and_changed(tmp_path: Path) -> None:
    old = write(tmp_path / "old", documents=[document(BULLETIN, "x")], articles=[article(BULLETIN, "甲")])
    new = write(
        tmp_path / "new",
        documents=[document(BULLETIN, "y"), document(OTHER, "z")],
        articles=[article(BULLETIN, "乙"), article(OTHER, "丙")],
    )
    found = [c for c in diff(old, new) if c.table == "articles"]
    changed = Change(
        "articles", (f"{BULLETIN}.a01",), "changed", (("title", "甲", "乙"),), f"document changed: {BULLETIN}.txt"
    )
    added = Change("articles", (f"{OTHER}.a01",), "added", (), f"document added: {OTHER}.txt")
    assert found == [changed, added]
    assert "'甲' → '乙'" in changed.words() and "document changed" in changed.words()
    back = [(c.kind, c.cause) for c in diff(new, old) if c.table == "articles"]
    assert back == [("changed", f"document changed: {BULLETIN}.txt"), ("removed", f"document removed: {OTHER}.txt")]


def test_the_same_document_read_otherwise_is_the_rules(tmp_path: Path) -> None:
    old = write(tmp_path / "old", documents=[document(BULLETIN, "x")], articles=[article(BULLETIN, "甲")])
    new = write(tmp_path / "new", documents=[document(BULLETIN, "x")], articles=[article(BULLETIN, "乙")])
    (change,) = diff(old, new)
    assert change.cause is not None and "rules or the lexicon" in change.cause


def test_corrections_and_merges_are_causes(tmp_path: Path) -> None:
    link = {
        "mention_id": f"{BULLETIN}.a01.all.0-4",
        "score": 1.0,
        "decision": "linked",
        "reasons": "",
        "record_id": "a",
    }
    by_hand = link | {"decision": "corrected", "reasons": "decided by decisions.csv:2", "record_id": "b"}
    gone = [{"alliance_id": "a", "name": "甲联盟"}]
    old = write(tmp_path / "old", links=[link], alliances=gone)
    new = write(tmp_path / "new", links=[by_hand], redirects=[{"old_id": "a", "new_id": "b", "why": "one body"}])
    causes = {(c.table, c.kind): c.cause for c in diff(old, new)}
    assert causes[("alliances", "removed")] == "merged: one body"
    assert causes[("links", "changed")] == "correction: decided by decisions.csv:2"
