"""What mutation testing found that no case held: each row is a mutant of pipeline/extract/numeral*.py (docs/mutants.md)."""

from decimal import Decimal

import pytest

from pipeline.extract.numerals import find_numerals

VALUES = [
    ("４，５６５人", ["4565"]),  # full-width commas set thousands apart among full-width digits
    ("1，234人", ["1", "234"]),  # and not among others, where they part a list
    ("三兆元", ["3000000000000"]),  # 兆 as in Taiwan: 10^12
    ("1兆3000亿元", ["1300000000000"]),
    ("企业总数十家", ["10"]),  # 总数 and ten, not several tens
    ("参赛人数千人", ["1000"]),
    ("十来个", ["10"]),  # 来 makes ten vague, it adds nothing
    ("2222.2222.22", ["2222", "2222", "22"]),  # parts of a code are whole
    ("2e5", ["200000"]),  # exponents as calculators print them
    ("21.2E0", ["21.2"]),
    ("5e-1", ["0.5"]),
    ("2^3", ["8"]),  # powers as authors type them
    ("2^-1", ["0.5"]),
    ("2^--1", ["2"]),
    ("2^+-1", ["0.5"]),
    ("2^-+1", ["0.5"]),
    ("2^++3", ["8"]),
    ("0^0", ["0"]),  # has no value; once it ended the run
    ("0^1", ["0"]),
    ("气温负三度", ["-3"]),
    ("气温零下5度", ["-5"]),
    ("减负三项", ["3"]),  # 减负 is a word
    ("降至-5度", ["-5"]),
    ("5月-8月", ["5", "8"]),  # a hyphen
    ("0^2", ["0"]),
]


@pytest.mark.parametrize(("text", "values"), VALUES)
def test_the_values(text: str, values: list[str]) -> None:
    assert [number.value for number in find_numerals(text)] == [Decimal(value) for value in values]


# One number that fills its text: lowest value, highest value, and whether it is vague (over for 余 and 多, about for 来).
WHOLE = [
    # decimals before scale words: 三点五亿 as newspapers print it
    ("三点五亿", "350000000", None, ""),
    ("三点五万亿", "3500000000000", None, ""),
    ("三点五万余", "35000", None, "over"),
    ("二点五多万", "25000", None, "over"),
    ("3点5万", "35000", None, ""),
    ("一百点五", "100.5", None, ""),
    ("零点五", "0.5", None, ""),
    # neighbouring digits behind a unit are two readings: 十七八 as people say it
    ("十七八", "17", "18", ""),
    ("十一二", "11", "12", ""),
    ("二十三四", "23", "24", ""),
    ("十七八万", "170000", "180000", ""),
    ("三百五六", "350", "360", ""),
    ("一百七八十", "170", "180", ""),
    ("一二十", "10", "20", ""),
    ("三五十", "30", "50", ""),  # 三五 jumps over 四
    ("七八十万", "700000", "800000", ""),
    ("五六万", "50000", "60000", ""),
    # 廿 and 卅, the tens of calendars and of old print
    ("廿", "20", None, ""),
    ("卅五", "35", None, ""),
    ("一百廿", "120", None, ""),
    ("一百廿五", "125", None, ""),
    ("一万廿五", "10025", None, ""),
    ("一百零廿五", "125", None, ""),
    # several
    ("10几", "10", "20", ""),
    ("30几", "30", "40", ""),
    ("10几万", "100000", "200000", ""),
    ("十几万", "100000", "200000", ""),
    ("几十万", "100000", "1000000", ""),
    ("几万", "10000", "100000", ""),
    ("百几十", "110", "200", ""),
    ("一百零几", "100", "110", ""),
    ("1万几", "10000", "20000", ""),
    # and more
    ("20多", "20", None, "over"),
    ("十余万", "100000", None, "over"),
    ("十多亿", "1000000000", None, "over"),
    ("百余万亿", "100000000000000", None, "over"),
    ("三万余亿", "3000000000000", None, "over"),
    ("一千一百余", "1100", None, "over"),
    ("十来万", "100000", None, "about"),
    ("二十来亿", "2000000000", None, "about"),
    # scale upon scale
    ("一万万", "100000000", None, ""),
    ("五千万万", "500000000000", None, ""),
    ("一亿万", "1000000000000", None, ""),
    ("一百万亿", "100000000000000", None, ""),
    ("三万万亿", "30000000000000000", None, ""),
    ("一亿五", "150000000", None, ""),
    ("一万亿五", "1500000000000", None, ""),
    ("一亿五千万三千", "150003000", None, ""),
    ("二十万三", "203000", None, ""),
    ("二十万零三", "200003", None, ""),
    ("五百万三千二百", "5003200", None, ""),
    ("一百万零五百", "1000500", None, ""),
    # 零 and units in any but the standard order
    ("十零一", "11", None, ""),
    ("三千零五十", "3050", None, ""),
    ("一万零五百", "10500", None, ""),
    ("二〇二二", "2022", None, ""),
    ("零", "0", None, ""),
    # Arabic digits among Chinese: 1万5千 as web pages print it
    ("2千5百", "2500", None, ""),
    ("3百5十", "350", None, ""),
    ("2千零5", "2005", None, ""),
    ("1万5千", "15000", None, ""),
    ("1万05", "10005", None, ""),
    ("一万2千", "12000", None, ""),
    ("2万零五", "20005", None, ""),
    # below nothing
    ("+5", "5", None, ""),
    ("零下5", "-5", None, ""),
    ("零下三", "-3", None, ""),
    ("负百分之三", "-3", None, ""),
    ("二十分之十几", "0.5", "1", ""),
    ("二分之负一", "-0.5", None, ""),
    ("+三四百", "300", "400", ""),
]


