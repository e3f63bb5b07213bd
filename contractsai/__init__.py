"""A durable, distributed contract-analysis service on Celery."""

__version__ = "0.1.0"
