"""Turn errors into what a person can act on: what is wrong, and the next command to try."""

from collections.abc import Callable, Mapping
from typing import Final

from contractsai.domain import errors
from contractsai.entrypoints.cli.exit_codes import CommandFailed, Exit

NEXT_COMMAND: Final[Mapping[type[Exception], str]] = {
    errors.JobNotFound: "See which jobs there are: contractsai jobs list",
    errors.DocumentNotFound: "See which jobs there are: contractsai jobs list",
    errors.FindingNotFound: (
        "Take the id, and the member if there is one, from: contractsai jobs report ID"
    ),
    errors.InvalidReview: "See what a review takes: contractsai review --help",
    errors.InvalidSearch: "See what a search takes: contractsai search --help",
    errors.ReviewedMeanwhile: "Look what was said: contractsai reviews show ID PATH FINDING",
    errors.InvalidAnnotation: "See what a register takes: contractsai register --help",
    errors.AnnotatedMeanwhile: "Look what is there: contractsai register ID --json",
    errors.InvalidKey: "See what a key takes: contractsai keys create --help",
    errors.KeyNotFound: "See which keys there are: contractsai keys list",
    errors.NotARegister: "Write a register anew: contractsai register ID -o FILE",
    errors.InvalidTransition: "See how the job stands: contractsai jobs show ID",
    errors.StaleRow: "Somebody changed the job at the same moment; look: contractsai jobs show ID",
    errors.FolderNotFound: "Give a folder that exists: contractsai analyze FOLDER",
    errors.FolderNotAllowed: "Analyse it in this process: contractsai analyze --local FOLDER",
    errors.NothingToAnalyse: "Give a folder with documents: contractsai analyze FOLDER",
    errors.WorkerNotFound: "See which are there: contractsai workers list",
    errors.QueueUnavailable: "Start everything on this machine: contractsai up",
    errors.StoreUnavailable: (
        "Check CONTRACTSAI_DATABASE_URL and that there is room on the disk, then: "
        "contractsai db upgrade"
    ),
    errors.StoreFull: (
        "Make room there (df -h shows where), and what waits goes on by itself: "
        "contractsai jobs list"
    ),
    errors.StoreMissing: (
        "Put it back, and what waits goes on by itself; to begin with an empty one, stop the "
        "service, then: contractsai up"
    ),
    errors.StoreDamaged: (
        "Stop the service, put a copy from a backup in its place, then: contractsai up"
    ),
}
"""By the nearest class; what is not here says it in its own message."""


LOOKED_FOR: Final[Mapping[type[Exception], str]] = {
    errors.JobNotFound: "job",
    errors.DocumentNotFound: "document",
    errors.WorkerNotFound: "worker that is there",
}
"""Errors whose message is the id that nobody has."""


def explain(error: errors.ContractsAIError, *, command: str) -> CommandFailed:
    """Return what to tell a person of one of our errors.

    Args:
        error: what happened.
        command: what was tried, for those errors that only ask for it to be repeated.
    """
    found = (NEXT_COMMAND[base] for base in type(error).__mro__ if base in NEXT_COMMAND)
    is_usage = isinstance(error, errors.UnsafeConfiguration)
    has_advice = "contractsai " in str(error)
    advice = next(found, "" if has_advice else f"Then repeat: {command}")
    code = Exit.USAGE if is_usage else Exit.FAILED
    return CommandFailed(sentences(_what(error), advice), code=code)


def trouble(check: Callable[[], None], *, command: str) -> str | None:
    """Return what *check* finds wrong with the database, and what to do about it."""
    try:
        check()
    except errors.StoreUnavailable as error:
        return str(explain(error, command=command))
    return None


def sentences(*parts: str) -> str:
    """Return *parts*, those that say something, as sentences in a row."""
    said = [part.strip() for part in parts if part.strip()]
    ended = [part if part.endswith((".", "!", "?")) else f"{part}." for part in said[:-1]]
    return " ".join([*ended, *said[-1:]])


def _what(error: errors.ContractsAIError) -> str:
    """Return what is wrong; a lookup's message is the bare id."""
    if (kind := LOOKED_FOR.get(type(error))) is not None:
        return f"No {kind} has the id {error}"
    if isinstance(error, errors.FindingNotFound):
        return "The document has no such finding"
    if isinstance(error, errors.ReviewedMeanwhile):
        return "Somebody else reviewed the finding at the same moment"
    if isinstance(error, errors.AnnotatedMeanwhile):
        return "Somebody else wrote beside the contract at the same moment"
    if type(error) is errors.StoreUnavailable:  # a driver's words may hold the password
        return "The database does not answer"
    text = str(error)
    return text[:1].upper() + text[1:]
