"""The analysis of one document; it knows no jobs, no SQL and no Celery."""
