"""A run killed at any moment leaves the old outputs or the new ones, and the next run ends as if nothing had been.

`KILLS=200` (as `make fuzz` sets) kills 200 runs at random moments and one at every change of a file.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.store.verify import verify
from tests.robust.archives import KILLS, after, before, left_over, seen, specimens
from tests.robust.preloaded import REPOSITORY, Order, Preloaded

SEED = int(os.environ.get("SEED", "9"))


@dataclass
class Bench:
    """A pipeline ready to run, and the outputs of undisturbed runs before and after the archive changed."""

    pipeline: Preloaded
    raw: Path
    out: Path
    old: dict[str, str]
    new: dict[str, str]
    seconds: float
    changes: int
    changes_back: int

    def run(self, **order):
        return self.pipeline.run(raw=str(self.raw), out=str(self.out), **order)

    def turn(self) -> dict[str, str]:
        """Change the archive (or change it back); returns what readers see before."""
        now = seen(self.out)
        assert now in (self.old, self.new)
        (after if now == self.old else before)(self.raw)
        return now

    def check(self, now: dict[str, str]) -> str:
        """After a run was killed: the outputs are whole, and the next run ends right. Says which outputs stood."""
        other = self.new if now == self.old else self.old
        found = seen(self.out)
        assert found in (now, other), "some outputs are old and some are new"
        assert verify(self.out) == []
        ended = self.run()
        assert ended.status == 0, ended.words
        assert seen(self.out) == other
        assert left_over(self.out) == []
        return "old" if found == now else "new"


@pytest.fixture(scope="module")
def bench(tmp_path_factory, preloaded):
    folder = tmp_path_factory.mktemp("kill")
    raw, out, count = folder / "raw", folder / "out", folder / "count"
    before(raw)
    ended = preloaded.run(raw=str(raw), out=str(out))
    assert ended.status == 0, ended.words
    old, spare = seen(out), folder / "spare"
    shutil.copytree(out, spare, symlinks=True)
    after(raw)
    assert preloaded.run(raw=str(raw), out=str(folder / "undisturbed")).status == 0
    new = seen(folder / "undisturbed")
    start = time.monotonic()
    assert preloaded.run(raw=str(raw), out=str(spare), count_to=str(count)).status == 0
    seconds = time.monotonic() - start
    assert seen(spare) == new
    changes = int(count.read_text())
    before(raw)
    assert preloaded.run(raw=str(raw), out=str(spare), count_to=str(count)).status == 0
    assert seen(spare) == old
    assert old != new and len(old) > 20
    return Bench(preloaded, raw, out, old, new, seconds, changes, int(count.read_text()))


def test_killed_at_random_moments(bench):
    dice, stood = random.Random(SEED), []
    for _ in range(KILLS):
        now = bench.turn()
        pid = bench.pipeline.start(Order(str(bench.raw), str(bench.out)))
        time.sleep(dice.uniform(0, bench.seconds * 1.05))
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        bench.pipeline.end()
        stood.append(bench.check(now))
    print(f"{KILLS} kills at random moments of {bench.seconds:.2f} s: {stood.count('old')} left the old outputs, "
          f"{stood.count('new')} the new ones")  # fmt: skip
    assert len(stood) == KILLS


def test_killed_at_changes_of_files(bench):
    """The moments that matter: before the nth time that a file is opened for writing, renamed, linked or removed."""
    dice = random.Random(SEED)
    points = list(range(1, bench.changes + 1))
    if KILLS < 100:
        # The last changes show the new outputs: there the danger is greatest.
        points = sorted({*dice.sample(points[:-20], 3), *dice.sample(points[-20:], 2)})
    stood = []
    for point in [*points, 0]:
        now = bench.turn()
        # 0 stands for the last change, after the new outputs are shown.
        last = bench.changes if now == bench.old else bench.changes_back
        ended = bench.run(crash_at=point or last)
        assert ended.status in (-signal.SIGKILL, 0), ended.words
        stood.append(bench.check(now))
    print(f"killed at {len(stood)} of {bench.changes} changes of files: {stood.count('old')} left the old outputs, "
          f"{stood.count('new')} the new ones")  # fmt: skip
    assert "old" in stood and "new" in stood


def test_a_killed_first_run_leaves_nothing_that_looks_whole(bench, tmp_path):
    for point in (bench.changes // 3, bench.changes - 12):
        out = tmp_path / str(point)
        assert bench.pipeline.run(raw=str(bench.raw), out=str(out), crash_at=point).status == -signal.SIGKILL
        assert seen(out) == {}
        assert bench.pipeline.run(raw=str(bench.raw), out=str(out)).status == 0
        assert seen(out) in (bench.old, bench.new)


def test_a_changed_archive_changed_back_is_not_taken_for_done(bench):
    """The keys of the old state must not vouch for files that the killed run had already replaced."""
    for point in (bench.changes // 3, bench.changes * 2 // 3):
        now = bench.turn()
        bench.run(crash_at=point)
        (before if now == bench.old else after)(bench.raw)
        assert bench.run().status == 0
        assert seen(bench.out) == now


def test_workers_end_with_the_run(tmp_path):
    """kill -9 of a run with workers and a reader of PDFs leaves no process that goes on writing."""
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for path in specimens(".pdf")[:1] + specimens(".txt")[:2]:
        shutil.copy(path, raw)
    mark = f"ROBUST_{os.getpid()}"
    command = [sys.executable, "-m", "pipeline", "run", "--raw", str(raw), "--out", str(out), "--workers", "2"]
    run = subprocess.Popen(command, cwd=REPOSITORY, env=os.environ | {mark: "1"}, stderr=subprocess.DEVNULL)
    wait_until(lambda: len(processes(mark)) >= 3, 60)
    run.kill()
    run.wait()
    wait_until(lambda: not processes(mark), 30)
    assert processes(mark) == []


def processes(mark: str) -> list[int]:
    """The ids of the living processes that have this variable."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        if f"\0{mark}=".encode() in b"\0" + environment:
            found.append(int(folder.name))
    return found


def wait_until(holds, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.05)
