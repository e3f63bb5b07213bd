"""The AMQP library's messages, made to outlive what others put into their properties."""

import struct
from typing import Final

from amqp import basic_message, method_framing
from amqp.exceptions import AMQPError

UNREADABLE: Final = (
    AMQPError,
    ArithmeticError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)
"""What the library raises over bytes that are no text, a time past all years, a type it does not
know, or a table in a table in a table: RabbitMQ hands all of them on."""


class ReadableMessage(basic_message.Message):
    """Has no properties where they cannot be read, so that it can be rejected like any other.

    The library's own raises in the middle of a connection, and the next worker finds the message
    where it was. What says that it is compressed is not read either: a kilobyte may hold a
    gigabyte.
    """

    def _load_properties(self, class_id: int, buf: bytes, offset: int) -> int:
        try:
            end: int = super()._load_properties(class_id, buf, offset)  # type: ignore[misc]  # it has, whatever the stubs say
        except UNREADABLE:
            self.properties = {}
            return len(buf)
        if (self.properties.get("application_headers") or {}).get("compression"):
            self.properties = {}
        return end


def drop_unreadable_properties() -> None:
    """Have every AMQP connection that is opened from now on make its messages of this class."""
    method_framing.Message = ReadableMessage  # type: ignore[misc]  # what it makes messages of
