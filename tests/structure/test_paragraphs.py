"""Lines on a page become paragraphs, titles and tables as a reader joins them."""

import pytest
from structure.reading import text_document
from structure.typeset import (
    BODY,
    CREDIT,
    FLAT,
    HEADING,
    MIDDLE,
    PLAIN,
    SERIES,
    TITLE,
    Setting,
    table_page,
    typeset,
)

from pipeline.model.page import Document
from pipeline.structure.recover import recover

FIRST = (
    "近日，联盟在京召开年度大会，来自三十二家成员单位的八十余名代表参加会议。会议审议通过了年度工作报告，"
    "选举产生了新一届理事会，并就下一阶段的标准研制、平台建设和人才培养等工作进行了部署，各成员单位代表作了交流发言。"
)
SECOND = "会议指出，联盟要围绕产业链部署创新链，加强关键核心技术攻关，完善知识产权共享机制，提升服务行业的能力和水平。"
THIRD = (
    "该标准规定了术语、技术要求、试验方法和检验规则，适用于同类产品的设计、生产和验收。标准由联盟组织十一家单位历时两年编制完成，"
    "编制过程中征求了四十余家企业的意见。"
)
LATIN = (
    "联盟与IEEE Standards Association签署合作备忘录，双方将在Internet of Vehicles领域开展标准互认，首批涉及十五项标准。"
)
LONG = "联盟组织编写的《面向二〇三五年的关键基础材料产业发展战略研究报告》通过专家组评审验收"


def bulletin(title: Setting, body: Setting, heading: Setting) -> list[tuple[str, Setting]]:
    return [
        ("基础材料联盟工作简报", SERIES),
        ("2018年第3期（总第21期）", MIDDLE),
        ("基础材料联盟秘书处　2018年6月30日", MIDDLE),
        ("联盟要闻", heading),
        ("联盟召开年度大会", title),
        (FIRST, body),
        (SECOND, body),
        ("（联盟秘书处供稿）", CREDIT),
        (LONG, title),
        (THIRD, body),
        ("（标准工作组供稿）", CREDIT),
        ("国际合作", heading),
        ("联盟与国际组织签署合作备忘录", title),
        (LATIN, body),
        ("编辑：甘露　　审核：高山", PLAIN),
    ]


LAYOUTS = [
    pytest.param(TITLE, BODY, HEADING, 1, id="indented, centred titles"),
    pytest.param(TITLE, BODY, HEADING, 2, id="indented, two columns"),
    pytest.param(Setting(12, True, "left", 0.0, 0.8), BODY, HEADING, 1, id="indented, bold titles at the left"),
    pytest.param(Setting(12, True, "left", 0.0, 1.2), FLAT, HEADING, 1, id="space between paragraphs, no indent"),
    pytest.param(Setting(12, True, "left", 0.0, 1.2), FLAT, HEADING, 2, id="space between paragraphs, two columns"),
    pytest.param(Setting(10.5, True, "left", 2.0, 0.0), BODY, HEADING, 1, id="bold titles indented like paragraphs"),
    pytest.param(Setting(14, False, "centre", 0.0, 0.5), BODY, Setting(15, False, "left", 0.0, 0.5), 1, id="no bold"),
]


@pytest.mark.parametrize(("title", "body", "heading", "columns"), LAYOUTS)
@pytest.mark.parametrize("source", ["text-layer", "ocr"])
def test_layouts(title: Setting, body: Setting, heading: Setting, columns: int, source: str) -> None:
    found = recover(typeset(bulletin(title, body, heading), columns, source))
    assert [section.heading for section in found.sections] == ["联盟要闻", "国际合作"]
    assert [article.title for article in found.articles] == ["联盟召开年度大会", LONG, "联盟与国际组织签署合作备忘录"]
    assert [article.body for article in found.articles] == [f"{FIRST}\n{SECOND}", THIRD, LATIN]
    assert [article.contributor for article in found.articles] == ["联盟秘书处", "标准工作组", None]


def test_paragraph_over_pages() -> None:
    paragraphs = [
        ("联盟简报", SERIES),
        ("2018年第3期", MIDDLE),
        ("联盟召开年度大会", TITLE),
        *[(FIRST + SECOND, BODY)] * 30,
    ]
    found = recover(typeset(paragraphs))
    assert found.articles[0].body == "\n".join([FIRST + SECOND] * 30)
    assert {piece.page for piece in found.pieces} == {1, 2, 3}


