"""Column types that mean the same on SQLite and PostgreSQL."""

import re
import zlib
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import DateTime, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

ESCAPE: Final = "\x1a"
_UNSAFE: Final = re.compile("[\x00\x1a\ud800-\udfff]")
_ESCAPED: Final = re.compile(f"{ESCAPE}([0-9a-f]{{4}})")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps it as text of one width, which sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, without its zone where the database has none."""
        if value is None:
            return None
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - the base class' signature
        """Return the instant with its zone."""
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


class PathText(TypeDecorator[str]):
    """A name from a file system: any string, also one that UTF-8 or PostgreSQL refuses.

    Bytes that are no UTF-8 reach Python as lone surrogates; they and NUL are kept as SUB and four
    hexadecimal digits, so that every name comes back as it was. The collation is by code point.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - the base class' signature
        """Compare by code point everywhere."""
        return dialect.type_descriptor(
            Text(collation="C" if dialect.name == "postgresql" else None)
        )

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base class' signature
        """Return the name as the database can keep it."""
        if value is None:
            return None
        return _UNSAFE.sub(lambda found: f"{ESCAPE}{ord(found[0]):04x}", value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base class' signature
        """Return the name as it was."""
        if value is None:
            return None
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


class Compressed(TypeDecorator[bytes]):
    """Bytes, deflated; the same bytes always give the same row."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 - the base class' signature
        """Return the deflated bytes."""
        return None if value is None else zlib.compress(value, level=6)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002 - the base class' signature
        """Return the bytes as they were."""
        return None if value is None else zlib.decompress(value)
