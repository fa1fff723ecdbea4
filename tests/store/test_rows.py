"""What one issue made by hand (made.py) becomes in every table, in the index and in the archive's own tables."""

import json

import pytest
from store.made import BULLETIN, DOCUMENT, FILES, FOUND, LINKS

from pipeline.model.bulletin import Bulletin
from pipeline.model.entity import Alliance, AllianceName, Entities, Official, Organization, Policy, Redirect, Tenure
from pipeline.model.mention import Extraction
from pipeline.model.page import Document
from pipeline.model.tables import BY_NAME
from pipeline.store.entity_rows import document_row, entity_rows
from pipeline.store.ndjson import article_lines, canonical_names
from pipeline.store.rows import Row, bulletin_rows, ledger_rows

# Characters of the made pages are 10 points wide and 12 high; page 1 begins 20 points from the top, page 2 another 20.
EXPECTED = {
    "bulletins": [("b-1", "简报", 2022, 3, 62, "办公室", "2022-06-10")],
    "bulletin_staff": [("b-1", "编辑", "王五"), ("b-1", "审核", "赵六")],  # a name printed twice is one row
    "bulletin_recipients": [("b-1", "report", 1, "部领导"), ("b-1", "copy", 1, "各处")],
    "sections": [("s-1", "b-1", 1, "要闻", None, 0, 29, 1, 1)],
    "articles": [
        ("b-1.a01", "b-1", "s-1", 1, "甲讯", None, None, "丁", None, "甲", 3, 29, 1, 1),
        ("b-1.a02", "b-1", None, 2, "乙讯", "乙", 0.5, None, "戊", "乙", 30, 47, 2, 2),  # in no section
    ],
    "sentences": [
        ("s.2", "b-1.a02", 1, "丙公司3—5人。", 39, 47, ("丙",), ("n",)),
        ("s.1", "b-1.a01", 1, "甲联盟主任李明今年在京发《乙办法》，增长5%。", 6, 29, ("甲",), ("n",)),
    ],
    "table_cells": [
        ("t-1", "b-1.a02", 0, 0, "数量", "数量", 33, 35, 2, 40.0, 40.0, 60.0, 52.0),
        ("t-1", "b-1.a02", 1, 0, "数量", "9家", 36, 38, 2, 70.0, 40.0, 90.0, 52.0),  # the head names its column
    ],
    "findings": [("f-1", "b-1", None, "contents", "note", "不一", ("m",))],
    "links": [
        ("b-1.a01.all.3-6", "all-1", 1.0, "so", "linked"),
        ("b-1.a01.off.8-10", "off-1", 0.5, "so", "linked"),
        ("b-1.a01.pol.16-19", "pol-1", 1.0, "so", "corrected"),
        ("b-1.a02.org.9-12", None, 0.5, "so", "review"),
        ("b-1.a02.pol.0-2", "pol-2", 1.0, "so", "linked"),
    ],
    "mentions": [
        # found by two rules at one place: one row, that of the first
        ("b-1.a01.all.3-6", "b-1.a01", "s.1", "alliance", "甲联盟", 6, 9, 1, 60.0, 20.0, 90.0, 32.0, "all-1", "list", None),
        ("b-1.a01.off.8-10", "b-1.a01", "s.1", "official", "李明", 11, 13, 1, 110.0, 20.0, 130.0, 32.0, "off-1", "rule", None),
        ("b-1.a01.pol.16-19", "b-1.a01", "s.1", "policy", "乙办法", 19, 22, 1, 190.0, 20.0, 220.0, 32.0, "pol-1", "rule", None),
        ("b-1.a01.pol.17-19", "b-1.a01", "s.1", "policy", "办法", 20, 22, 1, 200.0, 20.0, 220.0, 32.0, None, "rule", None),
        # a figure's record is itself
        ("b-1.a01.fig.23-25", "b-1.a01", "s.1", "figure", "5%", 26, 28, 1, 260.0, 20.0, 280.0, 32.0, "b-1.a01.fig.23-25", "number", None),
        ("b-1.a01.pla.13-14", "b-1.a01", "s.1", "place", "京", 16, 17, 1, 160.0, 20.0, 170.0, 32.0, None, "list", "北京市"),
        ("b-1.a01.dat.10-12", "b-1.a01", "s.1", "date", "今年", 13, 15, 1, 130.0, 20.0, 150.0, 32.0, None, "rule", "2022"),
        # a title is no sentence
        ("b-1.a01.dat.0-2", "b-1.a01", None, "date", "甲讯", 3, 5, 1, 30.0, 20.0, 50.0, 32.0, None, "rule", "2021"),
        # behind the last character of one sentence and before the first of the next
        ("b-1.a02.pol.0-2", "b-1.a02", None, "policy", "乙讯", 30, 32, 2, 10.0, 40.0, 30.0, 52.0, "pol-2", "rule", None),
        ("b-1.a02.fig.6-8", "b-1.a02", None, "figure", "9家", 36, 38, 2, 70.0, 40.0, 90.0, 52.0, "b-1.a02.fig.6-8", "cell", None),
        ("b-1.a02.fig.12-16", "b-1.a02", "s.2", "figure", "3—5人", 42, 46, 2, 130.0, 40.0, 170.0, 52.0, "b-1.a02.fig.12-16", "number", None),
        ("b-1.a02.org.9-12", "b-1.a02", "s.2", "organization", "丙公司", 39, 42, 2, 100.0, 40.0, 130.0, 52.0, None, "rule", None),
        # up to the last character of its sentence
        ("b-1.a02.dat.15-17", "b-1.a02", "s.2", "date", "人。", 45, 47, 2, 160.0, 40.0, 180.0, 52.0, None, "rule", "2020"),
    ],
    "official_roles": [
        ("b-1.a01.off.8-10.r1", "off-1", "李明", "甲联盟", "主任", False, None, "b-1.a01", "b-1", "2022-06-10", "b-1.a01.off.8-10"),
        ("b-1.a01.off.8-10.r2", "off-1", "李明", None, "委员", True, "院士", "b-1.a01", "b-1", "2022-06-10", "b-1.a01.off.8-10"),
    ],
    # a short form of a work named elsewhere is no event; a date that the text states goes before the issue's
    "policy_events": [
        ("pol-1", "b-1.a01", "b-1", "issued", "2022-06-10", "b-1.a01.pol.16-19"),
        ("pol-2", "b-1.a02", "b-1", "drafted", "2021", "b-1.a02.pol.0-2"),
    ],
    "figures": [
        ("b-1.a01.fig.23-25",) * 2 + ("b-1.a01", "b-1", "5%", 5.0, None, "5.00", "%", "exact", "产值", "all-1", None, None, None),
        ("b-1.a02.fig.6-8",) * 2 + ("b-1.a02", "b-1", "9家", 9.0, None, "9", "家", "exact", None, None, None, None, "t-1:1:0"),
        ("b-1.a02.fig.12-16",) * 2 + ("b-1.a02", "b-1", "3—5人", 3.0, 5.0, "3", "人", "range", None, None, None, None, None),
    ],
}  # fmt: skip


