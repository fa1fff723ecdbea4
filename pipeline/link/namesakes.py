"""Telling persons of one name apart: full-time seats that nobody holds at the same time are two persons'.

A seat is the kind of a full-time post and where it is: central, a province, an enterprise. All posts of one seat are
one person's, and the seat is what a namesake's id is made of: it is stated in the person's own bulletins, so that the
id does not depend on which others the archive has.
"""

from functools import cache

from pipeline.lexicon import column, names, rows
from pipeline.link.held import Named, Post

Seat = tuple[str, str]
"""Kind and place: (central, ""), (local, province), (enterprise, "")."""


def tell_apart(named: Named) -> list[list[Post]]:
    """The posts of each person, persons in order of first sight; one person unless seats exclude each other.

    Beside several persons, a post without a seat belongs to whom an article gives it together with another of his
    posts, or who has another post in the same body; one that may be anybody's is left out.
    """
    seats: dict[Seat, list[Post]] = {}
    for post in named.in_order():
        seat = seat_of(post)
        if seat is not None:
            seats.setdefault(seat, []).append(post)
    persons = _persons(named, list(seats.values()))
    if len(persons) < 2:
        return [named.in_order()]
    _place_others(named, persons)
    return persons


def _persons(named: Named, seats: list[list[Post]]) -> list[list[Post]]:
    """Each seat with the first person whose posts it can go with; rather with one whom an article joins to it."""
    persons: list[list[Post]] = []
    for posts in seats:
        fits = [p for p in persons if not any(exclusive(named, a, b) for a in posts for b in p)]
        joined = [p for p in fits if any(frozenset((a, b)) in named.together for a in posts for b in p)]
        if fits:
            (joined or fits)[0].extend(posts)
        else:
            persons.append(list(posts))
    return persons


def _place_others(named: Named, persons: list[list[Post]]) -> None:
    """Give the posts without a seat to the one person each that they tell of, as long as there is one."""
    waiting = [p for p in named.in_order() if seat_of(p) is None]
    placed = True
    while placed:
        placed = False
        for post in list(waiting):
            near = _near(named, post, persons)
            if near is not None:
                near.append(post)
                waiting.remove(post)
                placed = True


def _near(named: Named, post: Post, persons: list[list[Post]]) -> list[Post] | None:
    joined = [p for p in persons if any(frozenset((post, other)) in named.together for other in p)]
    same = [p for p in persons if post[0] and any(other[0] == post[0] for other in p)]
    titled = [p for p in persons if post[0] is None and any(other[1] == post[1] for other in p)]
    return next((found[0] for found in (joined, same, titled) if len(found) == 1), None)


def exclusive(named: Named, left: Post, right: Post) -> bool:
    """Whether two posts cannot be one person's: seats of different kinds or places, held at the same time as the
    bulletins' dates interleave, and never given together in one article.
    """
    seats = seat_of(left), seat_of(right)
    if None in seats or seats[0] == seats[1] or frozenset((left, right)) in named.together:
        return False
    a, b = named.posts[left].holding, named.posts[right].holding
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return False
    return a.first <= b.last and b.first <= a.last


def seat_of(post: Post) -> Seat | None:
    """The seat of a full-time post; None for any other.

    >>> seat_of(("湖南省科技厅", "副厅长")), seat_of(("清华大学", "教授"))
    (('local', '湖南'), None)
    """
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
def _provinces() -> tuple[str, ...]:
    return tuple(column("provinces", "short_name")) if "provinces" in names() else ()


@cache
def _ministry_names() -> tuple[str, ...]:
    return tuple(dict.fromkeys(column("ministries", "standing"))) if "ministries" in names() else ()
