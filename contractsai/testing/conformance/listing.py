"""Lists of jobs: which of them, in which order."""

from datetime import timedelta

import pytest

from contractsai.application.ports import JobFilter, Store
from contractsai.domain.ids import JobId
from contractsai.domain.job import Counts, Job
from contractsai.domain.lifecycle import State
from contractsai.testing.builders import NOW, a_job
from contractsai.testing.conformance.steps import ODD_NAMES, TICK, add

TENTHS = 10


class ListingConformance:
    """Every test starts with an empty `store`."""

    def test_a_list_of_a_label_has_no_other(self, store: Store) -> None:
        """Neither one that begins with it; and its pages are complete, without repeats."""
        labelled = [a_job(created_at=NOW + n // 3 * TICK, labels=("a", "q3")) for n in range(7)]
        for job in (*labelled, a_job(labels=("q33",)), a_job()):
            add(store, job)

        wanted = JobFilter(label="q3")
        assert paged(store, wanted) == newest_first(labelled)
        assert paged(store, JobFilter(label="Q3")) == []

    def test_a_list_of_a_folder_has_none_below_it(self, store: Store) -> None:
        """Also where it begins like others for longer than an index looks."""
        long = "/" + "a" * 2000
        folders = ["/shelf", "/shelf/2026", "/Shelf", long, long + "b", *ODD_NAMES]
        jobs = {folder: a_job(folder=folder) for folder in folders}
        for job in jobs.values():
            add(store, job)

        for folder in folders:
            assert paged(store, JobFilter(folder=folder)) == [jobs[folder].id]
        assert paged(store, JobFilter(folder="/nowhere")) == []

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("SUPPLIERS", {"/Suppliers/2026"}),
            ("s", {"/Suppliers/2026", "/leases"}),
            ("%", {"/50%"}),
            ("_", set()),
            ("Ä", {"/Äcker"}),
            ("ä", set()),
            ("/", {"/Suppliers/2026", "/leases", "/50%", "/Äcker"}),
        ],
    )
    def test_a_list_of_a_text_goes_by_names_of_folders(
        self, store: Store, text: str, found: set[str]
    ) -> None:
        """No character of it is a pattern, and no database's locale has a say."""
        for folder in ("/Suppliers/2026", "/leases", "/50%", "/Äcker"):
            add(store, a_job(folder=folder))

        with store.snapshot() as work:
            page = work.jobs.page(limit=9, wanted=JobFilter(text=text))
        assert {job.folder for job in page} == found

    def test_a_list_may_begin_with_the_oldest(self, store: Store) -> None:
        jobs = [a_job(created_at=NOW + n // 3 * TICK, labels=("a",)) for n in range(7)]
        for job in jobs:
            add(store, job)

        for wanted in (JobFilter(oldest_first=True), JobFilter(oldest_first=True, label="a")):
            assert paged(store, wanted) == newest_first(jobs)[::-1]

    def test_a_list_holds_what_meets_every_wish(self, store: Store) -> None:
        def job(tenth: int, **values: object) -> Job:
            at = {"created_at": NOW + timedelta(seconds=tenth / TENTHS)}
            return a_job(**{**at, "folder": "/shelf", "labels": ("a",), **values})

        failed = {"state": State.RUNNING, "started_at": NOW, "counts": Counts(running=1, failed=1)}
        right = job(5, **failed)
        others = (
            job(5),
            job(5, **failed, labels=("b",)),
            job(5, **failed, folder="/desk"),
            job(1, **failed),
            job(9, **failed),
        )
        for each in (right, *others):
            add(store, each)

        wanted = JobFilter(
            state=State.RUNNING,
            has_failures=True,
            created_after=NOW + timedelta(seconds=1 / TENTHS),
            created_before=NOW + timedelta(seconds=9 / TENTHS),
            label="a",
            folder="/shelf",
            text="SHELF",
        )
        assert paged(store, wanted) == [right.id]


def newest_first(jobs: list[Job]) -> list[JobId]:
    """Return the ids as a list has them."""
    ordered = sorted(jobs, key=lambda job: (job.created_at, job.id), reverse=True)
    return [job.id for job in ordered]


def paged(store: Store, wanted: JobFilter) -> list[JobId]:
    """Return the ids of a list, read in pages of two."""
    seen: list[JobId] = []
    with store.snapshot() as work:
        while page := work.jobs.page(limit=2, after=seen[-1] if seen else None, wanted=wanted):
            seen.extend(job.id for job in page)
    return seen
