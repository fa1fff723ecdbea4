"""What counts as a raw file."""

import pytest

from pipeline.model.errors import MissingStage
from pipeline.run import Runner
from pipeline.stages.archive import content_hashes, raw_files
from pipeline.store.cache import State


def test_hidden_files_and_links_are_left_out(tmp_path):
    raw = tmp_path / "raw"
    (raw / "2022").mkdir(parents=True)
    (raw / "2022" / "b.txt").write_text("乙")
    (raw / "a.txt").write_text("甲")
    (raw / ".DS_Store").write_text("")
    (tmp_path / "outside.txt").write_text("x")
    (raw / "link.txt").symlink_to(tmp_path / "outside.txt")
    assert [f.relative for f in raw_files(raw)] == ["2022/b.txt", "a.txt"]


def test_no_folder_is_an_error_in_words(tmp_path):
    with pytest.raises(MissingStage, match="there is no folder"):
        raw_files(tmp_path / "none")


def test_an_id_depends_on_the_path_alone(tmp_path):
    for root in ("one", "two"):
        (tmp_path / root / "x").mkdir(parents=True)
        (tmp_path / root / "x" / "a.txt").write_text(root)
    one, two = (raw_files(tmp_path / root)[0] for root in ("one", "two"))
    assert one.document_id == two.document_id


def test_a_changed_file_has_another_hash(tmp_path):
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    out.mkdir()
    state = State(out)
    (raw / "a.txt").write_text("甲")
    before = content_hashes(raw, raw_files(raw), state)
    (raw / "a.txt").write_text("甲乙")
    after = content_hashes(raw, raw_files(raw), state)
    assert before.keys() == after.keys()
    assert before != after


def square(number):
    return number * number


@pytest.mark.parametrize("workers", [1, 2])
def test_every_task_is_done_once(workers):
    with Runner(workers) as runner:
        assert sorted(runner.map(square, list(range(40)))) == [n * n for n in range(40)]
        assert sorted(runner.map(square, list(range(5)))) == [n * n for n in range(5)]
