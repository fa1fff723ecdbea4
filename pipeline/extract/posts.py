"""Posts: a title with the organization in which it is held, as the words before the title give it."""

import re
from dataclasses import dataclass, replace
from functools import cache

from pipeline import lexicon
from pipeline.extract.appointments import confers
from pipeline.extract.organization_borders import CONJUNCTIONS, phrase_start
from pipeline.extract.organization_lexicon import known_organizations, organization_suffix, words_used
from pipeline.extract.titles import Title
from pipeline.extract.words import Line, Word

# The session of a body that stands between it and the post: 第二届理事会, 第一届.
SESSION = re.compile(
    r"(?:(?:第?[一二三四五六七八九十百\d]{1,4}|新一|本|首|上一|现任)届(?:常务)?(?:理事会|监事会|委员会|董事会)?)$"
)

# A year, a rank or a bracket alone before a title is no organization: 2022年, 一位, （一）.
NOT_A_BODY = re.compile(r"^(?:[\d年月日第一二三四五六七八九十]+|[（(][^（）()]{0,12}[）)])$")


DEPARTMENT = "系主任"
"""A title whose first character ends the body's name where that has no other end: 教育|系|主任."""

# What the holder of a post is in charge of: 分管科技工作, 负责国际合作.
CHARGE = re.compile(r"(?:分管|主管|协管|负责)[^，。；、：]{2,20}$")

FORMERLY = ("原", "前")
"""Words before a body that make the post in it a former one."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post as printed: line.text[start:end] spans organization and title.

    `generic` when the body is only 公司, 联盟 …; `bare` when no words before the title could name a body; `carried`
    when the post has the body, not named there, of the post before it in the same list; `foreign` when its holder's
    name is likely transliterated.
    """

    start: int
    end: int
    title: str
    organization: str | None
    former: bool
    group: str
    generic: bool = False
    foreign: bool = False
    carried: bool = False
    bare: bool = False

    @property
    def rank(self) -> bool:
        """Whether this is an academic or professional rank rather than an office."""
        return self.group == "rank"


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    end: int
    former: bool = False


def read_post(line: Line, title: Title) -> Post:
    """The post that a title and the words directly before it give; `organization` is None where they name no body."""
    shared = _shared_letter(line, title)
    if shared is not None:
        return _of_shared_letter(line, title, shared)
    if title.committee < title.start:
        phrase = _phrase(line, title.outer)
        if line.text[title.committee : title.start] == "理事会" and line.text[title.start : title.end].endswith(
            "理事长"
        ):
            return _post(line, title, title.start, phrase)
        if phrase.start == phrase.end or _names_a_body(line, phrase):
            return _post(line, title, title.committee, phrase)
        return _post(line, title, title.start, _phrase(line, title.start))
    office = _office(line, title)
    phrase = _phrase(line, office if office != title.start else title.outer)
    if office == title.start and line.text.startswith(DEPARTMENT, office) and not _ends_as_a_body(line, phrase):
        return _post(line, title, office + 1, _Phrase(phrase.start, office + 1, phrase.former))
    return _post(line, title, office, phrase)


def _ends_as_a_body(line: Line, phrase: _Phrase) -> bool:
    return phrase.start == phrase.end or organization_suffix(line.text[phrase.start : phrase.end]) is not None


def _office(line: Line, title: Title) -> int:
    """Where the title starts with a leading group's office, or without a region's party organ.

    国务院…领导小组|办公室主任, but 内蒙古自治区党委|常委: a region's committee is a body, a ministry's group is none.
    """
    before = line.at(title.start - 1) if title.start else None
    if before is None or before.tag == "ORG":
        return title.start
    if title.start == title.outer and line.text.endswith(("领导小组办公室", "工作组办公室"), 0, title.start):
        return title.start - len("办公室")
    agency = line.text.startswith("党工委", title.start)
    return title.organ if agency or before.tag == "PLACE" or line.word(before) in _REGIONS else title.start


_REGIONS = frozenset(("自治区", "省", "市", "自治州", "州", "县", "区", "盟", "旗"))
"""What a place's own bulletin calls it, whose party organ is a body: 自治区|党委|副书记."""


