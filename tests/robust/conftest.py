"""One loaded pipeline for all tests of this room."""

from collections.abc import Iterator

import pytest

from tests.robust.preloaded import Preloaded


@pytest.fixture(scope="session")
def preloaded() -> Iterator[Preloaded]:
    """A pipeline that runs in forks of a process that has loaded it."""
    with Preloaded() as pipeline:
        yield pipeline
