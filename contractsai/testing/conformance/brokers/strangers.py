"""What somebody else has put into the queue is dropped, and the next message is taken."""

import codecs
import json

import pytest

from contractsai.testing.conformance.brokers.bench import Bench, BenchSuite
from contractsai.testing.conformance.brokers.delivery import ids
from contractsai.testing.fuzz import messages

EXPLICIT = (
    "a task that is unknown",
    "another schema",
    "a body that is no JSON",
    "a body that is deep",
    "an id that is a path",
    "a task of Celery's",
    "no task id",
    "pickle",
    "a gzip that is none",
)
LARGEST_SENT = 200_000
"""Bytes of what is sent here; some brokers refuse larger ones themselves."""


class StrangerConformance(BenchSuite):
    """Whoever can reach the broker can write anything there."""

    @pytest.mark.parametrize("name", EXPLICIT)
    def test_a_stranger_is_dropped(self, bench: Bench, name: str) -> None:
        bench.publish(messages.refused()[name])
        [ours] = bench.send(*ids(1))

        assert bench.take_all(1) == [ours]

    def test_every_stranger_that_we_know_is_dropped_and_none_comes_back(self, bench: Bench) -> None:
        known = [
            each
            for each in messages.refused().values()
            if isinstance(each.body, str) and len(each.body) < LARGEST_SENT and is_sendable(each)
        ]
        assert len(known) > len(EXPLICIT)
        bench.publish(*known)
        [ours] = bench.send(*ids(1))

        with bench.receiver(prefetch=10) as receiver:
            assert receiver.take() == [ours]
        [later] = bench.send(*ids(1))
        assert bench.take_all(1) == [later]

    def test_a_forged_chain_is_cut_off(self, bench: Bench) -> None:
        """A message of ours that asks for another task, as Celery's canvas would."""
        [sent] = ids(1)
        content = messages.good(document_id=sent)
        arguments, named, _ = json.loads(content.body)
        embedded = {"chain": [messages.LINK], "callbacks": [messages.LINK], "errbacks": None}
        bench.publish(messages.Content(content.headers, json.dumps([arguments, named, embedded])))

        with bench.receiver() as receiver:
            [message] = receiver.hold()
            message.ack()

        assert json.loads(message.body)[2] == messages.EMBED

    def test_what_is_no_message_at_all_is_dropped(self, bench: Bench) -> None:
        """Below kombu: bytes that are no envelope."""
        put_raw = bench.under_test.put_raw
        if put_raw is None:
            assert not bench.has_server, "whoever reaches it can write bytes: say how, as put_raw"
            return
        bench.send(*ids(1))  # so that the queue is there
        bench.take_all(1)
        for junk in (b"junk", b"[]", b"{}", b"null", b'{"properties": 5}', b"9" * 5000):
            put_raw(bench.name, junk)
        [ours] = bench.send(*ids(1))

        with bench.receiver(prefetch=10) as receiver:
            assert receiver.take() == [ours]


def is_sendable(content: messages.Content) -> bool:
    """Return whether kombu lets one send it; what it does not, only bytes below it can be."""
    headers, encoding = content.headers, content.content_encoding
    if isinstance(encoding, str) and encoding != "binary":
        try:
            codecs.lookup(encoding)
        except LookupError:
            return False
    return (
        isinstance(content.content_type, str)
        and isinstance(encoding, str)
        and (headers is None or isinstance(headers, dict))
        and not content.properties
    )
