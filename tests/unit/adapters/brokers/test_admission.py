"""A message is ours, written anew, or it is dropped; there is no third way."""

import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractsai.adapters.brokers.admission import Admitted, NotOurs, admit, note_dropped
from contractsai.adapters.brokers.consumer import guarded
from contractsai.adapters.brokers.redis_channel import (
    Unreadable,
    read_envelope,
    read_item,
    read_record,
)
from contractsai.application.messages import RELAY, RESCUE
from contractsai.testing.fuzz import messages
from contractsai.testing.fuzz.messages import NOBODY, Content

NO_EMBED = {"callbacks": None, "errbacks": None, "chain": None, "chord": None}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=4,
)


def admitted(content: Content) -> Admitted:
    return admit(
        content.headers,
        content.body,
        content_type=content.content_type,
        encoding=content.content_encoding,
    )


@pytest.mark.parametrize("name", messages.refused())
def test_what_this_version_neither_sends_nor_understands_is_refused(name: str) -> None:
    content = messages.refused()[name]
    is_compressed = "compression" in (content.headers or {})  # and refused before it is opened

    with pytest.raises(NotOurs):
        read_envelope(messages.envelope(content)) if is_compressed else admitted(content)


@pytest.mark.parametrize("name", messages.harmless())
def test_what_others_added_to_a_message_of_ours_is_left_behind(name: str) -> None:
    """No forged chain, callback, limit, countdown or place for a reply gets as far as Celery."""
    plain = admitted(messages.good())

    assert admitted(messages.harmless()[name]) == plain
    assert json.loads(plain.body) == [[], {"document_id": NOBODY, "schema": 1}, NO_EMBED]


@pytest.mark.parametrize("task", [RELAY, RESCUE])
def test_a_tick_is_ours_and_keeps_its_end(task: str) -> None:
    """Beat says after which time nobody needs it any more."""
    tick = messages.good(task)
    headers = {**tick.headers, "expires": "2026-01-02T03:04:05.000006+02:00"}

    found = admitted(Content(headers, tick.body))

    assert json.loads(found.body) == [[], {}, NO_EMBED]
    assert found.headers["expires"] == "2026-01-02T01:04:05.000006+00:00"


def test_a_person_may_call_the_task_with_the_id_alone() -> None:
    """`celery call contractsai.analyze_document --args '["..."]'`."""
    ours = messages.good()

    found = admitted(Content(ours.headers, json.dumps([[NOBODY], {}, {}])))

    assert json.loads(found.body)[1] == {"document_id": NOBODY, "schema": 1}


@settings(max_examples=100)
@given(headers=ANYTHING, body=ANYTHING, content_type=ANYTHING, encoding=ANYTHING)
def test_whatever_it_is_the_answer_is_yes_or_no(
    headers: Any, body: Any, content_type: Any, encoding: Any
) -> None:
    with pytest.raises(NotOurs):
        admit(headers, body, content_type=content_type, encoding=encoding)


@settings(max_examples=100)
@given(name=st.sampled_from(sorted(messages.good().headers)), value=ANYTHING, content=JSON)
def test_whatever_is_in_a_header_or_a_body_the_answer_is_yes_or_no(
    name: str, value: Any, content: Any
) -> None:
    ours = messages.good()
    for forged in (
        Content({**ours.headers, name: value}, ours.body),
        Content(ours.headers, json.dumps(content)),
        Content(ours.headers, json.dumps([[], {"document_id": NOBODY}, content])),
    ):
        try:
            found = admitted(forged)
        except NotOurs:
            continue
        assert json.loads(found.body) == [[], {"document_id": NOBODY, "schema": 1}, NO_EMBED]


@settings(max_examples=100)
@given(raw=JSON)
def test_whatever_is_in_a_list_of_redis_the_answer_is_yes_or_no(raw: Any) -> None:
    for read in (read_envelope, lambda item: read_record(json.dumps(item))):
        with pytest.raises(NotOurs):
            read(raw)


@pytest.mark.parametrize("item", messages.raw_items())
def test_an_item_that_is_no_envelope_is_refused(item: bytes) -> None:
    with pytest.raises(NotOurs):
        read_envelope(read_item(item))


@pytest.mark.parametrize("seed", range(5))
def test_an_envelope_with_junk_in_it_can_be_opened_or_is_refused(seed: int) -> None:
    """What is let through has what kombu reads without looking."""
    for raw in messages.mutations(seed, 200):
        try:
            found = read_envelope(raw)
        except NotOurs:
            continue
        assert isinstance(found["body"], str)
        assert isinstance(found["properties"]["delivery_info"], dict)
        assert not found["headers"].get("compression")


def test_two_messages_with_one_delivery_tag_get_one_each() -> None:
    """Else the second would be acknowledged with the first."""
    raw = messages.envelope(messages.good())
    tags = {read_envelope(raw)["properties"]["delivery_tag"] for _ in range(2)}

    assert len(tags) == 2
    assert raw["properties"]["delivery_tag"] not in tags


def test_an_item_is_looked_into_up_to_a_size() -> None:
    assert read_item(b"x" * 2_000_000) == Unreadable("size", 2_000_000)


class Message:
    """What a transport hands on."""

    def __init__(self, content: Content) -> None:
        self.headers, self.body = content.headers, content.body
        self.content_type, self.content_encoding = content.content_type, content.content_encoding
        self.properties = {"reply_to": "somebody"}
        self.delivery_info = {"routing_key": "contractsai"}
        self.rejected = False

    def reject_log_error(self, *_: object) -> None:
        self.rejected = True


def test_a_refused_message_is_rejected_and_never_handled(caplog: pytest.LogCaptureFixture) -> None:
    handled: list[Any] = []
    message = Message(Content(messages.good().headers, "5"))

    guarded(handled.append, connection_errors=())(message)

    assert (handled, message.rejected) == ([], True)
    assert caplog.messages == ["message dropped"]


def test_an_admitted_message_is_handled_without_what_it_brought() -> None:
    handled: list[Any] = []
    message = Message(messages.harmless()["a forged chain"])

    guarded(handled.append, connection_errors=())(message)

    assert handled == [message]
    assert "reply_to" not in message.properties
    assert json.loads(message.body)[2] == NO_EMBED


@pytest.mark.parametrize(
    ("task", "told"),
    [("os.system", "os.system"), ("a\nb", "(not a name)"), (["x"], "(not a name)"), (None, None)],
)
def test_the_log_names_what_was_dropped_and_not_what_it_held(
    task: object, told: object, caplog: pytest.LogCaptureFixture
) -> None:
    """A name is told as far as it is one: a log line must not be forged either."""
    with caplog.at_level(logging.WARNING):
        note_dropped(NotOurs("unknown task", task=task), size_bytes=7, queue="contractsai")

    [record] = caplog.records
    assert record.getMessage() == "message dropped"
    said = {name: getattr(record, name) for name in ("event", "kind", "size_bytes", "task")}
    assert said == {
        "event": "message.dropped",
        "kind": "unknown task",
        "size_bytes": 7,
        "task": told,
    }
