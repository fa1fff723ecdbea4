"""Policies: titles, kinds, events, issuers, numbers, periods, short forms; the reference bulletin; any text."""

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.issuers import parse_agents
from pipeline.extract.policies import find_policies, parse_policies, period_of
from pipeline.extract.policy_kinds import kind_of
from pipeline.extract.policy_merge import key_of
from pipeline.extract.view import ArticleView, ViewZone, view_text
from pipeline.model.mention import Alias, ArticleMentions, DateMention, PolicyMention

EMPTY = ArticleMentions("text")


def find(text: str) -> tuple[PolicyMention, ...]:
    return find_policies(view_text(text), EMPTY)


def one(text: str) -> PolicyMention:
    (mention,) = find(text)
    return mention


# --- where titles stand


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("落实《“十四五”电子商务发展规划》要求", ["“十四五”电子商务发展规划"]),  # quotes inside
        ("《关于印发〈联盟管理办法〉的通知》下发", ["关于印发〈联盟管理办法〉的通知"]),  # 〈〉 inside, GB/T 15834
        ("《关于印发《联盟管理办法》的通知》下发", ["关于印发《联盟管理办法》的通知"]),  # 《》 inside, common in print
        ("印发《甲方案》《乙办法》和《丙规定》", ["甲方案", "乙办法", "丙规定"]),  # a list
        ("印发《关于促进发展\n的意见》。", ["关于促进发展的意见"]),  # a line break inside
        ("印发《关于促进发展的意见，明确了任务。", ["关于促进发展的意见"]),  # 》 missing
        ("《无头的文字。《乙办法》施行", ["乙办法"]),  # 《 that opens nothing
        ("国务院关于加快农业发展的意见明确要求", ["国务院关于加快农业发展的意见"]),  # full title without marks
        (
            "国务院近日下发了关于促进民航业发展的若干意见，提出",
            ["关于促进民航业发展的若干意见"],
        ),  # after a verb of issuing
        ("会议讨论了关于发展的意见分歧", []),  # no title: 意见 in its plain sense
        ("“绿色冶金关键技术研究”课题顺利通过验收", ["绿色冶金关键技术研究"]),  # project in quotes, accepted
        ("重点专项“智能网络”的“边缘计算平台研发”项目通过验收", ["边缘计算平台研发"]),  # the second of two in quotes
        ("“绿色冶金关键技术研究”等课题进展顺利", []),  # projects in quotes that only progress
        ("空标题《》和《 》不算", []),  # empty marks
    ],
)
def test_titles(text: str, titles: list[str]) -> None:
    assert [m.title for m in find(text)] == titles


# --- kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("联盟发布《甲乳》等3项团体标准", "standard"),  # by what the list is a list of; own bulletin of an alliance
        ("国务院印发《扎实稳住经济的一揽子政策措施》", "policy"),  # GUIDE: 措施
        ("会议审议通过了《联盟章程》", "plan"),  # an alliance's own rules
        ("理事会审议通过了《光电产业促进中心第三届换届方案》", "plan"),  # GUIDE: a centre's 方案
        ("科技部发布《联盟构建与发展实施办法》", "policy"),  # about alliances, by a ministry
        ("中国钢铁工业协会发布《行业自律工作方案》", "plan"),  # made by an association
        ("《产业发展报告》发布", "report"),
        ("发布《2021年产业白皮书》", "report"),
        ("《国家职业资格目录（2021年版）》公布", "catalogue"),  # bracket after the last word
        ("《联盟典型案例选编(2021)》发布", "collection"),  # GUIDE: collection
        ("团体标准《竹材重组材》发布", "standard"),  # told by the words before
        ("《竹材重组材》国家标准发布", "standard"),  # told by the words after
        ("国家标准GB/T 39560.1-2020《电子电气产品中某些物质的测定》发布", "standard"),  # told by its number
        ("承担了《绿色技术创新研究》课题", "project"),  # told by the words after
        ("大会发布《全球产业趋势洞察》报告", "report"),
        ("发表题为《携手前行》的主旨讲话", "other"),  # a speech
        ("《BIM Education 2022 Update Report V9.0》发布", "report"),  # Latin title
        ("国务院印发《新中国制造》", "policy"),  # issued by government, title silent
        ("落实《中国制造2025》", "policy"),  # the State Council's list passes it on
        ("签署《区域合作协定》", "policy"),  # agreements between states
        ("双方签署《智慧农业合作框架协议》", "other"),  # agreements between parties of one country
        ("对照《清洁生产工程实施指南（2016-2020年）》", "policy"),  # guides of national projects
        ("市科委发布《项目申报指南》", "policy"),  # 指南 of government
        ("双方共同编制《材料应用指南》", "other"),  # 指南 of no known maker
        ("联盟理事会表决通过《增补单位的决议》", "other"),  # a body of an alliance
        ("收录了两部政府白皮书，即：《甲资源的状况与政策》", "report"),  # a white paper, whatever its last word
        ("《2015年工作计划》获会议审议通过", "plan"),  # a year's plan of no named body
        ("联盟发布了《规模养殖成本核算方法（试行）》", "other"),  # 方法 is no 法
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert one(text).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "央视新媒体中心、《家国往事》栏目共同推出公益活动",  # GUIDE: columns of broadcasters are optional, taken as none
        "电视剧《山海经纬》今晚开播",  # series
        "《山海经纬》今晚播出",  # broadcast told after the title
        "刊登在《产业日报》上",  # newspaper
        "《山海》《经纬》等50部精品力作",  # a list of works of art
        "《方案》明确了任务",  # a bare word of kind that stands for nothing named
    ],
)
def test_no_policy(text: str) -> None:
    assert find(text) == ()


