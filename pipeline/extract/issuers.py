"""Who issued an instrument: the bodies named before the verb, under their standing names, and N of 等N部门.

Only bodies of government and party issue; an alliance or a company named among them is passed over, and where only
such bodies are named the work is theirs (`private`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from pipeline import lexicon

Role = Literal["name", "filler", "reset", "raw", "separator"]


@dataclass(frozen=True, slots=True)
class Agents:
    """The bodies of a phrase: government bodies under standing names, N of N部门, and whether others are named."""

    issuers: tuple[str, ...] = ()
    count: int | None = None
    private: bool = False


NOBODY = Agents()


class Piece(NamedTuple):
    """A stretch of an agent phrase and what part it plays."""

    text: str
    role: Role


# Categories of the ministries lexicon that do not issue instruments of government.
_NOT_ISSUING = frozenset({"中央企业", "金融机构", "民主党派"})
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | {"两": 2}

# N bodies: 等九部门, 等24部门, 十一部门, 等五个部委.
_COUNTED = re.compile(
    r"(?:等(?P<others>\d{1,2}|[一二三四五六七八九十两]{1,3})个?(?:部门|部委|部|委|家?单位)"
    r"|(?P<count>\d{1,2}|[一二三四五六七八九十两]{1,3})个?(?:部门|部委))(?:办公厅)?"
)
# A date, a bracket or a number between a body and its verb: 今天（7月27日）, 2024年12月22日, 以国函〔2016〕87号文.
_ASIDE = re.compile(
    r"以[^，。；]{0,12}?\d+号文?件?|[（(][^（）()]{0,24}[）)]|(?:\d{2,4}年)?\d{1,2}月(?:\d{1,2}日)?|\d{4}年|\d{1,2}日"
)
_SEPARATOR = re.compile(r"[、\s\u3000，,·“”/：:]+")
_CONJUNCTION = re.compile(r"和|与|及|暨|同")


@cache
def standing_names() -> dict[str, str]:
    """Full name or abbreviation of a body of the state to its standing name (工信部 → 工业和信息化部)."""
    found: dict[str, str] = {}
    for row in lexicon.rows("ministries"):
        if row["category"] not in _NOT_ISSUING:
            for name in (row["full_name"], row["standing"], *lexicon.listed(row["abbreviations"])):
                if len(name) > 1:
                    found.setdefault(name, row["standing"] or row["full_name"])
    return found


@cache
def _words() -> tuple[AhoCorasick, tuple[tuple[str, Role], ...]]:
    entries: dict[str, Role] = {}
    for row in lexicon.rows("issuer_fillers"):
        if (len(row["word"]) > 1 and row["role"] not in ("edge", "kept")) or row["word"] == "的":
            entries[row["word"]] = "reset" if row["role"] == "reset" else "filler"
    entries |= dict.fromkeys(standing_names(), "name")
    automaton = AhoCorasick(list(entries), matchkind=MatchKind.LeftmostLongest)
    return automaton, tuple(entries.items())


@cache
def _edges() -> re.Pattern[str]:
    """Adverbs, verbs and prepositions that names hold too: they count only at a name's borders (研究院, 创新, 协同)."""
    rows = lexicon.rows("issuer_fillers")
    words = lexicon.alternation(r["word"] for r in rows if r["role"] == "edge" or len(r["word"]) == 1)
    kept = lexicon.alternation(r["word"] for r in rows if r["role"] == "kept")
    return re.compile(rf"^(?:(?!{kept}){words}){{1,4}}|{words}{{1,4}}$")


@cache
def _endings(side: str) -> re.Pattern[str]:
    return re.compile(
        rf"{lexicon.alternation(r['ending'] for r in lexicon.rows('issuer_suffixes') if r['side'] == side)}$"
    )


@cache
def _central_words() -> tuple[str, ...]:
    return tuple(r["ending"] for r in lexicon.rows("issuer_suffixes") if r["side"] == "central")


@cache
def _anchor() -> re.Pattern[str]:
    """Where the name of a central or local body begins: 中共…, 国家…, 省…, 北京市…, 陕西省…, 海淀区…."""
    places = {
        r[key] for name in ("provinces", "places") for r in lexicon.rows(name) for key in ("full_name", "short_name")
    }
    central = "|".join((*_central_words(), "自治区", "新区", "[省市区县州]"))
    county = r"[\u4e00-\u9fff]{2,3}(?:市|县|区|旗)"
    return re.compile(
        rf"(?:{central}|(?:中共|中国共产党)?(?:{lexicon.alternation(p for p in places if len(p) > 1)}|{county}))"
    )


