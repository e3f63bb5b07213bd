"""The tasks of Celery: each calls its use case, and none has anything else to say."""

from types import SimpleNamespace

import pytest

from contractsai.application.messages import (
    ANALYZE_DOCUMENT,
    CLEANUP_OLD_JOBS,
    RELAY,
    RESCUE,
    SCHEMA,
    TICKS,
    WEBHOOKS,
)
from contractsai.celery_app import app
from contractsai.domain.errors import AttemptFailed
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.entrypoints import tasks
from contractsai.testing.fuzz.messages import NOBODY


class Recorder:
    """Services that note what was asked of them."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.delivery: SimpleNamespace | None = None

    def deliver_document(self, document_id: str) -> SimpleNamespace | None:
        self.asked.append(("deliver", document_id))
        return self.delivery

    def relay_due(self) -> None:
        self.asked.append(("relay",))

    def rescue_expired(self) -> None:
        self.asked.append(("rescue",))

    @property
    def workers(self) -> SimpleNamespace:
        return SimpleNamespace(lose_silent=lambda: self.asked.append(("lose",)))

    def purge_jobs(self) -> None:
        self.asked.append(("purge",))

    @property
    def schedules(self) -> SimpleNamespace:
        return SimpleNamespace(note=lambda name: self.asked.append(("note", name)))

    @property
    def webhooks(self) -> SimpleNamespace:
        return SimpleNamespace(tick=lambda: self.asked.append(("tell",)))


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """What the tasks find in the place of this process' services."""
    recorder = Recorder()
    monkeypatch.setattr(tasks, "services", lambda: recorder)
    return recorder


def test_a_worker_has_a_task_for_each_message_and_no_other() -> None:
    """It imports them by the name that it was handed."""
    app.loader.import_default_modules()

    ours = {name for name in app.tasks if name.startswith("contractsai.")}
    assert ours == {ANALYZE_DOCUMENT, *TICKS}


def test_the_task_takes_what_the_queue_sends(services: Recorder) -> None:
    sent = {"document_id": NOBODY, "schema": SCHEMA}

    app.tasks[ANALYZE_DOCUMENT].apply(kwargs=sent, throw=True)

    assert services.asked == [("deliver", NOBODY)]


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        (RELAY, [("relay",), ("note", "relay")]),
        (RESCUE, [("rescue",), ("lose",), ("note", "rescue")]),
        (CLEANUP_OLD_JOBS, [("purge",), ("note", "cleanup-old-jobs")]),
        (WEBHOOKS, [("tell",), ("note", "webhooks")]),
    ],
)
def test_a_tick_calls_its_use_cases(
    services: Recorder, name: str, asked: list[tuple[str, ...]]
) -> None:
    app.tasks[name].apply(throw=True)

    assert services.asked == asked


def test_an_attempt_that_ended_badly_is_one_that_flower_shows_as_failed(
    services: Recorder,
) -> None:
    """The row has it already; Celery's events are for those who look at Celery."""
    bad = SimpleNamespace(reason=Reason.TIMEOUT, state=State.FAILED)
    lost = SimpleNamespace(reason=None, state=State.RUNNING)
    services.delivery = SimpleNamespace(ended_badly=(bad, lost))

    said = r"^timeout; the document is FAILED; lease lost; the document is RUNNING$"
    with pytest.raises(AttemptFailed, match=said):
        app.tasks[ANALYZE_DOCUMENT].apply(kwargs={"document_id": NOBODY}, throw=True)


def test_of_many_bad_ends_the_first_are_told(services: Recorder) -> None:
    """One message may be followed by hundreds of documents, and an event has to stay small."""
    bad = SimpleNamespace(reason=Reason.TIMEOUT, state=State.FAILED)
    services.delivery = SimpleNamespace(ended_badly=(bad,) * 1000)

    with pytest.raises(AttemptFailed) as told:
        app.tasks[ANALYZE_DOCUMENT].apply(kwargs={"document_id": NOBODY}, throw=True)

    assert str(told.value).count("timeout") == tasks.TOLD_OF
