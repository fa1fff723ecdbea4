"""The review queue and the walk through it."""

from pathlib import Path

from pipeline.link import read_corrections, review_queue, walk
from pipeline.link.review import record_names
from pipeline.model.entity import Entities, Official, Tenure
from pipeline.model.mention import OfficialMention
from tests.link.build import alliance, bulletin, links_of, naming, policy, resolved
from tests.link.test_officials import SEATS

BARE = OfficialMention(0, 0, "张伟", "hand")
ARCHIVE = [
    bulletin(naming(SEATS[0]), naming(SEATS[1]), naming(BARE), naming(policy("办法"))),
    bulletin(naming(BARE, BARE, alliance("封测联盟")), number=2),
]
ENTITIES, LINKS = resolved(ARCHIVE)
QUEUE = review_queue((e, found) for (_, e), found in zip(ARCHIVE, LINKS, strict=True))


def test_the_question_on_which_most_hangs_comes_first() -> None:
    asked = [(row["kind"], row["text"], row["mentions_waiting"], len(row["candidates"])) for row in QUEUE]
    assert asked == [("official", "张伟", 3, 2), ("policy", "办法", 1, 0)]


def _walk(tmp_path: Path, *answers: str) -> tuple[int, list[str]]:
    said: list[str] = []
    given = iter(answers)
    made = walk(QUEUE, record_names(ENTITIES), tmp_path / "corrections" / "decisions.csv", "陈", "2024-01-02",
                ask=lambda _: next(given), say=said.append)  # fmt: skip
    return made, said


def test_decisions_are_appended_and_applied(tmp_path: Path) -> None:
    made, said = _walk(tmp_path, "2", "seen in the minutes", "x", "")
    assert made == 2
    assert "张伟" in said[0] and QUEUE[0]["candidates"][1] in said[2]
    corrections = read_corrections(tmp_path / "corrections")
    assert [(c.action, c.surface, c.target) for c in corrections.lines] == [
        ("link", "张伟", QUEUE[0]["candidates"][1]),
        ("not-an-entity", "办法", "policy"),
    ]
    again = resolved(ARCHIVE, corrections)[1]
    told = [k.record_id for k in links_of(ARCHIVE, again, "张伟") if k.decision == "linked"]
    assert len(set(told)) == len(told) == 2  # a decision on bare names leaves those alone whose post tells the person
    assert [k for found in again for k in found.links if k.decision == "review" and ".off." in k.mention_id] == []


def test_later_and_stop_decide_nothing(tmp_path: Path) -> None:
    assert _walk(tmp_path, "", "q")[0] == 0
    assert _walk(tmp_path, "7", "nonsense")[0] == 0
    assert not (tmp_path / "corrections").exists()


def test_an_id_of_the_kind_is_an_answer(tmp_path: Path) -> None:
    official = ENTITIES.officials[0].official_id
    alliance_id = ENTITIES.alliances[0].alliance_id
    assert _walk(tmp_path, alliance_id, "q")[0] == 0
    assert _walk(tmp_path, official, "", "q")[0] == 1


def test_a_person_is_shown_with_the_posts_that_tell_him_from_others() -> None:
    tenure = Tenure("off-1", "科技部", "副部长", None, None, 1, None)
    entities = Entities(officials=(Official("off-1", "张伟"), Official("off-2", "张伟")), tenures=(tenure,))
    assert record_names(entities) == {"off-1": "张伟（科技部副部长）", "off-2": "张伟"}
