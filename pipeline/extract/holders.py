"""Who holds which post in a line: the reading that officials.py turns into mentions.

Left to right, each title (with the organization before it) is added to a chain of posts; a name after the chain holds
them all (全国政协副主席、科技部部长|万钢), a name before a title holds that one (李新男|秘书长), and a chain without a
name may be conferred (选举|阮军|担任|…理事长).
"""

from dataclasses import dataclass, replace

from pipeline.extract.appointments import appointed, confers, holds, successor
from pipeline.extract.foreign_names import latin_start
from pipeline.extract.name_borders import WEAK, follows
from pipeline.extract.name_lists import listed_before
from pipeline.extract.names import Reading, addressed, name_before, read_name
from pipeline.extract.posts import Post, organization_before, read_post
from pipeline.extract.titles import Title, find_titles
from pipeline.extract.words import Line, Word, mark

POST_JOINTS = frozenset(("、", "兼", "，", ",", "暨", "兼任", "、兼", "，兼", " ", "／", "/"))
"""What may stand between two posts of one person."""

PERSON_JOINTS = frozenset(("、", "，", ",", "和", "及", "与", "；", "以及", " ", "，以及"))
"""What may stand between one person and the next of the same list."""

MOST_POSTS = 8
"""A person is given at most this many posts at once."""

SHARED = ("rank", "congress", "group")
"""Groups of titles that all names of a list before them have."""

NOMINAL_TAGS = frozenset("nmqjb")
QUOTES = frozenset("“”‘’")

LONGEST_FIELD = 16
"""A field of work before a post without a body (“八六三”计划生物领域|首席科学家) has at most so many characters."""

LEAD = 8
"""Words before a body in a list that belong to neither (推进|海南…领导小组) are at most this long."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A name, line.text[start:end], its posts there, and the rule that found it."""

    start: int
    end: int
    posts: tuple[Post, ...]
    method: str
    honour: str | None = None


def read_holders(line: Line) -> list[Holder]:
    """The persons with posts in one line whose known names are marked, in order of their titles."""
    titles = find_titles(line)
    if not titles:
        return []
    return _Reader(
        mark(line, [*(w for w in line.words if w.known), *(Word(t.organ, t.end, "TITLE") for t in titles)])
    ).read(titles)


