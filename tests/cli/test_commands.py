"""The command line: every command is documented, and what goes wrong is one sentence."""

import json
import shutil

import pytest
from click.testing import CliRunner
from running import REPOSITORY, run_all

from pipeline.cli import main
from pipeline.cli.reference import reference


def invoke(*arguments, text=None):
    return CliRunner().invoke(main, [str(a) for a in arguments], input=text)


def test_the_reference_is_what_the_commands_say():
    assert (REPOSITORY / "docs" / "cli.md").read_text(encoding="utf-8") == reference(), (
        "docs/cli.md is old: python -m pipeline.cli.reference > docs/cli.md"
    )


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_has_help_for_itself_and_its_options(name):
    command = main.commands[name]
    assert command.get_short_help_str()
    assert invoke(name, "--help").exit_code == 0


def test_every_stage_has_a_command_and_a_target():
    from pipeline.stages.order import STAGES

    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert set(STAGES) <= set(main.commands)
    assert f"STAGES := {' '.join(STAGES)}" in makefile


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        # Issue 4: number has value, value_max, unit or null, qualifier.
        ("四百五十", "number", {"text": "四百五十", "start": 0, "end": 4, "value": 450, "unit": None}),
        ("近三成", "figure", {"value": 30, "unit": "%", "qualifier": "nearly"}),
        ("2022年6月10日", "date", {"value": "2022-06-10"}),
        ("国务院印发《“十四五”数字经济发展规划》", "policy", {"event": "issued", "issuers": ["国务院"]}),
        ("科技部副部长邵新宇", "official", {"text": "邵新宇"}),
        ("封测联盟召开会议", "alliance", {"text": "封测联盟", "end": 4}),
        ("工信部召开会议", "organization", {"name": "工业和信息化部"}),
    ],
)
def test_parse_prints_a_list_a_line(text, kind, expected):
    done = invoke("parse", "--kind", kind, text=f"{text}\n\n")
    first, second = [json.loads(line) for line in done.output.splitlines()]
    assert expected.items() <= first[0].items()
    assert first[0]["kind"] == kind
    assert second == []


def test_a_stage_before_its_time_is_one_sentence(tmp_path):
    done = invoke("extract", "--raw", REPOSITORY / "raw", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert done.output.startswith("error: ")
    assert "make" in done.output
    assert len(done.output.strip().splitlines()) == 1


def test_no_raw_folder_is_one_sentence(tmp_path):
    done = invoke("run", "--raw", tmp_path / "none", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "there is no folder" in done.output


def test_verify_tells_what_is_broken(archive, tmp_path):
    assert invoke("verify", "--raw", REPOSITORY / "raw", "--out", archive).exit_code == 0
    broken = tmp_path / "broken"
    shutil.copytree(archive, broken)
    text = next((broken / "text").iterdir())
    text.write_text("毁" + text.read_text(encoding="utf-8"), encoding="utf-8")
    done = invoke("verify", "--raw", REPOSITORY / "raw", "--out", broken)
    assert done.exit_code == 1
    assert "offsets" in done.output


def test_diff_says_what_changed(archive, tmp_path):
    assert "no difference" in invoke("diff", archive, archive).output
    raw = tmp_path / "raw"
    raw.mkdir()
    for path in sorted((REPOSITORY / "raw").rglob("*.txt"))[1:]:
        shutil.copy(path, raw / path.name)
    done = invoke("diff", archive, run_all(raw, tmp_path / "out", last="tables"), "--limit", 3)
    assert done.exit_code == 0
    assert "bulletins:" in done.output
    assert "removed" in done.output


def test_review_with_nothing_to_decide(archive, tmp_path):
    done = invoke("review", "--raw", tmp_path / "raw", "--out", archive, "--who", "test", text="q\n")
    assert done.exit_code == 0
    assert "nothing was decided" in done.output


def test_strict_exits_with_one_when_a_file_is_quarantined(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    shutil.copy(next(p for p in sorted((REPOSITORY / "raw").rglob("*.txt"))), raw / "a.txt")
    (raw / "empty.txt").write_bytes(b"")
    options = ["run", "--raw", raw, "--out", tmp_path / "out", "--workers", 1]
    relaxed, strict = invoke(*options), invoke(*options, "--strict")
    assert (relaxed.exit_code, strict.exit_code) == (0, 1)
    assert "quarantined  1" in relaxed.output
