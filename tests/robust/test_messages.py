"""Each message of docs/messages.md is provoked, and read where a user reads it; one that nothing provokes fails here."""

import re
from dataclasses import asdict

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.ingest.limits import Limits
from supply.messages import messages
from tests.ingest.reading import needs_font
from tests.robust import far_faults, faults, provoked
from tests.robust.archives import REPOSITORY


def pattern(template):
    """What a message of this template reads like."""
    return re.compile(".+".join(map(re.escape, template.split("…"))), re.DOTALL)


def said(*arguments):
    """The one sentence that a command ends with."""
    ended = CliRunner().invoke(main, [str(a) for a in arguments])
    assert isinstance(ended.exception, SystemExit), ended.exception
    assert ended.exit_code == 1
    errors = [line for line in ended.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, ended.output
    return errors[0].removeprefix("error: ")


@pytest.fixture(scope="module", params=range(len(provoked.ARCHIVES)), ids=["narrow", "wide", "hasty", "impatient"])
def read(request, tmp_path_factory):
    """The files of an archive, what `documents` says of each, and what the run printed."""
    settings, files = provoked.ARCHIVES[request.param]
    folder = tmp_path_factory.mktemp("read")
    provoked.make_files(folder / "raw", files)
    (folder / "jianbao.toml").write_text(settings)
    command = ["run", "--raw", folder / "raw", "--out", folder / "out", "--workers", 1]
    ended = CliRunner().invoke(main, [str(a) for a in command])
    assert ended.exit_code == 0, ended.output
    rows = pq.read_table(folder / "out" / "tables" / "documents.parquet").to_pylist()
    return files, {row["path"]: row for row in rows}, ended.stdout


@needs_font
def test_documents_say_what_became_of_each_file(read):
    files, rows, printed = read
    for template, (name, _) in files.items():
        told = [rows[name]["reason"] or "", *rows[name]["warnings"]]
        assert any(pattern(template).fullmatch(words) for words in told), (name, template, told)
    refused = {name for name, row in rows.items() if row["status"] == "quarantined"}
    assert {name for name in rows if f"not read  {name}: " in printed} == refused
    assert rows["a.txt"]["status"] == "accepted"


@pytest.mark.parametrize("template", provoked.SETTINGS)
def test_settings(tmp_path, template):
    (tmp_path / "raw").mkdir()
    (tmp_path / "jianbao.toml").write_text(provoked.SETTINGS[template])
    assert pattern(template).fullmatch(said("run", "--raw", tmp_path / "raw", "--out", tmp_path / "out"))


@pytest.mark.parametrize("template", provoked.CORRECTIONS)
def test_corrections(tmp_path, template):
    provoked.make_files(tmp_path / "raw", {})
    (tmp_path / "corrections").mkdir()
    (tmp_path / "corrections" / "decisions.csv").write_bytes(provoked.CORRECTIONS[template])
    words = said("run", "--raw", tmp_path / "raw", "--out", tmp_path / "out", "--workers", 1)
    assert pattern(template).fullmatch(words)


@pytest.mark.parametrize("template", provoked.QUERIES)
def test_queries(archive, template):
    from pipeline.search.ask import no_numbers
    from pipeline.search.site.contents import open_contents

    query, chinese = provoked.QUERIES[template]
    assert pattern(template).fullmatch(said("search", query, "--out", archive))
    page = open_contents(archive, REPOSITORY / "raw", no_numbers).page("search", "", {"q": query}, "zh")
    assert page.status == 400
    assert pattern(chinese).fullmatch(page.context["fault"]["sentence"])


@pytest.mark.parametrize("template", provoked.COMMANDS)
def test_commands(archive, tmp_path, template):
    (tmp_path / "file").write_text("")
    places = {"OUT": archive, "EMPTY": tmp_path, "NONE": tmp_path / "none"}
    words = provoked.COMMANDS[template].split()
    filled = [re.sub(r"^(OUT|EMPTY|NONE)\b", lambda m: str(places[m[1]]), word) for word in words]
    assert pattern(template).fullmatch(said(*filled))


FAULTS = faults.FAULTS | far_faults.FAR


@pytest.mark.parametrize("template", FAULTS)
def test_faults(template, tmp_path, archive, preloaded, monkeypatch):
    scene = faults.Scene(tmp_path, archive, preloaded, monkeypatch, said)
    assert pattern(template).fullmatch(FAULTS[template](scene))


def test_every_message_is_provoked(record_property):
    read = {template for _, files in provoked.ARCHIVES for template in files}
    asked = {*provoked.QUERIES, *(chinese for _, chinese in provoked.QUERIES.values())}
    cases = read | asked | {*provoked.SETTINGS, *provoked.CORRECTIONS, *provoked.COMMANDS, *FAULTS}
    listed = {message.text for message in messages()}
    assert listed - cases == set(), "messages that no test provokes"
    assert cases - listed == set(), "cases of messages that are gone"
    assert len(listed) == len(messages()), "two places say the same"
    record_property("told", f"{len(listed)} messages, each provoked")


def test_every_limit_can_be_reached_and_names_itself():
    """`ocr_seconds` adds to `seconds`, and has a test of its own in tests/ingest."""
    advised = {name for name in asdict(Limits()) if any(f"raise {name} in jianbao.toml" in m.text for m in messages())}
    assert advised == asdict(Limits()).keys() - {"ocr_seconds"}


# What a user is told to do, after the first part of the sentence.
ADVICE = re.compile(
    r"[;,:] (?:\w+ ){0,3}?(?:add|choose|close|compare|fetch|give|install|let|look|make|mend|name|nothing need|please|print|"
    r"push|put|raise|remove|run|save|shorten|split|take|try|update|use|wait|write)\b|请"
)


@pytest.mark.parametrize("message", messages(), ids=lambda message: message.text[:60])
def test_a_message_says_what_to_do(message):
    assert ADVICE.search(message.text), message.text
