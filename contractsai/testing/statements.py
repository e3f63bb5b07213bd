"""Count what a store says to its database: statements and commits, not seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import Engine, event


@dataclass
class Statements:
    """What was said, in its order; transactions begin with a statement of their own."""

    said: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def counted(engine: Engine) -> Iterator[Statements]:
    """Return what is said to the database of *engine* until the block ends."""
    statements = Statements()

    def says(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.said.append(" ".join(statement.split()))

    def commits(_connection: object) -> None:
        statements.commits += 1

    event.listen(engine, "before_cursor_execute", says)
    event.listen(engine, "commit", commits)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", says)
        event.remove(engine, "commit", commits)
