"""The stages on a Dask cluster: a real scheduler, two worker processes, one of them killed in the middle."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from contextlib import closing

import pytest
from running import REPOSITORY, run_all

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
    """A scheduler and two single-threaded workers on the loopback; its address and the workers' processes."""
    known = tmp_path / "scheduler.json"
    start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known))
    options = ("--scheduler-file", str(known), "--nthreads", "1", "--no-nanny", "--no-dashboard")
    workers = [start("dask_worker", *options, "--name", name) for name in ("one", "two")]
    with distributed.Client(scheduler_file=str(known), timeout=WAIT) as client:
        client.wait_for_workers(2, timeout=WAIT)
        return client.scheduler.address, workers


@pytest.mark.slow
def test_a_killed_worker_changes_no_byte(raw, tmp_path, processes):
    alone = run_all(raw, tmp_path / "alone", last="search")
    address, workers = start_cluster(processes, tmp_path)
    killed = []

    def kill_one(stage, done, total):
        if stage == "extract" and done == 2 and not killed:
            workers[0].send_signal(signal.SIGKILL)
            killed.append(time.monotonic())

    out = tmp_path / "out"
    out.mkdir()
    with closing(State(out)) as state, Runner(scheduler=address) as runner:
        run_stages(Run(Layout(raw, out), state, runner, kill_one), STAGES)
    assert killed
    assert workers[0].wait(WAIT) == -signal.SIGKILL
    assert workers[1].poll() is None
    assert digests(out) == digests(alone)
    assert len(digests(out)) > 20
