"""Annotate: keep an owner, a tag, a note and the like beside a contract."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from contractsai.application.ports import Clock, Store, UnitOfWork
from contractsai.domain.annotation import Annotation
from contractsai.domain.errors import (
    AnnotatedMeanwhile,
    DocumentNotFound,
    InvalidAnnotation,
    StaleRow,
)
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.review import MAX_BY
from contractsai.domain.texts import is_text

_TRIES = 10  # where somebody else writes at the same moment


@dataclass(frozen=True, slots=True)
class Beside:
    """Beside which contract, by the ids that a list of documents gives.

    Attributes:
        member: the document inside the file; None for the file itself.
    """

    job_id: JobId
    document_id: DocumentId
    member: str | None = None


def annotate(
    beside: Beside,
    changes: Mapping[str, str | None],
    *,
    store: Store,
    clock: Clock,
    by: str | None = None,
    expected: Collection[int] | None = None,
) -> Annotation:
    """Write some fields, and return all there are; what is the same already is not written again.

    Args:
        beside: the contract.
        changes: the fields by name; None or an empty text takes one away, others stay.
        store: the rows.
        clock: the time.
        by: who, as they call themselves.
        expected: which version the caller saw, one number or several that will do; None to be the
            last whatever there is.

    Raises:
        AnnotatedMeanwhile: the version is not *expected*.
        DocumentNotFound: the job has no such document.
        InvalidAnnotation: the document was not read, or has no such member, or a field cannot be
            kept.
    """
    if not (len(by or "") <= MAX_BY and is_text(by or "")):
        raise InvalidAnnotation(f"who writes is a text of {MAX_BY} characters at most")
    for _ in range(_TRIES):
        with store.begin() as work:
            sha256 = _content(work, beside)
            empty = Annotation(sha256, beside.member, clock.now())
            rows = work.annotations.of_contents({sha256})
            kept = next((row for row in rows if row.id == empty.id), empty)
            if expected is not None and kept.version not in expected:
                break
            fields = kept.fields_with(changes)
            if fields == kept.fields:
                return kept
            written = replace(kept, fields=fields, by=by, at=clock.now())
            try:
                work.annotations.save(written)
            except StaleRow:  # somebody was quicker; look again
                continue
            work.commit()
            return replace(written, version=written.version + 1)
    raise AnnotatedMeanwhile(beside.document_id)


def _content(work: UnitOfWork, beside: Beside) -> str:
    """Return the checksum of the file, once it is sure that there is such a document in it."""
    document = work.documents.get(beside.document_id)
    if document.job_id != beside.job_id:
        raise DocumentNotFound(beside.document_id)
    stored = work.analyses.get(document.analysis_id) if document.analysis_id else None
    if document.sha256 is None or stored is None:
        raise InvalidAnnotation("the file was not read, so that nothing can be kept by its content")
    if not any(analysis.member == beside.member for analysis in stored.analyses()):
        raise InvalidAnnotation("the file holds no document of that name")
    return document.sha256
