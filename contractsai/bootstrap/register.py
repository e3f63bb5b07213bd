"""The use cases of the register with their ports filled in, and its files."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, BinaryIO

from contractsai.application import annotate, register
from contractsai.application.annotate import Beside
from contractsai.application.ports import Clock, Store
from contractsai.application.sheet import Sheet
from contractsai.domain.annotation import Annotation
from contractsai.domain.ids import JobId


class Register:
    """What people look up and keep of contracts."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Take the rows and the clock."""
        self._store = store
        self._clock = clock

    def read(self, job_id: JobId, as_of: date | None = None) -> dict[str, Any]:
        """Return the register of a job as of a day, by default today in UTC."""
        day = as_of or self._clock.now().date()
        return register.read_register(job_id, store=self._store, as_of=day)

    def annotate(
        self,
        beside: Beside,
        fields: Mapping[str, str | None],
        *,
        by: str | None = None,
        expected: Collection[int] | None = None,
    ) -> Annotation:
        """Write fields of people's own beside a contract."""
        return annotate.annotate(
            beside, fields, store=self._store, clock=self._clock, by=by, expected=expected
        )


def write_register_file(view: Mapping[str, Any], stream: BinaryIO) -> None:
    """Write a register as a workbook."""
    from contractsai.adapters.reports.register_sheet import write_register

    write_register(view, stream)


def read_register_file(stream: BinaryIO) -> Sheet:
    """Return what a person left in such a workbook.

    Raises:
        NotARegister: it is none, or damaged, or made to do harm.
    """
    from contractsai.adapters.reports.register_import import read_register_sheet

    return read_register_sheet(stream)
