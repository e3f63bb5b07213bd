"""The kinds of problems, as a table that the API answers by and its clients read by.

HTTP status codes live here and nowhere further in.
"""

from collections.abc import Mapping
from typing import Final

from contractsai.entrypoints.problem_kind import ProblemKind
from contractsai.entrypoints.problem_kinds.callers import (
    CROSS_SITE,
    KEY_MISSING,
    MISDIRECTED,
    REMOTE_WITHOUT_KEY,
    SCOPE_TOO_SMALL,
    TOO_OFTEN,
)
from contractsai.entrypoints.problem_kinds.contracts import (
    ANNOTATED_MEANWHILE,
    FINDING_NOT_FOUND,
    INVALID_ANNOTATION,
    INVALID_REVIEW,
    INVALID_SEARCH,
    REVIEWED_MEANWHILE,
)
from contractsai.entrypoints.problem_kinds.jobs import (
    CHANGED_MEANWHILE,
    DOCUMENT_NOT_FOUND,
    FOLDER_NOT_FOUND,
    JOB_NOT_ENDED,
    JOB_NOT_FOUND,
    JOB_PURGED,
    NOT_ALLOWED,
    NOTHING_TO_ANALYSE,
    WORKER_NOT_FOUND,
    WRONG_STATE,
)
from contractsai.entrypoints.problem_kinds.requests import (
    BAD_PAGE_TOKEN,
    CHANGED,
    INVALID,
    KEY_REUSED,
    MALFORMED,
    METHOD_NOT_ALLOWED,
    NO_SUCH_PART,
    NOT_FOUND,
    NOT_JSON,
    TOO_LARGE,
    TOO_SLOW,
    UNDER_WAY,
    UNREADABLE,
)
from contractsai.entrypoints.problem_kinds.service import (
    BUSY,
    NOT_READY,
    OUTDATED,
    QUEUE_UNAVAILABLE,
    STORE_DAMAGED,
    STORE_FULL,
    STORE_MISSING,
    STORE_UNAVAILABLE,
    UNFORESEEN,
)
from contractsai.entrypoints.problem_kinds.uploads import (
    NOT_MULTIPART,
    UPLOAD_NOT_FOUND,
    UPLOAD_REFUSED,
    UPLOAD_TOO_LARGE,
    UPLOADS_UNAVAILABLE,
)

__all__ = [
    "ALL",
    "ANNOTATED_MEANWHILE",
    "BAD_PAGE_TOKEN",
    "BUSY",
    "BY_ERROR",
    "BY_STATUS",
    "CHANGED",
    "CHANGED_MEANWHILE",
    "CROSS_SITE",
    "DOCUMENT_NOT_FOUND",
    "EVERYWHERE",
    "FINDING_NOT_FOUND",
    "FOLDER_NOT_FOUND",
    "INVALID",
    "INVALID_ANNOTATION",
    "INVALID_REVIEW",
    "INVALID_SEARCH",
    "JOB_NOT_ENDED",
    "JOB_NOT_FOUND",
    "JOB_PURGED",
    "KEY_MISSING",
    "KEY_REUSED",
    "MALFORMED",
    "METHOD_NOT_ALLOWED",
    "MISDIRECTED",
    "NOTHING_TO_ANALYSE",
    "NOT_ALLOWED",
    "NOT_FOUND",
    "NOT_JSON",
    "NOT_MULTIPART",
    "NOT_READY",
    "NO_SUCH_PART",
    "OUTDATED",
    "QUEUE_UNAVAILABLE",
    "REMOTE_WITHOUT_KEY",
    "REVIEWED_MEANWHILE",
    "SCOPE_TOO_SMALL",
    "STORE_DAMAGED",
    "STORE_FULL",
    "STORE_MISSING",
    "STORE_UNAVAILABLE",
    "TOO_LARGE",
    "TOO_OFTEN",
    "TOO_SLOW",
    "UNDER_WAY",
    "UNFORESEEN",
    "UNREADABLE",
    "UPLOADS_UNAVAILABLE",
    "UPLOAD_NOT_FOUND",
    "UPLOAD_REFUSED",
    "UPLOAD_TOO_LARGE",
    "WORKER_NOT_FOUND",
    "WRONG_STATE",
]

EVERYWHERE: Final = (
    *(KEY_MISSING, REMOTE_WITHOUT_KEY, SCOPE_TOO_SMALL, TOO_OFTEN, MISDIRECTED),
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
