"""Celery as the service uses it: one application, one queue, and what has to be mended."""
