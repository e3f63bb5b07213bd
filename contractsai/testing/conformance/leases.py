"""A heartbeat moves the lease of the present holder, and nothing else."""

from dataclasses import replace

import pytest

from contractsai.application.ports import Store
from contractsai.domain.errors import LeaseLost, StaleRow
from contractsai.domain.job import Counts
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import NOW, a_document, a_job
from contractsai.testing.conformance.steps import LEASE, a_running_document, add, document_of, renew


class LeaseConformance:
    """Every test starts with an empty `store`."""

    def test_a_heartbeat_moves_the_lease_and_nothing_else(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, job, document)

        assert renew(store, document, NOW + 2 * LEASE) is False
        assert document_of(store, document.id) == replace(
            document, lease_expires_at=NOW + 2 * LEASE, version=1
        )

    def test_a_heartbeat_tells_of_the_cancel(self, store: Store) -> None:
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, replace(job, cancel_requested_at=NOW), document)

        assert renew(store, document, NOW + LEASE) is True

    @pytest.mark.parametrize("step", [-1, 1])
    def test_only_the_present_fence_renews(self, store: Store, step: int) -> None:
        """I2: not the worker before, and nobody by guessing."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, job, document)

        with pytest.raises(LeaseLost):
            renew(store, replace(document, fence=document.fence + step), NOW + LEASE)

    def test_what_does_not_run_has_no_lease_to_renew(self, store: Store) -> None:
        job = a_job()
        document = a_document(job, fence=1)
        add(store, job, document)

        with pytest.raises(LeaseLost):
            renew(store, document, NOW + LEASE)

    def test_a_purged_document_has_no_lease_to_renew(self, store: Store) -> None:
        with pytest.raises(LeaseLost):
            renew(store, a_running_document(a_job()), NOW + LEASE)

    def test_a_heartbeat_makes_an_older_copy_stale(self, store: Store) -> None:
        """So that a rescue that looked earlier does not take a document from the living."""
        job = a_job(state=State.RUNNING, started_at=NOW, counts=Counts(running=1))
        document = a_running_document(job)
        add(store, job, document)
        renew(store, document, NOW + LEASE)

        with store.begin() as work, pytest.raises(StaleRow):
            work.documents.save([document.release(NOW)])
