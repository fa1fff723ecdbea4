"""Officials in sentences written apart from the rules: each row is a way of printing names that a reader met elsewhere."""

import re

import pytest

from pipeline.extract.officials import find_officials, parse_officials
from pipeline.extract.organizations import find_organizations
from pipeline.extract.view import ArticleView, ViewZone
from pipeline.model.mention import ArticleMentions


def roles(text: str) -> list[tuple[str, str | None, str]]:
    """(name, organization, title) of every role, in order; a former post's title is marked with 原."""
    return [
        (o["text"], r["organization"], ("原" if r["former"] else "") + (r["title"] or ""))
        for o in parse_officials(text)
        for r in o["roles"]
    ]


CASES = [
    # 任 after a name is a verb, alone a surname; own bulletin of a province
    ("专家组由南京工业大学徐南平院士任组长。", [("徐南平", "南京工业大学", "院士"), ("徐南平", None, "组长")]),
    ("任组长到会，请任主任讲话。", []),
    # the seat of a district's head, and a zone's body beside its party organ; own bulletin of a high-tech zone
    ("东江新区区委副书记、区长杭一伟出席。", [("杭一伟", "东江新区区委", "副书记"), ("杭一伟", "东江新区", "区长")]),
    ("蓝田县县委书记王一、县长李二到会。", [("王一", "蓝田县县委", "书记"), ("李二", "蓝田县", "县长")]),
    (
        "同意周伟强担任合肥高新区党工委副书记、管委会常务副主任。",
        [("周伟强", "合肥高新区党工委", "副书记"), ("周伟强", "合肥高新区管委会", "常务副主任")],
    ),
    # a department with 和 in its name after 省 alone; own bulletin of a province
    ("省工业和信息化厅厅长谢志远出席。", [("谢志远", "省工业和信息化厅", "厅长")]),
    ("市文化和旅游局局长张静陪同。", [("张静", "市文化和旅游局", "局长")]),
    ("省卫生健康委副主任李四维到会。", [("李四维", "省卫生健康委", "副主任")]),
    ("县科技局局长李二牛主持。", [("李二牛", "县科技局", "局长")]),
    # a term that jieba does not know, which it would cut in the middle
    ("东江物联网产业研究院院长刘海波说。", [("刘海波", "东江物联网产业研究院", "院长")]),
    # a Tibetan name that begins like an adverb
    ("中国钢研科技集团有限公司董事长才让，总经理王臣到会。", [("才让", "中国钢研科技集团有限公司", "董事长"), ("王臣", "中国钢研科技集团有限公司", "总经理")]),
    ("理事长才让他们入会。", []),
    # the verb 作, which the dictionary draws into the name
    ("清岭大学教授薛其坤作主旨报告。", [("薛其坤", "清岭大学", "教授")]),
    # a company's name inside a person's
    ("国家能源局副局长任京东、国资委副主任苟坪到会。", [("任京东", "国家能源局", "副局长"), ("苟坪", "国资委", "副主任")]),
    # the holder named after 的
    ("时任科技部副部长的曹健林出席了成立大会。", [("曹健林", "科技部", "副部长")]),
    # 时任 is no part of the body
    ("时任海岳协会秘书长吴玲回顾了十年历程。", [("吴玲", "海岳协会", "秘书长")]),
    # 华为 is no company here, the session no body
    ("会议选举钟登华为第三届理事会理事长。", [("钟登华", None, "理事长")]),
    # removed without 的
    ("免去王凯同志海岳协会秘书长职务。", [("王凯", "海岳协会", "秘书长")]),
    # a rank after a list of names
    ("邀请张三丰、李卫国教授讲课。", [("张三丰", None, "教授"), ("李卫国", None, "教授")]),
    # what the holder is in charge of is no body
    ("农业部主管种业的副部长余欣荣到会。", [("余欣荣", "农业部", "副部长")]),
    # a department whose last character the title shares
    ("江岳师范大学教育系主任赵忠心发言。", [("赵忠心", "江岳师范大学教育系", "主任")]),
    # a dateline before the body
    ("新华社北京1月5日电（记者王南）科技部部长阴和俊表示。", [("阴和俊", "科技部", "部长")]),
    # 原 in one word with the body
    ("原省电力局副局长张宝林到场。", [("张宝林", "省电力局", "原副局长")]),
    # 和 before a post of the next person
    ("江河集团董事长兼总经理吴秀国和副总经理赵明出席。", [("吴秀国", "江河集团", "董事长"), ("吴秀国", "江河集团", "总经理"), ("赵明", "江河集团", "副总经理")]),
    # 和 between two titled persons is no surname
    ("陈建国主席和李鹏总理题词。", [("陈建国", None, "主席"), ("李鹏", None, "总理")]),
    # 说 ends no name
    ("局长刘洪说，数据质量是生命。", [("刘洪", None, "局长")]),
    # 及 ends no name
    ("秘书长曹志及有关同志出席。", [("曹志", None, "秘书长")]),
    # 等 ends no name
    ("所长刘琦等指出。", [("刘琦", None, "所长")]),
    # an adverb that is also a surname, before a verb
    ("部长曾表示，要加快进度。", []),
    # a preposition before a surname with its title
    ("我们向江主席汇报。", []),
    # a county's name is no person
    ("尚义县县长申兰旺讲话。", [("申兰旺", "尚义县", "县长")]),
    # 总裁兼 is one word of the dictionary
    ("据公司副总裁兼首席技术官冯海介绍。", [("冯海", "公司", "副总裁"), ("冯海", "公司", "首席技术官")]),
    # 国 begins the name, not another word
    ("总工程师、党组副书记国文清致辞。", [("国文清", None, "总工程师"), ("国文清", None, "党组副书记")]),
    # a foreign name before a verb
    ("美国海岳公司副总裁约翰·史密斯访问协会。", [("约翰·史密斯", "美国海岳公司", "副总裁")]),
    # a foreign name before its title
    ("转达了切尔诺梅尔金总理的问候。", [("切尔诺梅尔金", None, "总理")]),
    # a foreign name before a word of time
    ("俄罗斯外长普里马科夫最近指出。", [("普里马科夫", "俄罗斯", "外长")]),
    # a foreign name before a date in Chinese numerals
    ("伊朗总统哈塔米十九日重申。", [("哈塔米", "伊朗", "总统")]),
    # a Japanese name before a word of time
    ("日本首相桥本龙太郎今晚抵京。", [("桥本龙太郎", "日本", "首相")]),
    # a Japanese name before a verb
    ("日本海岳机构理事长古川一夫访华。", [("古川一夫", "日本海岳机构", "理事长")]),
    # a number in brackets is no body
    ("（一）江泽民总书记视察海岳。", [("江泽民", None, "总书记")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_roles(text, expected):
    assert roles(text) == expected


MEMBERS = """省海岳创新工作领导小组组成人员如下：
组　长：李卫民　省委副书记
副组长：赵明　省政府秘书长
　　　　钱学礼　省科技厅厅长
成　员：孙立　省财政厅副厅长
领导小组办公室设在省科技厅，办公室主任由省科技厅厅长钱学礼兼任。"""


def test_labels_of_a_member_list_are_posts_in_its_group():
    view = ArticleView("a", MEMBERS, tuple(ViewZone("body", m.start(), m.end()) for m in re.finditer(r".+", MEMBERS)))
    found = ArticleMentions("a", organizations=find_organizations(view, ArticleMentions("a")))
    group = "省海岳创新工作领导小组"
    posts = {(m.text, r.title) for m in find_officials(view, found) for r in m.roles if r.organization == group}
    assert posts == {("李卫民", "组长"), ("赵明", "副组长"), ("钱学礼", "副组长"), ("钱学礼", "办公室主任")}
