"""`evaluate` on gold of two bulletins and an article made for this: found, scored, pinned, and held against the floors."""

import json
import re

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.evaluate.corpus import Sources, collect_samples

BULLETIN = """样例联盟工作简报
2022年第3期（总第12期）
样例联盟秘书处 2022年6月10日

目录
1.封测联盟召开大会
2.样例联盟举办培训班

封测联盟召开大会
封测联盟理事长于谦之出席，会议透露，成员单位已有40家。

样例联盟举办培训班
培训班在京开班。
"""
ARTICLE = {"id": "0001", "title": "无关的题目", "text": "前言。封测联盟有12家成员单位。后记有99家。"}
EMPTY = {"series": None, "year": None, "issue": None, "total_issue": None, "publisher": None, "date": None,
         "staff": [], "report_to": [], "send_to": []}  # fmt: skip
HEAD = EMPTY | {"series": "样例联盟工作简报", "year": 2022, "issue": 3, "total_issue": 12, "date": "2022-06-10"}


def figure(text, value, indicator):
    return {"text": text, "value": value, "unit": "家", "qualifier": "exact", "indicator": [indicator]}


def article(title, opens, closes, figures, **named):
    empty = {
        "contents_title": None,
        "contributor": None,
        "source": None,
        "alliances": [],
        "officials": [],
        "policies": [],
    }
    return (
        {"ordinal": 1, "column": "", "title": title, "opens": opens, "closes": closes, "figures": figures}
        | empty
        | named
    )


@pytest.fixture
def project(tmp_path):
    """Gold and its texts, laid out as in a checkout: beside the gold, among the specimens, in the reference, nowhere."""
    for folder in ("gold/corpus/dev", "raw", "shared/gold", "shared/corpus"):
        (tmp_path / folder).mkdir(parents=True)
    official = {"name": "于谦之", "organization": "封测联盟", "title": "理事长", "former": False}
    meeting = article(
        "封测联盟召开大会", "封测联盟理事长", "有40家。", [figure("40家", 40, "成员单位")], officials=[official]
    )
    course = article("样例联盟举办培训班", "培训班", "开班。", []) | {"ordinal": 2}
    (tmp_path / "raw" / "one.txt").write_text(BULLETIN, encoding="utf-8")
    (tmp_path / "shared" / "gold" / "two.txt").write_text(BULLETIN.replace("第3期", "第4期"), encoding="utf-8")
    (tmp_path / "shared" / "corpus" / "articles.jsonl").write_text(
        json.dumps(ARTICLE, ensure_ascii=False), encoding="utf-8"
    )
    part = article("无关的题目", "封测联盟", "成员单位。", [figure("12家", 12, "成员单位")])
    for path, source, head, articles, span in (
        ("gold/one.json", "one.txt", HEAD, [meeting, course], None),
        ("gold/gone.json", "gone.txt", HEAD, [meeting, course], None),
        ("gold/corpus/dev/0001.json", "corpus:0001", EMPTY, [part], [3, 16]),
        ("shared/gold/two.json", "two.txt", HEAD | {"issue": 4}, [meeting, course], None),
    ):
        content = {"source": source, "bulletin": head, "columns": [], "articles": articles, "char_range": span}
        (tmp_path / path).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return tmp_path


def evaluate(project, *more):
    places = {"--gold": "gold", "--raw": "raw", "--reference": "shared", "--out": "out"}
    options = [word for name, folder in places.items() for word in (name, str(project / folder))]
    return CliRunner().invoke(main, ["evaluate", *options, *more])


def scores(printed, group):
    """Measure → (precision, recall) of a group, as printed."""
    part = re.split(
        r"^(?=\S)", printed.split(f"\n{group}\n" if not printed.startswith(group) else f"{group}\n", 1)[1], flags=re.M
    )[0]
    found = re.findall(r"^  (\S.*?)\s+P ([\d.]+)  R ([\d.]+)", part, re.M)
    return {measure: (float(precision), float(recall)) for measure, precision, recall in found}


def test_texts_are_laid_out_by_group_and_what_is_missing_is_named(project, tmp_path):
    raw = tmp_path / "laid-out"
    sources = Sources(project / "gold", project / "raw", project / "shared")
    samples, missing = collect_samples(sources, raw)
    assert missing == ["gone.json"]
    assert sorted((s.group, s.path) for s in samples) == [
        ("corpus-dev", "corpus-dev/0001.txt"), ("reference", "reference/two.txt"), ("specimens", "specimens/one.txt"),
    ]  # fmt: skip
    assert (raw / "corpus-dev" / "0001.txt").read_text(encoding="utf-8") == "无关的题目\n封测联盟有12家成员单位。"
    assert (raw / "specimens" / "one.txt").read_text(encoding="utf-8") == BULLETIN


def test_gold_whose_texts_lie_elsewhere_is_left_out(project, tmp_path):
    sources = Sources(project / "gold", project / "raw", project / "none")
    samples, missing = collect_samples(sources, tmp_path / "laid-out")
    assert [s.group for s in samples] == ["specimens"]
    assert sorted(missing) == ["0001.json", "gone.json"]


def test_scores_are_printed_pinned_and_kept(project):
    first = evaluate(project)
    assert first.exit_code == 1
    assert "pin them anew with --update" in first.output
    pinned = evaluate(project, "--update")
    assert pinned.exit_code == 0, pinned.output
    assert "1 gold files left out: their texts are not at hand" in pinned.output
    found = scores(pinned.output, "specimens")
    assert found["article titles"] == found["officials named"] == found["figures"] == (1.0, 1.0)
    floors = json.loads((project / "gold" / "floors.json").read_text(encoding="utf-8"))["floors"]
    assert floors["specimens"]["figures"] == 1.0
    assert evaluate(project).exit_code == 0
    page = (project / "out" / "evaluation.html").read_text(encoding="utf-8")
    assert "未评测（文本不在手边）：1 份" in page and "于谦之" in page


def test_a_measure_that_fell_is_named_and_stays_pinned_unless_told(project):
    assert evaluate(project, "--update").exit_code == 0
    (project / "raw" / "one.txt").write_text(BULLETIN.replace("40家", "若干"), encoding="utf-8")
    fallen = evaluate(project, "--update")
    assert fallen.exit_code == 1
    assert "below its floor: specimens: figures has F1 0.0000, its floor is 1.0000" in fallen.output
    assert evaluate(project, "--update", "--lower").exit_code == 0


def test_a_text_that_is_quarantined_misses_all_that_gold_names(project):
    (project / "raw" / "one.txt").write_bytes(b"")
    found = scores(evaluate(project).output, "specimens")
    assert {"masthead", "article titles", "officials named", "official roles", "figures"} <= found.keys()
    assert all(recall == 0 for _, recall in found.values())
