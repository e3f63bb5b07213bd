"""``contractsai schedules``: what beat has done, when it last was, and what was missed."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from contractsai.application.ticks import Standing


@click.group()
def schedules() -> None:
    """Show what beat has done again and again."""


@schedules.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_schedules(*, as_json: bool) -> None:
    """List each schedule with its last and its next run, and how many it missed since the last.

    Asks the database, so it runs where a worker runs, with the same environment.
    """
    import contextlib

    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.output import print_json, say

    with contextlib.closing(build_services(read_settings())) as services:
        services.prepare_database()
        found = [_view(standing) for standing in services.schedules.read()]
    if as_json:
        print_json(found)
        return
    for told in found:
        missed = f"  missed: {told['missed']}" if told["missed"] else ""
        click.echo(
            f"{told['name']:<16}  {told['schedule']:<15}  last: {told['last'] or 'never':<25}  "
            f"next: {told['next']}{missed}"
        )
    if any(told["missed"] for told in found):
        say("Runs were missed: no beat ticked, or no worker heard it. See: contractsai doctor")
    elif not any(told["last"] for told in found):
        say("Nothing has run yet. Start a beat, and a worker: contractsai beat")


def _view(standing: "Standing") -> dict[str, object]:
    tick, last = standing.tick, standing.last
    every = f"every {tick.every.total_seconds():g} s"
    return {
        "name": tick.name,
        "schedule": every if tick.hour is None else f"daily {tick.hour:02}:00 UTC",
        "last": last.isoformat(timespec="seconds") if last else None,
        "next": standing.next.isoformat(timespec="seconds"),
        "missed": standing.missed,
    }
