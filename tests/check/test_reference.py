"""The findings on the real bulletin: the contents lines that differ from their titles, and none that is false."""

from pathlib import Path

import pytest

from pipeline.check import check_bulletin
from pipeline.extract.language import extract
from pipeline.ingest.document import read_document
from pipeline.link import Corrections, build_index, link, observe, resolve
from pipeline.model.entity import Finding
from pipeline.segment.words import segment
from pipeline.structure.recover import recover


def findings(path: Path) -> tuple[Finding, ...]:
    bulletin = recover(read_document(path, path.name))
    extraction = extract(bulletin, segment(bulletin))
    entities = resolve([observe(bulletin, extraction)])
    return check_bulletin(bulletin, extraction, link(bulletin, extraction, build_index(entities, Corrections())))


@pytest.fixture(scope="module")
def real(shared: Path) -> tuple[Finding, ...]:
    return findings(shared / "gold" / "2022-03.txt")


def test_the_contents_lines_that_differ_are_named_and_nothing_else(real: tuple[Finding, ...]) -> None:
    """Gold: articles 2, 10 (quotes alone) and 11, and the heading of the third column."""
    articles = sorted((f.check, f.severity, (f.article_id or "")[-3:]) for f in real)
    assert articles == [
        ("contents-heading", "warning", ""),
        ("contents-title", "note", "a10"),
        ("contents-title", "warning", "a02"),
        ("contents-title", "warning", "a11"),
    ]


@pytest.mark.parametrize(
    ("printed", "altered", "check"),
    [
        ("35家，占参评联盟的40.69%", "35家，占参评联盟的46.09%", "percentage"),  # digits exchanged
        ("他对联盟下一步发展提出三点要求", "他对联盟下一步发展提出四点要求", "points-stated"),  # 一是 二是 三是 follow
        ("24家联盟连续三年", "25家联盟连续三年", "table-count"),  # the table of the next article has 24 rows
        ("二是货币金融政策", "是货币金融政策", "points-order"),  # the second point lost its number
        ("（WG5）等五个工作组", "（WG5）等四个工作组", "list-count"),  # five are listed
        ("20\t花卉", "20\t花卉", None),  # nothing altered
    ],
)
def test_what_is_altered_is_found(
    shared: Path, tmp_path: Path, real: tuple[Finding, ...], printed: str, altered: str, check: str | None
) -> None:
    text = (shared / "gold" / "2022-03.txt").read_text(encoding="utf-8")
    assert check is None or text.count(printed) == 1
    path = tmp_path / "2022-03.txt"
    path.write_text(text.replace(printed, altered), encoding="utf-8")
    new = {f.check for f in findings(path)} - {f.check for f in real}
    assert new == ({check} if check else set())
