"""What runs again and why: only what depends on what has changed."""

import shutil

import pytest
from running import REPOSITORY, run_all

from pipeline.model.errors import MissingStage
from pipeline.stages.archive import Layout
from pipeline.stages.keys import reason
from pipeline.stages.order import Run
from pipeline.stages.reasons import reasons
from pipeline.store.cache import State

SPECIMEN = next(p for p in sorted((REPOSITORY / "raw").rglob("*.txt")))


@pytest.fixture
def run(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(SPECIMEN, raw / "a.txt")
    (raw / "b.txt").write_bytes(b"")
    out = run_all(raw, tmp_path / "out", last="check")
    return Run(Layout(raw, out), State(out))


def test_what_was_done_is_up_to_date(run):
    told = dict(reasons(run, "a.txt"))
    assert told["ingest"] == told["structure"] == told["segment"] == told["extract"] == "up to date"
    assert list(told) == ["ingest", "structure", "segment", "extract", "link/observations", "link", "check"]


def test_a_changed_file_is_stale_for_what_it_says(run):
    path = run.layout.raw / "a.txt"
    path.write_bytes(path.read_bytes() + "\n补记。\n".encode())
    assert dict(reasons(run, "a.txt"))["ingest"] == "stale: what it reads changed"


def test_a_file_that_is_gone_is_made_again(run):
    for file in (run.layout.out / "structure").iterdir():
        file.unlink()
    assert dict(reasons(run, "a.txt"))["structure"] == "its file is gone"


def test_quarantine_says_why_nothing_follows(run):
    told = dict(reasons(run, "b.txt"))
    assert "empty" in told["structure"]


def test_an_unknown_document_is_an_error_in_words(run):
    with pytest.raises(MissingStage, match="there is no document"):
        list(reasons(run, "none.txt"))


@pytest.mark.parametrize(
    ("stored", "now", "stands", "words"),
    [
        (None, "c.l.i", False, "never run"),
        ("c.l.i", "c.l.i", True, "up to date"),
        ("c.l.i", "c.l.i", False, "its file is gone"),
        ("c.l.i", "C.l.i", True, "stale: the code changed"),
        ("c.l.i", "C.L.i", True, "stale: the code and the lexicon changed"),
    ],
)
def test_reasons_in_words(stored, now, stands, words):
    assert reason(stored, now, stands) == words