def _of_shared_letter(line: Line, title: Title, end: int) -> Post:
    """A post whose title shares a letter with its body (科技部长); a foreign state's ministry stays in the title."""
    start = phrase_start(line, end)
    country = _country_before(line, start)
    if country is None:
        return _post(line, title, title.start, _former(line, _Phrase(start, end)))
    name = line.text[country.end : title.end]
    return Post(country.start, title.end, name, line.word(country), title.former, title.group, foreign=True)


def _country_before(line: Line, end: int) -> Word | None:
    """The foreign country shortly before a ministry, with nothing but names between: 法国|经济与|财政部."""
    at = line.index(end)
    for word in reversed(line.words[max(0, at - 4) : at + 1]):
        if _is_foreign(line, word):
            return word
        if not line.text[word.start].isalpha() or (word.tag[0] in "pudv" and line.word(word) not in CONJUNCTIONS):
            return None
    return None


def organization_before(line: Line, end: int) -> tuple[int, str] | None:
    """The body whose name ends directly at `end`, or before 的 there, with where it starts: 科技部|邵新宇副部长."""
    end -= line.text.startswith("的", end - 1) if end else 0
    phrase = _phrase(line, end)
    text = line.text[phrase.start : phrase.end]
    return (phrase.start, text) if text and not NOT_A_BODY.match(text) and _names_a_body(line, phrase) else None


def _shared_letter(line: Line, title: Title) -> int | None:
    """Where a known body ends that shares its last character with the title: 科技部|长 in 科技部长."""
    word = line.at(title.start)
    if word is not None and word.tag in ("ORG", "PLACE") and word.start < title.start and word.end == title.start + 1:
        return word.end
    return None


def _phrase(line: Line, end: int) -> _Phrase:
    start = phrase_start(line, end)
    if confers(line.text[start:end]):
        return _Phrase(end, end)
    session = SESSION.search(line.text, start, end)
    if session is not None and confers(line.text[start : session.start()]):
        return _Phrase(session.start(), session.start())
    if session is not None:
        return _former(line, _Phrase(start, session.start()))
    return _former(line, _Phrase(start, end))


def _former(line: Line, phrase: _Phrase) -> _Phrase:
    """The phrase with 原 or 前 before it taken in: 原|科技部."""
    before = line.at(phrase.start - 1) if phrase.start else None
    if before is not None and line.word(before) in FORMERLY and phrase.start < phrase.end:
        return _Phrase(phrase.start, phrase.end, True)
    return _Phrase(phrase.start + 1, phrase.end, True) if _is_formerly(line, phrase) else phrase


def _is_formerly(line: Line, phrase: _Phrase) -> bool:
    """Whether 原 begins the phrase and no name in it: 原|省电力局, but 原子能研究所, 原平市."""
    text, first = line.text[phrase.start : phrase.end], line.at(phrase.start)
    own = text.startswith(tuple(words_used("original"))) or (first is not None and first.known)
    return text.startswith("原") and len(text) > 3 and not own


def _post(line: Line, title: Title, start: int, phrase: _Phrase) -> Post:
    """The post of a title from `start` on, in the body that a phrase names, if it names one."""
    former = title.former or phrase.former
    outer = phrase.start - 1 if phrase.former else phrase.start
    post = Post(outer, title.end, line.text[start : title.end], None, former, title.group)
    return (
        _of_army(line, post, phrase)
        or (_without_phrase(line, post, min(start, title.outer, phrase.start)) if phrase.start == phrase.end else None)
        or (_of_country(line, post, phrase) if title.group == "head" else None)
        or _of_body(line, post, phrase)
    )


def _of_army(line: Line, post: Post, phrase: _Phrase) -> Post | None:
    """A post in a foreign army named by two characters: 以军|总参谋长."""
    army = line.text[max(0, phrase.end - 2) : phrase.end]
    if army[1:] != "军" or army[0] not in _country_letters() or phrase.end - phrase.start > 2:
        return None
    return replace(post, start=phrase.end - 2, organization=army, foreign=True)


