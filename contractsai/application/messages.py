"""The names of the messages that the service sends to itself through the broker."""

from typing import Final

SCHEMA: Final = 1
"""Version of a message's body, so that a worker can tell what an older sender meant."""

ANALYZE_DOCUMENT: Final = "contractsai.analyze_document"
RELAY: Final = "contractsai.relay"
RESCUE: Final = "contractsai.rescue"
CLEANUP_OLD_JOBS: Final = "contractsai.cleanup_old_jobs"
