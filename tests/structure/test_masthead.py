"""What mastheads say, in the forms that bulletins print them in."""

import pytest
from structure.reading import text_document

from pipeline.model.bulletin import Masthead
from pipeline.structure.recover import recover

BODY = "\n\n某联盟召开年度工作会议\n\n会议总结了上一年的工作，部署了下一年的任务。\n"

CASES = [
    # the gold bulletin's form, series over two lines
    (
        "产业技术创新战略联盟试点工作\n简 报\n2022年第3期（总第62期）\n联络组办公室\n2022年6月10日",
        Masthead("产业技术创新战略联盟试点工作简报", 2022, 3, 62, "联络组办公室", "2022-06-10"),
    ),
    # the body above its bulletin's title, which an office of it edits
    (
        "青海省科学技术厅\n科技工作动态\n2023年第15期（总第412期）\n青海省科学技术厅办公室编印　2023年8月25日",
        Masthead("科技工作动态", 2023, 15, 412, "青海省科学技术厅办公室", "2023-08-25"),
    ),
    # everything on one line
    (
        "科技金融简报 2019年第4期 总第18期 科技金融促进会编 2019年4月30日",
        Masthead("科技金融简报", 2019, 4, 18, "科技金融促进会", "2019-04-30"),
    ),
    # Chinese numerals throughout
    (
        "工业设计动态\n二〇一二年第五期\n中国工业设计协会\n二〇一二年三月五日",
        Masthead("工业设计动态", 2012, 5, None, "中国工业设计协会", "2012-03-05"),
    ),
    # year in tortoise-shell brackets, dotted date
    (
        "煤炭清洁利用快报\n〔2019〕第4期\n主办：洁净煤联盟秘书处\n2019.12.3",
        Masthead("煤炭清洁利用快报", 2019, 4, None, "洁净煤联盟秘书处", "2019-12-03"),
    ),
    # a running number alone, hyphened date
    ("专利信息参考\n总第62期\n2012-03-05", Masthead("专利信息参考", 2012, None, 62, None, "2012-03-05")),
    # a plain number alone, no date at all
    ("节能情况通报\n第17期", Masthead("节能情况通报", None, 17, None, None, None)),
    # a weekly that names the days it covers before its own date
    (
        "数据要素周报\n2023年第28期\n2023年7月10日—7月16日\n数据要素研究院　　2023年7月17日",
        Masthead("数据要素周报", 2023, 28, None, "数据要素研究院", "2023-07-17"),
    ),
    # a month on the line, the day below it
    (
        "钨业运行月报\n（2020年11月  总第89期）\n钨业协会编制　2020年12月8日",
        Masthead("钨业运行月报", 2020, None, 89, "钨业协会", "2020-12-08"),
    ),
    # a series title that ends like a publisher's label
    (
        "海外观点摘编\n2024年第21期\n战略研究院情报中心编  2024.11.08",
        Masthead("海外观点摘编", 2024, 21, None, "战略研究院情报中心", "2024-11-08"),
    ),
    # bodies with their labels under each other
    (
        "储能技术与产业\n2022年6月　第2期\n主　办：储能研究院\n协　办：储能标委会",
        Masthead("储能技术与产业", 2022, 2, None, "储能研究院", "2022-06"),
    ),
    # several issues in one
    (
        "《稀土行业要情》\n2019年第1-2期\n稀土行业协会秘书处主办  2019年2月15日",
        Masthead("稀土行业要情", 2019, 1, None, "稀土行业协会秘书处", "2019-02-15"),
    ),
    # the letter-spaced red head of an office; a body over a series that stands by itself
    (
        "内部资料  注意保存\n中国某某工业协会\n工 作 简 报\n第 3 期\n2008年5月6日",
        Masthead("工作简报", 2008, 3, None, "中国某某工业协会", "2008-05-06"),
    ),
    # ten and more, with twenty
    (
        "气象科技信息\n第二十一期\n气象科技中心编印\n2010年10月20日",
        Masthead("气象科技信息", 2010, 21, None, "气象科技中心", "2010-10-20"),
    ),
    # issue, running number and date inside one pair of brackets
    (
        "水处理联盟通讯（2016年第5期，总第37期）\n水处理联盟编辑部  2016年5月31日",
        Masthead("水处理联盟通讯", 2016, 5, 37, "水处理联盟编辑部", "2016-05-31"),
    ),
    # full-width digits
    (
        "船舶工业月报\n２０１３年第０７期\n船舶工业联合会\n２０１３年７月１５日",
        Masthead("船舶工业月报", 2013, 7, None, "船舶工业联合会", "2013-07-15"),
    ),
    # issue line above the series
    (
        "2021年第9期\n数字经济观察\n数字经济研究院  2021年9月30日",
        Masthead("数字经济观察", 2021, 9, None, "数字经济研究院", "2021-09-30"),
    ),
    # publisher and date only in the imprint: see test_colophon; here a series without either
    ("林业科技动态\n2015年第2期（总第9期）", Masthead("林业科技动态", 2015, 2, 9, None, None)),
    # date in brackets under the title, editor's office behind a bar
    (
        "医疗器械创新联盟工作动态\n第8期\n（2020年8月20日）\n联盟秘书处",
        Masthead("医疗器械创新联盟工作动态", 2020, 8, None, "联盟秘书处", "2020-08-20"),
    ),
]


@pytest.mark.parametrize(("head", "expected"), CASES, ids=[head.split("\n")[0] for head, _ in CASES])
def test_masthead(head: str, expected: Masthead) -> None:
    assert recover(text_document(head + BODY)).masthead == expected


@pytest.mark.parametrize(("head", "expected"), CASES, ids=[head.split("\n")[0] for head, _ in CASES])
def test_masthead_leaves_the_article(head: str, expected: Masthead) -> None:
    assert [a.title for a in recover(text_document(head + BODY)).articles] == ["某联盟召开年度工作会议"]


# Titles of news that hold numbers, dates and words that mastheads hold too.
NEWS = [
    "国家集成电路产业投资基金第三期成立",
    "全国第12期联盟秘书长培训班开班",
    "2022年6月10日联盟工作动态",
    "某联盟简报编辑部召开第5次会议",
    "总第100期《海洋信息》出版",
]


@pytest.mark.parametrize("title", NEWS)
def test_news_has_no_masthead(title: str) -> None:
    bulletin = recover(
        text_document(f"{title}\n6月10日，有关方面在京召开会议，研究部署下一步工作。\n会议要求抓好落实。")
    )
    assert [article.title for article in bulletin.articles] == [title]
    assert bulletin.masthead.series is None
