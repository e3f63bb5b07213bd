"""A webhook: how it is signed, and how far it has come."""

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contractsai.domain.ids import WebhookId
from contractsai.domain.webhook import (
    IN_FLIGHT,
    PATIENCE,
    Webhook,
    WebhookState,
    headers_of,
    key_of,
    signature,
    webhook_id,
)

NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TOLD = Webhook(WebhookId("msg_1"), "job.completed", b"{}", created_at=NOW, send_at=NOW)


def test_a_signature_is_the_one_of_the_standards_own_example() -> None:
    """From the specification of Standard Webhooks: receivers' libraries check just this."""
    key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    assert (
        signature("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}', key)
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_headers_name_the_webhook_and_the_instant() -> None:
    key = bytes(32)

    assert headers_of(TOLD, key, at=NOW + timedelta(milliseconds=900)) == {
        "webhook-id": "msg_1",
        "webhook-timestamp": "1772539200",
        "webhook-signature": signature("msg_1", 1772539200, b"{}", key),
    }


@pytest.mark.parametrize("size", [24, 64])
def test_a_secret_holds_a_key(size: int) -> None:
    assert key_of(f"whsec_{base64.b64encode(bytes(size)).decode()}") == bytes(size)


@pytest.mark.parametrize(
    "secret",
    [
        base64.b64encode(bytes(32)).decode(),
        f"whsec_{base64.b64encode(bytes(23)).decode()}",
        f"whsec_{base64.b64encode(bytes(65)).decode()}",
        "whsec_not Base64 at all, but long",
        "whsec_",
    ],
)
def test_what_could_be_guessed_is_no_secret(secret: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        key_of(secret)


def test_the_same_told_again_has_the_same_id() -> None:
    """And no two things told have one, wherever their words are parted."""
    assert webhook_id("job", "1", "2") == webhook_id("job", "1", "2")
    assert webhook_id("job", "1", "2") != webhook_id("job", "12", "")
    assert len(webhook_id("odd \udcff")) == len("msg_") + 32


def test_one_that_is_being_sent_is_due_again_if_nothing_is_heard() -> None:
    assert TOLD.sending(NOW) == replace(TOLD, attempts=1, send_at=NOW + IN_FLIGHT)


def test_one_that_was_taken_has_ended() -> None:
    taken = replace(TOLD, problem="the answer was 500").delivered(NOW + HOUR)

    assert (taken.state, taken.ended_at) == (WebhookState.DELIVERED, NOW + HOUR)
    assert taken.problem is None


def test_one_that_was_refused_waits() -> None:
    refused = TOLD.refused(NOW, "the answer was 500", delay=HOUR)

    assert (refused.state, refused.send_at) == (WebhookState.WAITING, NOW + HOUR)
    assert refused.problem == "the answer was 500"


def test_one_that_is_refused_for_long_is_given_up_until_a_person_says_so() -> None:
    lost = TOLD.refused(NOW + PATIENCE, "the answer was 500", delay=HOUR)
    again = lost.again(NOW + PATIENCE + HOUR)

    assert (lost.state, lost.ended_at) == (WebhookState.GIVEN_UP, NOW + PATIENCE)
    assert (again.state, again.ended_at) == (WebhookState.WAITING, None)
    assert again.send_at == NOW + PATIENCE + HOUR
    assert again.refused(NOW + PATIENCE + 2 * HOUR, "", delay=HOUR).state is WebhookState.WAITING