def parse_agents(phrase: str) -> Agents:
    """The bodies of a phrase that ends where their verb begins, for 工信部、科技部等十一部门联合 or 由北京市应急局.

    What stands before words that begin a new agent (根据…, …的) is passed over.

    >>> parse_agents("工信部、科技部等十一部门联合")
    Agents(issuers=('工业和信息化部', '科技部'), count=11, private=False)
    """
    count, phrase = _counted(phrase)
    issuers: list[str] = []
    private, place = False, ""
    for piece in _chunks(_ASIDE.sub("、", phrase)):
        name = _local_name(piece.text, place)
        body = _government(name) if piece.role == "name" else None
        if body:
            issuers += [b for b in body if b not in issuers]
            place = _place(name) or place
        elif piece.role == "name" and _endings("private").search(name):
            private = True
        else:
            issuers, private, place = [], False, ""
    return Agents(tuple(issuers), count, private and not issuers)


def _place(name: str) -> str:
    """The place whose body this is: 四川省 of 四川省科技厅; empty for a body of the state, or a place's whole name."""
    anchor = _anchor().match(name)
    return anchor.group() if anchor and anchor.group() not in _central_words() and anchor.end() < len(name) else ""


def _local_name(name: str, place: str) -> str:
    """A body listed after one of a place belongs to it: 发展改革委 after 四川省科技厅 is 四川省发展改革委."""
    of_place = place and _endings("local").search(name) and not _anchor().match(name)
    return place + name if of_place else name


def _counted(phrase: str) -> tuple[int | None, str]:
    matches = list(_COUNTED.finditer(phrase))
    if not matches:
        return None, phrase
    last = matches[-1]
    return _value(last["others"] or last["count"]), f"{phrase[: last.start()]}、{phrase[last.end() :]}"


def _value(count: str) -> int:
    if count.isdecimal():
        return int(count)
    tens, ten, ones = count.partition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones if ten else tens, 0)


def _chunks(phrase: str) -> Iterator[Piece]:
    """Names joined with what stands straight beside them: 山西省 + 发改委, 科技部 + 火炬中心; 党中央 国务院 are two."""
    chunk = ""
    for text, role in _pieces(phrase):
        if role == "name" and chunk and _begins_anew(chunk):
            yield from _split(chunk)
            chunk = text
        elif role in ("name", "raw"):
            chunk += text
        else:
            yield from _split(chunk)
            chunk = ""
            if role == "reset":
                yield Piece(text, "reset")
    yield from _split(chunk)


def _begins_anew(chunk: str) -> bool:
    """Whether a body's name after this chunk is a body of its own: not after a place, nor inside a local name."""
    return chunk in standing_names() or not _anchor().fullmatch(chunk)


def _split(chunk: str) -> Iterator[Piece]:
    """Parts at conjunctions whose left part is a body's whole name: 科技部和财政部, but 北京市经济和信息化局 is one."""
    start = 0
    chunk = chunk if chunk in standing_names() else _edges().sub("", chunk)
    for conjunction in _CONJUNCTION.finditer(chunk):
        left = chunk[start : conjunction.start()]
        if left in standing_names() or _government(left) or (len(left) > 3 and _endings("private").search(left)):
            yield Piece(left, "name")
            start = conjunction.end()
    if chunk[start:]:
        yield Piece(chunk[start:], "name")


def _pieces(phrase: str) -> Iterator[Piece]:
    automaton, entries = _words()
    at = 0
    for index, start, end in automaton.find_matches_as_indexes(phrase):
        yield from _raw(phrase[at:start])
        yield Piece(*entries[index])
        at = end
    yield from _raw(phrase[at:])


def _raw(text: str) -> Iterator[Piece]:
    at = 0
    for separator in _SEPARATOR.finditer(text):
        if separator.start() > at:
            yield Piece(text[at : separator.start()], "raw")
        yield Piece(separator.group(), "separator")
        at = separator.end()
    if at < len(text):
        yield Piece(text[at:], "raw")


def _government(name: str) -> tuple[str, ...]:
    """The standing name of a government body, as printed where the lexicon has none; empty where it is none."""
    name = name.removesuffix("令")
    if name in standing_names():
        return (standing_names()[name],)
    if len(name) > 30:
        return ()
    if any(name[:length] in standing_names() for length in range(2, len(name))):
        return (name,) if _endings("department").search(name) or _endings("government").search(name) else ()
    local = _endings("government").search(name) and not _endings("private").search(name)
    return (name,) if local and (_anchor().match(name) or name.endswith("厅")) else ()


def of_title(title: str) -> Agents:
    """The bodies that a full title opens with: 国务院办公厅关于…的通知, 中共云南省委关于…的建议."""
    match = re.match(r"(?P<bodies>[^《》“”。，]{2,80}?)(?:关于|批转|转发|印发)", title)
    agents = parse_agents(match["bodies"]) if match else NOBODY
    return agents if not agents.private else NOBODY
