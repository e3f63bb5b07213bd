"""What a Celery worker process owns: its services, and the news of its shutdown."""

import os
import threading

from celery import signals
from celery.exceptions import SoftTimeLimitExceeded

from contractsai.bootstrap import Services, build_services, build_shutdown
from contractsai.domain.errors import ContractsAIError
from contractsai.settings import Settings

_lock = threading.Lock()
_services: Services | None = None
_owner = 0


def services() -> Services:
    """Return this process' services, made on first use: nothing is shared over a fork."""
    global _services, _owner
    with _lock:
        if _services is None or _owner != os.getpid():
            _services = build_services(
                _settings, shutdown=_shutdown, limit_errors=(SoftTimeLimitExceeded,)
            )
            _owner = os.getpid()
        return _services


_settings = Settings()
_shutdown = build_shutdown(_settings)


@signals.worker_init.connect
def _check(**_: object) -> None:
    """Refuse to start on what cannot work, with the way out."""
    try:
        build_services(_settings).prepare_database()
    except ContractsAIError as error:
        raise SystemExit(f"contractsai: {error}") from error


@signals.worker_shutting_down.connect
def _stop(**_: object) -> None:
    _shutdown.request()


@signals.worker_process_shutdown.connect
@signals.worker_shutdown.connect
def _close(**_: object) -> None:
    if _services is not None and _owner == os.getpid():
        _services.close()
