"""Errors told to whoever keeps count of them; nothing is imported unless somebody does."""

from functools import partial
from typing import TYPE_CHECKING

from contractsai import __version__
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings import Settings

if TYPE_CHECKING:
    from contractsai.adapters.sentry import Sentry


def connect_sentry(settings: Settings) -> None:
    """Have the Celery of this process tell errors and schedules, if the settings say where to.

    Raises:
        UnsafeConfiguration: as for `build_sentry`; better now than once a worker is up.
    """
    if (sentry := build_sentry(settings, "check")) is not None:
        from contractsai.adapters.brokers.celery.errors import CeleryErrors

        sentry.close()
        CeleryErrors(partial(build_sentry, settings)).connect()


def build_sentry(settings: Settings, process: str) -> "Sentry | None":
    """Return the client of this process, if the settings say where to send to.

    Args:
        settings: read once, by the entry point.
        process: ``api``, ``worker`` or ``beat``, for those who look for errors of one.

    Raises:
        UnsafeConfiguration: what they say needs a package that is not here, or is no DSN.
    """
    if not settings.sentry_dsn:
        return None
    try:
        from contractsai.adapters.sentry import Sentry
    except ImportError as error:
        raise UnsafeConfiguration(
            "SENTRY_DSN is set and Sentry's SDK is not installed: pip install "
            "'contractsai[sentry]', or unset it"
        ) from error
    return Sentry(
        settings.sentry_dsn.get_secret_value(),
        process=process,
        release=f"contractsai@{__version__}",
        environment=settings.sentry_environment,
    )
