"""What is asked again, how often and when.

Everything is safe to repeat: what reads, what deletes, and what is sent under an Idempotency-Key,
as all that this client posts is. Whether a repeat may help is another question, answered here.
"""

from dataclasses import dataclass
from typing import Final

from contractsai.client.errors import ClientError, Refused, Unreachable

UNDER_WAY: Final = "request-under-way"
MAY_PASS: Final = frozenset({408, 429, 502, 503, 504})
"""Too slow, too often, or nobody behind the proxy, or no database, for now."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a request is sent, and how long the pauses are.

    Attributes:
        attempts: how often in all; 1 repeats nothing.
        first_seconds: the longest pause after the first failure; it doubles with each.
        longest_seconds: the longest pause at all; a service that asks for a longer one is not
            waited for.
    """

    attempts: int = 5
    first_seconds: float = 0.25
    longest_seconds: float = 30.0

    def pause(self, failures: int, error: ClientError, *, chance: float) -> float | None:
        """Return for how many seconds to wait before the request is sent again, or None to give up.

        The pause is jittered in full, so that many clients do not come back at once: Brooker,
        "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.

        Args:
            failures: how often it has failed by now.
            error: how it failed last.
            chance: uniform in [0, 1).
        """
        if failures >= self.attempts or not may_pass(error):
            return None
        asked = (error.retry_after or 0.0) if isinstance(error, Refused) else 0.0
        if asked > self.longest_seconds:
            return None
        doublings = min(failures - 1, 30)
        own = min(self.longest_seconds, self.first_seconds * 2.0**doublings)
        return asked + own * chance


def may_pass(error: ClientError) -> bool:
    """Return whether the same request may succeed by itself."""
    if isinstance(error, Refused):
        return error.status in MAY_PASS or error.slug == UNDER_WAY
    return isinstance(error, Unreachable)
