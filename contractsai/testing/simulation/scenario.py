"""What a schedule is about: jobs, their documents, and the workers that there are."""

import random
from dataclasses import dataclass
from typing import Final

from contractsai.testing.simulation.host import Nature

_COMMON: Final = (Nature.GOOD, Nature.GOOD, Nature.SLOW, Nature.SLOW, Nature.FLAKY)
_LAST_SUBMIT: Final = 40.0


@dataclass(frozen=True, slots=True)
class JobPlan:
    """One folder that somebody submits at an instant."""

    at: float
    natures: tuple[Nature, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """What there is before anything goes wrong.

    Attributes:
        slots: of each worker.
        window: documents of one job that are out at once.
        acks_late: whether a message is kept until its task has ended; tuning.
        visibility_seconds: when Redis delivers again what nobody acknowledged; tuning.
    """

    jobs: tuple[JobPlan, ...]
    workers: int
    slots: int
    window: int
    acks_late: bool
    visibility_seconds: float


def draw_scenario(chance: random.Random) -> Scenario:
    """Return a small service and a few jobs: faults meet more often where there is little."""
    jobs = [
        JobPlan(
            at=0.0 if number == 0 else round(chance.random() * _LAST_SUBMIT, 1),
            natures=tuple(
                chance.choice(_COMMON if chance.random() < 0.75 else tuple(Nature))
                for _ in range(chance.randint(1, 5))
            ),
        )
        for number in range(chance.randint(1, 3))
    ]
    return Scenario(
        jobs=tuple(jobs),
        workers=chance.randint(1, 3),
        slots=chance.randint(1, 2),
        window=chance.randint(1, 4),
        acks_late=chance.random() < 0.7,
        visibility_seconds=chance.choice((2.0, 20.0, 4500.0)),
    )
