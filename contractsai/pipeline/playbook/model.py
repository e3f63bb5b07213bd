"""A playbook: rules that turn facts and clauses into risks and gaps, and nothing executable."""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from contractsai.domain.deadline import Deadline, Severity

_DIGITS: Final = 12  # of a digest in a version
_DAYS: Final = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "year": 365.25}

Usual: TypeAlias = Mapping[str, Mapping[str, float]]
"""How usual a clause is: category -> document type, group or ``all`` -> share of contracts."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time, to be compared with another; months and years are average ones."""

    n: int
    unit: str

    @property
    def days(self) -> float:
        """Return it in days."""
        return self.n * _DAYS[self.unit]


@dataclass(frozen=True, slots=True)
class FactTest:
    """What a fact has to be; with nothing but a name, it has to be there.

    Attributes:
        values: of which it has to be one.
        no_values: of which it must be none.
        at_least: it has to be a period that is so long.
        more_than: it has to be a period that is longer.
    """

    name: str
    values: tuple[str, ...] = ()
    no_values: tuple[str, ...] = ()
    at_least: Length | None = None
    more_than: Length | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One risk or gap; all that it asks for has to hold.

    Attributes:
        finding: what it finds: ``risk.*``, or ``missing.*``.
        says: what a person reads.
        types: document types and groups of them that it is for; empty for all.
        present: clause categories of which one has to be there.
        absent: clause categories none of which may be there.
        facts: facts that have to be so.
        no_facts: facts that must not be there.
        check: the name of a check of the text itself.
        usual: the least share of such contracts that hold the (first) absent clause.
        review_reason: the code to put among the document's reasons for a review.
    """

    id: str
    finding: str
    severity: Severity
    says: str
    types: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    facts: tuple[FactTest, ...] = ()
    no_facts: tuple[str, ...] = ()
    check: str | None = None
    usual: float | None = None
    review_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Playbook:
    """All rules of somebody; made by `contractsai.pipeline.playbook.reader`.

    Attributes:
        deadlines: rules about today, which no analysis applies.
        is_ours: whether it comes with this package, and is known by its name alone.
    """

    name: str
    rules: tuple[Rule, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    usual: Usual = field(default_factory=dict)
    is_ours: bool = False

    @property
    def version(self) -> str:
        """Name it so that no two different ones share it; what says the same is the same.

        It counts what can change an analysis: not the deadlines, nor comments and order of keys.
        """
        return self.name if self.is_ours else f"{self.name}-{self.digest}"

    @property
    def digest(self) -> str:
        """Return the beginning of the SHA-256 of all that an analysis depends on."""
        data = [[dataclasses.asdict(rule) for rule in self.rules], self.usual]
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