# --- events


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("科技部印发《甲规划》", "issued"),
        ("《甲规划》日前由科技部正式发布", "issued"),  # passive
        ("去年印发的《甲规划》提出", "issued"),  # relative clause
        ("《甲规划》已经国务院同意，现印发给你们", "issued"),  # next clause
        ("《甲报告》发布会在京召开", "released"),  # GUIDE: a report is released
        ("出版《甲选编》", "released"),
        ("会议审议通过《甲规划》", "approved"),
        ("通过《甲规划》的实施，产业得到发展", "cited"),  # 通过 as a preposition
        ("《甲研究》课题任务，日前正式通过了由中心组织的课题验收", "accepted"),  # GUIDE: accepted
        ("组织起草了《甲规划》", "drafted"),
        ("就《甲办法》公开征求意见", "drafted"),
        ("工信部发布《甲办法（征求意见稿）》", "drafted"),  # a draft is not issued
        ("抓紧制定出台《甲办法》", "drafted"),  # an intention
        ("对《甲办法》进行修订", "revised"),
        ("《甲办法》同时废止", "repealed"),
        ("对《甲办法》作了解读", "interpreted"),
        ("根据《甲规划》编制项目清单", "cited"),  # the verb after a ground is about something else
        ("为落实《甲规划》，科技部印发通知", "cited"),
        ("《甲规划》提出，加快发布标准", "cited"),  # what the work says
        ("《甲条例》自3月1日起施行", "cited"),  # in force: GUIDE names no such event
        ("《甲办法》（试行）由三部门发布，现同时废止", "repealed"),  # what is repealed had been issued
        ("工信部公布国务院批准实施的《甲纲要》", "issued"),  # a main verb around a relative clause
        ("研究制定并印发了新修订的《甲办法》", "issued"),  # the strongest of joined verbs
    ],
)
def test_events(text: str, event: str) -> None:
    assert find(text)[0].event == event


def test_verb_governs_its_own_title() -> None:
    first, second = find("按照《甲规划》，科技部印发《乙方案》")
    assert (first.event, second.event) == ("cited", "issued")
    first, second = find("解读《甲规划》，并印发《乙方案》")
    assert (first.event, second.event) == ("interpreted", "issued")


def test_listed_titles_share_their_verb() -> None:
    assert [m.event for m in find("会议审议通过了《甲规划》《乙方案》和《丙办法》，部署了工作")] == ["approved"] * 3
    assert [m.event for m in find("《甲规划》《乙方案》等印发")] == ["issued"] * 2


# --- issuers


