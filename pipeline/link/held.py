"""Which posts the archive states of each name: counted bulletin by bulletin, the spelling of names aside."""

from collections import Counter
from dataclasses import dataclass, field

from pipeline.link.compare import fold
from pipeline.link.observation import Observations, PostSeen
from pipeline.link.organizations import standing
from pipeline.link.tally import Moment, Tally
from pipeline.model.script import simplify

Post = tuple[str | None, str | None]
"""Organization under its standing name, and title in simplified characters."""


def post_of(organization: str | None, title: str | None) -> Post:
    """The post under the organization's standing name."""
    return (standing(organization) if organization else None, simplify(title) if title else None)


def post_order(post: Post) -> tuple[str, str]:
    """A key to sort posts by that leaves nothing to chance."""
    return (post[0] or "", post[1] or "")


@dataclass(slots=True)
class Held:
    """How often and when a post was stated as held, and as former (原)."""

    holding: Tally = field(default_factory=Tally)
    former: Tally = field(default_factory=Tally)

    def join(self, other: "Held") -> None:
        """Count all that the other counted."""
        self.holding.join(other.holding)
        self.former.join(other.former)

    def moment(self) -> Moment:
        """When the archive first states the post as held; where it never does, as former."""
        return self.holding.first or self.former.first or ("9999", "")


@dataclass(slots=True)
class Named:
    """All posts stated of one name; `together` are pairs of posts that one article gives the same name.

    `spellings` counts the forms of the name (倪 虹, 倪虹) by mentions.
    """

    posts: dict[Post, Held] = field(default_factory=dict)
    together: set[frozenset[Post]] = field(default_factory=set)
    spellings: Counter[str] = field(default_factory=Counter)

    def name(self) -> str:
        """The form most often printed, without blanks inside; of equals the simplified one."""
        return min(self.spellings, key=lambda n: (-self.spellings[n], simplify(n) != n, n))

    def in_order(self) -> list[Post]:
        """The posts in order of first sight."""
        return sorted(self.posts, key=lambda p: (self.posts[p].moment(), post_order(p)))


@dataclass(slots=True)
class OfficialTally:
    """The names of the archive, folded, and their posts."""

    names: dict[str, Named] = field(default_factory=dict)

    def add(self, observed: Observations) -> None:
        """Fold in one bulletin."""
        by_article: dict[tuple[str, int], set[Post]] = {}
        for seen in observed.posts:
            name = fold(seen.name)
            named = self.names.setdefault(name, Named())
            named.spellings[_spelling(seen.name)] += seen.mentions
            post = post_of(seen.organization, seen.title)
            if seen.organization or seen.title:
                _count(named, post, seen, observed.moment())
                for article in seen.articles:
                    by_article.setdefault((name, article), set()).add(post)
        for (name, _), posts in by_article.items():
            self.names[name].together |= {frozenset((a, b)) for a in posts for b in posts if a != b}


def _count(named: Named, post: Post, seen: PostSeen, moment: Moment) -> None:
    held = named.posts.setdefault(post, Held())
    (held.former if seen.former else held.holding).add(seen.mentions, moment)


def _spelling(name: str) -> str:
    """A Chinese name without the blanks that lists are justified with; a foreign one as printed."""
    return name if any(c.isascii() and c.isalpha() for c in name) else "".join(name.split())
