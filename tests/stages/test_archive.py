"""What counts as a raw file."""

import os
import subprocess
import sys

import pytest
from running import REPOSITORY

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
        # So many that several are sent together, and a number that the parcels do not divide.
        assert sorted(runner.map(square, list(range(1003)))) == [n * n for n in range(1003)]


def process_id(_):
    return os.getpid()


def test_work_beside_is_done_elsewhere_once_processes_run():
    with Runner(2) as runner:
        assert runner.beside(process_id, None)() == os.getpid()
        list(runner.map(square, [1, 2]))
        assert runner.beside(process_id, None)() != os.getpid()
        failing = runner.beside(len, 1)
        with pytest.raises(TypeError):
            failing()


def test_workers_share_what_their_server_has_imported(tmp_path):
    # In a process of its own: the server of this one may have been started by another test.
    program = (
        "import sys\nfrom pipeline.run import Runner\n"
        "def known(name): return name in sys.modules\n"
        "if __name__ == '__main__':\n"
        "    with Runner(2) as runner: print(list(runner.map(known, ['wave', 'wave'], 'wave')))\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program)
    done = subprocess.run([sys.executable, script], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[True, True]"
