"""How long the command line takes to answer: the help, and a search in a built index, whole processes.

    python bench/start.py [--rounds 7]

Runs the pipeline once over raw/ in a scratch folder, then times the commands in turn. Writes bench/results/start.json.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
RESULTS = REPOSITORY / "bench" / "results" / "start.json"
COMMANDS = {"--help": 0.3, "search": 0.5}


def seconds(*words: str) -> float:
    """The wall time of one command."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "pipeline", *words]
    subprocess.run(command, check=True, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as scratch:
        seconds("run", "--raw", str(REPOSITORY / "raw"), "--out", scratch)
        asked = {"--help": ("--help",), "search": ("search", "联盟 标准", "--out", scratch)}
        times: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, words in asked.items():
                times[name].append(seconds(*words))
    found = {name: round(statistics.median(some), 3) for name, some in times.items()}
    for name, median in found.items():
        print(
            f"{name:8} {COMMANDS[name]} s asked, {median} s measured: {'ok' if median <= COMMANDS[name] else 'short'}"
        )
    machine = {"processors": os.cpu_count(), "python": platform.python_version()}
    record = {"machine": machine, "seconds": found, "targets": COMMANDS, "rounds": rounds}
    RESULTS.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
