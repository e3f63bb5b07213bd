"""What somebody else's server is told, however often something breaks on the way."""

import json
from collections import deque
from datetime import UTC, datetime, timedelta

import pytest

from contractsai.application import webhooks
from contractsai.application.delete import delete_job
from contractsai.application.webhooks import (
    EVENTS,
    ROUND,
    notice_ended,
    read_webhooks,
    resend_given_up,
    send_due,
)
from contractsai.domain.bookmark import Bookmark
from contractsai.domain.errors import FileMissing, WebhookRefused
from contractsai.domain.webhook import IN_FLIGHT, PATIENCE, Webhook, WebhookState
from contractsai.testing.world import World

BUSY = WebhookRefused("the answer was 503", is_away=True)
WRONG = WebhookRefused("the answer was 400", is_away=False)


class FakeReceiver:
    """`Receiver` that answers as it was told, and takes everything else."""

    def __init__(self, world: World, *answers: WebhookRefused | timedelta | None) -> None:
        self.world = world
        self.answers = deque(answers)
        self.got: list[tuple[str, datetime]] = []

    def deliver(self, webhook: Webhook, *, at: datetime) -> None:
        self.got.append((webhook.id, at))
        answer = self.answers.popleft() if self.answers else None
        if isinstance(answer, timedelta):
            self.world.clock.advance(answer)
        elif answer is not None:
            raise answer


def notice(world: World) -> int:
    return notice_ended(store=world.store, clock=world.clock)


def send(world: World, receiver: FakeReceiver) -> int:
    return send_due(store=world.store, clock=world.clock, receiver=receiver, jitter=lambda: 0.0)


def told(world: World) -> list[Webhook]:
    return read_webhooks(store=world.store, limit=100)


def end_jobs(world: World, *folders: str) -> None:
    """End a job in each folder, and notice it."""
    for folder in folders:
        [document] = world.submit("nda.pdf", folder=folder)
        world.run(document)
        notice(world)
        world.clock.advance(timedelta(milliseconds=1))


@pytest.fixture
def world() -> World:
    """Return a world in which somebody listens from now on."""
    world = World()
    notice(world)
    return world


