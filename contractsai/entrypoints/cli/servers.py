"""``contractsai api``, ``worker`` and ``beat``: one process of the service each."""

import os
import sys
from collections.abc import Callable
from typing import cast

import click

LEVELS = click.Choice(["DEBUG", "INFO", "WARNING", "ERROR"], case_sensitive=False)
POOLS = click.Choice(["prefork", "threads", "solo"])


@click.command()
@click.option("--host", help="Where to listen; by default CONTRACTSAI_HOST.")
@click.option("--port", type=click.IntRange(0, 65535), help="By default CONTRACTSAI_PORT.")
def api(*, host: str | None, port: int | None) -> None:
    """Serve the HTTP API."""
    from contractsai.bootstrap.database import prepare_data_dir
    from contractsai.entrypoints.cli.configuration import read_settings

    settings = read_settings(host=host, port=port)
    prepare_data_dir(settings)
    from contractsai.bootstrap.local import ensure_port_is_free
    from contractsai.entrypoints.api.app import run
    from contractsai.entrypoints.cli.output import say

    for warning in settings.warnings:
        say(f"WARNING: {warning}")
    ensure_port_is_free(settings)
    run(settings)


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--concurrency", type=click.IntRange(min=1), help="Documents at once.")
@click.option("--pool", type=POOLS, help="By default prefork, on Windows threads.")
@click.option("--loglevel", type=LEVELS, default="INFO", show_default=True)
@click.option("--name", help="The node's name for Celery; by default one that nobody else has.")
@click.argument("celery_options", nargs=-1, type=click.UNPROCESSED)
def worker(
    *,
    concurrency: int | None,
    pool: str | None,
    loglevel: str,
    name: str | None,
    celery_options: tuple[str, ...],
) -> int:
    """Run a Celery worker; further options go to Celery as they are.

    The same as ``celery -A contractsai.celery_app worker``, with a name of its own and without
    the chatter among workers that nothing here needs.
    """
    from contractsai.entrypoints.cli.configuration import read_settings

    settings = read_settings(concurrency=concurrency)
    options = [
        f"--pool={pool or ('threads' if sys.platform == 'win32' else 'prefork')}",
        f"--loglevel={loglevel}",
        f"--hostname={name or f'worker-{os.getpid()}@%h'}",
        "--without-gossip",
        "--without-mingle",
    ]
    if settings.concurrency is not None:
        options.append(f"--concurrency={settings.concurrency}")
    return run_celery("worker", *options, *celery_options, is_quiet=settings.log_format == "json")


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--loglevel", type=LEVELS, default="INFO", show_default=True)
@click.argument("celery_options", nargs=-1, type=click.UNPROCESSED)
def beat(*, loglevel: str, celery_options: tuple[str, ...]) -> int:
    """Send the ticks; any number of beats is safe. Further options go to Celery as they are."""
    from contractsai.entrypoints.cli.configuration import read_settings

    settings = read_settings()  # what is wrong is told here; a beat keeps no file, and no folder
    return run_celery(
        "beat", f"--loglevel={loglevel}", *celery_options, is_quiet=settings.log_format == "json"
    )


def run_celery(*arguments: str, is_quiet: bool = False) -> int:
    """Run a command of Celery's on our application, in this process, and return its exit code.

    Args:
        arguments: as people write them behind ``celery``.
        is_quiet: leaves out the banner, which is for people.
    """
    from contractsai.celery_app import app

    quiet = ["--quiet"] if is_quiet else []
    start = cast("Callable[[list[str]], int | None]", app.start)  # its types say it never returns
    return start([*quiet, *arguments]) or 0
