"""A worker dies in the midst of a document: what has to hold on every broker."""

from stack import Stack

from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State
from contractsai.testing.eventually import eventually


def a_killed_workers_document_is_finished_by_another(stack: Stack) -> JobId:
    """Kill the one of two workers that holds a document, and see it completed by the other."""
    workers = [stack.worker(), stack.worker()]
    stack.beat()
    job_id = stack.submit(a="sleep:3")
    first = stack.wait_running(job_id, "a")
    [victim] = [worker for worker in workers if worker.holds(first)]

    victim.kill_group()

    def taken_over() -> bool:
        return stack.document(job_id, "a").fence > first.fence

    eventually(taken_over, what="the next attempt")
    assert stack.wait(job_id).state is State.COMPLETED
    document = stack.document(job_id, "a")
    assert (document.attempt, document.crashes) == (2, 1)
    return job_id
