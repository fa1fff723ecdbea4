"""Who held which post when: a person is a name plus compatible posts; exclusive posts at once are two people."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from pipeline.lexicon import column, names, rows
from pipeline.link.compare import fold
from pipeline.link.merging import Merge, Merges, directed
from pipeline.link.observation import Observations, PostSeen
from pipeline.link.organizations import standing
from pipeline.link.tally import Moment, Tally
from pipeline.model.entity import Official, Tenure
from pipeline.model.ids import entity_id

Post = tuple[str | None, str | None]
"""Organization under its standing name, and title as printed."""


def official_id(name: str, *post: str | None) -> str:
    """The id of the person of this name; a namesake's takes in the post by which he is told apart."""
    return entity_id("official", fold(name), *post)


@dataclass(slots=True)
class Held:
    """How often and when a post was stated as held, and as former (原)."""

    holding: Tally = field(default_factory=Tally)
    former: Tally = field(default_factory=Tally)

    def join(self, other: "Held") -> None:
        """Count all that the other counted."""
        self.holding.join(other.holding)
        self.former.join(other.former)


@dataclass(slots=True)
class Named:
    """All posts stated of one name; `together` are pairs of posts that one article gives the same name."""

    posts: dict[Post, Held] = field(default_factory=dict)
    together: set[frozenset[Post]] = field(default_factory=set)


@dataclass(slots=True)
class OfficialTally:
    """The names of the archive and their posts."""

    names: dict[str, Named] = field(default_factory=dict)

    def add(self, observed: Observations) -> None:
        """Fold in one bulletin."""
        by_article: dict[tuple[str, int], set[Post]] = {}
        for seen in observed.posts:
            named = self.names.setdefault(seen.name, Named())
            post = post_of(seen.organization, seen.title)
            if seen.organization or seen.title:
                self._count(named, post, seen, observed.moment())
                for article in seen.articles:
                    by_article.setdefault((seen.name, article), set()).add(post)
        for (name, _), posts in by_article.items():
            self.names[name].together |= {frozenset((a, b)) for a in posts for b in posts if a != b}

    def _count(self, named: Named, post: Post, seen: PostSeen, moment: Moment) -> None:
        held = named.posts.setdefault(post, Held())
        (held.former if seen.former else held.holding).add(seen.mentions, moment)


def post_of(organization: str | None, title: str | None) -> Post:
    """The post under the organization's standing name."""
    return (standing(organization) if organization else None, title)


@dataclass(slots=True)
class Person:
    """One person: his id, name and posts."""

    official_id: str
    name: str
    posts: dict[Post, Held]

    def take(self, other: "Person") -> None:
        """Hold the other's posts too."""
        for post, held in other.posts.items():
            self.posts.setdefault(post, Held()).join(held)

    def place_titles(self) -> None:
        """Count a title without organization for the one organization in which the person holds it."""
        for post in [p for p in self.posts if p[0] is None]:
            placed = [p for p in self.posts if p[0] is not None and p[1] == post[1]]
            if len(placed) == 1:
                self.posts[placed[0]].join(self.posts.pop(post))


def resolve_officials(
    tally: OfficialTally,
    canonical: Callable[[str], str],
    merges: tuple[Merge, ...] = (),
    forced: dict[str, tuple[str, str]] | None = None,
) -> tuple[tuple[Person, ...], Merges]:
    """The persons of the archive; `canonical` gives the name of an organization that texts use other names for.

    `forced` holds corrections: folded name → another person's id and place of the decision.
    """
    persons: dict[str, Person] = {}
    for name, named in sorted(tally.names.items()):
        joined = _canonical(named, canonical)
        for number, group in enumerate(_compatible_groups(joined)):
            identity = official_id(name, *(() if number == 0 else _earliest(group, joined)))
            persons[identity] = Person(identity, name, {post: joined.posts[post] for post in group})
    merged = Merges()
    first = {i: min(map(_moment, p.posts.values()), default=("9999", "")) for i, p in persons.items()}
    linked = [
        (official_id(name), target, f"decided by {where}")
        for name, (target, where) in sorted((forced or {}).items())
        if official_id(name) in persons and target in persons and fold(persons[target].name) != name
    ]
    for old, new, why in (*directed(merges, first), *linked):
        gone, kept = merged.root(old), merged.root(new)
        if merged.add(old, new, why):
            persons[kept].take(persons.pop(gone))
    for person in persons.values():
        person.place_titles()
    return tuple(persons.values()), merged


