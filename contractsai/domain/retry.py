"""When a document may be tried again, and how long it waits."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """The budgets of a document and the wait between its attempts.

    Attributes:
        max_failures: failed attempts after which the document is FAILED, at least 1.
        max_crashes: attempts whose process died after which it is FAILED, at least 1.
        base_delay: the longest wait after the first failure.
        max_delay: the longest wait after any failure.
    """

    max_failures: int = 4
    max_crashes: int = 3
    base_delay: timedelta = timedelta(seconds=5)
    max_delay: timedelta = timedelta(minutes=10)

    def __post_init__(self) -> None:
        if self.max_failures < 1 or self.max_crashes < 1:
            raise ValueError(f"a budget below 1 allows no attempt at all: {self}")
        if not timedelta(0) <= self.base_delay <= self.max_delay:
            raise ValueError(f"base_delay must lie between 0 and max_delay: {self}")

    def is_spent(self, *, failures: int, crashes: int) -> bool:
        """Return whether no further attempt is allowed."""
        return failures >= self.max_failures or crashes >= self.max_crashes

    def backoff(self, bad_attempts: int, *, jitter: float) -> timedelta:
        """Return the wait before the next attempt: exponential, capped, fully jittered.

        Full jitter: Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.

        Args:
            bad_attempts: failures and crashes so far, at least 1.
            jitter: uniform in [0, 1); drawn by the caller, so that tests can pin it.

        Raises:
            ValueError: *bad_attempts* is 0; a first attempt waits for nothing.
        """
        if bad_attempts < 1:
            raise ValueError(f"no backoff before a first attempt: {bad_attempts=}")
        doublings = min(bad_attempts - 1, 30)  # beyond any cap, below any overflow
        return min(self.max_delay, self.base_delay * (1 << doublings)) * jitter
