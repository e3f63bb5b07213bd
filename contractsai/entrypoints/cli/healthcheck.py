"""``contractsai healthcheck`` as the help shows it; `start` runs it without coming here."""

import click

from contractsai.entrypoints.cli.quick_check import CHECKS, report


@click.command()
@click.argument("process", type=click.Choice(["api", "worker", "beat", "watch"]))
@click.option("--ready", is_flag=True, help="Of the API: whether it can take jobs now.")
def healthcheck(*, process: str, ready: bool) -> int:
    """Tell whether an API, worker, beat or watcher of this machine, or container, is well: 0.

    It fails where a restart helps: the loop got stuck. It does not fail while the broker or the
    database is away, every slot is busy, or the worker drains. It asks neither of them.

    Worker, beat and watcher touch the file CONTRACTSAI_PULSE_FILE, one of their own each; the API
    is asked at CONTRACTSAI_HOST and CONTRACTSAI_PORT.
    """
    check = CHECKS.get((process, "--ready") if ready else (process,))
    if check is None:
        raise click.UsageError("--ready is for the API.")
    return report(check)
