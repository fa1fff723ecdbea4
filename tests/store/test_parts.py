"""Rows of one bulletin, packed and unpacked."""

import msgspec
import pytest

from pipeline.stages.publish import merge_questions
from pipeline.store.parts import pack, record_batch, unpack

FINDING = {
    "finding_id": "f-1", "bulletin_id": "b-1", "article_id": None, "check": "contents", "severity": "note",
    "message": "目录与正文不一致", "evidence": ["m-1", "m-2"],
}  # fmt: skip


def test_rows_come_back_as_they_were():
    rows = [FINDING, FINDING | {"finding_id": "f-2", "evidence": []}]
    batches = unpack(pack({"findings": rows, "articles": []}))
    assert list(batches) == ["findings"]
    assert batches["findings"].to_pylist() == rows
    assert batches["findings"].schema.equals(record_batch("findings", rows).schema)


def test_the_same_rows_give_the_same_bytes():
    assert pack({"findings": [FINDING]}) == pack({"findings": [dict(FINDING)]})


def test_other_bytes_are_refused():
    with pytest.raises(msgspec.DecodeError):
        unpack(b"no part")


def question(identity, text, waiting, *candidates):
    return {
        "mention_id": identity, "kind": "alliance", "text": text, "candidates": list(candidates),
        "mentions_waiting": waiting,
    }  # fmt: skip


def test_questions_of_several_bulletins_are_one_queue():
    found = merge_questions(
        [
            question("b-2.m", "环保联盟", 1, "all-1", "all-2"),
            question("b-2.n", "封测联盟", 2, "all-3"),
            question("b-1.m", "环保联盟", 2, "all-1", "all-2"),
        ]
    )
    assert found == [question("b-1.m", "环保联盟", 3, "all-1", "all-2"), question("b-2.n", "封测联盟", 2, "all-3")]
