"""Many schedules, on all processors, and what they amount to."""

import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace

from contractsai.testing.simulation.faults import FaultKind
from contractsai.testing.simulation.mistakes import planted
from contractsai.testing.simulation.schedule import Outcome, Schedule, run_schedule

CHUNK = 20  # schedules that a process runs between two reports


@dataclass
class Tally:
    """What schedules amount to.

    Attributes:
        checks: looks at committed rows, each with all invariants.
        steps: calls of ports, each of which may have been anybody's turn.
        faults: how many came true, by kind.
        broken: the first outcome that broke a promise.
    """

    schedules: int = 0
    documents: int = 0
    checks: int = 0
    steps: int = 0
    virtual_seconds: float = 0.0
    faults: Counter[FaultKind] = field(default_factory=Counter)
    broken: Outcome | None = None
    seconds: float = 0.0

    def add(self, outcome: Outcome) -> None:
        """Count one schedule; of those that break a promise, the one of the lowest seed is kept."""
        self.schedules += 1
        self.documents += outcome.documents
        self.checks += outcome.checks
        self.steps += outcome.steps
        self.virtual_seconds += outcome.seconds
        self.faults.update(fault.kind for fault in outcome.happened)
        if outcome.broken is not None:
            first = self.broken
            if first is None or outcome.schedule.seed < first.schedule.seed:
                self.broken = outcome


@contextmanager
def _outcomes(
    seeds: Sequence[int], *, processes: int, mistake: str | None
) -> Iterator[Iterator[list[Outcome]]]:
    chunks = [(seeds[at : at + CHUNK], mistake) for at in range(0, len(seeds), CHUNK)]
    if processes == 1 or len(chunks) == 1:
        yield map(_run_chunk, chunks)
        return
    context = multiprocessing.get_context("spawn")
    with context.Pool(min(processes, len(chunks))) as pool:
        yield pool.imap(_run_chunk, chunks)


def run_campaign(
    seeds: Sequence[int], *, processes: int = 1, mistake: str | None = None
) -> Iterator[Tally]:
    """Run the schedule of each seed; yield the tally so far, now and then and at last.

    Ends early with the first chunk that holds a broken promise.

    Args:
        seeds: one a schedule.
        processes: how many run schedules at the same time.
        mistake: the name of a planted mistake, to see it found.
    """
    tally, began = Tally(), time.monotonic()
    with _outcomes(seeds, processes=processes, mistake=mistake) as chunks:
        for outcomes in chunks:
            for outcome in outcomes:
                tally.add(outcome)
            tally.seconds = time.monotonic() - began
            yield tally
            if tally.broken is not None:
                return


def _run_chunk(chunk: tuple[Sequence[int], str | None]) -> list[Outcome]:
    seeds, mistake = chunk
    outcomes = []
    with planted(mistake) if mistake else nullcontext():
        for seed in seeds:
            outcomes.append(replace(run_schedule(Schedule.of(seed)), trace=()))
            if outcomes[-1].broken is not None:
                break
    return outcomes
