"""A release at a URL: whole or not there, whatever fails and when; unchanged files stay where they lie."""

import json

import pytest

from pipeline.model.errors import MissingStage, UnusableAddress
from pipeline.model.tables import SCHEMA_VERSION
from pipeline.remote.address import Address
from pipeline.remote.manifest import shown_manifest
from pipeline.remote.reading import fetch
from pipeline.remote.release import release
from pipeline.remote.store import Store
from tests.remote.stores import FrailFileSystem, asked, content, fresh_store, outputs

OUT = Address("frail://bucket/out")
OLD = {"tables/documents.parquet": "一", "tables/articles.parquet": "二", "text/a.txt": "甲", "text/b.txt": "乙",
       "bulletins.db": "库"}  # fmt: skip
NEW = {"tables/documents.parquet": "三", "tables/articles.parquet": "二", "text/a.txt": "甲", "text/c.txt": "丙",
       "bulletins.db": "新"}  # fmt: skip


def silent(*_):
    pass


def read_back(folder, within=""):
    """What a reader on another machine gets."""
    return content((fetch(OUT, folder, within, silent) / ".current").resolve())


def test_a_release_reads_back(store, tmp_path):
    out = outputs(tmp_path / "out", OLD)
    (out / "run.json").write_text('{"release": "1"}')
    assert release(OUT, out, silent)
    assert read_back(tmp_path / "reader") == OLD
    shown = fetch(OUT, tmp_path / "reader", "", silent)
    assert (shown / "tables" / "articles.parquet").read_text() == "二"  # under the names that readers use
    assert (shown / "run.json").read_text() == '{"release": "1"}'
    assert read_back(tmp_path / "reader", "tables/") == {n: t for n, t in OLD.items() if n.startswith("tables/")}


def test_tables_can_be_read_where_the_pointer_says(store, tmp_path):
    release(OUT, outputs(tmp_path / "out", OLD), silent)
    release(OUT, outputs(tmp_path / "out", NEW), silent)
    pointer = json.loads(store.cat_file("bucket/out/current.json"))
    assert store.cat_file(f"bucket/out/{pointer['tables']}/documents.parquet").decode() == "三"
    assert store.cat_file(f"bucket/out/{pointer['tables']}/articles.parquet").decode() == "二"


def test_only_what_changed_is_sent(store, tmp_path):
    out = outputs(tmp_path / "out", OLD)
    release(OUT, out, silent)
    FrailFileSystem.reset()
    assert not release(OUT, out, silent)
    assert FrailFileSystem.requests == [("read", "/bucket/out/current.json")]
    FrailFileSystem.reset()
    assert release(OUT, outputs(out, NEW), silent)
    sent = {name.split("/", 5)[-1] for name in asked("put")}
    assert sent == NEW.keys() - {"text/a.txt"}  # the tables always together, so that they lie in one folder
    assert read_back(tmp_path / "reader") == NEW


def test_a_working_folder_made_anew_sends_nothing(store, tmp_path):
    release(OUT, outputs(tmp_path / "out", OLD), silent)
    FrailFileSystem.reset()
    assert not release(OUT, outputs(tmp_path / "elsewhere", OLD), silent)
    assert asked("put") == asked("write") == []


def test_a_reader_fetches_only_what_changed(store, tmp_path):
    release(OUT, outputs(tmp_path / "out", OLD), silent)
    read_back(tmp_path / "reader")
    release(OUT, outputs(tmp_path / "out", NEW), silent)
    FrailFileSystem.reset()
    assert read_back(tmp_path / "reader") == NEW
    assert len(asked("get")) == 3


def test_where_the_run_worked_nothing_is_fetched(store, tmp_path):
    release(OUT, outputs(tmp_path / "out", OLD), silent)
    FrailFileSystem.reset()
    assert fetch(OUT, tmp_path, "", silent) == tmp_path / "out"
    assert asked("get") == []
    outputs(tmp_path / "out", NEW)  # a run that could not release what it made
    assert read_back(tmp_path) == OLD


def test_the_release_before_stays_for_its_readers_and_older_ones_go(store, tmp_path):
    out = tmp_path / "out"
    for number in range(4):
        release(OUT, outputs(out, OLD | {"bulletins.db": f"库{number}"}), silent)
    names = {name.split("/")[4] for name in store.find("bucket/out/releases")}
    assert {n.partition("-")[0] for n in names} == {"1", "3", "4"}  # text/ still lies where the first put it
    assert len(store.find("bucket/out")) == 1 + 2 + 2 + 4  # pointer, manifests, databases, tables and texts


