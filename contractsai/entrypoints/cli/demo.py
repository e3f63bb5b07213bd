"""``contractsai demo``: sample contracts, analysed and shown, with nothing to set up before."""

import os
import shutil
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from contractsai.bootstrap.services import Services

ELSEWHERE: Final = (
    *("CELERY_BROKER_URL", "CONTRACTSAI_CELERY_BROKER_URL", "CONTRACTSAI_DATABASE_URL"),
    *("CELERY_RESULT_BACKEND", "CONTRACTSAI_CELERY_RESULT_BACKEND", "CONTRACTSAI_API_KEYS"),
)
"""Variables that lead to a service of somebody's own, which no sample has a place in."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="By default 8000; 0 takes a free one.")
def demo(*, port: int | None) -> None:
    """Analyse sample contracts, and show them in the dashboard until Ctrl-C.

    Everything it makes lies in the folder demo of the data directory, which can be deleted.
    """
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.up import serve

    home = read_settings().data_dir / "demo"
    folder = make_samples(home)
    keep_apart(os.environ, home)
    settings = read_settings(port=port)

    def welcome(url: str, services: "Services") -> str:
        job = services.submit_job(str(folder)).job
        return "\n".join(
            (
                f"Dashboard {url}/dashboard/jobs/{job.id}",
                f"Contracts {folder}",
                "Stop      Ctrl-C",
            )
        )

    serve(settings, welcome=welcome)


def make_samples(home: Path) -> Path:
    """Return a folder in *home* that holds the sample contracts."""
    from contractsai.samples import FOLDER

    made = home / "contracts"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(FOLDER, made, dirs_exist_ok=True)
    return made


def keep_apart(environment: MutableMapping[str, str], home: Path) -> None:
    """Have this process, and those that it starts, know no other place than *home*."""
    for name in ELSEWHERE:
        environment.pop(name, None)
    environment["CONTRACTSAI_DATA_DIR"] = str(home)
    environment["CONTRACTSAI_ALLOWED_ROOTS"] = str(home / "contracts")
