"""The rule for migrations: a version and the one before it run on the same database.

So a migration only adds. What one takes away, it may take only after an earlier one's release has
stopped to use it, and then says so: ``CONTRACTS = "<revision>"`` beside its ``revision``.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import BatchOperations, Operations, ops
from sqlalchemy import Column

Upgrade = Callable[[], None]
ADDS = re.compile(r"\s*(UPDATE|INSERT|CREATE FUNCTION|CREATE TRIGGER \w+ AFTER)\s", re.IGNORECASE)
"""A trigger that comes after a write changes nothing of it; one that comes before may."""
RESTRICTS = (
    ops.CreateCheckConstraintOp,
    ops.CreateForeignKeyOp,
    ops.CreatePrimaryKeyOp,
    ops.CreateUniqueConstraintOp,
)
"""What the version before may write would be refused by these on a table that it knows."""


def what_it_takes(upgrade: Upgrade) -> list[str]:
    """Return what of the schema *upgrade* takes from the version before; runs nothing."""
    recorded: list[ops.MigrateOperation] = []
    context = MigrationContext.configure(dialect_name="postgresql", opts={"as_sql": True})

    @contextmanager
    def batch_alter_table(table_name: str, **_: object) -> Iterator[BatchOperations]:
        impl: Any = SimpleNamespace(table_name=table_name, schema=None)
        batch = BatchOperations(context, impl=impl)
        vars(batch)["invoke"] = recorded.append
        yield batch

    with Operations.context(context) as operations:  # `alembic.op`, which notes what it is asked
        vars(operations).update(invoke=recorded.append, batch_alter_table=batch_alter_table)
        upgrade()
    new = {each.table_name for each in recorded if isinstance(each, ops.CreateTableOp)}
    return [taken for each in recorded for taken in _taken(each, new)]


def _taken(operation: ops.MigrateOperation, new: set[str]) -> Iterator[str]:
    """Yield what one operation takes; *new* are tables that the version before does not know."""
    table = getattr(operation, "table_name", None) or getattr(operation, "source_table", None)
    match operation:
        case ops.CreateTableOp():
            return
        case _ if table in new:
            return
        case ops.AddColumnOp():
            yield from _taken_by_column(str(table), operation.column)
        case ops.CreateIndexOp():
            if operation.unique:
                yield f"{table}: rows that are alike in {operation.index_name}"
        case ops.AlterColumnOp():
            yield from _taken_by_change(operation)
        case ops.ExecuteSQLOp():
            if not ADDS.match(str(operation.sqltext)):
                yield f"whatever this does: {operation.sqltext}"
        case _ if isinstance(operation, RESTRICTS):
            yield f"{table}: rows that {operation.constraint_name} refuses"
        case _:
            yield f"{table}: whatever {type(operation).__name__} does"


def _taken_by_column(table: str, column: "Column[Any]") -> Iterator[str]:
    if not column.nullable and column.server_default is None:
        yield f"{table}: rows without {column.name}"
    if column.unique:
        yield f"{table}: rows that are alike in {column.name}"


def _taken_by_change(operation: ops.AlterColumnOp) -> Iterator[str]:
    column = f"{operation.table_name}.{operation.column_name}"
    if operation.modify_name is not None:
        yield f"{column}: its name"
    if operation.modify_type is not None:
        yield f"{column}: its type"
    if operation.modify_nullable is False:
        yield f"{column}: rows without it"
    if operation.modify_server_default is None:
        yield f"{column}: its default"
