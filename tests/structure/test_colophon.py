"""Recipients, staff and imprint as colophons print them."""

import pytest
from structure.reading import text_document

from pipeline.structure.colophon import read_imprint
from pipeline.structure.recover import recover

STAFF = [
    # one a line, with 本期
    (["本期编辑：杨一", "审核：尚二水", "签发：李三新"], [("编辑", "杨一"), ("审核", "尚二水"), ("签发", "李三新")]),
    # all on one line with wide gaps
    (["责任编辑：甘露　　校对：白云飞　　签发：高山"], [("责任编辑", "甘露"), ("校对", "白云飞"), ("签发", "高山")]),
    # several names to a role, letter-spaced names closed up
    (["编辑：王　芳、李小明，赵 六"], [("编辑", "王芳"), ("编辑", "李小明"), ("编辑", "赵六")]),
    # names parted by spaces alone
    (["主编：钱塘江 孙行者"], [("主编", "钱塘江"), ("主编", "孙行者")]),
    # letter-spaced roles
    (["编 辑：周吉", "审 核：吴祥", "签 发：郑如意"], [("编辑", "周吉"), ("审核", "吴祥"), ("签发", "郑如意")]),
    # no colons
    (["编辑 冯远　审核 陈近"], [("编辑", "冯远"), ("审核", "陈近")]),
    # traditional characters
    (["編輯：林安　審核：陳平"], [("編輯", "林安"), ("審核", "陳平")]),
    # telephone after the name, names of minorities
    (["编辑：褚明（电话：010-55550000）", "审核：阿不都·热合曼"], [("编辑", "褚明"), ("审核", "阿不都·热合曼")]),
    # ways to reach the office are no staff
    (["地址：北京市样例路1号　电话：010-55550000", "投稿邮箱：a@b.cn"], []),
]


@pytest.mark.parametrize(("lines", "expected"), STAFF)
def test_staff(lines: list[str], expected: list[tuple[str, str]]) -> None:
    assert [(staff.role, staff.name) for staff in read_imprint(lines).staff] == expected


RECIPIENTS = [
    # the closing departments are not named bodies
    (
        "报：科技部、财政部、国家开发银行相关司局及部门",
        [("report", 1, "科技部"), ("report", 2, "财政部"), ("report", 3, "国家开发银行")],
    ),
    ("报：工业和信息化部、商务部有关司局", [("report", 1, "工业和信息化部"), ("report", 2, "商务部")]),
    # commas in brackets part nothing
    ("送：各成员单位、有关地方科技厅（委、局）", [("send", 1, "各成员单位"), ("send", 2, "有关地方科技厅（委、局）")]),
    # kinds of province are one body
    (
        "抄送：各省、自治区、直辖市及计划单列市工业主管部门，各协会",
        [("copy", 1, "各省、自治区、直辖市及计划单列市工业主管部门"), ("copy", 2, "各协会")],
    ),
    ("抄报：省委办公厅，省政府办公厅。", [("report", 1, "省委办公厅"), ("report", 2, "省政府办公厅")]),
    ("主送：各会员单位", [("send", 1, "各会员单位")]),
    ("發送：各聯盟", [("send", 1, "各聯盟")]),
    # two modes on one line
    ("报：国资委　　送：各企业", [("report", 1, "国资委"), ("send", 1, "各企业")]),
]


@pytest.mark.parametrize(("line", "expected"), RECIPIENTS)
def test_recipients(line: str, expected: list[tuple[str, int, str]]) -> None:
    assert [(r.mode, r.ordinal, r.name) for r in read_imprint([line]).recipients] == expected


def test_imprint_gives_publisher_and_date() -> None:
    text = "林业科技动态\n第2期\n\n某联盟召开会议研究工作\n\n会议听取了汇报。\n\n主办：林业科技联盟秘书处\n林业科技联盟秘书处　2015年3月2日印发\n"
    masthead = recover(text_document(text)).masthead
    assert (masthead.publisher, masthead.date, masthead.year) == ("林业科技联盟秘书处", "2015-03-02", 2015)


def test_colophon_is_no_part_of_the_last_article() -> None:
    text = "甲联盟简报\n2020年第1期\n\n某联盟召开会议研究工作\n\n会议听取了汇报。\n\n编辑：甘露\n\n本刊为内部交流资料，仅供参考。\n"
    bulletin = recover(text_document(text))
    assert bulletin.articles[0].body == "会议听取了汇报。"
    assert {entry.layer for entry in bulletin.ledger} == {"masthead", "title", "body", "colophon"}
