"""Hostile and broken files: each ends in a result or in a reason, within the limits, and the next file is read."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.ingest import isolation
from pipeline.ingest.isolation import end_reader, read_document_guarded
from pipeline.ingest.limits import DEFAULT_LIMITS, Limits
from pipeline.model.page import Document
from tests.ingest.reading import needs_font, read_bytes
from tests.specimens import broken, layouts

pytestmark = needs_font

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a user's password": (lambda: broken.encrypted("user"), "encrypted: a password is needed"),
    "cut off near the beginning": (lambda: broken.truncated(0.1), "damaged or truncated"),
    "cut off in the middle": (lambda: broken.truncated(0.5), "damaged or truncated"),
    "nothing but the mark": (lambda: b"%PDF-1.7\n", "damaged or truncated"),
    "no pages": (broken.zero_pages, "without pages"),
    "5,000 pages": (broken.many_pages, "too many pages: 5000"),
    "a page of absurd size": (broken.huge_page, "beyond the limit"),
    "an image bomb": (broken.image_bomb, "an image of 60000 by 60000 pixels"),
    "a page tree that is its own child": (broken.cyclic_pages, "without any text"),
    "a page tree of 5,000 levels": (broken.deep_pages, "without any text"),
    "a form that draws itself": (broken.cyclic_forms, "nested deeper"),
    "forms within forms": (broken.deep_forms, "nested deeper"),
    "arrays within arrays": (broken.deep_arrays, "without any text"),
    "150,000 rectangles": (broken.many_objects, "objects are drawn on one page"),
}


def guarded(folder: Path, content: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    file = folder / "sample.pdf"
    file.write_bytes(content)
    return read_document_guarded(file, "sample.pdf", folder / "ocr", limits)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_in_words(name: str, tmp_path: Path) -> None:
    maker, reason = REFUSED[name]
    document = guarded(tmp_path, maker())
    assert reason in (document.reason or "")
    assert document.pages == ()
    assert len(document.sha256) == 64


def test_an_owners_password_alone_does_not_keep_readers_out(tmp_path: Path) -> None:
    document = guarded(tmp_path, broken.encrypted(None))
    assert document.reason is None
    assert "样例联盟" in "".join(line.text for line in document.pages[0].lines)


def test_a_file_that_lost_its_end_is_read_with_a_warning(tmp_path: Path) -> None:
    document = guarded(tmp_path, broken.without_end_mark())
    assert document.reason is None
    assert "may be cut off" in document.warnings[0]


def test_attached_files_are_mentioned(tmp_path: Path) -> None:
    document = guarded(tmp_path, broken.pdf_in_pdf())
    assert (document.reason, len(document.pages)) == (None, 1)
    assert any("1 attached files were not read" in warning for warning in document.warnings)


@pytest.mark.parametrize("share", [n / 20 for n in range(1, 20)])
def test_cut_off_anywhere_ends_in_words(share: float, tmp_path: Path) -> None:
    document = guarded(tmp_path, broken.truncated(share))
    assert document.reason or document.pages


@pytest.mark.parametrize("seed", range(25))
def test_changed_bytes_end_in_words(seed: int, tmp_path: Path) -> None:
    limits = replace(DEFAULT_LIMITS, pixels=1)  # a page that lost its text is refused, not read by OCR
    document = guarded(tmp_path, broken.mutated(seed), limits)
    assert document.reason or document.pages


LETTER = lambda: layouts.letter().content  # noqa: E731


@pytest.mark.parametrize(
    ("limits", "maker", "reason"),
    [
        (Limits(bytes=1000), LETTER, "too big"),
        (Limits(pages=2), lambda: layouts.letter(3).content, "too many pages: 3, the limit is 2"),
        (Limits(characters=400), lambda: layouts.letter(2).content, "more than 400 characters"),
        (Limits(page_characters=100), LETTER, "the limit is 100"),
        (Limits(page_points=800), LETTER, "beyond the limit"),
        (Limits(objects=10), lambda: layouts.table(layouts.member_rows(9)).content, "more than 10 objects"),
        (Limits(nesting=2), lambda: broken.deep_forms(5), "nested deeper than 2"),
        (Limits(image_pixels=1000), lambda: layouts.scanned(layouts.letter()).content, "beyond the limit"),
        (Limits(pixels=100_000), lambda: layouts.scanned(layouts.letter()).content, "too many pixels"),
        (Limits(seconds=0.0), LETTER, "takes too long: given up after page 1"),
    ],
)
def test_each_limit_is_kept(limits: Limits, maker: Callable[[], bytes], reason: str, tmp_path: Path) -> None:
    document = read_bytes(tmp_path, maker(), limits=limits)
    assert reason in (document.reason or "")
    assert document.pages == ()


def test_a_page_that_is_recognised_may_take_longer(tmp_path: Path) -> None:
    """Recognition takes seconds: more than `seconds` alone allows here, less than it allows with `ocr_seconds`."""
    content = layouts.scanned(layouts.letter(paragraphs=1)).content
    late = read_bytes(tmp_path, content, limits=Limits(seconds=0.001, ocr_seconds=0.001))
    assert "raise seconds in jianbao.toml" in (late.reason or "")
    assert read_bytes(tmp_path, content, limits=Limits(seconds=0.001, ocr_seconds=600.0)).reason is None


def test_text_is_limited_too(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, "联盟".encode() * 300, "a.txt", Limits(characters=500))
    assert "holds more than 500 characters" in (document.reason or "")


def test_the_guarded_reader_gives_what_the_plain_one_gives(tmp_path: Path) -> None:
    for content in (layouts.letter().content, layouts.merged_cells().content, "联盟动态".encode(), b""):
        assert guarded(tmp_path, content) == read_bytes(tmp_path, content)


def test_one_process_reads_many_documents(tmp_path: Path) -> None:
    guarded(tmp_path, LETTER())
    first = isolation._CURRENT[0].process.pid
    guarded(tmp_path, LETTER())
    assert isolation._CURRENT[0].process.pid == first


def test_a_silent_reader_is_ended_and_replaced(tmp_path: Path) -> None:
    document = guarded(tmp_path, LETTER(), replace(DEFAULT_LIMITS, silence=0.0))
    assert "no page was finished in 0 seconds" in (document.reason or "")
    assert guarded(tmp_path, LETTER()).reason is None


def test_a_dead_reader_takes_only_its_own_document(tmp_path: Path) -> None:
    guarded(tmp_path, LETTER())
    os.kill(isolation._CURRENT[0].process.pid, signal.SIGSTOP)
    stopped = isolation._CURRENT[0].process.pid
    os.kill(stopped, signal.SIGKILL)
    document = guarded(tmp_path, LETTER())
    assert document.reason is None or "its reader died" in document.reason
    assert guarded(tmp_path, LETTER()).reason is None


def test_too_little_memory_is_a_reason(tmp_path: Path) -> None:
    greedy = replace(DEFAULT_LIMITS, memory=150_000_000, objects=10_000_000)
    document = guarded(tmp_path, broken.many_objects(400_000), greedy)
    assert "reader died" in (document.reason or "") or "memory" in (document.reason or "")
    assert guarded(tmp_path, LETTER()).reason is None
    end_reader()
