"""The database, and what the rows tell of workers and of ticks."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from contractsai import __version__
from contractsai.adapters.stores.sql.migrate import current, is_up_to_date
from contractsai.application.look import overdue
from contractsai.bootstrap.doctor.diagnosis import Diagnosis, Patient, problem, shortened, warning
from contractsai.bootstrap.doctor.machine import file_of_settings
from contractsai.domain.errors import (
    StoreDamaged,
    StoreFull,
    StoreMissing,
    StoreUnavailable,
    UnsafeConfiguration,
)
from contractsai.domain.webhook import WebhookState
from contractsai.domain.worker import WorkerState

OVERDUE: Final = timedelta(minutes=2)
"""A relay comes every few seconds: what is due for so long, nobody relayed."""
SKEW: Final = timedelta(seconds=30)
MEND: Final = {
    StoreFull: "df -h  # and make room",
    StoreMissing: "contractsai up  # or put the file back",
    StoreDamaged: "cp BACKUP contractsai.db  # with the service stopped",
}


def database(patient: Patient) -> Iterator[Diagnosis]:
    """Find that the database does not answer, or has another version's schema."""
    url = patient.settings.store_url
    file = file_of_settings(patient)
    try:
        if file is not None and not file.exists():
            yield warning("no-database", f"There is no database yet at {file}.", UPGRADE)
            return
        is_ours = url.startswith(("sqlite", "postgresql"))  # another store's schema is its own
        if is_ours and (current(url) is None or not is_up_to_date(url)):
            says = "The database's schema is an older version's."
            yield problem("schema-outdated", says, UPGRADE)
            return
        patient.services.check_database()
    except UnsafeConfiguration as error:
        yield problem("database-url", shortened(error), "unset CONTRACTSAI_DATABASE_URL")
    except StoreUnavailable as error:
        mend = next((MEND[kind] for kind in type(error).__mro__ if kind in MEND), CHECK)
        says = "The database does not answer, or lets nobody in."
        yield problem(f"database-{type(error).__name__.removeprefix('Store').lower()}", says, mend)


UPGRADE: Final = "contractsai db upgrade"
CHECK: Final = "psql \"$CONTRACTSAI_DATABASE_URL\" -c 'SELECT 1'"


def clock(patient: Patient) -> Iterator[Diagnosis]:
    """Find that this machine and the database do not agree what time it is."""
    apart = abs(patient.now() - patient.services.store.now())
    if apart > SKEW:
        says = f"This machine's clock and the database's are {apart.total_seconds():.0f} s apart."
        yield warning("clock-skew", says, "sudo timedatectl set-ntp true")


def workers(patient: Patient) -> Iterator[Diagnosis]:
    """Find that nobody takes documents, or not of our queue, or with other code."""
    seen = patient.services.workers.latest()
    there = [worker for worker in seen if not worker.is_gone]
    active = [worker for worker in there if worker.state is WorkerState.ACTIVE]
    queue = patient.settings.queue
    if not there:
        yield problem("no-worker", "No worker is there.", "contractsai worker")
    elif not active:
        says = "Every worker drains or stops: none takes documents."
        yield problem("all-drained", says, "contractsai worker")
    elif not any(queue in worker.queues for worker in active):
        says = f"No worker takes messages of the queue {queue}."
        yield problem("queue-without-consumer", says, "unset CONTRACTSAI_QUEUE")
    for worker in there:
        if worker.version != __version__:
            says = f"The worker {worker.name} runs version {worker.version}, this is {__version__}."
            mend = f"contractsai workers drain {worker.name}  # then start it anew"
            yield warning("other-version", says, mend)
    for worker in seen:
        if worker.state is WorkerState.LOST:
            says = f"The worker {worker.name} on {worker.host} fell silent."
            yield warning("worker-lost", says, "contractsai workers list")
    if patient.settings.store_url.startswith("sqlite") and len({w.host for w in there}) > 1:
        says = "Workers of several machines share an SQLite file."
        mend = "export CONTRACTSAI_DATABASE_URL=postgresql+psycopg://USER@HOST/contractsai"
        yield problem("sqlite-shared", says, mend)


def ticks(patient: Patient) -> Iterator[Diagnosis]:
    """Find that nobody relays or rescues what is due: there is no beat, or nobody hears it."""
    since = patient.services.clock.now() - OVERDUE
    with patient.services.store.snapshot() as work:
        is_forgotten, is_abandoned = overdue(work, since)
    if is_forgotten or is_abandoned:
        what = "told to the broker" if is_forgotten else "rescued"
        says = f"Documents should have been {what} minutes ago: no beat ticks, or nobody hears it."
        yield problem("no-beat", says, "contractsai beat")


def webhooks(patient: Patient) -> Iterator[Diagnosis]:
    """Find that somebody else's server does not take what it is told."""
    told = patient.services.webhooks.read()
    lost = [webhook for webhook in told if webhook.state is WebhookState.GIVEN_UP]
    late = [webhook for webhook in told if webhook.state is WebhookState.WAITING]
    refused = next((webhook.problem for webhook in late if webhook.problem), None)
    if lost:
        says = f"{len(lost)} webhooks were given up; of the last one, {lost[0].problem}."
        yield problem("webhooks-given-up", says, "contractsai webhooks resend")
    if refused and patient.services.webhooks.is_on:
        says = f"{len(late)} webhooks wait, since their receiver does not take them: {refused}."
        yield warning("webhooks-refused", says, "contractsai webhooks list")
    if late and not patient.services.webhooks.is_on:
        says = f"{len(late)} webhooks wait, and there is no address to send them to."
        yield warning(
            "webhooks-without-address", says, "export CONTRACTSAI_WEBHOOK_URL=https://..."
        )