def test_hyphenated_word_is_made_whole() -> None:
    text = (
        "甲联盟简报\n2020年第1期\n联盟参与国际标准制定\n联盟参与了关于Internet of Things的inter-\noperability的标准。\n"
    )
    assert "interoperability" in recover(text_document(text)).text.replace("inter-\n", "inter")


HEAD = ["省份", "数量（家）", "占比（%）"]
ABOVE = [
    ("甲联盟简报", SERIES),
    ("2020年第1期", MIDDLE),
    ("各省成员单位统计情况", TITLE),
    (SECOND, BODY),
    ("单位：家", CREDIT),
]


def tabled(*pages: list[list[str]]) -> Document:
    made = [table_page(rows, ABOVE if n == 1 else [], n) for n, rows in enumerate(pages, 1)]
    return Document("d-0", "t.pdf", "0" * 64, 1, "pdf", None, "text-layer", tuple(made))


TABLES = [
    # one page
    ([[HEAD, ["山东", "12", "40"], ["河南", "18", "60"]]], [HEAD, ["山东", "12", "40"], ["河南", "18", "60"]]),
    # two pages with the head row repeated
    ([[HEAD, ["山东", "12", "40"]], [HEAD, ["河南", "18", "60"]]], [HEAD, ["山东", "12", "40"], ["河南", "18", "60"]]),
    # two pages without
    (
        [[HEAD, ["山东", "12", "40"]], [["河南", "18", "60"], ["安徽", "9", "30"]]],
        [HEAD, ["山东", "12", "40"], ["河南", "18", "60"], ["安徽", "9", "30"]],
    ),
    # a row split by the page break, in its first cell or in another
    (
        [[HEAD, ["新疆生产建设", "12", "40"]], [["兵团", "", ""], ["安徽", "9", "30"]]],
        [HEAD, ["新疆生产建设兵团", "12", "40"], ["安徽", "9", "30"]],
    ),
    (
        [[HEAD, ["山东", "12家（含", "40"]], [["", "两家新增）", ""], ["安徽", "9", "30"]]],
        [HEAD, ["山东", "12家（含两家新增）", "40"], ["安徽", "9", "30"]],
    ),
    # an empty cell keeps its column
    ([[HEAD, ["山东", "", "40"], ["河南", "18", ""]]], [HEAD, ["山东", "", "40"], ["河南", "18", ""]]),
]


@pytest.mark.parametrize(("pages", "expected"), TABLES)
def test_tables(pages: list[list[list[str]]], expected: list[list[str]]) -> None:
    found = recover(tabled(*pages)).articles[0]
    (table,) = found.tables
    assert table.unit == "家"
    assert [[c.text for c in table.cells if c.row == r] for r in range(len(expected))] == expected
    assert len(table.cells) == sum(map(len, expected))
    assert found.body == "\n".join([SECOND, "单位：家", *["\t".join(row) for row in expected]])


# Tables drawn with characters in text files.
DRAWN = {
    "tabs": "省份\t数量\n山东\t12\n河南\t18",
    "bars": "| 省份 | 数量 |\n|---|---|\n| 山东 | 12 |\n| 河南 | 18 |",
    "full-width bars": "│省份│数量│\n├──┼──┤\n│山东│12│\n│河南│18│",
    "gaps": "省份    数量\n山东    12\n河南    18",
    "full-width gaps": "省份　　数量\n山东　　12\n河南　　18",
}


@pytest.mark.parametrize("drawn", DRAWN.values(), ids=DRAWN)
def test_drawn_tables(drawn: str) -> None:
    text = f"甲联盟简报\n2020年第1期\n各省成员单位统计情况\n{SECOND}\n（单位：万家）\n{drawn}\n注：数据截至上月底。\n{THIRD}\n"
    article = recover(text_document(text)).articles[0]
    assert [(c.row, c.column, c.text) for c in article.tables[0].cells] == [
        (0, 0, "省份"), (0, 1, "数量"), (1, 0, "山东"), (1, 1, "12"), (2, 0, "河南"), (2, 1, "18"),
    ]  # fmt: skip
    assert article.tables[0].unit == "万家"
    assert [zone.kind for zone in article.zones] == ["title", "body", "note", "table", "note", "body"]
    assert article.body.endswith(f"河南\t18\n注：数据截至上月底。\n{THIRD}")
