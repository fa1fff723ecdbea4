"""What a whole archive costs: processor time by stage, runs again, memory, two workers, growth.

    python bench/archive.py [--bulletins 100] [--parts cost tenth workers again]
    python bench/archive.py --short 10000

The yardstick T is the processor time of one plain `jieba.lcut` pass over the same text in the same process,
dictionary loading aside. Runs again and workers are judged by processor time too, which a busy machine does not change:
a run with two workers lasts as long as its own work and half of theirs; wall times are recorded beside. `--short` makes
an archive of short bulletins (two or three articles, about 950 characters) and measures runs again alone, so that
10,000 bulletins can be measured in a quarter of an hour. Writes bench/results/archive.json, one entry a size.
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

from make_archive import CHARACTERS, make_archive  # noqa: E402

RESULTS = REPOSITORY / "bench" / "results" / "archive.json"
# Bulletins of the run that loads what a process loads once.
WARMING = 2
# Characters after which a short bulletin ends with its article.
SHORT = 700
# The stages from raw/ to the index; trends has a benchmark of its own (bench/trends.py).
MEASURED = ("ingest", "structure", "segment", "extract", "link", "check", "tables", "search")
PARTS = ("cost", "tenth", "workers", "again")
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
    seconds, characters = 0.0, 0
    for path in sorted(raw.rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        start = time.process_time()
        jieba.lcut(text)
        seconds += time.process_time() - start
        characters += len(text)
    return seconds, characters


class Steps:
    """Processor seconds of this process and peak of its memory in megabytes at the end of each step that did work."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.megabytes: dict[str, int] = {}
        self._began: dict[str, float] = {}

    def advance(self, step: str, done: int, total: int) -> None:
        """Be told of progress."""
        if done == 0:
            self._began[step] = time.process_time()
        if total and done == total:
            self.seconds[step] = round(time.process_time() - self._began[step], 3)
            self.megabytes[step] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def run_timed(raw: Path, out: Path, workers: int, by_stage: bool) -> dict[str, Any]:
    """Processor seconds, of each stage or of one run of all, and wall seconds, which alone tell of several workers."""
    from pipeline.run import Runner
    from pipeline.stages.archive import Layout
    from pipeline.stages.order import Run, run_stages
    from pipeline.store.cache import State

    out.mkdir(parents=True, exist_ok=True)
    seconds: dict[str, float] = {}
    steps, wall = Steps(), time.perf_counter()
    with closing(State(out)) as state, Runner(workers) as runner:
        for stages in [(stage,) for stage in MEASURED] if by_stage else [MEASURED]:
            start = processor_seconds()
            run_stages(Run(Layout(raw, out), state, runner, steps.advance), stages)
            seconds[stages[-1]] = round(processor_seconds() - start, 3)
    found = {"stages": seconds, "steps": steps.seconds, "peaks": steps.megabytes}
    return found | {"wall": round(time.perf_counter() - wall, 2)}


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
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"process": round(time.perf_counter() - start, 2)}


