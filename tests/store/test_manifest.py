"""run.json: what the outputs were made from."""

import importlib.metadata
import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import lexicon
from pipeline.model.tables import SCHEMA_VERSION, TABLES
from pipeline.store import manifest
from pipeline.store.cache import code_version
from pipeline.store.manifest import Times, write_manifest
from pipeline.store.parquet import arrow_schema

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # SHA-256 of nothing: FIPS 180-4 examples


@pytest.fixture
def out(tmp_path):
    """A release with two documents, and a folder of corrections."""
    tables = tmp_path / "out" / ".releases" / "4" / "tables"
    tables.mkdir(parents=True)
    (tmp_path / "out" / ".current").symlink_to(".releases/4")
    for table in TABLES:
        count = 2 if table.name == "documents" else 0
        values = [
            [f"{column.name} {n}" for n in range(count)] if column.type == "text" else [None] * count
            for column in table.columns
        ]
        schema = arrow_schema(table)
        arrays = [pa.array(some, field.type) for some, field in zip(values, schema, strict=True)]
        pq.write_table(pa.Table.from_arrays(arrays, schema=schema), tables / f"{table.name}.parquet")
    (tmp_path / "corrections").mkdir()
    for name in ("b.csv", "a.csv", "note.txt"):
        (tmp_path / "corrections" / name).write_bytes(b"")
    return tmp_path / "out"


def test_what_a_run_was_made_from(out, monkeypatch):
    monkeypatch.setattr(manifest, "_packages", lambda: iter([("b", "2"), ("a", "1")]))
    times = Times(datetime(2022, 6, 10, 1, 2, 3, 4, UTC), {"ingest": {"items": 2, "seconds": 0.5}})
    write_manifest(out, out.parent / "corrections", {"pages": 9.0}, times)
    text = (out / "run.json").read_text()
    said = json.loads(text)
    assert text.startswith('{\n "')
    ended = datetime.fromisoformat(said.pop("ended"))
    assert ended.utcoffset() is not None and ended.microsecond == 0 and ended > times.started
    packages = ("check", "cli", "evaluate", "extract", "ingest", "lexicon", "link", "model", "remote", "search",
                "segment", "stages", "store", "structure", "trends")  # fmt: skip
    assert said == {
        "schema_version": SCHEMA_VERSION,
        "release": "4",
        "started": "2022-06-10T01:02:03+00:00",
        "stages": {"ingest": {"items": 2, "seconds": 0.5}},
        "python": manifest.platform.python_version(),
        "packages": {"a": "1", "b": "2"},
        "code": code_version(*packages),
        "lexicon": lexicon.fingerprint(),
        "corrections": {"a.csv": EMPTY, "b.csv": EMPTY},
        "limits": {"pages": 9.0},
        "inputs": {"path 0": "sha256 0", "path 1": "sha256 1"},
        "counts": {table.name: 2 if table.name == "documents" else 0 for table in TABLES},
    }
    assert list(said["packages"]) == ["a", "b"] and list(said["corrections"]) == ["a.csv", "b.csv"]


def test_without_corrections_or_outputs(out, tmp_path):
    write_manifest(out, tmp_path / "none", {}, Times())
    assert json.loads((out / "run.json").read_text())["corrections"] == {}
    write_manifest(tmp_path, tmp_path / "none", {}, Times())
    assert not (tmp_path / "run.json").exists()


def test_a_stages_seconds_count_from_its_first_item(monkeypatch):
    clock = iter([100.0, 100.0, 100.5, 101.23456, 200.0, 200.0])
    monkeypatch.setattr(manifest, "monotonic", lambda: next(clock))
    times = Times()
    times.advance("ingest", 0, 2)
    assert times.stages == {"ingest": {"items": 0, "seconds": 0.0}}
    times.advance("ingest", 1, 2)
    assert times.stages == {"ingest": {"items": 1, "seconds": 0.5}}
    times.advance("ingest", 2, 2)
    times.advance("link", 0, 1)
    assert times.stages == {"ingest": {"items": 2, "seconds": 1.235}, "link": {"items": 0, "seconds": 0.0}}


# Lines of Requires-Dist as PEP 508 has them, and the name that PEP 503 makes of each.
REQUIREMENTS = [
    ("click", "click"),
    ("click (>=8.1)", "click"),
    ('click;python_version<"3.12"', "click"),
    ('click>=8.1; python_version < "3.12"', "click"),
    ("Jinja2<4", "jinja2"),
    ("dask[array]==2024.1", "dask"),
    ("a!=1", "a"),
    ("a~=1", "a"),
    ("ruamel.yaml", "ruamel-yaml"),
    ("typing_extensions >4", "typing-extensions"),
]


@pytest.mark.parametrize(("line", "name"), REQUIREMENTS)
def test_the_name_of_a_requirement(line, name):
    assert manifest._name(line) == name


def test_packages_are_listed_with_all_that_they_need(monkeypatch):
    known = {
        "jianbao": ("0.1", ["a>1", "b; python_version > '3'", "x; extra == 'dev'", "lost"]),
        "a": ("1", ["b", "jianbao"]),  # a circle ends
        "b": ("2", None),
        "x": ("3", None),
    }

    def distribution(name):
        if name not in known:
            raise importlib.metadata.PackageNotFoundError(name)
        return SimpleNamespace(version=known[name][0], requires=known[name][1])

    monkeypatch.setattr(manifest.importlib.metadata, "distribution", distribution)
    assert sorted(set(manifest._packages())) == [("a", "1"), ("b", "2"), ("jianbao", "0.1")]
