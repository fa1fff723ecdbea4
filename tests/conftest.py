"""What all tests share: where the reference material lies, and one run of the pipeline over the specimens."""

import os
from collections import Counter
from pathlib import Path

import pytest
from running import run_all

REPOSITORY = Path(__file__).parents[1]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What tests have to tell beside passing: words in their property `told`, numbers of cases in `cases`."""
    reports = [report for stats in terminalreporter.stats.values() for report in stats]
    ended = [report for report in reports if getattr(report, "when", "") == "teardown"]
    properties = [entry for report in ended for entry in report.user_properties]
    cases: Counter[str] = Counter()
    for label, number in (value for name, value in properties if name == "cases"):
        cases[label] += number
    lines = sorted(str(value) for name, value in properties if name == "told")
    lines += [f"{number} cases: {label}" for label, number in sorted(cases.items()) if number]
    if lines:
        terminalreporter.section("told")
        terminalreporter.write_line("\n".join(lines))


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference material beside the checkout; tests that need it skip where it is absent."""
    folder = REPOSITORY.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("the reference material (../shared) is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The outputs of all stages over the specimens in raw/; those in ARCHIVE, where a run was made beforehand."""
    if "ARCHIVE" in os.environ:
        return Path(os.environ["ARCHIVE"]).absolute()
    return run_all(REPOSITORY / "raw", tmp_path_factory.mktemp("archive") / "extracted")
