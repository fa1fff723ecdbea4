"""What mutation testing found that no case held: each row is a mutant of pipeline/extract/numeral*.py (docs/mutants.md)."""

from decimal import Decimal

import pytest

from pipeline.extract.numerals import find_numerals

VALUES = [
    ("４，５６５人", ["4565"]),  # full-width commas set thousands apart among full-width digits
    ("1，234人", ["1", "234"]),  # and not among others, where they part a list
    ("三兆元", ["3000000000000"]),  # 兆 as in Taiwan: 10^12
    ("1兆3000亿元", ["1300000000000"]),
    ("企业总数十家", ["10"]),  # 总数 and ten, not several tens
    ("参赛人数千人", ["1000"]),
    ("十来个", ["10"]),  # 来 makes ten vague, it adds nothing
    ("2222.2222.22", ["2222", "2222", "22"]),  # parts of a code are whole
    ("2e5", ["200000"]),  # exponents as calculators print them
    ("21.2E0", ["21.2"]),
    ("5e-1", ["0.5"]),
    ("2^3", ["8"]),  # powers as authors type them
    ("2^-1", ["0.5"]),
    ("2^--1", ["2"]),
    ("2^+-1", ["0.5"]),
    ("2^-+1", ["0.5"]),
    ("2^++3", ["8"]),
    ("0^0", ["0"]),  # has no value; once it ended the run
    ("0^2", ["0"]),
]


@pytest.mark.parametrize(("text", "values"), VALUES)
def test_the_values(text: str, values: list[str]) -> None:
    assert [number.value for number in find_numerals(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(("text", "value", "value_max"), [("数十家", "10", "100"), ("几十家", "10", "100")])
def test_several_of_a_unit_span_it(text: str, value: str, value_max: str) -> None:
    (number,) = find_numerals(text)
    assert (number.value, number.value_max) == (Decimal(value), Decimal(value_max))
