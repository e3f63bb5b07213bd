"""Near deadlines: once a day, a webhook for each day of a contract that comes nearer.

Each day of a contract is told once in each stage: 30 days before it, a week, and the day before.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from contractsai.application.diary import Entry, diary
from contractsai.application.ports import Clock, JobFilter, Store
from contractsai.application.read import read_report, read_rows
from contractsai.application.report import report_lines
from contractsai.application.webhooks import body_of
from contractsai.domain.bookmark import Bookmark
from contractsai.domain.errors import JobError
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.lifecycle import State
from contractsai.domain.webhook import Webhook, webhook_id

DEADLINES: Final = "webhooks/deadlines"
KIND: Final = "deadline.near"
STAGES: Final = (1, 7, 30)
"""Days before, the last stage first."""
TURN: Final = timedelta(minutes=15)
"""After which somebody else looks: who had begun to is gone."""
PAGE: Final = 100
BEGUN: Final = " begun"
"""In the place of the last day that was looked through; sorts before every day."""


def notice_deadlines(*, store: Store, clock: Clock) -> int | None:
    """Write a webhook for each deadline in a stage that nobody told; return how many are new.

    None if today was looked through, or somebody is at it. What one did who died half-way is done
    again, and makes nothing twice.
    """
    now = clock.now()
    today = now.date()
    if not _begin(store, now, today):
        return None
    added = 0
    for job in _jobs_with_news(store):
        webhooks = list(_near(job.id, store, now, today))
        if webhooks:
            with store.begin() as work:
                added += work.webhooks.add(webhooks)
                work.commit()
    with store.begin() as work:
        work.bookmarks.put(Bookmark(DEADLINES, now, today.isoformat()))
        work.commit()
    return added


def _begin(store: Store, now: datetime, today: date) -> bool:
    """Return whether the day is to be looked through here, and say so to others."""
    found = store.ask(lambda work: work.bookmarks.beginning(DEADLINES))
    if any(row.value >= today.isoformat() for row in found):  # all but once a day
        return False
    with store.begin() as work:
        row = work.bookmarks.lock(DEADLINES, now)
        is_begun = row.value.startswith(BEGUN) and now < row.at + TURN
        if is_begun or row.value >= today.isoformat():
            return False
        work.bookmarks.put(Bookmark(DEADLINES, now, BEGUN))
        work.commit()
    return True


def _jobs_with_news(store: Store) -> Iterator[Job]:
    """Yield the completed jobs, the newest first, but those whose every content a newer one has."""
    seen: set[str] = set()
    wanted = JobFilter(state=State.COMPLETED)
    after: JobId | None = None
    while True:
        last = after
        page = store.ask(lambda work: work.jobs.page(limit=PAGE, after=last, wanted=wanted))  # noqa: B023 - asked at once
        for job in page:
            try:
                contents = {row.sha256 for row in read_rows(job.id, store=store) if row.sha256}
            except JobError:  # purged meanwhile
                continue
            if not contents <= seen:
                seen |= contents
                yield job
        if len(page) < PAGE:
            return
        after = page[-1].id


def _near(job_id: JobId, store: Store, now: datetime, today: date) -> Iterator[Webhook]:
    try:
        lines = [*report_lines(read_report(job_id, store=store))]
    except JobError:  # purged meanwhile
        return
    for entry in diary(lines, as_of=today).entries:
        stage = next((days for days in STAGES if 0 <= entry.days_left <= days), None)
        if stage is not None:
            yield _told(entry, stage, job_id, now)


def _told(entry: Entry, stage: int, job_id: JobId, now: datetime) -> Webhook:
    """Return the webhook; a contract that lies in several jobs, or moved, has the same."""
    contract, day = entry.contract, entry.day.isoformat()
    data: Mapping[str, Any] = {
        "job_id": job_id,
        "path": contract.path,
        "member": contract.member,
        "document_id": contract.document_id,
        "what": entry.what.value,
        "day": day,
        "days_left": entry.days_left,
        "stage": stage,
        "is_sure": entry.is_sure,
    }
    member = contract.member or ""
    named = webhook_id("deadline", entry.content, member, entry.slot, day, str(stage))
    body = body_of(KIND, now, dict(data))
    return Webhook(named, KIND, body, created_at=now, send_at=now)
