"""Under way: the names of what this thread works on, which every line of its log says.

One id leads from a request to all that it brought about: the request's is kept in its job's row,
and whoever runs a document of the job works under it. Nothing needs to be handed on for that, and
lines of libraries say it too.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Final

from contractsai.domain.document import Document
from contractsai.domain.job import Job

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})
_NAMES: Final[ContextVar[Mapping[str, object]]] = ContextVar("under_way", default=_NOTHING)


def names() -> Mapping[str, object]:
    """Return the names of what is under way here, from the outermost to the innermost."""
    return _NAMES.get()


def request_id() -> str | None:
    """Return the name of the request that led here, if one did."""
    name = _NAMES.get().get("request_id")
    return None if name is None else str(name)


@contextmanager
def under_way(**own: object) -> Iterator[None]:
    """Work under further names until the block ends; None takes away what led here."""
    named = {**_NAMES.get(), **own}
    token = _NAMES.set({name: value for name, value in named.items() if value is not None})
    try:
        yield
    finally:
        _NAMES.reset(token)


def attempting(job: Job, document: Document) -> AbstractContextManager[None]:
    """Work on one attempt; whoever else led here is not told of."""
    return under_way(
        request_id=job.request_id,
        job_id=job.id,
        document_id=document.id,
        attempt=document.attempt,
    )
