"""A client of the service's API, for programs: typed, and patient with what is safe to repeat.

It knows the API's words and nothing else of this package.
"""

from contractsai.client.answers import (
    Counts,
    Document,
    DocumentDetail,
    Event,
    Job,
    JsonObject,
    Review,
    ReviewedValue,
)
from contractsai.client.asynchronous import AsyncClient
from contractsai.client.errors import (
    ClientError,
    NotThisService,
    Refused,
    StillRunning,
    Unreachable,
)
from contractsai.client.patience import Patience
from contractsai.client.synchronous import Client

__all__ = [
    "AsyncClient",
    "Client",
    "ClientError",
    "Counts",
    "Document",
    "DocumentDetail",
    "Event",
    "Job",
    "JsonObject",
    "NotThisService",
    "Patience",
    "Refused",
    "Review",
    "ReviewedValue",
    "StillRunning",
    "Unreachable",
]
