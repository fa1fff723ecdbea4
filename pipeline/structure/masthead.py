"""The masthead: series, issue, publisher and date, and how far down the first page it reaches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from pipeline.model.bulletin import Masthead
from pipeline.structure.colophon import is_imprint, without_staff
from pipeline.structure.numbers import NUMERAL, read_number
from pipeline.structure.paragraphs import Block, prose
from pipeline.structure.words import compact, spaced

_S = r"\s{0,3}"
_HAN_DIGIT = "[〇○零一二三四五六七八九]"
# A year of the last or this century. Examples: 2012, ２０１２, 二〇一二.
_FULL_YEAR = rf"(?:[12１２](?:\s?[0-9０-９]){{3}}|[一二](?:\s?{_HAN_DIGIT}){{3}})"
# A running number over all years. Examples: 总第62期, 总期数：62.
_TOTAL = re.compile(rf"[总總]{_S}(?:第{_S}({NUMERAL}){_S}期|期数?{_S}[：:第]?{_S}({NUMERAL}){_S}期?)")
_SPAN = rf"(?:[-—–~～至、]{_S}{NUMERAL}{_S})?"
# A number within the year. Examples: 第3期, 第十二期, 第（3）期, 第1-2期, No.3.
_ISSUE = re.compile(rf"第{_S}[（(〔]?{_S}({NUMERAL}){_S}{_SPAN}[)）〕]?{_S}[期辑輯刊]|\bN[oO][.．]{_S}(\d{{1,4}})")
# The year's number without 第. Example: 2022年3期.
_SHORT_ISSUE = re.compile(rf"年{_S}(\d{{1,3}}){_S}期")
_WORDED = rf"({_FULL_YEAR}){_S}年{_S}({NUMERAL}){_S}月{_S}({NUMERAL}){_S}[日号]"
_POINTED = rf"({_FULL_YEAR}){_S}[-./．]{_S}(\d{{1,2}}){_S}[-./．]{_S}(\d{{1,2}})"
# A full date. Examples: 2022年6月10日, 二〇一二年三月五日, 2012.3.5, 2012-03-05.
_DATE = re.compile(rf"{_WORDED}|{_POINTED}")
# The days that an issue covers. Example: 2022年6月10日—6月16日.
_PERIOD = re.compile(
    rf"(?:{_WORDED}|{_POINTED}){_S}[-—–~～至到]{{1,2}}{_S}"
    rf"(?:{_WORDED}|{_POINTED}|(?:{NUMERAL}{_S}月{_S})?{NUMERAL}{_S}[日号]|\d{{1,2}}[-./．]\d{{1,2}})"
)
# A month. Example: 2022年6月.
_MONTH = re.compile(rf"({_FULL_YEAR}){_S}年{_S}({NUMERAL}){_S}月")
# A day whose year the issue line gives, at the end of its line. Example: 甲委办公室编　　8月13日.
_DAY = re.compile(rf"(?:\A|(?<=\s))({NUMERAL}){_S}月{_S}({NUMERAL}){_S}[日号]\Z")
# A year before an issue. Examples: 2022年, 〔2019〕, （2019）.
_YEAR = re.compile(rf"({_FULL_YEAR}){_S}年?度?|[〔\[（(【]{_S}({_FULL_YEAR}){_S}[〕\])）】]")
# What numbers leave behind that stood in brackets. Example: （，） of （2022年，总第62期）.
_BRACKETS = re.compile(r"[（(〔\[【][\s,，、;；:：]{0,7}[)）〕\]】]|[（(〔【][,，\s]{0,4}\Z|\A[,，\s]{0,4}[)）〕】]")
_CUT = "\x1f"
_REACH = 16


@dataclass
class _Reading:
    """What has been read so far, and the words left over on either side of the issue number.

    `vague` says that the date is but a month or the first day of a period, and gives way to a plain date.
    """

    issue: int | None = None
    total: int | None = None
    year: int | None = None
    date: str | None = None
    vague: bool = False
    day: tuple[int, int] | None = None
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    publishers: list[str] = field(default_factory=list)


def find_masthead(blocks: Sequence[Block], limit: int | None) -> int:
    """How many blocks from the first belong to the masthead: all before the contents list (`limit`) where one opens."""
    if limit is not None and limit <= 2 * _REACH and not any(prose(b.text) for b in blocks[:limit]):
        return limit
    reach = next((i for i, b in enumerate(blocks[:_REACH]) if prose(b.text)), min(len(blocks), _REACH))
    marks = [i for i in range(reach) if says_issue(blocks[i].text) or _says_date(blocks[i].text)]
    if not any(says_issue(blocks[i].text) or (i <= 4 and _names_series(blocks[:i])) for i in marks):
        return 0
    end = marks[-1] + 1
    while end < reach and _attends(blocks[end].text):
        end += 1
    return end


def read_masthead(blocks: Sequence[Block], imprint: Sequence[str] = ()) -> Masthead:
    """The masthead's fields; publisher and date from the imprint (主办：…, …年…月…日印发) where it has none."""
    reading = _Reading()
    for block in blocks:
        if not _notice().search(block.text) or says_issue(block.text):
            _read_line(block.text, reading)
    series, publisher = _series_and_publisher(reading)
    date = reading.date or _date_of(reading.year, reading.day)
    found = Masthead(series, reading.year, reading.issue, reading.total, publisher, date)
    return _completed(found, imprint)


