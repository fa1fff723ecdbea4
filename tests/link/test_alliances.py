"""Alliances over small archives: evidence, misprints, namesakes, codes, the history of names."""

from decimal import Decimal

import pytest

from pipeline.link.compare import contained, fold, slip
from pipeline.link.forms import read_form
from pipeline.model.ids import entity_id
from pipeline.model.mention import Alias, FigureMention
from tests.link.build import Piece, alliance, bulletin, links_of, naming, resolved


@pytest.mark.parametrize(
    ("text", "core", "long", "slipped"),
    [
        ("集成电路封测产业链技术创新战略联盟", "集成电路封测", True, False),  # bulletin 2022-03, article 10
        ("新一代煤（能源）化工产业技术创新战略盟", "新一代煤能源化工", True, True),  # bulletin 2022-03, table
        ("再生联盟产业技术创新战略联盟", "再生", True, True),  # bulletin 2022-03, article 9, contributor
        ("闪联联盟", "闪联", False, False),  # bulletin 2022-03: the core itself ends in 联
        ("国家农业科技创新联盟", "农业科技", True, False),  # 科技 belongs to the name, 创新联盟 to the ending
        ("CSA", "CSA", False, False),  # an acronym without ending
        ("联盟", "联盟", False, False),  # nothing but the ending stays what it is
        ("产业技术创新战略联盟", "产业技术创新战略联盟", True, False),  # likewise
        ("WAPI产业联盟", "WAPI", False, False),  # bulletin 2022-03, article 18
    ],
)
def test_a_name_is_taken_apart(text: str, core: str, long: bool, slipped: bool) -> None:
    form = read_form(text)
    assert (form.core, form.long, form.slip is not None) == (core, long, slipped)


@pytest.mark.parametrize(
    ("printed", "known", "is_slip"),
    [
        ("电动车", "电动汽车", True),  # bulletin 2022-03, article 4
        ("电动汽车", "电动汽车电驱动系统", False),  # another body
        ("第二代半导体", "第三代半导体", False),  # a numeral tells
        ("晶硅", "非晶硅", False),  # a negation tells
        ("太阳能光伏", "太阳能光热", False),  # one sign in five is another field
        ("半导体明照", "半导体照明", True),  # exchanged
        ("光纤纤材料", "光纤材料", True),  # doubled
        ("卫星遥感", "小卫星遥感", False),  # a measure tells
        ("TD", "LTD", False),  # letters of an acronym all tell
    ],
)
def test_slips_of_the_pen(printed: str, known: str, is_slip: bool) -> None:
    assert (slip(printed, known) is not None) == is_slip


def test_a_name_is_no_slip_of_itself() -> None:
    assert slip("集成电路封测", "集成电路封测") is None


def test_containment_needs_two_characters() -> None:
    assert contained("封测", "集成电路封测") == "end"
    assert contained("测", "集成电路封测") is None


def test_folding_keeps_letters() -> None:
    assert fold(" “ＷＡＰＩ” （bim）") == "WAPI(BIM)"


FULL, SHORT = "缓控释肥料应用产业技术创新战略联盟", "缓释肥联盟"


def test_title_and_contributor_are_evidence() -> None:
    piece = Piece(f"{SHORT}召开会议", "会议在京召开。", f"{FULL}秘书处", (alliance(SHORT), alliance(FULL)))
    archive = [bulletin(piece), bulletin(naming(alliance(SHORT)), number=2)]
    entities, links = resolved(archive)
    found = links_of(archive, links, SHORT)
    assert [entities.alliances[0].name] == [a.name for a in entities.alliances] == [FULL]
    assert {link.record_id for link in found} == {entities.alliances[0].alliance_id}
    assert FULL in found[0].reasons and found[0].decision == "linked"


def test_a_definition_in_the_text_outweighs_the_roster() -> None:
    other = "风力发电与光热利用产业技术创新战略联盟"
    piece = Piece(body=f"{other}（以下简称光热联盟）成立。光热联盟设秘书处。", aliases=(Alias(other, "光热联盟"),),
                  mentions=(alliance(other), alliance("光热联盟"), alliance("光热联盟")))  # fmt: skip
    archive = [bulletin(piece), bulletin(naming(alliance("光热联盟")), number=2)]
    entities, links = resolved(archive)
    names = {a.alliance_id: a.name for a in entities.alliances}
    here, again, elsewhere = (names[link.record_id or ""] for link in links_of(archive, links, "光热联盟"))
    assert (here, again, elsewhere) == (other, other, "太阳能光热产业技术创新战略联盟")


def test_a_short_name_of_two_bodies_goes_to_review_where_nothing_tells() -> None:
    first, second = "海洋监测装备产业技术创新战略联盟", "海洋养殖产业技术创新战略联盟"
    pieces = [
        Piece("海洋联盟年会", f"{n}召开年会。", mentions=(alliance("海洋联盟"), alliance(n))) for n in (first, second)
    ]
    archive = [
        bulletin(pieces[0], number=1),
        bulletin(pieces[1], number=2),
        bulletin(naming(alliance("海洋联盟")), number=3),
    ]
    entities, links = resolved(archive)
    names = {a.alliance_id: a.name for a in entities.alliances}
    told, told_too, open_ = links_of(archive, links, "海洋联盟")
    assert (names[told.record_id or ""], names[told_too.record_id or ""]) == (first, second)
    assert (open_.record_id, open_.decision, set(open_.candidates)) == (None, "review", set(names))


