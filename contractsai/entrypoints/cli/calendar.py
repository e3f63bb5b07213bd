"""``contractsai calendar``: a job's deadlines as a calendar file."""

import sys
from datetime import datetime
from pathlib import Path

import click


@click.command()
@click.argument("job_id", metavar="JOB")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to, such as deadlines.ics; by default standard output.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to look from, YYYY-MM-DD; by default today.",
)
@click.option("--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address.")
def calendar(job_id: str, *, output: Path | None, as_of: datetime | None, url: str | None) -> None:
    """Write the deadlines of a job's contracts as a calendar file (iCalendar).

    Import it again after another run, and the events are updated, not doubled. They bring alarms
    60, 30 and 7 days before, how each day was counted, and the words that it follows from.
    """
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import say
    from contractsai.entrypoints.cli.report_files import ReportFile, write_report_file

    day = as_of.date() if as_of else None
    with opened_jobs(url) as jobs:
        if output is None:
            jobs.write_calendar(job_id, day, sys.stdout.buffer)
            sys.stdout.flush()
            return
        write_report_file(
            ReportFile(output, "ics"),
            lambda _, stream: jobs.write_calendar(job_id, day, stream),
            again=f"contractsai calendar {job_id} -o FILE",
        )
    say(f"Wrote {output}")
