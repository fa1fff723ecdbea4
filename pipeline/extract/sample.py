"""One text tried on its own: what `python -m pipeline parse` prints for it."""

from collections.abc import Callable
from typing import Any

from pipeline.extract.alliances import parse_alliances
from pipeline.extract.officials import parse_officials
from pipeline.extract.organizations import parse_organizations
from pipeline.extract.parse import parse_dates, parse_figures, parse_numbers
from pipeline.extract.places import parse_places
from pipeline.extract.policies import parse_policies

Found = list[dict[str, Any]]

PARSERS: dict[str, Callable[[str], Found]] = {
    "number": parse_numbers,
    "figure": parse_figures,
    "date": parse_dates,
    "policy": parse_policies,
    "official": parse_officials,
    "alliance": parse_alliances,
    "organization": parse_organizations,
    "place": parse_places,
}


def parse_text(text: str, kind: str | None = None) -> Found:
    """What stands in the text, of one kind or (without numbers, which figures hold) of all, ordered by start."""
    kinds = (kind,) if kind else tuple(k for k in PARSERS if k != "number")
    return sorted((item for k in kinds for item in PARSERS[k](text)), key=lambda item: (item["start"], item["end"]))
