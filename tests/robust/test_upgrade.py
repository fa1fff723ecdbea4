"""Outputs of another version: an older one is made again as a whole, a newer one is left alone, in words."""

import json
import shutil
import sqlite3
from contextlib import closing

import pyarrow.parquet as pq
import pytest

from pipeline.model.tables import SCHEMA_VERSION
from pipeline.store.lock import SCHEMA_MARK, locked
from pipeline.store.verify import verify
from tests.robust.archives import KILLS, before, left_over, seen


@pytest.fixture(scope="module")
def made(tmp_path_factory, preloaded):
    folder = tmp_path_factory.mktemp("upgrade")
    before(folder / "raw")
    ended = preloaded.run(raw=str(folder / "raw"), out=str(folder / "out"))
    assert ended.status == 0, ended.words
    return folder


def older(made, out, version="0"):
    """Outputs as a version without releases left them: real folders, a state of other columns, another schema."""
    out.mkdir()
    shutil.copytree((made / "out" / ".current").resolve(), out, dirs_exist_ok=True)
    (out / SCHEMA_MARK).write_text(version)
    for path in (out / "tables").iterdir():
        table = pq.read_table(path).replace_schema_metadata({"schema_version": version})
        pq.write_table(table.select(table.column_names[:-1] or table.column_names), path)
    (out / "text" / "b-of-another-time.txt").write_text("旧")
    with closing(sqlite3.connect(out / ".state.db")) as state, state:
        state.execute("CREATE TABLE done (stage, item)")
    return out


@pytest.mark.parametrize("version", ["0", ""])
def test_older_outputs_are_made_again_as_a_whole(made, tmp_path, preloaded, version):
    out = older(made, tmp_path / "out", version)
    assert verify(out)
    ended = preloaded.run(raw=str(made / "raw"), out=str(out))
    assert ended.status == 0, ended.words
    assert verify(out, made / "raw") == []
    assert seen(out) == seen(made / "out")
    assert left_over(out) == []
    assert not (out / ".before").exists()


def test_an_upgrade_that_is_killed_never_shows_half_of_each(made, tmp_path, preloaded):
    for number, point in enumerate((150, 195) if KILLS < 100 else range(5, 240, 5)):
        out = older(made, tmp_path / str(number))
        old, new = seen(out), seen(made / "out")
        preloaded.run(raw=str(made / "raw"), out=str(out), crash_at=point)
        found = seen(out)
        assert found.items() <= old.items() or found.items() <= new.items()
        assert preloaded.run(raw=str(made / "raw"), out=str(out)).status == 0
        assert seen(out) == new


def test_newer_outputs_are_left_alone(made, tmp_path, preloaded):
    out = tmp_path / "out"
    shutil.copytree(made / "out", out, symlinks=True)
    (out / SCHEMA_MARK).write_text(str(SCHEMA_VERSION + 1))
    old = seen(out)
    ended = preloaded.run(raw=str(made / "raw"), out=str(out))
    assert ended.status == 1
    assert "newer version" in ended.words and "TRACEBACK" not in ended.words
    assert seen(out) == old


def test_this_versions_outputs_are_kept(made, tmp_path):
    out = tmp_path / "out"
    shutil.copytree(made / "out", out, symlinks=True)
    state = (out / ".state.db").stat().st_ino
    with locked(out):
        pass
    assert (out / ".state.db").stat().st_ino == state


def test_every_output_says_its_version(made):
    out = made / "out"
    for path in sorted((out / ".current").resolve().rglob("*.parquet")):
        assert pq.read_schema(path).metadata[b"schema_version"] == str(SCHEMA_VERSION).encode()
    with closing(sqlite3.connect(out / "bulletins.db")) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    for name in ("run.json", "datapackage.json"):
        assert f'version": {"" if name == "run.json" else chr(34)}{SCHEMA_VERSION}' in (out / name).read_text()
    assert (out / SCHEMA_MARK).read_text() == str(SCHEMA_VERSION)
    definition = json.loads((out / "search" / "opensearch" / "index.json").read_text(encoding="utf-8"))
    assert definition["mappings"]["_meta"] == {"schema_version": SCHEMA_VERSION}


def test_trends_say_their_version(archive):
    files = sorted((archive / "trends").rglob("*.parquet"))
    assert len(files) > 3
    for path in files:
        assert pq.read_metadata(path).metadata[b"schema_version"] == str(SCHEMA_VERSION).encode(), path
