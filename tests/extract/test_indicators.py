"""What a figure measures: the wording at the head of a column."""

import pytest

from pipeline.extract.figures import find_figures
from pipeline.extract.view import view_text
from pipeline.model.mention import ArticleMentions

CASES = [
    # a counted thing stands behind its measure word
    ("推出33项措施", ["措施"]),
    ("共有40余家联盟成员单位的170余位专家参加", ["联盟成员单位", "专家"]),
    ("来自28个国家和地区的120多名选手参加", ["国家和地区", "选手"]),
    ("育成18个完全自主知识产权的新品种", ["新品种"]),
    ("新增2家千亿级园区", ["园区"]),
    # a measured thing stands before its number
    ("预计新增留抵退税1420亿元", ["新增留抵退税"]),
    ("全年地区生产总值增长5.5%", ["地区生产总值"]),
    ("城乡居民人均可支配收入达39545元", ["城乡居民人均可支配收入"]),
    ("完成固定资产投资5089亿元", ["固定资产投资"]),
    ("参展商超过3400家", ["参展商"]),
    # the object behind an amount
    ("每年安排1000万元预算", ["预算"]),
    # a bare change is of what was measured last
    ("固定资产投资5089亿元，同比增长7.1%", ["固定资产投资", "固定资产投资"]),
    ("进出口贸易额从2002年的6207亿美元增加到2011年的36418亿美元", ["进出口贸易额", "进出口贸易额"]),
    # a share is of its subject
    ("活跃度高联盟共35家，占参评联盟的40.69%", ["活跃度高联盟", "活跃度高联盟"]),
    ("民间投资占全部投资比重达55%", ["民间投资占全部投资比重"]),
    # 分别 gives each its own
    ("工业投资、民间投资分别增长9.4%、4.6%", ["工业投资", "民间投资"]),
    ("一产、二产增加值分别增长3%、5%", ["一产增加值", "二产增加值"]),
    ("成交量为8.25亿手，成交额为50.37万亿元，同比分别增长75.16%和25.6%", ["成交量", "成交额", "成交量", "成交额"]),
    # what befell people
    ("造成1人死亡、超过10人受伤", ["死亡", "受伤"]),
]


@pytest.mark.parametrize(("text", "wordings"), CASES)
def test_indicator(text: str, wordings: list[str]) -> None:
    found = [f.indicator for f in find_figures(view_text(text), ArticleMentions("text"))]
    assert found == wordings


@pytest.mark.xfail(reason="the verb between subject and number keeps the place before the noun")
def test_a_place_before_the_noun_is_left_out() -> None:
    (found,) = find_figures(view_text("渝昆高铁云南境内隧道已贯通43座。"), ArticleMentions("text"))
    assert found.indicator == "隧道"
