"""Figures as tokens: how a value is found however it is written."""

from pipeline.search.articles import Figure
from pipeline.search.fields import number_token
from pipeline.search.fold import fold


def figure_tokens(figure: Figure) -> str:
    """The tokens by which a figure is found: its value alone and with its unit."""
    if figure.value is None:
        return ""
    number = number_token(figure.value)
    unit = fold("".join((figure.unit or "").split()))
    return f"{number} {number}{unit}" if unit else number
