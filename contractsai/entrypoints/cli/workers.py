"""``contractsai workers``: who runs documents, and how one is asked to claim no more."""

import time
from typing import Final

import click

PATIENCE_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 0.2
URL = click.option("--url", envvar="CONTRACTSAI_URL", help="Ask the service at this address.")


@click.group()
def workers() -> None:
    """Show the workers and what they run, or take one out of service."""


@workers.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print the public form as JSON.")
@URL
def list_workers(*, as_json: bool, url: str | None) -> None:
    """List the workers: what each runs since when, and what it takes; the lost ones for a day."""
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.output import print_json, print_workers, say

    with opened_jobs(url) as jobs:
        found = jobs.workers()
    if as_json:
        print_json(found)
        return
    print_workers(found)
    if not any(worker["state"] == "active" for worker in found):
        say("No worker takes documents. Start one: contractsai worker")


@workers.command()
@click.argument("worker", metavar="WORKER")
@URL
def drain(worker: str, *, url: str | None) -> None:
    """Have WORKER, a name or an id, claim no more documents; what it runs goes on.

    Then it can be stopped without giving anything back. Only a restart has it claim again.
    """
    from contractsai.entrypoints.cli.backends import opened_jobs
    from contractsai.entrypoints.cli.exit_codes import CommandFailed
    from contractsai.entrypoints.cli.output import say

    with opened_jobs(url) as jobs:
        asked = jobs.drain(worker)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            now = next((one for one in jobs.workers() if one["id"] == asked["id"]), None)
            if now is not None and now["state"] != "active":
                break
            if time.monotonic() > deadline:
                raise CommandFailed(
                    f"{worker} was asked, and has not answered yet. Look again: "
                    "contractsai workers list"
                )
            time.sleep(LOOK_SECONDS)
    left = len(now["documents"])
    say(f"{now['name']} is {now['state']} and claims no more; it runs {left} documents.")
