"""Commands that run the stages: `run` for all of them, one command for each alone."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.cli.folders import out_folder, out_option, raw_folder, raw_option, work_option
from pipeline.model.errors import Quarantined
from pipeline.remote.address import Address, Place

HELP = {
    "ingest": "Read the raw files: pages of lines, each with its place on the page.",
    "structure": "Recover mastheads, contents, columns, articles, tables and colophons.",
    "segment": "Cut the articles into sentences and words.",
    "extract": "Find alliances, officials, policies, figures, organizations, places and dates.",
    "link": "Give every alliance, official, policy and organization one identity.",
    "check": "Find where a bulletin disagrees with itself or with others.",
    "tables": "Write the records as Parquet tables and a SQLite database.",
    "search": "Build the search index; with QUERY, ask it.",
    "trends": "Write series, charts and the report.",
}


def folder_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that every stage takes."""
    options = [
        raw_option("Folder of the bulletins; never written to."),
        out_option("Folder for all outputs."),
        work_option,
        click.option("--workers", type=click.IntRange(1), default=None,
                     help="Processes to use.  [default: one for each processor]"),
        click.option("--scheduler", metavar="ADDRESS", default=None,
                     help="Run on the Dask cluster whose scheduler is at ADDRESS (tcp://HOST:8786)."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of the commands that do nothing but run stages."""
    text = "Append to FILE one JSON object a document and stage: seconds and counts, no text."
    kind = click.Path(path_type=Path)
    log = click.option("--log-json", "log", type=kind, default=None, metavar="FILE", help=text)
    return folder_options(log(command))


def execute(
    stages: tuple[str, ...],
    raw: Place,
    out: Place,
    workers: int | None,
    scheduler: str | None,
    log: Path | None = None,
    work: Path | None = None,
) -> Path:
    """Run these stages with progress told in words or bars; leave run.json. Raises PipelineError alone.

    Returns the folder of this machine that holds the outputs: OUT, or the working folder of a URL.
    """
    from pipeline.cli.faults import in_words
    from pipeline.cli.progress import logging_to, telling_progress
    from pipeline.run import Runner
    from pipeline.stages.archive import Layout
    from pipeline.stages.order import Run, run_stages
    from pipeline.stages.settings import read_limits
    from pipeline.store.cache import State
    from pipeline.store.lock import locked
    from pipeline.store.manifest import Times, write_manifest

    here, home = raw_folder(raw, work).absolute(), out_folder(out, work).absolute()
    layout, times = Layout(here, home, read_limits(here)), Times()
    runner = Runner(workers or os.cpu_count() or 1, scheduler, home)

    with (
        in_words(home), locked(home), closing(State(home)) as state, runner, logging_to(log) as record,
        telling_progress(times.advance) as advance, _releasing(out, home, advance),
    ):  # fmt: skip
        run_stages(Run(layout, state, runner, advance, record), stages)
        write_manifest(layout.out, layout.corrections, asdict(layout.limits), times)
    return home


@contextmanager
def _releasing(out: Place, home: Path, advance: Callable[[str, int, int], None]) -> Iterator[None]:
    """Release to a URL what a run leaves in its working folder; a URL that cannot be reached is told before the run."""
    if isinstance(out, Path):
        yield
        return
    from pipeline.remote.manifest import read_pointer
    from pipeline.remote.release import release
    from pipeline.remote.store import Store

    read_pointer(Store(out))
    yield
    release(out, home, advance)


@click.command(short_help="Run every stage and sum up.")
@run_options
@click.option("--strict", is_flag=True, help="Exit with status 1 if any file was quarantined.")
def run(raw: Place, out: Place, strict: bool, **options: Any) -> None:
    """Run every stage on the bulletins in RAW and sum up what was found."""
    from pipeline.cli.summary import print_summary
    from pipeline.stages.order import STAGES

    started = time.monotonic()
    home = execute(STAGES, raw, out, **options)
    quarantined = print_summary(home, time.monotonic() - started)
    if isinstance(out, Address):
        print(f"released  {out}")
    if strict and quarantined:
        raise Quarantined(
            f"{quarantined} files were quarantined; all else is done; mend those that the table documents names"
        )


def stage_commands() -> list[click.Command]:
    """One command a stage, but for search, which also answers queries."""
    return [_stage_command(stage) for stage in HELP if stage != "search"]


def _stage_command(stage: str) -> click.Command:
    @click.command(name=stage, help=HELP[stage], short_help=HELP[stage])
    @run_options
    def command(raw: Place, out: Place, **options: Any) -> None:
        execute((stage,), raw, out, **options)

    return command
