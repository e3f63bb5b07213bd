"""Every call that may change something leaves an entry, in the transaction that changes it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from contractsai.adapters.stores.audited import AuditedStore
from contractsai.application.audit import CURRENT, MOST_CHANGES, Call, finish, read_audit
from contractsai.application.cancel import cancel_job
from contractsai.application.ports import AuditFilter, Store
from contractsai.domain.audit import Change, Entry, Outcome
from contractsai.testing.builders import NOW, a_job
from contractsai.testing.world import World


def a_call(**values: str) -> Call:
    told = {"who": "Ada", "action": "POST /x", "target": "/x", "request_id": "r"} | values
    return Call(at=NOW, chance="0" * 12, **told)


@contextmanager
def carrying_out(call: Call) -> Iterator[None]:
    token = CURRENT.set(call)
    try:
        yield
    finally:
        CURRENT.reset(token)


def entries(store: Store) -> list[Entry]:
    return list(read_audit(store=store, limit=99, wanted=AuditFilter()))


def test_what_is_committed_is_told_in_the_same_transaction(world: World) -> None:
    """Neither may be there without the other, whoever dies when."""
    [nda] = world.submit("nda.pdf")
    job = world.job_of(nda)
    call = a_call()

    with carrying_out(call):
        cancel_job(job.id, store=AuditedStore(world.store), clock=world.clock)

    [entry] = entries(world.store)
    assert (entry.outcome, entry.subject) == (Outcome.DONE, job.id)
    assert entry.changes == (Change(f"job {job.id}", "PENDING", "CANCELLED"),)
    finish(call, Outcome.DONE, store=world.store)
    assert len(entries(world.store)) == 1


def test_what_is_rolled_back_is_told_by_nobody(world: World) -> None:
    store = AuditedStore(world.store)
    call = a_call()

    with carrying_out(call):
        with store.begin() as work:
            work.jobs.add(a_job(), [])
        with store.begin() as work:
            work.commit()

    [entry] = entries(world.store)
    assert entry.changes == ()


@pytest.mark.parametrize("outcome", [Outcome.UNCHANGED, Outcome.REFUSED, Outcome.FAILED])
def test_a_call_that_changed_nothing_is_told_too(world: World, outcome: Outcome) -> None:
    finish(a_call(subject="3e"), outcome, store=world.store)

    [entry] = entries(world.store)
    assert (entry.outcome, entry.subject, entry.who) == (outcome, "3e", "Ada")


def test_a_call_that_failed_after_a_commit_says_both(world: World) -> None:
    call = a_call()
    with carrying_out(call), AuditedStore(world.store).begin() as work:
        work.commit()

    finish(call, Outcome.FAILED, store=world.store)

    assert [entry.outcome for entry in entries(world.store)] == [Outcome.FAILED, Outcome.DONE]


def test_what_comes_after_the_answer_is_not_its_doing(world: World) -> None:
    store = AuditedStore(world.store)
    call = a_call()
    finish(call, Outcome.UNCHANGED, store=world.store)

    with carrying_out(call), store.begin() as work:
        work.commit()
    with store.begin() as work:
        work.commit()

    assert len(entries(world.store)) == 1


def test_one_entry_holds_so_many_changes(world: World) -> None:
    """A call that changes a thousand jobs writes a row that can still be read."""
    with carrying_out(a_call()), AuditedStore(world.store).begin() as work:
        for _ in range(MOST_CHANGES + 1):
            work.jobs.add(a_job(), [])
        work.commit()

    [entry] = entries(world.store)
    assert len(entry.changes) == MOST_CHANGES
