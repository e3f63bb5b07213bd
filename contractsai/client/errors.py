"""What can go wrong between a program and the service.

ClientError
├── Refused         the service says no, and why
├── Unreachable     nobody answers, or the answer broke off
├── NotThisService  something else answers
└── StillRunning    a job did not end in the time that it was given
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from contractsai.client.answers import Job

UNKNOWN: Final = "about:blank"


class ClientError(Exception):
    """Any of the errors below."""


class Unreachable(ClientError):
    """Nobody answers, or the answer broke off; a job that was submitted goes on by itself."""


class NotThisService(ClientError):
    """What answers is no service of ours."""


class StillRunning(ClientError):
    """The job has not ended in the time that was given; `job` is how it stood."""

    def __init__(self, job: Job) -> None:
        """Take the job."""
        super().__init__(f"job {job['id']} is still {job['state']}")
        self.job = job


class Refused(ClientError):
    """The service's problem (RFC 9457).

    Attributes:
        status: the HTTP status code.
        slug: names the kind of problem for good, such as ``job-not-found``; empty if the status
            says it all.
        title: the kind in words.
        hint: the next thing to try.
        detail: what is particular to this request.
        problem: all that the service said.
        retry_after: after how many seconds the same request may succeed by itself.
    """

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after: float | None) -> None:
        """Take what the service said."""
        self.status = status
        self.problem = problem
        self.slug = "" if problem["type"] == UNKNOWN else str(problem["type"]).rpartition("/")[2]
        self.title = str(problem["title"])
        self.hint = str(problem["hint"])
        self.detail = str(problem.get("detail") or self.title)
        self.retry_after = retry_after
        super().__init__(f"{self.detail}. {self.hint}")


def refused(status: int, content: bytes, headers: Mapping[str, str]) -> ClientError:
    """Return the error that an answer is, whoever gave it."""
    try:
        problem = json.loads(content)
        return Refused(status, problem, seconds_of(headers.get("retry-after")))
    except (ValueError, KeyError, TypeError, AttributeError):
        return NotThisService(f"an answer with status {status} is not of this service's form")


def seconds_of(text: str | None) -> float | None:
    """Return what a Retry-After says in seconds; a date is as good as none."""
    return float(text) if text and text.isascii() and text.isdigit() else None
