"""Whether jobs can be taken: the database answers, with the present schema, and has room."""

import logging
from collections.abc import Mapping
from typing import Final

from contractsai.bootstrap.services import Services
from contractsai.domain.errors import (
    StoreDamaged,
    StoreFull,
    StoreMissing,
    StoreUnavailable,
    UnsafeConfiguration,
)
from contractsai.entrypoints import problem_kinds as kinds
from contractsai.entrypoints.problem_kind import ProblemKind

logger = logging.getLogger(__name__)

READY: Final = "ready"
UNAVAILABLE: Final = "unavailable"
OUTDATED: Final = "outdated"

STATES: Final[Mapping[type[StoreUnavailable], str]] = {
    StoreFull: "full",
    StoreMissing: "missing",
    StoreDamaged: "damaged",
    StoreUnavailable: UNAVAILABLE,
}
WHY: Final[Mapping[str, ProblemKind]] = {
    OUTDATED: kinds.OUTDATED,
    **{state: kinds.BY_ERROR[error] for error, state in STATES.items()},
    UNAVAILABLE: kinds.NOT_READY,
}
"""The problem that tells of each state; its hint says what to do."""


class Readiness:
    """Looks at the database whenever asked; the schema only until it was found current."""

    def __init__(self, services: Services) -> None:
        """Take the services; nothing is asked yet."""
        self._services = services
        self._is_prepared = False

    def database(self) -> str:
        """Return ``ready``, or why not, for which `WHY` knows the way out."""
        try:
            if not self._is_prepared:
                self._services.prepare_database()
                self._is_prepared = True
            self._services.check_database()
        except StoreUnavailable as error:
            state = next(STATES[base] for base in type(error).__mro__ if base in STATES)
            return self._unready(state, error)
        except UnsafeConfiguration as error:
            return self._unready(OUTDATED, error)
        return READY

    def _unready(self, state: str, error: Exception) -> str:
        logger.warning(
            "service is not ready",
            exc_info=error,
            extra={"event": "service.unready", "database": state},
        )
        return state
