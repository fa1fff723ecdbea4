"""The query language: words, “phrases”, 与 或 非 (AND OR NOT), brackets, fields and dates → a tree.

    query  = all { ("OR" | "或") all }
    all    = part { [ "AND" | "与" ] part }
    part   = [ "NOT" | "非" | "-" ] ( "(" query ")" | field ":" value | value )
    value  = word | '"' phrase '"'

Operators are words of their own, set apart by blanks or brackets; brackets and quotation marks may be full width. A
word is looked for as it is printed, whatever words it is made of. A query of one operator alone looks for that word.
"""

import re
from dataclasses import dataclass
from typing import Literal

from pipeline.search.faults import QueryFault
from pipeline.search.fields import ENTITIES, PARTS

FIELD_NAMES = {
    "标题": "title", "栏目": "section", "刊名": "series", "联盟": "alliance", "人物": "official", "政策": "policy",
    "机构": "org", "日期": "date",
} | {name: name for name in (*PARTS, *ENTITIES, "date")}  # fmt: skip
OPERATORS = {"AND": "and", "与": "and", "OR": "or", "或": "or", "NOT": "not", "非": "not"}
DEEPEST = 40
LONGEST = 2000

# A field and its colon at the beginning of a word: `title:`, `联盟：`.
FIELD = re.compile(r"([a-z]{2,12}|[\u4e00-\u9fff]{2})[:：](?!//)")
# A date as precise as wanted: `2022`, `2022-03`, `2022年3月`, `2022-03-31`.
DATE = re.compile(r"(\d{4})(?:[-年/.]?|[-年/.](\d{1,2})(?:[-月/.]?|[-月/.](\d{1,2})日?))")


@dataclass(frozen=True, slots=True)
class Word:
    """Text to be found as printed; `quoted` text has no synonyms and no value."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class FieldWord:
    """Text to be found in one part of an article or among its entities of one kind."""

    field: str
    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Dates:
    """Issues from the first to the last day, both included, as day numbers (fields.day_number)."""

    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Not:
    """What the inner query does not find."""

    inner: "Node"


@dataclass(frozen=True, slots=True)
class Group:
    """What all (`and`) or any (`or`) of the parts find."""

    operator: Literal["and", "or"]
    parts: tuple["Node", ...]


Node = Word | FieldWord | Dates | Not | Group


@dataclass(frozen=True, slots=True)
class _Token:
    kind: Literal["word", "phrase", "field", "(", ")", "and", "or", "not", "end"]
    text: str
    at: int


_OPEN, _CLOSE = "(（", ")）"
_QUOTES = {'"': '"', "“": "”", "＂": "＂", "「": "」"}


def parse_query(query: str) -> Node:
    """The tree of a query. Raises QueryFault, a BadQuery that says where and why."""
    if not query.strip():
        raise QueryFault("empty", 0)
    if len(query) > LONGEST:
        raise QueryFault("long", LONGEST)
    tokens = list(_tokens(query))
    if len(tokens) == 2 and tokens[0].kind in ("and", "or", "not"):
        return Word(tokens[0].text)
    return _Parser(tokens).any_of(0)


def phrase(text: str) -> str:
    """The query that looks for this text exactly as printed."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def parse_dates(text: str, at: int = 0) -> Dates:
    """A date or a range `from..to`, either end open; raises QueryFault where it is neither."""
    first, dots, last = text.partition("..")
    if not dots:
        last = first
    if not first and not last:
        raise QueryFault("date", at, text)
    return Dates(_day(first, at, 0) if first else None, _day(last, at, 99) if last else None)


def _day(text: str, at: int, absent: int) -> int:
    match = DATE.fullmatch(text.strip())
    if match is None or not (int(match[2] or 1) in range(1, 13) and int(match[3] or 1) in range(1, 32)):
        raise QueryFault("date", at, text)
    return (int(match[1]) * 100 + int(match[2] or absent)) * 100 + int(match[3] or absent)


