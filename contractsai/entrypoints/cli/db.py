"""``contractsai db``: the database's schema."""

import click


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