def test_a_failure_at_any_request_leaves_the_old_release_or_the_new_one(tmp_path):
    """As a kill would: what was begun stays as it is, and the next run goes on."""
    fails_at, failed = 0, True
    while failed:
        store, out = fresh_store(), tmp_path / str(fails_at) / "out"
        release(OUT, outputs(out, OLD), silent)
        outputs(out, NEW)
        FrailFileSystem.reset(fails_at)
        try:
            release(OUT, out, silent)
            failed = False
        except UnusableAddress:
            FrailFileSystem.reset()
            shown = json.loads(store.cat_file("bucket/out/current.json"))["release"]
            expected = OLD if shown.startswith("1-") else NEW
            assert read_back(tmp_path / str(fails_at) / "reader") == expected
        FrailFileSystem.reset()
        release(OUT, out, silent)
        assert read_back(tmp_path / str(fails_at) / "later") == NEW
        fails_at += 1
    assert fails_at > 12


def test_what_stands_of_a_release_that_failed_is_not_sent_again(store, tmp_path):
    out = outputs(tmp_path / "out", OLD)
    FrailFileSystem.reset(6)
    with pytest.raises(UnusableAddress):
        release(OUT, out, silent)
    FrailFileSystem.reset()
    sent = len(store.find("bucket/out/releases"))
    FrailFileSystem.reset()
    assert sent > 0
    assert release(OUT, out, silent)
    assert len(asked("put")) == len(OLD) - sent


def test_an_object_that_was_lost_is_sent_again(store, tmp_path):
    release(OUT, outputs(tmp_path / "out", OLD), silent)
    for name in store.find("bucket/out/releases"):
        if name.endswith("text/a.txt"):
            store.rm_file(name)
    release(OUT, outputs(tmp_path / "out", NEW), silent)
    assert read_back(tmp_path / "reader") == NEW


def test_a_run_that_was_overtaken_says_so(store, tmp_path, monkeypatch):
    release(OUT, outputs(tmp_path / "out", OLD), silent)
    late, put = outputs(tmp_path / "late", NEW), FrailFileSystem.put_file
    other = outputs(tmp_path / "other", OLD | {"bulletins.db": "别"})

    def overtaken(self, *arguments, **options):
        monkeypatch.setattr(FrailFileSystem, "put_file", put)
        release(OUT, other, silent)
        return put(self, *arguments, **options)

    monkeypatch.setattr(FrailFileSystem, "put_file", overtaken)
    with pytest.raises(UnusableAddress, match=r"another run wrote to frail://bucket/out meanwhile|does not hold"):
        release(OUT, late, silent)
    assert read_back(tmp_path / "reader") == OLD | {"bulletins.db": "别"}


def test_an_object_that_is_not_whole_is_not_shown(store, tmp_path, monkeypatch):
    def half(self, source, path, **options):
        self.pipe_file(path, b"")

    monkeypatch.setattr(FrailFileSystem, "put_file", half)
    with pytest.raises(UnusableAddress, match=r"does not hold .* as it was put there; run again"):
        release(OUT, outputs(tmp_path / "out", OLD), silent)
    assert store.find("bucket/out/current.json") == []


def test_nothing_released_is_told(store, tmp_path):
    with pytest.raises(MissingStage, match="there are no outputs at frail://bucket/out; run"):
        fetch(OUT, tmp_path, "", silent)
    assert not release(OUT, tmp_path, silent)  # a run of the first stages alone has nothing to show


def test_a_changed_object_is_told(store, tmp_path):
    release(OUT, outputs(tmp_path / "out", OLD), silent)
    stored = shown_manifest(Store(OUT)).files["text/a.txt"].object
    store.pipe_file(f"bucket/out/{stored}", "乱".encode())
    with pytest.raises(UnusableAddress, match=r"text/a.txt is not what its release says; run"):
        fetch(OUT, tmp_path / "reader", "", silent)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema_version": SCHEMA_VERSION + 1}, "newer version"),
        ({"files": {"../../evil": {"object": "x", "bytes": 1, "sha256": ""}}}, "files outside of it"),
        ({"files": {"/etc/passwd": {"object": "x", "bytes": 1, "sha256": ""}}}, "files outside of it"),
        ({"files": 3}, "is not ours"),
    ],
)
def test_a_manifest_of_others_is_refused(store, tmp_path, change, words):
    release(OUT, outputs(tmp_path / "out", OLD), silent)
    name = next(n for n in store.find("bucket/out/releases") if n.endswith(".json"))
    store.pipe_file(name, json.dumps(json.loads(store.cat_file(name)) | change).encode())
    with pytest.raises(UnusableAddress, match=words):
        fetch(OUT, tmp_path / "reader", "", silent)
    with pytest.raises(UnusableAddress, match=words):
        release(OUT, outputs(tmp_path / "out", NEW), silent)
