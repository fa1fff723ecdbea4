"""What must hold for any archive: order makes no difference, ids stay or leave a redirect, nothing raises."""

import random

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.link import Observations, observe, resolve
from pipeline.link.compare import fold, slip
from pipeline.link.forms import read_form
from pipeline.link.policies import title_key
from pipeline.model.entity import Entities
from pipeline.model.mention import OfficialMention, Role
from tests.link.build import Archive, Mention, Piece, alliance, bulletin, naming, organization, policy, resolved

POOL: tuple[Mention, ...] = (
    *map(alliance, ("封测联盟", "集成电路封测产业技术创新战略联盟", "电动车产业技术创新战略联盟", "电动汽车联盟")),
    *map(
        alliance, ("缓控释肥产业技术创新战略联盟", "缓控释联盟", "地源热泵（GSHP）产业联盟", "GSHP产业技术创新战略联盟")
    ),
    *map(alliance, ("碳纤维复合材料产业技术创新战略联盟", "碳纤维复合料产业技术创新战略联盟", "浙江省木竹联盟")),
    policy("“十三五”国家科技创新规划"),
    policy("国务院关于印发“十三五”国家科技创新规划的通知"),
    policy("样例规划", document_number="样发〔2020〕3号"),
    policy("样例发展规划", document_number="样发[2020]3号"),
    organization("科技部"),
    organization("科学技术部"),
    organization("环境保护部"),
    OfficialMention(0, 0, "张明", "hand", (Role("科技部", "副部长"),)),
    OfficialMention(0, 0, "张明", "hand", (Role("清华大学", "教授"),)),
    OfficialMention(0, 0, "李华", "hand"),
)

archives = st.lists(st.lists(st.sampled_from(POOL), min_size=1, max_size=5), min_size=1, max_size=6)
few = settings(max_examples=60, deadline=None, derandomize=True)


def build(contents: list[list[Mention]]) -> Archive:
    return [bulletin(naming(*mentions), number=n) for n, mentions in enumerate(contents, 1)]


def ids(entities: Entities) -> set[str]:
    return {
        *(a.alliance_id for a in entities.alliances),
        *(o.official_id for o in entities.officials),
        *(p.policy_id for p in entities.policies),
        *(o.organization_id for o in entities.organizations),
    }


@few
@given(archives, st.randoms(use_true_random=False))
def test_the_order_of_bulletins_makes_no_difference(contents: list[list[Mention]], chance: random.Random) -> None:
    archive = build(contents)
    shuffled = list(archive)
    chance.shuffle(shuffled)
    assert resolved(archive)[0] == resolved(shuffled)[0]


@few
@given(archives, st.integers(0, 5))
def test_ids_stay_when_a_bulletin_is_added_or_leave_a_redirect(contents: list[list[Mention]], gone: int) -> None:
    archive = build(contents)
    before = resolved(archive[:gone] + archive[gone + 1 :])[0]
    after = resolved(archive)[0]
    moved = {r.old_id: r.new_id for r in after.redirects}
    assert ids(before) <= ids(after) | moved.keys()
    assert set(moved.values()) <= ids(after)


@few
@given(archives)
def test_every_mention_has_one_link_to_a_record_that_exists(contents: list[list[Mention]]) -> None:
    archive = build(contents)
    entities, links = resolved(archive)
    made = [link for found in links for link in found.links]
    assert len(made) == sum(len(mentions) for mentions in contents)
    assert len({link.mention_id for link in made}) == len(made)
    assert {link.record_id for link in made} <= ids(entities)
    assert all(link.reasons and 0 <= link.score <= 1 for link in made)


@few
@given(archives)
def test_observations_survive_json(contents: list[list[Mention]]) -> None:
    observed = [observe(b, e) for b, e in build(contents)]
    read = [msgspec.json.decode(msgspec.json.encode(o), type=Observations) for o in observed]
    assert read == observed
    assert resolve(iter(read)) == resolve(observed)


