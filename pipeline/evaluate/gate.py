"""Floors that the measures must not fall below, pinned in tests/gold/floors.json with a fingerprint of gold and texts.

A floor says how good the pipeline was when it was pinned. `update` raises floors to what is measured now and pins the
fingerprint; it lowers one only when told to.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.evaluate.scores import Score
from pipeline.store.files import write_bytes

# F1 is compared to this many decimals; floors are pinned rounded down.
DECIMALS = 4

Floors = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Gate:
    """What was pinned: the fingerprint of gold and texts, and a floor of F1 for each group's measures."""

    fingerprint: str
    floors: Floors


def fingerprint(files: Iterable[bytes]) -> str:
    """A digest of all gold files and texts, in their order."""
    total = hashlib.sha256()
    for content in files:
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()[:16]


def read_gate(path: Path) -> Gate:
    """The pinned floors; none at all where nothing was pinned yet."""
    if not path.is_file():
        return Gate("", {})
    content = json.loads(path.read_text(encoding="utf-8"))
    return Gate(content["fingerprint"], content["floors"])


def shortfalls(gate: Gate, mark: str, scores: Mapping[str, list[Score]]) -> list[str]:
    """What is wrong, in words: gold that changed without new floors, and measures below their floors."""
    wrong = []
    if gate.fingerprint != mark:
        wrong.append("gold or texts have changed since the floors were pinned; pin them anew with --update")
    for group, floors in sorted(gate.floors.items()):
        measured = {score.measure: score.f1 for score in scores.get(group, [])}
        for measure, floor in sorted(floors.items()):
            if measured.get(measure, 0.0) < floor:
                wrong.append(f"{group}: {measure} has F1 {measured.get(measure, 0.0):.4f}, its floor is {floor:.4f}")
    return wrong


def updated(gate: Gate, mark: str, scores: Mapping[str, list[Score]], lower: bool = False) -> Gate:
    """The gate with floors raised to the scores, and lowered to them only if `lower`."""
    floors: Floors = {}
    for group, group_scores in sorted(scores.items()):
        old = gate.floors.get(group, {})
        now = {s.measure: _rounded_down(s.f1) for s in group_scores}
        floors[group] = {m: f if lower else max(f, old.get(m, 0.0)) for m, f in sorted(now.items())}
    return Gate(mark, floors)


def _rounded_down(value: float) -> float:
    scale: int = 10**DECIMALS
    return int(value * scale) / scale


def write_gate(path: Path, gate: Gate) -> None:
    """Pin the floors."""
    content = {"fingerprint": gate.fingerprint, "floors": gate.floors}
    write_bytes(path, json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n")
