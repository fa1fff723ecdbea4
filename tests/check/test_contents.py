"""The contents list against the body."""

from dataclasses import replace

from pipeline.check import check_bulletin
from pipeline.model.bulletin import ContentsLine, Section
from pipeline.model.entity import BulletinLinks, Finding
from tests.link.build import Piece, bulletin


def line(text: str, kind: str = "article") -> ContentsLine:
    return ContentsLine(text, kind, None, None, 0, 0)  # type: ignore[arg-type]


def findings(pieces: tuple[Piece, ...], contents: tuple[ContentsLine, ...], heading: str = "") -> tuple[Finding, ...]:
    sections = (Section("s1", 1, heading, "要闻", 0, 1),) if heading else ()
    made, extraction = bulletin(*pieces, contents=contents, sections=sections)
    return check_bulletin(made, extraction, BulletinLinks(made.bulletin_id, (), {}))


def test_equal_but_for_blanks_and_width_is_no_finding() -> None:
    piece = Piece("关于“甲”的通知(2021)", contents_title='关于 "甲" 的通知（2021）')
    assert findings((piece,), (line(piece.contents_title or ""), line("要闻", "section")), "要闻") == ()


def test_other_words_are_a_warning_and_other_signs_a_note() -> None:
    words = Piece("九部门印发方案", contents_title="科技部等九部门印发方案")
    signs = Piece("开展“十四五”走向”调研", contents_title="开展“‘十四五’走向”调研")
    contents = (line("科技部等九部门印发方案"), line("开展“‘十四五’走向”调研"), line("要闻", "section"))
    found = findings((words, signs), contents, "工作要闻")
    assert [(f.check, f.severity) for f in found] == [
        ("contents-heading", "warning"),
        ("contents-title", "warning"),
        ("contents-title", "note"),
    ]
    assert "科技部等九部门" in found[1].message and found[1].article_id is not None


def test_what_stands_on_one_side_only() -> None:
    found = findings((Piece("甲"),), (line("乙"), line("栏目", "section")))
    assert sorted(f.check for f in found) == [
        "article-not-in-contents",
        "contents-without-body",
        "contents-without-body",
    ]


def test_a_bulletin_without_contents_has_no_findings() -> None:
    assert findings((Piece("甲"),), ()) == ()


def test_a_finding_keeps_its_id() -> None:
    pieces = (Piece("甲", contents_title="乙"),)
    first, again = findings(pieces, (line("乙"),)), findings(pieces, (line("乙"),))
    other = findings((replace(pieces[0], contents_title="丙"),), (line("丙"),))
    assert first[0].finding_id == again[0].finding_id != other[0].finding_id


def test_a_layout_that_was_not_understood_is_said_once() -> None:
    pieces = tuple(Piece(f"文章{n}") for n in range(8))
    found = findings(pieces, tuple(line(f"条目{n}") for n in range(8)))
    assert [(f.check, f.severity) for f in found] == [("contents-unread", "note")]
    assert "16处" in found[0].message
