"""The persons of the archive: a name plus compatible posts, under ids that outlive the coming and going of issues."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipeline.link.compare import fold
from pipeline.link.held import Held, Named, OfficialTally, Post, post_order
from pipeline.link.merging import Merge, Merges, directed
from pipeline.link.namesakes import seat_of, tell_apart
from pipeline.model.ids import entity_id


def official_id(name: str, *seat: str) -> str:
    """The id of the person of this name; a namesake's takes in the seat by which he is told apart."""
    return entity_id("official", fold(name), *seat)


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
    merged = Merges()
    for name, named in sorted(tally.names.items()):
        found = _persons(name, _canonical(named, canonical))
        persons |= {p.official_id: p for p in found}
        for old, new, why in _other_ids(name, found):
            merged.add(old, new, why)
    first = {i: min((h.moment() for h in p.posts.values()), default=("9999", "")) for i, p in persons.items()}
    for old, new, why in (*directed(merges, first, merged), *_linked(forced or {}, persons, merged)):
        gone, kept = merged.root(old), merged.root(new)
        if merged.add(old, new, why):
            persons[kept].take(persons.pop(gone))
    for person in persons.values():
        person.place_titles()
    return tuple(persons.values()), merged


def _persons(name: str, named: Named) -> list[Person]:
    """The persons of one name. The only one has the name's own id, a namesake that of his name and first seat."""
    found = tell_apart(named)
    return [
        Person(
            official_id(name, *(min(_seats(posts)) if len(found) > 1 else ())),
            named.name(),
            {post: named.posts[post] for post in posts},
        )
        for posts in found
    ]


def _seats(posts: list[Post] | dict[Post, Held]) -> dict[tuple[str, str], Post]:
    """The seats that a person holds, each with a post that says so."""
    return {seat: post for post in sorted(posts, key=post_order, reverse=True) if (seat := seat_of(post))}


def _other_ids(name: str, persons: list[Person]) -> Iterator[tuple[str, str, str]]:
    """The ids that these persons have where the archive holds other bulletins: (other id, id, why)."""
    for person in persons:
        for seat, post in sorted(_seats(person.posts).items()):
            if official_id(name, *seat) != person.official_id:
                why = f"{person.name} ({post[0]}{post[1]}) has this id in an archive with another of the name"
                yield official_id(name, *seat), person.official_id, why
    if len(persons) > 1:
        why = f"{persons[0].name} is the first of {len(persons)} persons of this name"
        yield official_id(name), persons[0].official_id, why


def _linked(
    forced: dict[str, tuple[str, str]], persons: dict[str, Person], merged: Merges
) -> Iterator[tuple[str, str, str]]:
    """Persons whose name an analyst gave to a person of another name."""
    for name, (target, where) in sorted(forced.items()):
        kept = persons.get(merged.root(target))
        if official_id(name) in persons and kept is not None and fold(kept.name) != name:
            yield official_id(name), kept.official_id, f"decided by {where}"


def _canonical(named: Named, canonical: Callable[[str], str]) -> Named:
    def renamed(post: Post) -> Post:
        return (canonical(post[0]) if post[0] else None, post[1])

    joined = Named(together={frozenset(map(renamed, pair)) for pair in named.together}, spellings=named.spellings)
    for post, held in sorted(named.posts.items(), key=lambda p: post_order(p[0])):
        joined.posts.setdefault(renamed(post), Held()).join(held)
    return joined