@pytest.mark.parametrize(("text", "value", "value_max", "vague"), WHOLE)
def test_the_whole_is_one_number(text: str, value: str, value_max: str | None, vague: str) -> None:
    (number,) = find_numerals(text)
    high = None if value_max is None else Decimal(value_max)
    assert (number.start, number.end, number.value, number.value_max) == (0, len(text), Decimal(value), high)
    assert (number.over, number.about) == (vague == "over", vague == "about")


# Where a number ends: what comes behind it cannot continue it.
ENDS = [
    ("三点五点六", ["三点五", "六"]),
    ("3.5点2", ["3.5", "2"]),  # decimals once
    ("百点五", ["百", "五"]),  # 百 alone has none
    ("十几点五", ["十几", "五"]),  # nor has what is vague
    ("十余点五", ["十余", "五"]),
    ("一点五十", ["一", "五十"]),  # 五十 is no row of decimals
    ("一点二三百", ["一点二", "三百"]),
    ("三点五百万", ["三", "五百万"]),
    ("三点五兆瓦", ["三点五"]),  # 兆 is of the unit
    ("十三二", ["十三", "二"]),  # 二 is no neighbour above 三
    ("十三五", ["十三", "五"]),
    ("十七八八", ["十七八", "八"]),  # a third digit has no place
    ("十九十", ["十九", "十"]),
    ("三六百", ["三六", "百"]),
    ("三廿", ["三", "廿"]),
    ("廿卅", ["廿", "卅"]),
    ("十廿", ["十", "廿"]),
    ("25几", ["25"]),  # 几 stands for the ones of a round number
    ("5几万", ["5", "几万"]),
    ("十余余", ["十余"]),
    ("十余几", ["十余"]),
    ("千百", ["千", "百"]),
    ("零分之三", ["零", "三"]),
    ("余万", ["万"]),
    ("几", []),
    ("几余", []),
    ("姓陆的", []),  # a name, no six
    ("陆", ["陆"]),
    ("伍圓", ["伍"]),
    ("三又二", ["三", "二"]),
    ("三分之-", ["三"]),
    ("几个", []),
    ("万万", []),  # the word, not 10^8
    ("一万零", ["一万", "零"]),
    ("十几零", ["十几", "零"]),
    ("2千30", ["2千", "30"]),  # 30 is no digit for the unit below 千
    ("2千5", ["2千", "5"]),
    ("1万50", ["1万", "50"]),
    ("十百", ["十", "百"]),
    ("二百千", ["二百", "千"]),
    ("一二三四万", ["一二三四", "万"]),
    ("三千万余余", ["三千万余"]),
    ("一 二", ["一", "二"]),  # digits set apart are two numbers
    ("5 6", ["5", "6"]),
    ("四" * 33, ["四" * 32, "四"]),  # no longer row is read as one number
]


@pytest.mark.parametrize(("text", "pieces"), ENDS)
def test_where_a_number_ends(text: str, pieces: list[str]) -> None:
    assert [text[number.start : number.end] for number in find_numerals(text)] == pieces


# The value without its last multiplier, and that multiplier: what a range whose end alone prints 万 is made of.
MULTIPLIED = [
    ("100万", "100", "10000"),
    ("三十亿", "30", "100000000"),
    ("三千万亿", "3000", "1000000000000"),
    ("五千万万", "5000", "100000000"),
    ("半百", "50", "1"),
    ("5百", "5", "100"),
    ("三千", "3", "1000"),
    ("三千五百", "3500", "1"),
    ("一亿五千万", "150000000", "1"),
    ("一万三", "13000", "1"),
    ("三十", "30", "1"),
    ("3点5万", "3.5", "10000"),
    ("40k", "40", "1000"),
    ("3M", "3", "1000000"),
    ("30w元", "30", "10000"),
    ("25", "25", "1"),
]


@pytest.mark.parametrize(("text", "base", "factor"), MULTIPLIED)
def test_the_last_multiplier(text: str, base: str, factor: str) -> None:
    (number,) = find_numerals(text)
    assert (number.base, number.factor) == (Decimal(base), Decimal(factor))
    assert number.value == Decimal(base) * Decimal(factor)


@pytest.mark.parametrize(
    ("text", "bare"),
    [("百", True), ("万亿", True), ("百余万", True), ("十", False), ("廿", False), ("几百", False), ("三百", False)],
)
def test_a_number_without_a_digit_of_its_own(text: str, bare: bool) -> None:
    assert [number.bare for number in find_numerals(text)] == [bare]


@pytest.mark.parametrize(
    ("text", "value", "value_max"),
    [("数十家", "10", "100"), ("几十家", "10", "100"), ("总数十家", "10", None), ("人数千人", "1000", None)],
)
def test_several_of_a_unit_span_it(text: str, value: str, value_max: str | None) -> None:
    (number,) = find_numerals(text)
    assert (number.value, number.value_max) == (Decimal(value), value_max and Decimal(value_max))


ARABIC = [
    ("5", True),
    ("五", False),
    ("百分之5", True),
    ("5分之三", True),
    ("1/2", True),
    ("40k", True),
    ("一万2千", True),
]


@pytest.mark.parametrize(("text", "arabic"), ARABIC)
def test_whether_a_number_holds_arabic_digits(text: str, arabic: bool) -> None:
    assert [number.arabic for number in find_numerals(text)] == [arabic]


@pytest.mark.parametrize(("text", "fraction"), [("1/2", True), ("四分之三", True), ("百分之三", True), ("5", False)])
def test_whether_a_number_is_a_fraction(text: str, fraction: bool) -> None:
    assert [number.fraction for number in find_numerals(text)] == [fraction]
