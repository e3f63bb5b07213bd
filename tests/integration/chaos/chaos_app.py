"""`contractsai.celery_app` with Celery's own settings as the environment of a test wants them."""

import json
import os

from contractsai.celery_app import app

_changes = json.loads(os.environ["CHAOS_CELERY"])
_transport = {**app.conf.broker_transport_options, **_changes.pop("broker_transport_options", {})}
app.conf.update(_changes, broker_transport_options=_transport)
