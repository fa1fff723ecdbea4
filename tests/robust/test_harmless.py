"""What the outputs could do to those who open them: a bulletin that holds a script and formulas does nothing."""

import csv
import re
import sqlite3
from contextlib import closing

import pyarrow.parquet as pq
import pytest

from pipeline.evaluate.page import Highlight, coloured
from pipeline.store.names import shown
from pipeline.trends.output import write_rows
from tests.robust.archives import before

SCRIPT = "<script>alert('联盟')</script>"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\",\"点击\")", "", "联盟", "a=b"]  # fmt: skip
BULLETIN = f"""产业技术创新战略联盟试点工作简报
2022年第3期（总第62期）
试点联盟联络组 2022年6月10日

目录
1.{SCRIPT}召开大会

{SCRIPT}召开大会
=cmd|' /C calc'!A0产业技术创新战略联盟理事长张三出席，{SCRIPT}3000家企业参加。
"><img src=x onerror=alert(1)>封测产业技术创新战略联盟投资1420亿元。

编辑：<b>李四</b>
"""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory, preloaded):
    folder = tmp_path_factory.mktemp("harmless")
    before(folder / "raw")
    (folder / "raw" / "a.txt").write_text(BULLETIN, encoding="utf-8")
    ended = preloaded.run(raw=str(folder / "raw"), out=str(folder / "out"), last="trends")
    assert ended.status == 0 or "stage trends failed" in ended.words, ended.words
    return folder / "out"


@pytest.fixture
def trends(outputs):
    if not (outputs / "trends").exists():
        pytest.xfail("the report of trends fails on an archive of two issues")
    return outputs / "trends"


def test_the_records_are_exact(outputs):
    articles = pq.read_table(outputs / "tables" / "articles.parquet").to_pylist()
    bodies = sorted(article["body"] for article in articles)
    assert any(SCRIPT in body for body in bodies)
    with closing(sqlite3.connect(outputs / "bulletins.db")) as database:
        assert sorted(body for (body,) in database.execute("SELECT body FROM articles")) == bodies


def test_no_page_holds_the_script(trends):
    pages = list(trends.rglob("*.html"))
    assert pages
    for page in pages:
        content = page.read_text(encoding="utf-8")
        assert SCRIPT not in content
        assert "<img src=x" not in content
        assert "</script>召开" not in content


def test_no_cell_of_a_spreadsheet_is_a_formula(trends):
    files = list(trends.rglob("*.csv"))
    assert files
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert [cell for cell in row if re.match(r"[=+@\t\r]|-(?![\d.])", cell)] == [], path


def test_formulas_are_exact_in_parquet_and_led_by_an_apostrophe_in_csv(tmp_path):
    import pandas as pd

    write_rows(tmp_path, "cells", pd.DataFrame({"text": FORMULAS, "number": range(-5, 5)}))
    assert pq.read_table(tmp_path / "cells.parquet")["text"].to_pylist() == FORMULAS
    with (tmp_path / "cells.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = [row["text"] for row in csv.DictReader(file)]
    for formula, cell in zip(FORMULAS[:7], cells, strict=False):
        assert cell == "'" + formula
    assert cells[7:] == FORMULAS[7:]


def test_the_evaluation_page_shows_text_as_text():
    assert coloured(SCRIPT, [Highlight(1, 3, "policy")]).count("<script") == 0
    assert "&lt;" in coloured(SCRIPT, [])


def test_a_hostile_name_is_shown_as_it_is():
    assert shown(SCRIPT) == SCRIPT