def _tokens(query: str) -> list[_Token]:
    tokens: list[_Token] = []
    at, depth = 0, 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        token, at = _next_token(query, at, depth)
        depth += {"(": 1, ")": -1}.get(token.kind, 0)
        tokens.append(token)
    return [*tokens, _Token("end", "", len(query))]


def _next_token(query: str, at: int, depth: int) -> tuple[_Token, int]:
    char = query[at]
    if char in _OPEN:
        return _Token("(", char, at), at + 1
    if char in _CLOSE:
        if not depth:
            raise QueryFault("unopened", at, char)
        return _Token(")", char, at), at + 1
    if char in _QUOTES:
        return _quoted(query, at)
    if char == "-" and at + 1 < len(query) and (query[at + 1].isalpha() or query[at + 1] in (*_QUOTES, *_OPEN)):
        return _Token("not", char, at), at + 1
    field = FIELD.match(query, at)
    if field is not None and (field[1] in FIELD_NAMES or field[1].isascii()):
        return _field(field), field.end()
    return _word(query, at, depth)


def _field(match: re.Match[str]) -> _Token:
    if match[1] not in FIELD_NAMES:
        raise QueryFault("field", match.start(), match[1])
    return _Token("field", FIELD_NAMES[match[1]], match.start())


def _quoted(query: str, start: int) -> tuple[_Token, int]:
    close, text, at = _QUOTES[query[start]], "", start + 1
    while at < len(query):
        if query[at] == close:
            if not text:
                raise QueryFault("blank", start)
            return _Token("phrase", text, start), at + 1
        if query[at] == "\\" and at + 1 < len(query):
            at += 1
        text += query[at]
        at += 1
    raise QueryFault("unclosed", start, query[start])


def _word(query: str, start: int, depth: int) -> tuple[_Token, int]:
    """A run without blanks; a closing bracket ends it unless one that stands in the word opened it."""
    at, inner = start, 0
    while at < len(query) and not query[at].isspace():
        if query[at] in _OPEN:
            if query[start:at] in OPERATORS:
                break
            inner += 1
        elif query[at] in _CLOSE:
            if not inner and depth:
                break
            inner = max(inner - 1, 0)
        at += 1
    text = query[start:at]
    return _Token(OPERATORS.get(text, "word"), text, start), at  # type: ignore[arg-type]


class _Parser:
    """One function a rule of the grammar; `_at` is the next token."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens, self._at = tokens, 0

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self, *kinds: str) -> _Token | None:
        token = self._next
        if token.kind not in kinds:
            return None
        self._at += 1
        return token

    def any_of(self, depth: int) -> Node:
        """Parts joined by OR."""
        parts = [self._all_of(depth)]
        while self._take("or"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else Group("or", tuple(parts))

    def _all_of(self, depth: int) -> Node:
        parts = [self._part(depth)]
        while self._next.kind in ("and", "not", "(", "field", "word", "phrase"):
            self._take("and")
            parts.append(self._part(depth))
        return parts[0] if len(parts) == 1 else Group("and", tuple(parts))

    def _part(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise QueryFault("deep", self._next.at)
        if self._take("not"):
            return Not(self._part(depth + 1))
        if (opening := self._take("(")) is not None:
            inner = self.any_of(depth + 1)
            if self._take(")") is None:
                raise QueryFault("unclosed_bracket", opening.at)
            return inner
        return self._fielded() if self._next.kind == "field" else self._value()

    def _value(self) -> Word:
        token = self._take("word", "phrase")
        if token is None:
            before = self._tokens[self._at - 1] if self._at else self._next
            raise QueryFault("operand", before.at, before.text)
        return Word(token.text, token.kind == "phrase")

    def _fielded(self) -> Node:
        field = self._tokens[self._at]
        self._at += 1
        token = self._take("word", "phrase", "and", "or", "not")
        if token is None:
            raise QueryFault("no_value", field.at, field.text)
        if field.text == "date":
            return parse_dates(token.text, token.at)
        return FieldWord(field.text, token.text, token.kind == "phrase")
