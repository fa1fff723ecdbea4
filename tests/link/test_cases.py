"""The labelled name pairs of cases.csv: linked over a small archive, they come out as a careful reader labelled them.

A researcher adds a row; tier `strong` must never fail, `likely` and `hard` count towards precision and recall.
"""

import csv
from pathlib import Path

import pytest

from pipeline.model.mention import OfficialMention, Role
from tests.link.build import Archive, Piece, alliance, bulletin, links_of, naming, organization, policy, resolved

CASES = list(csv.DictReader((Path(__file__).parent / "cases.csv").open(encoding="utf-8")))


def _archive(case: dict[str, str]) -> tuple[Archive, str, str]:
    """An archive that names both, and the two texts to compare."""
    left, right = case["left"], case["right"]
    if case["kind"] == "official":
        return _posts(left, right)
    if case["context"] == "article":
        mentions = (alliance(left), alliance(right), alliance(right))
        piece = Piece(f"{left}召开年会", f"{right}日前召开年会。", f"{right}秘书处", mentions)
        return [bulletin(piece)], left, right
    make = {"alliance": alliance, "policy": policy, "organization": organization}[case["kind"]]
    archive = [bulletin(naming(make(left)), number=1), bulletin(naming(make(right)), number=2)]
    return archive, left, right


def _posts(left: str, right: str) -> tuple[Archive, str, str]:
    pieces = []
    for text in (left, right):
        name, body, title, date = text.split("/")
        roles = (Role(body or None, title),) if title else ()
        pieces.append((date, naming(OfficialMention(0, 0, name, "hand", roles))))
    (first, one), (second, other) = pieces
    if first == second:
        archive = [bulletin(one, other, date=first)]
    else:
        archive = [bulletin(one, number=1, date=first), bulletin(other, number=2, date=second)]
    return archive, left.split("/", maxsplit=1)[0], right.split("/", maxsplit=1)[0]


def _same(case: dict[str, str]) -> bool:
    archive, left, right = _archive(case)
    _, links = resolved(archive)
    records = [link.record_id for text in dict.fromkeys((left, right)) for link in links_of(archive, links, text)]
    return None not in records and len(set(records)) == 1


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 300
    assert all(case["where_from"] and case["label"] in ("same", "different") for case in CASES)
    assert {case["tier"] for case in CASES} == {"strong", "likely", "hard"}
    assert len({(case["kind"], case["left"], case["right"], case["context"]) for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["tier"] == "strong"], ids=lambda c: f"{c['kind']}:{c['left']}~{c['right']}"
)
def test_a_strong_case_never_fails(case: dict[str, str]) -> None:
    assert _same(case) == (case["label"] == "same")


def test_precision_and_recall_over_all_cases() -> None:
    said = [case["label"] for case in CASES if _same(case)]
    labelled = sum(case["label"] == "same" for case in CASES)
    right = sum(label == "same" for label in said)
    assert right / len(said) >= 0.99
    assert right / labelled >= 0.95
