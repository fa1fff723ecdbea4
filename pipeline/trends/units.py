"""Units of one dimension brought to one base unit: 亩 and 公顷 to 平方米, 千瓦 and 兆瓦 to 瓦, 吨 and 公斤 to 千克.

What lexicon/unit_conversions.csv does not list stays as it is and compares only with itself. Scale words (万, 亿)
are multiplied out in the table figures already.
"""

from fractions import Fraction
from functools import cache

import pandas as pd

from pipeline import lexicon


@cache
def _conversions() -> dict[str, tuple[str, float]]:
    return {row["unit"]: (row["base"], float(_factor(row["factor"]))) for row in lexicon.rows("unit_conversions")}


def _factor(text: str) -> Fraction:
    """A factor as a numeral or a quotient: `0.5`, `10000/15`."""
    numerator, _, denominator = text.partition("/")
    return Fraction(numerator) / Fraction(denominator or "1")


def base_units(units: pd.Series) -> tuple[pd.Series, pd.Series]:
    """For each unit its base unit and the factor that leads there; an unknown unit is its own base.

    >>> [list(column) for column in base_units(pd.Series(["兆瓦", "套"]))]
    [['瓦', '套'], [1000000.0, 1.0]]
    """
    known = _conversions()
    named = units.fillna("")
    base = named.map({unit: base for unit, (base, _) in known.items()}).fillna(named)
    return base, named.map({unit: factor for unit, (_, factor) in known.items()}).fillna(1.0).astype("float64")
