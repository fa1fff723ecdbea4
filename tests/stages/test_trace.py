"""What linking looked up, and when that makes it stale."""

from dataclasses import replace

import pytest

from pipeline.link.corrections import Corrections
from pipeline.link.link import build_index
from pipeline.model.entity import Alliance, AllianceName, Entities, Organization
from pipeline.stages.trace import Reader, read_records, traced, without_counts

NAME = AllianceName("封测联盟", "short", 3, "b-1", "b-2")
ALLIANCE = Alliance("all-1", "集成电路封测产业技术创新战略联盟", "封测联盟", None, None, "roster", (NAME,))
BODY = Organization("org-1", "工业和信息化部", "government")
ENTITIES = Entities(alliances=(ALLIANCE,), organizations=(BODY,))


def reader(entities):
    return Reader(build_index(without_counts(entities), Corrections()))


def looked_up(entities, look):
    reads = set()
    look(traced(reader(entities).index, reads))
    return "\n".join(sorted(reads))


OTHER = replace(BODY, organization_id="org-2", name="科学技术部")
CHANGES = [
    # (entities afterwards, what was looked up, whether the digest changes)
    (replace(ENTITIES, organizations=(BODY, OTHER)), lambda i: i.organizations["org-1"], False),
    (replace(ENTITIES, organizations=(replace(BODY, name="工信部"),)), lambda i: i.organizations["org-1"], True),
    # What was not there counts as looked up too.
    (replace(ENTITIES, organizations=(BODY, OTHER)), lambda i: i.organizations.get("org-2"), True),
    (replace(ENTITIES, organizations=(BODY, OTHER)), lambda i: "org-2" in i.organizations, True),
    # Going through all of them leans on all of them.
    (replace(ENTITIES, organizations=(BODY, OTHER)), lambda i: list(i.organizations), True),
    (replace(ENTITIES, organizations=(BODY, OTHER)), lambda i: read_records(i, {"org-1"}), False),
    # How often a name is printed decides nothing.
    (
        replace(ENTITIES, alliances=(replace(ALLIANCE, names=(replace(NAME, mentions=4, last_bulletin="b-3"),)),)),
        lambda i: i.alliances["all-1"],
        False,
    ),
]


@pytest.mark.parametrize(("after", "look", "changes"), CHANGES)
def test_a_digest_changes_with_what_was_looked_up(after, look, changes):
    reads = looked_up(ENTITIES, look)
    assert (reader(ENTITIES).digest(reads) != reader(after).digest(reads)) == changes


def test_what_is_traced_answers_as_before():
    index = reader(ENTITIES).index
    seen = traced(index, set())
    assert seen.organizations["org-1"] == BODY
    assert seen.alliance_ids == index.alliance_ids
    assert seen.organizations.get("none") is None
    assert len(seen.organizations) == 1
