"""What a figure measures: the wording at the head of a column."""

import pytest

from pipeline.extract.figures import find_figures
from pipeline.extract.view import view_text
from pipeline.model.mention import AllianceMention, ArticleMentions

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
    # an abbreviation or other units in brackets are part of the noun
    ("研究与试验发展（R&D）经费支出330亿元", ["试验发展（R&D）经费支出"]),
    ("覆盖全省38个县（市、区）", ["县（市、区）"]),
    ("13家乡（镇）养老机构开展试点", ["乡（镇）养老机构"]),
    # a remark in brackets is none
    ("年度总票房（含预售）已突破150亿元", ["年度总票房"]),
    # bodies and people end before their verb
    ("批准6家企业生产检测试剂盒", ["企业"]),
    ("吸引308家动漫企业参会", ["动漫企业"]),
    # a share of a place is of the noun behind it
    ("在全国1%的国土面积上", ["国土面积"]),
    ("拥有全国42%的保护区、55%的淡水鱼类", ["保护区", "淡水鱼类"]),
    # what a share or growth rate alone is of stands before
    ("新能源装机2485万千瓦，占比达61%", ["新能源装机", "新能源装机占比"]),
    ("理事单位增加到52家，增幅达48.6%", ["理事单位", "理事单位增幅"]),
    # conditions, lasting and points of a list are none
    ("进出口总值19万亿元，扣除汇率因素后同比增长7.7%", ["进出口总值", "进出口总值"]),
    ("两市成交额连续3个交易日突破1万亿元", ["两市成交额"]),
    ("二是单位能耗降低16%", ["单位能耗"]),
    # classes of size
    ("百亿级企业达到3家", ["百亿级企业"]),
    ("着力培育6个世界级、7个国家级产业集群", ["国家级产业集群", "国家级产业集群"]),
    # how deep, long and heavy
    ("桥长100米，重达14000吨", ["桥长", "重"]),
    # what befell people
    ("因灾死亡3人、失踪1人", ["死亡", "失踪"]),
    ("城镇新增就业48万人", ["城镇新增就业"]),
    ("造成1人死亡、超过10人受伤", ["死亡", "受伤"]),
    # forms that mutation testing found no case for (docs/mutants.md)
    ("邀请12名专家评审项目", ["专家"]),
    ("专家30余人听取了汇报", ["专家"]),
    ("参会代表超过300人，", ["参会代表"]),
    ("会员企业达到30家的园区", ["会员企业"]),
    ("建成30所学校、医院和养老院", ["学校、医院和养老院"]),
    ("建成30座桥梁、5座隧道", ["桥梁", "隧道"]),
    ("培育3家国家级、5家省级企业", ["省级企业", "省级企业"]),
    ("推广3种新型的高效设备", ["新型的高效设备"]),
    ("高技术产业增加值占规模以上工业增加值的比重为15%", ["高技术产业增加值占比"]),
    ("产值3亿元，同比增长7%，增速提高2个百分点", ["产值", "产值", "产值增速"]),
    ("工业产值、农业产值，分别增长3%、5%", ["工业产值", "农业产值"]),
    ("北京、上海产值分别增长3%、5%", ["产值", "产值"]),
]

# The name of the body whose thing is measured is left out at its head, but not where nothing else is named.
NAMED = [
    ("光伏联盟成员单位达到30家", "成员单位"),
    ("光伏联盟的成员单位达到30家", "成员单位"),
    ("光伏联盟达3亿元", "光伏联盟"),
    ("参与光伏联盟标准达30项", "标准"),
]


@pytest.mark.parametrize(("text", "wording"), NAMED)
def test_the_name_of_a_body_is_no_indicator(text: str, wording: str) -> None:
    start = text.index("光伏联盟")
    named = ArticleMentions("text", alliances=(AllianceMention(start, start + 4, "光伏联盟", "t"),))
    (found,) = find_figures(view_text(text), named)
    assert found.indicator == wording


@pytest.mark.parametrize(("text", "wordings"), CASES)
def test_indicator(text: str, wordings: list[str]) -> None:
    found = [f.indicator for f in find_figures(view_text(text), ArticleMentions("text"))]
    assert found == wordings


@pytest.mark.xfail(reason="the verb between subject and number keeps the place before the noun")
def test_a_place_before_the_noun_is_left_out() -> None:
    (found,) = find_figures(view_text("渝昆高铁云南境内隧道已贯通43座。"), ArticleMentions("text"))
    assert found.indicator == "隧道"
