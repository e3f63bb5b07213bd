"""A `Store` hands each webhook to one sender at a time, and forgets none that was not taken."""

from dataclasses import replace
from datetime import datetime, timedelta

from contractsai.application.ports import Store
from contractsai.domain.ids import WebhookId
from contractsai.domain.webhook import IN_FLIGHT, Webhook, WebhookState
from contractsai.testing.builders import NOW
from contractsai.testing.conformance.steps import SECOND, THREADS, at_once


class WebhookConformance:
    """Every test starts with an empty `store`."""

    def test_a_webhook_comes_back_as_it_was(self, store: Store) -> None:
        told = replace(
            a_webhook("a"),
            body=b'\x00{"path": "H\xc3\xb6he"}',
            state=WebhookState.GIVEN_UP,
            attempts=9,
            ended_at=NOW + SECOND,
            problem="answered 500",
        )
        put(store, told)

        assert webhook_of(store, told.id) == told
        assert webhook_of(store, WebhookId("nobody")) is None

    def test_what_is_told_again_is_one_webhook(self, store: Store) -> None:
        """Whoever crashed after it had told tells it again."""
        first, other = a_webhook("a"), a_webhook("b")
        put(store, first)

        assert put(store, replace(first, body=b"another"), other, other) == 1
        assert webhook_of(store, first.id) == first

    def test_of_many_that_ask_at_once_each_gets_another(self, store: Store) -> None:
        put(store, *(a_webhook(f"{number}") for number in range(THREADS)))

        taken = at_once(lambda _: take(store, NOW))
        left = [take(store, NOW) for _ in range(taken.count(None))]  # who was passed over

        got = [webhook.id for webhook in (*taken, *left) if webhook is not None]
        assert sorted(got) == [f"{number}" for number in range(THREADS)]

    def test_one_that_was_taken_is_due_again_if_nothing_is_heard_of_it(self, store: Store) -> None:
        """Whoever took it may have died before, while or after it was sent."""
        put(store, a_webhook("a"))
        first = take(store, NOW)
        meanwhile = take(store, NOW + IN_FLIGHT - SECOND)
        then = take(store, NOW + IN_FLIGHT)

        assert first == a_webhook("a").sending(NOW)
        assert meanwhile is None
        assert then is not None
        assert (then.id, then.attempts) == ("a", 2)

    def test_the_first_that_is_due_comes_first(self, store: Store) -> None:
        put(
            store,
            a_webhook("b", send_at=NOW + SECOND),
            a_webhook("a", send_at=NOW),
            a_webhook("later", send_at=NOW + 3 * SECOND),
            replace(a_webhook("gone"), state=WebhookState.DELIVERED, ended_at=NOW),
        )

        taken = [take(store, NOW + 2 * SECOND) for _ in range(3)]

        assert [webhook and webhook.id for webhook in taken] == ["a", "b", None]

    def test_an_outcome_is_dropped_that_comes_after_another_attempt(self, store: Store) -> None:
        """A sender that was frozen must not give up what its successor delivered."""
        put(store, a_webhook("a"))
        frozen, successor = take(store, NOW), take(store, NOW + IN_FLIGHT)
        assert frozen is not None
        assert successor is not None

        assert save(store, successor.delivered(NOW))
        assert not save(store, frozen.refused(NOW, "late", delay=SECOND))
        assert webhook_of(store, WebhookId("a")) == successor.delivered(NOW)

    def test_all_that_wait_can_be_put_off(self, store: Store) -> None:
        late = NOW + timedelta(hours=2)
        ended = replace(a_webhook("gone"), state=WebhookState.DELIVERED, ended_at=NOW)
        put(store, a_webhook("a"), a_webhook("late", send_at=late), ended)
        with store.begin() as work:
            work.webhooks.postpone(NOW + SECOND)
            work.commit()

        assert send_at(store, "a") == NOW + SECOND
        assert send_at(store, "late") == late
        assert webhook_of(store, ended.id) == ended

    def test_what_needs_a_person_is_listed_first(self, store: Store) -> None:
        states = (WebhookState.DELIVERED, WebhookState.GIVEN_UP, WebhookState.WAITING) * 2
        put(
            store,
            *(
                replace(a_webhook(f"{number}"), created_at=NOW + number * SECOND, state=state)
                for number, state in enumerate(states)
            ),
        )

        latest = store.ask(lambda work: work.webhooks.latest(limit=5))

        assert [webhook.id for webhook in latest] == ["4", "1", "5", "2", "3"]

    def test_those_that_ended_long_ago_are_deleted_a_few_at_a_time(self, store: Store) -> None:
        old = [replace(a_webhook(name), ended_at=NOW) for name in "abc"]
        put(store, *old, a_webhook("waits"), replace(a_webhook("new"), ended_at=NOW + SECOND))
        gone = []
        for _ in range(3):
            with store.begin() as work:
                gone.append(work.webhooks.delete_ended(NOW + SECOND, limit=2))
                work.commit()

        assert gone == [2, 1, 0]
        left = store.ask(lambda work: work.webhooks.latest(limit=9))
        assert {webhook.id for webhook in left} == {"waits", "new"}


def a_webhook(name: str, *, send_at: datetime = NOW) -> Webhook:
    """Return one that waits."""
    return Webhook(WebhookId(name), "job.completed", b"{}", created_at=NOW, send_at=send_at)


def put(store: Store, *webhooks: Webhook) -> int:
    """Commit webhooks, and return how many were new."""
    with store.begin() as work:
        added = work.webhooks.add(webhooks)
        work.commit()
    return added


def take(store: Store, now: datetime) -> Webhook | None:
    """Take one that is due."""
    with store.begin() as work:
        taken = work.webhooks.take_due(now)
        work.commit()
    return taken


def save(store: Store, webhook: Webhook) -> bool:
    """Commit an outcome."""
    with store.begin() as work:
        saved = work.webhooks.save(webhook)
        work.commit()
    return saved


def webhook_of(store: Store, webhook_id: WebhookId) -> Webhook | None:
    """Return the row."""
    return store.ask(lambda work: work.webhooks.get(webhook_id))


def send_at(store: Store, name: str) -> datetime | None:
    """Return when it is due."""
    webhook = webhook_of(store, WebhookId(name))
    return webhook.send_at if webhook else None
