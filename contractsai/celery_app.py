"""The application that ``celery -A contractsai.celery_app`` finds."""

import click

from contractsai.bootstrap_broker import build_celery
from contractsai.domain.errors import UnsafeConfiguration
from contractsai.settings import Settings

try:
    app = build_celery(Settings())
except UnsafeConfiguration as error:  # which Celery's command would show with a traceback
    click.echo(f"contractsai: {error}", err=True)
    raise SystemExit(2) from error
