"""Commands that run the stages: `run` for all of them, one command for each alone."""

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from pipeline.model.errors import Quarantined

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
        click.option("--raw", type=click.Path(path_type=Path), default=Path("raw"), show_default=True,
                     help="Folder of the bulletins; never written to."),
        click.option("--out", type=click.Path(path_type=Path), default=Path("extracted"), show_default=True,
                     help="Folder for all outputs."),
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
    raw: Path,
    out: Path,
    workers: int | None,
    scheduler: str | None,
    log: Path | None = None,
) -> None:
    """Run these stages with progress told in words or bars; leave run.json. Raises PipelineError alone."""
    from pipeline.cli.faults import in_words
    from pipeline.cli.progress import logging_to, telling_progress
    from pipeline.run import Runner
    from pipeline.stages.archive import Layout
    from pipeline.stages.order import Run, run_stages
    from pipeline.stages.settings import read_limits
    from pipeline.store.cache import State
    from pipeline.store.lock import locked
    from pipeline.store.manifest import Times, write_manifest

    layout, times = Layout(raw.absolute(), out.absolute(), read_limits(raw.absolute())), Times()
    runner = Runner(workers or os.cpu_count() or 1, scheduler)

    with in_words(out), locked(out), closing(State(out)) as state, runner, logging_to(log) as record:
        with telling_progress(times.advance) as advance:
            run_stages(Run(layout, state, runner, advance, record), stages)
        write_manifest(layout.out, layout.corrections, asdict(layout.limits), times)


@click.command(short_help="Run every stage and sum up.")
@run_options
@click.option("--strict", is_flag=True, help="Exit with status 1 if any file was quarantined.")
def run(raw: Path, out: Path, workers: int | None, scheduler: str | None, log: Path | None, strict: bool) -> None:
    """Run every stage on the bulletins in RAW and sum up what was found."""
    from pipeline.cli.summary import print_summary
    from pipeline.stages.order import STAGES

    started = time.monotonic()
    execute(STAGES, raw, out, workers, scheduler, log)
    quarantined = print_summary(out, time.monotonic() - started)
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
    def command(raw: Path, out: Path, workers: int | None, scheduler: str | None, log: Path | None) -> None:
        execute((stage,), raw, out, workers, scheduler, log)

    return command
