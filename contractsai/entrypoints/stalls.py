"""What a person is told of a stall: what is missing, and the command that helps."""

from collections.abc import Mapping
from typing import Any, Final

from contractsai.application.stall import Cause, Stall

SAYS: Final[Mapping[Cause, str]] = {
    Cause.BROKER_AWAY: "The broker does not answer, so nobody hears of what waits.",
    Cause.NO_WORKER: "No worker is there to take what waits.",
    Cause.ALL_DRAINED: "Every worker drains or stops: none takes what waits.",
    Cause.OTHER_QUEUE: "No worker takes messages of this service's queue.",
    Cause.NO_BEAT: "What waits should have been passed on by now: no beat ticks.",
    Cause.ALL_BUSY: "Every slot is busy: what waits runs after what came before it.",
}
NEXT: Final[Mapping[Cause, str]] = {
    Cause.BROKER_AWAY: "contractsai doctor",
    Cause.NO_WORKER: "contractsai worker",
    Cause.ALL_DRAINED: "contractsai worker",
    Cause.OTHER_QUEUE: "contractsai workers list --json",
    Cause.NO_BEAT: "contractsai beat",
    Cause.ALL_BUSY: "contractsai worker",
}
"""The command that mends it, or finds out more."""
_WHAT_FOR: Final[Mapping[Cause, str]] = {
    Cause.BROKER_AWAY: "See what is wrong with it",
    Cause.NO_WORKER: "Start one",
    Cause.ALL_DRAINED: "Start another one",
    Cause.OTHER_QUEUE: "Compare theirs with CONTRACTSAI_QUEUE",
    Cause.NO_BEAT: "Start one",
    Cause.ALL_BUSY: "To have more run at once, start another worker",
}


def stall_view(stall: Stall) -> dict[str, Any]:
    """Return the public form."""
    return {
        "cause": stall.cause.value,
        "says": SAYS[stall.cause],
        "next": f"{_WHAT_FOR[stall.cause]}: {NEXT[stall.cause]}",
        "waiting": stall.waiting,
        "running": stall.running,
        "slots": stall.slots,
    }


def told_of(view: Mapping[str, Any] | None, job: Mapping[str, Any]) -> str | None:
    """Return what the one who waits for *job* is told, or None if it gets on all the same."""
    if view is None:
        return None
    if view["cause"] == Cause.ALL_BUSY and job["documents"]["running"]:
        return None  # some of these slots are the job's own
    return f"{view['says']} {view['next']}"
