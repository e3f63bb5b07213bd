"""`Clock` on the system's clock."""

from datetime import UTC, datetime


class SystemClock:
    """The machine's own time; machines of one service should keep it by NTP."""

    def now(self) -> datetime:
        """Return the present instant, in UTC."""
        return datetime.now(UTC)
