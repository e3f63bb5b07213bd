"""What a button does as a command: for people who would rather type, or write it into a script.

What differs from row to row is a placeholder, which follows the row that a person stands on.
"""

import json
import re
import shlex
from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import quote

from markupsafe import Markup, escape

_BEGINS, _ENDS = "\ue000", "\ue001"  # private: no name of anybody's has them by accident
_MARK: Final = re.compile(f"{_BEGINS}([A-Z]+){_ENDS}")


def placeholder(word: str) -> str:
    """Return a place for what differs from row to row."""
    return f"{_BEGINS}{word}{_ENDS}"


PLACES: Final = ("JOB", "FINDING", "DOCUMENT", "FILE", "WORKER")
FINDING: Final = placeholder("FINDING")


@dataclass(frozen=True, slots=True)
class Command:
    """A button's name, and what does the same.

    Attributes:
        curl: to the API, at the address by which the page was asked for.
        cli: for our own command line.
    """

    button: str
    curl: Markup
    cli: Markup

    @classmethod
    def of(cls, button: str, curl: str, cli: str) -> Self:
        """Return a command whose placeholders can be filled in."""
        return cls(button, _marked(curl), _marked(cli))


def _marked(line: str) -> Markup:
    text = _MARK.sub(r'<var data-say="\1">\1</var>', str(escape(line)))
    return Markup(text)  # noqa: S704 - escaped, and marked with words of ours


def posting(address: str, body: dict[str, Any] | None = None) -> str:
    """Return how curl sends a body, or none, to an address."""
    if body is None:
        return f"curl -X POST {address}"
    return f"curl --json {shlex.quote(json.dumps(body, ensure_ascii=False))} {address}"


def of_job(origin: str, job_id: str) -> list[Command]:
    """Return those of a job, which may be the placeholder of one."""
    address = f"{origin}/jobs/{job_id}"
    return [
        Command.of("Cancel", posting(f"{address}/cancel"), f"contractsai jobs cancel {job_id}"),
        Command.of("Retry", posting(f"{address}/retry"), f"contractsai jobs retry {job_id}"),
        Command.of("Delete", f"curl -X DELETE {address}", f"contractsai jobs delete {job_id}"),
    ]


def of_findings(
    origin: str, job_id: str, document_id: str, path: str, member: str | None = None
) -> list[Command]:
    """Return those of a finding.

    Args:
        origin: where the API is.
        job_id: the job.
        document_id: the document, or the placeholder of one.
        path: its file, as a shell takes it.
        member: which document inside the file.
    """
    inside = f"?member={quote(member, safe='')}" if member else ""
    option = f" --member {shlex.quote(member)}" if member else ""
    address = f"{origin}/jobs/{job_id}/documents/{document_id}/findings/{FINDING}/reviews{inside}"
    line = f"contractsai review {job_id} {path} {FINDING}"
    said = (
        ("Accept", {"verdict": "accepted"}, "accept"),
        ("Correct", {"verdict": "corrected", "text": "2026-03-03"}, "correct 2026-03-03"),
        ("Reject", {"verdict": "rejected"}, "reject"),
        ("Take back", {"verdict": "open"}, "withdraw"),
    )
    return [
        Command.of(button, posting(address, body), f"{line} {verdict}{option}")
        for button, body, verdict in said
    ]