def _completed(found: Masthead, imprint: Sequence[str]) -> Masthead:
    if found.publisher is None:
        found = replace(found, publisher=next((p for p in map(_imprint_publisher, imprint) if p), None))
    if found.date is None and found.issue is not None:
        found = replace(found, date=next((d for d in map(_imprint_date, imprint) if d), None))
    if found.year is None and found.date is not None:
        found = replace(found, year=int(found.date[:4]))
    return found


def _imprint_publisher(line: str) -> str | None:
    match = _labelled().match(line.strip())
    return _name(match.group("after")) if match and match.group("after") else None


def _imprint_date(line: str) -> str | None:
    return _iso(_DATE.search(line)) if re.search(r"印发|印發|出版|日期", line) else None


def dates_issue(text: str) -> bool:
    """Whether a line gives an issue's number or date, as mastheads do."""
    return says_issue(text) or _says_date(text)


def says_issue(text: str) -> bool:
    """Whether a line gives an issue's number, and besides it nothing but what mastheads say."""
    text = without_staff(text)
    if len(text) > 70 or not (_ISSUE.search(text) or _TOTAL.search(text) or _SHORT_ISSUE.search(text)):
        return False
    pieces = _take_numbers(text, _Reading()).split(_CUT)
    return all(_fits_masthead(_BRACKETS.sub(" ", piece).strip(" 　\t,，、;；|｜/《》")) for piece in pieces)


def _fits_masthead(piece: str) -> bool:
    whole = compact(piece)
    if not any(c.isalnum() for c in whole) or _notice().search(whole):
        return True
    return len(whole) <= 30 and bool(_series().search(whole) or _body().search(whole) or _labelled().match(whole))


def _says_date(text: str) -> bool:
    text = without_staff(text)
    match = _DATE.search(text) or _MONTH.search(text) or _DAY.search(text)
    if not match or len(text) > 60:
        return False
    rest = compact(text[: match.start()] + text[match.end() :]).strip("（）()")
    return not rest or (len(rest) <= 30 and bool(_body().search(rest) or _labelled().match(rest)))


def _attends(text: str) -> bool:
    """Whether a line below the issue number still belongs to the masthead: a publisher, a notice, an ornament."""
    if (_notice().search(text) and len(text) <= 40) or is_imprint(text):
        return True
    if not any(c.isalnum() for c in text):
        return True
    return len(text) <= 30 and bool(_labelled().match(text) or _body_line().match(text))


def _names_series(blocks: Sequence[Block]) -> bool:
    return any(len(b.text) <= 40 and _series().search(compact(b.text)) for b in blocks)


def _read_line(text: str, reading: _Reading) -> None:
    text = without_staff(text)
    before_issue = reading.issue is None and reading.total is None
    rest = _take_numbers(text, reading)
    numbered = before_issue and (reading.issue is not None or reading.total is not None)
    pieces = [_BRACKETS.sub(" ", piece).strip(" 　\t,，、;；|｜/") for piece in rest.split(_CUT)]
    for number, piece in enumerate(pieces):
        if not any(c.isalnum() for c in piece):
            continue
        if _labelled().match(compact(piece)) and not _series().search(compact(piece)):
            reading.publishers.append(_name(piece))
        elif before_issue and (not numbered or number == 0):
            reading.before.append(piece)
        else:
            reading.after.append(piece)


