"""Output files: the old bytes or the new ones, never half of each."""

from dataclasses import dataclass

import pytest

from pipeline.model.errors import UnusableOutput
from pipeline.store.files import read_json, remove_others, replacing, write_bytes, write_json
from pipeline.store.lock import locked


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    name: str


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path):
    path = tmp_path / "a.json"
    write_bytes(path, b"old")
    with pytest.raises(RuntimeError), replacing(path) as beside:
        beside.write_bytes(b"half")
        raise RuntimeError
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_equal_bytes_are_not_written_again(tmp_path):
    path = tmp_path / "a.json"
    write_bytes(path, b"same")
    before = path.stat().st_mtime_ns
    write_bytes(path, b"same")
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("indent", [0, 1])
def test_json_comes_back_as_it_was(tmp_path, indent):
    write_json(tmp_path / "p.json", Point(3, "联盟\n“”"), indent)
    assert read_json(tmp_path / "p.json", Point) == Point(3, "联盟\n“”")


def test_a_kind_is_learnt_when_it_is_first_read(tmp_path):
    @dataclass(frozen=True, slots=True)
    class Other:
        y: int

    write_json(tmp_path / "p.json", Other(3))
    assert [read_json(tmp_path / "p.json", Other) for _ in range(2)] == [Other(3), Other(3)]


def test_a_broken_stage_file_is_an_error_in_words(tmp_path):
    (tmp_path / "p.json").write_text('{"x": "no number"}')
    with pytest.raises(UnusableOutput, match="make clean"):
        read_json(tmp_path / "p.json", Point)


def test_an_unwritable_folder_is_an_error_in_words(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UnusableOutput, match="could not be written"):
        write_bytes(tmp_path / "file" / "a.json", b"x")


def test_files_of_documents_that_are_gone_are_removed(tmp_path):
    for name in ("a.json", "b.json"):
        write_bytes(tmp_path / name, b"{}")
    remove_others(tmp_path, {"a.json"}, "*.json")
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_second_run_on_one_output_folder_says_so(tmp_path):
    with locked(tmp_path), pytest.raises(UnusableOutput, match="another run"), locked(tmp_path):
        pass
    with locked(tmp_path):
        assert (tmp_path / ".lock").exists()
