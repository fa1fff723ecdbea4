"""What all tests share: where the reference material lies, and one run of the pipeline over the specimens."""

import os
from pathlib import Path

import pytest
from running import run_all

REPOSITORY = Path(__file__).parents[1]


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
