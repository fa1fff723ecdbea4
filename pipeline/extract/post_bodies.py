"""Which of the bodies that an article names a post without one belongs to."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon

# The organs of a place whose members may hold its seat too: 四川省|委, 广州市|人大常委会.
COMMITTEE = re.compile(r"(?:(?<=[省市县区州盟旗])委|党委|人大常委会|人大|政协|人民政府|政府)$")

# The party organ of a development zone, and the body beside it: 合肥高新区|党工委, 管委会.
ZONE_ORGAN = re.compile(r"党?工委$|党工作委员会$")
ZONE_BODY = re.compile(r"管委会|管理委员会")


@cache
def _bodies() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = ((row["title"], lexicon.listed(row["bodies"])) for row in lexicon.rows("title_bodies"))
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def suits(title: str, organization: str) -> bool:
    """Whether a post of this title is one that this kind of body has: 学术委员会主任 and 实验室, 副司长 and 司."""
    bodies = next((bodies for tail, bodies in _bodies() if title.endswith(tail)), ())
    return organization.rstrip("）)").split("（")[0].endswith(bodies) if bodies else False


def seat_of(organization: str | None) -> str | None:
    """The place where a governor or mayor sits, from the organ of the post before: 四川省委 gives 四川省, 省委 nothing.

    >>> seat_of("四川省委"), seat_of("蓝田县县委"), seat_of("市人大常委会")
    ('四川省', '蓝田县', None)
    """
    place = COMMITTEE.sub("", organization or "").removeprefix("中共")
    place = place[:-1] if place[-1:] == place[-2:-1] else place
    return place if len(place) > 1 and place[-1] in "省市县区州盟旗镇乡" else None


def beside_party_organ(organization: str | None, body: str) -> str | None:
    """The body that a zone's party organ works in, from the post before: 管委会 after 合肥高新区党工委.

    >>> beside_party_organ("合肥高新区党工委", "管委会"), beside_party_organ("合肥高新区党工委", "公司")
    ('合肥高新区管委会', None)
    """
    organ = ZONE_ORGAN.search(organization or "")
    return f"{organization}"[: organ.start()] + body if organ and organ.start() and ZONE_BODY.fullmatch(body) else None


FARTHEST = 200
"""How many bodies back a search for the one that a post belongs to goes."""


@dataclass(frozen=True)
class NamedBodies:
    """The bodies that an article names: where each name ends, ascending, and the names."""

    ends: tuple[int, ...]
    names: tuple[str, ...]

    def before(self, offset: int, floor: int = -1) -> Iterator[str]:
        """The bodies whose names end after `floor` and not after `offset`, the nearest first."""
        stop = bisect_right(self.ends, offset)
        start = max(bisect_right(self.ends, floor), stop - FARTHEST)
        return reversed(self.names[start:stop])


def nearest_body(title: str, named: NamedBodies, offset: int, floor: int) -> str | None:
    """The nearest body named between `floor` and `offset` that has posts of this title."""
    return next((name for name in named.before(offset, floor) if suits(title, name)), None)


def nearest_ending(generic: str, named: NamedBodies, offset: int) -> str:
    """The nearest full name before an offset that ends with a generic word (公司, 联盟); else the word itself."""
    return next((n for n in named.before(offset) if n.endswith(generic) and n != generic), generic)


def nearest(named: NamedBodies, offset: int) -> str | None:
    """The nearest body named before an offset, for 该机构 and 该公司."""
    return next(named.before(offset), None)
