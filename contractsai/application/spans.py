"""Spans: pieces of work with a beginning and an end, for whoever draws them.

Nobody does unless a process says who (`SPANS.record`), and then no use case knows of it. A span
tells names and ids, and never a word of a document.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from enum import StrEnum
from typing import Final, Protocol

CARRIED: Final = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
"""What a message may say of the span that sent it: W3C Trace Context, version 00."""
HEADER: Final = "traceparent"
_STAGE: Final = re.compile(r"[A-Za-z][A-Za-z0-9 _-]{0,39}")


class Kind(StrEnum):
    """Which side of a conversation a span is."""

    INTERNAL = "internal"
    SERVER = "server"
    PRODUCER = "producer"
    CONSUMER = "consumer"


class Span(Protocol):
    """A piece of work that is under way."""

    def tell(self, **fields: object) -> None:
        """Note what is known only now."""
        ...

    def rename(self, name: str) -> None:
        """Call it otherwise."""
        ...

    def fail(self) -> None:
        """Note that it ended badly, though nothing was raised."""
        ...


class Recorder(Protocol):
    """Who draws spans."""

    def span(
        self, name: str, kind: Kind, fields: Mapping[str, object], *, within: str, link: str
    ) -> AbstractContextManager[Span]:
        """Return a span that lasts as long as the block; one that raises has failed.

        Args:
            name: what is done.
            kind: on which side.
            fields: of whom and what.
            within: the `CARRIED` of a caller's span that this one is a part of, or nothing.
            link: likewise of a span that led to this one, which is over by now.
        """
        ...

    def carried(self) -> str:
        """Return what leads others to the span that is under way here, or nothing."""
        ...


class _Unseen:
    """A `Span` that nobody draws."""

    def tell(self, **fields: object) -> None:
        """Note nothing."""

    def rename(self, name: str) -> None:
        """Note nothing."""

    def fail(self) -> None:
        """Note nothing."""


class Spans:
    """Those of one process."""

    def __init__(self) -> None:
        """Draw none."""
        self._recorder: Recorder | None = None

    def record(self, recorder: Recorder | None) -> None:
        """Have spans drawn from now on, or no more."""
        self._recorder = recorder

    @contextmanager
    def span(
        self,
        name: str,
        kind: Kind = Kind.INTERNAL,
        *,
        within: object = None,
        link: object = None,
        **fields: object,
    ) -> Iterator[Span]:
        """Draw what is done in the block; what others say leads here is taken if it can be."""
        if self._recorder is None:
            yield _UNSEEN
            return
        with self._recorder.span(
            name, kind, fields, within=_checked(within), link=_checked(link)
        ) as span:
            yield span

    @contextmanager
    def stages(self) -> Iterator[Callable[[str], None]]:
        """Yield what to call when a stage begins: it lasts until the next one, or the end."""
        with ExitStack() as current:

            def begin(stage: str) -> None:
                current.close()
                named = stage if _STAGE.fullmatch(stage) else "unnamed"
                current.enter_context(self.span(f"stage {named}"))

            yield begin

    def carried(self) -> dict[str, str]:
        """Return the headers by which a message leads to the span that is under way here."""
        told = self._recorder.carried() if self._recorder is not None else ""
        return {HEADER: told} if told else {}


def _checked(told: object) -> str:
    return told if isinstance(told, str) and CARRIED.fullmatch(told) else ""


_UNSEEN: Final = _Unseen()
SPANS: Final = Spans()
"""Those of this process."""
