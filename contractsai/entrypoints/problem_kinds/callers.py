"""What is said of who asks, before it matters what for."""

from typing import Final

from contractsai.entrypoints.problem_kind import ProblemKind

KEY_MISSING: Final = ProblemKind(
    "key-missing",
    401,
    "This service wants an API key, and none of its keys was given",
    "Send Authorization: Bearer KEY, or X-API-Key: KEY, or, in a browser, a key as password; "
    "CONTRACTSAI_API_KEYS lists the keys.",
)
SCOPE_TOO_SMALL: Final = ProblemKind(
    "scope-too-small",
    403,
    "The key is not good for that",
    "Use one with the scope that GET /docs names; contractsai keys list shows each key's.",
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
MISDIRECTED: Final = ProblemKind(
    "unknown-host",
    421,
    "The request names a host that this service is not known by",
    "Use localhost, or add the name to CONTRACTSAI_ALLOWED_HOSTS.",
)
TOO_OFTEN: Final = ProblemKind(
    "too-many-requests",
    429,
    "This key has asked as often as it may for now",
    "Ask again after the seconds of Retry-After; RateLimit tells what is left, and "
    "CONTRACTSAI_RATE_LIMIT sets how much that is.",
)