@pytest.mark.parametrize(
    ("text", "issuers", "count"),
    [
        # listed after a body of a place, bodies of that place; own bulletin of a province
        ("四川省科技厅、发展改革委、经济和信息化委等5部门近日印发《甲意见》", ("四川省科技厅", "四川省发展改革委", "四川省经济和信息化委"), 5),
        # a branch of the central bank among departments
        ("省工信厅会同省财政厅、人民银行南京分行印发《甲措施》", ("省工信厅", "省财政厅", "人民银行南京分行"), None),
        ("科技部等九部门近日印发《甲方案》", ("科技部",), 9),  # GUIDE: 等N部门
        ("工信部、科技部等十一部门联合印发《甲通知》", ("工业和信息化部", "科技部"), 11),  # standing names
        ("民政部等24部门印发《甲措施》", ("民政部",), 24),
        ("十一部门联合发布《甲通知》", (), 11),  # no name
        ("中共中央、国务院印发《甲纲要》", ("中共中央", "国务院"), None),
        ("中共中央 国务院印发《甲纲要》", ("中共中央", "国务院"), None),  # blank between bodies
        ("党中央国务院出台《甲意见》", ("中共中央", "国务院"), None),  # nothing between bodies
        ("今天（7月27日），海关总署发布《甲规划》", ("海关总署",), None),  # a date before
        ("国家医保局日前会同人力资源社会保障部，印发《甲意见》", ("国家医保局", "人力资源社会保障部"), None),
        ("央视网消息：国务院近日印发《甲规划》", ("国务院",), None),  # a colon before
        ("北京市经济和信息化局、北京市应急局联合救援装备产业联盟、某某有限公司等单位共同编制了《甲目录》",
         ("北京市经济和信息化局", "北京市应急局"), None),  # 和 inside a name; others passed over
        ("《甲意见》由财政部和税务总局印发", ("财政部", "税务总局"), None),  # passive
        ("《国务院办公厅关于农业的意见》提出", ("国务院办公厅",), None),  # in the title itself
        ("《中共云南省委关于制定规划的建议》提出", ("中共云南省委",), None),
        ("教育部、外交部《关于申办运动会的请示》收悉", ("教育部", "外交部"), None),  # beside the title
        ("《甲决定》（国发〔2004〕20号）指出", ("国务院",), None),  # by the number's prefix
        ("省政府根据《甲建议》，编制了《乙纲要》", (), None),  # the first is only cited
        ("国务院批准《甲规划》", ("国务院",), None),  # the body that approves stands for the work
        ("国务院常务会议审议通过《甲规划》", (), None),  # a meeting that passes it does not
        ("浙江省人大常委会日前通过《甲条例》", ("浙江省人大常委会",), None),  # but congresses make law so
        ("工业和信息化部等部门公布国务院批准实施的《甲纲要》", ("国务院",), None),  # of the relative clause
        ("科技部发布由战略研究院编制的《甲报告》", ("科技部",), None),  # of the main verb
        ("国务院以国函〔2016〕87号文批复《甲规划》", ("国务院",), None),  # a number between
        ("木竹联盟发布《甲报告》", (), None),  # no government body
        ("科技部火炬中心印发《甲要点》", ("科技部火炬中心",), None),  # a ministry's centre
        ("记者从市场监管总局获悉，《甲办法》发布", (), None),  # a source is no issuer
        ("国务院总理签署国务院令，公布《甲条例》", ("国务院",), None),
        ("由财政部牵头，会同科技部等部门研究起草的《甲办法》", ("财政部", "科技部"), None),  # 会同 adds
        ("《甲公告》（财政部 税务总局公告2023年第7号）", ("财政部", "税务总局"), None),  # by the announcement
        ("省政府贯彻全会精神，按照省委十次全会部署，编制了《甲纲要》", ("省政府",), None),  # 部署 is no organ
    ],
)  # fmt: skip
def test_issuers(text: str, issuers: tuple[str, ...], count: int | None) -> None:
    mention = find(text)[0]
    assert (mention.issuers, mention.issuer_count) == (issuers, count)


def test_subject_carries_over_its_ground() -> None:
    assert find("省政府根据《甲建议》，编制了《乙纲要》")[1].issuers == ("省政府",)


def test_agents_of_a_phrase() -> None:
    agents = parse_agents("根据部署，生态环境部等18个部门和单位联合")
    assert (agents.issuers, agents.count, agents.private) == (("生态环境部",), 18, False)
    assert parse_agents("由木竹产业技术创新战略联盟").private


