"""The use cases of reports with their ports filled in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from contractsai.adapters.reports import FORMATS, NEEDS_TEXT, writers
from contractsai.application import read
from contractsai.application.deadlines import Due, due
from contractsai.application.diary import diary
from contractsai.application.earlier import with_earlier
from contractsai.application.in_force import in_force
from contractsai.application.ports import Clock, Store
from contractsai.application.report import ReportEntry, ReportRequest, report_lines
from contractsai.application.schedules import Schedule, schedules
from contractsai.bootstrap.playbooks import playbook_of
from contractsai.domain.ids import JobId
from contractsai.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console


class Reports:
    """What was found in a job's documents, and what follows from it on a day."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        """Take the settings, for their playbook; the rows; and the clock."""
        self._settings = settings
        self._store = store
        self._clock = clock

    def lines(
        self, job_id: JobId, *, with_text: bool = False, with_candidates: bool = False
    ) -> Iterator[dict[str, Any]]:
        """Yield the lines of the job's report."""
        entries: Iterable[ReportEntry] = read.read_report(job_id, store=self._store)
        return report_lines(entries, with_text=with_text, with_candidates=with_candidates)

    def deadlines(self, job_id: JobId, as_of: date) -> tuple[list[Due], list[Schedule]]:
        """Return what is due on a day by the settings' playbook, and each contract's calendar."""
        rules = playbook_of(self._settings).deadlines
        lines = list(self.lines(job_id))
        whole = with_earlier(job_id, lines, store=self._store)
        held = in_force(lines, as_of=as_of)
        return due(held, rules, as_of=as_of), schedules(whole, as_of=as_of)

    def write(self, wanted: ReportRequest, stream: BinaryIO) -> None:
        """Write a report to *stream*, in bytes, which stays open."""
        lines = self.lines(
            JobId(wanted.job_id),
            with_text=wanted.with_text or wanted.report_format in NEEDS_TEXT,
            with_candidates=wanted.with_candidates,
        )
        day = wanted.as_of or self._clock.now().date()
        writers(as_of=day, with_text=wanted.with_text)[wanted.report_format](lines, stream)

    def write_calendar(self, job_id: JobId, stream: BinaryIO, *, as_of: date) -> None:
        """Write the days of the job's contracts as a calendar file; *stream* stays open."""
        from contractsai.adapters.reports.ics import write_ics

        changed_at = read.read_changed_at(job_id, store=self._store)
        write_ics(diary(self.lines(job_id), as_of=as_of), stream, changed_at=changed_at)

    def deadlines_fragment(
        self, job_id: JobId, *, as_of: date, link: Callable[[str, str | None], str]
    ) -> str:
        """Return the part of a page that shows the job's deadlines and amendments.

        Args:
            job_id: the job.
            as_of: the day by which dates are near or past.
            link: where a document is shown, by its path and the member in it.
        """
        from contractsai.adapters.reports.fragments import deadlines_fragment

        lines = self.lines(job_id)
        return deadlines_fragment(lines, as_of=as_of, link=lambda it: link(it.path, it.member))

    def show(self, job_id: JobId, console: "Console", *, as_of: date | None = None) -> None:
        """Show the job's report to a person at a terminal."""
        from contractsai.adapters.reports.terminal import print_report

        print_report(self.lines(job_id), console, as_of=as_of or self._clock.now().date())


def deadlines_style() -> str:
    """Return the style sheet of `Reports.deadlines_fragment`."""
    from contractsai.adapters.reports import fragments

    return fragments.deadlines_style()


def report_formats() -> Sequence[str]:
    """Return the formats of `Reports.write`, which are also files' endings."""
    return FORMATS
