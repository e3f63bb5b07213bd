"""Each damaged document in a real analysis process: whatever is more than bad input is a defect."""

import json
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from contractsai.adapters.analysis.host import ProcessAnalysisHost
from contractsai.adapters.analysis.limits import AnalysisLimits
from contractsai.application.report import ReportEntry, report_lines
from contractsai.domain.errors import AnalysisError
from contractsai.domain.lifecycle import State
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.fuzz.mutate import case
from contractsai.testing.opened import analyse_file

_HEARTBEAT_SECONDS: Final = 1.0
_MAX_DEFECTS: Final = 20


@dataclass(frozen=True, slots=True)
class Defect:
    """A case that was more than a bad document."""

    number: int
    what: str


@dataclass(slots=True)
class Result:
    """What a campaign has seen."""

    cases: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    defects: list[Defect] = field(default_factory=list)
    slowest_seconds: float = 0.0
    slowest_case: int = 0


class Campaign:
    """Cases of one seed, from the first on."""

    def __init__(
        self,
        seeds: Sequence[bytes],
        *,
        seed: int,
        seconds: float,
        memory_bytes: int,
        keep: Path | None = None,
        pipeline: str = "contracts",
    ) -> None:
        """Take the documents to damage, and the limits of one document.

        Args:
            seeds: to begin with.
            seed: decides all damage.
            seconds: wall-clock time after which a document hangs.
            memory_bytes: what one may take.
            keep: a folder for the documents that show a defect.
            pipeline: whose readers are tried.
        """
        self._seeds = seeds
        self._seed = seed
        self._keep = keep
        self._host = ProcessAnalysisHost(
            pipeline,
            AnalysisLimits(
                seconds=seconds,
                memory_bytes=memory_bytes,
                heartbeat_seconds=_HEARTBEAT_SECONDS,
                max_documents=1_000,
                max_idle_bytes=2 * memory_bytes,
            ),
        )

    def run(self, *, seconds: float, cases: int | None = None) -> Result:
        """Go on until the time is up, the cases are done, or enough has been found."""
        result = Result()
        until = time.monotonic() + seconds
        try:
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, "case")
                while cases is None or result.cases < cases:
                    if time.monotonic() >= until or len(result.defects) >= _MAX_DEFECTS:
                        break
                    self._try(file, result)
        finally:
            self._host.close()
        return result

    def _try(self, file: Path, result: Result) -> None:
        number = result.cases
        result.cases += 1
        content = case(self._seeds, self._seed, number)
        file.write_bytes(content)
        began = time.monotonic()
        try:
            stored = analyse_file(self._host, file)
            problem = _problem(stored)
            result.outcomes[stored.outcome.value] += 1
        except AnalysisError as error:
            problem = f"{type(error).__name__}: {error}"
        took = time.monotonic() - began
        if took > result.slowest_seconds:
            result.slowest_seconds, result.slowest_case = took, number
        if problem is not None:
            result.defects.append(Defect(number, problem))
            if self._keep is not None:
                self._keep.mkdir(parents=True, exist_ok=True)
                (self._keep / f"case-{self._seed}-{number}").write_bytes(content)


def _problem(stored: StoredAnalysis) -> str | None:
    """Return what is wrong with an analysis that ended, None if nothing is."""
    try:
        analyses = stored.analyses()  # checks every quote and every page against the text
        entry = ReportEntry("case", State.COMPLETED, stored.outcome, None, stored.sha256, analyses)
        lines: list[dict[str, Any]] = list(report_lines([entry], with_text=True))
        json.dumps(lines, allow_nan=False).encode()
    except ValueError as error:
        return f"the analysis contradicts itself: {error}"
    return None
