"""``contractsai keys``: who may ask the API for what; on the machine that has the database."""

import click


@click.group()
def keys() -> None:
    """Give API keys out, list them, take them back."""


@keys.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--scope",
    type=click.Choice(["read", "write", "admin"]),
    default="write",
    show_default=True,
    help="What it is good for: looking; jobs and reviews too; workers and the audit too.",
)
@click.option(
    "--days", type=click.FloatRange(min=0, min_open=True, max=36_500), help="How long it lives."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def create(name: str, *, scope: str, days: float | None, as_json: bool) -> None:
    """Make a key for NAME and show it, this once: only a digest of it is kept.

    Once a key was made, every request to the API has to bring one.
    """
    import contextlib
    from datetime import timedelta

    from contractsai.bootstrap.services import build_services
    from contractsai.domain.access import Scope
    from contractsai.entrypoints.access_views import key_view
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.output import print_json, say

    lifetime = None if days is None else timedelta(days=days)
    with contextlib.closing(build_services(read_settings())) as services:
        services.prepare_database()
        made = services.access.create_key(name, Scope(scope), lifetime)
        view = key_view(made.key, services.clock.now())
    if as_json:
        print_json(view | {"key": made.text})
        return
    click.echo(made.text)
    say(f"{scope.capitalize()} key {made.key.id} for {made.key.name}; it is shown this once.")


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_keys(*, as_json: bool) -> None:
    """List the keys: whose each is, what it is good for, when it was used last."""
    import contextlib

    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.access_views import key_view
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.output import print_json, print_keys

    with contextlib.closing(build_services(read_settings())) as services:
        services.prepare_database()
        now = services.clock.now()
        found = [key_view(key, now) for key in services.access.list_keys()]
    if as_json:
        print_json(found)
    else:
        print_keys(found)


@keys.command()
@click.argument("key_id", metavar="ID")
def revoke(key_id: str) -> None:
    """Have the key ID, as `keys list` shows it, open nothing any more: everywhere within 2 s."""
    import contextlib

    from contractsai.bootstrap.services import build_services
    from contractsai.domain.ids import KeyId
    from contractsai.entrypoints.cli.configuration import read_settings
    from contractsai.entrypoints.cli.output import say

    with contextlib.closing(build_services(read_settings())) as services:
        services.prepare_database()
        key = services.access.revoke_key(KeyId(key_id))
    say(f"The key of {key.name} opens nothing any more.")
