"""Commands that answer questions without a run: `parse` tries a sentence."""

import json
import sys

import click

KINDS = ("number", "figure", "date", "policy", "official", "alliance", "organization", "place")


@click.command(short_help="Parse texts from standard input, one a line.")
@click.option("--kind", type=click.Choice(KINDS), default=None, help="What to look for.  [default: everything]")
def parse(kind: str | None) -> None:
    """Read one text a line from standard input and print a JSON list a line of what stands in it.

    Each item has text, start, end, kind and the normalised fields of its kind.
    """
    from pipeline.extract.sample import parse_text

    for line in sys.stdin:
        print(json.dumps(parse_text(line.rstrip("\n"), kind), ensure_ascii=False), flush=True)
