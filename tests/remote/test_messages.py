"""What goes wrong at a URL is one sentence that says what to do."""

import errno
import sys

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.model.errors import UnusableAddress
from pipeline.remote.address import Address
from pipeline.remote.store import Store
from tests.remote.stores import FrailFileSystem


def said(tmp_path, *arguments):
    done = CliRunner().invoke(main, [*map(str, arguments), "--work", str(tmp_path / "work")])
    assert done.exit_code == 1, done.output
    assert done.output.startswith("error: ")
    assert len(done.output.strip().splitlines()) == 1
    return done.output


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nosuch://bucket/raw", "cannot be understood (Protocol not known: nosuch); name a folder, or a URL such as s3://"),
        ("s3:///", "s3:"),
        ("memory://nothing/here", "there are no files at memory://nothing/here; put the bulletins there"),
        ("file:///nothing/here", "there are no files at file:///nothing/here; put the bulletins there"),
    ],
)  # fmt: skip
def test_a_url_that_leads_nowhere(tmp_path, url, words):
    assert words in said(tmp_path, "run", "--raw", url, "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_package_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ocifs", None)
    words = said(tmp_path, "run", "--raw", "oci://bucket/raw", "--out", tmp_path / "out")
    assert "oci://bucket/raw needs a package that is not installed" in words
    assert "`pip install ocifs`" in words
    monkeypatch.setitem(sys.modules, "fsspec", None)
    assert "needs the package fsspec; run `pip install fsspec`" in said(tmp_path, "trend", "联盟", "--out", "s3://b/o")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError("Access Denied"), "there is no access to frail://bucket/raw (Access Denied); give this account"),
        (PermissionError(errno.EACCES, "denied"), "there is no access to frail://bucket/raw (denied); give"),
        (type("NoCredentialsError", (Exception,), {})("Unable to locate credentials"), "no access to frail://bucket/raw (Unable"),  # botocore's
        (ConnectionResetError("reset by peer"), "frail://bucket/raw failed (reset by peer); nothing is lost"),
        (TimeoutError(), "frail://bucket/raw failed (TimeoutError); nothing is lost"),
        (RuntimeError("two\nlines"), "frail://bucket/raw failed (two lines); nothing is lost"),  # libraries' own errors
    ],
)  # fmt: skip
def test_what_a_store_raises_is_a_sentence(store, tmp_path, error, words):
    FrailFileSystem.reset(0, error)
    assert words in said(tmp_path, "run", "--raw", "frail://bucket/raw", "--out", tmp_path / "out")


def test_an_object_that_vanished_is_told(store, tmp_path):
    with pytest.raises(UnusableAddress, match=r"there is nothing at frail://bucket .*; mend the address, or run again"):
        Store(Address("frail://bucket")).get([("gone", tmp_path / "gone")])


def test_a_full_disk_is_ours_and_not_the_stores(store, tmp_path):
    store.pipe_file("bucket/raw/a.txt", b"1")
    FrailFileSystem.reset(1, OSError(errno.ENOSPC, "No space left on device"))
    words = said(tmp_path, "run", "--raw", "frail://bucket/raw", "--out", tmp_path / "out")
    assert "could not be read or written (No space left on device)" in words


def test_outputs_out_of_reach_are_told_before_the_work(store, tmp_path):
    (tmp_path / "raw").mkdir()
    FrailFileSystem.reset(0, PermissionError("Access Denied"))
    assert "no access to frail://bucket/out" in said(
        tmp_path, "run", "--raw", tmp_path / "raw", "--out", "frail://bucket/out"
    )


def test_decisions_are_not_written_where_they_would_be_lost(store, tmp_path):
    assert "name a folder" in said(tmp_path, "review", "--raw", "frail://bucket/raw", "--out", tmp_path / "out")
