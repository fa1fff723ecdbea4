"""Policies, careers and networks."""

import xml.etree.ElementTree as ET

import pandas as pd
from trends.made import Article

from pipeline.trends.archive import read_archive
from pipeline.trends.careers import careers, post_labels
from pipeline.trends.denominators import calendar, missing_issues
from pipeline.trends.diffusion import answers, policy_diffusion
from pipeline.trends.networks import LARGEST_GROUP, graphml, networks


def diffusion(tables):
    archive = read_archive(tables)
    answered = answers(archive)
    return policy_diffusion(tables, archive, answered).set_index("policy_id"), answered


def test_from_issue_to_mention_half_life_and_answers(made):
    # 国办发〔2016〕28号 was issued on 2016-04-21 (www.gov.cn)
    number = "国办发〔2016〕28号"
    made.rows["policies"] = [{"policy_id": "pol-1", "title": "某方案", "document_number": number}]
    made.issue("2016-05-01", [Article(("pol-1", "all-1"))])
    made.issue("2016-08-01", [Article(("pol-1", "all-1", "all-2"))])
    made.issue("2020-04-21", [Article(("pol-1",)), Article()])
    table, answered = diffusion(made.write())
    row = table.loc["pol-1"]
    assert (row["issued"], row["issued_from"], row["first_mention"]) == ("2016-04-21", "document number", "2016-05-01")
    assert (row["lag_days"], row["half_life_days"], row["observed_days"], row["alliances"]) == (10, 102, 1461, 2)
    assert answered[["alliance_id", "articles", "evidence"]].values.tolist() == [
        ["all-1", 2, "b-001.a001;b-002.a001"], ["all-2", 1, "b-002.a001"],
    ]  # fmt: skip


def test_issue_date_by_title_and_by_the_article_itself(made):
    made.rows["policies"] = [
        {"policy_id": "pol-1", "title": "促进科技成果转移转化行动方案"}, {"policy_id": "pol-2", "title": "联盟自己的办法"},
        {"policy_id": "pol-3", "title": "别的办法"},
    ]  # fmt: skip
    made.issue("2016-05-01", [Article(("pol-1", "pol-2", "pol-3"))])
    event = {"article_id": "b-001.a001", "bulletin_id": "b-001", "event": "issued"}
    made.rows["policy_events"] = [
        event | {"policy_id": "pol-2", "date": "2016-04-30"},
        event | {"policy_id": "pol-3", "date": "2016-05-01"},  # only the issue's own date
    ]
    table, _ = diffusion(made.write())
    assert table.loc["pol-1", "issued_from"] == "title"
    assert tuple(table.loc["pol-2", ["issued", "issued_from"]]) == ("2016-04-30", "article")
    assert pd.isna(table.loc["pol-3", "issued"])
    assert pd.isna(table.loc["pol-3", "lag_days"])


def test_one_mention_has_no_half_life(made):
    made.rows["policies"] = [{"policy_id": "pol-1", "title": "某方案", "document_number": "国办发〔2016〕28号"}]
    made.issue("2016-05-01", [Article(("pol-1",))])
    assert pd.isna(diffusion(made.write())[0].loc["pol-1", "half_life_days"])


def test_posts_stand_in_order_of_time(made):
    post = {"official_id": "off-2", "observations": 1}
    made.rows["tenures"] = [
        post | {"organization": "科技部", "title": "部长", "first_seen": "2018-05-31", "last_seen": "2021-03-26"},
        post | {"organization": None, "title": "局长", "first_seen": "2010-01-01", "last_seen": "2012-01-01"},
    ]
    made.issue("2020-01-01", [Article()])
    table = careers(made.write())
    assert table[["name", "post_number", "posts"]].values.tolist() == [["王志刚", 1, 2], ["王志刚", 2, 2]]
    assert post_labels(table).tolist() == ["局长（单位未载）", "科技部 部长"]


