"""`Jobs` that are run by this very process, for as long as it lives."""

from collections.abc import Sequence
from pathlib import Path

from contractsai.bootstrap.local import LocalRun
from contractsai.domain.ids import JobId
from contractsai.entrypoints.cli.backends.database import DatabaseJobs
from contractsai.entrypoints.cli.exit_codes import CommandFailed
from contractsai.entrypoints.cli.output import View


class LocalRunJobs(DatabaseJobs):
    """`Jobs` on the database, whose submitted job threads of this process carry out."""

    def __init__(self, run: LocalRun) -> None:
        """Take the run; it is closed with this object."""
        super().__init__(run.services)
        self._run = run
        self._paths: dict[str, str] = {}

    def submit(self, folder: Path | str, labels: Sequence[str] = ()) -> View:
        """Store a job and begin to run it."""
        job = super().submit(folder, labels)
        self._paths = {document["id"]: document["path"] for document in self.documents(job["id"])}
        self._run.start(JobId(job["id"]))
        return job

    def get(self, job_id: str) -> View:
        """Return a job.

        Raises:
            CommandFailed: a thread broke, so that the job might never end here.
        """
        job = super().get(job_id)
        if self._run.is_broken and not job["ended_at"]:
            raise CommandFailed(
                f"This run broke, but job {job_id} is kept. "
                "Have a service finish it: contractsai up"
            )
        return job

    def current(self, job_id: str) -> str | None:  # noqa: ARG002 - it runs one job
        """Return the path of the document that runs in the first busy thread."""
        return next((self._paths[found] for found in self._run.running), None)

    def trouble(self, job: View) -> str | None:  # noqa: ARG002 - it runs one job
        """Return what is wrong with the database: there is neither broker nor worker to miss."""
        return self._of_database()

    def close(self) -> None:
        """Stop the threads and their processes."""
        self._run.close()
