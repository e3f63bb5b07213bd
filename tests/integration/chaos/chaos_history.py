"""Every step of every row, written down by the database itself: no reader can miss one."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text

from contractsai.adapters.stores.sql.engine import make_engine
from contractsai.domain.lifecycle import DOCUMENT, ENDED, JOB, State

ENDS: Final = ", ".join(f"'{state.value}'" for state in sorted(ENDED))
TABLE: Final = """CREATE TABLE chaos_history (
    number {serial}, what TEXT, id TEXT, was TEXT, becomes TEXT, fence INTEGER)"""
# A renewed lease is no step; whatever touches a row that has ended is.
STEP: Final = f"OLD.state <> NEW.state OR OLD.state IN ({ENDS})"
NOTED: Final = {
    "job": ("jobs", f"UPDATE ON jobs {{each}} WHEN ({STEP})", "NEW.state", "0"),
    "document": (
        "documents",
        f"UPDATE ON documents {{each}} WHEN ({STEP} OR OLD.fence <> NEW.fence)",
        "NEW.state",
        "NEW.fence",
    ),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One committed change of one row's state."""

    what: str
    id: str
    was: State
    becomes: State
    fence: int


def _statements(dialect: str) -> list[str]:
    is_postgres = dialect == "postgresql"
    serial = "BIGSERIAL PRIMARY KEY" if is_postgres else "INTEGER PRIMARY KEY AUTOINCREMENT"
    statements = [TABLE.format(serial=serial)]
    for what, (table, when, _, fence) in NOTED.items():
        note = (
            "INSERT INTO chaos_history (what, id, was, becomes, fence)"
            f" VALUES ('{what}', NEW.id, OLD.state, NEW.state, {fence});"
        )
        statements += _trigger(table, when, note, is_postgres=is_postgres)
    change = (
        "INSERT INTO chaos_history (what, id, was, becomes, fence)"
        " VALUES ('analysis', OLD.id, 'COMPLETED', 'COMPLETED', 0);"
    )
    for event in ("UPDATE", "DELETE"):
        when = f"{event} ON analyses {{each}}"
        statements += _trigger(f"analyses_{event}", when, change, is_postgres=is_postgres)
    return statements


def _trigger(name: str, when: str, note: str, *, is_postgres: bool) -> list[str]:
    when = when.format(each="FOR EACH ROW")
    if not is_postgres:
        return [f"CREATE TRIGGER chaos_{name} AFTER {when} BEGIN {note} END"]
    function = f"$$ BEGIN {note} RETURN NULL; END $$"
    return [
        f"CREATE FUNCTION chaos_{name}() RETURNS trigger LANGUAGE plpgsql AS {function}",
        f"CREATE TRIGGER chaos_{name} AFTER {when} EXECUTE FUNCTION chaos_{name}()",
    ]


class History:
    """The steps of one database from now on."""

    def __init__(self, url: str) -> None:
        self._engine = make_engine(url)
        with self._engine.begin() as connection:
            for statement in _statements(self._engine.dialect.name):
                connection.exec_driver_sql(statement)

    def steps(self) -> list[Step]:
        self._engine.dispose()  # the server may have been killed since: nobody asks what lies there
        with self._engine.begin() as connection:
            rows = connection.execute(
                text("SELECT what, id, was, becomes, fence FROM chaos_history ORDER BY number")
            ).all()
        return [Step(what, key, State(was), State(to), fence) for what, key, was, to, fence in rows]

    def close(self) -> None:
        self._engine.dispose()


def illegal(steps: list[Step]) -> list[str]:
    """Return each step that no life cycle knows."""
    known = {
        "document": {(was, to) for sources, to in DOCUMENT.values() for was in sources},
        "job": {(was, to) for sources, to in JOB.values() for was in sources},
        "analysis": set(),
    }
    promise = {"document": "I3", "job": "I3", "analysis": "I4"}
    return [
        f"{promise[step.what]}: {step.what} {step.id} went from {step.was} to {step.becomes}"
        for step in steps
        if (step.was, step.becomes) not in known[step.what]
    ]


def ends(steps: list[Step]) -> Mapping[tuple[str, str], int]:
    """Return how often each row entered an end state."""
    return Counter((step.what, step.id) for step in steps if step.becomes in ENDED)


def reopenings(steps: list[Step]) -> Mapping[tuple[str, str], int]:
    """Return how often each row left one."""
    return Counter(
        (step.what, step.id) for step in steps if step.was in ENDED and step.becomes not in ENDED
    )


def unfenced(steps: list[Step]) -> list[str]:
    """Return which documents were written under an older fence than one that came before (I2)."""
    highest: dict[str, int] = {}
    broken = []
    for step in steps:
        if step.what == "document":
            if step.fence < highest.get(step.id, 0):
                broken.append(f"I2: {step.id} was written under fence {step.fence}")
            highest[step.id] = max(step.fence, highest.get(step.id, 0))
    return broken
