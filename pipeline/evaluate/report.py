"""One evaluation: lay out the corpus, run the pipeline on it, compare, score, hold against the floors."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluate.corpus import Sample, Sources, collect_samples
from pipeline.evaluate.found import FoundTables
from pipeline.evaluate.gate import Gate, fingerprint, read_gate, shortfalls, updated, write_gate
from pipeline.evaluate.gold import gold_files
from pipeline.evaluate.measures import bulletin_outcomes
from pipeline.evaluate.outcome import Outcome
from pipeline.evaluate.page import ReadText, read_text, write_page
from pipeline.evaluate.scores import Score, score_outcomes

RunPipeline = Callable[[Path, Path], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an evaluation found, by group of gold."""

    scores: dict[str, list[Score]]
    outcomes: dict[str, list[Outcome]]
    texts: tuple[ReadText, ...]
    missing: tuple[str, ...]
    fingerprint: str


def evaluate(sources: Sources, folder: Path, run: RunPipeline) -> Evaluation:
    """Run the pipeline on all gold's texts below `folder` and score the records."""
    raw, out = folder / "raw", folder / "out"
    samples, missing = collect_samples(sources, raw)
    run(raw, out)
    tables = FoundTables(out / "tables")
    outcomes: dict[str, list[Outcome]] = {}
    texts = []
    for sample in samples:
        bulletin_id = tables.bulletin_of_path.get(sample.path)
        # A text that was quarantined has missed everything that gold names.
        found = bulletin_outcomes(sample.gold, tables, bulletin_id or "")
        outcomes.setdefault(sample.group, []).extend(found)
        if bulletin_id is not None:
            text = (out / "text" / f"{bulletin_id}.txt").read_text(encoding="utf-8")
            texts.append(read_text(sample.gold, text, tables, bulletin_id, found))
    scores = {group: score_outcomes(found) for group, found in sorted(outcomes.items())}
    return Evaluation(scores, outcomes, tuple(texts), tuple(missing), _mark(sources, samples, raw))


def _mark(sources: Sources, samples: list[Sample], raw: Path) -> str:
    gold = [file.read_bytes() for file in gold_files(sources.gold)]
    return fingerprint([*gold, *((raw / sample.path).read_bytes() for sample in samples)])


def report(evaluation: Evaluation, floors: Path, page: Path, update: bool = False, lower: bool = False) -> list[str]:
    """Write the page, pin floors if asked, and return what falls short."""
    gate: Gate = read_gate(floors)
    if update:
        gate = updated(gate, evaluation.fingerprint, evaluation.scores, lower)
        write_gate(floors, gate)
    wrong = shortfalls(gate, evaluation.fingerprint, evaluation.scores)
    write_page(page, evaluation.scores, gate, evaluation.texts, evaluation.missing, wrong)
    return wrong
