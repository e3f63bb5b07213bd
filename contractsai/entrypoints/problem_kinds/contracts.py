"""What is said of findings, of what people add to them, and of searches."""

from typing import Final

from contractsai.domain import errors
from contractsai.entrypoints.problem_kind import ProblemKind

FINDING_NOT_FOUND: Final = ProblemKind(
    "finding-not-found",
    404,
    "The document has no finding of this id",
    "Take id, and member if it is not null, from the report of the same job, unchanged.",
    error=errors.FindingNotFound,
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