# --- numbers, periods, dates


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("《甲决定》（国发〔2004〕20号，以下简称《决定》）精神", "国发〔2004〕20号"),
        ("《甲办法》（国科发政[2009]648号）规定", "国科发政〔2009〕648号"),
        ("国务院关于印发《甲规划》的通知（国发〔2015〕28号）", "国发〔2015〕28号"),
        ("中华人民共和国国务院令\n第706号\n《甲条例》已经通过", "国令第706号"),
        ("《甲公告》（财政部 税务总局公告2023年第7号）", "财政部 税务总局公告2023年第7号"),
        ("国务院以国函〔2016〕87号文批复《甲规划》", "国函〔2016〕87号"),
        ("《甲办法》提出，按国发〔2015〕28号办理", None),  # another document's
    ],
)
def test_numbers(text: str, number: str | None) -> None:
    assert find(text)[0].document_number == number


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("“十四五”电子商务发展规划", (2021, 2025)),
        ("国家“十二五”规划", (2011, 2015)),
        ("第十五个五年规划纲要", (2026, 2030)),
        ("国民经济和社会发展第三个五年计划", (1966, 1970)),
        ("关于促进融通创新（2022-2025年）的通知", (2022, 2025)),
        ("中长期规划（2021—2035年）", (2021, 2035)),
        ("促进中部地区崛起规划（2016至2025年）", (2016, 2025)),
        ("2020-2021年度活跃度评价报告", None),  # years that are reported on, GUIDE gives none
        ("2021年工作报告", None),
        ("产品目录（2021年版）", None),
    ],
)
def test_periods(title: str, period: tuple[int, int] | None) -> None:
    assert period_of(title) == period


def test_date_stands_before_the_verb() -> None:
    text = "2024年12月22日，国务院办公厅印发《甲意见》，自2025年1月1日起施行"
    dates = (DateMention(0, 11, text[:11], "t", "2024-12-22"), DateMention(29, 38, text[29:38], "t", "2025-01-01"))
    (mention,) = find_policies(view_text(text), ArticleMentions("text", dates=dates))
    assert mention.date == "2024-12-22"


# --- short forms and the article as a whole


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("印发《甲乙实施方案》。《方案》提出", "方案", "甲乙实施方案"),
        ("公布《外商投资安全审查办法》。《安审办法》共23条", "安审办法", "外商投资安全审查办法"),
        ("印发《甲意见》（以下简称《若干条》）。《若干条》提出", "若干条", "甲意见"),
        ("印发《配网方案（2024—2027年）》。根据《配网方案》", "配网方案", "配网方案（2024—2027年）"),
    ],
)
def test_short_forms(text: str, short: str, full: str) -> None:
    assert (short, full) in [(m.title, m.short_for) for m in find(text)]


def test_nearest_work_is_meant() -> None:
    mentions = find("《甲地规划》已印发。《乙地方案》（以下简称《方案》）在《规划》的基础上编制。")
    assert [m.short_for for m in mentions] == [None, None, "乙地方案", "甲地规划"]


@pytest.mark.parametrize(
    "text",
    [
        "执行《企业会计准则》或《小企业会计准则》",
        "印发《团体标准规定》，《团体标准规定（试行）》同时废止",
    ],  # named apart
)
def test_other_work_is_no_short_form(text: str) -> None:
    assert [m.short_for for m in find(text)] == [None, None]


def test_attribute_belongs_to_the_first_of_a_list() -> None:
    assert [m.event for m in find("以新修订的《甲法》和《乙方案》为遵循")] == ["revised", "cited"]


def test_short_form_of_another_article() -> None:
    view = view_text("《若干条》提出")
    told = ArticleView(
        view.article_id, view.text, view.zones, context=view.context.__class__(aliases=(Alias("甲意见", "若干条"),))
    )
    (mention,) = find_policies(told, EMPTY)
    assert mention.short_for == "甲意见"


def test_short_form_of_two_works_elsewhere_names_neither() -> None:
    view = view_text("《若干条》提出")
    context = view.context.__class__(aliases=(Alias("甲意见", "若干条"), Alias("乙意见", "若干条")))
    assert find_policies(ArticleView(view.article_id, view.text, view.zones, context=context), EMPTY) == ()


def test_mentions_carry_what_the_article_says() -> None:
    headline, body, later = find("《甲规划》发布\n科技部等三部门近日印发《甲规划》。根据《甲规划》，工作开始。")
    assert {(m.event, m.issuers, m.issuer_count) for m in (headline, body, later)} == {("issued", ("科技部",), 3)}