def _canonical(named: Named, canonical: Callable[[str], str]) -> Named:
    def renamed(post: Post) -> Post:
        return (canonical(post[0]) if post[0] else None, post[1])

    joined = Named(together={frozenset(map(renamed, pair)) for pair in named.together})
    for post, held in sorted(named.posts.items(), key=lambda p: _order(p[0])):
        joined.posts.setdefault(renamed(post), Held()).join(held)
    return joined


def _order(post: Post) -> tuple[str, str]:
    return (post[0] or "", post[1] or "")


def _moment(held: Held) -> Moment:
    return held.holding.first or held.former.first or ("9999", "")


def _earliest(group: list[Post], named: Named) -> Post:
    return min(group, key=lambda p: (_moment(named.posts[p]), _order(p)))


def _compatible_groups(named: Named) -> list[list[Post]]:
    """Posts in order of first sight, each with the first person whose posts it can go together with."""
    groups: list[list[Post]] = [[]]
    for post in sorted(named.posts, key=lambda p: (_moment(named.posts[p]), _order(p))):
        group = next((g for g in groups if not any(exclusive(named, post, other) for other in g)), None)
        if group is None:
            groups.append([post])
        else:
            group.append(post)
    return groups


def exclusive(named: Named, left: Post, right: Post) -> bool:
    """Whether two posts cannot be one person's: full-time seats of different kinds or places, held at the same time
    as the bulletins' dates interleave, and never given together in one article.
    """
    seats = _seat(left), _seat(right)
    if None in seats or seats[0] == seats[1] or frozenset((left, right)) in named.together:
        return False
    if seats[0][0] == seats[1][0] != "local":  # type: ignore[index]
        return False
    a, b = named.posts[left].holding, named.posts[right].holding
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return False
    return a.first <= b.last and b.first <= a.last


def _seat(post: Post) -> tuple[str, str] | None:
    """The kind of full-time seat and where it is: (central, ""), (local, province), (enterprise, ""); None if none."""
    organization, title = post
    kind = _classes().get(title or "")
    if organization is None or kind not in ("government", "enterprise"):
        return None
    if kind == "enterprise":
        return ("enterprise", "")
    province = next((p for p in _provinces() if organization.startswith(p)), None)
    if province:
        return ("local", province)
    return ("central", "") if organization.startswith(_ministry_names()) else None


@cache
def _classes() -> dict[str, str]:
    return {row["title"]: row["class"] for row in rows("exclusive_posts")}


@cache
def _sole() -> frozenset[str]:
    return frozenset(row["title"] for row in rows("exclusive_posts") if row["sole"] == "yes")


@cache
def _provinces() -> tuple[str, ...]:
    return tuple(column("provinces", "short_name")) if "provinces" in names() else ()


@cache
def _ministry_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(column("ministries", "standing"))) if "ministries" in names() else ()


def official_records(persons: tuple[Person, ...]) -> tuple[tuple[Official, ...], tuple[Tenure, ...]]:
    """The officials ordered by id, and their tenures with what ended each."""
    officials = sorted((Official(p.official_id, p.name) for p in persons), key=lambda o: o.official_id)
    holders: dict[Post, list[tuple[Moment, Moment, Person]]] = {}
    for person in persons:
        for post, held in person.posts.items():
            if held.holding.first and held.holding.last and post[0] and post[1] in _sole():
                holders.setdefault(post, []).append((held.holding.first, held.holding.last, person))
    tenures = [_tenure(person, post, holders) for person in persons for post in person.posts if post[1]]
    return tuple(officials), tuple(sorted(tenures, key=lambda t: (t.official_id, t.organization or "", t.title or "")))


def _tenure(person: Person, post: Post, holders: dict[Post, list[tuple[Moment, Moment, Person]]]) -> Tenure:
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


def _ending(
    person: Person, post: Post, held: Held, holders: dict[Post, list[tuple[Moment, Moment, Person]]]
) -> str | None:
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
