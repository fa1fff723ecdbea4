"""How the parts of a Chinese number add up: digits, the units 十百千, the sections 万亿兆, and the vague 几, 余, 多.

A value is a pair (lowest, highest), equal for exact numbers. `NumeralSum` takes the parts in order, refuses the first
one that cannot continue the number, and remembers the longest prefix that is a number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Context, Decimal

# Enough digits for every number within the limits of pipeline.extract.numerals.
EXACT = Context(prec=120)
LONGEST_STRING = 32
ZERO, ONE, TEN = Decimal(0), Decimal(1), Decimal(10)

Pair = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Total:
    """What the parts so far come to; `pair` is the other reading of 七八 (7 to 8 rather than 78)."""

    low: Decimal
    high: Decimal | None
    over: bool
    about: bool
    base: Decimal
    factor: Decimal
    bare: bool
    pair: Pair | None


class NumeralSum:
    """The running sum of one number."""

    def __init__(self) -> None:
        self.end: int | None = None
        self._best: Total | None = None
        self._stack: list[tuple[Pair, Decimal]] = []  # sections closed by a scale word, and that scale
        self._section: Pair = (ZERO, ZERO)
        self._pending: Pair | None = None
        self._string = ""  # the digits pending, as printed, for 二〇〇二 and 七八
        self._form = ""  # what is pending: digit, string, pair, few, arabic, decimal
        self._unit = ZERO  # the last unit or scale
        self._zero = self._over = self._about = self._digits = False
        self._last = ""

    def take(self, step: str, value: Decimal, length: int, gap: bool = False) -> bool:
        """Add a part; False where it cannot follow what went before (the sum is then unchanged)."""
        if not _STEPS[step](self, value, length, gap):
            return False
        self._last = step
        return True

    def mark(self, end: int) -> None:
        """Remember the sum so far as a number that ends at `end`, if it is one."""
        total = self._total()
        if total is not None:
            self.end, self._best = end, total

    def result(self) -> Total | None:
        """The longest number marked."""
        return self._best

    def decimals(self, digits: str, values: dict[str, int]) -> bool:
        """Add the digits after 点, once, when all other parts are taken; False where they have nothing to follow."""
        total = self._total()
        if total is None or total.high is not None or total.bare or self._over:
            return False
        if self._form == "arabic" and total.low != total.low.to_integral_value():
            return False
        printed = "".join(str(values.get(d, d)) for d in digits[:LONGEST_STRING])
        whole = total.low + Decimal("0." + printed)
        self._stack, self._section = [], (ZERO, ZERO)
        self._pending, self._form, self._last = (whole, whole), "decimal", "decimal"
        return True

    def _started(self) -> bool:
        return bool(self._stack) or self._section != (ZERO, ZERO) or self._zero

    def _arabic(self, value: Decimal, length: int, gap: bool) -> bool:
        if self._pending is not None or self._last == "more":
            return False
        self._pending, self._form, self._digits = (value, value), "arabic", True
        self._string = "0" * (length > len(f"{value:f}"))
        return True

    def _digit(self, value: Decimal, length: int, gap: bool) -> bool:
        digit = str(int(value))
        if self._last == "more" or (self._form in ("arabic", "pair") and self._pending is not None):
            return False
        if self._pending is None:
            return self._first_digit(value, digit)
        if gap or self._form == "few" or len(self._string) >= LONGEST_STRING:
            return False
        if self._started():
            return self._second_digit(self._pending[0], value)
        self._string += digit
        self._pending, self._form = (Decimal(self._string), Decimal(self._string)), "string"
        return True

    def _first_digit(self, value: Decimal, digit: str) -> bool:
        if value == 0 and (self._stack or self._section != (ZERO, ZERO)):
            self._zero = True
            return True
        self._pending, self._form, self._string, self._digits = (value, value), "digit", digit, True
        return True

    def _second_digit(self, low: Decimal, value: Decimal) -> bool:
        """十七八: the second of two neighbouring digits."""
        if low < 1 or value != low + 1:
            return False
        self._pending, self._form = (low, value), "pair"
        return True

    def _tens(self, value: Decimal, length: int, gap: bool) -> bool:
        if self._pending is not None or (self._unit and self._unit <= TEN):
            return False
        self._section = _add(self._section, (value, value))
        self._unit, self._digits, self._zero = TEN, True, False
        return True

    def _times(self, unit: Decimal, length: int, gap: bool) -> bool:
        """十, 百, 千: smaller than the unit before it within the section."""
        if self._last == "more" or (self._in_section() and unit >= self._unit):
            return False
        if self._last == "unit" and unit != TEN:
            return False
        times = self._factor()
        if times is None:
            return False
        self._digits = self._digits or unit == TEN
        self._section = _add(self._section, _scaled(times, unit))
        self._clear(unit)
        return True

    def _in_section(self) -> bool:
        return self._section != (ZERO, ZERO)

    def _factor(self) -> Pair | None:
        """What multiplies the next unit: the digit pending, a pair of digits, 几, or an unprinted one."""
        if self._pending is None or (self._pending == (ZERO, ZERO) and self._form == "digit"):
            return ONE, ONE
        if self._form == "few":
            return ONE, TEN
        if self._form == "string":
            return self._neighbours()
        return self._pending

    def _neighbours(self) -> Pair | None:
        """三四 as 3 to 4, 三五 as 3 to 5; None for other strings of digits."""
        if len(self._string) != 2 or "0" in self._string:
            return None
        low, high = Decimal(self._string[0]), Decimal(self._string[1])
        return (low, high) if high == low + 1 or self._string == "35" else None

    def _scale(self, scale: Decimal, length: int, gap: bool) -> bool:
        """万, 亿, 兆: multiplies the section and every smaller section before it (一万亿, 三千万亿)."""
        if self._form == "string" and self._neighbours() is None:
            return False
        chunk = self._section
        if self._pending is not None:
            chunk = _add(chunk, self._tail() if self._in_section() else self._factor() or self._pending)
        empty = chunk == (ZERO, ZERO)
        if empty and self._stack and self._stack[-1][1] >= scale:
            return self._again(scale)
        factor = scale * self._stack[0][1] if empty and len(self._stack) == 1 else scale
        while self._stack and self._stack[-1][1] < scale:
            chunk = _add(chunk, self._stack.pop()[0])
        if chunk == (ZERO, ZERO):
            if self._stack or self._zero:
                return False
            chunk = (ONE, ONE)
        return self._close(_scaled(chunk, scale), factor)

    def _again(self, scale: Decimal) -> bool:
        """万万, 万亿 said of the section just closed."""
        value, before = self._stack[-1]
        if self._last not in ("scale", "more") or value[1].adjusted() > LONGEST_STRING:
            return False
        self._stack.pop()
        return self._close(_scaled(value, scale), before * scale)

    def _close(self, value: Pair, scale: Decimal) -> bool:
        if value[1].adjusted() > 2 * LONGEST_STRING:
            return False
        self._stack.append((value, scale))
        self._section = (ZERO, ZERO)
        self._clear(scale)
        return True

    def _clear(self, unit: Decimal) -> None:
        self._pending, self._form, self._string, self._unit, self._zero = None, "", "", unit, False

    def _few(self, value: Decimal, length: int, gap: bool) -> bool:
        if self._pending is not None and self._form == "arabic" and self._pending[0] % TEN == 0:
            self._pending, self._form = (self._pending[0], self._pending[0] + TEN), "pair"
            return True
        if self._pending is not None or self._last == "more":
            return False
        self._pending, self._form, self._digits = (ZERO, ZERO), "few", True
        return True

    def _more(self, value: Decimal, length: int, gap: bool) -> bool:
        if self._last == "more" or self._total() is None:
            return False
        self._over, self._about = self._over or value == 0, self._about or value != 0
        return True

    def _tail(self) -> Pair:
        """What is pending, counted in the unit below the last one unless a 零 stands between (一万三, 一万零三)."""
        low, high = self._pending or (ZERO, ZERO)
        plain = self._zero or not self._unit or self._form in ("arabic", "decimal")
        place = ONE if plain else self._unit / TEN
        return (ZERO, TEN * place) if self._form == "few" else (low * place, high * place)

    def _total(self) -> Total | None:
        if self._last == "" or not self._ends():
            return None
        low, high = _add(self._section, self._tail())
        for value, _ in self._stack:
            low, high = low + value[0], high + value[1]
        base, factor = self._last_factor(low)
        pair = self._neighbours() if self._form == "string" else None
        return Total(low, None if low == high else high, self._over, self._about, base, factor, not self._digits, pair)

    def _ends(self) -> bool:
        """Whether a number may end here: not on 几 alone, nor on 零, nor on an Arabic part that needs a unit."""
        started = bool(self._stack) or self._in_section()
        if self._form == "few" and not started:
            return False
        if self._form == "arabic" and started and not (self._zero or self._string):
            return False
        return not (self._zero and self._pending is None)

    def _last_factor(self, low: Decimal) -> tuple[Decimal, Decimal]:
        if self._pending is None and len(self._stack) == 1 and not self._in_section():
            return low / self._stack[0][1], self._stack[0][1]
        if self._pending is None and not self._stack and self._unit > TEN and low / self._unit < TEN:
            whole = low / self._unit
            return (whole, self._unit) if whole == whole.to_integral_value() else (low, ONE)
        return low, ONE


def _add(one: Pair, other: Pair) -> Pair:
    return one[0] + other[0], one[1] + other[1]


def _scaled(pair: Pair, by: Decimal) -> Pair:
    return pair[0] * by, pair[1] * by


_STEPS: dict[str, Callable[[NumeralSum, Decimal, int, bool], bool]] = {
    "arabic": NumeralSum._arabic,
    "digit": NumeralSum._digit,
    "tens": NumeralSum._tens,
    "unit": NumeralSum._times,
    "scale": NumeralSum._scale,
    "few": NumeralSum._few,
    "more": NumeralSum._more,
}
