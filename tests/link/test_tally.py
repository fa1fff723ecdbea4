"""First and last bulletin of what was seen, whatever the order, with bulletins that bear no date among them."""

from itertools import permutations

import pytest

from pipeline.link.tally import Tally

ONE, TWO, UNDATED, OTHER = ("2022-06-10", "b-1"), ("2023-01-05", "b-2"), ("9999", "b-3"), ("9999", "b-4")


@pytest.mark.parametrize(
    ("moments", "first", "last"),
    [
        ((ONE, TWO), ONE, TWO),
        ((ONE,), ONE, ONE),
        # What is known of the time is kept: a tenure with a first date has a last one (found by verify on ../shared/gold).
        ((ONE, UNDATED), ONE, ONE),
        ((ONE, TWO, UNDATED, OTHER), ONE, TWO),
        ((UNDATED, OTHER), UNDATED, OTHER),
    ],
)
def test_first_and_last(moments, first, last):
    for order in permutations(moments):
        tally, joined = Tally(), Tally()
        for moment in order:
            tally.add(1, moment)
            other = Tally()
            other.add(1, moment)
            joined.join(other)
        assert (tally.first, tally.last, tally.mentions) == (first, last, len(moments))
        assert joined == tally
