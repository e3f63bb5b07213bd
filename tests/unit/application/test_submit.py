"""Submitting a folder."""

import itertools
from collections.abc import Iterable, Iterator
from unittest import mock

import pytest

from contractsai.adapters.stores.memory import MemoryJobs
from contractsai.application.submit import Submission, submit_job
from contractsai.domain.document import RESEND_AFTER, Document
from contractsai.domain.errors import FolderNotFound, NothingToAnalyse
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.testing.world import FOLDER, World


def test_a_job_has_a_pending_document_for_every_file(world: World) -> None:
    """Hidden files too: the report has a line for everything in the folder."""
    documents = world.submit("a.pdf", "sub/b.docx", ".DS_Store")

    job = world.job_of(documents[0])
    assert (job.state, job.counts) == (State.PENDING, Counts(pending=3))
    assert [document.path for document in world.documents(job.id)] == [
        ".DS_Store",
        "a.pdf",
        "sub/b.docx",
    ]


def test_submitting_tells_the_broker_nothing(world: World) -> None:
    """A dead broker costs the caller nothing: dispatching comes after the commit."""
    world.queue.is_down = True

    [document] = world.submit("a.pdf")

    assert world.state_of(document) is State.PENDING


@pytest.mark.parametrize("files", [(), (".DS_Store", "~$lease.docx")])
def test_a_folder_without_any_document_is_refused(world: World, files: tuple[str, ...]) -> None:
    with pytest.raises(NothingToAnalyse):
        world.submit(*files)


def test_a_folder_that_is_not_there_is_refused(world: World) -> None:
    with pytest.raises(FolderNotFound):
        submit_job(
            "/nowhere",
            source=world.source,
            store=world.store,
            clock=world.clock,
            new_id=lambda: "unused",
        )


def test_the_first_documents_are_told_of_with_the_submit(world: World) -> None:
    """The broker is all that is left to be asked, and a forgotten message is found as ever."""
    world.source.folders[FOLDER] = dict.fromkeys(("a.pdf", "b.pdf", "c.pdf"), b"x")
    submission = submit_job(
        FOLDER,
        source=world.source,
        store=world.store,
        clock=world.clock,
        new_id=(f"id-{number}" for number in range(9)).__next__,
        tell=2,
    )

    rows = world.documents(submission.job.id)
    assert [row.path for row in submission.told] == ["a.pdf", "b.pdf"]
    assert [row.dispatches for row in rows] == [1, 1, 0]
    assert list(submission.told) == rows[:2]
    assert world.relay() == 1
    world.clock.advance(2 * RESEND_AFTER)
    assert world.relay() == 3


def test_a_job_is_stored_as_its_documents_are_made(world: World) -> None:
    """A hundred thousand of them do not have to fit into memory."""
    world.source.folders[FOLDER] = {f"{number}.pdf": b"" for number in range(100)}
    made, taken = itertools.count(), []
    add = MemoryJobs.add

    def one_by_one(self: MemoryJobs, job: Job, documents: Iterable[Document]) -> None:
        def noted() -> Iterator[Document]:
            for document in documents:
                taken.append(next(made))
                yield document

        add(self, job, noted())

    def new_id() -> str:
        return f"id-{next(made)}"

    with mock.patch.object(MemoryJobs, "add", one_by_one):
        submit_job(
            FOLDER, source=world.source, store=world.store, clock=world.clock, new_id=new_id, tell=0
        )

    assert taken == list(range(2, 202, 2))


def test_a_job_keeps_the_labels_it_is_submitted_with(world: World) -> None:
    world.source.folders[FOLDER] = {"nda.pdf": b"nda"}

    job = submit_once(world, labels=["q3", "client:oak", "q3"]).job

    assert job.labels == world.job(job.id).labels == ("client:oak", "q3")


def test_nothing_is_stored_under_a_label_that_is_none(world: World) -> None:
    world.source.folders[FOLDER] = {"nda.pdf": b"nda"}

    with pytest.raises(ValueError, match="no label"):
        submit_once(world, labels=["q 3"])

    assert world.store.ask(lambda work: work.jobs.page(limit=1)) == []


def test_a_job_of_a_given_id_is_made_once(world: World) -> None:
    """A request that is carried out again finds what was stored, whatever is there now."""
    world.source.folders[FOLDER] = {"nda.pdf": b"nda"}
    first = submit_once(world)
    world.source.folders[FOLDER] = {}

    again = submit_once(world)

    assert first.job.id == again.job.id == "wanted"
    assert again.job == world.job(first.job.id)
    assert again.told == ()


def submit_once(world: World, *, labels: Iterable[str] = ()) -> Submission:
    return submit_job(
        FOLDER,
        source=world.source,
        store=world.store,
        clock=world.clock,
        new_id=lambda: "a-document",
        job_id=JobId("wanted"),
        labels=labels,
    )
