"""A TCP link that a test can hurt: cut, refuse, swallow and slow down what passes through it."""

import contextlib
import queue
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit, urlunsplit

HOST: Final = "127.0.0.1"
CHUNK_BYTES: Final = 65536
HELD_BYTES: Final = 1 << 20  # in one direction; what is above waits in the kernel, as it would
CLOSE_SECONDS: Final = 5
RESET: Final = struct.pack("ii", 1, 0)  # SO_LINGER with no patience: close() sends an RST


class Mode(StrEnum):
    """What happens to what arrives."""

    WIRE = "wire"
    REFUSE = "refuse"  # new connections are reset, those that exist go on
    BLACKHOLE = "blackhole"  # connections are taken and kept, and not a byte moves


class Link:
    """A loopback port in front of a server, served by one thread between ``with`` and its end.

    Every change has happened when its method returns. Bytes that a blackhole holds back are passed
    on after `mend`, as TCP would send them again; bytes on a connection that is reset are lost.
    """

    def __init__(self, host: str, port: int) -> None:
        """Take the address of the server, which need not be up yet."""
        self._target = (host, port)
        self._mode = Mode.WIRE
        self._delay_seconds = 0.0
        self._ends: set[_End] = set()
        self.turns = 0  # of its thread, which makes none while nothing happens
        self._selector = selectors.DefaultSelector()
        self._listener = socket.create_server((HOST, 0))
        self._listener.setblocking(False)
        self.port: int = self._listener.getsockname()[1]
        self._changes: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._bell, self._ringer = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, name="link", daemon=True)

    def __enter__(self) -> Self:
        self._selector.register(self._bell, selectors.EVENT_READ)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._changes.put(None)
        self._ringer.send(b"\0")
        self._thread.join(CLOSE_SECONDS)
        self._selector.close()
        for each in (self._listener, self._bell, self._ringer):
            each.close()

    def via(self, url: str) -> str:
        """Return *url* with this link in the place of its server."""
        parts = urlsplit(url)
        user, at, _ = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{user}{at}{HOST}:{self.port}"))

    @property
    def connections(self) -> int:
        """How many connections there are."""
        return sum(end.is_near for end in list(self._ends))

    def reset(self) -> None:
        """Send an RST to both ends of every connection; new ones are served."""
        self._tell(self._reset)

    def cut(self) -> None:
        """Reset every connection, and new ones as they come, until `mend`."""
        self._tell(lambda: self._reset(Mode.REFUSE))

    def refuse(self) -> None:
        """Reset new connections until `mend`; those that exist go on."""
        self._tell(lambda: self._change(Mode.REFUSE))

    def blackhole(self) -> None:
        """Take connections and keep them, and move not a byte, until `mend`; nobody is told."""
        self._tell(lambda: self._change(Mode.BLACKHOLE))

    def delay(self, seconds: float) -> None:
        """Pass each chunk on so much later than it came, until `mend`."""
        self._tell(lambda: self._change(Mode.WIRE, delay_seconds=seconds))

    def mend(self) -> None:
        """Serve as a plain wire again."""
        self._tell(lambda: self._change(Mode.WIRE))

    def _tell(self, change: Callable[[], None]) -> None:
        """Have the thread make a change, and wait until it has."""
        done = threading.Event()

        def make() -> None:
            change()
            done.set()

        self._changes.put(make)
        self._ringer.send(b"\0")
        if not done.wait(CLOSE_SECONDS):
            raise AssertionError("the link's thread is gone")

    def _change(self, mode: Mode, *, delay_seconds: float = 0.0) -> None:
        self._mode = mode
        self._delay_seconds = delay_seconds

    def _reset(self, mode: Mode | None = None) -> None:
        self._mode = mode or self._mode
        for end in list(self._ends):
            self._drop(end)

    def _serve(self) -> None:
        while True:
            awake = self._selector.select(self._patience())
            self.turns += 1
            for key, events in awake:
                if key.fileobj is self._bell:
                    self._bell.recv(CHUNK_BYTES)
                elif key.fileobj is self._listener:
                    self._accept()
                elif key.data in self._ends:
                    self._attend(key.data, events)
            while not self._changes.empty():
                change = self._changes.get()
                if change is None:
                    self._reset()
                    return
                change()
            for end in list(self._ends):
                self._watch(end)

    def _patience(self) -> float | None:
        """Return the seconds until the next delayed chunk is due; None to wait for events only."""
        if self._mode is Mode.BLACKHOLE:
            return None
        due = [end.outbox[0][0] for end in self._ends if end.outbox]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # gone before it was taken
            near, _ = self._listener.accept()
            if self._mode is Mode.REFUSE:
                _close(near)
                return
            far = socket.socket()
            for each in (near, far):
                each.setblocking(False)
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            far.connect_ex(self._target)
            one, other = _End(near, is_near=True), _End(far, is_near=False)
            one.other, other.other = other, one
            self._ends |= {one, other}

    def _attend(self, end: "_End", events: int) -> None:
        try:
            if events & selectors.EVENT_WRITE:
                end.write(time.monotonic())
            if events & selectors.EVENT_READ:
                end.read(due=time.monotonic() + self._delay_seconds)
        except BlockingIOError:
            return
        except OSError:  # one side was reset: so is the other
            self._drop(end)
            return
        if end.is_over and end.other.is_over:
            self._drop(end)

    def _watch(self, end: "_End") -> None:
        """Have the selector look for what may happen next to *end*, and for nothing else."""
        events = 0 if self._mode is Mode.BLACKHOLE else end.events(time.monotonic())
        if events == end.watched:
            return
        if not end.watched:
            self._selector.register(end.socket, events, end)
        elif events:
            self._selector.modify(end.socket, events, end)
        else:
            self._selector.unregister(end.socket)
        end.watched = events

    def _drop(self, end: "_End") -> None:
        """Reset both ends; one that has said all it had to say ends with a FIN all the same."""
        for each in (end, end.other):
            if each in self._ends:
                self._ends.remove(each)
                if each.watched:
                    self._selector.unregister(each.socket)
                _close(each.socket, is_reset=not each.is_over)


class _End:
    """One end of a connection, and what waits to be written to it; empty bytes stand for its end.

    Attributes:
        is_over: everything was written to it, and it was told so.
    """

    other: "_End"

    def __init__(self, connected: socket.socket, *, is_near: bool) -> None:
        self.socket = connected
        self.is_near = is_near
        self.outbox: deque[tuple[float, bytes]] = deque()
        self.held_bytes = 0
        self.is_over = False
        self.watched = 0
        self._has_ended = False

    def events(self, now: float) -> int:
        """Return what the selector should look for: data to read, and room for data that is due."""
        reads = not self._has_ended and self.other.held_bytes < HELD_BYTES
        writes = bool(self.outbox) and self.outbox[0][0] <= now
        return selectors.EVENT_READ * reads | selectors.EVENT_WRITE * writes

    def read(self, *, due: float) -> None:
        data = self.socket.recv(CHUNK_BYTES)
        self._has_ended = not data
        self.other.outbox.append((due, data))
        self.other.held_bytes += len(data)

    def write(self, now: float) -> None:
        while self.outbox and self.outbox[0][0] <= now:
            due, data = self.outbox[0]
            if not data:
                self.socket.shutdown(socket.SHUT_WR)
                self.is_over = True
            sent = self.socket.send(data) if data else 0
            self.held_bytes -= sent
            if sent < len(data):
                self.outbox[0] = (due, data[sent:])
                return
            self.outbox.popleft()


def _close(end: socket.socket, *, is_reset: bool = True) -> None:
    if is_reset:
        with contextlib.suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    end.close()
