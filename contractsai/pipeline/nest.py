"""Documents inside documents: which of them are read, and what is said of the others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from contractsai.pipeline.limits import Limits
from contractsai.pipeline.text.reading import Attachment


class Nest:
    """All documents inside one file, against the limits that hold over all of them together.

    The one place where a document inside another is left unread, so that no reader can do it in
    silence: readers hand over everything, and what is not admitted comes back with a reason.
    """

    def __init__(self, limits: Limits) -> None:
        """Take the limits; nothing is admitted yet."""
        self._limits = limits
        self._admitted = 0
        self._named = 0
        self._bytes_left = limits.max_expanded_bytes

    def limits_of_archive(self) -> Limits:
        """Return the limits of one more archive: all inside one file share what they unpack to."""
        return replace(self._limits, max_expanded_bytes=self._bytes_left)

    def unpacked(self, carried: Sequence[Attachment]) -> None:
        """Count what an archive has unpacked to."""
        self._bytes_left -= sum(len(item.content or b"") for item in carried)

    def admit(
        self, carried: Sequence[Attachment], *, within: str, depth: int
    ) -> Iterator[Attachment]:
        """Yield each of *carried* under its full name, without its bytes where it is left unread.

        Args:
            carried: what a reader found in one document.
            within: the name of that document inside the file; empty for the file itself.
            depth: how deep that document lies; 0 for the file itself.
        """
        uncounted = 0
        last = ""
        for item in carried:
            reason = item.reason if item.content is None else self._limit(depth)
            if reason is None:
                self._admitted += 1
                yield replace(item, name=_joined(within, item.name))
            elif self._named < self._limits.max_unread_named:
                self._named += 1
                yield Attachment(_joined(within, item.name), None, reason)
            else:
                uncounted += 1
                last = reason
        if uncounted:
            yield Attachment(_joined(within, f"and {uncounted} more"), None, last)

    def _limit(self, depth: int) -> str | None:
        """Return which limit keeps one more document at *depth* from being read."""
        if depth >= self._limits.max_nesting:
            return "nesting_limit"
        return "member_limit" if self._admitted >= self._limits.max_members else None


def _joined(within: str, name: str) -> str:
    return f"{within}/{name}" if within else name
