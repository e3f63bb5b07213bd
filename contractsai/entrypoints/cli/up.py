"""``contractsai up``: the whole service on this machine, without configuration."""

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from contractsai.bootstrap.services import Services
    from contractsai.settings import Settings


@click.command()
@click.option("--host", help="Where to listen; by default this machine alone.")
@click.option("--port", type=click.IntRange(0, 65535), help="By default 8000; 0 takes a free one.")
@click.option("--workers", type=click.IntRange(min=1), help="Documents at once.")
@click.option("--verbose", "is_verbose", is_flag=True, help="Show all that the parts say.")
def up(*, host: str | None, port: int | None, workers: int | None, is_verbose: bool) -> None:
    """Start API, worker, beat and broker, and keep them running until Ctrl-C.

    The broker is one of its own unless CELERY_BROKER_URL is set. A second Ctrl-C kills at once.
    """
    from contractsai.entrypoints.cli.configuration import read_settings

    settings = read_settings(host=host, port=port)
    serve(
        settings,
        workers=workers,
        is_verbose=is_verbose,
        welcome=lambda url, _services: _welcome(url, settings),
    )


def serve(
    settings: "Settings",
    *,
    welcome: Callable[[str, "Services"], str],
    workers: int | None = None,
    is_verbose: bool = False,
) -> None:
    """Run the whole service until a signal says stop.

    Args:
        settings: as its processes read them, too.
        welcome: what to tell a person once it is ready, at which address.
        workers: documents at once; as the settings say if None.
        is_verbose: whether to show all that the parts say.
    """
    from contractsai.bootstrap.local import build_local_service
    from contractsai.bootstrap.playbooks import playbook_of
    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.cli.explain import trouble
    from contractsai.entrypoints.cli.output import say

    if not settings.is_embedded:  # that one is ours, and not there yet
        from contractsai.bootstrap.celery import check_broker

        check_broker(settings)
    for warning in settings.warnings:
        say(warning)
    playbook_of(settings)  # told here, and not by each worker that does not start
    service = build_local_service(settings, workers=workers, tell=_tell, is_verbose=is_verbose)
    with stop_requests() as requests, contextlib.closing(build_services(settings)) as services:
        service.run(
            prepare=services.upgrade_database,
            on_ready=lambda url: click.echo(welcome(url, services)),
            stop_requests=lambda: len(requests),
            look=lambda: trouble(services.check_database, command="contractsai up"),
        )
    say("Everything has stopped.")


@contextlib.contextmanager
def stop_requests() -> Iterator[list[int]]:
    """Yield a list that grows with each signal to stop, in place of what signals do else."""
    requests: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        requests.append(number)

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), note) for name in names}
    try:
        yield requests
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _tell(line: str) -> None:
    """Tell a person something; that nobody can be told is no reason to stop."""
    from contractsai.entrypoints.cli.output import say

    with contextlib.suppress(OSError):  # standard error may lie on a full disk
        say(line)


def _welcome(url: str, settings: "Settings") -> str:
    return "\n".join(
        (
            f"Ready     {url}",
            f"Dashboard {url}/dashboard",
            f"API docs  {url}/docs",
            "Try it    contractsai analyze FOLDER",
            "Flower    celery -A contractsai.celery_app flower --address=127.0.0.1",
            f"Data      {settings.data_dir}",
            "Stop      Ctrl-C",
        )
    )
