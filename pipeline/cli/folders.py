"""Options that name a folder or a URL, and what a command gets for them: a folder of this machine."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from pipeline.model.errors import UnusableAddress
from pipeline.remote.address import Address, Place, place, working_folder

Command = Callable[..., Any]


class _PlaceType(click.ParamType[Place]):
    """A folder, or a URL that fsspec knows."""

    name = "path|url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Place:
        return value if isinstance(value, Path | Address) else place(str(value))


PLACE = _PlaceType()


def raw_option(text: str | None = None, default: str = "raw") -> Callable[[Command], Command]:
    """`--raw`."""
    return click.option("--raw", type=PLACE, default=Path(default), show_default=True, help=text)


def out_option(text: str | None = None) -> Callable[[Command], Command]:
    """`--out`."""
    return click.option("--out", type=PLACE, default=Path("extracted"), show_default=True, help=text)


work_option = click.option(
    "--work", type=click.Path(path_type=Path), default=None,
    help="Folder in which the files of a URL are kept.  [default: ~/.cache/jianbao]",
)  # fmt: skip


def on_this_machine(within: str | None = "", mirrors: bool = True) -> Callable[[Command], Command]:
    """A command with --raw and --out as folders of this machine, whatever the user named.

    An OUT at a URL is fetched as far as it lies `within` a name; None asks for the folder in which runs work. A command
    that writes beside RAW `mirrors` no URL: it refuses one.
    """

    def decorate(function: Command) -> Command:
        @work_option
        @wraps(function)
        def command(work: Path | None, **options: Any) -> Any:
            if "raw" in options:
                options["raw"] = raw_folder(options["raw"], work) if mirrors else _own(options["raw"])
            for name in {"out", "old", "new"} & options.keys():
                options[name] = out_folder(options[name], work, within)
            return function(**options)

        return command

    return decorate


def _own(raw: Place) -> Path:
    if isinstance(raw, Path):
        return raw
    raise UnusableAddress(
        f"decisions would be written beside a copy of {raw}; name a folder with --raw, and put its corrections/ there"
    )


def raw_folder(raw: Place, work: Path | None) -> Path:
    """The folder itself, or one that holds what lies at the URL now."""
    if isinstance(raw, Path):
        return raw
    from pipeline.cli.faults import in_words
    from pipeline.cli.progress import telling_progress
    from pipeline.remote.mirror import mirror

    folder = working_folder(raw, work)
    with in_words(folder), telling_progress(_told_nobody) as advance:
        return mirror(raw, folder, advance)


def out_folder(out: Place, work: Path | None, within: str | None = None) -> Path:
    """The folder itself; for a URL the folder in which runs work, or one with the release as far as it is asked for."""
    if isinstance(out, Path):
        return out
    from pipeline.cli.faults import in_words
    from pipeline.cli.progress import telling_progress
    from pipeline.remote.reading import OUT, fetch

    folder = working_folder(out, work)
    if within is None:
        return folder / OUT
    with in_words(folder), telling_progress(_told_nobody) as advance:
        return fetch(out, folder, within, advance)


def _told_nobody(stage: str, done: int, total: int) -> None:
    """Progress of a transfer that no run.json records."""
