"""Dates and periods: calendar dates, ranges, quarters, half-years, five-year plans, and relative ones that resolve.

Values are ISO 8601, as precise as stated: 2022, 2022-06, 2022-06-10; periods are start/end (2018/2021,
2022-01/2022-03). A month or day without its year takes the year of the nearest date before it in the article, else the
bulletin's; a span of years and a year inside 《》 give none. Where no year is known the value keeps the gap
(--06-10, ISO 8601:2000 truncated form).
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.view import ArticleView
from pipeline.model.mention import ArticleMentions, DateMention

DIGIT_OF = str.maketrans("０１２３４５６７８９〇○零一二三四五六七八九", "0123456789000123456789")
# A year: `2022`, `二〇二二`, `２０２２`.
YEAR = r"(?:1[6-9]|20)\d{2}|(?:１[６-９]|２０)[０-９]{2}|[一二][〇○零九八七][〇○零一二三四五六七八九]{2}"
# A month or day number: `6`, `06`, `十二`, `二十五`.
MONTH = r"1[0-2]|0?[1-9](?!\d)|１[０-２]|[１-９]|十[一二]?|[一二三四五六七八九]"
DAY = r"[12]\d|3[01]|0?[1-9](?!\d)|[１２][０-９]|３[０１]|[１-９]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
TO = r"\s?(?:[-—–―~～－]{1,2}|至|到)\s?"
# Not inside a number; a comma belongs to one only behind a digit: `1,420`, but `结束，6月10日`.
NOT_IN_NUMBER = r"(?<![\d.．０-９/])(?<![\d０-９][,，])"
# A day in full or in part: `2022年6月10日`, `6月10日`.
DATE = rf"(?:(?P<y>{YEAR})\s?年\s?)?(?P<m>{MONTH})\s?月\s?(?P<d>{DAY})\s?[日号](?!线|机|楼|院|令|文|店)"
FULL_DATE = re.compile(rf"{NOT_IN_NUMBER}{DATE}(?:{TO}(?:(?:(?P<y2>{YEAR})年)?(?P<m2>{MONTH})月)?(?P<d2>{DAY})[日号])?")
# A date in digits: `2022-06-10`, `2022.6.10`, `2022/6/10`.
DIGIT_DATE = re.compile(
    r"(?<![\d.-])(?P<y>(?:19|20)\d{2})(?P<s>[-./])(?P<m>1[0-2]|0?[1-9])(?P=s)(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.]\d|\d)"
)
# A month, or months: `2022年6月`, `1—9月`, `2021年1月至6月`, `6月份`.
MONTHS = re.compile(
    rf"{NOT_IN_NUMBER}(?:(?P<y>{YEAR})\s?年\s?)?(?P<m>{MONTH})(?:\s?月份?(?:{TO}(?:(?P<y2>{YEAR})年)?(?P<m2>{MONTH})\s?月份?)?"
    rf"|{TO}(?P<m3>{MONTH})\s?月份?)"
)
# Years and parts of years: `2022年`, `2018-2021年`, `2018年至2021年`, `2022年上半年`, `2022年第一季度`, `今年前三季度`.
QUARTER = r"(?P<first>前|第|头)?(?P<q>[一二三四1-4])(?:、(?P<q2>[二三四]))?个?季度"
PART = rf"(?P<half>[上下]半年)|{QUARTER}|前(?P<months>[一二三四五六七八九十]{{1,2}}|1?\d)个?月"
RELATIVE = r"今年|去年|前年|明年|后年|本年度?|上年|当年"
YEARS = re.compile(
    rf"(?:{NOT_IN_NUMBER}(?P<y>{YEAR})\s?(?:年(?!级)度?(?:{TO}(?P<y2>{YEAR})\s?年度?)?|{TO}(?P<y3>{YEAR})\s?年(?:度|间)?)"
    rf"|(?P<r>{RELATIVE})(?=(?:[上下]半年|[前第]?[一二三四1-4]、?[二三四]?季度|前))|(?=[上下]半年|[前第]?[一二三四1-4](?:、[二三四])?个?季度))(?:{PART})?"
)
# A span of years without the word year, as titles print it: `（2018-2021）`.
BARE_YEARS = re.compile(rf"(?<![\d.\w-])(?P<y>{YEAR})(?:{TO})(?P<y2>{YEAR})(?![\d.-])")
# A five-year plan: `“十四五”`, `十三五`.
NOT_COUNTED = r"(?![年个项家条名月亿万千百十大次章届件位日点，岁])"  # 十四五个 counts, 十四五 plans
PLAN = re.compile(
    rf"[“\"]?(?<!第)十(?P<n>[一二三四五六])[·•]?五{NOT_COUNTED}[”\"]?|(?<![\d十])[“\"](?P<early>[一七八九])五[”\"]"
)
# A relative date: `今年1`, `去年同期`, `今天（6月10日）`.
RELATIVE_DAY = re.compile(rf"{RELATIVE}|今天|今日|昨天|昨日|明天|本月|上月|当月|同日|当日|当天|去年同期|上年同期")
# A day alone: `10日上午`, `今天（10日）`; not a span of days such as `5日内`.
LONE_DAY = re.compile(
    rf"(?<![\d.．０-９月个十百])(?P<d>{DAY})日(?![内均常用游])(?:{TO}(?P<d2>{DAY})日)?|(?<=至)(?P<d3>{DAY})日"
)
# A decade or century: `20世纪90年代`, `21世纪`, `90年代`.
DECADE = r"[1-9]0|[二三四五六七八九]十"
AGE = re.compile(
    rf"(?P<c>[12]?\d|[一二]?十[一九]?)\s?世纪(?:(?P<t>{DECADE})年代)?|(?<!\d)(?P<t2>{DECADE}|(?:19|20)\d0)年代"
)
# Clock times, masked but no dates of their own: `14时30分`, `8:30`, `上午9点`.
MINUTES = r"[:：][0-5]\d(?:[:：][0-5]\d)?|[时点](?:[0-5]?\d分|整|许|半)?(?!点位)"
CLOCK = re.compile(rf"(?<![\d.])(?:[01]?\d|2[0-4])(?:{MINUTES})(?!\d)")
RELATIVE_ZERO = 50  # relative years are kept as 50 + offset until the bulletin's year is known
OFFSETS = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1, "前": -2, "明": 1, "后": 2}
CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class _Moment:
    """A year, month and day as far as stated."""

    year: int | None
    month: int | None = None
    day: int | None = None

    def iso(self) -> str:
        """The ISO 8601 form, gaps as hyphens."""
        year = f"{self.year:04d}" if self.year else "-"
        if self.month is None:
            return year if self.day is None else f"---{self.day:02d}"
        return f"{year}-{self.month:02d}" + (f"-{self.day:02d}" if self.day else "")

    def valid(self) -> bool:
        """Whether the calendar has it."""
        last = calendar.monthrange(self.year or 2000, self.month)[1] if self.month else 31
        return (self.month is None or 1 <= self.month <= 12) and (self.day is None or 1 <= self.day <= last)


def find_dates(view: ArticleView, found: ArticleMentions) -> tuple[DateMention, ...]:
    """The dates and periods of an article's title, paragraphs, notes and tables, in order, none overlapping."""
    mentions: list[DateMention] = []
    latest = _Moment(view.context.year or _year_of(view.context.date))
    for zone in view.zones:
        for start, end, method, moments in _find(view.text, zone.start, zone.end):
            filled = [_filled(m, latest, view) for m in moments]
            if not all(m.valid() for m in filled):
                continue
            if filled[0].year == filled[-1].year and not _in_title(view.text, zone.start, start):
                latest = _Moment(filled[0].year or latest.year, filled[0].month or latest.month)
            value = "/".join(m.iso() for m in filled)
            mentions.append(DateMention(start, end, view.text[start:end], method, value))
    return tuple(mentions)


