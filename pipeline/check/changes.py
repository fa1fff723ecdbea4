"""A rise or fall against the two numbers that it leads between: 由88家增加到103家，增长17.05%, 净增15家."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from pipeline.check.finding import show
from pipeline.check.reading import Reading
from pipeline.check.wording import count_words
from pipeline.lexicon import alternation
from pipeline.model.entity import Finding
from pipeline.model.mention import FigureMention

_VERB = alternation(count_words("change"))
# Before the first number. Example: “由2019年底的”
_FROM = re.compile(r"(?:由|从)[^，,。；;]{0,16}\Z")
# Between the two numbers. Example: “增加到今年的”
_TO = re.compile(rf"[^，,。；;0-9]{{0,6}}{_VERB}(?:到|至|为)[^，,。；;0-9]{{0,8}}\Z")
# Between the second number and the change; 同比 and 年均 speak of another one. Example: “，净增”
_BY = re.compile(rf"[，,（(](?:净|共|累计|总计)?{_VERB}(?:了|为|达)?\Z")


def check_changes(reading: Reading) -> Iterator[Finding]:
    """The findings of one article: a change in percent or in the numbers' own unit that they do not give."""
    for together in reading.by_sentence():
        for first, last, change in zip(together, together[1:], together[2:], strict=False):
            if _stated(reading, first, last, change) and not _holds(first, last, change):
                yield reading.finding("change", "error", _worked(first, last, change), (first, last, change))


def _stated(reading: Reading, first: FigureMention, last: FigureMention, change: FigureMention) -> bool:
    text = reading.text
    exact = all(f.qualifier == "exact" and f.value_max is None for f in (first, last, change))
    units = first.unit == last.unit != "%" and change.unit in ("%", first.unit)
    return bool(
        exact and units and first.value > 0
        and _FROM.search(text[max(0, first.start - 20) : first.start])
        and _TO.match(text[first.end : last.start])
        and _BY.match(text[last.end : change.start])
    )  # fmt: skip


def _holds(first: FigureMention, last: FigureMention, change: FigureMention) -> bool:
    """Whether the change is the two numbers', rounded or cut at its last digit."""
    apart = abs(last.value - first.value)
    if change.unit != "%":
        return apart == abs(change.value)
    printed = abs(change.value)
    digit = Decimal(1).scaleb(min(int(printed.as_tuple().exponent), 0)) if "." in change.text else Decimal(1)
    return abs((apart * 100 / first.value).quantize(digit, ROUND_HALF_UP) - printed) <= digit


def _worked(first: FigureMention, last: FigureMention, change: FigureMention) -> str:
    apart = last.value - first.value
    difference = f"{show(last.value)}－{show(first.value)}＝{show(apart)}"
    stated = f"文中“{first.text}”到“{last.text}”的变化作{change.text}，而{difference}"
    if change.unit != "%":
        return stated
    right = (apart * 100 / first.value).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{stated}，{show(apart)}÷{show(first.value)}＝{show(right)}%"
