"""What people keep beside contracts, and the run before; `StoreConformance` holds this too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contractsai.application.ports import Store
from contractsai.domain.annotation import Annotation
from contractsai.domain.errors import StaleRow
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.domain.reasons import Reason
from contractsai.testing.builders import NOW, a_document, a_job, an_annotation
from contractsai.testing.conformance.steps import ODD_NAMES, THREADS, TICK, add, at_once


class AnnotationConformance:
    """The suite; every test starts with an empty `store`."""

    # What people keep

    def test_every_field_of_an_annotation_comes_back(self, store: Store) -> None:
        kept = an_annotation(
            member="terms.pdf", fields={"Owner": "ada", "Cost centre": "4711 \ud800"}, by="bob"
        )
        save(store, kept)

        assert annotations_of(store, kept) == [replace(kept, version=1)]

    def test_the_last_to_write_holds(self, store: Store) -> None:
        kept = an_annotation()
        save(store, kept)
        later = replace(kept, version=1, fields={"Tag": "x"}, at=NOW + timedelta(days=1))
        save(store, later)

        assert annotations_of(store, kept) == [replace(later, version=2)]

    @pytest.mark.parametrize("version", [0, 2])
    def test_who_saw_another_version_has_to_look_again(self, store: Store, version: int) -> None:
        kept = an_annotation()
        save(store, kept)
        with store.begin() as work, pytest.raises(StaleRow):
            work.annotations.save(an_annotation(version=version, fields={"Owner": "eve"}))

        assert annotations_of(store, kept) == [replace(kept, version=1)]

    def test_nobody_changes_what_is_not_there(self, store: Store) -> None:
        with store.begin() as work, pytest.raises(StaleRow):
            work.annotations.save(an_annotation(version=1))

        assert annotations_of(store, an_annotation()) == []

    def test_of_eight_first_writers_one_comes_through(self, store: Store) -> None:
        def act(_: int) -> bool:
            try:
                save(store, an_annotation())
            except StaleRow:
                return False
            return True

        assert sorted(at_once(act)) == [False] * (THREADS - 1) + [True]

    def test_an_annotation_that_is_not_committed_has_not_happened(self, store: Store) -> None:
        with store.begin() as work:
            work.annotations.save(an_annotation())
            assert work.annotations.of_contents({an_annotation().sha256})

        assert annotations_of(store, an_annotation()) == []

    def test_annotations_are_found_by_content(self, store: Store) -> None:
        one, inner = an_annotation(), an_annotation(member="inner.pdf")
        other, third = an_annotation(sha256="b" * 64), an_annotation(sha256="c" * 64)
        for kept in (one, inner, other, third):
            save(store, kept)

        with store.snapshot() as work:
            found = work.annotations.of_contents(["a" * 64, "b" * 64])
            none = work.annotations.of_contents([])

        assert [row.id for row in found] == [*sorted([one.id, inner.id]), other.id]
        assert list(none) == []

    def test_annotations_outlive_the_job(self, store: Store) -> None:
        """People would have to write them again: the file may be analysed tomorrow."""
        kept = an_annotation()
        save(store, kept)
        job = a_job()
        with store.begin() as work:
            work.jobs.add(job, [a_document(job, sha256=kept.sha256)])
            work.jobs.delete(job.id)
            work.commit()

        assert annotations_of(store, kept) == [replace(kept, version=1)]

    def test_all_that_is_kept_beside_a_content_can_be_deleted(self, store: Store) -> None:
        goes, stays = an_annotation(), an_annotation(sha256="b" * 64)
        for kept in (goes, an_annotation(member="x"), stays):
            save(store, kept)
        deleted = []
        for _ in range(2):
            with store.begin() as work:
                deleted.append(work.annotations.delete(goes.sha256))
                work.commit()

        assert deleted == [2, 0]
        assert annotations_of(store, goes) == []
        assert annotations_of(store, stays) == [replace(stays, version=1)]

    # The run before

    def test_the_run_before_is_the_newest_completed_one_of_the_folder(self, store: Store) -> None:
        first, second, now, after = (a_completed_job(step) for step in range(4))
        for job in (now, first, after, second):
            add(store, job)

        assert previous(store, now) == second.id
        assert previous(store, first) is None

    def test_a_run_before_in_the_same_instant_has_the_lesser_id(self, store: Store) -> None:
        """So that no two runs are each other's run before."""
        one, two = a_completed_job(0), a_completed_job(0)
        add(store, two)
        add(store, one)

        assert (previous(store, one), previous(store, two)) == (None, one.id)

    def test_a_run_of_another_folder_or_that_did_not_complete_is_none(self, store: Store) -> None:
        failed = a_job(
            state=State.FAILED, ended_at=NOW, reason=Reason.ALL_FAILED, counts=Counts(failed=1)
        )
        for job in (failed, a_job(), a_completed_job(0, folder="/contracts/2026")):
            add(store, job)

        assert previous(store, a_completed_job(1)) is None

    @pytest.mark.parametrize("folder", [*ODD_NAMES, "/" + "f" * 4000])
    def test_a_folder_of_any_name_has_its_run_before(self, store: Store, folder: str) -> None:
        """Two long names that begin alike are two folders."""
        before, now = a_completed_job(0, folder=folder), a_completed_job(2, folder=folder)
        for job in (before, a_completed_job(1, folder=folder + "x"), now):
            add(store, job)

        assert previous(store, now) == before.id


def a_completed_job(step: int, **values: str) -> Job:
    """Return a job that was created *step* ticks after the first."""
    return a_job(
        state=State.COMPLETED,
        created_at=NOW + step * TICK,
        started_at=NOW,
        ended_at=NOW + step * TICK,
        counts=Counts(completed=1),
        **values,
    )


def previous(store: Store, job: Job) -> str | None:
    """Return the id of the run before."""
    with store.snapshot() as work:
        found = work.jobs.previous(job)
    return None if found is None else found.id


def save(store: Store, annotation: Annotation) -> None:
    """Commit one annotation."""
    with store.begin() as work:
        work.annotations.save(annotation)
        work.commit()


def annotations_of(store: Store, annotation: Annotation) -> list[Annotation]:
    """Return what is kept beside the same file."""
    with store.snapshot() as work:
        return list(work.annotations.of_contents({annotation.sha256}))