def cells(table: str, rows: list[Row]) -> list[tuple[object, ...]]:
    """The rows in the order of the contract's columns; a row has all of them and no others."""
    columns = [column.name for column in BY_NAME[table].columns]
    assert all(row.keys() == set(columns) for row in rows)
    return [tuple(row[name] for name in columns) for row in rows]


def test_every_table_has_a_case():
    assert bulletin_rows(FILES).keys() == EXPECTED.keys()


@pytest.mark.parametrize("table", EXPECTED)
def test_the_rows_of_an_issue(table):
    assert cells(table, bulletin_rows(FILES)[table]) == EXPECTED[table]


def test_the_ledger_of_a_document():
    assert cells("ledger", ledger_rows(BULLETIN)) == [
        ("d-1", 1, "body", 30, None),
        ("d-1", 2, "table", 9, "so"),
    ]


ENTITIES = Entities(
    (Alliance("all-1", "甲产业联盟", "甲联盟", "138", "一", "roster", (AllianceName("甲联盟", "short", 2, "b-1", "b-1"),)),),
    (Official("off-1", "李明"),),
    (Tenure("off-1", "甲联盟", "主任", "2022", "2023", 2, None),),
    (
        Policy("pol-1", "乙办法", "policy", "国发1号", 2021, 2025, ("甲部", "乙部"), 3),
        Policy("pol-2", "丙", "plan", None, None, None, (), 7),  # 七部门: none of them named
        Policy("pol-3", "丁", "plan", None, None, None, (), None),
    ),
    (Organization("org-1", "丙有限公司", "enterprise", "戊公司"),),
    (Redirect("all-0", "all-1", "one body"),),
)  # fmt: skip


