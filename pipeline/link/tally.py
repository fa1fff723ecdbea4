"""How often something was seen, and in which bulletins first and last."""

from dataclasses import dataclass

Moment = tuple[str, str]
"""Date (ISO 8601, `9999` where unknown) and id of a bulletin: its place in the archive's order."""
UNDATED = "9999"


@dataclass(slots=True)
class Tally:
    """A count with its first and last bulletin, dated ones before all others; the order of adding does not matter."""

    mentions: int = 0
    first: Moment | None = None
    last: Moment | None = None

    def add(self, mentions: int, moment: Moment) -> None:
        """Count `mentions` more, seen at `moment`."""
        self.mentions += mentions
        self.first = moment if self.first is None else min(self.first, moment)
        self.last = moment if self.last is None else max(self.last, moment, key=_for_last)

    def join(self, other: "Tally") -> None:
        """Count all that the other tally counted."""
        if other.first is not None and other.last is not None:
            self.add(other.mentions, other.first)
            self.add(0, other.last)


def _for_last(moment: Moment) -> tuple[bool, Moment]:
    """A bulletin without a date is the last one only where all are without."""
    return moment[0] != UNDATED, moment
