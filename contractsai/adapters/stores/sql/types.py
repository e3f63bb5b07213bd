"""Column types that mean the same on SQLite and PostgreSQL."""

import re
import zlib
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import DateTime, Float, LargeBinary, String, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from contractsai.adapters.stores.sql.phrases import filter_of

# What stands for the code points that a database refuses lies beside them in their order.
BELOW: Final = "\x01"  # for NUL, and for itself
BETWEEN: Final = "\ud7ff"  # for lone surrogates, and for itself; Unicode assigns it to nobody
_UNSAFE: Final = re.compile("[\x00\x01\ud7ff-\udfff]")
_ESCAPED: Final = re.compile(f"[{BELOW}{BETWEEN}]([0-9a-f]{{4}})")


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite keeps it as text of one width, which sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, without its zone where the database has none.

        Raises:
            ValueError: it has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"nobody knows which instant {value} is: it has no zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002 - the base class' signature
        """Return the instant with its zone."""
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


class Seconds(FunctionElement[float]):
    """An `Instant` as seconds since an instant that is the same for all."""

    type = Float()
    inherit_cache = True


@compiles(Seconds)
def _seconds(element: Seconds, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    return f"EXTRACT(EPOCH FROM {compiler.process(element.clauses, **options)})"


@compiles(Seconds, "sqlite")
def _seconds_of_text(element: Seconds, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - the compiler's own
    return f"(86400.0 * julianday({compiler.process(element.clauses, **options)}))"


class Identifier(TypeDecorator[str]):
    """The name of a row; compared by code point, whatever the database's locale."""

    impl = String(64)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - the base class' signature
        """Compare by code point everywhere."""
        return dialect.type_descriptor(String(64, collation=_collation(dialect)))


class PathText(TypeDecorator[str]):
    """A name from a file system: any string, also one that UTF-8 or PostgreSQL refuses.

    Every name comes back as it was, and names sort by code point, here as in Python.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - the base class' signature
        """Compare by code point everywhere."""
        return dialect.type_descriptor(Text(collation=_collation(dialect)))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base class' signature
        """Return the name as the database can keep it."""
        return None if value is None else escaped(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base class' signature
        """Return the name as it was."""
        return None if value is None else unescaped(value)


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


class WordIndex(TypeDecorator[str]):
    """A tsvector on PostgreSQL; nothing in a file, where FTS5 has its own tables."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:  # noqa: ANN401 - the base class' signature
        """Keep what a server looks words up in."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return every word once, as a lexeme that no parser or dictionary of the server sees."""
        if value is None or dialect.name != "postgresql":
            return None
        return " ".join(f"'{word}'" for word in sorted(set(value.split())))


class PhraseFilter(TypeDecorator[Any]):
    """A filter of a text's phrases on PostgreSQL; nothing in a file, where FTS5 knows places."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return the filter of words with blanks between them."""
        if value is None or dialect.name != "postgresql":
            return None
        return filter_of(value.split())


def escaped(name: str) -> str:
    """Return a string that any database keeps, and that sorts among its like as *name* does.

    Bytes that are no UTF-8 reach Python as lone surrogates; they, NUL and the two escapes become
    an escape and four hexadecimal digits.
    """
    return _UNSAFE.sub(_escape, name)


def unescaped(stored: str) -> str:
    """Return the name that `escaped` gave *stored* for."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored)


def _collation(dialect: Dialect) -> str | None:
    """Return PostgreSQL's collation by code point; SQLite has no other by default."""
    return "C" if dialect.name == "postgresql" else None


def _escape(found: re.Match[str]) -> str:
    code_point = ord(found[0])
    return f"{BELOW if code_point <= ord(BELOW) else BETWEEN}{code_point:04x}"
