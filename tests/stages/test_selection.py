"""Which file of an issue is accepted, and that nothing is lost."""

from itertools import permutations

import pytest

from pipeline.stages.selection import Candidate, select


def candidate(name, source="plain", bulletin="b-1", sha=None, titles=("甲", "乙", "丙")):
    return Candidate(f"d-{name}", name, sha or name, source, bulletin, tuple(titles))


CASES = [
    # One file: accepted.
    ([candidate("a.txt")], {"d-a.txt": ("b-1", "accepted")}),
    # PDF with a text layer and text of one issue: the PDF has pages and boxes.
    (
        [candidate("a.txt"), candidate("b.pdf", "text-layer")],
        {"d-a.txt": ("b-1", "duplicate"), "d-b.pdf": ("b-1", "accepted")},
    ),
    # Text is preferred to a scan, whatever the names.
    (
        [candidate("a.pdf", "ocr"), candidate("b.txt")],
        {"d-a.pdf": ("b-1", "duplicate"), "d-b.txt": ("b-1", "accepted")},
    ),
    # The same bytes twice: the first path stands.
    (
        [candidate("a.txt", sha="s"), candidate("b.txt", sha="s")],
        {"d-a.txt": ("b-1", "accepted"), "d-b.txt": ("b-1", "duplicate")},
    ),
    # A misread title or two does not make another issue.
    (
        [candidate("a.txt"), candidate("b.pdf", "ocr", titles=("甲", "乙", "内"))],
        {"d-a.txt": ("b-1", "accepted"), "d-b.pdf": ("b-1", "duplicate")},
    ),
]


@pytest.mark.parametrize(("candidates", "fates"), CASES)
def test_fates(candidates, fates):
    for order in permutations(candidates):
        assert {s.document_id: (s.bulletin_id, s.status) for s in select(order)} == fates


def test_two_bulletins_that_claim_one_issue_are_both_kept():
    fates = select([candidate("a.txt"), candidate("b.txt", titles=("丁", "戊", "己"))])
    assert [s.status for s in fates] == ["accepted", "accepted"]
    assert fates[0].bulletin_id == "b-1"
    assert fates[1].bulletin_id.startswith("b-1-")


def test_a_duplicate_says_of_what():
    (fate,) = [s for s in select([candidate("a.txt"), candidate("b.pdf", "ocr")]) if s.status == "duplicate"]
    assert fate.reason is not None
    assert "a.txt" in fate.reason
