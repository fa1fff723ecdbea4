"""Percentages, parts and totals in prose."""

import re
from decimal import Decimal

import pytest

from pipeline.check import check_bulletin
from pipeline.model.entity import BulletinLinks
from pipeline.model.mention import FigureMention
from tests.link.build import Piece, bulletin

# Enough of a figure reader for sentences made for these tests. Example: 66.28%, 57家
NUMBER = re.compile(r"(近|约)?([0-9]+(?:\.[0-9]+)?)(%|家|人|项|亿元)")


def figures(text: str) -> tuple[FigureMention, ...]:
    return tuple(
        FigureMention(0, 0, m[0], "hand", Decimal(m[2]), None, m[3], "about" if m[1] else "exact")
        for m in NUMBER.finditer(text)
    )


def messages(body: str) -> dict[str, str]:
    made, extraction = bulletin(Piece(body=body, mentions=figures(body)))
    found = check_bulletin(made, extraction, BulletinLinks(made.bulletin_id, (), {}))
    return {f.check: f.message for f in found}


SHARES = "共86家联盟达到要求，其中高的35家，占参评联盟的{}，较高的22家，占参评联盟的25.58%，一般的18家，占参评联盟的20.93%，不活跃的11家，占参评联盟的12.79%。"


@pytest.mark.parametrize(
    "text",
    [
        SHARES.format("40.70%"),  # rounded
        SHARES.format("40.69%"),  # cut off: bulletin 2022-03 prints it so
        "86家联盟中，57家活跃，占66.28%。",  # the base stands beside it
        "86家联盟中，57家活跃，占66%。",  # no decimals
        "86家联盟中，近57家活跃，占50%。",  # not an exact count
        "会员100家，企业57家，占全国的3%。",  # of a base that the text does not give
        "有20家，占40%，另30家。",  # nothing says what is the base
        "产值1420亿元，增长12%。",  # growth is no share
        "共50家。甲类10家，占20%；乙类15家，占30%；丙类9家，占41%。",  # whole percentages need more agreement
    ],
)
def test_shares_that_hold_or_cannot_be_told(text: str) -> None:
    assert messages(text) == {}


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        (SHARES.format("46.70%"), "35÷86＝40.7%"),  # two digits exchanged, the three others give the base
        ("86家联盟中，57家活跃，占62.28%。", "57÷86＝66.28%"),  # the base stands beside it
        ("86家联盟中，57家活跃（占62.28%）。", "57÷86＝66.28%"),  # in brackets
    ],
)
def test_wrong_shares(text: str, worked: str) -> None:
    assert worked in messages(text)["percentage"]


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("与会的有企业20家、高校12家和院所8家，共计40家。", None),  # right
        ("与会的有企业20家、高校12家和院所8家，共计42家。", "20＋12＋8＝40"),  # wrong
        ("会员共40家，分别为企业20家、高校12家、院所8家。", None),  # right
        ("会员共40家，分别为企业20家、高校12家、院所9家。", "20＋12＋9＝41"),  # wrong
        ("会员共40家，其中企业20家、高校12家。", None),  # 其中 need not name all
        ("会员共40家，其中企业20家、高校8家、院所2家。", None),  # far from all
        ("会员共40家，其中企业20家、高校12家、院所7家等。", None),  # 等 says that there are more
        ("企业20家参加。高校12家和院所8家到会，共计25家。", "12＋8＝20"),  # a sentence at a time
        ("企业20家、专家12人、院所8家，共计40家。", None),  # other units stand between
    ],
)
def test_parts_and_totals(text: str, worked: str | None) -> None:
    found = messages(text)
    assert (worked in found["parts-total"]) if worked else found == {}


def test_parts_that_nearly_make_the_total_are_noted() -> None:
    found = messages("会员增加到93家，其中企业52家、高等院校18家、科研院所21家。")
    assert found == {"parts-nearly": "“其中”各项相加52＋18＋21＝91，比“93家”少2"}


def test_shares_given_in_a_row() -> None:
    text = "88家符合要求，其中高的31家、较高的25家、一般的20家、不活跃的12家，分别占35.23%、28.41%、22.73%和{}。"
    assert messages(text.format("13.64%")) == {}
    assert "12÷88＝13.64%" in messages(text.format("16.34%"))["percentage"]


def test_a_base_named_once_holds_for_the_shares_after_it() -> None:
    text = "共96家。高的36家，占参评联盟的37.5%；较高的29家，占30.21%；一般的20家，占20.83%；合计65家，占参评联盟的{}。"
    assert messages(text.format("67.71%")) == {}
    assert "65÷96＝67.71%" in messages(text.format("71.7%"))["percentage"]


def test_evidence_names_the_figures() -> None:
    body = "86家联盟中，57家活跃，占62.28%。"
    made, extraction = bulletin(Piece(body=body, mentions=figures(body)))
    (found,) = check_bulletin(made, extraction, BulletinLinks(made.bulletin_id, (), {}))
    assert len(found.evidence) == 3 and all(".fig." in e for e in found.evidence)
    assert (found.severity, found.article_id) == ("error", made.articles[0].article_id)


def test_links_of_another_bulletin_are_refused() -> None:
    made, extraction = bulletin(Piece(body="x"))
    with pytest.raises(ValueError, match="do not belong"):
        check_bulletin(made, extraction, BulletinLinks("b-other", (), {}))


@pytest.mark.parametrize(
    "text",
    [
        "成员单位由2019年底的88家增加到93家，增长5.7%。",  # rounded: 5.68
        "成员单位由88家增加到103家，净增15家。",
        "成员单位由48家增至62家，同比增长12%。",  # of the year before, which is not given
        "成员单位由48家增至62家，年均增长12%。",
        "成员单位近88家增加到93家，增长9%。",  # nothing says that the change leads from the first
        "成员单位由约88家增加到93家，增长9%。",  # not exact
        "占比由12%提高到15%，提高3%。",  # percent of percent may be points
    ],
)
def test_changes_that_hold_or_cannot_be_told(text: str) -> None:
    assert messages(text) == {}


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("成员单位由2019年底的88家增加到93家，增长7.5%。", "5÷88＝5.68%"),
        ("成员单位由88家增加到103家，净增25家。", "103－88＝15"),
        ("成员单位从88家减少到80家，下降19.1%。", "80－88＝-8"),
    ],
)
def test_changes_that_the_numbers_do_not_give(text: str, worked: str) -> None:
    assert worked in messages(text)["change"]
