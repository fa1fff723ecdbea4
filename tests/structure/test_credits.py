"""Contributor and source lines, whole and at the end of a paragraph."""

import pytest

from pipeline.structure.credits import is_byline, read_credits
from pipeline.structure.passage import Passage

# paragraph, what is left of it, contributor, source
CASES = [
    ("(封测联盟秘书处供稿)", "", "封测联盟秘书处", None),
    ("（联盟协发网秘书处 供稿）", "", "联盟协发网秘书处", None),
    ("（供稿：再生资源联盟）", "", "再生资源联盟", None),
    ("供稿单位：花卉联盟", "", "花卉联盟", None),
    ("【闪联联盟供稿】", "", "闪联联盟", None),
    ("（建筑信息模型（BIM）联盟供稿）", "", "建筑信息模型（BIM）联盟", None),
    ("木竹联盟秘书处供稿", "", "木竹联盟秘书处", None),
    ("撰稿人：甘露", "", "甘露", None),
    ("（聯盟秘書處供稿）", "", "聯盟秘書處", None),
    ("来源：科技日报", "", None, "科技日报"),
    ("（来源：新华网）", "", None, "新华网"),
    ("【来源：中国政府网】", "", None, "中国政府网"),
    ("（摘自《中国环境报》）", "", None, "《中国环境报》"),
    ("转自：人民网", "", None, "人民网"),
    ("（来源：工信部网站　供稿：综合处）", "", "综合处", "工信部网站"),
    # at the end of the last paragraph
    ("会议圆满结束。（存储联盟供稿）", "会议圆满结束。", "存储联盟", None),
    ("示范面积达到一千亩。（来源：农民日报）", "示范面积达到一千亩。", None, "农民日报"),
    # signed without a word that says so, as bulletins of alliances and provinces are
    ("新增产值三成。（陕鼓集团 王静）", "新增产值三成。", "陕鼓集团 王静", None),
    ("选举产生新一届理事会。(联盟秘书处 张敏、李娜)", "选举产生新一届理事会。", "联盟秘书处 张敏、李娜", None),
    ("各项工作有序推进。（唐山市科技局）", "各项工作有序推进。", "唐山市科技局", None),
    ("效果良好。（陈晨 王敏）", "效果良好。", "陈晨 王敏", None),
    ("（编译：陈晨）", "", "陈晨", None),
    # a magazine's byline
    ("文/陈晨", "", "陈晨", None),
    ("〔火炬中心综合处〕", "", "火炬中心综合处", None),
    # not credits
    ("【地方联盟】", "【地方联盟】", None, None),
    ("参会的有科技部代表（科技部高新司）", "参会的有科技部代表（科技部高新司）", None, None),
    ("内容摘登如下。（全文）", "内容摘登如下。（全文）", None, None),
    ("要点如下。（节选）", "要点如下。（节选）", None, None),
    ("目标全部完成。（下转第三版）", "目标全部完成。（下转第三版）", None, None),
    ("会议于6月10日召开。（详见附件）", "会议于6月10日召开。（详见附件）", None, None),
    ("要坚持开门办刊，鼓励成员单位积极供稿。", "要坚持开门办刊，鼓励成员单位积极供稿。", None, None),
    ("数据来源多样化是下一步的方向", "数据来源多样化是下一步的方向", None, None),
    ("（2021年版）", "（2021年版）", None, None),
]


@pytest.mark.parametrize(("text", "rest", "contributor", "source"), CASES)
def test_credits(text: str, rest: str, contributor: str | None, source: str | None) -> None:
    found = read_credits(Passage(text, tuple(range(len(text)))))
    assert found.rest.text == rest
    assert (found.contributor.text if found.contributor else None) == contributor
    assert (found.source.text if found.source else None) == source


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("产业政策研究所　徐静", True),
        ("省科技厅高新处 陈晨、王敏", True),
        # a body alone, a name alone, a title of two parts
        ("产业政策研究所", False),
        ("徐静", False),
        ("产业政策研究所 成立大会召开", False),
    ],
)
def test_bylines(text: str, byline: bool) -> None:
    assert is_byline(text) is byline
