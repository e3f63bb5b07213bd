"""Purge: delete jobs that ended long ago, events that nobody goes on from, and loose analyses.

Entries of the audit go after their own time, and sessions once they have ended.

What an older version stored beside this one is made findable on the way.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from contractsai.application.audit import KEPT as AUDIT_KEPT
from contractsai.application.news import KEPT
from contractsai.application.ports import Clock, Store, UnitOfWork
from contractsai.application.webhooks import REMEMBERED
from contractsai.domain.errors import JobNotFound
from contractsai.domain.lifecycle import State
from contractsai.domain.reply import KEPT as REPLIES_KEPT

BATCH = 100
ENDED: Final = tuple(state for state in State if state.has_ended)
NO_OTHERS: Final[Mapping[State, timedelta]] = MappingProxyType({})
EVENTS = 2000  # rows of a few bytes each
BURIED = timedelta(days=90)
"""How long it is known of a job that it was there."""
FEW = 20  # analyses that are looked through in one transaction


def purge_jobs(
    *,
    store: Store,
    clock: Clock,
    retention: timedelta,
    by_state: Mapping[State, timedelta] = NO_OTHERS,
    audit_retention: timedelta = AUDIT_KEPT,
    batch: int = BATCH,
) -> int:
    """Delete jobs that ended longer than *retention* ago, and return how many.

    Jobs of a state in *by_state* are kept for as long as that says instead. Events go hours after
    they were told. Then put the analyses in order: those without a job go, those that cannot be
    found yet can be. Each job goes in a transaction of its own, so that nobody waits behind a long
    one.
    """
    purged = 0
    for state in ENDED:
        instant = clock.now() - by_state.get(state, retention)
        purged += _purge_state(state, instant, store=store, clock=clock, batch=batch)
    told_before = clock.now() - KEPT
    _until_done(lambda work: work.events.delete(told_before, limit=EVENTS), store, EVENTS)
    asked_before = clock.now() - REPLIES_KEPT
    _until_done(lambda work: work.replies.delete_old(asked_before, limit=EVENTS), store, EVENTS)
    told_last = clock.now() - REMEMBERED
    _until_done(lambda work: work.webhooks.delete_ended(told_last, limit=EVENTS), store, EVENTS)
    ended_before = clock.now()
    _until_done(lambda work: work.keys.delete_sessions(ended_before, limit=EVENTS), store, EVENTS)
    done_before = clock.now() - audit_retention
    _until_done(lambda work: work.audit.delete(done_before, limit=EVENTS), store, EVENTS)
    gone_before = clock.now() - BURIED
    _until_done(lambda work: work.tombstones.forget(gone_before, limit=EVENTS), store, EVENTS)
    _until_done(lambda work: work.analyses.delete_unreferenced(limit=batch), store, batch)
    _until_done(lambda work: work.search.catch_up(limit=FEW), store, FEW)
    return purged


def _purge_state(state: State, instant: datetime, *, store: Store, clock: Clock, batch: int) -> int:
    """Delete the jobs that ended so before *instant*; one that lives, or does again, stays."""
    purged = 0
    while True:
        with store.snapshot() as work:
            old = work.agenda.jobs_ended_before(instant, state=state, limit=batch)
        for job_id in old:
            with store.begin() as work:
                try:
                    job = work.jobs.lock(job_id)
                except JobNotFound:  # another purge was quicker
                    continue
                is_old = job.ended_at is not None and job.ended_at < instant
                if is_old and job.state is state:  # not reopened meanwhile
                    work.jobs.delete(job_id)
                    work.tombstones.add(job_id, clock.now())
                    work.commit()
                    purged += 1
        if len(old) < batch:
            return purged


def _until_done(step: Callable[[UnitOfWork], int], store: Store, batch: int) -> None:
    """Take *step* until it has less to do than a batch, each time in a transaction of its own."""
    done = batch
    while done == batch:
        with store.begin() as work:
            done = step(work)
            work.commit()
