"""The archives of these tests."""

from pathlib import Path

import pytest
from trends.made import Made


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """An empty archive to fill."""
    return Made(tmp_path / "tables")
