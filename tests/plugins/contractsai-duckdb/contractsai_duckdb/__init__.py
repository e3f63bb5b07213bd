"""The rows of contractsai in a DuckDB file, for runs in one process.

All promises of a store hold within a process; a second one is refused, since DuckDB lets but one
process write to a file. That is enough for ``contractsai analyze``, and for asking questions of the
file in SQL afterwards; a service of several processes needs another store.
"""

import io
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import duckdb

from contractsai.adapters.stores.memory import MemoryStore, MemoryUnitOfWork, Rows
from contractsai.adapters.stores.memory_access import AccessRows
from contractsai.domain.errors import StoreDamaged, StoreUnavailable, UnsafeConfiguration

TABLES: Final = {
    "jobs": "job_rows",
    "documents": "document_rows",
    "analyses": "analysis_rows",
    "reviews": "review_rows",
    "annotations": "annotation_rows",
    "numbers": "number_rows",
    "workers": "worker_rows",
    "events": "event_rows",
    "replies": "reply_rows",
    "webhooks": "webhook_rows",
    "bookmarks": "bookmark_rows",
    "uploads": "upload_rows",
    "tombstones": "tombstone_rows",
    "attempts": "attempt_rows",
}
"""Those of the file, by their names in `Rows`, and in a unit of work."""
CALLERS: Final = ("keys", "seals", "audit")
"""Those of callers, by their names in `AccessRows`, and in a unit of work's."""
COUNTERS: Final = ("commits", "last_event")
PLAIN: Final = {("datetime", "datetime"), ("datetime", "timezone"), ("datetime", "timedelta")}


class DuckStore(MemoryStore):
    """`Store` that reads from memory, and commits to the file first."""

    def __init__(self, file: Path) -> None:
        """Open the file, or make it, and read all that it holds.

        Raises:
            UnsafeConfiguration: another process has it open.
            StoreDamaged: it is no such file.
        """
        super().__init__()
        try:
            self._file = duckdb.connect(str(file))
        except duckdb.IOException as error:
            if "lock" in str(error):
                raise UnsafeConfiguration(
                    f"another process has {file} open, and DuckDB lets one write; for a service "
                    "set CONTRACTSAI_DATABASE_URL to sqlite:///FILE or postgresql://..."
                ) from error
            raise StoreDamaged(str(file)) from error
        for table in (*TABLES, *CALLERS, "counters"):
            self._file.execute(
                f"CREATE TABLE IF NOT EXISTS {table} (key VARCHAR PRIMARY KEY, row BLOB NOT NULL)"
            )
        self._rows = Rows(
            **{name: self._read(name) for name in TABLES},
            **self._read("counters"),
            access=AccessRows(**{name: self._read(name) for name in CALLERS}),
        )

    def close(self) -> None:
        """Let another process have the file."""
        self._file.close()

    def _read(self, table: str) -> dict[Any, Any]:
        found = self._file.execute(f"SELECT row FROM {table}").fetchall()
        return dict(_Reader(io.BytesIO(row)).load() for (row,) in found)

    def _apply(self, work: MemoryUnitOfWork) -> None:
        """Write what has changed to the file, all of it or nothing, and only then to memory."""
        after = self._rows.with_changes_of(work)
        told = range(self._rows.last_event + 1, after.last_event + 1)
        try:
            self._file.execute("BEGIN")
            for table, rows in TABLES.items():
                self._write(table, getattr(work, rows).changes)
            for table in CALLERS:
                self._write(table, getattr(work.access_rows, table).changes)
            self._write("events", {number: after.events[number] for number in told})
            self._write("counters", {name: getattr(after, name) for name in COUNTERS})
            self._file.execute("COMMIT")
        except duckdb.Error as error:
            with suppress(duckdb.Error):
                self._file.execute("ROLLBACK")
            raise StoreUnavailable(type(error).__name__) from error
        self._rows = after

    def _write(self, table: str, changes: dict[Any, Any]) -> None:
        """Write many rows at once: each statement costs DuckDB as much as thousands of rows."""
        gone = [repr(key) for key, row in changes.items() if row is None]
        kept = [(key, row) for key, row in changes.items() if row is not None]
        if gone:
            self._file.execute(f"DELETE FROM {table} WHERE key IN (SELECT unnest(?))", [gone])
        if kept:
            values = [[repr(key) for key, _ in kept], [pickle.dumps(pair) for pair in kept]]
            self._file.execute(
                f"INSERT OR REPLACE INTO {table} SELECT unnest(?), unnest(?)", values
            )


class _Reader(pickle.Unpickler):
    """Reads rows, and nothing else that a stranger's file might want to be."""

    def find_class(self, module: str, name: str) -> Any:
        if module.startswith("contractsai.domain.") or (module, name) in PLAIN:
            return super().find_class(module, name)
        raise StoreDamaged(f"a row that is a {module}.{name}")


class DuckDB:
    """`StoreKind` of ``duckdb:////path/to/file``."""

    def open(self, url: str) -> DuckStore:
        """Open the file at *url*."""
        return DuckStore(_file(url))

    def upgrade(self, url: str) -> None:
        """Do nothing: there has been one schema."""
        _file(url)

    def prepare(self, url: str) -> None:
        """Make the folder of the file."""
        _file(url).parent.mkdir(parents=True, exist_ok=True)

    def check(self, url: str) -> None:
        """Return if the file is a place to write to."""
        if not _file(url).parent.is_dir():
            raise StoreUnavailable(f"there is no folder {_file(url).parent}")


def _file(url: str) -> Path:
    scheme, _, path = url.partition(":///")
    if scheme != "duckdb" or not path:
        raise UnsafeConfiguration(
            "CONTRACTSAI_DATABASE_URL: a DuckDB file is written duckdb:////path/to/contracts.duckdb"
        )
    return Path(path)
