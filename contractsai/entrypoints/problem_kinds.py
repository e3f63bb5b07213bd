"""The kinds of problems, as a table that the API answers by and its clients read by.

HTTP status codes live here and nowhere further in.
"""

from collections.abc import Mapping
from typing import Final

from contractsai.domain import errors
from contractsai.entrypoints.page_tokens import BadPageToken
from contractsai.entrypoints.problem_kind import ProblemKind

BAD_PAGE_TOKEN: Final = ProblemKind(
    "bad-page-token",
    400,
    "The page token is not one of ours",
    "Take next_page_token from the page before, unchanged, or leave page_token out to begin anew.",
    error=BadPageToken,
)
UNREADABLE: Final = ProblemKind(
    "unreadable-body",
    400,
    "The request's body is not valid UTF-8",
    "Encode the JSON as UTF-8.",
)
MALFORMED: Final = ProblemKind(
    "malformed-request",
    400,
    "That is not a valid HTTP request",
    "Speak HTTP/1.1, with a Host and a head of 64 KiB at the most; TLS is a proxy's business.",
)
KEY_MISSING: Final = ProblemKind(
    "key-missing",
    401,
    "This service wants an API key, and none of its keys was given",
    "Send Authorization: Bearer KEY, or X-API-Key: KEY, or, in a browser, a key as password; "
    "CONTRACTSAI_API_KEYS lists the keys.",
)
NOT_ALLOWED: Final = ProblemKind(
    "folder-not-allowed",
    403,
    "The folder lies under none of the allowed roots",
    "Give an absolute path below an allowed root; CONTRACTSAI_ALLOWED_ROOTS sets them.",
    error=errors.FolderNotAllowed,
)
CROSS_SITE: Final = ProblemKind(
    "cross-site",
    403,
    "Another site's page may not change anything here",
    "Call the API from a program, or from a page of its own.",
)
REMOTE_WITHOUT_KEY: Final = ProblemKind(
    "remote-without-key",
    403,
    "Without API keys, the service answers its own machine only",
    "Set CONTRACTSAI_API_KEYS, or CONTRACTSAI_TRUST_NETWORK=true where a proxy guards the port.",
)
NOT_FOUND: Final = ProblemKind(
    "not-found", 404, "There is nothing at this address", "See /docs for the addresses there are."
)
JOB_NOT_FOUND: Final = ProblemKind(
    "job-not-found",
    404,
    "No job has this id",
    "See GET /jobs; ended jobs are deleted after CONTRACTSAI_RETENTION_DAYS.",
    error=errors.JobNotFound,
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
FINDING_NOT_FOUND: Final = ProblemKind(
    "finding-not-found",
    404,
    "The document has no finding of this id",
    "Take id, and member if it is not null, from the report of the same job, unchanged.",
    error=errors.FindingNotFound,
)
WORKER_NOT_FOUND: Final = ProblemKind(
    "worker-not-found",
    404,
    "No worker that is there has this id or name",
    "See GET /workers, or: contractsai workers list.",
    error=errors.WorkerNotFound,
)
METHOD_NOT_ALLOWED: Final = ProblemKind(
    "method-not-allowed",
    405,
    "This address does not know that method",
    "The Allow header lists those it knows.",
)
TOO_SLOW: Final = ProblemKind(
    "request-too-slow",
    408,
    "The request did not arrive in time",
    "Send it at once and whole; CONTRACTSAI_CLIENT_SECONDS says how long it may take.",
)
WRONG_STATE: Final = ProblemKind(
    "wrong-state",
    409,
    "The job's state does not allow that",
    "Look at its state with GET /jobs/{id}; only what runs or waits can be cancelled, only what "
    "FAILED or was CANCELLED retried, and only an ended job deleted.",
    error=errors.InvalidTransition,
)
UNDER_WAY: Final = ProblemKind(
    "request-under-way",
    409,
    "The request of this Idempotency-Key is still being carried out",
    "Send it again in a moment, unchanged: it is answered once it is done.",
    retry_after_seconds=1,
)
CHANGED_MEANWHILE: Final = ProblemKind(
    "changed-meanwhile",
    409,
    "Somebody else changed the job at the same moment",
    "Send the request again.",
    retry_after_seconds=1,
    error=errors.StaleRow,
)
CHANGED: Final = ProblemKind(
    "precondition-failed",
    412,
    "What you named with If-Match is not what is there now",
    "Look again with GET, without If-Match; its ETag names what is there now.",
)
REVIEWED_MEANWHILE: Final = ProblemKind(
    "reviewed-meanwhile",
    412,
    "Somebody else reviewed the finding since you looked",
    "Look at its reviews with GET, then send yours again with their ETag as If-Match, or without.",
    error=errors.ReviewedMeanwhile,
)
ANNOTATED_MEANWHILE: Final = ProblemKind(
    "annotated-meanwhile",
    412,
    "Somebody else wrote beside the contract since you looked",
    "Look at it with GET /jobs/{id}/register, then send yours with its own_version as If-Match.",
    error=errors.AnnotatedMeanwhile,
)
TOO_LARGE: Final = ProblemKind(
    "too-large",
    413,
    "The request's body is larger than 64 KiB",
    "Name a folder by its path: files are never sent along.",
)
NOT_JSON: Final = ProblemKind(
    "not-json",
    415,
    "The request's body is not declared as JSON",
    "Send it with Content-Type: application/json.",
)
MISDIRECTED: Final = ProblemKind(
    "unknown-host",
    421,
    "The request names a host that this service is not known by",
    "Use localhost, or add the name to CONTRACTSAI_ALLOWED_HOSTS.",
)
INVALID: Final = ProblemKind(
    "invalid-request",
    422,
    "The request does not have the expected form",
    "The member errors names each field; /docs shows the form.",
)
KEY_REUSED: Final = ProblemKind(
    "idempotency-key-reused",
    422,
    "The Idempotency-Key was used for another request",
    "Give each request a key of its own, such as a new UUID; a key holds for 24 hours.",
    error=errors.RequestDiffers,
)
INVALID_REVIEW: Final = ProblemKind(
    "invalid-review",
    422,
    "The verdict does not suit the finding",
    "The member detail says what would; the report's pages show the form of each fact's value.",
    error=errors.InvalidReview,
)
INVALID_ANNOTATION: Final = ProblemKind(
    "invalid-annotation",
    422,
    "That cannot be kept beside the contract",
    "The member detail says why; fields are short texts, beside a document that was read.",
    error=errors.InvalidAnnotation,
)
INVALID_SEARCH: Final = ProblemKind(
    "invalid-search",
    422,
    "Nothing can be looked for by these words and filters",
    'The member detail says why; give words, and phrases in "quotes", as they stand in a document.',
    error=errors.InvalidSearch,
)
NOTHING_TO_ANALYSE: Final = ProblemKind(
    "nothing-to-analyse",
    422,
    "The folder holds no file that could be a document",
    "Check that the files are there, and that the service may read them.",
    error=errors.NothingToAnalyse,
)
UNFORESEEN: Final = ProblemKind(
    "internal",
    500,
    "Something failed that should not have",
    "Find the reference in the service's logs and report what stands there.",
)
BUSY: Final = ProblemKind(
    "too-busy",
    503,
    "The service answers as many requests as it can at once",
    "Try again shortly; CONTRACTSAI_MAX_CONNECTIONS, and the limit of open files, set how many.",
    retry_after_seconds=1,
)
STORE_UNAVAILABLE: Final = ProblemKind(
    "database-unavailable",
    503,
    "The database does not answer",
    "Try again shortly; if it lasts, check CONTRACTSAI_DATABASE_URL and GET /readyz.",
    retry_after_seconds=5,
    error=errors.StoreUnavailable,
)
STORE_FULL: Final = ProblemKind(
    "database-full",
    503,
    "There is no room left on the database's disk",
    "Make room there, and the service goes on by itself; see what is full with: df -h.",
    retry_after_seconds=30,
    error=errors.StoreFull,
)
STORE_MISSING: Final = ProblemKind(
    "database-missing",
    503,
    "The database's file is gone",
    "Put it back, and the service goes on by itself; to begin with an empty one, stop the service, "
    "then run: contractsai up.",
    retry_after_seconds=30,
    error=errors.StoreMissing,
)
STORE_DAMAGED: Final = ProblemKind(
    "database-damaged",
    503,
    "The database's file is damaged",
    "Stop the service, put a copy from a backup in its place, then run: contractsai up.",
    retry_after_seconds=30,
    error=errors.StoreDamaged,
)
QUEUE_UNAVAILABLE: Final = ProblemKind(
    "broker-unavailable",
    503,
    "The broker does not answer",
    "Try again shortly; if it lasts, check CELERY_BROKER_URL and GET /readyz.",
    retry_after_seconds=5,
    error=errors.QueueUnavailable,
)
NOT_READY: Final = ProblemKind(
    "not-ready",
    503,
    "The service is not ready: its database does not answer",
    "Try again shortly; if it lasts, check that the database of CONTRACTSAI_DATABASE_URL runs and "
    "lets this service in.",
    retry_after_seconds=5,
)
OUTDATED: Final = ProblemKind(
    "schema-outdated",
    503,
    "The service is not ready: its database has another version's schema",
    "Bring the schema up to date with: contractsai db upgrade.",
    retry_after_seconds=5,
)

EVERYWHERE: Final = (
    *(KEY_MISSING, REMOTE_WITHOUT_KEY, MISDIRECTED),
    *(UNFORESEEN, STORE_UNAVAILABLE, BUSY),
)
"""What any route may answer."""

ALL: Final[Mapping[str, ProblemKind]] = {
    kind.slug: kind for kind in list(globals().values()) if isinstance(kind, ProblemKind)
}
"""Every kind above, by its slug."""

BY_ERROR: Final[Mapping[type[Exception], ProblemKind]] = {
    kind.error: kind for kind in ALL.values() if kind.error is not None
}
"""Which problem a caller is told of an error; the nearest class counts."""

BY_STATUS: Final[Mapping[int, ProblemKind]] = {
    kind.status: kind
    for kind in (UNREADABLE, NOT_FOUND, METHOD_NOT_ALLOWED, TOO_LARGE, NOT_JSON, INVALID)
}
"""What the framework refuses by itself."""
