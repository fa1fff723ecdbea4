"""The command that measures the pipeline against gold."""

from pathlib import Path

import click

from pipeline.cli.folders import on_this_machine, out_option, raw_option
from pipeline.cli.stages import execute


def _run_to_tables(raw: Path, out: Path) -> None:
    from pipeline.stages.order import STAGES

    execute(STAGES[: STAGES.index("tables") + 1], raw, out, None, None)


@click.command(short_help="Precision, recall and F1 over all gold.")
@click.option("--gold", type=click.Path(path_type=Path), default=Path("tests/gold"), show_default=True)
@raw_option("The specimens.")
@click.option(
    "--reference", type=click.Path(path_type=Path), default=Path("../shared"), show_default=True,
    help="Texts that are annotated but not part of the project.",
)  # fmt: skip
@out_option()
@click.option("--update", is_flag=True, help="Raise the pinned floors to what is measured now.")
@click.option("--lower", is_flag=True, help="With --update: lower floors too.")
@on_this_machine(within=None)
def evaluate(gold: Path, raw: Path, reference: Path, out: Path, update: bool, lower: bool) -> None:
    """Run the pipeline on every annotated text, score it, and write evaluation.html with every miss and false find."""
    from pipeline.evaluate.corpus import Sources
    from pipeline.evaluate.report import evaluate as run_evaluation
    from pipeline.evaluate.report import report

    evaluation = run_evaluation(Sources(gold, raw, reference), out / "evaluation", _run_to_tables)
    for group, scores in evaluation.scores.items():
        print(f"{group}")
        for s in scores:
            print(
                f"  {s.measure:22} P {s.precision:.3f}  R {s.recall:.3f}  F1 {s.f1:.3f}  "
                f"[{s.low:.3f}, {s.high:.3f}]  gold {s.gold:4} found {s.found:4}"
            )
    page = out / "evaluation.html"
    wrong = report(evaluation, gold / "floors.json", page, update, lower)
    print(
        f"{len(evaluation.missing)} gold files left out: their texts are not at hand" if evaluation.missing else "",
        end="",
    )
    print(f"\nevery miss and false find: {page}")
    for line in wrong:
        print(f"below its floor: {line}")
    if wrong:
        raise SystemExit(1)
