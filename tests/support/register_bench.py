"""A folder of contracts, runs of it, and a spreadsheet that a person works in."""

import contextlib
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from contractsai.application.ports import OpenDocument
from contractsai.bootstrap.services import build_services
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.settings import Settings
from contractsai.testing.fakes import ScriptedContent

PIPELINE = ContractPipeline()


def contract(buyer: str, *, law: str = "New York", years: str = "two (2) years") -> str:
    """Return a short supply contract."""
    return f"""SUPPLY AGREEMENT

This Supply Agreement (the "Agreement") is made on March 3, 2025 (the "Effective Date") by and
between Northfield Tooling, Inc., an Ohio corporation ("Supplier"), and {buyer}, a Delaware
corporation ("Buyer").

1. Supply. Supplier shall sell the goods to Buyer, and Buyer shall pay for them.

2. Term. The initial term of this Agreement is {years} from the Effective Date. It shall renew
automatically for successive periods of one (1) year each, unless either party gives notice of
non-renewal at least sixty (60) days before the end of the term.

3. Governing Law. This Agreement shall be governed by the laws of the State of {law}.

IN WITNESS WHEREOF, the parties have signed.

NORTHFIELD TOOLING, INC.
By: /s/ Ada Lovelace
"""


class Here:
    """`AnalysisHost` that runs the pipeline in this process."""

    pipeline = PIPELINE.version

    @contextmanager
    def read(self, document: OpenDocument, *, heartbeat: object) -> Iterator[ScriptedContent]:
        content = Path(document.location).read_bytes()
        sha256 = hashlib.sha256(content).hexdigest()

        def analyse() -> StoredAnalysis:
            found = PIPELINE.analyse(content, checkpoint=lambda _: None)
            return StoredAnalysis.of(found, sha256=sha256, pipeline=PIPELINE.version)

        yield ScriptedContent(sha256, analyse)


class NoQueue:
    """`DocumentQueue` that tells nobody."""

    def enqueue(self, _: object) -> None:
        """Drop it: the test delivers."""


def analyse(folder: Path) -> JobId:
    """Run a job on *folder* to its end, and return its id."""
    with contextlib.closing(build_services(Settings())) as services:
        services.prepare_database()
        services.__dict__["host"] = Here()
        services.__dict__["queue"] = NoQueue()
        job = services.submit_job(str(folder)).job
        for document in services.read_documents(job.id, limit=1_000):
            services.deliver_document(document.id)
        return job.id


class Sheet:
    """A workbook as a person sees it: cells by file and by heading."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.book: Any = load_workbook(file)

    @property
    def register(self) -> Worksheet:
        found: Worksheet = self.book["Register"]
        return found

    def cell(self, file: str, heading: str) -> Any:
        rows = list(self.register.iter_rows())
        at = [cell.value for cell in rows[0]].index(heading)
        return next(row[at] for row in rows[1:] if row[0].value == file)

    def value(self, file: str, heading: str) -> Any:
        return self.cell(file, heading).value

    def day(self, file: str, heading: str) -> date:
        """Return a day that is kept as one."""
        found: datetime = self.value(file, heading)
        return found.date()

    def write(self, file: str, heading: str, value: Any) -> str:
        """Write a cell, and return its address."""
        cell = self.cell(file, heading)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"  # typed as a text, whatever it begins with
        return f"Register!{cell.coordinate}"

    def add_column(self, heading: str, values: dict[str, Any]) -> None:
        """Put a column behind all others."""
        at = self.register.max_column + 1
        self.register.cell(1, at, heading)
        for row in range(2, self.register.max_row + 1):
            self.register.cell(row, at, values.get(str(self.register.cell(row, 1).value)))

    def rows(self, sheet: str) -> list[tuple[Any, ...]]:
        return list(self.book[sheet].iter_rows(values_only=True))

    def save(self) -> None:
        self.book.save(self.file)


def without_styles(file: Path) -> None:
    """Save a workbook as programs do that keep nothing but values: days become numbers."""
    old, new = load_workbook(file), Workbook()
    new.remove(new.worksheets[0])
    for sheet in old.worksheets:
        copy = new.create_sheet(sheet.title)
        copy.sheet_state = sheet.sheet_state
        for row in sheet.iter_rows(values_only=True):
            copy.append([_number(value) for value in row])
    new.save(file)


def _number(value: Any) -> Any:
    days: Any = to_excel  # its stub has no types
    return days(value) if isinstance(value, date | datetime) else value
