"""Commands for reading and handing on, as a user gives them: `serve`, `site`, `push`, `dictionary`; progress as shown."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from running import REPOSITORY

from pipeline.cli import main
from pipeline.cli.progress import telling_progress

RAW = ["--raw", str(REPOSITORY / "raw")]


def invoke(*arguments):
    return CliRunner().invoke(main, [str(a) for a in arguments])


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_serve_says_where_it_is_answers_there_and_ends_by_an_interrupt(archive):
    port = free_port()
    command = [sys.executable, "-m", "pipeline", "serve", *RAW, "--out", str(archive), "--port", str(port)]
    with subprocess.Popen(command, cwd=REPOSITORY, stderr=subprocess.PIPE, text=True) as server:
        try:
            address = server.stderr.readline().split()[0]
            assert address == f"http://127.0.0.1:{port}"
            assert "联盟" in answer(f"{address}/search?q=%E8%81%94%E7%9B%9F")
        finally:
            server.send_signal(signal.SIGINT)
        assert "Traceback" not in server.stderr.read()
        server.wait(30)


def answer(url, seconds=60):
    """The page at an address, as soon as there is one."""
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as response:
                return response.read().decode()
        except ConnectionError:
            pass
        except urllib.error.URLError:
            if time.monotonic() > until:
                raise
        time.sleep(0.1)


def test_site_says_how_many_pages_it_wrote(archive, tmp_path):
    for name in ("bulletins.db", "search", "text"):
        os.symlink((archive / name).resolve(), tmp_path / name)
    ended = invoke("site", *RAW, "--out", tmp_path)
    assert ended.exit_code == 0, ended.output
    count = len(list((tmp_path / "site").rglob("*.html")))
    assert ended.output == f"{count} pages; open {tmp_path / 'site' / 'index.html'}\n"


class Picky(BaseHTTPRequestHandler):
    """An OpenSearch server that refuses every article of 2018."""

    def log_message(self, *_):
        """Say nothing."""

    def do_HEAD(self):
        self.reply({})

    def do_POST(self):
        lines = self.rfile.read(int(self.headers.get("content-length", 0))).splitlines()
        self.reply({"errors": True, "items": [self.item(json.loads(line)) for line in lines[::2]]} if lines else {})

    def item(self, action):
        identifier = action["index"]["_id"]
        if "2018" in identifier:
            return {"index": {"_id": identifier, "status": 400, "error": {"type": "mapper", "reason": "bad date"}}}
        return {"index": {"_id": identifier, "status": 201}}

    def reply(self, content):
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)


@pytest.fixture
def picky():
    with ThreadingHTTPServer(("127.0.0.1", 0), Picky) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_push_counts_and_names_what_was_refused(archive, picky):
    lines = (archive / "search" / "articles.ndjson").read_text(encoding="utf-8").splitlines()
    refused = [identifier for line in lines if "2018" in (identifier := json.loads(line)["article_id"])]
    ended = invoke("push", "--url", picky, "--out", archive)
    assert ended.exit_code == 1
    assert ended.stdout == f"{len(lines) - len(refused)} articles taken, {len(refused)} refused\n"
    assert ended.stderr.splitlines() == [f"refused {identifier}: bad date" for identifier in sorted(refused)][:20]


def test_dictionary_prints_the_page():
    assert invoke("dictionary").stdout == (REPOSITORY / "docs" / "data-dictionary.md").read_text(encoding="utf-8")


class Terminal(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "shown"),
    [
        # A file or a pipe: a line a stage. A terminal: a bar a stage with done and total.
        (io.StringIO, ("ingest: 3 done\n", "structure: up to date\n")),
        (Terminal, ("ingest", "3/3", "structure", "1/1")),
    ],
)
def test_progress(monkeypatch, stream, shown):
    told, output = [], stream()
    monkeypatch.setattr(sys, "stderr", output)
    with telling_progress(lambda *step: told.append(step)) as advance:
        for step in (("ingest", 0, 3), ("ingest", 2, 3), ("ingest", 3, 3), ("structure", 0, 0)):
            advance(*step)
    assert told == [("ingest", 0, 3), ("ingest", 2, 3), ("ingest", 3, 3), ("structure", 0, 0)]
    assert all(part in output.getvalue() for part in shown), output.getvalue()
