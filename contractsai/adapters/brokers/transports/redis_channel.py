"""Kombu's Redis channel, made to outlive what others write into its lists."""

import base64
import binascii
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from kombu.transport import redis, virtual

from contractsai.adapters.brokers.admission import DEFECTS, NotOurs, note_dropped, size_of

LARGEST_ITEM: Final = 1024 * 1024
"""Bytes of an item that is looked into. A message of a task has some thousand, a command to a
worker more: that may name many tasks."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What stands for an item that is no JSON, or too large to be one of ours."""

    kind: str
    size_bytes: int


class SlotFreeingQoS(redis.QoS):
    """Frees the slot of a message that was dealt with, also where the acknowledgement gets lost.

    Kombu's own goes on counting it, and Celery logs the error and goes on, so that a worker with
    as many such messages as it may prefetch takes none ever again, until its connection breaks.
    What Redis keeps of the message comes back after the visibility timeout, and finds a document
    that is not due.
    """

    def ack(self, delivery_tag: str) -> None:
        """Acknowledge one message."""
        try:
            super().ack(delivery_tag)
        finally:
            virtual.QoS.ack(self, delivery_tag)

    def restore_by_tag(self, tag: str, client: Any = None, leftmost: bool = False) -> None:  # noqa: ANN401, FBT001, FBT002 - kombu's signature
        """Queue a message again that nobody acknowledged; a record that holds none is deleted."""
        channel: Any = self.channel  # the stubs know only what all transports share
        with channel.conn_or_acquire(client) as connection:
            stored = connection.hget(self.unacked_key, tag)
        if stored is not None:
            try:
                read_record(stored)
            except NotOurs as problem:
                note_dropped(problem, size_bytes=size_of(stored), queue=self.unacked_key)
                self._remove_from_indices(tag).execute()  # type: ignore[attr-defined]  # it has, whatever the stubs say
                return
        super().restore_by_tag(tag, client, leftmost)


class CheckingChannel(redis.Channel):
    """Hands on what is an envelope of kombu's, and drops all else.

    Kombu's own raises whatever it stumbles over, at a place where Celery can only end the worker.
    """

    QoS = SlotFreeingQoS

    def basic_consume(
        self,
        queue: str,
        no_ack: bool,  # noqa: FBT001 - kombu's signature
        callback: Callable[..., Any] | None,
        consumer_tag: str | None,
        **options: Any,  # noqa: ANN401 - kombu's, handed on
    ) -> str:
        """Consume from *queue* what passes the check."""
        answer: str = super().basic_consume(queue, no_ack, callback, consumer_tag, **options)
        callbacks: Any = self.connection._callbacks  # noqa: SLF001 - where kombu looks for them
        callbacks[queue] = partial(_deliver, callbacks[queue], queue, returns=not no_ack)
        return answer

    def _update_queue_cycle(self) -> None:
        """Keep the queues in the order in which they are consumed: ticks first.

        Kombu's own takes them from a set, so that chance decided anew in each worker.
        """
        fanout = self.active_fanout_queues
        in_order = [name for name in self._active_queues if name not in fanout]
        self._queue_cycle.update(in_order)  # type: ignore[attr-defined]  # it has one


def use_checking_channels() -> None:
    """Have every Redis channel that is opened from now on be of this class."""
    redis.Transport.Channel = CheckingChannel
    redis.loads = read_item  # type: ignore[attr-defined]  # what it reads every item with


def read_item(text: str | bytes) -> object:
    """Return what an item of a list holds; `Unreadable` instead of an error."""
    size_bytes = size_of(text)
    if size_bytes > LARGEST_ITEM:
        return Unreadable("size", size_bytes)
    try:
        return json.loads(text)
    except DEFECTS:
        return Unreadable("envelope", size_bytes)


def read_record(stored: str | bytes) -> None:
    """Return if *stored* is what kombu notes of a message that is not acknowledged yet.

    Raises:
        NotOurs: it is anything else.
    """
    match read_item(stored):
        case [envelope, str(), str()]:
            read_envelope(envelope)
        case _:
            raise NotOurs("record")


def read_envelope(raw: object) -> dict[str, Any]:
    """Return *raw* as an envelope that kombu can open, with a delivery tag that nobody else has.

    Raises:
        NotOurs: it is none.
    """
    if isinstance(raw, Unreadable):
        raise NotOurs(raw.kind)
    if not isinstance(raw, dict):
        raise NotOurs("envelope")
    properties, headers = raw.get("properties"), raw.get("headers") or {}
    if not isinstance(properties, dict) or not isinstance(headers, dict):
        raise NotOurs("envelope")
    if headers.get("compression"):  # a kilobyte may hold a gigabyte
        raise NotOurs("compression", task=headers.get("task"))
    address = properties.get("delivery_info")
    is_sound = (
        isinstance(properties.get("delivery_tag"), str)
        and isinstance(address, dict)
        and isinstance(address.get("exchange"), str)
        and isinstance(address.get("routing_key"), str)
        and _is_text(raw.get("content-type"))
        and _is_text(raw.get("content-encoding"))
    )
    if not is_sound or not _can_be_decoded(raw.get("body"), properties.get("body_encoding")):
        raise NotOurs("envelope", task=headers.get("task"))
    return {
        "body": raw.get("body") or "",
        "content-type": raw.get("content-type"),
        "content-encoding": raw.get("content-encoding"),
        "headers": headers,
        "properties": {**properties, "delivery_tag": str(uuid.uuid4())},
    }


def _deliver(
    deliver: Callable[[Mapping[str, Any]], object], queue: str, raw: object, *, returns: bool
) -> None:
    """Hand one envelope on; one that may come back to the queue comes back to this one."""
    try:
        envelope = read_envelope(raw)
    except NotOurs as problem:
        size_bytes = raw.size_bytes if isinstance(raw, Unreadable) else _size(raw)
        note_dropped(problem, size_bytes=size_bytes, queue=queue)
        return
    if returns:
        envelope["properties"]["delivery_info"] = {"exchange": queue, "routing_key": queue}
    deliver(envelope)


def _size(raw: object) -> int:
    return size_of(json.dumps(raw))


def _is_text(value: object) -> bool:
    return value is None or isinstance(value, str)


def _can_be_decoded(body: object, encoding: object) -> bool:
    if body is None or encoding in (None, "utf-8"):
        return _is_text(body)
    if encoding != "base64" or not isinstance(body, str):
        return False
    try:
        base64.b64decode(body.encode())
    except (binascii.Error, UnicodeEncodeError):
        return False
    return True
