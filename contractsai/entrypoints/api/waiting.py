"""``Prefer: wait=N`` (RFC 7240): an answer that is held back until the job has ended."""

import asyncio
import re
from typing import Annotated, Final

from fastapi import Depends, Header
from starlette.concurrency import run_in_threadpool

from contractsai.bootstrap.services import Services
from contractsai.domain.job import Job
from contractsai.entrypoints.api.feed import Feed

LONGEST_SECONDS: Final = 30
_WAIT: Final = re.compile(r"(?:^|[,;])\s*wait\s*=\s*(\d{1,9})\s*(?:$|[,;])", re.ASCII)


def _wait(
    prefer: Annotated[
        str | None,
        Header(
            max_length=256,
            description="`wait=N`: answer once the job has ended, or after N seconds, 30 at most.",
        ),
    ] = None,
) -> int | None:
    found = _WAIT.search(prefer or "")
    return min(int(found[1]), LONGEST_SECONDS) if found else None


WaitIn = Annotated[int | None, Depends(_wait)]
"""How many seconds the caller would wait; None if it does not say."""


async def ended(job: Job, seconds: int, *, feed: Feed, services: Services) -> Job:
    """Return the job as it is once it has ended, or after so many seconds.

    Where nobody more may listen it is returned as it is: a preference is none that has to be met.
    """
    listener = await feed.join(job.id)
    if listener is None:
        return job
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    try:
        while True:
            job = await run_in_threadpool(services.read_job, job.id)
            left = until - loop.time()
            if job.state.has_ended or left <= 0 or listener.is_over:
                return job
            await listener.wait(left)
            listener.take()
    finally:
        feed.leave(listener)
