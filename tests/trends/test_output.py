import csv
import hashlib
import json
import os
import re
import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from trends.made import Article, Made

from pipeline.trends import pictures
from pipeline.trends.output import write_rows
from pipeline.trends.page import inline_json
from pipeline.trends.report import TABLES, write_trends

HARMFUL = ["=1+1", "+86", "-5%", "@SUM(A1)", "\tx", "\rx"]
HARMLESS = ["封测联盟", "1=1", "", "'=1", "《=》"]


@pytest.mark.parametrize("kind", ["plain", "dictionary"])
def test_a_csv_cell_is_never_a_formula_and_parquet_is_exact(tmp_path, kind):
    texts = pa.array([*HARMFUL, *HARMLESS, None])
    table = pa.table(
        {"name": texts.dictionary_encode() if kind == "dictionary" else texts, "value": [-1.5] * len(texts)}
    )
    write_rows(tmp_path, "t", table)
    assert pq.read_table(tmp_path / "t.parquet")["name"].to_pylist() == texts.to_pylist()
    with (tmp_path / "t.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == [f"'{text}" for text in HARMFUL] + HARMLESS + [""]
    assert {row["value"] for row in rows} == {"-1.5"}


def test_json_in_a_page_cannot_end_its_script():
    text = inline_json({"name": "</script><script>alert(1)</script><!--\u2028"})
    assert "<" not in text
    assert json.loads(text) == {"name": "</script><script>alert(1)</script><!--\u2028"}


def fill(made: Made) -> Made:
    names = [("all-1", "pol-1", "off-1"), ("all-1", "all-2"), ("all-2", "all-3", "off-1"), ()]
    for year in (2018, 2019, 2021):
        for month in (3, 9):
            figure = {"text": f"{year - 1990}家", "value": float(year - 1990), "unit": "家", "indicator": "成员单位"}
            made.issue(f"{year}-{month:02}-10", [
                Article(n, words=("氢能", "平台"), sentence=f"成员单位达到{figure['text']}", figures=(figure,)) for n in names
            ])  # fmt: skip
    return made


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    made = fill(Made(folder / "tables"))
    made.rows["alliances"] = [
        {"alliance_id": "all-1", "name": "=HYPERLINK(1)联盟"}, {"alliance_id": "all-2", "name": "</script><b>乙联盟"},
        {"alliance_id": "all-3", "name": "丙联盟"},
    ]  # fmt: skip
    made.write()
    write_trends(folder / "tables", folder / "trends")
    return folder


def test_the_same_bytes_whatever_the_order_of_hashing(small, tmp_path):
    code = "import sys; from pathlib import Path; from pipeline.trends.report import write_trends; " \
           "write_trends(Path(sys.argv[1]), Path(sys.argv[2]))"  # fmt: skip
    command = [sys.executable, "-c", code, str(small / "tables"), str(tmp_path / "again")]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "4711"})
    assert digests(tmp_path / "again") == digests(small / "trends")


def test_a_second_run_writes_nothing_anew(small):
    folder = small / "trends"
    pictures_and_pages = [path for path in folder.rglob("*") if path.suffix in {".png", ".svg", ".html", ".graphml"}]
    times = {path: path.stat().st_mtime_ns for path in pictures_and_pages}
    write_trends(small / "tables", folder)
    assert {path: path.stat().st_mtime_ns for path in pictures_and_pages} == times


def test_names_are_text_in_the_pages(small):
    page = (small / "trends" / "index.html").read_text(encoding="utf-8")
    assert "</script><b>乙联盟" not in page
    assert "</script><b>乙联盟" not in (small / "trends" / "year-2019.html").read_text(encoding="utf-8")
    assert "'=HYPERLINK(1)联盟" in (small / "trends" / "mentions_by_year.csv").read_text(encoding="utf-8")
    named = pd.read_parquet(small / "trends" / "mentions_by_year.parquet")
    assert "=HYPERLINK(1)联盟" in set(named["name"])


def test_pages_of_years_that_are_gone_are_removed(small, tmp_path):
    made = Made(tmp_path / "tables")
    made.issue("2018-03-10", [Article(("all-1",)), Article()])
    (tmp_path / "trends" / "charts").mkdir(parents=True)
    for name in ("year-1999.html", "charts/year-1999.svg"):
        (tmp_path / "trends" / name).write_text("old", encoding="utf-8")
    write_trends(made.write(), tmp_path / "trends")
    assert not (tmp_path / "trends" / "year-1999.html").exists()
    assert not (tmp_path / "trends" / "charts" / "year-1999.svg").exists()


def test_an_empty_archive_gives_empty_tables_and_a_page(tmp_path):
    write_trends(Made(tmp_path / "tables").write(), tmp_path / "trends")
    for name, _ in TABLES:
        assert pq.read_metadata(tmp_path / "trends" / f"{name}.parquet").num_rows == 0, name
    assert "简报的变化" in (tmp_path / "trends" / "index.html").read_text(encoding="utf-8")


def test_without_a_chinese_font_there_is_svg_and_a_word_about_it(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(pictures, "FONT_FOLDERS", ())
    pictures.chinese_font.cache_clear()
    try:
        made = Made(tmp_path / "tables")
        made.issue("2018-03-10", [Article(("all-1",)), Article()])
        write_trends(made.write(), tmp_path / "trends")
    finally:
        pictures.chinese_font.cache_clear()
    charts = tmp_path / "trends" / "charts"
    assert list(charts.glob("*.svg"))
    assert not list(charts.glob("*.png"))
    page = (tmp_path / "trends" / "index.html").read_text(encoding="utf-8")
    assert pictures.NO_FONT in page
    assert ".png" not in re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)
    assert pictures.NO_FONT in caplog.text
