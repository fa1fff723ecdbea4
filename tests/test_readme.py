"""The README keeps its word: its blocks run as written, its links lead somewhere."""

import re
import sqlite3
import subprocess
import sys

import pytest
from running import REPOSITORY

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SQL = re.findall(r"```sql\n(.*?)```", README, re.DOTALL)


def test_there_are_five_questions():
    assert [int(n) for n in re.findall(r"^(?:#|--) (\d)\. ", "\n".join(PYTHON + SQL), re.MULTILINE)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("block", PYTHON)
def test_python_blocks_run_and_answer(archive, tmp_path, block):
    (tmp_path / "extracted").symlink_to(archive)
    done = subprocess.run([sys.executable, "-c", block], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert len(done.stdout.splitlines()) > 3


@pytest.mark.parametrize("block", SQL)
def test_sql_blocks_run_and_answer(archive, block):
    with sqlite3.connect(f"file:{archive / 'bulletins.db'}?mode=ro", uri=True) as database:
        assert len(database.execute(block).fetchall()) > 3


def test_links_lead_somewhere():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


def test_the_commands_that_it_names_are_targets():
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_sentence_gives_what_is_shown():
    sentence = re.search(r"^> (.+)$", README, re.MULTILINE)
    shown = re.search(r"```json\n(.*?)```", README, re.DOTALL)
    assert sentence
    assert shown
    command = [sys.executable, "-m", "pipeline", "parse"]
    done = subprocess.run(command, input=sentence[1], capture_output=True, text=True, check=True, cwd=REPOSITORY)
    import json

    found = json.loads(done.stdout)
    for item in json.loads(shown[1]):
        (match,) = [f for f in found if f["kind"] == item["kind"] and f["text"] == item["text"]]
        assert_holds(match, item)


def assert_holds(found, shown):
    for key, value in shown.items():
        if key == "roles":
            assert [{k: role[k] for k in value[0]} for role in found["roles"]] == value
        else:
            assert found[key] == value
