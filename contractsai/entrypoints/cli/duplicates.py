"""``contractsai duplicates``: documents of a job that are nearly the same, side by side."""

import click


@click.command()
@click.argument("job_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print the public form as JSON.")
@click.option("--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address.")
def duplicates(job_id: str, *, as_json: bool, url: str | None) -> None:
    """Show documents of job ID that are nearly the same, and what differs between them.

    A draft and its executed copy, the same contract as PDF and as DOCX: numbers, dates and facts
    that differ stand side by side. Nothing is merged. Copies of the same bytes are in the report.
    """
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import print_json, print_near, say

    with opened_jobs(url) as jobs:
        groups = list(jobs.near_duplicates(job_id))
    if as_json:
        print_json(groups)
        return
    for group in groups:
        print_near(group)
    if not groups:
        say(f"No two documents are nearly the same. See all: contractsai jobs show {job_id}")
