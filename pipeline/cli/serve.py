"""Commands for reading and handing on: `serve`, `site`, `push` to another engine, and the data `dictionary`."""

import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from pipeline.cli.folders import on_this_machine, out_option, raw_option
from pipeline.model.errors import Unreachable

HOST = "127.0.0.1"


def _folders(command: Callable[..., Any]) -> Callable[..., Any]:
    raw = raw_option("Folder of the bulletins, for the images of their pages.")
    return raw(out_option("Folder of the outputs.")(on_this_machine()(command)))


@click.command(short_help="Serve the site on this machine.")
@_folders
@click.option("--port", type=click.IntRange(1, 65535), default=8001, show_default=True)
def serve(raw: Path, out: Path, port: int) -> None:
    """Serve the site at http://127.0.0.1:PORT, read-only and to this machine alone; Ctrl-C ends it."""
    import uvicorn

    from pipeline.cli.answers import read_number
    from pipeline.search.site.app import application
    from pipeline.search.site.contents import open_contents

    app = application(open_contents(out, raw, read_number), out / "bulletins.db")
    with _listening(port) as listener:
        print(f"http://{HOST}:{port}  (Ctrl-C ends it)", file=sys.stderr, flush=True)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(uvicorn.Config(app, log_level="warning")).run([listener])


def _listening(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise Unreachable(f"port {port} cannot be used ({error.strerror}); choose another with --port") from error


@click.command(short_help="Write the site as files.")
@_folders
def site(raw: Path, out: Path) -> None:
    """Write every page of the site to OUT/site, readable without a server."""
    from pipeline.search.ask import no_numbers
    from pipeline.search.site.contents import open_contents
    from pipeline.search.site.export import export

    count = export(open_contents(out, raw, no_numbers), out / "site")
    print(f"{count} pages; open {out / 'site' / 'index.html'}")


@click.command(short_help="Send the articles to an OpenSearch server.")
@out_option()
@click.option(
    "--url", required=True, metavar="URL", help="Address of the server, such as https://user:password@host:9200."
)
@click.option("--index", default=None, metavar="NAME", help="Name of the index.  [default: bulletin-articles]")
@on_this_machine()
def push(out: Path, url: str, index: str | None) -> None:
    """Send the articles of OUT to the server at URL, replacing those sent before; exit status 1 if any is refused."""
    from pipeline.search.opensearch import INDEX
    from pipeline.search.push import push as send

    pushed = send(out, url, index or INDEX)
    print(f"{pushed.taken} articles taken, {len(pushed.refused)} refused")
    for refused in pushed.refused[:20]:
        print(f"refused {refused.article_id}: {refused.reason}", file=sys.stderr)
    if pushed.refused:
        raise SystemExit(1)


@click.command(short_help="Print the data dictionary.")
def dictionary() -> None:
    """Print what every table and column holds, as Markdown; docs/data-dictionary.md is made so."""
    from pipeline.search.datapackage import data_dictionary

    print(data_dictionary(), end="")
