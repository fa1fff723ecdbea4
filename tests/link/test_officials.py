"""Persons and their tenures over small archives."""

from pipeline.model.mention import Alias, OfficialMention, Role
from tests.link.build import bulletin, links_of, naming, organization, resolved


def held(name: str, body: str | None = None, title: str | None = None, former: bool = False) -> OfficialMention:
    roles = (Role(body, title, former),) if body or title else ()
    return OfficialMention(0, 0, name, "hand", roles)


def test_a_tenure_spans_the_bulletins_that_state_it_and_ends_with_the_successor() -> None:
    archive = [
        bulletin(naming(held("张明", "科学技术部高新司", "司长")), number=1, year=2014),
        bulletin(naming(held("张明", "科技部高新司", "司长")), number=5, year=2016),
        bulletin(naming(held("李华", "科技部高新司", "司长")), number=2, year=2018),
    ]
    tenures = resolved(archive)[0].tenures
    shown = {(t.organization, t.title, t.first_seen, t.last_seen, t.observations) for t in tenures}
    assert shown == {
        ("科技部高新司", "司长", "2014-01-10", "2016-05-10", 2),
        ("科技部高新司", "司长", "2018-02-10", "2018-02-10", 1),
    } or {s[0] for s in shown} == {"科技部高新技术发展及产业化司"}
    ended = [t.ended_by for t in tenures if t.last_seen == "2016-05-10"]
    assert ended[0] is not None and ended[0].startswith("继任李华")


def test_a_former_post_ends_the_tenure() -> None:
    archive = [
        bulletin(naming(held("杨华", "样例中心", "理事长")), number=1),
        bulletin(naming(held("杨华", "样例中心", "理事长", former=True)), number=3),
    ]
    (tenure,) = resolved(archive)[0].tenures
    assert (tenure.first_seen, tenure.last_seen, tenure.observations) == ("2022-01-10", "2022-01-10", 2)
    assert tenure.ended_by == "原理事长（2022-03-10）"


def test_a_title_alone_counts_for_the_one_organization_of_that_title() -> None:
    archive = [
        bulletin(naming(held("邵华", "科技部", "副部长"), held("邵华", None, "副部长"))),
        bulletin(naming(held("邵华", None, "副部长")), number=2),
    ]
    entities, links = resolved(archive)
    shown = [(t.organization, t.title, t.observations, t.last_seen) for t in entities.tenures]
    assert shown == [("科技部", "副部长", 3, "2022-02-10")]
    assert all("holds this post" in link.reasons for link in links_of(archive, links, "邵华"))


def test_a_title_alone_stays_alone_beside_two_organizations() -> None:
    posts = (held("李华", "甲中心", "主任"), held("李华", "乙中心", "主任"), held("李华", None, "主任"))
    assert len(resolved([bulletin(naming(*posts))])[0].tenures) == 3


def test_deputies_do_not_succeed_each_other() -> None:
    archive = [
        bulletin(naming(held("张明", "科技部", "副部长")), number=1),
        bulletin(naming(held("李华", "科技部", "副部长")), number=2),
    ]
    assert [t.ended_by for t in resolved(archive)[0].tenures] == [None, None]


def test_organizations_that_texts_abbreviate_are_one_in_tenures() -> None:
    full, short = "中关村样例产业促进中心", "样例中心"
    first = naming(organization(full), organization(short), held("杨华", full, "理事长"), aliases=(Alias(full, short),))
    archive = [bulletin(first, number=1), bulletin(naming(held("杨华", short, "理事长")), number=2)]
    (tenure,) = resolved(archive)[0].tenures
    assert (tenure.organization, tenure.observations) == (full, 2)


SEATS = held("张伟", "科技部高新司", "副司长"), held("张伟", "湖南省科技厅", "副厅长")


def test_exclusive_posts_in_one_bulletin_are_two_persons() -> None:
    archive = [bulletin(naming(SEATS[0]), naming(SEATS[1]), naming(held("张伟")))]
    entities, links = resolved(archive)
    first, second, bare = links_of(archive, links, "张伟")
    assert first.record_id != second.record_id
    assert {first.record_id, second.record_id} == {o.official_id for o in entities.officials}
    assert (bare.record_id, bare.decision, len(bare.candidates)) == (None, "review", 2)


def test_a_move_is_no_namesake() -> None:
    archive = [bulletin(naming(SEATS[0]), number=1), bulletin(naming(SEATS[1]), number=4)]
    assert len(resolved(archive)[0].officials) == 1


def test_posts_given_together_are_one_person() -> None:
    both = OfficialMention(0, 0, "张伟", "hand", (*SEATS[0].roles, *SEATS[1].roles))
    assert len(resolved([bulletin(naming(both), naming(SEATS[1]))])[0].officials) == 1


def test_a_bare_name_is_the_only_person_of_that_name() -> None:
    archive = [bulletin(naming(held("杨华", "样例中心", "理事长")), number=1), bulletin(naming(held("杨华")), number=2)]
    entities, links = resolved(archive)
    assert [link.record_id for link in links_of(archive, links, "杨华")] == [entities.officials[0].official_id] * 2


def test_a_name_spread_in_a_list_or_in_traditional_characters_is_written_plainly() -> None:
    archive = [
        bulletin(naming(held("倪 虹", "住房城乡建设部", "副部长"))),
        bulletin(naming(held("萬鋼", "科技部", "部長")), number=2),
        bulletin(naming(held("万钢", "科技部", "部长")), number=3),
    ]
    entities, _ = resolved(archive)
    assert {o.name for o in entities.officials} == {"倪虹", "万钢"}
    assert {(t.title, t.observations) for t in entities.tenures} == {("副部长", 1), ("部长", 2)}


def test_beside_namesakes_a_post_without_a_seat_goes_to_whom_the_text_gives_it_or_to_review() -> None:
    professor = Role("清华大学", "教授")
    both = OfficialMention(0, 0, "张伟", "hand", (*SEATS[1].roles, professor))
    archive = [
        bulletin(naming(SEATS[0]), naming(both)),
        bulletin(naming(held("张伟", "清华大学", "教授")), naming(held("张伟", "样例大学", "教授")), number=2),
    ]
    _, links = resolved(archive)
    central, local, here, elsewhere = links_of(archive, links, "张伟")
    assert here.record_id == local.record_id != central.record_id
    assert (elsewhere.record_id, elsewhere.decision) == (None, "review")


def test_the_posts_of_an_alliance_renamed_in_brackets_are_the_alliances() -> None:
    full = "甲乙材料产业技术创新战略联盟"
    posts = held("杨华", full, "秘书长"), held("杨华", f"{full}（原丙丁材料联盟）", "秘书长")
    (tenure,) = resolved([bulletin(naming(*posts))])[0].tenures
    assert (tenure.organization, tenure.observations) == (full, 2)