def test_a_job_that_ends_is_told_once(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    job_id = world.job_of(nda).id
    while_it_waits = notice(world)
    world.run(nda)

    assert (while_it_waits, notice(world), notice(world)) == (0, 1, 0)
    [webhook] = told(world)
    assert webhook.kind == "job.completed"
    assert json.loads(webhook.body) == {
        "type": "job.completed",
        "timestamp": world.job(job_id).ended_at.isoformat(),  # type: ignore[union-attr]  # it has ended
        "data": {
            "job_id": job_id,
            "state": "COMPLETED",
            "reason": None,
            "folder": "/contracts",
            "labels": [],
            "documents": {"total": 1, "completed": 1, "failed": 0, "cancelled": 0},
            "created_at": world.job(job_id).created_at.isoformat(),
            "ended_at": world.job(job_id).ended_at.isoformat(),  # type: ignore[union-attr]  # likewise
        },
    }


def test_failed_and_cancelled_jobs_are_told_too(world: World) -> None:
    [broken] = world.submit("broken.pdf")
    world.analysis_ends(broken, FileMissing("gone"))
    world.run(broken)
    [nda] = world.submit("nda.pdf", folder="/other")
    world.cancel(world.job_of(nda).id)

    assert notice(world) == 2
    assert {(row.kind, json.loads(row.body)["data"]["reason"]) for row in told(world)} == {
        ("job.failed", "all_failed"),
        ("job.cancelled", "cancelled"),
    }


def test_an_end_after_a_persons_retry_is_news_again(world: World) -> None:
    [broken] = world.submit("broken.pdf")
    job_id = world.job_of(broken).id
    world.analysis_ends(broken, FileMissing("gone"))
    world.run(broken)
    first = notice(world)
    world.clock.advance(timedelta(minutes=1))
    world.reopen(job_id)
    world.run(broken)

    assert (first, notice(world)) == (1, 1)
    assert {row.kind for row in told(world)} == {"job.failed", "job.completed"}


def test_what_had_ended_before_anybody_listened_is_not_told() -> None:
    """Whoever sets an address has no use for a month of old news."""
    world = World()
    [nda] = world.submit("nda.pdf")
    world.run(nda)

    assert notice(world) == 0
    assert told(world) == []


def test_who_reads_on_in_another_database_begins_anew(world: World) -> None:
    """One that was put back from a copy has had fewer transactions than it is asked about."""
    with world.store.begin() as work:
        work.bookmarks.put(Bookmark(EVENTS, world.clock.now(), "9000-9000"))
        work.commit()
    [nda] = world.submit("nda.pdf")
    world.run(nda)
    [other] = world.submit("nda.pdf", folder="/other")

    first = notice(world)
    world.run(other)

    assert (first, notice(world)) == (0, 1)


def test_a_job_that_is_gone_is_not_told(world: World) -> None:
    [nda] = world.submit("nda.pdf")
    world.run(nda)
    delete_job(world.job_of(nda).id, store=world.store, clock=world.clock)

    assert notice(world) == 0


def test_many_jobs_at_once_are_all_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages of events they fill."""
    monkeypatch.setattr(webhooks, "PAGE", 3)
    monkeypatch.setattr(webhooks, "FEW", 2)
    for number in range(5):
        [document] = world.submit("nda.pdf", folder=f"/{number}")
        world.run(document)

    assert notice(world) == 5


def test_what_is_taken_is_sent_once(world: World) -> None:
    end_jobs(world, "/a", "/b")
    receiver = FakeReceiver(world)

    assert (send(world, receiver), send(world, receiver)) == (2, 0)
    assert [row.state for row in told(world)] == [WebhookState.DELIVERED] * 2
    assert len({sent for sent, _ in receiver.got}) == 2


def test_who_dies_after_sending_sends_again_with_the_same_id(world: World) -> None:
    """Nobody knows whether it was taken: at least once, and the receiver can tell."""
    end_jobs(world, "/a")

    class Killed(BaseException):
        """Nothing after it happens."""

    class Killer(FakeReceiver):
        def deliver(self, webhook: Webhook, *, at: datetime) -> None:
            super().deliver(webhook, at=at)
            raise Killed

    killer, receiver = Killer(world), FakeReceiver(world)
    with pytest.raises(Killed):
        send(world, killer)
    early = send(world, receiver)
    world.clock.advance(IN_FLIGHT)

    assert (early, send(world, receiver)) == (0, 1)
    assert [sent for sent, _ in receiver.got] == [sent for sent, _ in killer.got]


def test_while_nobody_is_there_all_that_waits_is_put_off(world: World) -> None:
    """A hundred webhooks do not wait five seconds each for a server that hangs."""
    end_jobs(world, "/a", "/b")
    receiver = FakeReceiver(world, BUSY)

    assert (send(world, receiver), send(world, receiver)) == (0, 0)
    assert len(receiver.got) == 1
    world.clock.advance(timedelta(seconds=5))
    assert send(world, receiver) == 2


def test_one_that_is_refused_holds_up_no_other(world: World) -> None:
    end_jobs(world, "/a", "/b")
    receiver = FakeReceiver(world, WRONG)

    assert send(world, receiver) == 1
    [waiting, _] = told(world)
    assert (waiting.state, waiting.problem) == (WebhookState.WAITING, "the answer was 400")


def test_waits_grow_up_to_an_hour(world: World) -> None:
    end_jobs(world, "/a")
    waits = []
    for _ in range(13):
        send(world, FakeReceiver(world, BUSY))
        [webhook] = told(world)
        waits.append((webhook.send_at - world.clock.now()).total_seconds())
        world.clock.advance(webhook.send_at - world.clock.now())

    assert waits[:4] == [2.5, 5, 10, 20]
    assert waits[-1] == 1800


def test_it_is_given_up_in_the_end_and_sent_again_when_a_person_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhooks, "FEW", 2)
    end_jobs(world, "/a", "/b", "/c")
    world.clock.advance(PATIENCE)
    receiver = FakeReceiver(world, WRONG, WRONG, WRONG)
    send(world, receiver)
    lost = {row.state for row in told(world)}
    while_lost = send(world, receiver)

    again = resend_given_up(store=world.store, clock=world.clock)

    assert (lost, while_lost, again) == ({WebhookState.GIVEN_UP}, 0, 3)
    assert send(world, receiver) == 3
    assert resend_given_up(store=world.store, clock=world.clock) == 0


def test_a_slow_receiver_does_not_hold_a_tick_for_long(world: World) -> None:
    """A tick runs in a slot that documents want."""
    end_jobs(world, "/a", "/b", "/c")
    receiver = FakeReceiver(world, ROUND / 2, ROUND / 2)

    assert (send(world, receiver), send(world, receiver)) == (2, 1)


def test_instants_are_told_in_utc() -> None:
    at = datetime.fromisoformat("2026-03-03T14:00:00+02:00")

    body = webhooks.body_of("job.completed", at, {})

    assert json.loads(body)["timestamp"] == datetime(2026, 3, 3, 12, tzinfo=UTC).isoformat()
