"""``contractsai audit``: what was done at whose wish; on the machine that has the database."""

import click


@click.group()
def audit() -> None:
    """Show what was done at whose wish."""


@audit.command("list")
@click.option("--who", help="At the wish of this key's name.")
@click.option("--subject", help="About the job, worker or key of this id.")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_audit(*, who: str | None, subject: str | None, limit: int, as_json: bool) -> None:
    """List the calls that could change something, the latest first."""
    import contextlib

    from contractsai.application.ports import AuditFilter
    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.access_views import entry_view
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.output import print_audit, print_json

    with contextlib.closing(build_services(read_settings())) as services:
        services.prepare_database()
        wanted = AuditFilter(who=who, subject=subject)
        found = services.access.read_audit(limit=limit, wanted=wanted)
    views = [entry_view(entry) for entry in found]
    if as_json:
        print_json(views)
    else:
        print_audit(views)
