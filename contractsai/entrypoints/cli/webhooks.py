"""``contractsai webhooks``: what somebody else's server was told, and what it did not take."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from contractsai.bootstrap.webhooks import Webhooks
    from contractsai.domain.webhook import Webhook


@click.group()
def webhooks() -> None:
    """Show what the service told somebody else's server, or have it told again."""


@webhooks.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--limit", type=click.IntRange(min=1), default=50, help="How many at the most.")
def list_webhooks(*, as_json: bool, limit: int) -> None:
    """List the webhooks: those given up first, then those that wait, the newest first.

    Asks the database, so it runs where a worker runs, with the same environment.
    """
    from contractsai.domain.webhook import WebhookState
    from contractsai.entrypoints.cli.output import print_json, say

    with _opened() as own:
        found = own.read(limit=limit)
        is_on = own.is_on
    if as_json:
        print_json([_view(webhook) for webhook in found])
        return
    for webhook in found:
        told = _view(webhook)
        problem = f"  {told['problem']}" if told["problem"] else ""
        click.echo(
            f"{told['id']}  {told['kind']:<13}  {told['state']:<9}  {told['created_at']}  "
            f"attempts: {told['attempts']}{problem}"
        )
    if any(webhook.state is WebhookState.GIVEN_UP for webhook in found):
        say("Some were given up. Send them again: contractsai webhooks resend")
    if not found and not is_on:
        say("Nobody is told. Say whom: export CONTRACTSAI_WEBHOOK_URL=https://...")


@webhooks.command()
def resend() -> None:
    """Have those sent again that were given up; the next tick begins."""
    from contractsai.entrypoints.cli.output import say

    with _opened() as own:
        count = own.resend()
    say(f"{count} webhooks will be sent again. See how it goes: contractsai webhooks list")


@contextmanager
def _opened() -> Iterator["Webhooks"]:
    import contextlib

    from contractsai.bootstrap.services import build_services
    from contractsai.entrypoints.cli.configuration import read_settings

    with contextlib.closing(build_services(read_settings())) as services:
        services.prepare_database()
        yield services.webhooks


def _view(webhook: "Webhook") -> dict[str, object]:
    """Return what is told of one: not the body, which the receiver has."""
    return {
        "id": webhook.id,
        "kind": webhook.kind,
        "state": webhook.state.value,
        "attempts": webhook.attempts,
        "problem": webhook.problem,
        "created_at": webhook.created_at.isoformat(timespec="seconds"),
        "send_at": webhook.send_at.isoformat(timespec="seconds"),
        "ended_at": webhook.ended_at.isoformat(timespec="seconds") if webhook.ended_at else None,
    }
