"""Commands that tend an archive: is it whole, what differs, what would run and why, what waits for a decision."""

import getpass
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

import click

from pipeline.cli.folders import PLACE, on_this_machine, out_option, raw_option
from pipeline.model.errors import MissingStage


@click.command(short_help="Check that the outputs keep their promises.")
@raw_option()
@out_option()
@on_this_machine()
def verify(raw: Path, out: Path) -> None:
    """Recompute hashes, offsets, keys, references, the ledger and counts of OUT; exit with status 1 on any fault."""
    from pipeline.store.verify import verify as faults_of

    faults = faults_of(out, raw if raw.is_dir() else None)
    for fault in faults[:100]:
        print(fault)
    print(f"{len(faults)} faults" if faults else "every promise of the tables holds")
    if faults:
        raise SystemExit(1)


@click.command(short_help="What differs between two outputs.")
@click.argument("old", type=PLACE)
@click.argument("new", type=PLACE)
@click.option("--limit", type=click.IntRange(0), default=200, show_default=True, help="Changes to print.")
@on_this_machine("tables/")
def diff(old: Path, new: Path, limit: int) -> None:
    """Compare the tables of two output folders: rows added, removed and changed, with the cause where it is known."""
    from pipeline.store.diff import diff as changes_between

    counts: Counter[tuple[str, str]] = Counter()
    for number, change in enumerate(changes_between(_tables(old), _tables(new))):
        counts[change.table, change.kind] += 1
        if number < limit:
            print(change.words())
    for (table, kind), count in counts.items():
        print(f"{table}: {count} {kind}")
    if not counts:
        print("no difference")


def _tables(folder: Path) -> Path:
    """The folder of tables of an output folder; raises MissingStage where there is none."""
    tables = folder / "tables" if (folder / "tables").is_dir() else folder
    if not any(tables.glob("*.parquet")):
        raise MissingStage(f"there are no tables in {folder}; run `make tables` for it first")
    return tables


@click.command(short_help="Decide what the pipeline would not.")
@raw_option()
@out_option()
@click.option("--who", default=getpass.getuser, help="Who decides.  [default: the name of the user]")
@on_this_machine(within=None, mirrors=False)
def review(raw: Path, out: Path, who: str) -> None:
    """Walk the queue of mentions with more than one candidate; decisions are appended to corrections/ beside RAW."""
    import pyarrow.parquet as pq

    from pipeline.link.review import record_names, walk
    from pipeline.model.entity import Entities
    from pipeline.stages.archive import Layout
    from pipeline.store.files import read_json

    layout = Layout(raw.absolute(), out.absolute())
    rows = pq.read_table(_tables(out) / "review.parquet").to_pylist()
    names = record_names(read_json(layout.stage_file("link", "entities"), Entities))
    decisions = layout.corrections / "decisions.csv"
    made = walk(rows, names, decisions, who, date.today().isoformat())
    print(f"{made} decisions appended to {decisions}; run `make` to apply them" if made else "nothing was decided")


@click.command(short_help="What would run for a document, and for which reason.")
@click.argument("document")
@raw_option()
@out_option()
@on_this_machine(within=None)
def why(document: str, raw: Path, out: Path) -> None:
    """Say for each stage whether DOCUMENT (a path below RAW, or an id) is up to date there, and if not, why."""
    from pipeline.run import Runner
    from pipeline.stages.archive import Layout
    from pipeline.stages.order import Run
    from pipeline.stages.reasons import reasons
    from pipeline.stages.settings import read_limits
    from pipeline.store.cache import State
    from pipeline.store.lock import STATE

    if not (out / STATE).is_file():
        raise MissingStage(f"nothing has been run in {out}; run `make` first")
    with closing(State(out)) as state, Runner() as runner:
        run = Run(Layout(raw.absolute(), out.absolute(), read_limits(raw.absolute())), state, runner)
        for stage, reason in reasons(run, document):
            print(f"{stage:20} {reason}")
