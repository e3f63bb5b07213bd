"""Our application with a visibility timeout that no setting of ours would allow.

Redis then delivers every message again and again while its document still runs.
"""

from typing import Final

from contractsai.celery_app import app

VISIBILITY_SECONDS: Final = 1

app.conf.broker_transport_options = {
    **app.conf.broker_transport_options,
    "visibility_timeout": VISIBILITY_SECONDS,
    "unacked_restore_interval": 0.2,
    "unacked_restore_throttle": 1,  # look on every round
}
