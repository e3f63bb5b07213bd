"""`AnalysisStore` on rows in this process' memory."""

from typing import Protocol

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.document import Document
from contractsai.domain.ids import AnalysisId, DocumentId
from contractsai.domain.stored_analysis import StoredAnalysis


class Tables(Protocol):
    """The tables of a unit of work that analyses are in; a commit may put others there."""

    document_rows: Table[DocumentId, Document]
    analysis_rows: Table[AnalysisId, StoredAnalysis]
    number_rows: Table[AnalysisId, int]


class MemoryAnalyses:
    """`AnalysisStore` in memory."""

    def __init__(self, work: Tables) -> None:
        self._work = work

    def get(self, analysis_id: AnalysisId) -> StoredAnalysis | None:
        """Return the analysis, if it is stored."""
        return self._work.analysis_rows.get(analysis_id)

    def add(self, analysis: StoredAnalysis) -> None:
        """Insert the analysis; one that is there already stays."""
        if self._work.analysis_rows.get(analysis.id) is None:
            self._work.analysis_rows.put(analysis.id, analysis)
            latest = max(self._work.number_rows.values(), default=0)
            self._work.number_rows.put(analysis.id, latest + 1)

    def delete_unreferenced(self, *, limit: int) -> int:
        """Delete analyses that no document refers to."""
        used = {document.analysis_id for document in self._work.document_rows.values()}
        found = sorted(row.id for row in self._work.analysis_rows.values() if row.id not in used)
        for analysis_id in found[:limit]:
            self._work.analysis_rows.put(analysis_id, None)
            self._work.number_rows.put(analysis_id, None)
        return len(found[:limit])
