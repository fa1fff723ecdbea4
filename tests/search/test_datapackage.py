"""The description of the tables: valid, true to the Parquet files, and printed in the docs."""

import json
from pathlib import Path

import frictionless
import pyarrow.parquet as pq

from pipeline.model.tables import TABLES
from pipeline.search.datapackage import TYPES, data_dictionary, datapackage


def test_the_descriptor_is_valid() -> None:
    assert list(frictionless.Package.metadata_validate(datapackage())) == []
    assert [resource["name"] for resource in datapackage()["resources"]] == [table.name for table in TABLES]


def test_every_foreign_key_leads_to_a_column() -> None:
    fields = {r["name"]: {f["name"] for f in r["schema"]["fields"]} for r in datapackage()["resources"]}
    for resource in datapackage()["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            assert set(key["reference"]["fields"]) <= fields[key["reference"]["resource"]]


def test_it_is_true_of_the_files(archive: Path) -> None:
    descriptor = json.loads((archive / "datapackage.json").read_text(encoding="utf-8"))
    arrow = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "array": "list"}
    assert set(TYPES.values()) == arrow.keys()
    for resource in descriptor["resources"]:
        schema = pq.read_schema(archive / resource["path"])
        fields = resource["schema"]["fields"]
        assert schema.names == [field["name"] for field in fields]
        for field in fields:
            assert str(schema.field(field["name"]).type).startswith(arrow[field["type"]]), field


def test_the_printed_dictionary_is_up_to_date(repository: Path) -> None:
    printed = (repository / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert printed == data_dictionary(), "run `python -m pipeline dictionary > docs/data-dictionary.md`"
