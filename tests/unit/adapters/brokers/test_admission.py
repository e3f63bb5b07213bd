"""A message is ours, written anew, or it is dropped; there is no third way."""

import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contractsai.adapters.brokers.admission import Admitted, NotOurs, admit, note_dropped
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


def is_compressed(content: Content) -> bool:
    """Return whether a transport refuses the message already, before it would be opened."""
    return "compression" in (content.headers or {})


@pytest.mark.parametrize(
    "name", [name for name, content in messages.refused().items() if not is_compressed(content)]
)
def test_what_this_version_neither_sends_nor_understands_is_refused(name: str) -> None:
    content = messages.refused()[name]

    with pytest.raises(NotOurs):
        admitted(content)


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
