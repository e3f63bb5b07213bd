"""What is said of files that are sent."""

from typing import Final

from contractsai.domain import errors
from contractsai.entrypoints.problem_kind import ProblemKind

UPLOAD_NOT_FOUND: Final = ProblemKind(
    "upload-not-found",
    404,
    "No upload has this id, or its files are gone",
    "Send the files again with POST /uploads; what belongs to no job is deleted after "
    "CONTRACTSAI_UPLOAD_HOURS. If they were just sent, see that the service's machines share "
    "CONTRACTSAI_UPLOAD_DIR.",
    error=errors.UploadNotFound,
)
UPLOAD_TOO_LARGE: Final = ProblemKind(
    "upload-too-large",
    413,
    "More was sent than one upload may hold",
    "The member detail says what is too much; send fewer files at a time. Nothing was kept.",
    error=errors.UploadTooLarge,
)
NOT_MULTIPART: Final = ProblemKind(
    "not-multipart",
    415,
    "Files are sent as a form",
    "Send them as multipart/form-data, as curl -F files=@nda.pdf does.",
)
UPLOAD_REFUSED: Final = ProblemKind(
    "upload-refused",
    422,
    "What was sent cannot be kept",
    "The member detail says why; nothing was kept.",
    error=errors.UploadRefused,
)
UPLOADS_UNAVAILABLE: Final = ProblemKind(
    "uploads-unavailable",
    503,
    "Files cannot be written where uploads are kept",
    "See that there is room in CONTRACTSAI_UPLOAD_DIR, and that the service may write there.",
    retry_after_seconds=30,
    error=errors.UploadsUnavailable,
)
