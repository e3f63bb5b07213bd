"""What is said of a request's form, whatever it asks for."""

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
NOT_FOUND: Final = ProblemKind(
    "not-found", 404, "There is nothing at this address", "See /docs for the addresses there are."
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
UNDER_WAY: Final = ProblemKind(
    "request-under-way",
    409,
    "The request of this Idempotency-Key is still being carried out",
    "Send it again in a moment, unchanged: it is answered once it is done.",
    retry_after_seconds=1,
)
CHANGED: Final = ProblemKind(
    "precondition-failed",
    412,
    "What you named with If-Match is not what is there now",
    "Look again with GET, without If-Match; its ETag names what is there now.",
)
TOO_LARGE: Final = ProblemKind(
    "too-large",
    413,
    "The request's body is larger than 64 KiB",
    "Name a folder by its path; files are sent with POST /uploads.",
)
NOT_JSON: Final = ProblemKind(
    "not-json",
    415,
    "The request's body is not declared as JSON",
    "Send it with Content-Type: application/json.",
)
NO_SUCH_PART: Final = ProblemKind(
    "range-not-satisfiable",
    416,
    "What you asked for with Range begins behind the end",
    "Content-Range says how long it is; leave Range out for all of it.",
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
