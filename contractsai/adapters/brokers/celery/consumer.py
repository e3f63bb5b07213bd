"""Celery's consumer, behind a door: it gets to see messages of ours, and nothing else."""

import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final

from celery.concurrency import solo
from celery.worker import consumer, loops, state
from kombu import pidbox

from contractsai.adapters.brokers.admission import NotOurs, admit, note_dropped, size_of
from contractsai.adapters.brokers.celery.loop import MessagesInHand, blocking_loop
from contractsai.adapters.brokers.celery.pulse import PULSE_FILE, LoopWatch, Pulse

logger = logging.getLogger(__name__)

Handler = Callable[[Any], object]

BUNDLE_SECONDS: Final = 0.25
"""How long events of tasks wait for others; Celery sends them once there are 24."""


class Consumer(consumer.Consumer):
    """What `worker_consumer` names.

    Celery's own ends the worker on a message that it cannot read, and puts that message back. It
    also listens to what other workers say to each other, which nothing here needs.
    """

    class Blueprint(consumer.Consumer.Blueprint):  # type: ignore[misc, valid-type]  # a class, whatever the stubs say
        """The steps of Celery's, but one.

        With quorum queues, delayed delivery would leave 28 more of them in every virtual host, for
        countdowns of tasks. Ours have none: a document's backoff is in its row.
        """

        default_steps: ClassVar = [
            step
            for step in consumer.Consumer.Blueprint.default_steps
            if not str(step).endswith(":DelayedDelivery")
        ]

    connection_errors: tuple[type[Exception], ...]
    hub: Any  # the event loop, where there is one
    event_dispatcher: Any  # none while there is no connection

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - Celery's, handed on
        """Take what Celery gives; workers have nothing to say to each other."""
        options["app"].control.mailbox.node_cls = Node
        options["worker_options"] = {
            **(options.get("worker_options") or {}),
            "without_gossip": True,
            "without_mingle": True,
        }
        self.in_hand = MessagesInHand()
        self._bundle_at = 0.0
        self._is_looping = False
        super().__init__(*arguments, **options)

    def create_task_handler(self, *arguments: Any, **options: Any) -> Handler:  # noqa: ANN401 - Celery's, handed on
        """Return what is called with each message of a task queue."""
        handle = super().create_task_handler(*arguments, **options)
        self.in_hand.forget()  # this is called once a connection

        def handle_and_note(message: Any) -> object:  # noqa: ANN401 - a message of any transport
            self.in_hand.note(message)
            return handle(message)

        return guarded(handle_and_note, connection_errors=self.connection_errors)

    def start(self) -> None:
        """Work until the worker stops; the pool has forked by now."""
        pulse = Pulse(self.app.conf.get(PULSE_FILE))
        LoopWatch(pulse, is_turning=self._is_turning, call_soon=self.call_soon).start()
        super().start()

    def loop(self, *arguments: Any) -> None:  # noqa: ANN401 - Celery's, handed on
        """Take messages until the worker stops."""
        run = blocking_loop if self.hub is None else loops.asynloop
        self._is_looping = True
        try:
            run(*arguments)
        finally:
            self._is_looping = False

    def on_send_event_buffered(self) -> None:  # type: ignore[override]  # as it is, whatever the stubs say
        """Have events of tasks sent in bundles.

        Celery's own sends them whenever the loop turns, which is each alone: two fifths of what
        the worker's main process did for a short task. Nobody looks more often than this. Where the
        loop forgets its timers (a connection that was lost), the next event asks again.
        """
        if self.hub and (now := time.monotonic()) >= self._bundle_at:
            self._bundle_at = now + BUNDLE_SECONDS
            self.hub.call_later(BUNDLE_SECONDS, self._say)

    def shutdown(self) -> None:
        """Say what is still to be said of tasks, and leave."""
        with contextlib.suppress(*self.connection_errors):
            self._say()
        super().shutdown()

    def _is_turning(self) -> bool:
        is_at_work = isinstance(self.pool, solo.TaskPool) and bool(state.active_requests)
        return self._is_looping and not is_at_work

    def _say(self) -> None:
        if self.event_dispatcher is not None:
            self.event_dispatcher.flush()

    def on_decode_error(self, message: Any, _error: Exception) -> None:  # noqa: ANN401 - a message of any transport
        """Drop a command to the worker that is not even JSON."""
        _note(message, NotOurs("command"))
        message.ack_log_error(logger, self.connection_errors)