def _in_title(text: str, low: int, at: int) -> bool:
    """Whether the place lies inside 《》: the years of an edition date nothing outside."""
    return text.rfind("《", low, at) > text.rfind("》", low, at)


def _year_of(date: str | None) -> int | None:
    return int(date[:4]) if date and date[:4].isdigit() else None


def _filled(moment: _Moment, latest: _Moment, view: ArticleView) -> _Moment:
    if moment.year is not None and moment.year < 100:
        base = view.context.year or _year_of(view.context.date)
        return replace(moment, year=base + moment.year - RELATIVE_ZERO if base else None)
    if moment.year is None and (moment.month or moment.day):
        month = moment.month or latest.month
        return replace(moment, year=latest.year if month else None, month=month)
    return moment


def _find(text: str, low: int, high: int) -> Iterator[tuple[int, int, str, list[_Moment]]]:
    """Matches of all patterns, the earliest and then the longest first."""
    held = set(text[low:high])
    matches = sorted(
        (
            (match.start(), -match.end(), order, match)
            for order, (pattern, cue, _, _) in enumerate(READERS)
            if not held.isdisjoint(cue)
            for match in pattern.finditer(text, low, high)
        ),
        key=lambda item: item[:3],
    )
    at = low
    for start, end, order, match in matches:
        _, _, method, read = READERS[order]
        moments = read(match) if start >= at and -end > start else []
        if moments:
            at = -end
            yield start, -end, method, moments


