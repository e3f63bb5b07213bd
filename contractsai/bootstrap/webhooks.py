"""The use cases of webhooks with their ports filled in."""

import random
from collections.abc import Sequence
from typing import Final

from contractsai.adapters.webhooks import HttpReceiver
from contractsai.application import near_deadlines, webhooks
from contractsai.application.ports import Clock, Store
from contractsai.domain.webhook import Webhook, key_of
from contractsai.settings import Settings

MOST: Final = 1000


class Webhooks:
    """What somebody else's server is told."""

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        """Take the settings, for the address; the rows; and the clock."""
        self._settings = settings
        self._store = store
        self._clock = clock

    @property
    def is_on(self) -> bool:
        """Whether there is an address: without one, nothing is written."""
        return self._settings.webhook_url is not None

    def tick(self) -> None:
        """Notice what is to be told, and send what is due."""
        url, secret = self._settings.webhook_url, self._settings.webhook_secret
        if url is None or secret is None:
            return
        self.notice()
        near_deadlines.notice_deadlines(store=self._store, clock=self._clock)
        webhooks.send_due(
            store=self._store,
            clock=self._clock,
            receiver=HttpReceiver(url.get_secret_value(), key=key_of(secret.get_secret_value())),
            jitter=random.random,
        )

    def notice(self) -> None:
        """Note which jobs have ended, if somebody is to be told."""
        if self.is_on:
            webhooks.notice_ended(store=self._store, clock=self._clock)

    def read(self, *, limit: int = MOST) -> Sequence[Webhook]:
        """Return webhooks, those first that need a person."""
        return webhooks.read_webhooks(store=self._store, limit=limit)

    def resend(self) -> int:
        """Have those sent again that were given up."""
        return webhooks.resend_given_up(store=self._store, clock=self._clock)
