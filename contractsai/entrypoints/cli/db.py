"""``contractsai db``: the database's schema."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from contractsai.domain.job import Counts


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to this version's schema; safe while others do the same."""
    import contextlib

    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.output import say

    with contextlib.closing(build_services(read_settings())) as services:
        services.upgrade_database()
    say("The database has this version's schema.")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Copy an SQLite database into the new FILE, safe while the service runs.

    A PostgreSQL database is backed up by `pg_dump`.
    """
    from contractsai.bootstrap.database import back_up_database
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.output import say

    back_up_database(read_settings(), file)
    say(f"Wrote {file}. It holds texts of contracts: keep it where nobody else reads.")


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(*, as_json: bool) -> int:
    """Hold the counts of every job against its documents, and mend what differs.

    Exits with 1 if a job had wrong counts. Safe while the service runs.
    """
    import contextlib

    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.output import print_json, say

    with contextlib.closing(build_services(read_settings())) as services:
        services.prepare_database()
        drifts = list(services.recount_jobs())
    if as_json:
        print_json([asdict(drift) for drift in drifts])
    for drift in () if as_json else drifts:
        end = "mended" if drift.is_mended else "left as it is: the job has ended"
        say(f"Job {drift.job_id} said {_told(drift.said)}, has {_told(drift.counted)}; {end}")
    if not as_json and not drifts:
        say("The counts of all jobs are right.")
    return 1 if drifts else 0


def _told(counts: "Counts") -> str:
    """Return the counts that are not 0, in words."""
    named = (f"{count} {name}" for name, count in asdict(counts).items() if count)
    return ", ".join(named) or "nothing"
