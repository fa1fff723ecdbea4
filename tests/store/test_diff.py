"""What differs between two outputs, and why."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

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


LINK = {"mention_id": f"{BULLETIN}.a01.all.0-4", "score": 1.0, "decision": "linked", "reasons": "so", "record_id": "a"}
HAND = LINK | {"decision": "corrected", "reasons": "by hand"}
SAME = "the documents are the same: the rules, the lexicon or corrections changed"
RULES = "the document is the same: the rules or the lexicon changed"
DOCUMENT = document(BULLETIN, "x")
MENTION = {"mention_id": f"{BULLETIN}.a01.all.0-4", "kind": "alliance"}
SENTENCE = {"sentence_id": f"{BULLETIN}.a01.s001", "text": "甲"}
REDIRECT = {"old_id": "a", "new_id": "b", "why": "one body"}
ALLIANCE = {"alliance_id": "a", "name": "甲"}

# old tables, new tables, and for each change of the table named: its kind and its cause
CAUSES = [
    # a decision is the cause of what it concerns, on whichever side it stands; a link not decided by hand is none
    ({"links": [HAND], "mentions": [MENTION]}, {"links": [LINK]}, "mentions", [("removed", "correction: by hand")]),
    ({"links": [LINK]}, {"links": [HAND], "mentions": [MENTION]}, "mentions", [("added", "correction: by hand")]),
    ({"links": [LINK]}, {"links": [LINK], "mentions": [MENTION]}, "mentions", [("added", SAME)]),
    # a merge is the cause of what is gone, and of nothing else
    ({"alliances": [ALLIANCE]}, {"redirects": [REDIRECT]}, "alliances", [("removed", "merged: one body")]),
    ({}, {"redirects": [REDIRECT], "alliances": [ALLIANCE]}, "alliances", [("added", None)]),
    (
        {"alliances": [ALLIANCE]},
        {"alliances": [ALLIANCE | {"name": "乙"}], "redirects": [REDIRECT]},
        "alliances",
        [("changed", None)],
    ),
    # a record that belongs to no bulletin has no cause of its own
    ({"alliances": [ALLIANCE]}, {}, "alliances", [("removed", None)]),
    # rows of one bulletin alone change with its document or the rules, others with any bulletin
    ({"sentences": [SENTENCE]}, {}, "sentences", [("removed", RULES)]),
    ({"mentions": [MENTION]}, {}, "mentions", [("removed", SAME)]),
    (
        {"documents": [document(OTHER, "x")], "mentions": [MENTION], "sentences": [SENTENCE]},
        {},
        "mentions",
        [("removed", None)],
    ),
    (
        {"documents": [DOCUMENT], "mentions": [MENTION]},
        {"documents": [DOCUMENT | {"sha256": "y", "path": "二.txt"}]},
        "mentions",
        [("removed", "document changed: 二.txt")],
    ),
    # a document that was not accepted holds no bulletin
    (
        {"documents": [DOCUMENT | {"status": "duplicate"}], "sentences": [SENTENCE]},
        {},
        "sentences",
        [("removed", RULES)],
    ),
    (
        {"sentences": [SENTENCE]},
        {"documents": [DOCUMENT | {"status": "duplicate"}]},
        "sentences",
        [("removed", RULES)],
    ),
]


@pytest.mark.parametrize(("before", "after", "table", "expected"), CAUSES)
def test_the_cause(tmp_path: Path, before: Any, after: Any, table: str, expected: list[tuple[str, str | None]]) -> None:
    old, new = write(tmp_path / "old", **before), write(tmp_path / "new", **after)
    assert [(c.kind, c.cause) for c in diff(old, new) if c.table == table] == expected


def test_rows_with_the_same_key_are_told_apart(tmp_path: Path) -> None:
    first, second, third = ({**SENTENCE, "text": text} for text in "甲乙丙")
    old = write(tmp_path / "old", sentences=[first, second])
    new = write(tmp_path / "new", sentences=[first, third, second])
    found = [(c.key, c.kind, c.columns) for c in diff(old, new)]
    key = SENTENCE["sentence_id"]
    assert found == [((key, "#2"), "changed", (("text", "乙", "丙"),)), ((key, "#3"), "added", ())]


def test_changes_stand_in_order_of_their_keys(tmp_path: Path) -> None:
    old = write(tmp_path / "old", alliances=[{"alliance_id": key, "name": "甲"} for key in "bd"])
    new = write(tmp_path / "new", alliances=[{"alliance_id": key, "name": "乙"} for key in "acd"])
    found = [(c.key, c.kind) for c in diff(old, new)]
    assert found == [(("a",), "added"), (("b",), "removed"), (("c",), "added"), (("d",), "changed")]


# A change, and its line: table, kind and key, then what changed, then why.
WORDS = [
    (Change("articles", ("a", 2, None), "added"), "articles added a 2 None"),
    (
        Change("articles", ("a",), "changed", (("title", "甲", None), ("ordinal", 1, 2)), "why"),
        "articles changed a — title: '甲' → None; ordinal: 1 → 2 — why",
    ),
    (Change("articles", ("a",), "removed", cause="why"), "articles removed a — why"),
]


@pytest.mark.parametrize(("change", "words"), WORDS)
def test_a_change_in_words(change: Change, words: str) -> None:
    assert change.words() == words
