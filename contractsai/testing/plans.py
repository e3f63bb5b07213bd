"""How a database finds the rows of what is said to it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

Asked = dict[str, Any]
"""Statements, and the parameters that each had first."""

LOOKING = ("SELECT", "UPDATE", "DELETE")


@contextmanager
def asked(engine: Engine) -> Iterator[Asked]:
    """Return what is said to the database of *engine* until the block ends, where it looks."""
    statements: Asked = {}

    def note(*arguments: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
        if arguments[2].startswith(LOOKING):
            statements.setdefault(arguments[2], arguments[3])

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


def plan(connection: Connection, statement: str, parameters: Any) -> str:  # noqa: ANN401 - the driver's own
    """Return how the rows of a statement are found, without what it is thought to cost."""
    is_server = connection.dialect.name == "postgresql"
    explain, shows = ("EXPLAIN", "Scan") if is_server else ("EXPLAIN QUERY PLAN", " ")
    one = parameters[0] if isinstance(parameters, list) else parameters
    said = (str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", one))
    return "; ".join(line.strip(" ->").split("  (")[0] for line in said if shows in line)
