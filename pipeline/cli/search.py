"""`search`: build the index, or ask it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.cli.folders import out_folder
from pipeline.cli.stages import execute, folder_options
from pipeline.remote.address import Place

FILTERS = (
    ("--series", "series", "Only articles of this series (刊名)."),
    ("--section", "section", "Only articles of this column (栏目)."),
    ("--alliance", "alliance", "Only articles that name this alliance, by its canonical name."),
    ("--official", "official", "Only articles that name this person."),
    ("--policy", "policy", "Only articles that name this policy, by its title."),
    ("--org", "org", "Only articles that name this organization, by its standing name."),
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """One option a facet."""
    for option, name, text in reversed(FILTERS):
        command = click.option(option, name, metavar="NAME", default=None, help=text)(command)
    return command


@click.command(short_help="Build the search index; with QUERY, ask it.")
@click.argument("query", nargs=-1)
@folder_options
@filter_options
@click.option("--from", "first", metavar="DATE", help="Issues from this date on: 2022, 2022-03 or 2022-03-31.")
@click.option("--to", "last", metavar="DATE", help="Issues up to this date.")
@click.option(
    "--sort", type=click.Choice(["rank", "date"]), default="rank", show_default=True, help="Order of articles."
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Articles to show.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Articles to leave out at the beginning.")
@click.option("--no-synonyms", is_flag=True, help="Look for an alliance's name only as it is written.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def search(
    query: tuple[str, ...],
    raw: Place,
    out: Place,
    work: Path | None,
    workers: int | None,
    scheduler: str | None,
    first: str | None,
    last: str | None,
    sort: str,
    limit: int,
    offset: int,
    no_synonyms: bool,
    as_json: bool,
    **filters: str | None,
) -> None:
    """Build the search index; with QUERY, ask it and show dates, titles and highlighted excerpts.

    QUERY takes words, "phrases", AND OR NOT (与 或 非), brackets, fields (title: section: series: alliance: official:
    policy: org:) and date:2019..2022.
    """
    chosen = {name: value for name, value in filters.items() if value is not None}
    if not query and not chosen and first is None and last is None:
        execute(("search",), raw, out, workers, scheduler, work=work)
        return
    from pipeline.cli.answers import print_answer, print_json, read_number
    from pipeline.search.ask import Archive, Question

    words = " ".join(query)
    question = Question(words, chosen, first, last, not no_synonyms, sort, limit, offset, facets=True)
    answer = Archive(out_folder(out, work, ""), read_number).ask(question)
    if as_json:
        print_json(answer)
    else:
        print_answer(answer, words)
