"""A run again does what has changed and nothing else, and leaves what a run from the start would leave."""

import hashlib
import shutil
from contextlib import closing

import pytest
from running import REPOSITORY, run_all

from pipeline.run import Runner
from pipeline.stages.archive import Layout
from pipeline.stages.order import STAGES, Run, run_stages
from pipeline.store.cache import State

SPECIMENS = sorted((REPOSITORY / "raw").rglob("*.txt"))
TO_SEARCH = STAGES[: STAGES.index("search") + 1]
STABLE = ("tables/*.parquet", "text/*.txt", "search/articles.ndjson")
ALWAYS_ONE = {"link/entities", "check/archive", "tables", "search"}


def digests(out):
    files = sorted(path for pattern in STABLE for path in out.glob(pattern))
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def work_done(raw, out):
    """Stage → how many items of it a run did."""
    done = {}
    out.mkdir(exist_ok=True)
    with closing(State(out)) as state, Runner() as runner:
        told = lambda stage, _, total: done.__setitem__(stage, total)  # noqa: E731
        run_stages(Run(Layout(raw, out), state, runner, told), TO_SEARCH)
    return done


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for path in SPECIMENS[:4]:
        shutil.copy(path, folder)
    return folder


def test_nothing_changed_does_nothing(raw, tmp_path):
    out = tmp_path / "out"
    first = work_done(raw, out)
    assert first["extract"] == first["rows"] == first["lines"] == 4
    assert set(work_done(raw, out).values()) == {0}


def test_a_bulletin_added_does_its_own_stages_and_what_leans_on_its_entities(raw, tmp_path):
    out = tmp_path / "out"
    work_done(raw, out)
    shutil.copy(SPECIMENS[-1], raw)
    done = work_done(raw, out)
    for stage in ("ingest", "structure", "segment", "extract", "link/observations", "documents"):
        assert done[stage] == 1, stage
    assert all(done[stage] == 1 for stage in ALWAYS_ONE)
    assert 1 <= done["link"] < 5
    assert done["rows"] == done["lines"] == done["link"]
    assert digests(out) == digests(run_all(raw, tmp_path / "fresh", last="search"))


def test_a_bulletin_removed_leaves_no_trace(raw, tmp_path):
    out = tmp_path / "out"
    work_done(raw, out)
    (raw / SPECIMENS[1].name).unlink()
    done = work_done(raw, out)
    assert done["extract"] == done["ingest"] == 0
    assert digests(out) == digests(run_all(raw, tmp_path / "fresh", last="search"))
    assert len(list((out / "rows").iterdir())) == len(list((out / "lines").iterdir())) == 3
