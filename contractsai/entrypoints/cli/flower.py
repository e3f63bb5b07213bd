"""``contractsai flower``: Celery's monitor on our application, for looking only."""

import importlib.util
import os
from typing import Final

import click

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
PASSWORD: Final = "FLOWER_BASIC_AUTH"  # noqa: S105 - the name of the variable that holds it


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--address", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option("--port", type=click.IntRange(1, 65535), default=5555, show_default=True)
@click.argument("flower_options", nargs=-1, type=click.UNPROCESSED)
def flower(*, address: str, port: int, flower_options: tuple[str, ...]) -> int:
    """Show workers and tasks with Flower; it changes nothing. Further options go to Flower.

    Whoever calls needs the name and the password of FLOWER_BASIC_AUTH=NAME:PASSWORD, which may
    stand in a file: FLOWER_BASIC_AUTH_FILE. Without one, it listens on the loopback address alone,
    and its API answers nobody.
    """
    from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit
    from contractsai.entrypoints.cli.servers import run_celery
    from contractsai.settings.secret_files import BEHIND, value_of

    if (password := value_of(PASSWORD, os.environ)) is not None:
        os.environ[PASSWORD] = password  # where Flower looks
        del os.environ[f"{PASSWORD}{BEHIND}"]
    if address not in LOOPBACK and not all(os.environ.get(PASSWORD, "").partition(":")):
        raise CommandFailed(
            f"Others reach {address}, so Flower needs a password. Set one: "
            f"export {PASSWORD}=admin:$(openssl rand -hex 16)",
            code=Exit.USAGE,
        )
    if importlib.util.find_spec("flower") is None:
        raise CommandFailed(
            "Flower is not installed. Install it: pip install 'contractsai[flower]'"
        )
    listening = (f"--address={address}", f"--port={port}")
    return run_celery("flower", *flower_options, *listening, "--read_only=True")
