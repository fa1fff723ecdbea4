"""The gold of the specimens: whole, in the format of the guide, and true to what the specimens print."""

import json
import re
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from pipeline.model.mention import PolicyEvent, PolicyKind, Qualifier

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS / "specimens"))

from specimen_source import Block, read_source, specimens  # noqa: E402

# The floors lie beside the gold (pipeline/evaluate/gate.py).
GOLD = sorted(path for path in (TESTS / "gold").glob("*.json") if path.name != "floors.json")
PLACES = {Path(specimen.path).name for specimen in specimens()}

MASTHEAD = {"series", "year", "issue", "total_issue", "publisher", "date", "staff", "report_to", "send_to"}
ARTICLE = {
    "ordinal", "column", "title", "contents_title", "contributor", "source", "opens", "closes",
    "alliances", "officials", "policies", "figures",
}  # fmt: skip
ENTRY = {
    "alliances": ({"name", "surfaces"}, {"also", "optional"}),
    "officials": ({"name", "organization", "title", "former"}, {"optional"}),
    "policies": ({"title", "kind", "issuers", "event"}, {"issuer_count", "period", "document_number", "optional"}),
    "figures": ({"text", "value", "unit", "qualifier", "indicator"}, {"value_max", "optional"}),
}
# An Arabic number as printed, with the scale words after it: "13424亿", "22.5万", "-4.8".
ARABIC = re.compile(r"(-?\d+(?:\.\d+)?)[余多]*((?:万亿|万|亿)?)")
SCALE = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
# What the words around a number say of it; the longest that fits decides.
WORDS = {
    "about": ("约", "左右", "上下"),
    "nearly": ("近",),
    "over": ("余", "多", "超", "突破", "逾"),
    "at_least": ("以上", "不少于", "不低于", "至少"),
    "at_most": ("以下", "以内", "不超过"),
    "under": ("小于", "低于", "不足"),
    "range": ("至", "—", "～", "到"),
    "ordinal": ("第", "首"),
}
# A number with the word after it, which a careful reader weighs: "93家", "约2.4千克", "不低于120元".
MEASURED = re.compile(
    r"(?<![A-Za-z\d.])\d+(?:\.\d+)?[余多]*(?:万亿|万|亿)?(?:%|个百分点|(?![年月日时期至—～.\d、）〕\]号批)－-])[一-鿿])"
)
TITLED = re.compile(r"《((?:[^《》]|《[^《》]*》)*)》")


