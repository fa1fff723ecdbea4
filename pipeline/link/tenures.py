"""Who held which post when, and what ended it: 原… or the next holder of a post that one person holds."""

from functools import cache

from pipeline.lexicon import rows
from pipeline.link.held import Held, Post
from pipeline.link.officials import Person
from pipeline.link.tally import Moment
from pipeline.model.entity import Official, Tenure

Holders = dict[Post, list[tuple[Moment, Moment, Person]]]


def official_records(persons: tuple[Person, ...]) -> tuple[tuple[Official, ...], tuple[Tenure, ...]]:
    """The officials ordered by id, and their tenures with what ended each."""
    officials = sorted((Official(p.official_id, p.name) for p in persons), key=lambda o: o.official_id)
    holders = _holders(persons)
    tenures = [_tenure(person, post, holders) for person in persons for post in person.posts if post[1]]
    return tuple(officials), tuple(sorted(tenures, key=lambda t: (t.official_id, t.organization or "", t.title or "")))


def _holders(persons: tuple[Person, ...]) -> Holders:
    """Who was seen in each post that one person holds, from when to when."""
    holders: Holders = {}
    for person in persons:
        for post, held in person.posts.items():
            if held.holding.first and held.holding.last and post[0] and post[1] in _sole():
                holders.setdefault(post, []).append((held.holding.first, held.holding.last, person))
    return holders


def _tenure(person: Person, post: Post, holders: Holders) -> Tenure:
    held = person.posts[post]
    holding = held.holding
    return Tenure(
        official_id=person.official_id,
        organization=post[0],
        title=post[1] or "",
        first_seen=_date(holding.first),
        last_seen=_date(holding.last),
        observations=holding.mentions + held.former.mentions,
        ended_by=_ending(person, post, held, holders),
    )


def _date(moment: Moment | None) -> str | None:
    return moment[0] if moment and moment[0] != "9999" else None


def _ending(person: Person, post: Post, held: Held, holders: Holders) -> str | None:
    """原… with the date of the bulletin that first says so, or the next holder of a post that one person holds."""
    if held.former.first and (held.holding.last is None or held.former.first >= held.holding.last):
        return f"原{post[1] or ''}（{_date(held.former.first) or '日期不明'}）"
    if held.holding.last is None:
        return None
    later = sorted(
        (first, other.official_id, other.name)
        for first, _, other in holders.get(post, ())
        if first > held.holding.last and other.official_id != person.official_id
    )
    if not later:
        return None
    first, identity, name = later[0]
    return f"继任{name}（{identity}，{_date(first) or '日期不明'}）"


@cache
def _sole() -> frozenset[str]:
    return frozenset(row["title"] for row in rows("exclusive_posts") if row["sole"] == "yes")
