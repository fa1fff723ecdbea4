"""Analysts' decisions: read, applied on every run, undone with their line, reported when they clash or match nothing."""

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.check import check_archive, summarise
from pipeline.link import Corrections, apply, read_corrections
from pipeline.model.errors import BadCorrection
from pipeline.model.mention import FigureMention, OfficialMention, Role
from tests.link.build import Archive, Piece, alliance, bulletin, links_of, naming, policy, resolved

HEAD = "action,key,surface,target,value,who,when,why\n"
SIGNED = "陈,2024-01-02,read the minutes"


def read(folder: Path, *lines: str, name: str = "decisions.csv") -> Corrections:
    (folder / name).write_text(HEAD + "".join(f"{line},{SIGNED}\n" for line in lines), encoding="utf-8")
    return read_corrections(folder)


def findings(archive: Archive, corrections: Corrections) -> dict[str, str]:
    """Check → message of the archive's findings."""
    corrected = [(b, apply(e, corrections)) for b, e in archive]
    entities, links = resolved(corrected, corrections)
    summaries = [summarise(b, e, found) for (b, e), found in zip(corrected, links, strict=True)]
    return {f.check: f.message for f in check_archive(summaries, entities, corrections)}


NAMES = ("甲材料产业技术创新战略联盟", "乙材料产业技术创新战略联盟")
ARCHIVE = [
    bulletin(naming(alliance(NAMES[0])), number=1),
    bulletin(naming(alliance(NAMES[1]), alliance("丙联盟")), number=2),
]


def record_of(text: str, corrections: Corrections, archive: Archive = ARCHIVE) -> str | None:
    _, links = resolved(archive, corrections)
    (found,) = {link.record_id for link in links_of(archive, links, text)}
    return found


PLAIN = Corrections()


def test_no_folder_is_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections") == Corrections()


def test_a_link_holds_everywhere_and_says_who_decided(tmp_path: Path) -> None:
    target = record_of(NAMES[0], PLAIN)
    corrections = read(tmp_path, f"link,,丙联盟,{target},")
    entities, links = resolved(ARCHIVE, corrections)
    (made,) = links_of(ARCHIVE, links, "丙联盟")
    assert (made.record_id, made.decision) == (target, "corrected")
    assert "decisions.csv:2" in made.reasons
    assert len(entities.alliances) == 2
    assert findings(ARCHIVE, corrections) == {}


def test_a_link_can_be_narrowed_to_a_bulletin(tmp_path: Path) -> None:
    archive = [*ARCHIVE, bulletin(naming(alliance("丙联盟")), number=3)]
    target = record_of(NAMES[0], PLAIN)
    corrections = read(tmp_path, f"link,{archive[2][0].bulletin_id},丙联盟,{target},")
    _, links = resolved(archive, corrections)
    assert [link.record_id == target for link in links_of(archive, links, "丙联盟")] == [False, True]


def test_a_merge_keeps_the_older_id_and_leaves_a_redirect(tmp_path: Path) -> None:
    older, newer = (record_of(name, PLAIN) for name in NAMES)
    corrections = read(tmp_path, f"merge,{newer},,{older},")
    entities, links = resolved(ARCHIVE, corrections)
    assert [(r.old_id, r.new_id) for r in entities.redirects] == [(newer, older)]
    assert {link.record_id for name in NAMES for link in links_of(ARCHIVE, links, name)} == {older}
    assert findings(ARCHIVE, corrections) == {}


def test_a_split_makes_a_record_of_a_name(tmp_path: Path) -> None:
    archive = [bulletin(naming(alliance("封测联盟"), alliance("集成电路封测产业技术创新战略联盟")))]
    known = record_of("封测联盟", PLAIN, archive)
    corrections = read(tmp_path, f"split,{known},封测联盟,,无锡封测联盟")
    entities, _ = resolved(archive, corrections)
    assert {a.name for a in entities.alliances} == {"无锡封测联盟", "集成电路封测产业技术创新战略联盟"}
    assert record_of("封测联盟", corrections, archive) not in (known, None)


def test_a_policy_can_be_merged_and_renamed(tmp_path: Path) -> None:
    archive = [bulletin(naming(policy("样例规划")), number=1), bulletin(naming(policy("样例发展规划")), number=2)]
    older, newer = (record_of(title, PLAIN, archive) for title in ("样例规划", "样例发展规划"))
    corrections = read(tmp_path, f"merge,{older},,{newer},", f"rename,{older},,,国家样例规划")
    entities, _ = resolved(archive, corrections)
    assert [(p.policy_id, p.title) for p in entities.policies] == [(older, "国家样例规划")]


