"""The stages on a Dask cluster: a real scheduler, two worker processes, one of them killed in the middle."""

import hashlib
import os
import signal
import subprocess
import sys
from contextlib import closing

import pytest
from running import REPOSITORY, run_all

from pipeline import cluster
from pipeline.model.errors import MissingPackage, OutOfResources, UnusableCluster
from pipeline.run import Runner
from pipeline.stages.archive import Layout
from pipeline.stages.order import Run, run_stages
from pipeline.store.cache import State

distributed = pytest.importorskip("distributed", reason="distributed is not installed: pip install .[cluster]")

STAGES = ("ingest", "structure", "segment", "extract", "link", "check", "tables", "search")
STABLE = ("tables/*.parquet", "text/*.txt", "search/articles.ndjson")
WAIT = 20


def digests(out):
    files = sorted(path for pattern in STABLE for path in out.glob(pattern))
    return {path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture
def raw(tmp_path):
    """An archive of the specimens' text files."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for path in sorted((REPOSITORY / "raw").rglob("*.txt")):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.fixture
def processes(tmp_path):
    """Starts processes of distributed that are ended with the test."""
    started = []

    def start(module, *words):
        environment = os.environ | {"PYTHONPATH": str(REPOSITORY), "DASK_DISTRIBUTED__WORKER__PREFIX": "w"}
        log = (tmp_path / f"{module}-{len(started)}.log").open("w")
        command = [sys.executable, "-m", f"distributed.cli.{module}", *words]
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=tmp_path)
        started.append((process, log))
        return process

    yield start
    for process, log in reversed(started):
        process.kill()
        process.wait()
        log.close()


def start_cluster(start, tmp_path):
    """A scheduler and two single-threaded workers on the loopback; its address, and the processes, it first."""
    known = tmp_path / "scheduler.json"
    scheduler = start(
        "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known)
    )
    options = ("--scheduler-file", str(known), "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [start("dask_worker", *options, "--name", name) for name in ("one", "two")]
    with distributed.Client(scheduler_file=str(known), timeout=WAIT) as client:
        client.wait_for_workers(2, timeout=WAIT)
        return client.scheduler.address, scheduler, *workers


def run_on(address, raw, out, advance):
    out.mkdir(exist_ok=True)
    with closing(State(out)) as state, Runner(scheduler=address, folder=out) as runner:
        run_stages(Run(Layout(raw, out), state, runner, advance), STAGES)


@pytest.mark.slow
def test_a_killed_worker_changes_no_byte(raw, tmp_path, processes):
    alone = run_all(raw, tmp_path / "alone", last="search")
    address, _, *workers = start_cluster(processes, tmp_path)
    killed = []

    def kill_one(stage, done, total):
        if stage == "extract" and done == 2 and not killed:
            with distributed.Client(address, set_as_default=False) as watching:
                killed.append(watching.run(lambda dask_worker: len(dask_worker.state.executing)))
            workers[0].send_signal(signal.SIGKILL)

    out = tmp_path / "out"
    run_on(address, raw, out, kill_one)
    assert sum(killed[0].values()) == 2  # both were at work
    assert workers[0].wait(WAIT) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert digests(out) == digests(alone)
    assert len(digests(out)) > 20


@pytest.mark.slow
def test_a_scheduler_that_is_lost_is_told_and_the_next_run_goes_on(raw, tmp_path, processes):
    address, scheduler, *_ = start_cluster(processes, tmp_path)
    out = run_all(raw, tmp_path / "out", last="search")
    old, changed = digests(out), sorted(raw.iterdir())[:4]
    for path in changed:
        path.write_bytes(path.read_bytes().replace("联盟".encode(), "聯盟".encode()))
    done = []

    def lose(stage, number, total):
        if stage == "extract" and number == 1:
            scheduler.kill()
            done.append(number)

    with pytest.raises(
        UnusableCluster, match="was lost; the old outputs stand and what was done is kept; start it and run again"
    ):
        run_on(address, raw, out, lose)
    assert done
    assert digests(out) == old
    again = {}
    with closing(State(out)) as state, Runner() as runner:
        run_stages(Run(Layout(raw, out), state, runner, lambda stage, n, total: again.update({stage: total})), STAGES)
    assert (again["ingest"], again["structure"]) == (0, 0)
    assert again["extract"] < len(changed)
    assert digests(out) == digests(run_all(raw, tmp_path / "alone", last="search"))


@pytest.fixture
def impatient(monkeypatch):
    import dask

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        monkeypatch.setattr(cluster, "_PATIENCE", 1)
        yield


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "127.0.0.1", "nosuch://127.0.0.1:8786"])
def test_no_scheduler_is_told(impatient, address):
    with pytest.raises(UnusableCluster, match=rf"there is no scheduler at {address} \(.+\); run `dask scheduler`"):
        list(Runner(scheduler=address).map(abs, [1]))


def test_no_workers_are_told(impatient, tmp_path, processes):
    known = tmp_path / "scheduler.json"
    processes("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known))
    with distributed.Client(scheduler_file=str(known), timeout=WAIT) as client:
        address = client.scheduler.address
    with pytest.raises(UnusableCluster, match=f"the scheduler at {address} has no workers; run `dask worker"):
        list(Runner(scheduler=address).map(abs, [1]))


def test_workers_unlike_this_machine_are_told(tmp_path, processes, monkeypatch):
    address, *_ = start_cluster(processes, tmp_path)
    assert sorted(Runner(scheduler=address, folder=tmp_path).map(abs, [1, -2])) == [1, 2]
    ours = cluster._made_of(tmp_path)
    for other, words in (
        ({"folder": "/elsewhere"}, "does not see /elsewhere, which must lie on a file system that all machines share"),
        ({"Python": "3.9.1"}, "has Python [0-9.]+ where this machine has 3.9.1; mend"),
        ({"code": "0"}, "has code [0-9a-f]+ where this machine has 0; mend"),
        ({"extra": "1.0"}, "has extra not at all where this machine has 1.0; mend"),
    ):
        monkeypatch.setattr(cluster, "_difference", lambda _, found, o=other, d=cluster._difference: d(ours | o, found))
        with pytest.raises(UnusableCluster, match=f"the worker tcp://127.0.0.1:[0-9]+ {words}"):
            list(Runner(scheduler=address, folder=tmp_path).map(abs, [1]))
        monkeypatch.undo()


def test_a_worker_without_the_pipeline_is_told():
    assert cluster._difference({"folder": ""}, ModuleNotFoundError("No module named 'pipeline'")) == (
        "cannot load the pipeline (No module named 'pipeline')"
    )


def test_a_document_that_ends_every_worker_is_told(tmp_path, processes, monkeypatch):
    monkeypatch.setenv("DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES", "0")
    address, *_ = start_cluster(processes, tmp_path)
    with pytest.raises(OutOfResources, match="ended every worker that was given it"):
        list(Runner(scheduler=address).map(signal.raise_signal, [signal.SIGKILL]))


def test_distributed_that_is_not_installed_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingPackage, match="needs the package distributed; run `pip install distributed`"):
        list(Runner(scheduler="tcp://127.0.0.1:8786").map(abs, [1]))