def _take_numbers(text: str, reading: _Reading) -> str:
    """The line with its numbers and dates replaced by cuts; what they say goes into the reading."""
    total = _TOTAL.search(text)
    if total and reading.total is None:
        reading.total = read_number(total[1] or total[2])
    text = _TOTAL.sub(_CUT, text)
    date = _DATE.search(text)
    if date and (reading.date is None or reading.vague):
        reading.date, reading.vague = _iso(date), bool(_PERIOD.match(text, date.start()))
    text = _DATE.sub(_CUT, _PERIOD.sub(_CUT, text))
    issue = _ISSUE.search(text) or _SHORT_ISSUE.search(text)
    if issue and reading.issue is None:
        reading.issue = read_number(next(group for group in issue.groups() if group))
        reading.year = reading.year or _year_in(text)
    text = _SHORT_ISSUE.sub(_CUT, _ISSUE.sub(_CUT, text))
    day = _DAY.search(text)
    if day and reading.date is None:
        reading.day = (read_number(day[1]) or 0, read_number(day[2]) or 0)
    text = _DAY.sub(_CUT, text)
    month = _MONTH.search(text)
    if month and reading.date is None:
        reading.date, reading.vague = _iso_month(month), True
    text = _MONTH.sub(_CUT, text)
    if reading.year is None:
        reading.year = _year_in(text)
    return _YEAR.sub(_CUT, text)


def _year_in(text: str) -> int | None:
    match = _YEAR.search(text)
    year = read_number(match[1] or match[2]) if match else None
    return year if year and 1949 <= year <= 2100 else None


def _iso(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    year, month, day = (read_number(group) for group in match.groups() if group)
    if not (year and month and day) or not (1949 <= year <= 2100 and month <= 12 and day <= 31):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _date_of(year: int | None, day: tuple[int, int] | None) -> str | None:
    if year is None or day is None or not (1 <= day[0] <= 12 and 1 <= day[1] <= 31):
        return None
    return f"{year:04d}-{day[0]:02d}-{day[1]:02d}"


def _iso_month(match: re.Match[str]) -> str | None:
    year, month = read_number(match[1]), read_number(match[2])
    return f"{year:04d}-{month:02d}" if year and month and month <= 12 and 1949 <= year <= 2100 else None


def _series_and_publisher(reading: _Reading) -> tuple[str | None, str | None]:
    before, after = reading.before, reading.after
    if not before:
        before = [piece for piece in after if _series().search(compact(piece))][:1]
        after = [piece for piece in after if piece not in before]
    publisher = next(iter(reading.publishers), None)
    publisher = publisher or next((_name(piece) for piece in after if _body().search(_name(piece))), None)
    if len(before) > 1 and _own_body(before):
        body = _name(before[0])
        if publisher is None or publisher.startswith(body):
            publisher, before = publisher or body, before[1:]
    series = compact("".join(before)).strip("《》【】") or None
    return series, publisher


def _own_body(lines: Sequence[str]) -> bool:
    """Whether the first line names a body and the rest is a whole series title by itself."""
    rest = compact("".join(lines[1:]))
    return bool(_body().search(compact(lines[0]))) and len(rest) >= 4 and bool(_series().search(rest))


def _name(text: str) -> str:
    """A body's name without the words that say what it did. Example: 主办：甲协会 → 甲协会."""
    match = _labelled().match(compact(text))
    return (match["after"] or match["before"]) if match else compact(text)


@cache
def _labelled() -> re.Pattern[str]:
    # A body with its label. Examples: 主办：甲协会, 甲协会编.
    label = spaced("masthead_words", "publisher")
    return re.compile(rf"{label}\s*[：:]\s*(?P<after>.{{2,40}})\Z|(?P<before>[^：:《》]{{3,40}}?){label}\Z")


@cache
def _series() -> re.Pattern[str]:
    # What titles of bulletins end in. Example: 工作简报.
    return re.compile(rf"{spaced('masthead_words', 'series')}[》】）)\s]*\Z")


@cache
def _body() -> re.Pattern[str]:
    # What names of bodies end in. Example: 联络组办公室.
    return re.compile(rf"{spaced('masthead_words', 'body')}\Z")


@cache
def _body_line() -> re.Pattern[str]:
    # A line that is a body's name. Example: 中国某某协会秘书处.
    return re.compile(rf"[^\s，。；：:《》“”]{{2,24}}{spaced('masthead_words', 'body')}\Z")


@cache
def _notice() -> re.Pattern[str]:
    # A notice. Example: 内部资料 注意保存.
    return re.compile(spaced("masthead_words", "notice"))
