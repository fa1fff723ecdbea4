"""Document numbers: printed forms, prefix, year and number; the State Council's own list; hostile repetition."""

import csv
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import document_numbers
from pipeline.extract.policy_kinds import kind_of


@pytest.mark.parametrize(
    ("printed", "prefix", "year", "number", "normalised"),
    [
        ("国发〔2022〕12号", "国发", 2022, 12, "国发〔2022〕12号"),  # GB/T 9704: six-sided brackets
        ("国发[2022]12号", "国发", 2022, 12, "国发〔2022〕12号"),  # square brackets, common in print
        ("财税（2018）99号", "财税", 2018, 99, "财税〔2018〕99号"),  # round brackets
        ("国科发政〔2008〕 770 号", "国科发政", 2008, 770, "国科发政〔2008〕770号"),  # blanks around the number
        ("工信部联科〔2024〕11号", "工信部联科", 2024, 11, "工信部联科〔2024〕11号"),  # joint issuers: 联 in the prefix
        ("沪府发〔１９９６〕３８号", "沪府发", 1996, 38, "沪府发〔1996〕38号"),  # full width, as in old text files
        ("公告2021年第3号", "公告", 2021, 3, "公告2021年第3号"),  # announcement alone
        ("海关总署公告2022年第15号", "海关总署公告", 2022, 15, "海关总署公告2022年第15号"),  # with its issuer
        ("国令第754号", "国令", None, 754, "国令第754号"),  # order in the State Council's list
        ("中华人民共和国国务院令第706号", "国令", None, 706, "国令第706号"),  # order as printed on it
        (
            "中华人民共和国国务院令\n第706号",
            "国令",
            None,
            706,
            "国令第706号",
        ),  # broken after 令, as on the order's head
    ],
)
def test_printed_forms(printed: str, prefix: str, year: int | None, number: int, normalised: str) -> None:
    found = document_numbers.parse(printed)
    assert found is not None
    assert (found.prefix, found.year, found.number, found.normalised) == (prefix, year, number, normalised)
    assert found.text == printed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据国办发〔2018〕128号和国令第3号办理", ["国办发〔2018〕128号", "国令第3号"]),  # words of citing before
        ("印发了工信部联科〔2022〕3号文件", ["工信部联科〔2022〕3号"]),  # a verb before
        ("（文号：国科办体〔2013〕4号）", ["国科办体〔2013〕4号"]),  # a label before
        ("《公告》（2022年第2号）施行", ["2022年第2号"]),  # prefix left to the title
        ("地址：学院南路76号", []),  # a house number
        ("今年第3号台风登陆", []),  # a serial number of something else
        ("电话62184883号", []),  # too long for a serial number of a document
    ],
)
def test_find_in_running_text(text: str, expected: list[str]) -> None:
    numbers = document_numbers.find(text)
    assert [n.normalised for n in numbers] == expected
    assert all(text[n.start : n.end] == n.text for n in numbers)


@pytest.mark.parametrize(
    ("prefix", "issuer"),
    [
        ("国发", "国务院"),  # the State Council's list
        ("国办发", "国务院办公厅"),
        ("国科发政", "科技部"),  # the ministry's part and its department's
        ("国科发某", "科技部"),
        ("工信部联科", "工业和信息化部"),  # a joint document bears the number of the body that drew it up
        ("某某发", None),
    ],
)
def test_prefixes_tell_their_issuer(prefix: str, issuer: str | None) -> None:
    assert document_numbers.issuer_of(prefix) == issuer


def test_state_council_list(shared: Path) -> None:
    """≥ 99.5 % of the list's numbers are parsed right, and its titles are all policies."""
    with (shared / "data" / "state_council_documents.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    numbered = [row["docno"] for row in listed if row["docno"]]
    right = sum(_is_right(number) for number in numbered)
    assert right >= 0.995 * len(numbered)
    kinds = [kind_of(row["title"].strip(), "", "", None) for row in listed]
    assert kinds.count("policy") >= 0.995 * len(kinds)


def _is_right(printed: str) -> bool:
    """Split by hand at the marks of the list's own two forms, 国发〔2022〕12号 and 国令第754号."""
    found = document_numbers.parse(printed)
    if "〔" in printed:
        prefix, _, rest = printed.partition("〔")
        year, _, number = rest.removesuffix("号").partition("〕")
    else:
        prefix, _, number = printed.removesuffix("号").partition("第")
        year = ""
    expected = (prefix, int(year) if year else None, int(number), printed)
    return found is not None and (found.prefix, found.year, found.number, found.normalised) == expected


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet="国发令公告〔〕[]（）第号年0123 ２和\n", max_size=60))
def test_any_text(text: str) -> None:
    numbers = document_numbers.find(text)
    assert all(text[n.start : n.end] == n.text for n in numbers)
    assert all(a.end <= b.start for a, b in pairwise(numbers))


@pytest.mark.parametrize("unit", ["国发〔2022〕1", "令第1", "公告2021年第3", "国" * 20 + "〔", "第1号"])
def test_hostile_repetition_is_linear(unit: str) -> None:
    text = unit * (100_000 // len(unit)) + "号"
    began = time.process_time()
    document_numbers.find(text)
    assert time.process_time() - began < 1.5