def test_not_an_entity_makes_no_record(tmp_path: Path) -> None:
    corrections = read(tmp_path, "not-an-entity,,丙联盟,alliance,")
    corrected = [(b, apply(e, corrections)) for b, e in ARCHIVE]
    entities, links = resolved(corrected, corrections)
    (made,) = links_of(corrected, links, "丙联盟")
    assert (made.record_id, made.decision) == (None, "corrected")
    assert {a.name for a in entities.alliances} == set(NAMES)
    assert findings(ARCHIVE, corrections) == {}


def test_values_and_roles_are_put_right(tmp_path: Path) -> None:
    figure = FigureMention(0, 0, "57家", "hand", Decimal(57), None, "家", "exact")
    person = OfficialMention(0, 0, "张明", "hand", (Role("科技部", "司长"),))
    archive = [bulletin(Piece(body="张明等57家", mentions=(person, figure)))]
    article = archive[0][0].articles[0].article_id
    corrections = read(
        tmp_path, f"fix-value,{article},57家,value,58", f"fix-role,{article},张明,1,科技部高新司|原副司长"
    )
    (fixed,) = apply(archive[0][1], corrections).articles
    assert fixed.figures[0].value == Decimal(58)
    assert fixed.officials[0].roles == (Role("科技部高新司", "副司长", former=True),)
    assert findings(archive, corrections) == {}


def test_a_corrected_record_survives_an_added_bulletin(tmp_path: Path) -> None:
    target = record_of(NAMES[0], PLAIN)
    corrections = read(tmp_path, f"link,,丙联盟,{target},")
    archive = [bulletin(naming(alliance("丙联盟"), alliance("封测联盟")), number=9, year=2010), *ARCHIVE]
    assert record_of("丙联盟", corrections, archive) == target


def test_a_correction_that_matches_nothing_is_a_warning(tmp_path: Path) -> None:
    corrections = read(tmp_path, "link,,从未出现的联盟,all-0000000000,", "rename,pol-0000000000,,,新名")
    entities, _ = resolved(ARCHIVE, corrections)
    unmatched = [f for f in check_archive((), entities, corrections) if f.check == "correction-unmatched"]
    assert [f.severity for f in unmatched] == ["warning", "warning"]
    assert any("decisions.csv:2" in f.message for f in unmatched)


def test_contradictory_decisions_are_an_error_and_neither_holds(tmp_path: Path) -> None:
    first, second = (record_of(name, PLAIN) for name in NAMES)
    read(tmp_path, f"link,,丙联盟,{first},", name="a.csv")
    corrections = read(tmp_path, f"link,,丙联盟,{second},", name="b.csv")
    assert record_of("丙联盟", corrections) == record_of("丙联盟", PLAIN)
    message = findings(ARCHIVE, corrections)["correction-conflict"]
    assert "a.csv:2" in message and "b.csv:2" in message


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("glue,a,b,c,d", "no such action"),  # an unknown action
        ("merge,all-1,,,", "target"),  # a needed cell is empty
        ("fix-value,b-1,57家,value,many", "not a number"),  # not a number
        ("fix-value,b-1,57家,colour,red", "colour"),  # not a property of a figure
    ],
)
def test_a_broken_line_is_named(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(BadCorrection, match=words) as error:
        read(tmp_path, line)
    assert "decisions.csv:2" in str(error.value)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("action,key\nmerge,a\n", encoding="utf-8")
    with pytest.raises(BadCorrection, match="surface"):
        read_corrections(tmp_path)


def test_a_misprinted_person_is_linked_to_the_right_one(tmp_path: Path) -> None:
    right, wrong = (OfficialMention(0, 0, name, "hand", (Role("甲中心", "主任"),)) for name in ("李新男", "李新楠"))
    archive = [bulletin(naming(right), number=1), bulletin(naming(wrong), number=2)]
    target = record_of("李新男", PLAIN, archive)
    corrections = read(tmp_path, f"link,,李新楠,{target},")
    entities, _ = resolved(archive, corrections)
    assert [(o.official_id, o.name) for o in entities.officials] == [(target, "李新男")]
    assert [t.observations for t in entities.tenures] == [2]
    assert record_of("李新楠", corrections, archive) == target


def test_a_link_to_an_id_that_nothing_else_leads_to_is_a_warning(tmp_path: Path) -> None:
    corrections = read(tmp_path, "link,,丙联盟,all-0123456789,")
    assert "all-0123456789" in findings(ARCHIVE, corrections)["correction-target"]
