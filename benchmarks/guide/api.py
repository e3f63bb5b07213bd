"""The guide's API: a row, and a task."""

import uuid

from fastapi import FastAPI
from pydantic import BaseModel

from benchmarks.guide.celery_app import run_pipeline
from benchmarks.guide.database import Base, Job, Session, engine

app = FastAPI()
Base.metadata.create_all(engine)


class AnalyzeRequest(BaseModel):
    """A folder."""

    folder_path: str


@app.post("/analyze", status_code=202)
def analyze(request: AnalyzeRequest) -> dict[str, str]:
    """Make a job of a folder."""
    job_id = uuid.uuid4().hex
    with Session() as session:
        session.add(Job(id=job_id, folder_path=request.folder_path, status="PENDING"))
        session.commit()
    run_pipeline.delay(job_id, request.folder_path)
    return {"id": job_id}
