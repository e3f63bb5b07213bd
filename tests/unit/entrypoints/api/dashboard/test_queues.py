"""Queues, as a person sees them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import pytest
from support.api_world import Api
from support.dashboard import Dashboard

from contractsai.adapters.brokers.celery.queue import CeleryQueue
from contractsai.bootstrap.celery import build_celery
from contractsai.domain.errors import QueueUnavailable
from contractsai.testing.builders import a_worker

DAY: Final = timedelta(days=1)


@pytest.fixture
def depths(api: Api) -> dict[str, int]:
    """What the broker answers; nothing in it makes the broker away."""
    known: dict[str, int] = {}

    def answer() -> Mapping[str, int]:
        if not known:
            raise QueueUnavailable("redis://user:secret@broker")
        return known

    api.services.views.queue_depths = answer  # type: ignore[method-assign]  # a broker of the test's
    return known


def test_a_queue_says_how_much_waits_and_who_takes_it(
    api: Api, dashboard: Dashboard, depths: dict[str, int]
) -> None:
    name = api.services.settings.queue
    depths.update({name: 1234, f"{name}.ticks": 0})
    now = api.services.clock.now()
    worker = a_worker(name="celery@elm", queues=(name,), seen_at=now, lease_expires_at=now + DAY)
    with api.services.store.begin() as work:
        work.workers.save(worker)
        work.commit()
    api.submit("a.pdf")

    text = dashboard.get("/queues").text

    documents, ticks = text.split('id="queue-2"')
    assert "1,234" in documents
    assert "celery@elm" in documents
    assert "Nobody" not in documents
    assert "Nobody" in ticks
    assert "<dt>Documents waiting</dt><dd>1</dd>" in text
    assert "Answers" in text


def test_a_broker_that_is_away_is_said_and_the_rows_are_shown(
    dashboard: Dashboard, depths: dict[str, int]
) -> None:
    assert depths == {}
    response = dashboard.get("/queues")

    assert response.status_code == 200
    assert "The broker does not answer" in response.text
    assert "secret" not in response.text
    assert "not known" in response.text


def test_a_broker_is_asked_through_the_one_application_that_sends(api: Api) -> None:
    """An application of its own for each look costs its making, and what Celery keeps of it."""
    celery = build_celery(api.services.settings)
    queue = CeleryQueue(celery)
    api.services.queue = queue
    try:
        with pytest.raises(QueueUnavailable, match="does not say"):  # nobody listens there
            api.services.queue_lengths()
    finally:
        queue.close()
    api.services.queue = api.services.messages
    with pytest.raises(QueueUnavailable, match="there is no broker"):
        api.services.queue_lengths()
