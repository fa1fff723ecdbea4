"""Raw files at a URL come to this machine as they are: only what changed, never outside the folder, never in part."""

import pytest

from pipeline.model.errors import MissingStage, UnusableAddress
from pipeline.remote.address import Address
from pipeline.remote.mirror import mirror
from tests.remote.stores import FrailFileSystem, asked, content

RAW = Address("frail://bucket/archive/raw")


def silent(*_):
    pass


def put(store, files, root="bucket/archive"):
    for name, text in files.items():
        store.pipe_file(f"{root}/{name}", text.encode())
    FrailFileSystem.reset()


def test_only_what_changed_comes_and_what_is_gone_goes(store, tmp_path):
    put(store, {"raw/a.txt": "甲", "raw/2022/b.txt": "乙", "raw/2022/c.txt": "丙"})
    assert content(mirror(RAW, tmp_path, silent)) == {"a.txt": "甲", "2022/b.txt": "乙", "2022/c.txt": "丙"}
    assert len(asked("get")) == 3
    FrailFileSystem.reset()
    mirror(RAW, tmp_path, silent)
    assert asked("get") == []
    store.rm_file("bucket/archive/raw/2022/c.txt")
    put(store, {"raw/2022/b.txt": "丁"})  # as long as before
    assert content(mirror(RAW, tmp_path, silent)) == {"a.txt": "甲", "2022/b.txt": "丁"}
    assert asked("get") == ["/bucket/archive/raw/2022/b.txt"]
    store.rm_file("bucket/archive/raw/2022/b.txt")
    mirror(RAW, tmp_path, silent)
    assert [path.name for path in (tmp_path / "raw").iterdir()] == ["a.txt"]  # no empty folder stays


def test_what_was_changed_here_comes_again(store, tmp_path):
    put(store, {"raw/a.txt": "甲", "raw/b.txt": "乙"})
    raw = mirror(RAW, tmp_path, silent)
    (raw / "a.txt").unlink()
    (raw / "b.txt").write_text("乙乙")
    (raw / "new.txt").write_text("丙")
    assert content(mirror(RAW, tmp_path, silent)) == {"a.txt": "甲", "b.txt": "乙"}


def test_a_file_that_became_a_folder_and_one_that_was_a_folder(store, tmp_path):
    put(store, {"raw/a": "甲", "raw/b/c/d": "乙"})
    mirror(RAW, tmp_path, silent)
    store.rm_file("bucket/archive/raw/a")
    store.rm_file("bucket/archive/raw/b/c/d")
    put(store, {"raw/a/x": "丙", "raw/b": "丁"})
    assert content(mirror(RAW, tmp_path, silent)) == {"a/x": "丙", "b": "丁"}


def test_names_of_any_characters_and_none_outside_the_folder(store, tmp_path):
    names = ["行\n.txt", "back\\slash\\xff.txt", "*?[a].txt", "=cmd|'!A0.txt", "-rf", " .txt ", "a..txt", "长" * 85,
             "\udcff\udcfe.txt"]  # fmt: skip
    hidden = [".git/e.txt", "../outside.txt", "a/../../outside.txt", "./b.txt", ".hidden", "a/.b/c.txt"]
    for name in [*names, *hidden]:
        FrailFileSystem.store["/bucket/archive/raw/x"] = None
        store.pipe_file("bucket/archive/raw/x", b"1")
        FrailFileSystem.store[f"/bucket/archive/raw/{name}"] = FrailFileSystem.store.pop("/bucket/archive/raw/x")
    FrailFileSystem.reset()
    assert sorted(content(mirror(RAW, tmp_path / "here", silent))) == sorted(names)
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


# Keys that object stores allow and no folder can hold.
@pytest.mark.parametrize("names", [["a//b"], ["x" * 256], ["a\0b"], ["a", "a/b"], ["长" * 86 + "/b"], ["a/b/c", "a/b"]])
def test_a_name_that_no_folder_can_hold_is_told_and_nothing_comes(store, tmp_path, names):
    put(store, {"raw/one.txt": "1"})
    one = FrailFileSystem.store["/bucket/archive/raw/one.txt"]
    FrailFileSystem.store.update({f"/bucket/archive/raw/{name}": one for name in names})
    with pytest.raises(UnusableAddress, match="no folder can hold"):
        mirror(RAW, tmp_path, silent)
    assert not (tmp_path / "raw").exists()


def test_corrections_and_settings_lie_beside(store, tmp_path):
    files = {"corrections/decisions.csv": "甲", "corrections/notes.md": "", "jianbao.toml": "[limits]\n", "other": ""}
    put(store, files | {"raw/a.txt": "甲"})
    mirror(RAW, tmp_path, silent)
    assert content(tmp_path / "corrections") == {"decisions.csv": "甲"}
    assert (tmp_path / "jianbao.toml").read_text() == "[limits]\n"
    for name in files:
        store.rm_file(f"bucket/archive/{name}")
    mirror(RAW, tmp_path, silent)
    assert content(tmp_path / "corrections") == {}
    assert not (tmp_path / "jianbao.toml").exists()


