"""What the project is made of and what it says: pinned, permissive, listed, and the lists are those of today."""

import json
import subprocess
import sys
from collections import Counter

import pytest

from pipeline.model import errors
from supply import yanked
from supply.inventory import LICENCES, SBOM, bill_of_materials, components, is_permissive, licences_page, pinned
from supply.messages import KINDS, PAGE, Unreadable, messages, messages_of, page
from supply.yanked import withdrawn
from tests.robust.archives import REPOSITORY

LOCKS = ("requirements.txt", "requirements-dev.txt")


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned(name):
    assert len(pinned(REPOSITORY / name)) > 30


@pytest.mark.parametrize(
    "line", ["click", "click>=8", "click==8.*", "-e .", "git+https://example.org/x", "x @ file:///x"]
)
def test_what_pins_nothing_is_found(tmp_path, line):
    (tmp_path / "lock.txt").write_text(f"rich==15.0.0  # for tables\n{line}\n")
    with pytest.raises(ValueError, match="is not pinned"):
        pinned(tmp_path / "lock.txt")


def test_both_locks_agree():
    runtime, development = (pinned(REPOSITORY / name) for name in LOCKS)
    assert {n: v for n, v in runtime.items() if development.get(n, v) != v} == {}
    assert runtime.keys() <= development.keys()


@pytest.mark.parametrize(
    ("licence", "fine"),
    [
        ("MIT", True),
        ("BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", True),
        ("Apache Software License", True),
        ("GPL-3.0-only", False),
        ("GNU Affero General Public License v3 (AGPLv3)", False),
        ("LGPL-2.1", False),
        ("MIT AND GPL-2.0-only", False),
        ("unknown", False),
        ("Other/Proprietary License", False),
    ],
)
def test_licences_that_bind_are_told_from_those_that_do_not(licence, fine):
    assert is_permissive(licence) is fine


def test_all_licences_are_permissive():
    assert [c for c in components(REPOSITORY / "requirements.txt") if not is_permissive(c.licence)] == []


def test_the_lists_are_those_of_today():
    """Where this fails `make audit` renews them."""
    found = components(REPOSITORY / "requirements.txt")
    assert LICENCES.read_text(encoding="utf-8") == licences_page(found)
    assert SBOM.read_text(encoding="utf-8") == bill_of_materials(found)


def test_the_bill_of_materials_names_each_package_once():
    bill = json.loads(SBOM.read_text(encoding="utf-8"))
    names = Counter(component["purl"] for component in bill["components"])
    assert set(names.values()) == {1}
    assert len(names) == len(pinned(REPOSITORY / "requirements.txt"))
    assert bill["dependencies"][0]["dependsOn"] == list(names)


def test_every_message_is_listed():
    """Where this fails `make audit` renews the page."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_kind_of_message_is_explained():
    kinds = {n for n, v in vars(errors).items() if isinstance(v, type) and issubclass(v, errors.PipelineError)}
    assert kinds - {"PipelineError"} == KINDS.keys() - {"Duplicate", "Warning"}
    assert {message.kind for message in messages()} == KINDS.keys()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('raise BadQuery("so")', [("BadQuery", "so")]),
        ('raise BadQuery(f"{a} so {b!r}") from error', [("BadQuery", "… so …")]),
        ('SO = "so"\nraise BadQuery(SO)', [("BadQuery", "so")]),
        ('replace(known, reason="so")', [("UnreadableDocument", "so")]),
        ("replace(known, reason=str(error))", []),
        ('reading.warnings.append(f"{n} so")', [("Warning", "… so")]),
        ('_ENGLISH = {"a": "{text} so"}', [("BadQuery", "… so")]),
        ('def _duplicate_reason(one):\n    return f"as {one}"', [("Duplicate", "as …")]),
        ('raise ValueError("so")', []),
    ],
)
def test_messages_are_found_in_the_source(tmp_path, line, found):
    (tmp_path / "a.py").write_text(line, encoding="utf-8")
    assert [(m.kind, m.text) for m in messages_of(tmp_path / "a.py", tmp_path)] == found


def test_a_message_that_the_table_could_not_hold_is_refused(tmp_path):
    (tmp_path / "a.py").write_text("raise BadQuery(words_of(error))")
    with pytest.raises(Unreadable, match="a:1: write the message where it is raised"):
        list(messages_of(tmp_path / "a.py", tmp_path))


def test_messages_are_sentences_for_people():
    for message in messages():
        assert not message.text.endswith(".")
        assert "Traceback" not in message.text and "None" not in message.text


def test_the_code_is_safe_as_far_as_bandit_can_tell():
    """What is medium or worse; each place that is answered says so where it stands (nosec)."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "pipeline", "-ll", "--confidence-level", "medium"]
    ended = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout


# What pip 23.2 writes for a lock file with a withdrawn release, a sound one and one that is not there.
WARNINGS = """\
WARNING: The candidate selected for download or install is a yanked version: 'attrs' candidate (version 21.1.0 at \
https://files.example.org/attrs-21.1.0-py2.py3-none-any.whl#sha256=00 (from https://example.org/simple/attrs/))
Reason for being yanked: not good
"""


def test_withdrawn_releases_are_found_in_what_pip_says():
    assert withdrawn(WARNINGS) == ["attrs 21.1.0"]
    assert withdrawn("WARNING: Retrying after connection broken") == []


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (lambda lock: "", 0),
        (lambda lock: WARNINGS, 1),
        (lambda lock: subprocess.run(["false"], check=True, capture_output=True, text=True), "pip could not look up"),
    ],
)
def test_the_audit_fails_where_a_release_was_withdrawn_or_pip_cannot_tell(monkeypatch, answer, status):
    monkeypatch.setattr(yanked, "asked", answer)
    with pytest.raises(SystemExit) as ended:
        yanked.main()
    assert ended.value.code == status if isinstance(status, int) else status in ended.value.code