def measure_archive(bulletins: int, parts: list[str], characters: int, scratch: Path) -> dict[str, Any]:
    """The measurements of an archive of this size that these parts need."""
    raw, tenth, out = scratch / "raw", scratch / "tenth", scratch / "two"
    make_archive(raw, bulletins, characters=characters)
    found: dict[str, Any] = {}
    if "cost" in parts:
        found["cost"] = apart("cost", raw, scratch / "cost")
    if "tenth" in parts:
        make_archive(tenth, max(bulletins // 10, 10), characters=characters)
        found["tenth"] = apart("cost", tenth, scratch / "small")
    if "workers" in parts:
        found["one"] = apart("one", raw, scratch / "one")
    if "workers" in parts or "again" in parts:
        found["two"] = apart("two", raw, out)
    if "again" in parts:
        found["again"] = apart("again", raw, out)
        make_archive(raw, 1, first=bulletins, characters=characters)
        found["added"] = apart("again", raw, out)
    return found


def judge(found: dict[str, Any]) -> dict[str, float]:
    """The figure of each target that was measured."""
    figures: dict[str, float] = {}
    if "cost" in found:
        figures["from raw/ to the index, in T"] = whole(found["cost"]) / found["cost"]["T"]
        figures["extraction, in T"] = found["cost"]["stages"]["extract"] / found["cost"]["T"]
    if "again" in found:
        figures["nothing changed, processor seconds"] = found["again"]["own"]
        figures["one bulletin added, processor seconds more"] = found["added"]["own"] - found["again"]["own"]
    runs = [found[name]["megabytes"] for name in ("one", "two", "added") if name in found]
    if runs:
        figures["peak of any process, megabytes"] = max(runs)
    if "one" in found:
        one, two = found["one"], found["two"]
        shared = two["own"] + two["workers"] / 2
        figures["two workers, times as fast as one (work shared)"] = (one["own"] + one["workers"]) / shared
    if "cost" in found and "tenth" in found:
        rates = [found[name]["characters"] / whole(found[name]) for name in ("cost", "tenth")]
        figures["characters a second, times those of a tenth"] = rates[0] / rates[1]
    return {name: round(figure, 2) for name, figure in figures.items()}


def whole(cost: dict[str, Any]) -> float:
    """Processor seconds of all stages."""
    return float(sum(cost["stages"].values()))


def print_figures(found: dict[str, Any], figures: dict[str, float]) -> None:
    for name in ("cost", "tenth"):
        if name in found:
            print_stages(found[name])
    if "added" in found:
        print("one bulletin added, processor seconds and peak of memory by step:")
        for step, seconds in found["added"]["steps"].items():
            print(f"  {step:20} {seconds:8.2f} s {found['added']['peaks'][step]:6} MB")
    print(f"{'target':52} {'asked':>8} {'measured':>9}")
    for name, figure in figures.items():
        asked, less = TARGETS[name]
        reached = figure <= asked if less else figure >= asked
        print(f"{name:52} {asked:8} {figure:9} {'ok' if reached else 'short'}")


def print_stages(cost: dict[str, Any]) -> None:
    characters = cost["characters"]
    print(f"{characters:,} characters; T = {cost['T']:.2f} s, {cost['T'] / characters * 1e6:.2f} µs each")
    for stage, seconds in cost["stages"].items():
        each = seconds / characters * 1e6
        print(f"  {stage:10} {seconds:8.2f} s {each:8.3f} µs a character {seconds / cost['T']:7.3f} T")


def record(name: str, found: dict[str, Any], figures: dict[str, float]) -> None:
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    machine = {"processors": os.cpu_count(), "system": platform.platform(), "python": platform.python_version()}
    known[name] = {
        "machine": machine,
        "versions": {package: version(package) for package in PACKAGES},
        "targets": {target: {"asked": TARGETS[target][0], "measured": figure} for target, figure in figures.items()},
        "measurements": found,
    }
    RESULTS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bulletins", type=int, default=100)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--short", type=int, metavar="BULLETINS", help="runs again over so many short bulletins")
    parser.add_argument("--measure", nargs=3, metavar=("KIND", "RAW", "OUT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        kind, raw, out = arguments.measure
        print(json.dumps(measure(kind, Path(raw), Path(out))))
        return
    name, bulletins, parts, characters = str(arguments.bulletins), arguments.bulletins, arguments.parts, CHARACTERS
    if arguments.short:
        name, bulletins, parts, characters = f"{arguments.short} short", arguments.short, ["again"], SHORT
    print(f"{bulletins:,} bulletins of {'two or three articles' if arguments.short else f'{CHARACTERS:,} characters'}")
    with tempfile.TemporaryDirectory() as scratch:
        found = measure_archive(bulletins, parts, characters, Path(scratch))
    figures = judge(found)
    print_figures(found, figures)
    record(name, found, figures)


if __name__ == "__main__":
    main()
