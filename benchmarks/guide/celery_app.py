"""The guide's `celery_app.py`, with a pipeline that has nothing to do."""

import os
from pathlib import Path

from celery import Celery

from benchmarks.guide.database import Job, Session

app = Celery(
    "guide",
    broker=os.environ.get("BENCHMARK_BROKER_URL"),
    backend=os.environ.get("BENCHMARK_BROKER_URL"),
    set_as_current=False,
)
app.conf.update(
    task_time_limit=3600,
    task_soft_time_limit=3300,
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=int(os.environ.get("BENCHMARK_TASKS_PER_CHILD", "50")),
    broker_connection_retry_on_startup=True,
)


@app.task(name="run_pipeline")
def run_pipeline(job_id: str, folder_path: str) -> None:
    """Read the folder's documents, and say in the row that it is done."""
    _set_status(job_id, "PROCESSING")
    for path in Path(folder_path).iterdir():
        path.read_bytes()
    _set_status(job_id, "COMPLETED")


def _set_status(job_id: str, status: str) -> None:
    with Session() as session:
        job = session.get_one(Job, job_id)
        job.status = status
        session.commit()
