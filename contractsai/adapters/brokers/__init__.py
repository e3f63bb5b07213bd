"""Brokers: `DocumentQueue` on Celery, and the broker that `contractsai up` brings along."""
