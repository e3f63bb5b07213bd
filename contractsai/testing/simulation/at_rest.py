"""What must hold once every job has ended, and once every process has."""

from contractsai.domain.document import Document
from contractsai.domain.lifecycle import State
from contractsai.testing.invariants import Reading, broken_at_rest
from contractsai.testing.simulation.cluster import Cluster
from contractsai.testing.simulation.host import expected
from contractsai.testing.simulation.world import GRACE_SECONDS, POLICY

REST_SECONDS = 60.0  # to see whether anything still happens


def check_ends(cluster: Cluster) -> list[str]:
    """Return what is wrong although every fault is over: I1, I6, I7."""
    rows = cluster.world.store.rows
    reading = Reading(rows.jobs, rows.documents, {})
    broken = broken_at_rest(reading)
    broken += [
        f"I1: job {job_id} was accepted and is not there"
        for job_id in sorted(cluster.world.watch.accepted - reading.jobs.keys())
    ]
    return broken + [
        wrong
        for document in reading.documents.values()
        if (wrong := _wrong_end(document, reading)) is not None
    ]


def check_nothing_follows(cluster: Cluster) -> list[str]:
    """Stop everything, and return what is left or still happens: I6, I8."""
    scheduler, world = cluster.scheduler, cluster.world
    jobs = world.store.rows.jobs
    cluster.turn_off()
    awake = max([scheduler.now, *(node.process.frozen_until for node in cluster.nodes)])
    scheduler.run(lambda: False, seconds=awake + GRACE_SECONDS + REST_SECONDS)
    broken = [
        f"I6: job {job.id} changed after the end of all jobs"
        for job in jobs.values()
        if world.store.rows.jobs.get(job.id, job) != job
    ]
    broken += [f"I8: an analysis of {left.document} goes on" for left in world.host.running]
    return broken + [f"I8: a row is still locked: {row}" for row in sorted(world.store.locks)]


def _wrong_end(document: Document, reading: Reading) -> str | None:
    if document.state is State.CANCELLED:
        asked = reading.jobs[document.job_id].is_cancel_requested
        return None if asked else f"I6: {document.id} is CANCELLED, and nobody asked for it"
    if (document.state, document.reason) == expected(document):
        return None
    if document.state is State.FAILED and POLICY.is_spent(
        failures=document.failures, crashes=document.crashes
    ):
        return None  # each count had a cause: the watch has seen to that
    return f"I7: {document.path} ended {document.state}, {document.reason}"
