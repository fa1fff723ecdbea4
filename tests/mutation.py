"""Mutation testing: small changes of the code that the tests should notice, and those that they let live (docs/mutants.md).

`python -m tests.mutation numerals --every 3` tries every third mutant of the group. mutmut makes the mutants. All is
loaded and the tests are run once in one process; each mutant is tried in a fork of it, where the changed function takes
the place of the function and the tests that reach it are run, the quickest first, until one fails.
"""

import argparse
import ast
import difflib
import functools
import gc
import importlib
import os
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

REPOSITORY = Path(__file__).parents[1]
RESULTS = REPOSITORY / "artefacts" / "mutants"
# Group → its modules, and the tests that hold them.
GROUPS = {
    "numerals": (
        ("extract/numeral*.py",),
        ("extract/test_numeral_edges.py", "extract/test_numerals.py", "extract/test_quantity_edges.py"),
    ),
    "figures": (
        (
            "extract/figure*.py", "extract/quantities.py", "extract/measures.py", "extract/units.py",
            "extract/qualifiers.py", "extract/cells.py",
        ),
        (
            "extract/test_quantity_edges.py", "extract/test_numerals.py", "extract/test_figure_edges.py",
            "extract/test_cells.py", "extract/test_figures.py", "extract/test_figures_unseen.py",
        ),
    ),
    "indicators": (
        ("extract/indicator*.py", "extract/clauses.py"),
        ("extract/test_indicators.py", "extract/test_figures.py", "extract/test_figures_unseen.py"),
    ),
    "store": (("store/[!v]*.py",), ("store",)),
    "verify": (("store/verify*.py",), ("robust/test_verify.py",)),  # on the outputs in ARCHIVE, if that is set
}  # fmt: skip
# Properties of any text and measurements of time kill little and take long.
LEFT_OUT = "not any_text and not linear_time"
# Packages that call nothing of a stage: what they have cached is right whatever is changed in extract or store.
WARM = ("pipeline.lexicon", "pipeline.model", "pipeline.segment", "pipeline.structure", "pipeline.ingest")
SECONDS = 2  # of processor time that a mutant may take beyond twice that of its tests, which were watched at work

