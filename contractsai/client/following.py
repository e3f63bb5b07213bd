"""A stream of events that is taken up again where it broke off, as both clients drive it."""

from collections.abc import Mapping
from typing import Final

from contractsai.client.answers import Event, event_of
from contractsai.client.errors import NotThisService

NOTHING_MORE: Final = 204
MEDIA_TYPE: Final = "text/event-stream"


class Following:
    """How far a stream has been read."""

    def __init__(self, last_id: str | None) -> None:
        """Begin behind a message, or with a snapshot."""
        self.last_id = last_id
        self.is_over = False

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the next request."""
        asked = {"Accept": MEDIA_TYPE, "Accept-Encoding": "identity"}
        return asked if self.last_id is None else {**asked, "Last-Event-ID": self.last_id}

    def begins(self, status: int, media_type: str) -> bool:
        """Take the head of an answer, and return whether messages follow: all may be known.

        Raises:
            NotThisService: it is no stream of events.
        """
        if status == NOTHING_MORE:
            self.is_over = True
            return False
        if media_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
            raise NotThisService("what answers sent no stream of events")
        return True

    def take(self, name: str, event_id: str, text: str) -> Event | None:
        """Return a message, or None for what only says when to come again.

        Raises:
            NotThisService: it has another form than ours.
        """
        if not text:
            return None
        try:
            event = event_of(name, event_id, text)
        except ValueError as error:
            raise NotThisService("what answers sent a message of another form") from error
        self.last_id = event.id
        self.is_over = event.is_last
        return event
