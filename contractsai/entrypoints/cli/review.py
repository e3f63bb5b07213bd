"""``contractsai review`` and ``reviews``: say what is right, and take away what people said."""

import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit

if TYPE_CHECKING:
    from contractsai.entrypoints.cli.backends import Jobs
    from contractsai.entrypoints.cli.output import View

VERDICTS: Final = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "withdraw": "open",
}
_MEMBER: Final = click.option(
    "--member", metavar="NAME", help="The document inside the file, as in the report."
)
_URL: Final = click.option(
    "--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address."
)
_JSON: Final = click.option(
    "--json", "as_json", is_flag=True, help="Print the public form as JSON."
)


@click.command()
@click.argument("job_id", metavar="ID")
@click.argument("path")
@click.argument("finding")
@click.argument("verdict", type=click.Choice([*VERDICTS]))
@click.argument("value", required=False)
@_MEMBER
@click.option("--normal", metavar="JSON", help="The right value in the report's typed form.")
@click.option("--by", metavar="NAME", help="Who says so; by default your login's name.")
@click.option("--note", metavar="TEXT", help="Why.")
@_URL
@_JSON
def review(
    job_id: str,
    path: str,
    finding: str,
    verdict: str,
    value: str | None,
    *,
    member: str | None,
    normal: str | None,
    by: str | None,
    note: str | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Say of a FINDING in the document at PATH of job ID whether it is right.

    A correction takes the right VALUE, written as a person does: 2026-03-03, "2 years",
    "US-NY New York", a name. The verdict holds for this content in every job, also when it is
    analysed again; the last one holds, and earlier ones are kept.
    """
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import print_json

    _check(verdict, value, normal)
    body: dict[str, object] = {
        "verdict": VERDICTS[verdict],
        "text": value,
        "normal": _parsed(normal),
        "by": by or login(),
        "note": note,
    }
    told = {name: given for name, given in body.items() if given is not None}
    with opened_jobs(url) as jobs:
        document_id = _document_id(jobs, job_id, path)
        made = jobs.review(job_id, document_id, finding, member, told)
    if as_json:
        print_json(made)
    else:
        click.echo(_line(made))


@click.group()
def reviews() -> None:
    """Look at what people said of findings, and take it away to learn from.

    A service that runs on this data directory, or at --url, is asked; without one, the database.
    """


@reviews.command()
@click.argument("job_id", metavar="ID")
@click.argument("path")
@click.argument("finding")
@_MEMBER
@_URL
@_JSON
def show(
    job_id: str, path: str, finding: str, *, member: str | None, url: str | None, as_json: bool
) -> None:
    """Show every verdict on a FINDING, the oldest first; the last one holds."""
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import print_json, say

    with opened_jobs(url) as jobs:
        document_id = _document_id(jobs, job_id, path)
        found = jobs.reviews(job_id, document_id, finding, member)
    if as_json:
        print_json(found)
    elif found:
        for item in found:
            click.echo(_line(item))
    else:
        command = f"contractsai review {job_id} {path} {finding} accept"
        say(f"Nobody has reviewed it. Begin with: {command}")


@reviews.command()
@click.option(
    "--format",
    "export_format",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    help="One review a line.",
)
@click.option("--history", "with_history", is_flag=True, help="Include what no longer holds.")
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to; by default standard output.",
)
@_URL
def export(*, export_format: str, with_history: bool, output: Path | None, url: str | None) -> None:
    """Write the verdicts that hold, with old and new values and the text around them."""
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import say
    from contractsai.entrypoints.cli.report_files import ReportFile, write_report_file

    with opened_jobs(url) as jobs:
        if output is None:
            jobs.export_reviews(sys.stdout.buffer, with_history=with_history)
            sys.stdout.flush()
            return
        write_report_file(
            ReportFile(output, export_format),
            lambda _, stream: jobs.export_reviews(stream, with_history=with_history),
        )
    say(f"Wrote {output}")


@reviews.command()
@click.argument("sha256", metavar="SHA256")
def delete(sha256: str) -> None:
    """Delete every review of what a file holds, and what is kept beside it, from the database.

    SHA256 is the file's checksum. The purge of old jobs keeps reviews and what a register keeps;
    this is for contracts that nothing may be kept of.
    """
    import contextlib

    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.cli.configuration import read_settings

    with contextlib.closing(build_services(read_settings())) as services:
        services.prepare_database()
        count = services.reviews.delete(sha256)
    click.echo(f"Deleted {count} reviews and notes.")


def _check(verdict: str, value: str | None, normal: str | None) -> None:
    if verdict == "correct" and (value is None) is (normal is None):
        raise CommandFailed(
            "A correction needs the right value, once: "
            "contractsai review ID PATH FINDING correct VALUE",
            code=Exit.USAGE,
        )
    if verdict != "correct" and not (value is None and normal is None):
        raise CommandFailed(
            f"Only a correction takes a value: contractsai review ID PATH FINDING {verdict}",
            code=Exit.USAGE,
        )


def _parsed(normal: str | None) -> object:
    try:
        return None if normal is None else json.loads(normal)
    except ValueError as error:
        raise CommandFailed(
            f"--normal is not valid JSON ({error}). Write it like: --normal "
            '\'{"n": 2, "unit": "year"}\'',
            code=Exit.USAGE,
        ) from error


def login() -> str | None:
    """Return what the operating system calls the person; None if it does not know."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user may have no name
        return None


def _document_id(jobs: "Jobs", job_id: str, path: str) -> str:
    """Return the id of the job's document at *path*.

    Raises:
        CommandFailed: it has none.
    """
    for document in jobs.documents(job_id):
        if document["path"] == path:
            return str(document["id"])
    raise CommandFailed(
        f"Job {job_id} has no document {path}. See which it has: contractsai jobs show {job_id}"
    )


def _line(review: "View") -> str:
    """Return a verdict as a sentence."""
    by = f" by {review['by']}" if review["by"] else ""
    new = f" to {review['new']['value']}" if review["new"] else ""
    note = f": {review['note']}" if review["note"] else ""
    told = f"{review['at'][:16]} {review['name']} {review['old']['value']}"
    text = f"{told} is {review['verdict']}{new}{by}{note}"
    return text if text.isprintable() else text.encode("unicode_escape").decode()
