"""Review: record a person's verdict on a finding, look at earlier ones, hand all of them out."""

import itertools
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from contractsai.application.ports import Clock, Store, UnitOfWork
from contractsai.domain.document import Document
from contractsai.domain.errors import (
    DocumentNotFound,
    FindingNotFound,
    InvalidReview,
    ReviewedMeanwhile,
    StaleRow,
)
from contractsai.domain.findings import Analysis, JsonValue, Kind
from contractsai.domain.ids import DocumentId, JobId, ReviewId, SubjectId
from contractsai.domain.normals import BadNormal, check_normal, normal_of, value_of
from contractsai.domain.review import Review, Subject, Verdict, passage_of
from contractsai.domain.reviewed import HUMAN_ID, current, human_id
from contractsai.domain.texts import is_text

BATCH = 200
NEW_ID = "new-"
"""Before the name of a fact, in the place of a finding's id: what nobody has found, to be given."""
_TRIES = 10  # where somebody else reviews the same finding at the same moment


@dataclass(frozen=True, slots=True)
class Place:
    """Which finding, by the numbers that a report and a list of documents give.

    Attributes:
        finding_id: as in the report; ``new-`` and the name of a fact (``new-expiration-date``) for
            one that no finding says.
        member: the document inside the file; None for the file itself.
    """

    job_id: JobId
    document_id: DocumentId
    finding_id: str
    member: str | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a person says of a finding.

    Attributes:
        normal: the typed value that is right.
        text: the same as a person writes it, in the place of *normal*.
        value: what people should read; by default what *normal* says.
        by: who, as they call themselves.
        note: why.
    """

    verdict: Verdict
    normal: JsonValue = None
    text: str | None = None
    value: str | None = None
    by: str | None = None
    note: str | None = None


def review_finding(
    place: Place,
    opinion: Opinion,
    *,
    store: Store,
    clock: Clock,
    new_id: Callable[[], str],
    expected: Collection[int] | None = None,
) -> Review:
    """Append the verdict, and return it; the analysis stays byte for byte as it is.

    Args:
        place: the finding.
        opinion: the verdict.
        store: the rows.
        clock: the time.
        new_id: names the review.
        expected: how many reviews the caller knows of, one number or several that will do; None
            to be the last whatever there is.

    Raises:
        DocumentNotFound: the job has no such document.
        FindingNotFound: the document has no such finding.
        InvalidReview: a correction of what has no value, or to what is no value of that fact; or
            words that are no text.
        ReviewedMeanwhile: the number of reviews is not *expected*.
    """
    for _ in range(_TRIES):
        with store.begin() as work:
            subject, pipeline, passage = _subject(work, place, opinion)
            known = len(work.reviews.of_subject(subject.id))
            if expected is not None and known not in expected:
                break
            _refuse_what_is_no_text(opinion)
            is_given = place.finding_id.startswith(NEW_ID)
            normal, value = (None, None) if is_given else _corrected(subject, opinion)
            review = Review(
                id=ReviewId(new_id()),
                subject=subject,
                number=known + 1,
                verdict=Verdict.ACCEPTED if is_given else opinion.verdict,
                by=opinion.by,
                at=clock.now(),
                value=value,
                normal=normal,
                note=opinion.note,
                pipeline=pipeline,
                passage=passage,
            )
            try:
                work.reviews.add(review)
            except StaleRow:  # somebody was quicker; count again
                continue
            work.commit()
            return review
    raise ReviewedMeanwhile(place.finding_id)


def read_reviews(place: Place, *, store: Store) -> Sequence[Review]:
    """Return all reviews of a finding, the oldest first.

    Raises:
        DocumentNotFound: the job has no such document.
        FindingNotFound: the document has no such finding.
    """
    with store.snapshot() as work:
        subject, _, _ = _subject(work, place)
        return work.reviews.of_subject(subject.id)


def export_reviews(
    *, store: Store, with_history: bool = False, batch: int = BATCH
) -> Iterator[Review]:
    """Yield the verdict that holds on each subject, in a fixed order; read in batches.

    Args:
        store: the rows.
        with_history: yield earlier verdicts, and those that were taken back, too.
        batch: how many are read at once.
    """
    by_subject = itertools.groupby(_all(store, batch), key=lambda review: review.subject.id)
    for _, reviews in by_subject:
        if with_history:
            yield from reviews
        else:
            yield from (last for last in current(reviews) if last.verdict is not Verdict.OPEN)


def delete_reviews(sha256: str, *, store: Store) -> int:
    """Delete all reviews of what a file holds and what people keep beside it.

    The count of both is returned.

    The purge leaves reviews alone; this is for a contract that nobody may keep anything of.
    """
    with store.begin() as work:
        deleted = work.reviews.delete(sha256) + work.annotations.delete(sha256)
        work.commit()
    return deleted


def _all(store: Store, batch: int) -> Iterator[Review]:
    after: tuple[SubjectId, int] | None = None
    while True:
        with store.snapshot() as work:
            page = work.reviews.page(limit=batch, after=after)
        yield from page
        if len(page) < batch:
            return
        after = (page[-1].subject.id, page[-1].number)


def _subject(
    work: UnitOfWork, place: Place, opinion: Opinion | None = None
) -> tuple[Subject, str, str]:
    """Return what a review of the finding is about, what had made it, and the text around it."""
    document = work.documents.get(place.document_id)
    if document.job_id != place.job_id:
        raise DocumentNotFound(place.document_id)
    stored = work.analyses.get(document.analysis_id) if document.analysis_id else None
    if stored is None or document.sha256 is None:
        raise FindingNotFound(place.finding_id)
    if place.finding_id.startswith(HUMAN_ID):
        return _of_people(work, document, place)
    analysis = _member(stored.analyses(), place)
    is_given = place.finding_id.startswith(NEW_ID) and analysis.outcome.was_read
    if opinion is not None and is_given:
        return _given(document.sha256, place, opinion), stored.pipeline, ""
    for finding in analysis.findings:
        if finding.id == place.finding_id:
            subject = Subject.of(document.sha256, place.member, finding)
            return subject, stored.pipeline, passage_of(analysis.text, subject.place)
    raise FindingNotFound(place.finding_id)


def _of_people(work: UnitOfWork, document: Document, place: Place) -> tuple[Subject, str, str]:
    """Return the subject of a finding that only earlier reviews stand by."""
    for review in current(work.reviews.of_contents({document.sha256 or ""})):
        if review.subject.member == place.member and human_id(review) == place.finding_id:
            return review.subject, review.pipeline, review.passage
    raise FindingNotFound(place.finding_id)


def _given(sha256: str, place: Place, opinion: Opinion) -> Subject:
    """Return what is said by a person alone: whoever finds it later says the same."""
    name = place.finding_id.removeprefix(NEW_ID).replace("-", "_")
    nothing = Subject(sha256, place.member, Kind.FACT, name, "", None, None)
    if opinion.verdict is not Verdict.CORRECTED:
        raise InvalidReview("what nobody found can only be given, as a correction with a value")
    normal, value = _corrected(nothing, opinion)
    return replace(nothing, value=value or "", normal=normal)


def _member(analyses: Sequence[Analysis], place: Place) -> Analysis:
    for analysis in analyses:
        if analysis.member == place.member:
            return analysis
    raise FindingNotFound(place.finding_id)


def _refuse_what_is_no_text(opinion: Opinion) -> None:
    """Refuse words that no report could show, and some databases not keep."""
    for name in ("text", "value", "by", "note"):
        if not is_text(getattr(opinion, name) or ""):
            raise InvalidReview(f"{name} holds NUL or half a character: write it as text")


def _corrected(subject: Subject, opinion: Opinion) -> tuple[JsonValue, str | None]:
    """Return the typed value of a correction, and what people read of it."""
    if opinion.verdict is not Verdict.CORRECTED:
        if opinion.normal is not None or opinion.text is not None or opinion.value is not None:
            raise InvalidReview(f"only a correction has a value, and this is {opinion.verdict}")
        return None, None
    if subject.kind is not Kind.FACT:
        raise InvalidReview(f"a {subject.kind} has no value to correct: accept it, or reject it")
    try:
        if opinion.text is not None:
            normal = normal_of(subject.name, opinion.text, old=subject.normal)
        else:
            normal = opinion.normal
            check_normal(subject.name, normal)
    except BadNormal as error:
        raise InvalidReview(str(error)) from error
    return normal, opinion.value or value_of(subject.name, normal)
