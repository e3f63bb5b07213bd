"""Brokers: `DocumentQueue` on Celery, `DocumentQueue` in this process, and a private server."""
