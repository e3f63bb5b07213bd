"""What a process tells of itself: nothing of what it must not, before it tells anything."""

import logging
import os
from typing import Final

from contractsai.observability import JSON, configure
from contractsai.observability.secrecy import SECRECY
from contractsai.settings import Settings
from contractsai.settings.telling import secrets_in

BESIDE_THE_SETTINGS: Final = ("PGPASSWORD", "FLOWER_BASIC_AUTH", "CELERY_RESULT_BACKEND")
"""Variables with secrets that libraries read themselves."""


def keep_secrets(settings: Settings) -> None:
    """Have no line of this process say a secret that it was told."""
    SECRECY.keep(secrets_in(settings))
    SECRECY.keep(filter(None, map(os.environ.get, BESIDE_THE_SETTINGS)))


def begin_to_tell(settings: Settings) -> None:
    """Have no line of this process say a secret, and each be in the form that is wanted.

    Servers set up handlers of their own later; what is said before, and warnings of Python, are
    for programs to read too, where the log is.
    """
    keep_secrets(settings)
    if settings.log_format == JSON:
        configure("WARNING", form=JSON)
        logging.captureWarnings(capture=True)
