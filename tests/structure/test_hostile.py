"""Long hostile repetition goes through in linear time: 100 KB of it in a few seconds at the very most."""

import time

import pytest
from structure.reading import text_document

from pipeline.structure.recover import recover

HOSTILE = {
    "brackets": "（" * 100_000,
    "leaders": "甲……" * 30_000,
    "dots": "." * 100_000,
    "dates": "2022年1月" * 15_000,
    "keys": "编辑：" * 30_000,
    "spaces": " " * 100_000 + "甲",
    "markers": "➤" * 100_000,
    "bars": "|" * 100_000,
    "digits": "1" * 100_000,
    "tabbed rows": "甲\t乙\n" * 10_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_linear_time(text: str) -> None:
    start = time.process_time()
    bulletin = recover(text_document(text))
    assert time.process_time() - start < 5
    assert sum(entry.characters for entry in bulletin.ledger) == len(text.replace("\n", ""))
