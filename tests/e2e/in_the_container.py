"""One step of a story, within a worker's container: ends what was held, submits, holds anew.

The order is JSON on the command line, and what came of it JSON on the output.
"""

import json
import os
import signal
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


def backed_off(services: Services, job_id: JobId) -> list[str]:
    """Return which documents of a job began anew no earlier than their backoff was over."""
    created = services.read_job(job_id).created_at
    return [
        path
        for path, found in documents(services, job_id).items()
        if found.failures and found.started_at and found.started_at >= found.run_at > created
    ]


def held(services: Services, until: str) -> JobId:
    """Return a job whose document runs until there is a file at *until*."""
    job_id = submit(services, {"held": f"wait:{until}"})
    eventually(lambda: holder(services, job_id), what="a document that runs")
    return job_id


def holder(services: Services, job_id: JobId) -> str | None:
    """Return which process of a worker runs the document of a job."""
    found = documents(services, job_id)["held"]
    return found.worker if found.state is State.RUNNING else None


def frozen(services: Services, until: str) -> dict[str, Any]:
    """Return how a document ended whose process can only be ended from without.

    It is stopped, so that neither the limit of the document nor a soft one reaches it.
    """
    job_id = submit(services, {"held": f"wait:{until}"})
    process = eventually(lambda: stopped(services, job_id), what="a process that is stopped")
    eventually(lambda: not is_there(process), what="the end of a process by Celery's hard limit")
    Path(until).touch()
    return ended(services, job_id)


def stopped(services: Services, job_id: JobId) -> int | None:
    """Stop the process that runs the document; return it, if it had not let go of it by then."""
    name = holder(services, job_id)
    if name is None:
        return None
    process = int(name.rpartition(":")[2])
    os.kill(process, signal.SIGSTOP)
    if holder(services, job_id) == name:
        return process
    os.kill(process, signal.SIGCONT)
    return None


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


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
        job_id = submit(services, order["submit"])
        told["ended"] = ended(services, job_id)
        told["backed off"] = backed_off(services, job_id)
    if "limit" in order:
        told["timed out"] = timed_out(services, submit(services, order["limit"]))
    if "freeze" in order:
        told["frozen"] = frozen(services, order["freeze"])
    if "hold" in order:
        told["held"] = held(services, order["hold"])
    services.close()
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
