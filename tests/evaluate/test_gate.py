"""The gate: no measure over all gold falls below its pinned floor."""

from running import REPOSITORY, run_all

from pipeline.evaluate.corpus import Sources
from pipeline.evaluate.gate import read_gate, shortfalls
from pipeline.evaluate.report import evaluate, report

GOLD = REPOSITORY / "tests" / "gold"


def test_no_measure_falls_below_its_floor(shared, tmp_path):
    sources = Sources(GOLD, REPOSITORY / "raw", shared)
    evaluation = evaluate(sources, tmp_path, lambda raw, out: run_all(raw, out, last="tables"))
    gate = read_gate(GOLD / "floors.json")
    assert evaluation.missing == ()
    assert {"reference", "specimens", "corpus-dev", "corpus-held"} <= gate.floors.keys()
    assert shortfalls(gate, evaluation.fingerprint, evaluation.scores) == []
    page = tmp_path / "evaluation.html"
    assert report(evaluation, GOLD / "floors.json", page) == []
    assert "评测报告" in page.read_text(encoding="utf-8")