def test_a_whole_store_has_nothing_beside(tmp_path):
    import fsspec

    fsspec.register_implementation("frail", FrailFileSystem, clobber=True)
    fsspec.filesystem("memory").pipe_file("/jianbao.toml", b"not [ toml")
    (tmp_path / "bucket").mkdir()
    (tmp_path / "bucket" / "a.txt").write_text("甲")
    (tmp_path / "bucket" / "link.txt").symlink_to("a.txt")
    raw = mirror(Address(f"file://{tmp_path}/bucket"), tmp_path / "here", silent)
    assert content(raw) == {"a.txt": "甲"}  # links are not followed, as in a folder


def test_a_store_that_lists_its_neighbours_too(store, tmp_path, monkeypatch):
    """A listing by prefix, as object stores make it, could hold what lies beside the folder."""
    put(store, {"raw/a.txt": "甲", "raw2/b.txt": "乙", "raw-old": "丙"})
    find = FrailFileSystem.find
    monkeypatch.setattr(FrailFileSystem, "find", lambda self, path, **options: find(self, "bucket/archive", **options))
    assert content(mirror(RAW, tmp_path, silent)) == {"a.txt": "甲"}


def test_nothing_there_is_told_and_removes_nothing(store, tmp_path):
    put(store, {"raw/a.txt": "甲"})
    mirror(RAW, tmp_path, silent)
    store.rm_file("bucket/archive/raw/a.txt")
    with pytest.raises(MissingStage, match="there are no files at frail://bucket/archive/raw"):
        mirror(RAW, tmp_path, silent)
    assert content(tmp_path / "raw") == {"a.txt": "甲"}


@pytest.mark.parametrize("fails_at", range(8))
def test_a_connection_lost_at_any_request_leaves_each_file_whole(store, tmp_path, fails_at):
    old, new = {f"{n}.txt": f"旧{n}" for n in range(5)}, {f"{n}.txt": f"新{n}" for n in range(2, 7)}
    put(store, old, "bucket/archive/raw")
    raw = mirror(RAW, tmp_path, silent)
    for name in old:
        store.rm_file(f"bucket/archive/raw/{name}")
    put(store, new, "bucket/archive/raw")
    FrailFileSystem.reset(fails_at)
    with pytest.raises(UnusableAddress, match="connection reset"):
        mirror(RAW, tmp_path, silent)
    for name, text in content(raw).items():
        assert text in (old.get(name), new.get(name))
    FrailFileSystem.reset()
    assert content(mirror(RAW, tmp_path, silent)) == new


def test_what_came_before_the_connection_was_lost_does_not_come_again(store, tmp_path):
    put(store, {f"{n:04}.txt": "甲" for n in range(600)}, "bucket/archive/raw")
    FrailFileSystem.reset(1 + 550)
    with pytest.raises(UnusableAddress):
        mirror(RAW, tmp_path, silent)
    FrailFileSystem.reset()
    assert len(content(mirror(RAW, tmp_path, silent))) == 600
    assert len(asked("get")) == 600 - 512


def test_a_file_that_changes_while_it_comes_is_told(store, tmp_path, monkeypatch):
    put(store, {"raw/a.txt": "甲"})

    def longer(self, path, target, **options):
        with open(target, "wb") as file:
            file.write("甲乙".encode())

    monkeypatch.setattr(FrailFileSystem, "get_file", longer)
    with pytest.raises(UnusableAddress, match="changed while it was read; run again"):
        mirror(RAW, tmp_path, silent)
    assert content(tmp_path / "raw") == {} if (tmp_path / "raw").exists() else True


def test_a_folder_that_cannot_be_listed_is_no_empty_folder(tmp_path, monkeypatch):
    """fsspec's own walk leaves out what it cannot list, which would remove its files here."""
    from fsspec.implementations.local import LocalFileSystem

    for name in ("2021", "2022"):
        (tmp_path / "bucket" / "raw" / name).mkdir(parents=True)
        (tmp_path / "bucket" / "raw" / name / "a.txt").write_text("甲")
    address = Address(f"file://{tmp_path}/bucket/raw")
    mirror(address, tmp_path / "here", silent)
    listed = LocalFileSystem.ls

    def failing(self, path, *rest, **options):
        if str(path).endswith("2022"):
            raise OSError("stale file handle")
        return listed(self, path, *rest, **options)

    monkeypatch.setattr(LocalFileSystem, "ls", failing)
    with pytest.raises(UnusableAddress, match="stale file handle"):
        mirror(address, tmp_path / "here", silent)
    assert len(content(tmp_path / "here" / "raw")) == 2
