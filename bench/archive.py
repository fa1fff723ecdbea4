"""What a whole archive costs: processor time by stage, runs again, memory, two workers, growth.

    python bench/archive.py [--bulletins 100]

The yardstick T is the processor time of one plain `jieba.lcut` pass over the same text in the same process,
dictionary loading aside. Runs again and workers are judged by processor time too, which a busy machine does not change:
a run with two workers lasts as long as its own work and half of theirs; wall times are recorded beside. Writes
bench/results/archive.json, one entry a size. The targets are those of 2,000 bulletins (20 million characters) and, for
runs again, of 10,000; a smaller archive shows where the time goes.
"""

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from importlib.metadata import version
from multiprocessing.forkserver import _forkserver  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "tests" / "specimens")]

from make_archive import make_archive  # noqa: E402

RESULTS = REPOSITORY / "bench" / "results" / "archive.json"
# Bulletins of the run that loads what a process loads once.
WARMING = 2
# The stages from raw/ to the index; trends has a benchmark of its own (bench/trends.py).
MEASURED = ("ingest", "structure", "segment", "extract", "link", "check", "tables", "search")
PACKAGES = ("jieba", "rjieba", "spacy", "pyarrow", "tantivy", "msgspec")
# What was asked for, and whether less is better.
TARGETS = {
    "from raw/ to the index, in T": (0.6, True),
    "extraction, in T": (0.25, True),
    "nothing changed, processor seconds": (3.0, True),
    "one bulletin added, processor seconds more": (5.0, True),
    "peak of any process, megabytes": (600.0, True),
    "two workers, times as fast as one (work shared)": (1.8, False),
    "characters a second, times those of a tenth": (0.9, False),
}


def processor_seconds() -> float:
    """Of this process and of the children that it has waited for."""
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def yardstick(raw: Path) -> tuple[float, int]:
    """T and the number of characters."""
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    texts = [path.read_text(encoding="utf-8") for path in sorted(raw.rglob("*.txt"))]
    start = time.process_time()
    for text in texts:
        jieba.lcut(text)
    return time.process_time() - start, sum(map(len, texts))


def run_timed(raw: Path, out: Path, workers: int, by_stage: bool) -> dict[str, Any]:
    """Processor seconds, of each stage or of one run of all, and wall seconds, which alone tell of several workers."""
    from pipeline.run import Runner
    from pipeline.stages.archive import Layout
    from pipeline.stages.order import Run, run_stages
    from pipeline.store.cache import State

    out.mkdir(parents=True, exist_ok=True)
    seconds: dict[str, float] = {}
    wall = time.perf_counter()
    with closing(State(out)) as state, Runner(workers) as runner:
        for stages in [(stage,) for stage in MEASURED] if by_stage else [MEASURED]:
            start = processor_seconds()
            run_stages(Run(Layout(raw, out), state, runner), stages)
            seconds[stages[-1]] = round(processor_seconds() - start, 3)
    return {"stages": seconds, "wall": round(time.perf_counter() - wall, 2)}


def measure(kind: str, raw: Path, out: Path) -> dict[str, Any]:
    """One measurement, in a process of its own: `cost`, `one`, `two` (workers) or `again`."""
    found: dict[str, Any] = {}
    if kind == "cost":
        with tempfile.TemporaryDirectory() as scratch:
            make_archive(Path(scratch, "raw"), WARMING)
            run_timed(Path(scratch, "raw"), Path(scratch, "out"), 1, by_stage=True)
        found["T"], found["characters"] = yardstick(raw)
    workers = 2 if kind == "two" else 1
    found |= run_timed(raw, out, workers, by_stage=kind == "cost")
    # The workers are children of the fork server: it must have ended for their time to be told.
    _forkserver._stop()
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    own, of_workers = (round(usage.ru_utime + usage.ru_stime, 2) for usage in usages)
    found |= {"own": own, "workers": of_workers, "load": os.getloadavg()[0]}
    return found | {"megabytes": max(usage.ru_maxrss for usage in usages) // 1024}


def apart(kind: str, raw: Path, out: Path) -> dict[str, Any]:
    """The measurement from a new process, with the seconds that the whole process took."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--measure", kind, str(raw), str(out)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout) | {"process": round(time.perf_counter() - start, 2)}


def measure_archive(bulletins: int, scratch: Path) -> dict[str, Any]:
    """All measurements of an archive of this size."""
    raw, tenth = scratch / "raw", scratch / "tenth"
    make_archive(raw, bulletins)
    make_archive(tenth, max(bulletins // 10, 10))
    cost, small = apart("cost", raw, scratch / "cost"), apart("cost", tenth, scratch / "small")
    one, two = apart("one", raw, scratch / "one"), apart("two", raw, scratch / "two")
    again = apart("again", raw, scratch / "two")
    make_archive(raw, 1, first=bulletins)
    added = apart("again", raw, scratch / "two")
    return {"cost": cost, "tenth": small, "one": one, "two": two, "again": again, "added": added}


def judge(found: dict[str, Any]) -> dict[str, float]:
    """Each target's figure from the measurements."""
    cost, small, one, two = (found[name] for name in ("cost", "tenth", "one", "two"))
    whole, whole_small = sum(cost["stages"].values()), sum(small["stages"].values())
    rates = (cost["characters"] / whole, small["characters"] / whole_small)
    figures = (
        whole / cost["T"],
        cost["stages"]["extract"] / cost["T"],
        found["again"]["own"],
        found["added"]["own"] - found["again"]["own"],
        max(found["one"]["megabytes"], found["two"]["megabytes"], found["added"]["megabytes"]),
        (one["own"] + one["workers"]) / (two["own"] + two["workers"] / 2),
        rates[0] / rates[1],
    )
    return {name: round(figure, 2) for name, figure in zip(TARGETS, figures, strict=True)}


def print_figures(found: dict[str, Any], figures: dict[str, float]) -> None:
    cost = found["cost"]
    print(
        f"{cost['characters']:,} characters; T = {cost['T']:.2f} s, {cost['T'] / cost['characters'] * 1e6:.2f} µs each"
    )
    for stage, seconds in cost["stages"].items():
        each = seconds / cost["characters"] * 1e6
        print(f"  {stage:10} {seconds:8.2f} s {each:8.3f} µs a character {seconds / cost['T']:7.3f} T")
    print(f"{'target':52} {'asked':>8} {'measured':>9}")
    for name, figure in figures.items():
        asked, less = TARGETS[name]
        reached = figure <= asked if less else figure >= asked
        print(f"{name:52} {asked:8} {figure:9} {'ok' if reached else 'short'}")


def record(bulletins: int, found: dict[str, Any], figures: dict[str, float]) -> None:
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    machine = {"processors": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    known[str(bulletins)] = {
        "machine": machine,
        "versions": {name: version(name) for name in PACKAGES},
        "targets": {name: {"asked": TARGETS[name][0], "measured": figure} for name, figure in figures.items()},
        "measurements": found,
    }
    RESULTS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bulletins", type=int, default=100)
    parser.add_argument("--measure", nargs=3, metavar=("KIND", "RAW", "OUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        kind, raw, out = arguments.measure
        print(json.dumps(measure(kind, Path(raw), Path(out))))
        return
    with tempfile.TemporaryDirectory() as scratch:
        found = measure_archive(arguments.bulletins, Path(scratch))
    figures = judge(found)
    print_figures(found, figures)
    record(arguments.bulletins, found, figures)


if __name__ == "__main__":
    main()
