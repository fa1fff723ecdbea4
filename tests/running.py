"""Runs of the pipeline for the tests."""

from contextlib import closing
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]


def run_all(raw: Path, out: Path, last: str = "trends", workers: int = 1) -> Path:
    """Run the stages up to `last` on a folder; return the output folder."""
    from pipeline.run import Runner
    from pipeline.stages.archive import Layout
    from pipeline.stages.order import STAGES, Run, run_stages
    from pipeline.store.cache import State

    out.mkdir(parents=True, exist_ok=True)
    with closing(State(out)) as state, Runner(workers) as runner:
        run_stages(Run(Layout(raw, out), state, runner), STAGES[: STAGES.index(last) + 1])
    return out
