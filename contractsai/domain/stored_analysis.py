"""The stored result of analysing one file's content, whoever asked and however often."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from contractsai.domain.findings import Analysis, Outcome
from contractsai.domain.ids import AnalysisId
from contractsai.domain.named import as_named, may_mislead
from contractsai.domain.reasons import Reason

_ARCHIVE: Final = b'"application/zip"'


def analysis_id(sha256: str, *, pipeline: str) -> AnalysisId:
    """Return the one name of what *pipeline* (name and version) makes of a content."""
    return AnalysisId(hashlib.sha256(f"{sha256}\n{pipeline}".encode()).hexdigest()[:32])


@dataclass(frozen=True, slots=True)
class StoredAnalysis:
    """What is kept once per content and pipeline version.

    Attributes:
        payload: UTF-8 JSON, a list with an object a document: the file itself, then those in it.
    """

    id: AnalysisId
    sha256: str
    pipeline: str
    outcome: Outcome
    reason: Reason | None
    payload: bytes

    @classmethod
    def of(cls, analyses: Sequence[Analysis], *, sha256: str, pipeline: str) -> Self:
        """Return the stored form of what a pipeline found; the first is the file itself.

        Raises:
            ValueError: something inside the file was not read, and the file's own outcome, where
                people look first, does not say so.
        """
        first = analyses[0]
        if first.outcome is Outcome.ANALYSED and not all(
            item.outcome.is_whole for item in analyses
        ):
            raise ValueError("analysed, and yet something inside it was not read")
        failed = first.outcome is Outcome.FAILED
        listed = [analysis.to_json() for analysis in analyses]
        text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        return cls(
            id=analysis_id(sha256, pipeline=pipeline),
            sha256=sha256,
            pipeline=pipeline,
            outcome=first.outcome,
            reason=Reason(first.reason) if failed and first.reason else None,
            payload=text.encode(),
        )

    def analyses(self) -> tuple[Analysis, ...]:
        """Return the findings document by document."""
        return tuple(Analysis.from_json(item) for item in json.loads(self.payload))

    def named(self, path: str) -> Self:
        """Return the same under the outcome and reason that it has for a file called *path*.

        Equal bytes share an analysis, whatever the files are called; what a name adds is said of
        each file when it ends, and in its line of the report.
        """
        is_archive = _ARCHIVE in self.payload
        if not may_mislead(path, self.outcome, is_archive=is_archive):
            return self
        named = as_named(self.analyses()[0], path)
        reason = named.reason if named.outcome is Outcome.FAILED else None
        return replace(self, outcome=named.outcome, reason=Reason(reason) if reason else None)
