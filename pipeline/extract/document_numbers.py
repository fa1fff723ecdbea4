"""Document numbers (发文字号) in all printed forms, parsed into issuer prefix, year and number.

The form is that of GB/T 9704—2012 《党政机关公文格式》, 7.2.5: the issuer's prefix (机关代字), the year in six-sided
brackets and the serial number followed by 号. Print often has square or round brackets instead; orders (令) have no
year and announcements (公告) no brackets.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline import lexicon


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A document number; `text` is as printed, text[start:end] its place; `year` is None for orders without one."""

    start: int
    end: int
    text: str
    prefix: str
    year: int | None
    number: int

    @property
    def normalised(self) -> str:
        """The standard form: 国发[2022]12号 → 国发〔2022〕12号, 国务院令第754号 → 国令第754号."""
        if self.prefix.endswith("令") and self.year is None:
            return f"{self.prefix}第{self.number}号"
        if not self.prefix or self.prefix.endswith("公告"):
            return f"{self.prefix}{self.year or ''}{'年' if self.year else ''}第{self.number}号"
        return f"{self.prefix}〔{self.year}〕{self.number}号"


_GAP = r"[ \u3000]{0,2}"
_OPEN, _CLOSE = r"[〔\[（(【﹝［「〈]", r"[〕\]）)】﹞］」〉]"
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_NUMBER = r"(?:第)?(?P<number>\d{1,5})"
_PREFIX = r"(?P<prefix>[\u4e00-\u9fff]{1,20}(?:[（(][\u4e00-\u9fff]{1,8}[)）])?)"

# The first of several bodies that announce together: 财政部 税务总局公告2023年第7号.
_BODIES = r"(?:[\u4e00-\u9fff]{2,14}[部局署委会院行办][ \u3000、]{1,2}){0,6}"

# A bracketed year: 国发〔2022〕12号, 国发[2022]12号, 财税（2018）99号, 国科发政〔2008〕 770 号.
_BRACKETED = re.compile(rf"{_PREFIX}{_GAP}{_OPEN}{_GAP}{_YEAR}{_GAP}年?{_CLOSE}{_GAP}{_NUMBER}{_GAP}号")
# An order, without year: 国令第754号, 中华人民共和国国务院令第706号, 工业和信息化部令第 50 号.
_ORDER = re.compile(
    rf"(?P<prefix>[\u4e00-\u9fff]{{0,24}}令)\s{{0,3}}[（(]?{_GAP}第{_GAP}(?P<number>\d{{1,5}}){_GAP}号[)）]?"
)
# An announcement: 公告2021年第3号, 财政部公告〔2021〕第3号 is bracketed, 海关总署公告2022年第15号.
_ANNOUNCEMENT = re.compile(
    rf"(?P<prefix>{_BODIES}[\u4e00-\u9fff]{{0,24}}公告){_GAP}[（(]?{_YEAR}{_GAP}年?{_GAP}第{_GAP}(?P<number>\d{{1,5}}){_GAP}号"
)
# An announcement whose prefix stands elsewhere, only with its brackets: （2022年第2号）.
_UNPREFIXED = re.compile(rf"(?<=[（(])(?P<prefix>){_YEAR}年第{_GAP}(?P<number>\d{{1,5}}){_GAP}号(?=[）)]|$)")
_FORMS = (_BRACKETED, _ORDER, _ANNOUNCEMENT, _UNPREFIXED)

# Digits of full width, as old text files print them: 沪府发〔１９９６〕３８号.
_NARROW = {0xFF10 + digit: str(digit) for digit in range(10)}

# Every one of them ends in 号 and has a digit before it; what a number can begin with lies at most so far back.
_REACH = 64


@cache
def _introductions() -> re.Pattern[str]:
    """Words before a prefix, no part of it: some end what stands before (印发了国发…), others lead (和国令…)."""
    rows = lexicon.rows("document_number_introductions")
    ending, leading = (
        lexicon.alternation(r["word"] for r in rows if r["place"] == place) for place in ("anywhere", "head")
    )
    return re.compile(f"(?:.*{ending})?{leading}{{0,2}}")


@cache
def _orders() -> dict[str, str]:
    return {row["printed"]: row["prefix"] for row in lexicon.rows("document_number_orders")}


@cache
def _issuers() -> dict[str, str]:
    return {row["prefix"]: row["issuer"] for row in lexicon.rows("document_number_prefixes")}


def issuer_of(prefix: str, year: int | None = None) -> str | None:
    """The standing name of the body whose documents bear a prefix; of joint documents the body that numbered them.

    In a year before the body was formed it is the one that it succeeded: 农科教发 is of 农业部 in 2007.

    A body's own part opens the prefix, its department's follows: 国科发政 and 国科发体 are both of 科技部.

    >>> issuer_of("国科发政"), issuer_of("工信部联科"), issuer_of("某某发")
    ('科技部', '工业和信息化部', None)
    """
    heads = (prefix[:length] for length in range(len(prefix), 1, -1))
    issuer = next((_issuers()[head] for head in heads if head in _issuers()), None)
    return _in_year(issuer, year) if issuer is not None and year is not None else issuer


def _in_year(standing: str, year: int) -> str:
    rows = lexicon.rows("ministries")
    body = next((row for row in rows if row["standing"] == standing and row["from_year"]), None)
    if body is None or year >= int(body["from_year"]):
        return standing
    former = (row for row in rows if body["full_name"] in row["successor"].split("/") and row["to_year"])
    held = (row for row in former if int(row["from_year"] or 0) <= year < int(row["to_year"]))
    return next((row["standing"] for row in held), standing)


def find(text: str) -> tuple[DocumentNumber, ...]:
    """All document numbers in a text, in order.

    >>> [n.normalised for n in find("按照国发[2022]12号和财税（2018）99号文件执行")]
    ['国发〔2022〕12号', '财税〔2018〕99号']
    """
    narrow = text.translate(_NARROW)
    return tuple(replace(number, text=text[number.start : number.end]) for number in _found(narrow))


def parse(text: str) -> DocumentNumber | None:
    """The document number that a text is, white space at its ends aside; None where it is none or more than one.

    >>> parse("国令第754号").prefix, parse("国令第754号").year, parse("国令第754号").number
    ('国令', None, 754)
    """
    stripped = text.strip()
    numbers = find(stripped)
    return numbers[0] if len(numbers) == 1 and numbers[0].text == stripped else None


def _found(text: str) -> Iterator[DocumentNumber]:
    done = 0
    for mark in re.finditer(r"\d[ \u3000]{0,2}号", text):
        window = max(done, mark.start() - _REACH)
        number = _ending_at(text, window, mark.end())
        if number:
            done = number.end
            yield number


def _ending_at(text: str, start: int, end: int) -> DocumentNumber | None:
    # Forms are searched in a window of bounded length that ends with 号, so the whole stays linear.
    for form in _FORMS:
        for match in form.finditer(text[start:end]):
            if match.end() == end - start:
                return _number(text, start, match)
    return None


def _number(text: str, offset: int, match: re.Match[str]) -> DocumentNumber:
    groups = match.groupdict()
    prefix = groups["prefix"]
    introduction = _introductions().match(prefix)
    skipped = introduction.end() if introduction and introduction.end() < len(prefix) else 0
    start, end = offset + match.start() + skipped, offset + match.end()
    year = int(groups["year"]) if groups.get("year") else None
    printed = prefix[skipped:]
    return DocumentNumber(start, end, text[start:end], _orders().get(printed, printed), year, int(groups["number"]))
