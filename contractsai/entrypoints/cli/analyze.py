"""``contractsai analyze``: a folder in, a report out."""

import os
from datetime import datetime
from pathlib import Path

import click

from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit, exit_of, unread
from contractsai.entrypoints.cli.labels import checked_labels


@click.command()
@click.argument("folder")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the report; the ending chooses the form: .jsonl .csv .xlsx .html. Repeatable.",
)
@click.option("--with-text", is_flag=True, help="Put the text into .jsonl and .html reports.")
@click.option("--with-candidates", is_flag=True, help="Put unlikely findings into reports too.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day by which .html and .xlsx call a date past or near; by default today.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the job as JSON, not the report.")
@click.option("--local", "is_local", is_flag=True, help="Use this process, whatever runs.")
@click.option("--url", envvar="CONTRACTSAI_URL", help="Use the service at this address.")
@click.option("--quiet", "is_quiet", is_flag=True, help="Print the result alone.")
@click.option(
    "--playbook",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Go by your own rules for risks and gaps, in this process; by default "
    "CONTRACTSAI_PLAYBOOK.",
)
@click.option(
    "--label",
    "labels",
    multiple=True,
    metavar="WORD",
    callback=checked_labels,
    help="Find the job by it: contractsai jobs list --label WORD. Repeatable.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Say what a job would hold; make none.")
@click.option("--workers", type=click.IntRange(min=1), help="Documents at once in this process.")
def analyze(
    folder: str,
    *,
    reports: tuple[Path, ...],
    with_text: bool,
    with_candidates: bool,
    as_of: datetime | None,
    as_json: bool,
    is_local: bool,
    url: str | None,
    is_quiet: bool,
    playbook: Path | None,
    labels: tuple[str, ...],
    is_dry: bool,
    workers: int | None,
) -> Exit:
    """Analyse the contracts in FOLDER and show what was found.

    A service that runs on this data directory, or at --url, does the work; without one, this
    process does. Ends with 0 if every document was read whole, 3 if something of one was not, 1 if
    all of them failed.
    """
    from contractsai.application.report import ReportRequest
    from contractsai.bootstrap.reports import report_formats
    from contractsai.entrypoints.cli.backends import opened_for_analysis
    from contractsai.entrypoints.cli.dry_run import print_dry_run
    from contractsai.entrypoints.cli.output import console, print_json, say, summary, told_unread
    from contractsai.entrypoints.cli.report_files import report_files, write_report_file
    from contractsai.entrypoints.cli.watch import cancel_job, progress_for, watch_job

    files = report_files(reports, formats=report_formats())
    day = as_of.date() if as_of else None
    place = checked_folder(folder, is_remote=bool(url) and not is_local)
    opened = opened_for_analysis(
        place,
        url=None if is_local else url,
        is_local=is_local,
        workers=workers,
        playbook=playbook,
    )
    with opened as jobs:
        if is_dry:
            found = jobs.dry_run(place)
            print_json(found) if as_json else print_dry_run(found)
            return Exit.DONE
        job = jobs.submit(place, labels)
        job_id = job["id"]
        say(f"Job {job_id}: {job['documents']['total']} files in {place}", quiet=is_quiet)
        try:
            job = watch_job(jobs, job_id, progress_for(is_quiet=is_quiet))
        except KeyboardInterrupt:
            say(summary(cancel_job(jobs, job_id)))
            return Exit.INTERRUPTED
        for file in files:
            write_report_file(
                file,
                lambda report_format, stream: jobs.write_report(
                    ReportRequest(
                        job_id,
                        report_format,
                        with_text=with_text,
                        with_candidates=with_candidates,
                        as_of=day,
                    ),
                    stream,
                ),
            )
        if as_json:
            print_json(job)
        else:
            jobs.print_report(job_id, console(), as_of=day)
        for file in files:
            say(f"Wrote {file.path}", quiet=is_quiet)
        not_whole = unread(jobs.documents(job_id))
    code = exit_of(job, not_whole)
    if not_whole:
        say(told_unread(not_whole))
    if code is not Exit.DONE:
        say(f"{summary(job)} See why: contractsai jobs show {job_id}")
    return code


def checked_folder(folder: str, *, is_remote: bool = False, command: str = "analyze") -> Path | str:
    """Return the absolute folder; one on another machine is left to that machine.

    A URL is left to the source of its scheme.

    Raises:
        CommandFailed: there is no such folder.
    """
    from contractsai.settings.rules import root_of

    place = root_of(folder)
    if not isinstance(place, Path):
        return folder
    absolute = Path(os.path.abspath(place.expanduser()))  # noqa: PTH100 - keeps links as named
    if not is_remote and not absolute.is_dir():
        kind = "is not a folder" if absolute.exists() else "does not exist"
        raise CommandFailed(f"{absolute} {kind}. Give a folder: contractsai {command} FOLDER")
    return absolute
