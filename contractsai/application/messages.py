"""The names of the messages that the service sends to itself through the broker."""

import re
from datetime import timedelta
from typing import Final

SCHEMA: Final = 1
"""Version of a message's body, so that a worker can tell what an older sender meant."""

ANALYZE_DOCUMENT: Final = "contractsai.analyze_document"
RELAY: Final = "contractsai.relay"
RESCUE: Final = "contractsai.rescue"
CLEANUP_OLD_JOBS: Final = "contractsai.cleanup_old_jobs"
WEBHOOKS: Final = "contractsai.webhooks"

TICKS: Final = (RELAY, RESCUE, CLEANUP_OLD_JOBS, WEBHOOKS)

CLEANUP_HOUR: Final = 2
"""Of the day, in UTC, when jobs are deleted that ended long ago."""

DOCUMENT_ID: Final = re.compile(r"[0-9a-f]{32}")
"""What the id of a document looks like; nothing else is looked up in the database."""

TICK_LASTS: Final = timedelta(minutes=15)
"""After which a tick is dropped, so that ticks do not pile up while there is no worker.

The sender's clock says when that is and the worker's clock whether it is past, so it is also by how
much the two may be apart.
"""
