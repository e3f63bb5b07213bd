"""What is said when the service itself cannot."""

from typing import Final

from contractsai.domain import errors
from contractsai.entrypoints.problem_kind import ProblemKind

UNFORESEEN: Final = ProblemKind(
    "internal",
    500,
    "Something failed that should not have",
    "Find the reference in the service's logs and report what stands there.",
)
BUSY: Final = ProblemKind(
    "too-busy",
    503,
    "The service answers as many requests as it can at once",
    "Try again shortly; CONTRACTSAI_MAX_CONNECTIONS, and the limit of open files, set how many.",
    retry_after_seconds=1,
)
STORE_UNAVAILABLE: Final = ProblemKind(
    "database-unavailable",
    503,
    "The database does not answer",
    "Try again shortly; if it lasts, check CONTRACTSAI_DATABASE_URL and GET /readyz.",
    retry_after_seconds=5,
    error=errors.StoreUnavailable,
)
STORE_FULL: Final = ProblemKind(
    "database-full",
    503,
    "There is no room left on the database's disk",
    "Make room there, and the service goes on by itself; see what is full with: df -h.",
    retry_after_seconds=30,
    error=errors.StoreFull,
)
STORE_MISSING: Final = ProblemKind(
    "database-missing",
    503,
    "The database's file is gone",
    "Put it back, and the service goes on by itself; to begin with an empty one, stop the service, "
    "then run: contractsai up.",
    retry_after_seconds=30,
    error=errors.StoreMissing,
)
STORE_DAMAGED: Final = ProblemKind(
    "database-damaged",
    503,
    "The database's file is damaged",
    "Stop the service, put a copy from a backup in its place, then run: contractsai up.",
    retry_after_seconds=30,
    error=errors.StoreDamaged,
)
QUEUE_UNAVAILABLE: Final = ProblemKind(
    "broker-unavailable",
    503,
    "The broker does not answer",
    "Try again shortly; if it lasts, check CELERY_BROKER_URL and GET /readyz.",
    retry_after_seconds=5,
    error=errors.QueueUnavailable,
)
NOT_READY: Final = ProblemKind(
    "not-ready",
    503,
    "The service is not ready: its database does not answer",
    "Try again shortly; if it lasts, check that the database of CONTRACTSAI_DATABASE_URL runs and "
    "lets this service in.",
    retry_after_seconds=5,
)
OUTDATED: Final = ProblemKind(
    "schema-outdated",
    503,
    "The service is not ready: its database has another version's schema",
    "Bring the schema up to date with: contractsai db upgrade.",
    retry_after_seconds=5,
)
