"""What the machine can refuse a run: disk, memory, the folder, the folder to itself. Each ends in one sentence."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from pipeline.store.lock import locked
from pipeline.store.verify import verify
from tests.robust.archives import REPOSITORY, after, before, left_over, seen


@pytest.fixture(scope="module")
def filled(tmp_path_factory, preloaded):
    """An archive that has changed since its outputs were made."""
    folder = tmp_path_factory.mktemp("filled")
    before(folder / "raw")
    assert preloaded.run(raw=str(folder / "raw"), out=str(folder / "out")).status == 0
    after(folder / "raw")
    return folder


@pytest.fixture
def changed(filled, tmp_path):
    for name in ("raw", "out"):
        shutil.copytree(filled / name, tmp_path / name, symlinks=True)
    return tmp_path


def one_sentence(words: str) -> str:
    """The error that a run ended with; progress lines come before it."""
    errors = [line for line in words.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, words
    assert "Traceback" not in words and "TRACEBACK" not in words, words
    return errors[0]


# How large a file may grow before the disk is full: too little for the state, for stage files, a table, the database.
@pytest.mark.parametrize("size", [1_000, 9_000, 60_000, 200_000])
def test_a_full_disk_leaves_the_old_outputs(preloaded, changed, size):
    raw, out = str(changed / "raw"), changed / "out"
    old = seen(out)
    ended = preloaded.run(raw=raw, out=str(out), file_size=size)
    assert ended.status == 1, ended.words
    assert "stand" in one_sentence(ended.words)
    assert seen(out) == old
    assert verify(out) == []
    assert preloaded.run(raw=raw, out=str(out)).status == 0
    assert seen(out) != old
    assert left_over(out) == []


@pytest.mark.parametrize("share", [1.001, 1.02, 1.2])
def test_too_little_memory_leaves_the_old_outputs(preloaded, changed, share):
    """A little more address space than the loaded pipeline has: too little for the index, for a table, for anything.

    Native code that is refused memory may end the process at once, without a word; that is a kill like any other.
    """
    raw, out = str(changed / "raw"), changed / "out"
    old = seen(out)
    ended = preloaded.run(raw=raw, out=str(out), memory=int(share * preloaded.address_space()))
    assert ended.status in (0, 1, -signal.SIGABRT), ended.words
    if ended.status == 1:
        assert "stand" in one_sentence(ended.words)
    if ended.status:
        assert seen(out) == old
    assert preloaded.run(raw=raw, out=str(out)).status == 0
    assert verify(out) == []


def command(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


def test_an_output_folder_that_cannot_be(tmp_path, preloaded):
    (tmp_path / "raw").mkdir()
    (tmp_path / "file").write_text("")
    ended = command("run", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "file" / "out"))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert one_sentence(ended.stderr).endswith("choose another")


def test_a_read_only_output_folder(tmp_path):
    """Where the tests run as root no permission binds, so a folder of the kernel stands for a read-only one."""
    out = "/proc/self/fdinfo" if os.geteuid() == 0 else str(tmp_path / "out")
    (tmp_path / "raw").mkdir()
    (tmp_path / "out").mkdir(mode=0o500)
    ended = command("run", "--raw", str(tmp_path / "raw"), "--out", out)
    assert ended.returncode == 1
    assert "cannot be written" in one_sentence(ended.stderr)


def test_a_second_run_says_so_and_changes_nothing(preloaded, changed):
    out = changed / "out"
    old = seen(out)
    with locked(out):
        ended = preloaded.run(raw=str(changed / "raw"), out=str(out))
    assert ended.status == 1
    assert "another run is writing" in one_sentence(ended.words)
    assert seen(out) == old


def test_no_raw_folder(tmp_path, preloaded):
    ended = preloaded.run(raw=str(tmp_path / "none"), out=str(tmp_path / "out"))
    assert ended.status == 1
    assert "there is no folder" in one_sentence(ended.words)
