"""One step of a story, within a worker's container: ends what was held, submits, holds anew.

The order is JSON on the command line, and what came of it JSON on the output.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from contractsai.bootstrap.services import Services, build_services
from contractsai.domain.document import Document
from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.settings import Settings
from contractsai.testing.eventually import eventually


def submit(services: Services, texts: dict[str, str]) -> JobId:
    """Return a job over a new folder of such files, told to the broker."""
    folder = Path(tempfile.mkdtemp())
    for name, text in texts.items():
        (folder / name).write_text(text)
    job_id = services.submit_job(str(folder)).job.id
    services.dispatch_job(job_id)
    return job_id


def documents(services: Services, job_id: JobId) -> dict[str, Document]:
    return {found.path: found for found in services.read_documents(job_id, limit=100)}


def ended(services: Services, job_id: JobId) -> dict[str, Any]:
    """Return each document's state, attempts and failures once the job has ended."""
    eventually(lambda: services.read_job(job_id).state.has_ended, what="the end of the job")
    return {
        path: [found.state.value, found.attempt, found.failures]
        for path, found in documents(services, job_id).items()
    }


def timed_out(services: Services, job_id: JobId) -> dict[str, int]:
    """Return how many attempts of each document have died, once all have; then cancel the job."""

    def all_have() -> dict[str, int] | None:
        crashes = {path: found.crashes for path, found in documents(services, job_id).items()}
        return crashes if all(crashes.values()) else None

    seen = eventually(all_have, what="the end of each document's first attempt")
    services.cancel_job(job_id)
    return seen


def held(services: Services, until: str) -> JobId:
    """Return a job whose document runs until there is a file at *until*."""
    job_id = submit(services, {"held": f"wait:{until}"})

    def runs() -> bool:
        return documents(services, job_id)["held"].state is State.RUNNING

    eventually(runs, what="a document that runs")
    return job_id


def main() -> None:
    """Obey."""
    order = json.loads(sys.argv[1])
    services = build_services(Settings())
    told: dict[str, Any] = {}
    if "release" in order:
        job_id, until = order["release"]
        Path(until).touch()
        told["released"] = ended(services, JobId(job_id))
    if "submit" in order:
        told["ended"] = ended(services, submit(services, order["submit"]))
    if "limit" in order:
        told["timed out"] = timed_out(services, submit(services, order["limit"]))
    if "hold" in order:
        told["held"] = held(services, order["hold"])
    services.close()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
