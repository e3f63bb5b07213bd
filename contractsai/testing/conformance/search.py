"""What the search of every `Store` must do; `StoreConformance` holds this suite too."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import pytest

from contractsai.application.ports import Store
from contractsai.domain.findings import Analysis, JsonValue
from contractsai.domain.job import Counts, Job
from contractsai.domain.review import Review, Subject, Verdict
from contractsai.domain.search import SearchQuery
from contractsai.domain.searchable import searchables
from contractsai.domain.sketch import sketch_of
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.domain.words import words_of
from contractsai.testing.builders import NOW, a_contract, a_document, a_job, a_review
from contractsai.testing.conformance.steps import (
    add,
    add_analysis,
    delete_unreferenced,
)

NEW_YORK: Final[JsonValue] = {"code": "US-NY", "name": "New York"}
OHIO: Final[JsonValue] = {"code": "US-OH", "name": "Ohio"}
ALL: Final = "alpha"
LONG: Final = " ".join(f"w{number}" for number in range(9_000))

TEXTS: Final = {
    "plain": "Alpha. The parties agree to arbitration in Paris.",
    "late": f"alpha {LONG} {'the ' * 400} limitation of liability {LONG}",
    "accents": "alpha Société Générale, Zürich; FORCE MAJEURE",
    "signs": "alpha non-compete under section 2.3(b) of O'Neill & Co.'s \"Plan\" a_b",
    "script": "alpha Договор аренды 契約書 x²",
    "giant": f"alpha {'y' * 5_000} omega",
    "empty": "alpha",
}
QUESTIONS: Final = {
    "alpha": "all of them",
    "ALPHA Arbitration": "both words, in any case",
    "paris arbitration": "in any order",
    '"arbitration in paris"': "a phrase",
    '"paris in arbitration"': "a phrase in the wrong order",
    '"limitation of liability"': "a phrase far behind, with a word that is everywhere",
    '"w8999 the"': "a phrase at the end of a part",
    "w1 liability": "words that stand far apart",
    "w8999": "a word behind thousands",
    "societe zurich": "accents do not count",
    "SOCIÉTÉ": "in the question neither",
    "non-compete": "a word with a sign in it",
    "compete non": "its parts",
    "2.3": "a number of a section",
    "b": "one letter",
    "o'neill": "an apostrophe",
    "договор": "another script",
    "契約書": "a third",
    "x2": "a raised figure",
    "arbitr*": "the beginning of a word",
    '"in par*': "a star in a phrase is none",
    "arbitra": "no beginning without a star",
    "y" * 70: "more letters than count",
    "limitation NOT liability": "no operator but words",
    "paris OR zurich": "likewise",
    "NEAR(paris arbitration)": "likewise",
    "words:paris": "no column",
    "paris:*": "nothing of a server's own",
    "paris & arbitration | !x": "signs without a meaning",
    "'paris' <-> arbitration": "likewise",
    '"paris': "a quotation that does not end",
    "paris\\": "a stroke",
    "nul \x00 paris": "no text at all between",
    "alpha \udcff": "half a letter",
    "* ( ) ^ - paris + :": "signs by themselves",
}


class SearchConformance:
    """The suite; every test starts with an empty `store`."""

    @pytest.mark.parametrize("asked", QUESTIONS, ids=QUESTIONS.values())
    def test_it_finds_what_has_the_words(self, store: Store, asked: str) -> None:
        """Whatever is typed: the rule itself is asked of every document, and says what is right."""
        query = SearchQuery.of(asked)
        stored = [add_contract(store, a_contract(text)) for text in TEXTS.values()]

        expected = [one.sha256 for one in stored if searchables(one)[0].meets(query)]

        assert found(store, query) == expected[::-1]

    def test_the_suite_asks_for_something(self, store: Store) -> None:
        """Most of its questions have an answer, or the test above shows nothing."""
        for text in TEXTS.values():
            add_contract(store, a_contract(text))

        assert len(found(store, SearchQuery.of(ALL))) == len(TEXTS)
        answered = [asked for asked in QUESTIONS if found(store, SearchQuery.of(asked))]
        assert len(answered) > len(QUESTIONS) / 2

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({"law": "us-ny"}, ["first"]),
            ({"law": "US"}, ["second", "first"]),
            ({"law": "U" + "A"}, []),
            ({"ends_before": date(2027, 6, 30)}, ["first"]),
            ({"ends_before": date(2027, 7, 1)}, ["second", "first"]),
            ({"party": "acme corp"}, ["second", "first"]),
            ({"party": "Acme Corp. West"}, ["second"]),
            ({"party": "corp beta"}, []),
            ({"party": "acm"}, []),
            ({"type": "software_license"}, ["first"]),
            ({"type": "license"}, ["first"]),
            ({"type": "software-license"}, ["first"]),
            ({"type": "softwareXlicense"}, []),
            ({"law": "US-OH", "party": "beta"}, ["second"]),
            ({"law": "US-NY", "party": "beta"}, []),
        ],
    )
    def test_facts_are_filters(
        self, store: Store, filters: dict[str, str | date], expected: list[str]
    ) -> None:
        of = {
            "first": a_contract(
                "alpha one",
                ("governing_law", NEW_YORK),
                ("document_type", {"type": "software_license", "group": "license"}),
                ("party", {"name": "ACME Corp."}),
                ("expiration_date", "2027-06-29"),
            ),
            "second": a_contract(
                "alpha two",
                ("governing_law", {"code": "FR", "name": "France"}),
                ("governing_law", OHIO),
                ("party", {"name": "Acme Corp. West"}),
                ("party", {"name": "Beta GmbH"}),
                ("expiration_date", "2027-06-30"),
            ),
            "third": a_contract("alpha three", ("expiration_date", "perpetual")),
        }
        names = {add_contract(store, analysis).sha256: name for name, analysis in of.items()}

        query = SearchQuery.of(ALL, **filters)  # type: ignore[arg-type]  # a table's values

        assert [names[sha256] for sha256 in found(store, query)] == expected

    def test_each_document_inside_a_file_is_found(self, store: Store) -> None:
        inside = [a_contract(f"alpha {name}", member=name) for name in ("a.pdf", "b.pdf")]
        stored = add_contract(store, a_contract("A letter with two papers"), *inside)

        with store.snapshot() as work:
            both = work.search.find(SearchQuery.of(ALL), limit=10)
            [second] = work.search.find(SearchQuery.of("alpha b"), limit=10)

        assert [one.number for one in both] == [2, 1]
        assert (second.analysis_id, second.number) == (stored.id, 2)

    def test_pages_are_complete_and_without_repeats(self, store: Store) -> None:
        stored = [add_contract(store, a_contract(f"alpha {number}")) for number in range(7)]

        seen: list[str] = []
        after: int | None = None
        with store.snapshot() as work:
            while page := work.search.find(SearchQuery.of(ALL), limit=3, after=after):
                seen.extend(one.sha256 for one in page)
                after = page[-1].place

        assert seen == [one.sha256 for one in reversed(stored)]

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


def an_analysis_of(*analyses: Analysis) -> StoredAnalysis:
    """Return the stored form of a content of these documents."""
    texts = "\n".join(item.text or "" for item in analyses)
    sha256 = hashlib.sha256(texts.encode()).hexdigest()
    return StoredAnalysis.of(analyses, sha256=sha256, pipeline="built 1")


def add_contract(store: Store, *analyses: Analysis, job: Job | None = None) -> StoredAnalysis:
    """Commit a job with one document that was analysed so, and return the analysis."""
    stored = an_analysis_of(*analyses)
    put(store, stored, job=job)
    return stored


def put(store: Store, stored: StoredAnalysis, *, job: Job | None = None, **values: object) -> None:
    """Commit a job with one document of that analysis."""
    of = job or a_job()
    document = a_document(of, sha256=stored.sha256, **values)
    add(store, of, document)
    with store.begin() as work:
        work.analyses.add(stored)
        work.documents.save([replace(document, analysis_id=stored.id)])
        work.commit()


def found(store: Store, query: SearchQuery) -> Sequence[str]:
    """Return the contents that are found."""
    with store.snapshot() as work:
        return [one.sha256 for one in work.search.find(query, limit=50)]


def correction(stored: StoredAnalysis, analysis: Analysis) -> Review:
    """Return a person's word that the law is Ohio's."""
    subject = Subject.of(stored.sha256, None, analysis.findings[0])
    return a_review(subject, verdict=Verdict.CORRECTED, value="Ohio", normal=OHIO)


def add_review(store: Store, review: Review) -> None:
    """Commit a review."""
    with store.begin() as work:
        work.reviews.add(review)
        work.commit()
