"""A watcher of a folder, with its ports filled in."""

from datetime import timedelta

from contractsai.adapters.brokers.celery.pulse import Pulse
from contractsai.application.follow import MAX_IN_FLIGHT
from contractsai.application.submit import new_job
from contractsai.application.watch import FolderWatch
from contractsai.bootstrap.ids import new_id
from contractsai.bootstrap.services import Services
from contractsai.settings import Settings


def build_watch(
    services: Services, folder: str, *, settle: timedelta, labels: tuple[str, ...] = ()
) -> FolderWatch:
    """Return a watcher of *folder*, whose jobs have *labels*."""
    return FolderWatch(
        folder,
        source=services.source,
        store=services.store,
        clock=services.clock,
        settle=settle,
        make_job=lambda files, now: new_job(
            folder,
            files,
            now=now,
            new_id=new_id,
            tell=MAX_IN_FLIGHT,
            resend_after=services.settings.resend_after,
            labels=labels,
        ),
    )


def build_pulse(settings: Settings) -> Pulse:
    """Return what tells a health check that this process goes on."""
    return Pulse(str(settings.pulse_file) if settings.pulse_file else None)
