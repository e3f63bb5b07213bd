"""The command line of the simulation: run schedules, or replay one."""

import json
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from typing import Final

import click
from rich.console import Console
from rich.progress import Progress

from contractsai.testing.simulation.campaign import Tally, run_campaign
from contractsai.testing.simulation.mistakes import MISTAKES, planted
from contractsai.testing.simulation.schedule import Outcome, Schedule, run_schedule
from contractsai.testing.simulation.shrink import needed_faults

COMMAND: Final = "python -m contractsai.testing.simulation"
LAST_LINES: Final = 30  # of a failing schedule's trace
BROKEN: Final = 1


def _numbers(_: click.Context, __: click.Parameter, given: str | None) -> tuple[int, ...] | None:
    if given is None:
        return None
    try:
        return tuple(int(part) for part in given.split(",") if part)
    except ValueError as error:
        raise click.BadParameter(f"{given!r} is no list of numbers, like 0,3,4") from error


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--schedules", default=1000, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), help="Of the first.")
@click.option(
    "--processes",
    default=os.cpu_count() or 1,
    type=click.IntRange(1),
    help="How many run schedules at the same time; all processors by default.",
)
@click.option(
    "--faults",
    "numbers",
    callback=_numbers,
    help="Of one schedule's plan, take these faults only, counted from 0; '' for none.",
)
@click.option("--trace", is_flag=True, help="Show one schedule step by step.")
@click.option(
    "--mistake", type=click.Choice(sorted(MISTAKES)), help="Plant a mistake, to see it found."
)
@click.option("--json", "as_json", is_flag=True, help="Tell the summary to programs.")
def main(
    *,
    schedules: int,
    seed: int,
    processes: int,
    numbers: tuple[int, ...] | None,
    trace: bool,
    mistake: str | None,
    as_json: bool,
) -> None:
    """Run the whole service in virtual time while everything goes wrong that can.

    Each schedule is drawn from a seed of its own: --seed, and those after it. The exit code is 0 if
    every promise was kept, and 1 if one was broken; then the command that replays it is shown.
    """
    if trace or numbers is not None:
        sys.exit(_replay(seed, numbers, mistake, with_trace=trace))
    tally = _run(range(seed, seed + schedules), processes, mistake)
    if as_json:
        click.echo(json.dumps(_facts(tally, seed)))
    if tally.broken is None:
        if not as_json:
            click.echo(_summary(tally, seed))
        return
    _explain(tally.broken, mistake)
    sys.exit(BROKEN)


def _run(seeds: Sequence[int], processes: int, mistake: str | None) -> Tally:
    tally, console = Tally(), Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("schedules", total=len(seeds))
        for tally in run_campaign(seeds, processes=processes, mistake=mistake):
            progress.update(task, completed=tally.schedules)
    return tally


def _summary(tally: Tally, seed: int) -> str:
    return (
        f"{tally.schedules} schedules from seed {seed}: {tally.documents} documents,"
        f" {tally.faults.total()} faults of {len(tally.faults)} kinds, {tally.steps} steps,"
        f" {tally.checks} commits checked, 0 promises broken; {tally.seconds:.1f} s"
        f" for {tally.virtual_seconds / 3600:.0f} virtual hours"
    )


def _facts(tally: Tally, seed: int) -> dict[str, object]:
    broken = tally.broken
    return {
        "seed": seed,
        "schedules": tally.schedules,
        "documents": tally.documents,
        "steps": tally.steps,
        "checks": tally.checks,
        "faults": {kind.value: count for kind, count in sorted(tally.faults.items())},
        "seconds": round(tally.seconds, 1),
        "broken": broken and {"seed": broken.schedule.seed, "what": broken.broken},
    }


def _explain(outcome: Outcome, mistake: str | None) -> None:
    """Show the smallest set of faults that still breaks a promise, and how to see it again."""
    schedule = outcome.schedule
    with planted(mistake) if mistake else nullcontext():
        kept = needed_faults(schedule)
        small = run_schedule(schedule.with_only(kept), with_trace=True)
    planted_too = f" --mistake {mistake}" if mistake else ""
    chosen = ",".join(map(str, kept))
    click.echo(f"BROKEN with seed {schedule.seed}: {outcome.broken}", err=True)
    if small.broken != outcome.broken:
        click.echo(f"and with the faults below alone: {small.broken}", err=True)
    click.echo(f"scenario: {json.dumps(asdict(schedule.scenario))}", err=True)
    for number in kept:
        click.echo(f"fault {number}: {schedule.plan[number]}", err=True)
    click.echo("the last steps:", err=True)
    for line in small.trace[-LAST_LINES:]:
        click.echo(f"  {line}", err=True)
    click.echo(
        f"replay: {COMMAND} --seed {schedule.seed} --faults '{chosen}' --trace{planted_too}",
        err=True,
    )


def _replay(
    seed: int, numbers: tuple[int, ...] | None, mistake: str | None, *, with_trace: bool
) -> int:
    schedule = Schedule.of(seed)
    if numbers is not None:
        if any(number >= len(schedule.plan) for number in numbers):
            raise click.BadParameter(f"the plan of seed {seed} has {len(schedule.plan)} faults")
        schedule = schedule.with_only(numbers)
    with planted(mistake) if mistake else nullcontext():
        outcome = run_schedule(schedule, with_trace=with_trace)
    for line in outcome.trace:
        click.echo(line)
    for fault in schedule.plan:
        click.echo(f"planned: {fault}")
    click.echo(f"BROKEN: {outcome.broken}" if outcome.broken else "every promise was kept")
    return BROKEN if outcome.broken else 0