def _number(digits: str | None) -> int | None:
    if digits is None:
        return None
    if "十" in digits:
        tens, _, ones = digits.partition("十")
        return (CHINESE[tens] if tens else 1) * 10 + (CHINESE[ones] if ones else 0)
    return int(digits.translate(DIGIT_OF))


def _read_date(match: re.Match[str]) -> list[_Moment]:
    part = match.groupdict()
    first = _Moment(_number(part["y"]), _number(part["m"]), _number(part["d"]))
    if part.get("d2") is None:
        return [first]
    return [first, _Moment(_number(part["y2"]) or first.year, _number(part["m2"]) or first.month, _number(part["d2"]))]


def _read_months(match: re.Match[str]) -> list[_Moment]:
    first = _Moment(_number(match["y"]), _number(match["m"]))
    last = match["m2"] or match["m3"]
    return [first, _Moment(_number(match["y2"]) or first.year, _number(last))] if last else [first]


def _read_years(match: re.Match[str]) -> list[_Moment]:
    year = RELATIVE_ZERO + OFFSETS[match["r"][0]] if match["r"] else _number(match["y"])
    last = _number(match["y2"] or match["y3"])
    if last is not None:
        return [_Moment(year), _Moment(last)] if year and year <= last else []
    months = _months(match)
    if months is None:
        return [_Moment(year)] if year else []
    year = year if year is not None else RELATIVE_ZERO
    return [_Moment(year, months[0]), _Moment(year, months[1])]


def _months(match: re.Match[str]) -> tuple[int, int] | None:
    """The months of a half-year, of a quarter, of the first quarters or months."""
    if match["half"]:
        return (1, 6) if match["half"].startswith("上") else (7, 12)
    if match["months"]:
        return 1, _number(match["months"]) or 1
    if match["q"] is None:
        return None
    quarter, last = _number(match["q"]) or 1, _number(match["q2"] or match["q"]) or 1
    return (1, quarter * 3) if match["first"] in ("前", "头") else (quarter * 3 - 2, last * 3)


def _read_bare_years(match: re.Match[str]) -> list[_Moment]:
    first, last = _number(match["y"]), _number(match["y2"])
    return [_Moment(first), _Moment(last)] if first and last and first <= last else []


def _read_plan(match: re.Match[str]) -> list[_Moment]:
    """The nth five-year plan runs from 1953 + 5 (n - 1); from the sixth on without gaps, 十四五 being 2021 to 2025."""
    number = 10 + CHINESE[match["n"]] if match["n"] else CHINESE[match["early"]]
    start = 2021 + 5 * (number - 14) if number >= 6 else 1953
    return [_Moment(start), _Moment(start + 4)]


def _read_relative(match: re.Match[str]) -> list[_Moment]:
    word = match.group()
    return [_Moment(RELATIVE_ZERO + OFFSETS[word[0]])] if word[1] == "年" else []


def _read_day(match: re.Match[str]) -> list[_Moment]:
    first = _Moment(None, None, _number(match["d"] or match["d3"]))
    return [first, _Moment(None, None, _number(match["d2"]))] if match["d2"] else [first]


def _read_age(match: re.Match[str]) -> list[_Moment]:
    tens = match["t"] or match["t2"]
    if match["c"] is None:
        decade = _number(tens) or 0
        start = decade if decade > 100 else 1900 + decade
        return [_Moment(start), _Moment(start + 9)]
    start = ((_number(match["c"]) or 1) - 1) * 100 + (_number(tens) or 0 if tens else 0)
    return [_Moment(start or 1), _Moment(start + (9 if tens else 99))]


# Pattern, the characters of which every match holds one, name of the method, reader of the match.
READERS = (
    (FULL_DATE, "月", "date", _read_date),
    (DIGIT_DATE, "-./", "date", _read_date),
    (MONTHS, "月", "month", _read_months),
    (YEARS, "年季", "year", _read_years),
    (BARE_YEARS, "-—–―~～－至到", "year", _read_bare_years),
    (PLAN, "五", "plan", _read_plan),
    (RELATIVE_DAY, "年月天日期", "relative", _read_relative),
    (LONE_DAY, "日", "day", _read_day),
    (AGE, "世代", "age", _read_age),
)


def clock_times(text: str) -> Iterator[tuple[int, int]]:
    """The spans of clock times, which are neither dates nor figures."""
    return (m.span() for m in CLOCK.finditer(text))