class _Reader:
    """One pass over the titles of a line; `chain` holds the posts that still wait for their name."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.chain: list[Post] = []
        self.holders: list[Holder] = []
        self.consumed = 0
        self.titles: dict[int, Title] = {}

    def read(self, titles: tuple[Title, ...]) -> list[Holder]:
        """All holders of the line."""
        self.titles = {title.start: title for title in titles}
        for title in titles:
            if title.start >= self.consumed:
                self._take(title)
        self._flush()
        return self.holders

    def _take(self, title: Title) -> None:
        post = read_post(self.line, title)
        waiting = self._waiting(post)
        if self.chain and not self._continues(self.chain[-1].end, post) and not self._names_between(title):
            self._flush()
        inherited = self._inherit(post)
        if self._take_names(title, inherited):
            self._also_hold(waiting)
            return
        if title.after_name and self._take_name_before(title, post):
            return
        # 任组长 is a person addressed, but after a name 任 is a verb: 徐南平院士|任|组长.
        if addressed(self.line, title.outer) and not appointed(self.line, post.start, post.end, 0):
            self._flush()
            return
        self.chain.append(inherited)

    def _continues(self, start: int, post: Post) -> bool:
        """Whether a post is held by the same person as the one that ends at `start`."""
        gap = self.line.text[start : post.start] if start <= post.start else "。"
        if len(self.chain) >= MOST_POSTS:
            return False
        if not gap:
            return post.bare
        if gap in ("，", ",") and (post.bare or self.chain[-1].organization is None):
            return False
        if gap in POST_JOINTS or (gap == "和" and post.bare):
            return True
        if gap[0] != "、" or confers(gap):
            return False
        return (len(gap) <= LEAD and gap[1:].isalpha()) or self._is_field(start + 1, post.start)

    def _is_field(self, start: int, end: int) -> bool:
        """Whether nouns alone stand there, as a field of work does: “八六三”计划生物领域|首席科学家."""
        words = self.line.words[self.line.index(start) : self.line.index(end - 1) + 1]
        nominal = all(word.tag[:1] in NOMINAL_TAGS or self.line.word(word) in QUOTES for word in words)
        return end - start <= LONGEST_FIELD and nominal

    def _names_between(self, title: Title) -> bool:
        """Whether the chain's holder is named before this title: 专家组组长、中国农业大学|李德发|院士."""
        return title.after_name and name_before(self.line, title.outer) is not None

    def _waiting(self, post: Post) -> tuple[Post, ...]:
        """The chain's posts where 由 hands them to the holder of this one: 办公室主任|由|…副部长赵英民兼任."""
        handed = self.chain and self.line.text[self.chain[-1].end : post.start] == "由"
        return tuple(self.chain) if handed else ()

    def _also_hold(self, posts: tuple[Post, ...]) -> None:
        last = self.holders[-1]
        if posts and self.line.text.startswith(("兼", "任", "担任", "出任", "接任", "继任", "接替"), self.consumed):
            self.holders[-1] = replace(last, posts=(*last.posts, *posts))

    def _inherit(self, post: Post) -> Post:
        """A post without a body has that of the post before it in the same list."""
        if not post.bare or post.organization is not None or post.group == "head":
            return post
        last = self._last(post)
        if last is None or last.group == "head" or post.rank != last.rank or last.title.endswith("院士"):
            return post
        former = post.former or (last.former and bool(self.chain))
        return replace(post, organization=last.organization, carried=True, former=former, generic=last.generic)

    def _last(self, post: Post) -> Post | None:
        if self.chain:
            return self.chain[-1]
        if self.holders and self.holders[-1].posts and self.line.text[self.consumed : post.start] in PERSON_JOINTS:
            return self.holders[-1].posts[-1]
        return None

    def _take_names(self, title: Title, post: Post) -> bool:
        """Names after the title: they hold the chain's posts and this one."""
        posts = (*self.chain, post)
        of = self.line.text.startswith("的", title.end) and holds(self.line.text, posts[0].start)
        names = self._names(title.end + of, any(p.foreign for p in posts))
        if not names:
            return False
        for start, end, honour, more in names:
            self.holders.append(Holder(start, end, (*posts, *more), "grammar:title-name", honour))
        self.chain = []
        return True

    def _names(self, start: int, foreign: bool) -> list[tuple[int, int, str | None, tuple[Post, ...]]]:
        """The list of names that begins at `start`, each with the rank or post printed directly after it."""
        found: list[tuple[int, int, str | None, tuple[Post, ...]]] = []
        text = self.line.text
        while True:
            at = start if found else _over_blanks(text, start)
            name = read_name(self.line, at, foreign)
            if name is None or not self._is_listed(start, at, name.end, bool(found)):
                break
            end, honour, more = self._after_name(name.end)
            found.append((name.start, name.end, honour, more))
            self.consumed = end
            if text[end : end + 1] not in ("、", "和", "与", "及"):
                break
            start = end + 1
        return found

    def _is_listed(self, start: int, at: int, end: int, later: bool) -> bool:
        """Whether a name read at `at` fits its place: later ones of a list, and any after a colon, need a border."""
        if later:
            word = self.line.straddles(end)
            cut = word is not None and word.tag[0] == "n" and not word.tag.startswith("nr")
            return follows(self.line, end) > WEAK and not cut
        apart = not self.line.text[end : end + 1].isalpha() or end in self.titles
        return apart or not self.line.text.endswith("：", start, at)

    def _after_name(self, end: int) -> tuple[int, str | None, tuple[Post, ...]]:
        title = self.titles.get(end)
        if title is None or not title.after_name or read_name(self.line, title.end) is not None:
            return end, None, ()
        text = self.line.text[title.start : title.end]
        if title.group == "rank":
            return title.end, text, ()
        return title.end, None, (Post(end, title.end, text, None, False, title.group),)

    def _take_name_before(self, title: Title, post: Post) -> bool:
        name = name_before(self.line, title.outer) or self._latin_before(title)
        if name is None or name.start < self.consumed:
            return False
        start, body = organization_before(self.line, name.start) or (name.start, None)
        held = replace(post, organization=body, start=start, generic=False, bare=body is None)
        if self.chain and not self._continues(self.chain[-1].end, replace(held, bare=False)):
            self._flush()
        for sharer in self._sharing(title, name) if body is None else ():
            self.holders.append(Holder(sharer.start, sharer.end, (held,), "grammar:name-title"))
        self.holders.append(Holder(name.start, name.end, (*self.chain, held), "grammar:name-title"))
        self.chain = []
        self.consumed = title.end
        return True

    def _sharing(self, title: Title, name: Reading) -> list[Reading]:
        """The names listed before `name` that share the rank after it: 邓乃扬、|韩汝琦委员."""
        found: list[Reading] = []
        begin = name.start
        while title.group in SHARED and begin > self.consumed and self.line.text[begin - 1] in "、和":
            other = name_before(self.line, begin - 1)
            if other is None or other.start < self.consumed:
                break
            found.insert(0, other)
            begin = other.start
        return found

    def _latin_before(self, title: Title) -> Reading | None:
        """A name in Latin letters before a rank: Thomas Müller|教授."""
        start = latin_start(self.line.text, title.outer) if title.group == "rank" else None
        return Reading(start, title.outer, 2.0) if start is not None else None

    def _flush(self) -> None:
        """The chain has no name after it: it may be conferred on, or stand in apposition to, a name before it."""
        if self.chain:
            posts = tuple(self.chain)
            if self._listed_after(posts[0].start):
                last = self.holders.pop()
                self.holders.append(replace(last, posts=(*last.posts, *posts)))
            if self.line.text.endswith("原是", 0, posts[0].start):
                posts = tuple(replace(post, former=True) for post in posts)
            self._appoint(posts)
        self.chain = []

    def _appoint(self, posts: tuple[Post, ...]) -> None:
        """Confer the posts on the names that a verb says; 分别 gives to each name the post of its place in the list."""
        last = self.holders[-1] if self.holders else None
        named = last is not None and (last.method != "grammar:name-title" or last.posts[-1].rank)
        floor = last.start if last is not None and named else self.consumed
        read = Reading(last.start, last.end, 0.0) if last is not None and floor == last.start else None
        names = appointed(self.line, posts[0].start, posts[-1].end, floor, read)
        if names and len(posts) > 1 and "分别" in self.line.text[names[-1][0].end : posts[0].start]:
            names = self._each(names, len(posts))
        if names and names[0][1] == "grammar:appointment":
            names = [*((n, names[0][1]) for n in listed_before(self.line, names[0][0], self.holders)), *names]
        each = len(names) == len(posts) > 1
        for at, (name, method) in enumerate(names):
            held = (posts[at],) if each else posts
            self.holders.append(Holder(name.start, name.end, held, method))
        if names and (heir := successor(self.line, posts[-1].end)) is not None:
            self.holders.append(Holder(heir.start, heir.end, posts, "grammar:successor"))

    def _each(self, names: list[tuple[Reading, str]], count: int) -> list[tuple[Reading, str]]:
        """The names that 分别 shares posts among: 秘书长|高峰|、副秘书长|唐棣华|分别兼任组长和副组长."""
        if len(names) == count or len(self.holders) < count:
            return names
        last = self.holders[-count:]
        return [(Reading(h.start, h.end, 0.0), "grammar:appointment") for h in last]

    def _listed_after(self, start: int) -> bool:
        """Whether only a blank stands between the last name and this post: 副组长：丁学东　国务院副秘书长."""
        gap = self.line.text[self.consumed : start]
        return bool(self.holders) and self.holders[-1].end == self.consumed and gap != "" and gap.isspace()


def _over_blanks(text: str, start: int) -> int:
    """Where a name may begin after a title: directly, after a blank or two, or after a colon."""
    while start < len(text) and text[start] in " \u3000：" and start < len(text) - 1:
        start += 1
    return start
