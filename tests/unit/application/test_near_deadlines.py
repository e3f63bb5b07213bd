"""Once a day: which deadlines have come nearer."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest

from contractsai.application import near_deadlines
from contractsai.application.delete import delete_job
from contractsai.application.near_deadlines import BEGUN, DEADLINES, TURN, notice_deadlines
from contractsai.application.ports import Store, UnitOfWork
from contractsai.application.webhooks import read_webhooks
from contractsai.domain.bookmark import Bookmark
from contractsai.domain.document import Document
from contractsai.domain.ids import JobId
from contractsai.domain.job import Job
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import a_contract
from contractsai.testing.fakes import ScriptedHost
from contractsai.testing.world import World

DAY = timedelta(days=1)
ENDS = "2026-04-02"  # thirty days after the world's first day


def analysed(world: World, *names: str, folder: str = "/contracts") -> JobId:
    """Complete a job of contracts that end on `ENDS`; equal names are equal files."""
    documents = world.submit(*names, folder=folder)
    for document, name in zip(documents, sorted(names), strict=True):
        sha256 = hashlib.sha256(name.encode()).hexdigest()
        found = a_contract(f"It ends on {ENDS}.", ("expiration_date", ENDS))
        stored = StoredAnalysis.of([found], sha256=sha256, pipeline=ScriptedHost.pipeline)
        world.analysis_ends(document, stored)
        world.run(document)
    world.clock.advance(timedelta(seconds=1))
    return world.job_of(documents[0]).id


def names(row: Job | Document) -> tuple[str, ...]:
    return (row.id,) if isinstance(row, Job) else (row.id, row.job_id)


def notice(world: World) -> int | None:
    return notice_deadlines(store=world.store, clock=world.clock)


def told(world: World) -> list[dict[str, Any]]:
    rows = read_webhooks(store=world.store, limit=100)
    return [json.loads(row.body)["data"] for row in sorted(rows, key=lambda row: row.created_at)]


def test_a_deadline_is_told_once_in_each_stage(world: World) -> None:
    """Not daily for a month: nobody reads the thirtieth message."""
    analysed(world, "nda.pdf")
    for _ in range(33):
        notice(world)
        world.clock.advance(DAY)

    assert [(each["stage"], each["days_left"]) for each in told(world)] == [
        (30, 30),
        (7, 7),
        (1, 1),
    ]


def test_what_is_told_says_which_contract_and_which_day(world: World) -> None:
    """And nothing that the contract says: its words stay here."""
    job_id = analysed(world, "nda.pdf")
    notice(world)
    [webhook] = read_webhooks(store=world.store, limit=9)
    [data] = told(world)
    document_id = data.pop("document_id")

    assert webhook.kind == "deadline.near"
    assert document_id
    assert data == {
        "job_id": job_id,
        "path": "nda.pdf",
        "member": None,
        "what": "term_to",
        "day": ENDS,
        "days_left": 30,
        "stage": 30,
        "is_sure": True,
    }


def test_a_contract_that_lies_in_several_jobs_is_told_once(world: World) -> None:
    analysed(world, "nda.pdf")
    analysed(world, "nda.pdf", folder="/copy")
    analysed(world, "lease.pdf", "nda.pdf")

    assert notice(world) == 2
    assert {each["path"] for each in told(world)} == {"lease.pdf", "nda.pdf"}


def test_a_deadline_that_is_far_is_not_told(world: World) -> None:
    world.clock.advance(-DAY)
    analysed(world, "nda.pdf")

    assert notice(world) == 0


def test_the_day_is_looked_through_once(world: World) -> None:
    """A report of every contract is no work for every tick."""
    analysed(world, "nda.pdf")
    first = notice(world)
    world.clock.advance(timedelta(hours=1))

    assert (first, notice(world)) == (1, None)


def test_while_one_looks_nobody_else_does_until_it_must_be_gone(world: World) -> None:
    analysed(world, "nda.pdf")
    with world.store.begin() as work:
        work.bookmarks.put(Bookmark(DEADLINES, world.clock.now(), BEGUN))
        work.commit()
    early = notice(world)
    world.clock.advance(TURN)

    assert (early, notice(world)) == (None, 1)


def test_who_finds_that_another_was_quicker_leaves_it_to_him(world: World) -> None:
    """Between the look and the lock the other one may have finished."""
    analysed(world, "nda.pdf")

    class Behind:
        """A store whose questions see nothing yet."""

        def ask(self, _: object) -> list[Bookmark]:
            return []

        begin = world.store.begin

    notice(world)

    assert notice_deadlines(store=cast("Store", Behind()), clock=world.clock) is None


@pytest.mark.parametrize("kind", [Job, Document])
def test_a_job_that_goes_meanwhile_is_passed_over(world: World, kind: type) -> None:
    """The purge waits for nobody: after the list of jobs, or after the rows of one."""
    gone = analysed(world, "a.pdf")
    kept = analysed(world, "b.pdf", folder="/b")

    class Purging:
        """A store in which a job goes as soon as something of it was read."""

        begin, snapshot = world.store.begin, world.store.snapshot

        def ask(self, question: Callable[[UnitOfWork], Any]) -> Any:
            answer = world.store.ask(question)
            rows = answer if isinstance(answer, list) else []
            if any(isinstance(row, kind) and gone in names(row) for row in rows):
                delete_job(gone, store=world.store, clock=world.clock)
            return answer

    added = notice_deadlines(store=cast("Store", Purging()), clock=world.clock)

    assert added == 1
    assert [each["job_id"] for each in told(world)] == [kept]


def test_jobs_are_read_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_deadlines, "PAGE", 2)
    for number in range(5):
        analysed(world, f"{number}.pdf", folder=f"/{number}")

    assert notice(world) == 5