def _without_phrase(line: Line, post: Post, start: int) -> Post:
    """A post with no words directly before it: of the owner before 的, or one that no body is given for."""
    if line.text.endswith("的", 0, start):
        owner = _phrase(line, _over_charge(line, start - 1))
        if owner.start < owner.end and _names_a_body(line, owner):
            return replace(post, start=owner.start, organization=line.text[owner.start : owner.end])
    return _of_ministry(replace(post, start=start, bare=True))


def _over_charge(line: Line, end: int) -> int:
    """Where the owner of a post ends before what it is in charge of: 农业部|主管乡镇企业|的|副部长."""
    charge = CHARGE.search(line.text, max(0, end - 24), end)
    return charge.start() if charge is not None else end


def _of_body(line: Line, post: Post, phrase: _Phrase) -> Post:
    """A post of the body that a phrase names; what reads as no body gives none."""
    first, last = line.at(phrase.start), line.at(phrase.end - 1)
    text = line.text[phrase.start : phrase.end]
    if text in _country_letters():
        return replace(post, organization=text, foreign=True)
    if text in _generic_bodies():
        return replace(post, organization=text, generic=True)
    if text in words_used("noun") or text in words_used("generic") or NOT_A_BODY.match(text) or len(text) < 2:
        return replace(post, bare=text == "该")
    if first is not None and _is_foreign(line, first):
        return _of_foreign_body(line, post, first, text)
    known = first is not None and first.known
    seat = post.group == "seat" and post.title[-2:-1] == text[-1]
    if known or seat or post.group == "corporate" or _names_a_body(line, phrase):
        foreign = last is not None and line.word(last) in _international()
        return replace(post, organization=text, foreign=foreign)
    return post


def _of_foreign_body(line: Line, post: Post, country: Word, text: str) -> Post:
    """A post in a foreign country's body, or of its department: 伊拉克|石油部长."""
    department = text[country.end - country.start :]
    if post.title.endswith("部长") and department and not department.endswith("部"):
        return replace(post, organization=line.word(country), title=department + post.title, foreign=True)
    return replace(post, organization=text, foreign=True)


def _of_country(line: Line, post: Post, phrase: _Phrase) -> Post:
    """A head of state or government: of the country or body named directly before, and of nothing else."""
    last = line.at(phrase.end - 1)
    text = line.text[phrase.start : phrase.end]
    if last is not None and last.known:
        return replace(post, start=last.start, organization=line.word(last), foreign=_is_foreign(line, last))
    if text[-1:] in _country_letters() and len(text) <= 2:
        return replace(post, organization=text[-1], foreign=True)
    return replace(post, organization=text if organization_suffix(text) is not None else None)


def _of_ministry(post: Post) -> Post:
    """外交部长 without a country is 部长 of 外交部."""
    if post.title[:-1] in known_organizations() and post.title.endswith("长"):
        return replace(post, organization=post.title[:-1], title=post.title[-2:])
    return post


def _names_a_body(line: Line, phrase: _Phrase) -> bool:
    last = line.at(phrase.end - 1)
    text = line.text[phrase.start : phrase.end]
    if last is not None and last.tag in ("ORG", "ALLIANCE", "PLACE"):
        return True
    return organization_suffix(text.rstrip("）)")) is not None or text.endswith(("）", ")"))


def _is_foreign(line: Line, word: Word) -> bool:
    return line.word(word) in _countries()


@cache
def _countries() -> frozenset[str]:
    """Countries whose people's names are transliterated."""
    own = ("中国", "朝鲜", "韩国", "越南", "新加坡", "日本")
    return frozenset(r["full_name"] for r in lexicon.rows("places") if r["kind"] == "country") - frozenset(own)


@cache
def _country_letters() -> frozenset[str]:
    """Countries named by one character, as before 总统 and 外长: 俄, 美."""
    return frozenset(lexicon.column("country_letters", "letter"))


@cache
def _international() -> frozenset[str]:
    return frozenset(row["name"] for row in lexicon.rows("organizations") if row["kind"] == "other")


@cache
def _generic_bodies() -> frozenset[str]:
    """Suffixes that stand alone for a body named before: 公司, 学院, 协会, 联盟."""
    return frozenset(row["suffix"] for row in lexicon.rows("organization_suffixes") if len(row["suffix"]) >= 2)