def load(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def printed_articles(name: str) -> list[list[Block]]:
    """The blocks of each article of a specimen, its title first."""
    articles: list[list[Block]] = []
    for block in read_source(name):
        if block.kind == "title":
            articles.append([])
        if articles and block.kind not in ("column", "colophon"):
            articles[-1].append(block)
    return articles


CASES = [
    pytest.param(article, blocks, id=f"{path.stem}-{article['ordinal']}")
    for path in GOLD
    for article, blocks in zip(load(path)["articles"], printed_articles(path.stem), strict=True)
]


def text_of(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def prose_of(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks if block.kind in ("title", "paragraph"))


def value_of(figure: dict[str, Any], key: str = "value") -> Decimal:
    return Decimal(str(figure[key]))


def test_at_least_four_specimens_are_annotated() -> None:
    assert len(GOLD) >= 4
    assert {load(path)["source"] for path in GOLD} <= PLACES


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_keys_are_those_of_the_guide(path: Path) -> None:
    gold = load(path)
    assert MASTHEAD <= set(gold["bulletin"]) <= MASTHEAD | {"copy_to"}
    for article in gold["articles"]:
        assert ARTICLE <= set(article) <= ARTICLE | {"table", "note_opens"}
        for kind, (required, allowed) in ENTRY.items():
            for entry in article[kind]:
                assert required <= set(entry) <= required | allowed, entry


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_masthead_and_colophon_are_as_printed(path: Path) -> None:
    bulletin, blocks = load(path)["bulletin"], read_source(path.stem)
    masthead = re.sub(r"\s", "", "".join(block.text for block in blocks if block.kind == "masthead"))
    colophon = "".join(block.text for block in blocks if block.kind == "colophon")
    assert masthead.startswith(bulletin["series"])
    assert f"{bulletin['year']}年第{bulletin['issue']}期" in masthead
    assert f"总第{bulletin['total_issue']}期" in masthead
    assert bulletin["publisher"] in masthead
    bodies = [*bulletin["report_to"], *bulletin["send_to"], *bulletin.get("copy_to", [])]
    names = [staff["name"] for staff in bulletin["staff"]]
    assert [word for word in [*bodies, *names] if word not in colophon] == []


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_columns_and_titles_are_as_printed(path: Path) -> None:
    gold, blocks = load(path), read_source(path.stem)
    assert gold["columns"] == [block.words() for block in blocks if block.kind == "column"]
    assert [a["title"] for a in gold["articles"]] == [block.text for block in blocks if block.kind == "title"]
    contents = [block.text for block in blocks if block.kind == "contents"]
    stated = [a["contents_title"] for a in gold["articles"] if a["contents_title"]]
    assert sorted(stated) == sorted(line for line in contents if line in stated)
    assert len(stated) in (0, len(gold["articles"]))


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_body_opens_and_closes_as_the_gold_says(article: dict[str, Any], blocks: list[Block]) -> None:
    body = [block.text for block in blocks if block.kind == "paragraph"]
    assert body[0].startswith(article["opens"])
    credit = f"（{article['contributor']}供稿）"
    assert body[-1].removesuffix(credit).endswith(article["closes"])
    assert "供稿" not in article["closes"]
    rows = [block.cells() for block in blocks if block.kind == "row"]
    assert rows == ([article["table"]["columns"], *article["table"]["rows"]] if rows else [])


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_what_the_gold_names_stands_in_the_article(article: dict[str, Any], blocks: list[Block]) -> None:
    text = text_of(blocks)
    words = [surface for alliance in article["alliances"] for surface in alliance["surfaces"]]
    words += [
        word for official in article["officials"] for word in (official["name"], official["organization"]) if word
    ]
    words += [policy["title"] for policy in article["policies"]]
    words += [policy["document_number"] for policy in article["policies"] if "document_number" in policy]
    words += [figure["text"] for figure in article["figures"] if not figure.get("optional")]
    words += [word for word in (article["contributor"], article["source"]) if word]
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_titles_of_officials_stand_in_the_article(article: dict[str, Any], blocks: list[Block]) -> None:
    text = text_of(blocks)
    assert [o["title"] for o in article["officials"] if o["title"] and o["title"] not in text] == []
    assert [o["name"] for o in article["officials"] if o["former"] and not re.search("原|前任", text)] == []


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_values_are_what_their_text_prints(article: dict[str, Any], blocks: list[Block]) -> None:
    cells = {cell for block in blocks if block.kind == "row" for cell in block.cells()}
    for figure in article["figures"]:
        numbers = [Decimal(digits) * SCALE[scale] for digits, scale in ARABIC.findall(figure["text"])]
        if not numbers or figure.get("optional") or figure["text"] in cells:
            continue
        assert value_of(figure) in numbers, figure
        if "value_max" in figure:
            assert value_of(figure, "value_max") == numbers[1] > value_of(figure), figure
        assert figure["unit"].replace("百分点", "个百分点") in figure["text"], figure


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_qualifiers_are_what_their_text_says(article: dict[str, Any], blocks: list[Block]) -> None:
    for figure in article["figures"]:
        said = WORDS.get(figure["qualifier"], ())
        if not figure.get("optional"):
            assert not said or any(word in figure["text"] for word in said), figure
        assert ("value_max" in figure) == (figure["qualifier"] == "range"), figure


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_closed_sets_are_kept(article: dict[str, Any], blocks: list[Block]) -> None:
    assert {policy["kind"] for policy in article["policies"]} <= set(get_args(PolicyKind))
    assert {policy["event"] for policy in article["policies"]} <= set(get_args(PolicyEvent))
    assert {figure["qualifier"] for figure in article["figures"]} <= set(get_args(Qualifier))
    required = [f for f in article["figures"] if not f.get("optional")]
    keys = [(f["value"], f["unit"], f["qualifier"], f.get("value_max")) for f in required]
    assert len(keys) == len(set(keys))
    assert all(figure["indicator"] for figure in article["figures"])


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_no_titled_work_is_left_out(article: dict[str, Any], blocks: list[Block]) -> None:
    titles = {policy["title"] for policy in article["policies"]}
    prose = "\n".join(block.text for block in blocks if block.kind == "paragraph")
    short = {"意见", "规划", "方案", "纲要", "办法", "规定"}
    assert set(TITLED.findall(prose)) - short <= titles


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_no_measured_number_is_left_out(article: dict[str, Any], blocks: list[Block]) -> None:
    prose = prose_of(blocks)
    for title in [policy["title"] for policy in article["policies"]]:
        prose = prose.replace(title, "")
    texts = [figure["text"] for figure in article["figures"]]
    left = [found for found in MEASURED.findall(prose) if not any(found in text for text in texts)]
    assert left == []


@pytest.mark.parametrize(("article", "blocks"), CASES)
def test_table_cells_with_a_unit_are_figures(article: dict[str, Any], blocks: list[Block]) -> None:
    unit = next(
        (b.text.removeprefix("单位：") for b in blocks if b.kind == "caption" and b.text.startswith("单位")), None
    )
    values = {(value_of(figure), figure["unit"]) for figure in article["figures"]}
    table = article.get("table", {"columns": [], "rows": []})
    for at, name in enumerate(table["columns"][1:], start=1):
        stated = re.search(r"（(.*)）", name)
        shown = stated[1] if stated else unit
        if shown is None:
            continue
        scale, bare = SCALE.get(shown[0], 1), shown.lstrip("万亿")
        cells = {(Decimal(row[at]) * scale, bare) for row in table["rows"]}
        assert cells <= values
