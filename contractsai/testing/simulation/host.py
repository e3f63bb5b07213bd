"""The documents of a schedule, each of a nature of its own, and what analyses them."""

import hashlib
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from contractsai.application.ports import OpenDocument
from contractsai.domain.document import Document
from contractsai.domain.errors import AnalysisCrashed, AnalysisFailed, FileMissing
from contractsai.domain.findings import Outcome
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.domain.stored_analysis import StoredAnalysis, analysis_id
from contractsai.testing.fakes import FakeSource, ScriptedContent
from contractsai.testing.simulation.faults import FaultKind, Faults
from contractsai.testing.simulation.scheduler import Process, Scheduler
from contractsai.testing.simulation.watch import PromiseWatch

PIPELINE: Final = "simulated 1"
HEARTBEAT_SECONDS: Final = 1.0
LONGEST_SECONDS: Final = 40.0  # more than two leases
QUICK_SECONDS: Final = 3.0
READING_SECONDS: Final = 2.0


class Nature(StrEnum):
    """What becomes of a document when nothing else goes wrong."""

    GOOD = "good"
    SLOW = "slow"
    FLAKY = "flaky"  # raises once, then is good
    CORRUPT = "corrupt"
    BROKEN = "broken"  # raises each time
    POISON = "poison"  # crashes the analysis process each time
    KILLER = "killer"  # takes the whole worker with it each time
    GONE = "gone"  # its file is deleted after the submit
    SYSTEM = "system"  # a file that is no document


ENDS: Final[dict[Nature, tuple[State, Reason | None]]] = {
    Nature.GOOD: (State.COMPLETED, None),
    Nature.SLOW: (State.COMPLETED, None),
    Nature.FLAKY: (State.COMPLETED, None),
    Nature.SYSTEM: (State.COMPLETED, None),
    Nature.CORRUPT: (State.FAILED, Reason.CORRUPT),
    Nature.BROKEN: (State.FAILED, Reason.INTERNAL),
    Nature.POISON: (State.FAILED, Reason.CRASHED),
    Nature.KILLER: (State.FAILED, Reason.CRASHED),
    Nature.GONE: (State.FAILED, Reason.MISSING),
}
SYSTEM_NAME: Final = ".DS_Store"


def path_of(number: int, nature: Nature) -> str:
    """Return a document's path, which tells its nature."""
    return f"{number:02}-{nature}/{SYSTEM_NAME if nature is Nature.SYSTEM else 'contract.pdf'}"


def nature_of(path: str) -> Nature:
    """Return the nature that a path tells."""
    return Nature(path.split("/")[-2].split("-")[1])


def content_of(path: str) -> bytes:
    """Return a document's bytes: two documents of three have the content of another one."""
    nature = nature_of(path)
    is_copy = nature in (Nature.GOOD, Nature.SLOW, Nature.CORRUPT) and hash_of(path) % 3
    return nature.encode() if is_copy else path.encode()


def hash_of(path: str) -> int:
    """Return a number that is a path's own, the same in each run."""
    return zlib.crc32(path.encode())


@dataclass(eq=False, frozen=True)
class AnalysisProcess:
    """A process that analyses one document for one worker."""

    owner: Process
    document: str


class SimulatedSource(FakeSource):
    """`Source` whose folders hold files by nature; some are gone by the time they are opened."""

    def add(self, folder: str, natures: Sequence[Nature]) -> None:
        """Make a folder."""
        paths = [path_of(number, nature) for number, nature in enumerate(natures)]
        self.folders[folder] = {path: content_of(path) for path in paths}

    def content(self, folder: str, path: str) -> bytes:
        """Return a listed file's bytes, unless it is gone."""
        if nature_of(path) is Nature.GONE:
            raise FileMissing(path)
        return super().content(folder, path)


class SimulatedHost:
    """`AnalysisHost` of all workers: each analysis is a process that its worker owns."""

    pipeline = PIPELINE

    def __init__(
        self, scheduler: Scheduler, faults: Faults, chance: random.Random, watch: PromiseWatch
    ) -> None:
        self.running: list[AnalysisProcess] = []
        self._scheduler = scheduler
        self._faults = faults
        self._chance = chance
        self._watch = watch
        self._analysed: dict[str, int] = {}

    @contextmanager
    def read(
        self, document: OpenDocument, *, heartbeat: Callable[[], None]
    ) -> Iterator[ScriptedContent]:
        """Take the time that reading takes; the process lives until the worker lets it go."""
        scheduler, path = self._scheduler, document.location
        scheduler.step(f"read {path}")
        process = AnalysisProcess(scheduler.current.process, path)
        self.running.append(process)
        try:
            self._let_time_pass(self._chance.random() * READING_SECONDS, heartbeat)
            sha256 = hashlib.sha256(content_of(path)).hexdigest()
            yield ScriptedContent(sha256, lambda: self._analyse(path, heartbeat))
        finally:
            self.running.remove(process)  # the guard's work, however the worker ended

    def _analyse(self, path: str, heartbeat: Callable[[], None]) -> StoredAnalysis:
        """Take the time that the document takes, then end as its nature and the faults will it."""
        self._scheduler.step(f"analyse {path}")
        longest = LONGEST_SECONDS if nature_of(path) is Nature.SLOW else QUICK_SECONDS
        seconds = self._chance.random() * longest
        if (fault := self._faults.hit(FaultKind.ANALYSIS_SLOW)) is not None:
            seconds += fault.seconds
        self._let_time_pass(seconds, heartbeat)
        return self._ending(path)

    def _let_time_pass(self, seconds: float, heartbeat: Callable[[], None]) -> None:
        while seconds > 0:
            self._scheduler.sleep(min(seconds, HEARTBEAT_SECONDS))
            seconds -= HEARTBEAT_SECONDS
            with self._watch.hearing():
                heartbeat()

    def _ending(self, path: str) -> StoredAnalysis:
        if self._faults.hit(FaultKind.ANALYSIS_CRASHED) is not None:
            self._watch.excuse("the analysis process crashed")
            raise AnalysisCrashed("fault")
        if self._faults.hit(FaultKind.ANALYSIS_FAILED) is not None:
            self._watch.excuse("the analysis raised")
            raise AnalysisFailed("fault")
        number = self._analysed[path] = self._analysed.get(path, 0) + 1
        match nature_of(path):
            case Nature.POISON:
                self._watch.excuse("poison")
                raise AnalysisCrashed("poison")
            case Nature.KILLER:
                self._scheduler.kill(self._scheduler.current.process)
            case Nature.BROKEN:
                self._watch.excuse("broken")
                raise ZeroDivisionError
            case Nature.FLAKY if number == 1:
                self._watch.excuse("flaky")
                raise AnalysisFailed("flaky")
            case Nature.CORRUPT:
                return self._stored(path, Outcome.FAILED, Reason.CORRUPT)
        return self._stored(path, Outcome.ANALYSED, None)

    def _stored(self, path: str, outcome: Outcome, reason: Reason | None) -> StoredAnalysis:
        """Return an analysis that tells the run, as real ones tell their time and memory."""
        sha256 = hashlib.sha256(content_of(path)).hexdigest()
        return StoredAnalysis(
            id=analysis_id(sha256, pipeline=PIPELINE),
            sha256=sha256,
            pipeline=PIPELINE,
            outcome=outcome,
            reason=reason,
            payload=f"{self._scheduler.current.name} at {self._scheduler.now}".encode(),
        )


def expected(document: Document) -> tuple[State, Reason | None]:
    """Return how the document ends when nothing else goes wrong."""
    return ENDS[nature_of(document.path)]
