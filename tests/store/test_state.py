"""The keys of what is done, the lock of an output folder, the names of raw files: each promise alone."""

import os
import sqlite3

import pytest

from pipeline.model.errors import UnusableOutput
from pipeline.model.tables import SCHEMA_VERSION
from pipeline.store.cache import State, combine
from pipeline.store.files import link_all, write_json
from pipeline.store.lock import SCHEMA_MARK, STATE, locked
from pipeline.store.names import original, raw_path, shown, shown_files


def test_a_key_depends_on_every_part_and_on_where_parts_end():
    keys = [combine(*parts) for parts in (("a", "b"), ("a", "c"), ("ab",), ("a", "b", ""), ("b", "a"))]
    assert len(set(keys)) == 5
    assert combine("a", "b") == keys[0] and len(keys[0]) == 24


def test_what_is_remembered_is_there_in_the_next_run(tmp_path):
    state = State(tmp_path)
    assert state.keys("s") == {}
    state.record("s", {"a": ("1", "n"), "b": ("2", "")})
    state.note("s", "c", "3", "m")
    state.renew("s", {"a": "9"})
    state.forget("s", ["b"])
    assert state.keys("s") == {"a": ("9", "n"), "c": ("3", "m")}
    state.close()
    again = State(tmp_path)
    assert again.keys("s") == {"a": ("9", "n"), "c": ("3", "m")}
    assert again.keys("t") == {}
    assert again.digests("s") == {"a": "9", "c": "3"}
    assert sorted(again.rows("s")) == [("a", "9", "n"), ("c", "3", "m")]
    again.close()


def test_a_stage_is_read_once_until_it_changes(tmp_path):
    state = State(tmp_path)
    state.record("s", {"a": ("1", "")})
    first = state.keys("s")
    assert state.keys("s") is first
    state.note("s", "b", "2", "")
    assert state.keys("s").keys() == {"a", "b"}
    state.forget("t", [])
    state.record("t", {})
    state.close()


def test_noted_items_are_written_a_hundred_at_a_time(tmp_path):
    state = State(tmp_path)
    for batch in (1, 2):
        for number in range(100):
            with sqlite3.connect(tmp_path / STATE) as other:
                assert other.execute("SELECT count(*) FROM done").fetchone() == ((batch - 1) * 100,)
            state.note("s", f"{batch}-{number}", "1", "")
        with sqlite3.connect(tmp_path / STATE) as other:
            assert other.execute("SELECT count(*) FROM done").fetchone() == (batch * 100,)
    state.close()


def test_an_older_state_is_forgotten_and_this_versions_kept(tmp_path):
    for mark, kept in (("0", False), ("", False), ("so", False), (str(SCHEMA_VERSION), True)):
        (tmp_path / STATE).write_text("state")
        (tmp_path / SCHEMA_MARK).write_text(mark)
        with locked(tmp_path):
            assert (tmp_path / STATE).exists() is kept
            assert (tmp_path / SCHEMA_MARK).read_text() == str(SCHEMA_VERSION)


def test_a_newer_version_is_named(tmp_path):
    (tmp_path / SCHEMA_MARK).write_text(str(SCHEMA_VERSION + 1))
    with pytest.raises(UnusableOutput, match="newer version"), locked(tmp_path):
        pass


def test_what_a_killed_run_left_half_done_is_swept_and_nothing_else(tmp_path):
    def half_done() -> None:
        (tmp_path / "text" / ".2.part").mkdir(parents=True)
        for name in (".a.json.part", ".b.json.old", "a.json", "c.part"):
            (tmp_path / "text" / name).write_text("")

    half_done()
    with locked(tmp_path):
        assert len(list((tmp_path / "text").iterdir())) == 5  # the run before ended by itself: no search for leavings
    with pytest.raises(KeyError), locked(tmp_path):
        raise KeyError
    with locked(tmp_path):
        assert sorted(path.name for path in (tmp_path / "text").iterdir()) == ["a.json", "c.part"]


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", "a.txt"), ("a\udcff.txt", "a\\xff.txt"), ("a\\b", "a\\\\b"), ("\udc80\\x80", "\\x80\\\\x80")]
)  # fmt: skip
def test_a_name_of_any_bytes_is_shown_and_read_back(name, text):
    assert shown(name) == text
    assert original(text) == name


def test_files_are_found_in_all_folders_but_hidden_ones(tmp_path):
    (tmp_path / "甲" / "乙").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    for path in ("a.txt", ".hidden", "甲/b\\c.txt", "甲/乙/d.txt", ".git/e.txt"):
        (tmp_path / path).write_text("")
    os.symlink(tmp_path / "a.txt", tmp_path / "link.txt")
    found = sorted(shown_files(tmp_path))
    assert found == ["a.txt", "甲/b\\\\c.txt", "甲/乙/d.txt"]
    assert all(raw_path(tmp_path, path).is_file() for path in found)


def test_links_are_made_for_the_names_given_and_others_go(tmp_path):
    for name in ("a.json", "b.json", "c.json"):
        write_json(tmp_path / "from" / name, [name], indent=1)
    assert (tmp_path / "from" / "a.json").read_text() == '[\n "a.json"\n]\n'
    link_all(tmp_path / "from", tmp_path / "new" / "to", {"a.json", "b.json"})
    link_all(tmp_path / "from", tmp_path / "new" / "to", {"b.json", "c.json"})
    assert sorted(path.name for path in (tmp_path / "new" / "to").iterdir()) == ["b.json", "c.json"]
    write_json(tmp_path / "from" / "b.json", ["new"])
    link_all(tmp_path / "from", tmp_path / "new" / "to", {"b.json", "c.json"})
    for name in ("b.json", "c.json"):
        assert os.path.samefile(tmp_path / "from" / name, tmp_path / "new" / "to" / name)
