"""Whether this process can serve: the database answers, and its schema is this version's."""

import logging
from typing import Final

from contractsai.bootstrap import Services
from contractsai.domain.errors import StoreUnavailable, UnsafeConfiguration

logger = logging.getLogger(__name__)

READY: Final = "ready"
UNAVAILABLE: Final = "unavailable"
OUTDATED: Final = "outdated"


class Readiness:
    """Looks at the database whenever asked; the schema only until it was found current."""

    def __init__(self, services: Services) -> None:
        """Take the services; nothing is asked yet."""
        self._services = services
        self._is_prepared = False

    def database(self) -> str:
        """Return ``ready``, ``unavailable`` or ``outdated``, which a person has to upgrade."""
        try:
            if not self._is_prepared:
                self._services.prepare_database()
                self._is_prepared = True
            self._services.read_jobs(limit=1)
        except StoreUnavailable as error:
            return self._unready(UNAVAILABLE, error)
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
