"""Documents of a job that are nearly the same, side by side."""

from collections.abc import Sequence

import pytest

from contractsai.application.duplicates import COMPARED, Group, near_duplicates
from contractsai.domain.errors import JobNotFound
from contractsai.domain.findings import Analysis
from contractsai.domain.ids import JobId
from contractsai.domain.review import Subject, Verdict
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.builders import a_contract, a_review
from contractsai.testing.world import World

FILL = " ".join(f"word{number} and" for number in range(400))
LAW = ("governing_law", {"code": "US-NY", "name": "New York"})


def lease(months: int, *, word: str = "lease", member: str | None = None) -> Analysis:
    facts = (LAW, ("term", {"n": months, "unit": "month"}))
    return a_contract(
        f"A {word} runs for {months} months. {FILL.replace('word', word)}", *facts, member=member
    )


def analysed(world: World, **papers: Sequence[Analysis]) -> JobId:
    """Return a job whose documents were analysed so, by the name of each."""
    documents = world.submit(*papers)
    for document in documents:
        path = world.document(document).path
        sha256 = f"{hash_of(papers[path]):064x}"
        world.analysis_ends(
            document,
            StoredAnalysis.of(papers[path], sha256=sha256, pipeline=world.host.pipeline),
        )
        world.run(document)
    return world.job_of(documents[0]).id


def hash_of(analyses: Sequence[Analysis]) -> int:
    """Return a number that papers of one text share."""
    return sum(len(item.text or "") * 31 + sum(map(ord, item.text or "")) for item in analyses)


def paths(groups: Sequence[Group]) -> list[list[str]]:
    return [[near.document.path for near in (group.first, *group.others)] for group in groups]


def test_what_differs_stands_side_by_side(world: World) -> None:
    job_id = analysed(world, a=[lease(24)], b=[lease(36)], c=[lease(24, word="loan")])

    [group] = near_duplicates(job_id, store=world.store, limit=10)

    assert paths([group]) == [["a", "b"]]
    [near] = group.others
    assert near.is_compared
    assert 0.8 < near.likeness < 1
    [difference] = near.texts
    assert ("24 months" in difference.left.quote, "36 months" in difference.right.quote) == (
        *(True, True),
    )
    [fact] = near.facts
    assert (fact.name, len(fact.left), len(fact.right)) == ("term", 1, 1)
    assert ("24" in fact.left[0], "36" in fact.right[0]) == (True, True)


def test_what_people_corrected_counts(world: World) -> None:
    """A draft whose length was read wrongly differs from nothing any more."""
    first, second = lease(24), lease(36)
    job_id = analysed(world, a=[first], b=[second])
    with world.store.begin() as work:
        for analysis in (first, second):
            subject = Subject.of(f"{hash_of([analysis]):064x}", None, analysis.findings[1])
            work.reviews.add(a_review(subject, verdict=Verdict.REJECTED))
        work.commit()

    [group] = near_duplicates(job_id, store=world.store, limit=10)

    assert group.others[0].facts == ()
    assert len(group.others[0].texts) == 1


def test_documents_inside_a_file_are_told_by_their_names(world: World) -> None:
    job_id = analysed(world, a=[lease(24, word="letter"), lease(24, member="p.pdf")], b=[lease(36)])

    [group] = near_duplicates(job_id, store=world.store, limit=10)

    assert (group.first.member, group.first.document.number) == ("p.pdf", 1)
    assert group.place == ("a", 1)
    assert group.others[0].member is None


def test_files_of_the_same_bytes_are_one(world: World) -> None:
    """The report says that already; nothing can differ."""
    same = [lease(24)]
    job_id = analysed(world, a=same, b=same, c=[lease(36)])

    assert paths(near_duplicates(job_id, store=world.store, limit=10)) == [["a", "c"]]


def test_of_many_copies_the_first_are_compared_and_the_others_named(world: World) -> None:
    papers = {f"p{number:02}": [lease(number + 1)] for number in range(COMPARED + 3)}
    job_id = analysed(world, **papers)

    [group] = near_duplicates(job_id, store=world.store, limit=10)

    compared = [near.is_compared for near in group.others]
    assert compared == [True] * COMPARED + [False] * 2
    assert group.others[-1].texts == ()
    assert group.others[-1].likeness > 0.8


def test_groups_come_page_by_page(world: World) -> None:
    words = ("lease", "loan", "supply")
    papers = {
        f"{word}{months}": [lease(months, word=word)] for word in words for months in (24, 36)
    }
    job_id = analysed(world, **papers)

    first = near_duplicates(job_id, store=world.store, limit=2)
    second = near_duplicates(job_id, store=world.store, limit=2, after=first[-1].place)

    assert paths([*first, *second]) == [[f"{word}24", f"{word}36"] for word in words]
    assert len(second) == 1


def test_a_job_that_is_not_there_is_said(world: World) -> None:
    with pytest.raises(JobNotFound):
        near_duplicates(JobId("nobody"), store=world.store, limit=1)


def test_a_document_that_has_not_ended_is_not_there_yet(world: World) -> None:
    waiting = world.submit("a", "b")

    assert near_duplicates(world.job_of(waiting[0]).id, store=world.store, limit=1) == []