def test_document_that_is_the_article() -> None:
    title = "国务院办公厅关于印发“无废城市”建设试点工作方案的通知"
    text = f"{title}\n国办发〔2018〕128号\n《“无废城市”建设试点工作方案》已经国务院同意，现印发给你们。"
    zones = (ViewZone("title", 0, len(title)), ViewZone("body", len(title) + 1, len(text)))
    notice, plan = find_policies(ArticleView("a", text, zones), EMPTY)
    assert (notice.title, notice.event, notice.document_number) == (title, "issued", "国办发〔2018〕128号")
    assert (plan.event, plan.issuers) == ("issued", ("国务院办公厅",))  # what the notice passes on is its issuer's


def test_parse_gives_plain_records() -> None:
    (record,) = parse_policies("科技部等九部门近日印发《“十四五”东西部科技合作实施方案》")
    assert record["kind"] == "policy" and record["policy_kind"] == "policy"
    assert (record["issuers"], record["issuer_count"], record["period"]) == (["科技部"], 9, [2021, 2025])
    assert json.loads(json.dumps(record)) == record


# --- the reference bulletin, article by article


def test_reference_bulletin(shared: Path) -> None:
    """Every policy of the gold with kind, event and issuers, in text made of the printed lines of its article."""
    gold = json.loads((shared / "gold" / "2022-03.json").read_text(encoding="utf-8"))
    text = (shared / "gold" / "2022-03.txt").read_text(encoding="utf-8")
    body = text[text.rindex(gold["columns"][0]) :]
    wrong = []
    for article, article_text in _articles(gold, body):
        found = {key_of(m.title): m for m in find(article_text) if m.short_for is None}
        wanted = {key_of(p["title"]): p for p in article["policies"]}
        wrong += [(article["ordinal"], key) for key in wanted.keys() ^ found.keys()]
        for key in wanted.keys() & found.keys():
            kind, issuers = wanted[key]["kind"], tuple(wanted[key]["issuers"])
            if (found[key].kind, found[key].issuers) != (kind, issuers):
                wrong.append((article["ordinal"], key))
            # The catalogue is 编制完成 in the body; that it was released only the contents list says.
            if found[key].event != wanted[key]["event"] and kind != "catalogue":
                wrong.append((article["ordinal"], found[key].event))
    assert wrong == []


def _articles(gold: dict, body: str) -> list[tuple[dict, str]]:
    lines = [line for line in body.split("\n") if line.strip()]
    squeezed = [re.sub(r"\s", "", line) for line in lines]
    starts = [squeezed.index(re.sub(r"\s", "", a["title"])) for a in gold["articles"]]
    ends = [*starts[1:], squeezed.index(next(s for s in squeezed if s.startswith("报：")))]
    return [
        (a, lines[low] + "\n" + "".join(lines[low + 1 : high]))
        for a, low, high in zip(gold["articles"], starts, ends, strict=True)
    ]


# --- whatever the text


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    st.text(
        alphabet="《》〈〉“”（）《》，。\n国务院科技部印发关于的通知意见方案以下简称十四五2021-年号〔〕", max_size=120
    )
)
def test_any_text(text: str) -> None:
    for mention in find(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.title == mention.title.strip()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=80))
def test_any_characters(text: str) -> None:
    assert all(text[m.start : m.end] == m.text for m in find(text))


@pytest.mark.parametrize(
    "unit",
    [
        "《",
        "》",
        "《甲方案",
        "《甲方案》",
        "关于",
        "国务院关于",
        "印发",
        "“甲乙丙丁戊己”课题",
        "、国务院",
        "（以下简称《",
    ],
)
def test_hostile_repetition_is_linear(unit: str) -> None:
    """Ten times the text takes about ten times as long, not a hundred."""
    times = []
    for length in (3_000, 30_000):
        text = unit * (length // len(unit))
        began = time.process_time()
        find(text)
        times.append(time.process_time() - began)
    assert times[1] < 30 * max(times[0], 0.01)


def test_kind_is_told_by_the_longest_ending() -> None:
    assert kind_of("数字素养学习纲要", "", "", None) == "other"
    assert kind_of("数字素养发展纲要", "", "", None) == "policy"
