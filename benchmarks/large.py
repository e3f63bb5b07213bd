"""Documents a second of one large job, and how long a job of one document waits behind it.

``python -m benchmarks.large`` submits a folder of small files whose analysis is stored already, and
starts a worker; in the midst of it, again and again, a job of one document is submitted, and the
time until it is claimed is told. By default on SQLite; ``--postgres URL`` is an empty database.
"""

import argparse
import json
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.drain import standing, submit
from contractsai.bootstrap.services import Services
from contractsai.domain.ids import DocumentId, JobId
from contractsai.testing.eventually import eventually

TEXT = "This Agreement is made between A Ltd and B Ltd."
MOST_SECONDS = 1800


def measure(place: Path, options: argparse.Namespace) -> dict[str, float]:
    """Return documents a second, and seconds until a small job is claimed."""
    large, small = place / "large", place / "small"
    for folder, files in ((large, options.documents), (small, 1)):
        folder.mkdir()
        for number in range(files):
            (folder / f"{number:06}.txt").write_text(TEXT)
    with standing(place, options, small) as (services, worker):
        submission = services.submit_job(str(large), tell=32)
        services.announce(submission.told)
        with worker:
            return watch(services, submission.job.id, small, options)


def watch(
    services: Services, job_id: JobId, small: Path, options: argparse.Namespace
) -> dict[str, float]:
    """Submit small jobs at every tenth of the large one, and wait for its end."""
    eventually(lambda: done(services, job_id) > 0, what="the first document", within=300)
    began, first = time.perf_counter(), done(services, job_id)
    waits = []
    for tenth in range(1, 10):
        due = options.documents * tenth // 10
        eventually(
            lambda due=due: done(services, job_id) >= due, what="a tenth", within=MOST_SECONDS
        )
        submitted_at = datetime.now(UTC)
        document_id = submit(services, small, send=True)
        claimed_at = eventually(lambda one=document_id: start_of(services, one), what="the claim")
        waits.append((claimed_at - submitted_at).total_seconds())
    eventually(
        lambda: done(services, job_id) == options.documents, what="the end", within=MOST_SECONDS
    )
    seconds = time.perf_counter() - began
    return {
        "documents_per_second": round((options.documents - first) / seconds, 1),
        "seconds_until_claimed_median": round(statistics.median(waits), 3),
        "seconds_until_claimed_most": round(max(waits), 3),
    }


def done(services: Services, job_id: JobId) -> int:
    """Return how many documents of a job have ended."""
    return services.store.ask(lambda work: work.jobs.get(job_id)).counts.ended


def start_of(services: Services, document_id: DocumentId) -> datetime | None:
    """Return when a document was claimed."""
    return services.store.ask(lambda work: work.documents.get(document_id)).started_at


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--slots", type=int, default=2)
    parser.add_argument("--postgres", help="the URL of an empty database; by default SQLite")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        figures = measure(Path(place), options)
    if options.json:
        print(json.dumps(figures))
    else:
        print(*(f"{name:<32}{value}" for name, value in figures.items()), sep="\n")


if __name__ == "__main__":
    main()
