"""What the reviews of every `Store` must do; `StoreConformance` holds this suite too."""

import pytest

from contractsai.application.ports import Store
from contractsai.domain.errors import StaleRow
from contractsai.domain.review import Review, Verdict
from contractsai.testing.builders import a_document, a_job, a_review, a_subject
from contractsai.testing.conformance.steps import THREADS, at_once


class ReviewConformance:
    """The suite; every test starts with an empty `store`."""

    def test_every_field_of_a_review_comes_back(self, store: Store) -> None:
        review = a_review(
            verdict=Verdict.CORRECTED,
            value="Ohio",
            normal={"code": "US-OH", "name": "Ohio"},
            by="ada",
            note="clause 12",
            pipeline="contracts-1",
            passage="the law of Ohio",
        )
        add_reviews(store, review)

        assert reviews_of(store, review) == [review]

    @pytest.mark.parametrize(
        "text", ["nul \x00", "lone surrogate \udcff", "契約 \N{PAGE FACING UP}"]
    )
    def test_any_text_comes_back(self, store: Store, text: str) -> None:
        """Names of attachments and words of documents may be anything."""
        review = a_review(a_subject(member=text, value=text), note=text, passage=text)
        add_reviews(store, review)

        assert reviews_of(store, review) == [review]

    def test_reviews_of_a_subject_come_in_their_order(self, store: Store) -> None:
        reviews = [a_review(number=number) for number in range(1, 12)]
        add_reviews(store, *reversed(reviews))

        assert reviews_of(store, reviews[0]) == reviews

    def test_a_number_is_given_once(self, store: Store) -> None:
        """Of two people who saw the same history, one has to look again."""
        first = a_review()
        add_reviews(store, first)
        with store.begin() as work, pytest.raises(StaleRow):
            work.reviews.add(a_review())

        assert reviews_of(store, first) == [first]

    def test_of_eight_reviewers_with_one_number_one_comes_through(self, store: Store) -> None:
        def act(_: int) -> bool:
            review = a_review()
            try:
                add_reviews(store, review)
            except StaleRow:
                return False
            return True

        came_through = sorted(at_once(act))

        assert came_through == [False] * (THREADS - 1) + [True]
        assert len(reviews_of(store, a_review())) == 1

    def test_a_review_that_is_not_committed_has_not_happened(self, store: Store) -> None:
        with store.begin() as work:
            work.reviews.add(a_review())
            assert work.reviews.of_subject(a_subject().id)

        assert reviews_of(store, a_review()) == []

    def test_reviews_are_found_by_the_contents_they_are_about(self, store: Store) -> None:
        one, two, three = (a_review(a_subject(sha256=digit * 64)) for digit in "abc")
        inner = a_review(a_subject(sha256="a" * 64, member="deal.pdf"))
        add_reviews(store, one, two, three, inner)

        with store.snapshot() as work:
            found = work.reviews.of_contents({"a" * 64, "b" * 64, "d" * 64})
            none = work.reviews.of_contents([])

        assert list(found) == sorted([one, two, inner], key=lambda review: review.subject.id)
        assert list(none) == []

    def test_a_page_follows_the_one_before(self, store: Store) -> None:
        reviews = [
            a_review(a_subject(sha256=digit * 64), number=number)
            for digit in "abc"
            for number in (1, 2, 10)
        ]
        add_reviews(store, *reviews)
        pages: list[Review] = []
        after = None
        while True:
            with store.snapshot() as work:
                page = work.reviews.page(limit=4, after=after)
            pages += page
            if len(page) < 4:
                break
            after = (page[-1].subject.id, page[-1].number)

        assert pages == sorted(reviews, key=lambda review: (review.subject.id, review.number))

    def test_reviews_outlive_the_job(self, store: Store) -> None:
        """A person's work is dearer than a machine's: the content may come back."""
        job = a_job()
        review = a_review()
        add_reviews(store, review)
        with store.begin() as work:
            work.jobs.add(job, [a_document(job, sha256=review.subject.sha256)])
            work.jobs.delete(job.id)
            work.analyses.delete_unreferenced(limit=10)
            work.commit()

        assert reviews_of(store, review) == [review]

    def test_all_reviews_of_a_content_can_be_deleted(self, store: Store) -> None:
        """Somebody may ask for it to be forgotten."""
        goes, stays = a_review(), a_review(a_subject(sha256="b" * 64))
        add_reviews(store, goes, a_review(number=2), stays)
        deleted = []
        for _ in range(2):
            with store.begin() as work:
                deleted.append(work.reviews.delete(goes.subject.sha256))
                work.commit()

        assert deleted == [2, 0]
        assert reviews_of(store, goes) == []
        assert reviews_of(store, stays) == [stays]


def add_reviews(store: Store, *reviews: Review) -> None:
    """Commit some reviews."""
    with store.begin() as work:
        for review in reviews:
            work.reviews.add(review)
        work.commit()


def reviews_of(store: Store, review: Review) -> list[Review]:
    """Return the committed reviews of the same subject."""
    with store.snapshot() as work:
        return list(work.reviews.of_subject(review.subject.id))
