"""``contractsai register``: contracts in a spreadsheet, and back what people changed in it."""

import contextlib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from contractsai.domain.errors import JobNotFound, NotARegister
from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit

if TYPE_CHECKING:
    from contractsai.entrypoints.cli.backends import Jobs
    from contractsai.entrypoints.cli.output import View


@click.command()
@click.argument("job_id", metavar="[ID]", required=False)
@click.option(
    *("-o", "--output"),
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the register to this .xlsx file.",
)
@click.option(
    *("--import", "imported"),
    metavar="FILE",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Import what was changed in this file: facts as reviews, and your own columns.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be imported, and import nothing.")
@click.option("--overwrite", is_flag=True, help="Import also what somebody else changed meanwhile.")
@click.option("--by", metavar="NAME", help="Who says so; by default your login's name.")
@click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day to look from, YYYY-MM-DD; by default today.",
)
@click.option("--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address.")
@click.option("--json", "as_json", is_flag=True, help="Print the public form as JSON.")
def register(
    job_id: str | None,
    *,
    output: Path | None,
    imported: Path | None,
    dry_run: bool,
    overwrite: bool,
    by: str | None,
    as_of: datetime | None,
    url: str | None,
    as_json: bool,
) -> Exit:
    """Put the contracts of job ID into a spreadsheet, or import what was changed in one.

    A row holds a contract's facts, its calendar, and columns of your own (owner, tag, note, and
    those that you add), which are kept by the content of the file. What is new, changed, moved or
    gone since the last run of the same folder stands on a sheet of its own.

    With --import, ID is the job that the file was written for unless a later one is given.
    """
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.register_import import import_register
    from contractsai.entrypoints.cli.review import login

    _check(job_id, output, imported, is_import=dry_run or overwrite, as_json=as_json)
    day = f"{as_of:%Y-%m-%d}" if as_of else None
    with opened_jobs(url) as jobs:
        if imported is not None:
            return import_register(
                jobs,
                imported,
                job_id,
                by=by or login(),
                is_dry=dry_run,
                overwrite=overwrite,
                as_json=as_json,
            )
        _export(jobs, job_id or "", day, output, as_json=as_json)
    return Exit.DONE


def _export(
    jobs: "Jobs", job_id: str, day: str | None, output: Path | None, *, as_json: bool
) -> None:
    from contractsai.entrypoints.cli.output import print_json, say

    view = jobs.register(job_id, day)
    if output is not None:
        _refuse_to_lose_work(jobs, output, view)
        _write(view, output)
        say(f"Wrote {output}: {_summary(view)}")
    if as_json:
        print_json(view)


def _write(view: "View", output: Path) -> None:
    from contractsai.bootstrap.register import write_register_file
    from contractsai.entrypoints.cli.report_files import ReportFile, write_report_file

    def write(_: str, stream: BinaryIO) -> None:
        write_register_file(view, stream)

    try:
        write_report_file(ReportFile(output, "xlsx"), write)
    except CommandFailed as error:
        reason = getattr(error.__cause__, "strerror", None) or "the disk refuses"
        raise CommandFailed(
            f"The register could not be written to {output} ({reason}). Name another place: "
            f"contractsai register {view['job']} -o FILE"
        ) from error


def _refuse_to_lose_work(jobs: "Jobs", output: Path, view: "View") -> None:
    """Refuse to write over a register with changes that were not imported."""
    from contractsai.application.register_edits import plan_import
    from contractsai.bootstrap.register import read_register_file

    if not output.exists():
        return
    try:
        with output.open("rb") as stream:
            sheet = read_register_file(stream)
    except NotARegister:  # nothing of ours
        return
    with contextlib.suppress(JobNotFound):  # what it was written for may be purged
        view = view if sheet.job_id == view["job"] else jobs.register(sheet.job_id, None)
    plan = plan_import(sheet.rows, view)
    left = len(plan.edits) + len(plan.troubles)
    if left:
        raise CommandFailed(
            f"{output} holds changes that were not imported ({left}), and would lose them. Write "
            f"to another file, or import them first: contractsai register --import {output}"
        )


def _summary(view: "View") -> str:
    """Return how much there is, and what changed since the run before."""
    told = f"{len(view['contracts'])} contracts"
    if view["since"] is None:
        return f"{told}; no run of this folder completed before."
    counts = Counter(item["change"] for item in view["changes"])
    changed = ", ".join(f"{count} {change}" for change, count in sorted(counts.items()))
    return f"{told}; since job {view['since']['job']}: {changed or 'nothing changed'}."


def _check(
    job_id: str | None,
    output: Path | None,
    imported: Path | None,
    *,
    is_import: bool,
    as_json: bool,
) -> None:
    wrong = ""
    if imported is not None and output is not None:
        wrong = "One run either writes or imports. First: contractsai register --import FILE"
    elif imported is None and is_import:
        wrong = "There is nothing to import. Name the file: contractsai register --import FILE"
    elif imported is None and job_id is None:
        wrong = "Name a job; see which there are: contractsai jobs list"
    elif imported is None and output is None and not as_json:
        wrong = f"Say where to: contractsai register {job_id} -o contracts.xlsx"
    elif output is not None and output.suffix.lower() != ".xlsx":
        wrong = (
            f"A register is a workbook, which {output.name} is not called. Write it to: "
            f"contractsai register {job_id} -o {output.with_suffix('.xlsx').name}"
        )
    if wrong:
        raise CommandFailed(wrong, code=Exit.USAGE)
