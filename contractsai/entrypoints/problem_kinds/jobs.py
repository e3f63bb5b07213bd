"""What is said of folders, jobs, their documents, and who works on them."""

from typing import Final

from contractsai.domain import errors
from contractsai.entrypoints.problem_kind import ProblemKind

NOT_ALLOWED: Final = ProblemKind(
    "folder-not-allowed",
    403,
    "The folder lies under none of the allowed roots",
    "Give an absolute path below an allowed root; CONTRACTSAI_ALLOWED_ROOTS sets them.",
    error=errors.FolderNotAllowed,
)
JOB_NOT_FOUND: Final = ProblemKind(
    "job-not-found",
    404,
    "No job has this id",
    "See GET /jobs; ended jobs are deleted after CONTRACTSAI_RETENTION_DAYS.",
    error=errors.JobNotFound,
)
JOB_PURGED: Final = ProblemKind(
    "job-purged",
    410,
    "There was a job of this id; it is deleted",
    "Submit its folder again; ended jobs are deleted after CONTRACTSAI_RETENTION_DAYS.",
    error=errors.JobPurged,
)
FOLDER_NOT_FOUND: Final = ProblemKind(
    "folder-not-found",
    404,
    "There is no such folder",
    "Check the path on the machine, or in the container, that runs the service.",
    error=errors.FolderNotFound,
)
DOCUMENT_NOT_FOUND: Final = ProblemKind(
    "document-not-found",
    404,
    "The job has no document of this id",
    "See GET /jobs/{id}/documents; the report's document_id is another one.",
    error=errors.DocumentNotFound,
)
WORKER_NOT_FOUND: Final = ProblemKind(
    "worker-not-found",
    404,
    "No worker that is there has this id or name",
    "See GET /workers, or: contractsai workers list.",
    error=errors.WorkerNotFound,
)
WRONG_STATE: Final = ProblemKind(
    "wrong-state",
    409,
    "The job's state does not allow that",
    "Look at its state with GET /jobs/{id}; only what runs or waits can be cancelled, only what "
    "FAILED or was CANCELLED retried, and only an ended job deleted.",
    error=errors.InvalidTransition,
)
JOB_NOT_ENDED: Final = ProblemKind(
    "job-not-ended",
    409,
    "The job still runs, so that its report is not whole",
    "Ask again once it has ended, which GET /jobs/{id} with Prefer: wait=30 waits for; or take "
    "what there is with partial=true.",
    retry_after_seconds=1,
    error=errors.JobNotEnded,
)
CHANGED_MEANWHILE: Final = ProblemKind(
    "changed-meanwhile",
    409,
    "Somebody else changed the job at the same moment",
    "Send the request again.",
    retry_after_seconds=1,
    error=errors.StaleRow,
)
NOTHING_TO_ANALYSE: Final = ProblemKind(
    "nothing-to-analyse",
    422,
    "The folder holds no file that could be a document",
    "Check that the files are there, and that the service may read them.",
    error=errors.NothingToAnalyse,
)
