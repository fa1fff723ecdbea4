"""The command line: one command a stage and one a question; words and progress bars, no logic."""

import sys

import click

from pipeline.cli.ask import parse
from pipeline.cli.faults import any_in_words
from pipeline.cli.measure import evaluate
from pipeline.cli.search import search
from pipeline.cli.serve import dictionary, push, serve, site
from pipeline.cli.stages import run, stage_commands
from pipeline.cli.tend import diff, review, verify, why
from pipeline.cli.trends import compare, trend
from pipeline.model.errors import PipelineError


class Commands(click.Group):
    """The group of commands, listed in the order in which they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of registration."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error becomes one sentence and exit status 1."""
        try:
            with any_in_words():
                return super().invoke(ctx)
        except PipelineError as error:
            print(f"error: {error}", file=sys.stderr)
            ctx.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jianbao")
def main() -> None:
    """Turn an archive of Chinese bulletins (简报) into normalised, searchable records."""


for _command in (
    run,
    *stage_commands(),
    search,
    parse,
    trend,
    compare,
    evaluate,
    verify,
    diff,
    review,
    why,
    serve,
    site,
    push,
    dictionary,
):
    main.add_command(_command)