def connected(made):
    made.issue("2019-01-01", [Article(("all-1", "all-2", "pol-1")), Article(("all-1", "all-2", "all-3"))])
    made.issue("2020-01-01", [Article(("all-1", "off-1")), Article(("all-3", "off-1"))])
    tables = made.write()
    archive = read_archive(tables)
    return networks(archive, calendar(archive, "year", missing_issues(archive.bulletins)))


def test_ties_by_hand(made):
    columns = ["year", "alliance_id", "other_id", "shared_articles", "shared_officials", "shared_policies", "strength"]
    found = connected(made).ties[columns].values.tolist()
    assert found == [
        # an article of two (1) and one of three (1/2), and a policy of two (1)
        ["2019", "all-1", "all-2", 2, 0, 1, 2.5], ["2019", "all-1", "all-3", 1, 0, 0, 0.5],
        ["2019", "all-2", "all-3", 1, 0, 0, 0.5], ["2020", "all-1", "all-3", 0, 1, 0, 1.0],
        ["all", "all-1", "all-2", 2, 0, 1, 2.5], ["all", "all-1", "all-3", 1, 1, 0, 1.5],
        ["all", "all-2", "all-3", 1, 0, 0, 0.5],
    ]  # fmt: skip


def test_the_middle_of_a_path_lies_between(made):
    made.rows["alliances"] = [{"alliance_id": f"all-{n}", "name": f"{n}联盟"} for n in range(1, 6)]
    made.issue("2019-01-01", [Article((f"all-{n}", f"all-{n + 1}")) for n in range(1, 5)])
    archive = read_archive(made.write())
    members = networks(archive, calendar(archive, "year", missing_issues(archive.bulletins))).members
    year = members[members["year"] == "2019"].set_index("alliance_id")
    # Of the six pairs of others, the middle lies between four; Brandes' measure divides by (n−1)(n−2)/2
    assert year["betweenness"].to_dict() == {"all-1": 0, "all-2": 0.5, "all-3": 0.666667, "all-4": 0.5, "all-5": 0}


def test_two_groups_are_two_communities(made):
    made.rows["alliances"] = [{"alliance_id": f"all-{n}", "name": f"{n}联盟"} for n in range(1, 7)]
    made.issue("2019-01-01", [Article(names) for names in (("all-1", "all-2", "all-3"), ("all-4", "all-5", "all-6"))] * 3
               + [Article(("all-3", "all-4"))])  # fmt: skip
    archive = read_archive(made.write())
    members = networks(archive, calendar(archive, "year", missing_issues(archive.bulletins))).members
    year = members[members["year"] == "2019"].sort_values("alliance_id")
    assert year["community"].tolist() == [1, 1, 1, 2, 2, 2]


def test_a_list_of_all_ties_nobody(made):
    count = LARGEST_GROUP + 1
    made.rows["alliances"] = [{"alliance_id": f"all-{n:02}", "name": f"{n}联盟"} for n in range(count)]
    made.issue("2019-01-01", [Article(tuple(f"all-{n:02}" for n in range(count)))])
    archive = read_archive(made.write())
    assert networks(archive, calendar(archive, "year", missing_issues(archive.bulletins))).ties.empty


def test_graphml_can_be_read(made):
    root = ET.fromstring(graphml(connected(made), "2019"))
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert len(root.findall(".//g:node", space)) == 3
    assert len(root.findall(".//g:edge", space)) == 3
    assert any(data.text == "木竹产业技术创新战略联盟" for data in root.iter() if data.text)


def test_graphml_of_a_name_with_a_control_character(made):
    made.rows["alliances"] = [
        {"alliance_id": "all-1", "name": "甲\x0b联盟"},
        {"alliance_id": "all-2", "name": "乙<联盟"},
    ]
    made.issue("2019-01-01", [Article(("all-1", "all-2"))])
    archive = read_archive(made.write())
    found = networks(archive, calendar(archive, "year", missing_issues(archive.bulletins)))
    assert {data.text for data in ET.fromstring(graphml(found, "all")).iter()} >= {"甲联盟", "乙<联盟"}
