"""`WebhookStore` in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from contractsai.adapters.stores.memory_table import Table
from contractsai.domain.ids import WebhookId
from contractsai.domain.webhook import Webhook, WebhookState

ORDER: Final = (WebhookState.GIVEN_UP, WebhookState.WAITING, WebhookState.DELIVERED)


class MemoryWebhooks:
    """`WebhookStore` on a table."""

    def __init__(self, rows: Callable[[], Table[WebhookId, Webhook]]) -> None:
        self._rows = rows  # asked each time: a commit may put another in its place

    def add(self, webhooks: Sequence[Webhook]) -> int:
        """Insert those of which there is no row yet."""
        new = {row.id: row for row in webhooks if self.get(row.id) is None}
        for webhook in new.values():
            self._rows().put(webhook.id, webhook)
        return len(new)

    def take_due(self, now: datetime) -> Webhook | None:
        """Return one that is due, as about to be sent."""
        due = (row for row in self._waiting() if row.send_at <= now)
        first = min(due, key=lambda row: (row.send_at, row.created_at, row.id), default=None)
        if first is None:
            return None
        taken = first.sending(now)
        self._rows().put(taken.id, taken)
        return taken

    def save(self, webhook: Webhook) -> bool:
        """Write the row, unless there was another attempt."""
        stored = self.get(webhook.id)
        is_ours = stored is not None and stored.attempts == webhook.attempts
        if is_ours:
            self._rows().put(webhook.id, webhook)
        return is_ours

    def postpone(self, until: datetime) -> None:
        """Have no waiting one sent before an instant."""
        for webhook in self._waiting():
            if webhook.send_at < until:
                self._rows().put(webhook.id, replace(webhook, send_at=until))

    def latest(self, *, limit: int) -> Sequence[Webhook]:
        """Return those given up first, then those waiting; the newest first."""
        rows = sorted(self._rows().values(), key=lambda row: (row.created_at, row.id), reverse=True)
        return sorted(rows, key=lambda row: ORDER.index(row.state))[:limit]

    def get(self, webhook_id: WebhookId) -> Webhook | None:
        """Return the row."""
        return self._rows().get(webhook_id)

    def delete_ended(self, before: datetime, *, limit: int) -> int:
        """Delete those that ended before an instant."""
        old = [row.id for row in self._rows().values() if row.ended_at and row.ended_at < before]
        for webhook_id in old[:limit]:
            self._rows().put(webhook_id, None)
        return len(old[:limit])

    def _waiting(self) -> list[Webhook]:
        return [row for row in self._rows().values() if row.state is WebhookState.WAITING]
