"""The application that ``celery -A contractsai.celery_app`` finds."""

from contractsai.bootstrap_broker import build_celery
from contractsai.settings import Settings

app = build_celery(Settings())
