"""What the search of every `Store` must not find, and what counts: one content, people's word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contractsai.application.ports import Store
from contractsai.domain.job import Counts
from contractsai.domain.review import Subject, Verdict
from contractsai.domain.search import SearchQuery
from contractsai.domain.sketch import sketch_of
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.domain.words import words_of
from contractsai.testing.builders import NOW, a_contract, a_document, a_job, a_review
from contractsai.testing.conformance.searching import (
    ALL,
    LONG,
    NEW_YORK,
    add_contract,
    add_review,
    an_analysis_of,
    correction,
    found,
    put,
)
from contractsai.testing.conformance.steps import add, add_analysis, delete_unreferenced


class SearchableConformance:
    """The suite; every test starts with an empty `store`."""

    # Nothing is found that is not there

    def test_what_no_job_has_is_not_found(self, store: Store) -> None:
        stored = an_analysis_of(a_contract("alpha"))
        add_analysis(store, stored)

        assert found(store, SearchQuery.of(ALL)) == []

        assert delete_unreferenced(store, limit=10) == 1
        add_contract(store, a_contract("alpha"))
        assert found(store, SearchQuery.of(ALL)) == [stored.sha256]

    def test_what_was_purged_is_not_found(self, store: Store) -> None:
        job = a_job()
        add_contract(store, a_contract("alpha"), job=job)
        stays = add_contract(store, a_contract("alpha beta"))
        with store.begin() as work:
            work.jobs.delete(job.id)
            work.commit()

        assert found(store, SearchQuery.of(ALL)) == [stays.sha256]
        delete_unreferenced(store, limit=10)
        assert found(store, SearchQuery.of(ALL)) == [stays.sha256]

    def test_what_is_not_committed_is_not_found(self, store: Store) -> None:
        job = a_job()
        document = a_document(job)
        add(store, job, document)
        stored = an_analysis_of(a_contract("alpha"))
        with store.begin() as work:
            work.analyses.add(stored)
            work.documents.save([replace(document, analysis_id=stored.id)])

            assert [one.sha256 for one in work.search.find(SearchQuery.of(ALL), limit=1)]

        assert found(store, SearchQuery.of(ALL)) == []

    @pytest.mark.parametrize("payload", [b"[]", b"\x00\xff alpha", b'[{"text":"alpha"}]', b"1"])
    def test_what_cannot_be_read_is_stored_all_the_same(self, store: Store, payload: bytes) -> None:
        """A document must end, whether anybody can look for it or not."""
        stored = replace(an_analysis_of(a_contract("alpha")), payload=payload)
        put(store, stored)

        assert found(store, SearchQuery.of(ALL)) == []
        with store.snapshot() as work:
            assert work.analyses.get(stored.id) == stored

    # One content

    def test_a_content_in_two_jobs_is_found_once_with_both_places(self, store: Store) -> None:
        first, second = a_job(), a_job()
        stored = add_contract(store, a_contract("alpha"), job=first)
        put(store, stored, job=second, run_at=NOW + timedelta(hours=1))

        assert found(store, SearchQuery.of(ALL)) == [stored.sha256]
        with store.snapshot() as work:
            places = work.search.places(stored.sha256, limit=10)
            assert [place.job_id for place in places] == [second.id, first.id]
            assert [place.job_id for place in work.search.places(stored.sha256, limit=1)] == [
                second.id
            ]

    def test_of_two_analyses_of_a_content_the_latest_that_a_job_has_counts(
        self, store: Store
    ) -> None:
        """A later version of the pipeline may read a text better, and must not double it."""
        job = a_job()
        old = add_contract(store, a_contract("alpha old"))
        new = StoredAnalysis.of([a_contract("alpha new")], sha256=old.sha256, pipeline="built 2")
        put(store, new, job=job)

        assert found(store, SearchQuery.of(ALL)) == [old.sha256]
        assert found(store, SearchQuery.of("old")) == []
        with store.snapshot() as work:
            assert len(work.search.places(old.sha256, limit=10)) == 2

        with store.begin() as work:
            work.jobs.delete(job.id)
            work.commit()

        assert found(store, SearchQuery.of("old")) == [old.sha256]
        assert found(store, SearchQuery.of("new")) == []

    # Reviews

    def test_a_correction_counts_until_it_is_deleted(self, store: Store) -> None:
        law = a_contract("alpha", ("governing_law", NEW_YORK))
        stored = add_contract(store, law)
        add_review(store, correction(stored, law))

        assert found(store, SearchQuery.of(ALL, law="US-OH")) == [stored.sha256]
        assert found(store, SearchQuery.of(ALL, law="US-NY")) == []

        with store.begin() as work:
            work.reviews.delete(stored.sha256)
            work.commit()
        assert found(store, SearchQuery.of(ALL, law="US-NY")) == [stored.sha256]

    def test_a_correction_counts_for_an_analysis_that_comes_later(self, store: Store) -> None:
        law = a_contract("alpha", ("governing_law", NEW_YORK))
        add_review(store, correction(an_analysis_of(law), law))

        stored = add_contract(store, law)

        assert found(store, SearchQuery.of(ALL, law="US-OH")) == [stored.sha256]

    def test_a_review_of_what_is_no_filter_changes_nothing(self, store: Store) -> None:
        term = a_contract("alpha", ("title", "Lease"), ("governing_law", NEW_YORK))
        stored = add_contract(store, term)
        subject = Subject.of(stored.sha256, None, term.findings[0])
        add_review(store, a_review(subject, verdict=Verdict.REJECTED))

        assert found(store, SearchQuery.of(ALL, law="US-NY")) == [stored.sha256]

    # What is like what

    def test_documents_of_a_job_come_with_their_sketches_by_path(self, store: Store) -> None:
        """A text that is too short for one is left out, and so is another job."""
        job = a_job(counts=Counts(pending=3))
        paths = ["b.pdf", "a.pdf", "c.pdf"]
        documents = [a_document(job, path=path) for path in paths]
        add(store, job, *documents)
        inside = [a_contract(f"letter {LONG}"), a_contract(f"paper {LONG}", member="p.pdf")]
        stored = [
            an_analysis_of(a_contract(f"one {LONG}")),
            an_analysis_of(*inside),
            an_analysis_of(a_contract("short")),
        ]
        with store.begin() as work:
            for document, analysis in zip(documents, stored, strict=True):
                work.analyses.add(analysis)
                work.documents.save([replace(document, analysis_id=analysis.id)])
            work.commit()
        add_contract(store, a_contract(f"another {LONG}"))

        with store.snapshot() as work:
            found = work.search.sketches(job.id)

        assert [(one.path, one.number) for one in found] == [
            ("a.pdf", 0),
            ("a.pdf", 1),
            ("b.pdf", 0),
        ]
        assert [one.document_id for one in found[1:]] == [documents[1].id, documents[0].id]
        assert [one.sketch for one in found] == [
            sketch_of(words_of(f"{word} {LONG}")) for word in ("letter", "paper", "one")
        ]
        assert found[2].sha256 == stored[0].sha256

    def test_there_is_nothing_to_catch_up_with(self, store: Store) -> None:
        """What this version stores, it makes findable at once."""
        add_contract(store, a_contract("alpha"))
        with store.begin() as work:
            assert work.search.catch_up(limit=10) == 0