def test_the_rows_of_the_archive():
    assert {name: cells(name, rows) for name, rows in entity_rows(ENTITIES).items()} == {
        "alliances": [("all-1", "甲产业联盟", "甲联盟", "138", "一", "roster")],
        "officials": [("off-1", "李明")],
        "tenures": [("off-1", "甲联盟", "主任", "2022", "2023", 2, None)],
        "policies": [
            ("pol-1", "乙办法", "policy", "国发1号", 2021, 2025),
            ("pol-2", "丙", "plan", None, None, None),
            ("pol-3", "丁", "plan", None, None, None),
        ],
        "organizations": [("org-1", "丙有限公司", "enterprise", "戊公司")],
        "redirects": [("all-0", "all-1", "one body")],
        "alliance_names": [("all-1", "甲联盟", "short", 2, "b-1", "b-1")],
        "policy_issuers": [("pol-1", 1, "甲部", 3), ("pol-1", 2, "乙部", 3), ("pol-2", 1, None, 7)],
    }


def test_a_file_that_became_nothing():
    unread = Document("d-2", "x.bin", "ee", 4, reason="no text", warnings=("so",))
    assert cells("documents", [document_row(unread)]) == [
        ("d-2", "x.bin", "ee", 4, None, None, None, None, "quarantined", "no text", None, ("so",))
    ]
    assert document_row(DOCUMENT)["pages"] == 2


def lines(bulletin: Bulletin = BULLETIN) -> list[dict[str, object]]:
    names = {"all-1": "甲产业联盟", "pol-1": "乙办法", "pol-2": "乙方案", "all-9": "别的"}
    found = article_lines(bulletin, Extraction("b-1", FOUND), LINKS, names, list)
    return [json.loads(line) for line in found]


def test_the_lines_for_search():
    assert lines() == [
        {
            "article_id": "b-1.a01", "bulletin_id": "b-1", "series": "简报", "date": "2022-06-10", "section": "要闻",
            "title": "甲讯", "body": "甲", "contributor": "丁", "source": None, "title_tokens": "甲 讯",
            "body_tokens": "甲", "alliances": ["甲产业联盟"], "officials": [], "policies": ["乙办法"],
            "organizations": [],
            "figures": [{"text": "5%", "value": 5.0, "unit": "%", "indicator": "产值", "qualifier": "exact"}],
        },
        {
            "article_id": "b-1.a02", "bulletin_id": "b-1", "series": "简报", "date": "2022-06-10", "section": None,
            "title": "乙讯", "body": "乙", "contributor": None, "source": "戊", "title_tokens": "乙 讯",
            "body_tokens": "乙", "alliances": [], "officials": [], "policies": ["乙方案"], "organizations": [],
            "figures": [
                {"text": "9家", "value": 9.0, "unit": "家", "indicator": None, "qualifier": "exact"},
                {"text": "3—5人", "value": 3.0, "unit": "人", "indicator": None, "qualifier": "range"},
            ],
        },
    ]  # fmt: skip


def test_the_names_that_search_shows():
    assert canonical_names(ENTITIES) == {
        "all-1": "甲产业联盟", "off-1": "李明", "pol-1": "乙办法", "pol-2": "丙", "pol-3": "丁", "org-1": "丙有限公司",
    }  # fmt: skip
