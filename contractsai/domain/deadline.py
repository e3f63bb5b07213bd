"""What a playbook says of risks, as far as reports and analyses share it."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a risk or a gap matters, the worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A rule about a day of the contract and the day on which somebody looks.

    No analysis may depend on today, so such a rule is applied when a report is read.

    Attributes:
        fact: the date it is about, such as ``notice_deadline``.
        at_most: days that may be left for it to hold; below 0 the day has passed.
        at_least: days that must be left; None for any.
        unless: a fact that keeps it from holding, such as ``renewal_term``.
    """

    id: str
    name: str
    severity: Severity
    says: str
    fact: str
    at_most: int
    at_least: int | None = None
    unless: str | None = None

    def holds(self, days_left: int) -> bool:
        """Return whether it holds when so many days are left."""
        return days_left <= self.at_most and (self.at_least is None or days_left >= self.at_least)
