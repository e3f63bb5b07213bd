"""``contractsai jobs``: look at jobs, and cancel, retry or report them."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from contractsai.entrypoints.cli.exit_codes import Exit, exit_of, unread
from contractsai.entrypoints.cli.labels import checked_label

if TYPE_CHECKING:
    from contractsai.entrypoints.cli.output import View

Command = TypeVar("Command", bound=Callable[..., object])


@click.group()
def jobs() -> None:
    """Look at jobs, cancel, retry and delete them, and take away their reports.

    A service that runs on this data directory, or at --url, is asked; without one, the database.
    """


def _common(command: Command) -> Command:
    """Give a command the options that all of them have."""
    url = click.option("--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address.")
    as_json = click.option("--json", "as_json", is_flag=True, help="Print the public form as JSON.")
    return url(as_json(command))


@jobs.command("list")
@click.option("--limit", type=click.IntRange(1, 200), default=20, show_default=True)
@click.option("--label", metavar="WORD", callback=checked_label, help="Those with this label.")
@_common
def list_jobs(*, limit: int, label: str | None, url: str | None, as_json: bool) -> None:
    """List the newest jobs."""
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import print_jobs, print_json, say

    with opened_jobs(url) as found:
        page = found.page(limit, label=label)
    if as_json:
        print_json(page)
    elif page:
        print_jobs(page)
    elif label:
        say(f"No job has the label {label}. See all: contractsai jobs list")
    else:
        say("There are no jobs yet. Begin with: contractsai analyze FOLDER")


@jobs.command()
@click.argument("job_id", metavar="ID")
@_common
def show(job_id: str, *, url: str | None, as_json: bool) -> None:
    """Show a job and each of its documents."""
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import print_documents, print_jobs, print_json

    with opened_jobs(url) as found:
        job = found.get(job_id)
        documents = list(found.documents(job_id))
    if as_json:
        print_json({"job": job, "documents": documents})
    else:
        print_jobs([job])
        print_documents(documents)


@jobs.command()
@click.argument("job_id", metavar="ID")
@click.option("--quiet", "is_quiet", is_flag=True, help="Show no progress.")
@_common
def watch(job_id: str, *, is_quiet: bool, url: str | None, as_json: bool) -> Exit:
    """Watch a job until it ends, and end as it did: 0, 1, or 3 if something was not read."""
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import say, told_unread
    from contractsai.entrypoints.cli.watch import progress_for, watch_job

    with opened_jobs(url) as found:
        try:
            job = watch_job(found, job_id, progress_for(is_quiet=is_quiet))
        except KeyboardInterrupt:
            say(f"The job goes on. Watch it again: contractsai jobs watch {job_id}")
            return Exit.INTERRUPTED
        not_whole = unread(found.documents(job_id))
    _print_job(job, as_json=as_json)
    if not_whole:
        say(told_unread(not_whole))
    return exit_of(job, not_whole)


@jobs.command()
@click.argument("job_id", metavar="ID")
@click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to look from, YYYY-MM-DD; by default today.",
)
@_common
def deadlines(job_id: str, *, as_of: "datetime | None", url: str | None, as_json: bool) -> None:
    """List what has expired or is due soon, and the calendar of each contract."""
    from contractsai.entrypoints.cli import output
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import print_due, print_json, say

    with opened_jobs(url) as found:
        told = found.deadlines(job_id, f"{as_of:%Y-%m-%d}" if as_of else None)
    if as_json:
        print_json(told)
        return
    if told["deadlines"]:
        print_due(told["deadlines"])
    else:
        say(f"Nothing has expired or is due as of {told['as_of']}.")
    if told.get("schedules"):  # an older service has none
        output.print_schedules(told["schedules"])
        output.print_families(told["schedules"])


@jobs.command()
@click.argument("job_id", metavar="ID")
@_common
def cancel(job_id: str, *, url: str | None, as_json: bool) -> None:
    """Cancel what waits of a job now, and what runs within moments."""
    from contractsai.entrypoints.cli.backends import opened_jobs

    with opened_jobs(url) as found:
        _print_job(found.cancel(job_id), as_json=as_json)


@jobs.command()
@click.argument("job_id", metavar="ID")
@_common
def retry(job_id: str, *, url: str | None, as_json: bool) -> None:
    """Try again what failed or was cancelled; a service does it, see: contractsai up."""
    from contractsai.entrypoints.cli.backends import opened_jobs

    with opened_jobs(url) as found:
        _print_job(found.retry(job_id), as_json=as_json)


@jobs.command()
@click.argument("job_id", metavar="ID")
@click.option("--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address.")
def delete(job_id: str, *, url: str | None) -> None:
    """Delete an ended job with its documents and its report; what people said of them stays."""
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import say

    with opened_jobs(url) as found:
        found.delete(job_id)
    say(f"Deleted job {job_id}.")


@jobs.command()
@click.argument("job_id", metavar="ID")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to; the ending chooses the form: .jsonl .csv .xlsx .html. Repeatable.",
)
@click.option("--with-text", is_flag=True, help="Put the text into .jsonl and .html reports.")
@click.option("--with-candidates", is_flag=True, help="Put unlikely findings in too.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day by which .html and .xlsx call a date past or near; by default today.",
)
@click.option("--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address.")
def report(
    job_id: str,
    *,
    reports: tuple[Path, ...],
    with_text: bool,
    with_candidates: bool,
    as_of: datetime | None,
    url: str | None,
) -> None:
    """Write a job's report to files, or as JSON Lines to standard output."""
    from contractsai.application.report import ReportRequest
    from contractsai.bootstrap.reports import report_formats
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import say
    from contractsai.entrypoints.cli.report_files import Write, report_files, write_report_file

    files = report_files(reports, formats=report_formats())
    with opened_jobs(url) as found:
        write: Write = lambda report_format, stream: found.write_report(  # noqa: E731 - it is typed
            ReportRequest(
                job_id,
                report_format,
                with_text=with_text,
                with_candidates=with_candidates,
                as_of=as_of.date() if as_of else None,
            ),
            stream,
        )
        for file in files:
            write_report_file(file, write)
            say(f"Wrote {file.path}")
        if not files:
            write("jsonl", sys.stdout.buffer)
            sys.stdout.flush()


def _print_job(job: "View", *, as_json: bool) -> None:
    from contractsai.entrypoints.cli.output import print_json, summary

    if as_json:
        print_json(job)
    else:
        click.echo(summary(job))
