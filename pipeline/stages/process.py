"""How a run does a stage: what is stale of it, in whichever processes, remembered item by item; and a run itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.model.errors import MissingStage
from pipeline.run import Runner
from pipeline.stages.archive import Layout, ending, names_in
from pipeline.stages.journal import Log, watched, watched_beside, watched_whole
from pipeline.stages.work import Done, Task
from pipeline.store.cache import State, combine

# Files of stages' folders that belong to the archive as a whole.
_KEPT = {"entities.json", "archive.json"}

Advance = Callable[[str, int, int], None]


def _silent(stage: str, done: int, total: int) -> None:
    """Report nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run over an archive: its folders, its state, how work is spread, how progress is told and what is logged.

    `begun` holds, for each step that another process is doing, what waits for its end and remembers it.
    """

    layout: Layout
    state: State
    runner: Runner = field(default_factory=Runner)
    advance: Advance = _silent
    log: Log | None = None
    begun: dict[str, Callable[[], None]] = field(default_factory=dict)


def require(run: Run, stage: str) -> dict[str, Done]:
    """Item → key and note of a stage. Raises MissingStage where it was never run."""
    done = run.state.keys(stage)
    if not done and not _empty_before(run, stage):
        name = stage.partition("/")[0]
        raise MissingStage(f"stage {name} has not been run on {run.layout.out}; run it first, or `make` for all stages")
    return done


def _empty_before(run: Run, stage: str) -> bool:
    """Whether a stage has nothing to show because nothing was there for it to read."""
    return bool(run.state.keys(f"{stage}/ran"))


def digest_of(run: Run, stage: str, *more: str) -> str:
    """What depends on all items of a stage depends on this. Raises MissingStage where it was never run."""
    return combine(*more, *(f"{item}:{key}" for item, (key, _) in sorted(require(run, stage).items())))


def process(
    run: Run,
    stage: str,
    function: Callable[[Task], Done],
    tasks: Mapping[str, Task],
    keys: Mapping[str, str],
    remember: Callable[[str, str], None] | None = None,
) -> None:
    """Do what is stale of a stage, forget what is gone, and remember every item as soon as its file stands."""
    known, files = run.state.keys(stage), names_in(run.layout.out / stage)
    end = ending(stage)
    stale = [t for i, t in tasks.items() if i not in known or known[i][0] != keys[i] or i + end not in files]
    # Forgotten before their files change: a run that is killed must not leave new files under old keys.
    run.state.forget(stage, known.keys() & {task.item for task in stale})
    run.advance(stage, 0, len(stale))
    for number, (item, note) in enumerate(watched(run.log, run.runner, stage, function, stale), 1):
        if remember is None:
            run.state.note(stage, item, keys[item], note)
        else:
            remember(item, note)
        run.advance(stage, number, len(stale))
    run.state.forget(stage, known.keys() - tasks.keys())
    if not run.state.keys(f"{stage}/ran"):
        run.state.record(f"{stage}/ran", {"ran": ("", "")})
    for name in files - {item + end for item in tasks} - _KEPT:
        if name.endswith(end):
            (run.layout.out / stage / name).unlink()


def once(run: Run, stage: str, key: str, output: Path, make: Callable[[], None]) -> None:
    """Do an archive-wide step unless it was done for this key and its output stands."""
    if _begin_whole(run, stage, key, output):
        watched_whole(run.log, stage, make)
        run.state.record(stage, {"archive": (key, "")})
        run.advance(stage, 1, 1)


def _begin_whole(run: Run, stage: str, key: str, output: Path) -> bool:
    """Whether a step must be done for this key; if so, what was known of it is forgotten."""
    stale = run.state.keys(stage).get("archive", ("", ""))[0] != key or not output.exists()
    run.advance(stage, 0, int(stale))
    if stale:
        run.state.forget(stage, ["archive"])
    return stale


def once_beside(
    run: Run, stage: str, key: str, output: Path, make: Callable[[Layout], None], undoes: tuple[str, ...] = ()
) -> None:
    """Begin an archive-wide step beside what follows; `settle` ends it.

    `undoes` are steps whose outputs do not go with the new one: a run that is killed must not show them together.
    """
    if not _begin_whole(run, stage, key, output):
        return
    for step in undoes:
        run.state.forget(step, ["archive"])
    finish = watched_beside(run.log, run.runner, stage, make, run.layout)

    def remember() -> None:
        finish()
        run.state.record(stage, {"archive": (key, "")})
        run.advance(stage, 1, 1)

    run.begun[stage] = remember


def settle(run: Run, *stages: str) -> None:
    """Wait for these steps, where they were begun beside others; raises what they raise."""
    for stage in stages:
        run.begun.pop(stage, lambda: None)()
