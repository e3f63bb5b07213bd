"""Webhooks: notice what is to be told, and tell it until it is taken.

Nothing is written on the way of a job. That a job ended stands in the log of events, in the very
transaction that ended it; a tick reads on from where the last one was. A webhook's id follows from
what it tells, so that to notice twice is to notice once.
"""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Final

from contractsai.application.ports import Clock, Receiver, Store, UnitOfWork
from contractsai.domain.bookmark import Bookmark
from contractsai.domain.errors import WebhookRefused
from contractsai.domain.events import Mark
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.names import readable
from contractsai.domain.retry import RetryPolicy
from contractsai.domain.webhook import Webhook, WebhookState, webhook_id

logger = logging.getLogger(__name__)

EVENTS: Final = "webhooks/events"
PAGE: Final = 1000
FEW: Final = 100
ROUND: Final = timedelta(seconds=5)
"""How long a tick sends before it leaves the rest to the next."""
POLICY: Final = RetryPolicy(base_delay=timedelta(seconds=5), max_delay=timedelta(hours=1))
REMEMBERED: Final = timedelta(days=45)
"""How long one is kept that has ended: longer than anything is near for which there is but one."""


def notice_ended(*, store: Store, clock: Clock) -> int:
    """Write a webhook for each job that has ended since the last time; return how many are new.

    The first time nothing is told: what had ended by then is nobody's news.
    """
    now = clock.now()
    with store.snapshot() as work:
        mark = work.events.mark()
        since = next((Mark.read(row.value) for row in work.bookmarks.beginning(EVENTS)), None)
        is_known = since is not None and since.next <= mark.next  # else it is another database's
        changed = _changed(since, work) if since is not None and is_known else set()
        told = [_ended(job, now) for job in _jobs(changed, work) if job.ended_at is not None]
    if is_known and not changed:
        return 0
    with store.begin() as work:
        added = work.webhooks.add(told)
        work.bookmarks.put(Bookmark(EVENTS, now, str(mark)))
        work.commit()
    return added


def send_due(*, store: Store, clock: Clock, receiver: Receiver, jitter: Callable[[], float]) -> int:
    """Send what is due until it is late, and return how many were taken.

    Args:
        store: the rows.
        clock: the time.
        receiver: who is told. While it is away, all that waits is put off.
        jitter: draws from [0, 1).
    """
    began = now = clock.now()
    taken = 0
    while now < began + ROUND and (webhook := _take(store, now)) is not None:
        is_away = False
        try:
            receiver.deliver(webhook, at=now)
        except WebhookRefused as error:
            is_away = error.is_away
            delay = POLICY.backoff(webhook.attempts, jitter=0.5 + jitter() / 2)
            after = webhook.refused(clock.now(), str(error), delay=delay)
        else:
            taken += 1
            after = webhook.delivered(clock.now())
        with store.begin() as work:
            work.webhooks.save(after)
            if is_away:
                work.webhooks.postpone(after.send_at)
            work.commit()
        _log(after)
        if is_away:
            break
        now = clock.now()
    return taken


def read_webhooks(*, store: Store, limit: int) -> list[Webhook]:
    """Return webhooks, those first that need a person."""
    return list(store.ask(lambda work: work.webhooks.latest(limit=limit)))


def resend_given_up(*, store: Store, clock: Clock) -> int:
    """Have those sent again that were given up, and return how many they are."""
    now = clock.now()
    count = 0
    while True:
        with store.begin() as work:
            rows = work.webhooks.latest(limit=FEW)
            lost = [row for row in rows if row.state is WebhookState.GIVEN_UP]
            for webhook in lost:
                work.webhooks.save(webhook.again(now))
            work.commit()
        count += len(lost)
        if len(lost) < FEW:
            return count


def body_of(kind: str, at: datetime, data: dict[str, Any]) -> bytes:
    """Return what is sent: the form of Standard Webhooks."""
    told = {"type": kind, "timestamp": at.astimezone(UTC).isoformat(), "data": data}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _changed(since: Mark, work: UnitOfWork) -> set[JobId]:
    """Return the jobs of which there is an event that *since* does not see."""
    changed: set[JobId] = set()
    after = None
    while True:
        events = work.events.since(since, limit=PAGE, after=after)
        changed |= {event.job_id for event in events}
        if len(events) < PAGE:
            return changed
        after = events[-1]


def _jobs(changed: set[JobId], work: UnitOfWork) -> Iterator[Job]:
    ids = iter(sorted(changed))
    while some := list(islice(ids, FEW)):
        yield from work.jobs.some(some)


def _ended(job: Job, now: datetime) -> Webhook:
    kind = f"job.{job.state.value.lower()}"
    ended_at = job.ended_at or now
    ended = ended_at.astimezone(UTC).isoformat()
    data = {
        "job_id": job.id,
        "state": job.state.value,
        "reason": job.reason.value if job.reason else None,
        "folder": readable(job.folder),
        "labels": list(job.labels),
        "documents": {
            "total": job.counts.total,
            "completed": job.counts.completed,
            "failed": job.counts.failed,
            "cancelled": job.counts.cancelled,
        },
        "created_at": job.created_at.astimezone(UTC).isoformat(),
        "ended_at": ended,
    }
    named = webhook_id("job", job.id, ended)  # an end after a retry is another one
    return Webhook(named, kind, body_of(kind, ended_at, data), created_at=now, send_at=now)


def _take(store: Store, now: datetime) -> Webhook | None:
    with store.begin() as work:
        webhook = work.webhooks.take_due(now)
        if webhook is not None:
            work.commit()
    return webhook


def _log(webhook: Webhook) -> None:
    fields = {"webhook": webhook.id, "kind": webhook.kind, "attempt": webhook.attempts}
    match webhook.state:
        case WebhookState.DELIVERED:
            logger.info("webhook delivered", extra={"event": "webhook.delivered", **fields})
        case WebhookState.GIVEN_UP:
            fields["reason"] = webhook.problem or ""
            logger.error("webhook given up", extra={"event": "webhook.given_up", **fields})
        case _:
            fields["reason"] = webhook.problem or ""
            logger.warning("webhook not taken", extra={"event": "webhook.refused", **fields})
