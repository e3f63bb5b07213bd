"""Near-duplicates of a job: nearly the same text, and what differs in numbers, dates and facts.

A draft and its executed copy, the same contract as PDF and as DOCX: shown side by side, and never
made one, for a difference of one figure may be all that matters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from contractsai.application.ports import Store, UnitOfWork
from contractsai.domain.differences import Difference, differences
from contractsai.domain.facts import FACTS
from contractsai.domain.findings import Analysis, Finding
from contractsai.domain.ids import JobId
from contractsai.domain.normals import identity_of
from contractsai.domain.reviewed import reviewed
from contractsai.domain.search import Sketched
from contractsai.domain.searchable import LONGEST
from contractsai.domain.sketch import groups_of, likeness

COMPARED: Final = 10
"""Documents of a group that are held against its first; further ones are only named."""

Place: TypeAlias = tuple[str, int]
"""Path and number of the first document of a group."""


@dataclass(frozen=True, slots=True)
class FactDiffers:
    """A fact of which two documents say different things."""

    name: str
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A document that is nearly the same as the first of its group.

    Attributes:
        member: the document inside the file; None for the file itself.
        likeness: about which part of their words they share, in runs of five.
        is_compared: whether what differs was looked for.
    """

    document: Sketched
    member: str | None
    likeness: float
    is_compared: bool = False
    facts: tuple[FactDiffers, ...] = ()
    texts: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Documents that are nearly the same, by path; what differs is told against the first."""

    first: Near
    others: tuple[Near, ...]

    @property
    def place(self) -> Place:
        """Behind which the next page begins."""
        return self.first.document.path, self.first.document.number


def near_duplicates(
    job_id: JobId, *, store: Store, limit: int, after: Place | None = None
) -> list[Group]:
    """Return up to *limit* groups of a job's documents, by the path of each group's first.

    Files of the same bytes are one document here: the report calls them duplicates.

    Raises:
        JobNotFound: there is no such job.
    """
    with store.snapshot() as work:
        work.jobs.get(job_id)
        of_content = {(one.sha256, one.number): one for one in work.search.sketches(job_id)[::-1]}
        documents = sorted(of_content.values(), key=_place)
        groups = (
            [documents[at] for at in group]
            for group in groups_of(document.sketch for document in documents)
        )
        wanted = [group for group in groups if after is None or _place(group[0]) > after]
        return [_group(work, group) for group in wanted[:limit]]


def _place(document: Sketched) -> Place:
    return document.path, document.number


def _group(work: UnitOfWork, documents: Sequence[Sketched]) -> Group:
    first, *others = documents
    own = _analysis(work, first)
    compared = [_compared(work, first, own, one) for one in others[:COMPARED]]
    named = [
        Near(one, _analysis(work, one).member, likeness(first.sketch, one.sketch))
        for one in others[COMPARED:]
    ]
    return Group(Near(first, own.member, 1.0), (*compared, *named))


def _compared(work: UnitOfWork, first: Sketched, own: Analysis, one: Sketched) -> Near:
    other = _analysis(work, one)
    return Near(
        one,
        other.member,
        likeness(first.sketch, one.sketch),
        is_compared=True,
        facts=tuple(_facts(own, other)),
        texts=tuple(differences((own.text or "")[:LONGEST], (other.text or "")[:LONGEST])),
    )


def _analysis(work: UnitOfWork, one: Sketched) -> Analysis:
    """Return the analysis of a document, under people's verdicts on it."""
    stored = work.analyses.get(one.analysis_id)
    assert stored is not None  # noqa: S101 - a document refers to it, in one snapshot
    return reviewed(stored.analyses()[one.number], work.reviews.of_contents({one.sha256}))


def _facts(own: Analysis, other: Analysis) -> list[FactDiffers]:
    """Return the facts of which the two do not say the same."""
    found: list[FactDiffers] = []
    for name in (row.name for row in FACTS.values() if row.is_correctable):
        left, right = _said(own, name), _said(other, name)
        if left.keys() != right.keys():
            found.append(
                FactDiffers(
                    name,
                    tuple(left[key].value for key in left if key not in right),
                    tuple(right[key].value for key in right if key not in left),
                )
            )
    return found


def _said(analysis: Analysis, name: str) -> Mapping[str, Finding]:
    """Return the answers of a fact by what makes each this value and no other."""
    return {
        repr(identity_of(name, finding.normal)): finding
        for finding in analysis.findings
        if finding.name == name and finding.is_answer
    }
