"""jianbao.toml beside raw/: limits that are set hold, what means nothing is refused in words."""

from dataclasses import asdict

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.ingest.limits import Limits
from pipeline.model.errors import BadSettings
from pipeline.stages.settings import NAME, read_limits
from tests.robust.archives import REPOSITORY


def test_without_a_file_the_defaults_hold(tmp_path):
    assert read_limits(tmp_path / "raw") == Limits()


def test_what_is_set_differs_and_the_rest_stays(tmp_path):
    (tmp_path / NAME).write_text("[limits]\npages = 3\nseconds = 300\npage_points = 800.5\n")
    changed = {"pages": 3, "seconds": 300, "page_points": 800.5}
    assert asdict(read_limits(tmp_path / "raw")) == asdict(Limits()) | changed


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[limits", "cannot be read"),
        ("\udcff", "cannot be read"),
        ("[limit]\npages = 3", "there is no section limit"),
        ("limits = 3", "limits is no section"),
        ("[limits]\npage = 3", "there is no limit page; use bytes, pages"),
        ("[limits]\npages = '3'", "pages = '3' is no limit"),
        ("[limits]\npages = 3.5", "pages = 3.5 is no limit"),
        ("[limits]\npages = 0", "write a number above 0"),
        ("[limits]\npages = true", "pages = True is no limit"),
        ("[limits]\nseconds = nan", "seconds = nan is no limit"),
    ],
)
def test_what_means_nothing_is_refused_in_words(tmp_path, content, words):
    (tmp_path / NAME).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadSettings, match=words):
        read_limits(tmp_path / "raw")


def test_every_limit_is_described():
    page = (REPOSITORY / "docs" / "robustness.md").read_text(encoding="utf-8")
    described = {line.split(" = ")[0] for line in page.splitlines() if " = " in line}
    assert described == asdict(Limits()).keys()


def test_a_run_keeps_the_limits_and_reads_again_when_they_change(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("联盟简报\n" + "联盟召开大会。\n" * 100, encoding="utf-8")

    def fate() -> tuple[str, str | None]:
        ended = CliRunner().invoke(
            main, ["run", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--workers", "1"]
        )
        assert ended.exit_code == 0, ended.output
        (row,) = pq.read_table(tmp_path / "out" / "tables" / "documents.parquet").to_pylist()
        return row["status"], row["reason"]

    (tmp_path / NAME).write_text("[limits]\ncharacters = 500\n")
    status, reason = fate()
    assert status == "quarantined" and "holds more than 500 characters" in (reason or "")
    (tmp_path / NAME).unlink()
    assert fate() == ("accepted", None)
