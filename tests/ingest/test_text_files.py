"""Text files: encodings, line ends, characters that nobody sees, and what is no text."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.ingest.encoding import decode
from pipeline.ingest.plain import read_plain, seen, unseen
from pipeline.model.errors import UnreadableDocument
from tests.ingest.reading import layer_of, read_bytes

# Sentences written for this table: headlines as short as a file may be, and prose.
SIMPLIFIED = (
    "简报",
    "联盟动态",
    "国务院印发通知",
    "封测联盟召开会议",
    "2023年第3期（总第71期）",
    "联盟秘书处供稿",
    "会议审议通过了《年度工作计划》，选举产生新一届理事会。",
    "截至6月底，共有48家成员单位、120余名专家参加，投入超过3.6亿元，同比增长12.5%。",
)
TRADITIONAL = (
    "聯盟動態",
    "會議在臺北舉行",
    "兩岸交流簡訊",
    "產業技術創新戰略聯盟發布年度報告",
    "與會專家圍繞標準研製進行了深入討論，並參觀了實驗室。",
)


@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_is_told_from_the_others(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.encoding == encoding


@pytest.mark.parametrize("text", TRADITIONAL)
def test_big5_is_told_from_gb18030(text: str) -> None:
    assert decode(text.encode("big5")).encoding == "big5"
    assert decode(text.encode("big5")).text == text


@pytest.mark.parametrize("text", SIMPLIFIED)
@pytest.mark.parametrize("encoding", ["gb2312", "gbk"])
def test_the_older_standards_are_read_as_gb18030(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == decode(text.encode("gb18030"))


@pytest.mark.parametrize("mark", [b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_decides(mark: bytes) -> None:
    name = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    decoded = decode(mark + "联盟".encode(name))
    assert (decoded.text, decoded.encoding) == ("联盟", "utf-16")


@given(st.text(st.sampled_from("".join(SIMPLIFIED)), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_marked_text_comes_back_whatever_it_says(text: str) -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert decode(text.encode(encoding)).text == text


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_bytes_are_decoded_or_refused_in_words(content: bytes) -> None:
    try:
        assert isinstance(decode(content).text, str)
    except UnreadableDocument as error:
        assert "cannot be decoded" in str(error)


def test_a_bad_byte_in_a_long_text_is_counted_and_kept() -> None:
    content = ("联盟召开会议。" * 200).encode("gb18030")
    decoded = decode(content[:100] + b"\xff" + content[100:])
    assert decoded.encoding == "gb18030"
    assert decoded.damaged == decoded.text.count("\ufffd") == 1


def test_a_text_cut_within_a_character_keeps_the_rest() -> None:
    decoded = decode("联盟召开年度会议".encode()[:-1])
    assert decoded.text == "联盟召开年度会\ufffd"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\f"])
def test_any_line_end_parts_lines_and_blank_lines_stay(end: str) -> None:
    page = read_plain(end.join(["第一行", "", "第二行\t列"]) + end)
    assert [line.text for line in page.lines] == ["第一行", "", "第二行\t列"]
    assert all(line.box is None and line.edges is None for line in page.lines)


def test_unseen_characters_are_set_aside_and_accounted_for(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, "联\x00盟\u200b召开\x1a\n会\ufeff议".encode(), "a.txt")
    assert [line.text for line in document.pages[0].lines[:2]] == ["联盟召开", "会议"]
    assert layer_of(document, "discarded") == ["\x00\u200b\x1a\ufeff"]


@given(st.text(max_size=80))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_no_character_is_lost(text: str) -> None:
    assert len(seen(text)) + len(unseen(text)) == len(text)


def zip_bytes() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "empty.txt", "empty file"),
        (b" \n\t\n", "blank.txt", "without text"),
        (zip_bytes(), "word.docx", "an Office or zip file"),
        (zip_bytes(), "wrong-ending.pdf", "an Office or zip file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old.doc", "an Office 97-2003 file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "scan.png", "a PNG image"),
        (b"{\\rtf1\\ansi hello}", "old.rtf", "an RTF file"),
        (b"<!DOCTYPE html><p>text</p>", "page.txt", "an HTML page"),
        (bytes(range(128, 256)) * 8, "noise.txt", "cannot be decoded"),
        (bytes(1000), "zeros.bin", "cannot be decoded"),
    ],
)
def test_what_is_no_text_is_refused_in_words(tmp_path: Path, content: bytes, name: str, reason: str) -> None:
    document = read_bytes(tmp_path, content, name)
    assert reason in (document.reason or "")
    assert document.pages == ()
    assert document.bytes == len(content)


def test_the_kind_is_told_by_content_not_by_ending(tmp_path: Path) -> None:
    for name in ("bulletin", "bulletin.md", "bulletin.pdf"):
        document = read_bytes(tmp_path, "联盟动态\n会议在京召开。".encode(), name)
        assert (document.format, document.text_source, document.reason) == ("text", "plain", None)


def test_a_folder_or_a_missing_file_is_a_reason_too(tmp_path: Path) -> None:
    from pipeline.ingest.document import read_document

    assert "not a plain file" in (read_document(tmp_path, "folder").reason or "")
    assert "cannot be opened" in (read_document(tmp_path / "none", "none").reason or "")


def test_the_gold_text_is_read_as_it_stands(shared: Path) -> None:
    from pipeline.ingest.document import read_document

    file = shared / "gold" / "2022-03.txt"
    document = read_document(file, "2022-03.txt")
    assert document.encoding == "utf-8"
    assert "\n".join(line.text for line in document.pages[0].lines) == file.read_text(encoding="utf-8").rstrip("\n")
