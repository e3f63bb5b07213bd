"""`SearchIndex` in memory: what a search means, read from the rows themselves."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, Protocol

from contractsai.adapters.stores.memory_reviews import ReviewKey
from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.document import Document
from contractsai.domain.ids import AnalysisId, DocumentId, JobId
from contractsai.domain.review import Review
from contractsai.domain.search import Found, SearchQuery, Sketched
from contractsai.domain.searchable import searchables
from contractsai.domain.stored_analysis import StoredAnalysis

_MEMBERS: Final = 1 << 20  # more than one file has


class Tables(Protocol):
    """The tables of a unit of work that are looked through; a commit may put others there."""

    document_rows: Table[DocumentId, Document]
    analysis_rows: Table[AnalysisId, StoredAnalysis]
    review_rows: Table[ReviewKey, Review]
    number_rows: Table[AnalysisId, int]


class MemorySearch:
    """`SearchIndex` on tables."""

    def __init__(self, work: Tables) -> None:
        """Take whose tables."""
        self._work = work

    def find(self, query: SearchQuery, *, limit: int, after: int | None = None) -> Sequence[Found]:
        """Return documents that meet the query, the latest stored first."""
        found = [one for stored in self._latest() for one in self._of(stored, query)]
        known = [one for one in found if after is None or one.place < after]
        return sorted(known, key=lambda one: one.place, reverse=True)[:limit]

    def places(self, sha256: str, *, limit: int) -> Sequence[Document]:
        """Return the documents of a content, the latest first."""
        ids = {row.id for row in self._work.analysis_rows.values() if row.sha256 == sha256}
        rows = [row for row in self._work.document_rows.values() if row.analysis_id in ids]
        return sorted(rows, key=lambda row: (row.run_at, row.id), reverse=True)[:limit]

    def sketches(self, job_id: JobId) -> Sequence[Sketched]:
        """Return the documents of a job that have a sketch."""
        rows = [row for row in self._work.document_rows.values() if row.job_id == job_id]
        return [
            Sketched(row.id, row.path, stored.id, stored.sha256, one.number, one.sketch)
            for row in sorted(rows, key=lambda row: row.path)
            if row.analysis_id and (stored := self._work.analysis_rows.get(row.analysis_id))
            for one in searchables(stored)
            if one.sketch
        ]

    def catch_up(self, *, limit: int) -> int:  # noqa: ARG002 - the protocol's signature
        """Return 0: the rows are the index."""
        return 0

    def _latest(self) -> list[StoredAnalysis]:
        """Return of each content the latest analysis that a document refers to."""
        used = {row.analysis_id for row in self._work.document_rows.values()}
        rows = [row for row in self._work.analysis_rows.values() if row.id in used]
        of_content: defaultdict[str, list[StoredAnalysis]] = defaultdict(list)
        for row in rows:
            of_content[row.sha256].append(row)
        return [max(same, key=lambda row: self._number(row.id)) for same in of_content.values()]

    def _of(self, stored: StoredAnalysis, query: SearchQuery) -> list[Found]:
        reviews = [
            row for row in self._work.review_rows.values() if row.subject.sha256 == stored.sha256
        ]
        first = self._number(stored.id) * _MEMBERS
        return [
            Found(first + one.number, stored.id, stored.sha256, one.number)
            for one in searchables(stored, reviews)
            if one.meets(query)
        ]

    def _number(self, analysis_id: AnalysisId) -> int:
        return self._work.number_rows.get(analysis_id) or 0
