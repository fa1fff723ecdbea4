"""The checks' patterns read hostile text in linear time, and nothing raises on any text."""

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.check import check_bulletin, counts, dates, sums, tables
from pipeline.model.entity import BulletinLinks
from tests.check.test_sums import figures
from tests.link.build import Piece, bulletin

PATTERNS = [
    (f"{module.__name__}.{name}", pattern)
    for module in (counts, dates, sums, tables)
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
]
REPEATED = ("一", "一是", "三个", "（", "，", "、", "占", "“甲", "其中", "1", "，共计", "5家中", "甲")


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_a_pattern_takes_linear_time(name: str, pattern: re.Pattern[str]) -> None:
    for unit in REPEATED:
        text = unit * (100_000 // len(unit))
        start = process_time()
        for _ in pattern.finditer(text):
            pass
        pattern.match(text)
        assert process_time() - start < 0.3, (name, unit)


texts = st.lists(
    st.sampled_from((*REPEATED, "家", "%", "。", "66.28%", "57家", "\n", "合计", "）", "86家")), max_size=40
).map("".join)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts, texts)
def test_no_text_raises(title: str, body: str) -> None:
    table = (("序号", "名称"), ("1", title[:5]), ("x", body[:5]), ("合计", "3"))
    made, extraction = bulletin(Piece(title, body, mentions=figures(body), tables=(table,)))
    found = check_bulletin(made, extraction, BulletinLinks(made.bulletin_id, (), {}))
    assert len({f.finding_id for f in found}) == len(found)