def guarded(handle: Handler, *, connection_errors: tuple[type[Exception], ...]) -> Handler:
    """Return *handle* for messages of ours; others are rejected, and do not come back."""

    def on_message(message: Any) -> object:  # noqa: ANN401 - a message of any transport
        try:
            admitted = admit(
                message.headers,
                message.body,
                content_type=message.content_type,
                encoding=message.content_encoding,
            )
        except NotOurs as problem:
            _note(message, problem)
            message.reject_log_error(logger, connection_errors)
            return None
        message.headers = dict(admitted.headers)
        message.body = admitted.body
        message.properties = {
            # Where kombu plays the broker, a message that is put back is found by these.
            **{name: message.properties[name] for name in OF_KOMBU if name in message.properties},
            "correlation_id": admitted.headers["id"],
        }
        return handle(message)

    return on_message


OF_KOMBU = ("delivery_tag", "delivery_info")


class Node(pidbox.Node):
    """Takes commands to this worker, if they are some, and answers those who asked by our way."""

    def handle_message(self, body: object, message: Any = None) -> None:  # noqa: ANN401 - a message of any transport
        """Carry a command out; what is none is dropped."""
        try:
            command = self._command(body, {} if message is None else message.headers)
        except NotOurs as problem:
            _note(message, problem)
            return
        super().handle_message(command, message)

    def _command(self, body: object, headers: object) -> dict[str, Any]:
        if not isinstance(body, dict) or not isinstance(headers, Mapping):
            raise NotOurs("command")
        method, arguments = body.get("method"), body.get("arguments")
        if not isinstance(method, str) or method not in (self.handlers or {}):
            raise NotOurs("unknown command", task=method)
        clock = headers.get("clock")
        is_sound = (
            _is_optional(arguments, dict)
            and _is_optional(body.get("pattern"), str)
            and _is_optional(body.get("matcher"), str)
            and _is_optional(body.get("ticket"), str)
            and (clock is None or (type(clock) is int and 0 <= clock < LATEST_CLOCK))
            and _are_names(body.get("destination"))
            and self._is_our_way(body.get("reply_to"))
        )
        if not is_sound:
            raise NotOurs("command", task=method)
        return {name: body.get(name) for name in FIELDS}

    def _is_our_way(self, reply_to: object) -> bool:
        """Return whether a reply goes where those who ask on our behalf wait for it.

        On RabbitMQ, a reply to an exchange that does not exist would end the worker.
        """
        if reply_to is None:
            return True
        mailbox: Any = self.mailbox
        return (
            isinstance(reply_to, dict)
            and reply_to.get("exchange") == mailbox.reply_exchange.name
            and isinstance(reply_to.get("routing_key"), str)
        )


FIELDS = ("method", "arguments", "destination", "pattern", "matcher", "ticket", "reply_to")
LATEST_CLOCK = 2**53
"""A counter of messages; one above what a message can carry would silence the worker."""


def _is_optional(value: object, kind: type) -> bool:
    return value is None or isinstance(value, kind)


def _are_names(value: object) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(v, str) for v in value))


def _note(message: Any, problem: NotOurs) -> None:  # noqa: ANN401 - a message of any transport
    info = getattr(message, "delivery_info", None) or {}
    queue = info.get("routing_key")
    note_dropped(problem, size_bytes=size_of(getattr(message, "body", None)), queue=str(queue)[:64])
