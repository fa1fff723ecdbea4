"""How a finding is made, and the words in which numbers are shown in its message."""

from decimal import Decimal
from typing import Literal

from pipeline.model.entity import Finding
from pipeline.model.ids import digest

Severity = Literal["error", "warning", "note"]


def finding(
    check: str,
    severity: Severity,
    message: str,
    bulletin: str | None = None,
    article: str | None = None,
    evidence: tuple[str, ...] = (),
) -> Finding:
    """A finding with an id made of what it says and where, so that it is the same on every run."""
    identity = f"fin-{digest(check, bulletin, article, message, *evidence)}"
    return Finding(identity, bulletin, article, check, severity, message, evidence)


def show(value: Decimal) -> str:
    """A number in plain digits without trailing zeros.

    >>> show(Decimal("66.280"))
    '66.28'
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
