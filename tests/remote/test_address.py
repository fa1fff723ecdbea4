"""What is a URL and what a folder; where a URL's files are kept; that no password is shown."""

from pathlib import Path

import pytest

from pipeline.remote.address import Address, place, working_folder


@pytest.mark.parametrize(
    ("text", "is_url"),
    [
        ("s3://bucket/raw", True),
        ("memory://raw", True),
        ("zip::s3://bucket/archive.zip", True),  # fsspec's chained URLs
        ("abfs+x://a", True),
        ("raw", False),
        ("/srv/archive/raw", False),
        ("2022:raw", False),  # a colon in a name
        ("档案://raw", False),  # no protocol: a folder named so
        ("./s3://bucket", False),
    ],
)
def test_urls_are_told_from_folders(text, is_url):
    assert isinstance(place(text), Address) is is_url
    if not is_url:
        assert place(text) == Path(text)


def test_every_url_has_a_folder_of_its_own(tmp_path, monkeypatch):
    urls = ["s3://a/b", "s3://a-b", "s3://a/b/..", "s3://../../etc", "s3://" + "长" * 500, "s3://a/b?x"]
    folders = [working_folder(Address(url), tmp_path) for url in urls]
    assert len(set(folders)) == len(urls)
    assert {folder.parent for folder in folders} == {tmp_path}
    for folder in folders:
        folder.mkdir()  # the system takes the name
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert working_folder(Address("s3://a/b"), None).parent == tmp_path / "jianbao"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # the specification says: to be ignored
    monkeypatch.setenv("HOME", str(tmp_path))
    assert working_folder(Address("s3://a/b"), None).parent == tmp_path / ".cache" / "jianbao"


def test_a_slash_at_the_end_makes_no_other_place():
    assert place("s3://bucket/raw/") == place("s3://bucket/raw")


def test_a_password_is_shown_nowhere(tmp_path):
    address = Address("sftp://reader:secret@host/raw")
    assert str(address) == "sftp://host/raw"
    assert "secret" not in str(working_folder(address, tmp_path))
