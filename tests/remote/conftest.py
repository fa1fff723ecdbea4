import pytest

pytest.importorskip("fsspec", reason="fsspec is not installed: pip install .[cluster]")


@pytest.fixture
def store():
    """A store in memory at frail://, which counts requests and fails when told to."""
    from tests.remote.stores import fresh_store

    return fresh_store()