names = st.text(
    st.sampled_from("联盟产业技术创新战略国家中电动车()（）“A1 关于印发的通知《》〔2022〕号"), min_size=1, max_size=24
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(names, min_size=1, max_size=6))
def test_no_name_raises(texts: list[str]) -> None:
    mentions = tuple(m for text in texts for m in (alliance(text), policy(text), organization(text)))
    entities, _ = resolved([bulletin(naming(*mentions)), bulletin(Piece(texts[0], mentions=(alliance(texts[0]),)))])
    assert len(entities.alliances) <= len(set(texts))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(names, names)
def test_comparisons_hold_for_any_text(left: str, right: str) -> None:
    assert fold(fold(left)) == fold(left)
    assert slip(left, left) is None
    assert title_key(left) and read_form(left).core
    assert read_form(left).variants
    slip(left, right)


def test_hostile_repetition_is_read_in_linear_time() -> None:
    from time import process_time

    start = process_time()
    for text in ("（" * 100_000, "关于" * 50_000, "联盟" * 50_000, "〔2022" * 20_000, "(2022年" * 20_000):
        fold(text)
        title_key(text)
    assert process_time() - start < 2


# Seats of one name in several places at once: the namesakes come and go with the bulletins that tell them apart.
Sighting = tuple[str, str, int]
SIGHTINGS = st.lists(
    st.tuples(
        st.sampled_from(("张伟", "李娜")), st.sampled_from(("", "湖南", "湖北", "江苏", "四川")), st.integers(1, 8)
    ),
    min_size=2,
    max_size=7,
)


def seated(sightings: list[Sighting]) -> Archive:
    """One bulletin a sighting: name, province (none: the ministry), month."""
    made = []
    for number, (name, province, month) in enumerate(sightings, 1):
        post = Role(f"{province}省科技厅", "副厅长") if province else Role("科技部高新司", "副司长")
        mention = OfficialMention(0, 0, name, "hand", (post,))
        made.append(bulletin(naming(mention), number=number, date=f"2022-{month:02d}-10"))
    return made


def persons(archive: Archive) -> tuple[dict[str, str], dict[str, str]]:
    """Bulletin → the id of its one person; and each id that was given up → the one that stands for it."""
    entities, links = resolved(archive)
    named = {made.bulletin_id: made.links[0].record_id or "" for made in links}
    return named, {r.old_id: r.new_id for r in entities.redirects}


@few
@given(SIGHTINGS, st.integers(0, 6))
def test_a_namesakes_id_leads_to_him_after_a_bulletin_is_added(sightings: list[Sighting], new: int) -> None:
    archive = seated(sightings)
    before, _ = persons(archive[:new] + archive[new + 1 :])
    after, moved = persons(archive)
    apart = {identity for identity in before.values() if len({after[b] for b in before if before[b] == identity}) > 1}
    for issue, identity in before.items():
        if identity in apart:  # two persons now: the id leads to one of them
            assert moved.get(identity, identity) in after.values()
        else:
            assert moved.get(identity, identity) == after[issue]


@few
@given(SIGHTINGS, st.integers(0, 6))
def test_a_namesakes_id_leads_to_him_after_a_bulletin_is_removed(sightings: list[Sighting], gone: int) -> None:
    archive = seated(sightings)
    before, _ = persons(archive)
    after, moved = persons(archive[:gone] + archive[gone + 1 :])
    seats = {b.bulletin_id: seat for (b, _), (_, seat, _) in zip(archive, sightings, strict=True)}
    for issue, identity in after.items():
        his = {b for b in before if before[b] == before[issue]}
        same = his & after.keys() == {b for b in after if after[b] == identity}
        if same and {seats[b] for b in his} == {seats[b] for b in his & after.keys()}:  # his id is still printed
            assert moved.get(before[issue], before[issue]) == identity