def test_a_region_makes_another_body() -> None:
    archive = [bulletin(naming(*map(alliance, ("木竹联盟", "浙江省木竹产业技术创新战略联盟", "国际木竹联盟"))))]
    entities, _ = resolved(archive)
    assert len(entities.alliances) == 3


def test_the_code_beside_a_name_is_evidence() -> None:
    table = (("序号", "联盟名称", "批次"), ("1", "集成电路封装测试联盟", "138"))
    archive = [bulletin(Piece("名单", mentions=(alliance("集成电路封装测试联盟"),), tables=(table,)))]
    entities, _ = resolved(archive)
    assert [(a.name, a.code) for a in entities.alliances] == [("集成电路封测产业技术创新战略联盟", "138")]


def test_a_new_alliance_takes_the_code_that_the_table_gives() -> None:
    table = (("序号", "联盟名称", "批次"), ("1", "杂交水稻产业技术创新战略联盟", "399"))
    archive = [bulletin(Piece("名单", mentions=(alliance("杂交水稻产业技术创新战略联盟"),), tables=(table,)))]
    entities, _ = resolved(archive)
    assert [(a.code, a.origin) for a in entities.alliances] == [("399", "discovered")]


def test_the_history_of_a_name() -> None:
    archive = [
        bulletin(naming(alliance("封测联盟")), number=1, year=2012),
        bulletin(naming(alliance("封测联盟"), alliance("集成电路封测产业链技术创新战略联盟")), number=1, year=2016),
        bulletin(naming(alliance("集成路封测产业技术创新战略联盟")), number=1, year=2020),
    ]
    (record,) = resolved(archive)[0].alliances
    seen = {n.name: (n.kind, n.mentions, n.first_bulletin, n.last_bulletin) for n in record.names if n.mentions}
    first, second, third = (b.bulletin_id for b, _ in archive)
    assert seen == {
        "封测联盟": ("short", 2, first, second),
        "集成电路封测产业链技术创新战略联盟": ("variant", 1, second, second),
        "集成路封测产业技术创新战略联盟": ("misspelling", 1, third, third),
    }
    assert (record.name, record.code, record.origin) == ("集成电路封测产业技术创新战略联盟", "138", "roster")


def test_a_discovered_alliance_is_never_named_by_a_misprint() -> None:
    wrong, right = "碳纤维复合料产业技术创新战略联盟", "碳纤维复合材料产业技术创新战略联盟"
    archive = [bulletin(naming(alliance(wrong)), number=1), bulletin(naming(alliance(right)), number=2)]
    (record,) = resolved(archive)[0].alliances
    assert record.name == right
    assert {n.name: n.kind for n in record.names} == {right: "official", wrong: "misspelling"}


def test_a_record_that_evidence_merged_leaves_a_redirect() -> None:
    alone, _ = resolved([bulletin(naming(alliance(SHORT)))])
    piece = Piece(f"{SHORT}召开会议", "会议在京召开。", f"{FULL}秘书处", (alliance(SHORT), alliance(FULL)))
    both, _ = resolved([bulletin(naming(alliance(SHORT))), bulletin(piece, number=2)])
    moved = {r.old_id: r.new_id for r in both.redirects}
    assert moved == {alone.alliances[0].alliance_id: both.alliances[0].alliance_id}
    assert both.alliances[0].alliance_id == entity_id("alliance", "缓控释肥料应用")


OLD, NEW = "长江固废利用创新联盟", "长江循环经济产业创新联盟"


@pytest.mark.parametrize(
    "text",
    [
        f"{OLD}自7月1日起更名为“{NEW}”。",  # a notice of the change
        f"{NEW}（原{OLD}）召开年会。",  # a later mention
        f"{NEW}，前身为{OLD}，成立于2015年。",  # a portrait
    ],
)
def test_a_renamed_alliance_is_one_record_under_its_last_name(text: str) -> None:
    before = bulletin(naming(alliance(OLD)), number=1)
    alone = resolved([before])[0].alliances[0].alliance_id
    after = bulletin(naming(alliance(NEW)), number=3)
    archive = [before, bulletin(Piece(body=text, mentions=(alliance(OLD), alliance(NEW))), number=2), after]
    (record,) = resolved(archive)[0].alliances
    assert (record.name, record.alliance_id) == (NEW, alone)
    assert {n.name: (n.mentions, n.first_bulletin) for n in record.names} == {
        OLD: (2, before[0].bulletin_id),
        NEW: (2, archive[1][0].bulletin_id),
    }


def test_two_alliances_in_one_sentence_are_not_renamed() -> None:
    archive = [bulletin(Piece(body=f"{OLD}与{NEW}联合办会。", mentions=(alliance(OLD), alliance(NEW))))]
    assert len(resolved(archive)[0].alliances) == 2


def test_a_figure_of_alliances_at_large_is_not_the_only_alliances() -> None:
    name = "甲乙材料产业技术创新战略联盟"
    members = FigureMention(0, 0, "2700家", "hand", Decimal(2700), None, "家", "exact", indicator="成员单位")
    own = FigureMention(0, 0, "46家", "hand", Decimal(46), None, "家", "exact", indicator="成员单位")
    body = f"{name}成立，成员单位46家。据介绍，试点联盟在当地的理事长单位有34家，成员单位2700家。"
    archive = [bulletin(Piece(body=body, mentions=(alliance(name), own, members)))]
    _, (found,) = resolved(archive)
    assert [body[int(i.split(".")[-1].split("-")[0]) :][:3] for i in found.subjects] == ["46家"]
