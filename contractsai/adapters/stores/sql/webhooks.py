"""`WebhookStore` on SQLAlchemy Core."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from contractsai.adapters.stores.sql.tables import AWAITS_SENDING, webhooks
from contractsai.domain.ids import WebhookId
from contractsai.domain.webhook import Webhook, WebhookState

NAMES: Final = tuple(field.name for field in fields(Webhook))
OF: Final = webhooks.c
RANK: Final = case((OF.state == "given_up", 0), (OF.state == "waiting", 1), else_=2)


class SqlWebhooks:
    """`WebhookStore` on one connection."""

    def __init__(self, connection: Connection) -> None:
        """Take a connection in a transaction."""
        self._connection = connection
        self._insert = (
            postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
        )

    def add(self, webhooks_: Sequence[Webhook]) -> int:
        """Insert those of which there is no row yet."""
        added = 0
        for webhook in webhooks_:  # few at a time, and a row count that every driver tells
            statement = self._insert(webhooks).values(_row(webhook)).on_conflict_do_nothing()
            added += len(self._connection.execute(statement.returning(OF.id)).all())
        return added

    def take_due(self, now: datetime) -> Webhook | None:
        """Return one that is due; what somebody else is about to take is passed over."""
        query = (
            select(webhooks)
            .where(AWAITS_SENDING, OF.send_at <= now)
            .order_by(OF.send_at, OF.created_at, OF.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        row = self._connection.execute(query).first()
        if row is None:
            return None
        taken = _webhook_of(row).sending(now)
        self._connection.execute(update(webhooks).where(OF.id == taken.id).values(_row(taken)))
        return taken

    def save(self, webhook: Webhook) -> bool:
        """Write the row, unless there was another attempt."""
        guard = (OF.id == webhook.id, OF.attempts == webhook.attempts)
        statement = update(webhooks).where(*guard).values(_row(webhook)).returning(OF.id)
        return self._connection.execute(statement).first() is not None

    def postpone(self, until: datetime) -> None:
        """Have no waiting one sent before an instant."""
        early = (AWAITS_SENDING, OF.send_at < until)
        self._connection.execute(update(webhooks).where(*early).values(send_at=until))

    def latest(self, *, limit: int) -> Sequence[Webhook]:
        """Return those given up first, then those waiting; the newest first."""
        query = select(webhooks).order_by(RANK, OF.created_at.desc(), OF.id.desc()).limit(limit)
        return [_webhook_of(row) for row in self._connection.execute(query)]

    def get(self, webhook_id: WebhookId) -> Webhook | None:
        """Return the row."""
        row = self._connection.execute(select(webhooks).where(OF.id == webhook_id)).first()
        return None if row is None else _webhook_of(row)

    def delete_ended(self, before: datetime, *, limit: int) -> int:
        """Delete those that ended before an instant."""
        old = select(OF.id).where(OF.ended_at < before).order_by(OF.ended_at).limit(limit)
        return self._connection.execute(delete(webhooks).where(OF.id.in_(old))).rowcount


def _row(webhook: Webhook) -> dict[str, Any]:
    return {name: getattr(webhook, name) for name in NAMES} | {"state": webhook.state.value}


def _webhook_of(row: Row[Any]) -> Webhook:
    told = {name: getattr(row, name) for name in NAMES}
    return Webhook(**{**told, "id": WebhookId(row.id), "state": WebhookState(row.state)})
