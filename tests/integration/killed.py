"""A worker dies in the midst of a document: what has to hold on every broker."""

from stack import Stack

from contractsai.domain.ids import JobId
from contractsai.domain.lifecycle import State


def a_killed_workers_document_is_finished_by_another(stack: Stack) -> JobId:
    """Kill the one of two workers that holds a document, and see it completed by the other."""
    workers = [stack.starting_worker(), stack.starting_worker()]
    stack.beat()
    for worker in workers:
        worker.wait_for("ready.")
    go_on = stack.folder / "go-on"
    job_id = stack.submit(a=f"wait:{go_on}")
    first = stack.wait_running(job_id, "a")
    [victim] = [worker for worker in workers if worker.holds(first)]

    victim.kill_group()
    go_on.touch()

    assert stack.wait(job_id).state is State.COMPLETED
    document = stack.document(job_id, "a")
    assert document.fence > first.fence
    assert (document.attempt, document.crashes) == (2, 1)
    return job_id
