"""One kind of problem, as a caller of the API is told of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """One kind of problem.

    Attributes:
        slug: names it for good, in its address and in clients' code; empty where the status
            code says all there is to say (RFC 9457, section 4.2.1).
        hint: the next thing to try.
        retry_after_seconds: when the same request may succeed by itself.
        error: which of our errors it tells of; a client raises it again.
    """

    slug: str
    status: int
    title: str
    hint: str
    retry_after_seconds: int | None = None
    error: type[Exception] | None = None

    @property
    def uri(self) -> str:
        """The problem's type: relative, so that it holds behind any host."""
        return f"/problems/{self.slug}" if self.slug else "about:blank"