NOT_APPLIED = 2
# What a fork's exit status says.
OUTCOMES = {0: "lives", 1: "killed", NOT_APPLIED: "not applied"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed function, and the function of the loaded package whose place it takes."""

    module: str
    name: str
    changed: ast.FunctionDef
    function: FunctionType
    change: str

    def apply(self) -> None:
        """Change the function."""
        space = vars(sys.modules[self.module])
        exec(compile(ast.Module([self.changed], []), self.name, "exec"), space)
        new = space.pop(self.changed.name)
        self.function.__code__ = new.__code__
        self.function.__defaults__, self.function.__kwdefaults__ = new.__defaults__, new.__kwdefaults__


def mutants(path: Path) -> Iterator[Mutant]:
    """The mutants of a module, in order; mutmut leaves out decorated functions and what is no function."""
    from mutmut.mutation.file_mutation import mutate_file_contents  # a venv of its own has it: `make mutants`

    module = ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)
    code = mutate_file_contents(str(path), path.read_text(encoding="utf-8")).code
    found = {node.name: node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.FunctionDef)}
    lines = code.split("\n")
    for name, node in found.items():
        base, _, number = name.rpartition("__mutmut_")
        if number.isdigit():
            node.decorator_list = []
            before, after = (lines[n.lineno : n.end_lineno] for n in (found[f"{base}__mutmut_orig"], node))
            change = [line for line in difflib.ndiff(before, after) if line[0] in "+-"]
            yield Mutant(module, f"{module}.{name}", node, _function(module, base), "\n".join(change))


def _function(module: str, base: str) -> FunctionType:
    """The function that mutmut's name stands for: x_name, or xǁClassǁname of a method."""
    loaded = importlib.import_module(module)
    if "ǁ" not in base:
        return getattr(loaded, base.removeprefix("x_"))
    _, owner, name = base.split("ǁ")
    method = vars(getattr(loaded, owner))[name]
    return getattr(method, "__func__", method)


class Trial:
    """The plugin of pytest that tries the mutants in place of running the tests."""

    def __init__(self, tried: Sequence[Mutant], workers: int) -> None:
        self.tried, self.workers = tried, workers
        self.outcomes: dict[str, str] = {}
        self._reached: dict[CodeType, list[tuple[float, int]]] = {m.function.__code__: [] for m in tried}
        self._running: dict[int, Mutant] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests once as they are, then once for each mutant."""
        self._rehearse(session.items)
        caches = [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper) and _may_change(one)]
        print(f"{len(session.items)} tests, {len(self.tried)} mutants, {len(caches)} caches", flush=True)
        gc.freeze()
        for mutant in self.tried:
            reaching = sorted(self._reached[mutant.function.__code__])
            if not reaching:
                self.outcomes[mutant.name] = "reached by no test"
                continue
            while len(self._running) >= self.workers:
                self._wait()
            if (child := os.fork()) == 0:
                _try(mutant, caches, [session.items[at] for _, at in reaching], sum(s for s, _ in reaching))
            self._running[child] = mutant
        while self._running:
            self._wait()
        return True

    def _rehearse(self, items: Sequence[pytest.Item]) -> None:
        """Note for each function which tests reach it, and how long they take."""
        for at, item in enumerate(items):
            called: set[CodeType] = set()

            def note(frame: FrameType, event: str, _: object, called: set[CodeType] = called) -> None:
                if event == "call" and frame.f_code in self._reached:
                    called.add(frame.f_code)

            start = time.process_time()
            sys.setprofile(note)
            failed = _fails(item, items[at + 1] if at + 1 < len(items) else None)
            sys.setprofile(None)
            if failed:
                pytest.exit(f"{item.nodeid} fails without a mutant", returncode=1)
            for code in called:
                self._reached[code].append((time.process_time() - start, at))

    def _wait(self) -> None:
        child, status = os.wait()
        mutant = self._running.pop(child)
        self.outcomes[mutant.name] = OUTCOMES.get(os.waitstatus_to_exitcode(status), "ended by a limit")
        if len(self.outcomes) % 50 == 0:
            print(f"{len(self.outcomes)} of {len(self.tried)}", flush=True)


def _may_change(cached: Any) -> bool:
    module = cached.__module__ or ""
    return module.startswith("pipeline.") and not module.startswith(WARM)


def _fails(item: pytest.Item, following: pytest.Item | None) -> bool:
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _try(mutant: Mutant, caches: Sequence[Any], items: Sequence[pytest.Item], seconds: float) -> None:
    """In a fork: run the tests on the mutant with cold caches; the exit status says whether one failed."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        limit = int(time.process_time() + 2 * seconds + SECONDS)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        try:
            mutant.apply()
        except Exception:
            os._exit(NOT_APPLIED)
        for cached in caches:
            cached.cache_clear()
        following = [*items[1:], None]
        os._exit(int(any(_fails(item, after) for item, after in zip(items, following, strict=True))))
    except BaseException:
        os._exit(1)


def main() -> None:
    """Try the mutants of a group; print how many live and write what they are to artefacts/mutants/GROUP.txt."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("group", choices=GROUPS)
    parser.add_argument("--every", type=int, default=1, help="try every nth mutant")
    parser.add_argument("--first", type=int, default=0, help="and begin at this one")
    parser.add_argument("--only", default="", help="try those whose module and name hold this")
    parser.add_argument("--again", action="store_true", help="try those that lived in the last run")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    modules, tests = GROUPS[given.group]
    paths = [path for pattern in modules for path in sorted((REPOSITORY / "pipeline").glob(pattern))]
    made = [mutant for path in paths for mutant in mutants(path)]
    tried = [mutant for mutant in made if given.only in mutant.name][given.first :: given.every]
    results = RESULTS / f"{given.group}.txt"
    if given.again:
        lived = set(results.read_text(encoding="utf-8").split())
        tried = [mutant for mutant in made if mutant.name in lived]
    trial = Trial(tried, given.workers)
    arguments = ["-s", "-p", "no:xdist", "-k", LEFT_OUT, "-o", "tmp_path_retention_policy=none"]
    status = pytest.main([*arguments, *(str(REPOSITORY / "tests" / test) for test in tests)], plugins=[trial])
    if status != pytest.ExitCode.OK:
        sys.exit(1)
    _write(results, trial, len(made))


def _write(results: Path, trial: Trial, made: int) -> None:
    left = [m for m in trial.tried if trial.outcomes.get(m.name, "not tried") not in ("killed", "ended by a limit")]
    results.parent.mkdir(parents=True, exist_ok=True)
    text = "\n".join(f"{m.name} {trial.outcomes.get(m.name, 'not tried')}\n{m.change}\n" for m in left)
    results.write_text(text, encoding="utf-8")
    print(f"{made} mutants, {len(trial.tried)} tried, {len(left)} live: {results}")


if __name__ == "__main__":
    main()
