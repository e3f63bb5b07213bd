"""Reviewing a finding of a stored analysis."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contractsai.application.ports import Store
from contractsai.application.read import read_changed_at, read_report
from contractsai.application.report import report_lines
from contractsai.application.review import (
    Opinion,
    Place,
    delete_reviews,
    export_reviews,
    read_reviews,
    review_finding,
)
from contractsai.domain.errors import (
    DocumentNotFound,
    FindingNotFound,
    InvalidReview,
    ReviewedMeanwhile,
    StaleRow,
)
from contractsai.domain.findings import (
    Analysis,
    Band,
    Evidence,
    Finding,
    Kind,
    Outcome,
    Versions,
)
from contractsai.domain.ids import DocumentId, JobId
from contractsai.domain.review import Review, Verdict
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.world import World

TEXT = "The law of New York governs this Agreement."
OHIO = {"code": "US-OH", "name": "Ohio"}


def findings(number: int = 1) -> tuple[Finding, ...]:
    law = Finding(
        *(f"f{number}", Kind.FACT, "governing_law", "New York"),
        *({"code": "US-NY", "name": "New York"}, 0.6, Band.LOOK_HERE, "rule:x"),
        evidence=(Evidence(None, 11, 19, "New York"),),
    )
    gap = Finding(
        *(f"f{number + 1}", Kind.MISSING, "missing.cap", "No cap", {"severity": "high"}),
        *(0.9, Band.SURE, "rule:playbook.no_cap"),
    )
    return law, gap


def analysis(*found: Finding, member: str | None = None) -> Analysis:
    return Analysis(
        *(member, None, "text/plain", Outcome.ANALYSED, None, Versions("1", "none", "none")),
        text=TEXT,
        findings=found,
    )


def stored(*analyses: Analysis, content: bytes = b"nda.txt", pipeline: str) -> StoredAnalysis:
    return StoredAnalysis.of(
        analyses, sha256=hashlib.sha256(content).hexdigest(), pipeline=pipeline
    )


def analysed(world: World, *analyses: Analysis) -> Place:
    """Have a document analysed so, and return where its first finding is."""
    [document] = world.submit("nda.txt")
    made = stored(*(analyses or (analysis(*findings()),)), pipeline=world.host.pipeline)
    world.analysis_ends(document, made)
    world.run(document)
    return Place(world.document(document).job_id, document, "f1")


def reviewed(world: World, place: Place, opinion: Opinion, **options: Any) -> Review:
    number = sum(1 for _ in export_reviews(store=world.store, with_history=True))
    return review_finding(
        place,
        opinion,
        store=world.store,
        clock=world.clock,
        new_id=lambda: f"review-{number}",
        **options,
    )


def report(world: World, place: Place, **options: Any) -> list[dict[str, Any]]:
    return list(report_lines(read_report(place.job_id, store=world.store), **options))


ACCEPT, REJECT = Opinion(Verdict.ACCEPTED), Opinion(Verdict.REJECTED)
CORRECT = Opinion(Verdict.CORRECTED, text="US-OH Ohio", by="ada", note="clause 12")


def test_a_review_tells_all_it_takes_to_learn_from_it(world: World) -> None:
    place = analysed(world)

    review = reviewed(world, place, CORRECT)

    assert (review.number, review.verdict, review.by, review.note) == (
        *(1, Verdict.CORRECTED, "ada", "clause 12"),
    )
    assert (review.value, review.normal, review.subject.value) == ("Ohio", OHIO, "New York")
    assert (review.pipeline, review.passage, review.at) == ("scripted 1", TEXT, world.clock.now())


def test_the_report_shows_the_verdict_and_the_analysis_stays(world: World) -> None:
    """I4: reviewing changes no byte of it."""
    place = analysed(world)
    before = world.analysis_of(place.document_id)

    reviewed(world, place, CORRECT)

    [line] = report(world, place)
    assert line["findings"][0]["normal"] == OHIO
    assert line["findings"][0]["review"]["old"]["value"] == "New York"
    assert world.analysis_of(place.document_id) == before


def test_a_review_changes_the_report_when_it_is_made(world: World) -> None:
    """A calendar that was imported before has to learn of it."""
    place = analysed(world)
    world.clock.advance(timedelta(minutes=1))
    reviewed(world, place, CORRECT)

    assert read_changed_at(place.job_id, store=world.store) == world.clock.now()


def test_without_its_reviews_the_line_is_the_machines(world: World) -> None:
    """An accepted finding differs in how sure it is, and in nothing else."""
    place = analysed(world)
    [before] = report(world, place)
    reviewed(world, place, ACCEPT)
    [after] = report(world, place)

    changed = after["findings"][0]
    assert (
        changed | {"review": None, "confidence": 0.6, "band": "look_here"}
        == (before["findings"][0])
    )
    assert after["findings"][1:] == before["findings"][1:]


def test_a_rejected_finding_leaves_the_report_but_not_the_candidates(world: World) -> None:
    place = analysed(world)
    reviewed(world, place, REJECT)

    [line] = report(world, place)
    [full] = report(world, place, with_candidates=True)

    assert [item["name"] for item in line["findings"]] == ["missing.cap"]
    assert full["findings"][0]["review"]["state"] == "rejected"


def test_a_review_survives_another_run_of_the_same_content(world: World) -> None:
    """Another job, another version of the pipeline, another number of the finding."""
    reviewed(world, analysed(world), CORRECT)
    world.host.pipeline = "scripted 2"

    again = analysed(world, analysis(*findings(number=5)))

    [line] = report(world, again)
    assert [item["id"] for item in line["findings"]] == ["f5", "f6"]
    assert line["findings"][0]["normal"] == OHIO
    assert read_reviews(replace(again, finding_id="f5"), store=world.store)


def test_what_only_people_stand_by_can_be_reviewed_again(world: World) -> None:
    reviewed(world, analysed(world), CORRECT)
    world.host.pipeline = "scripted 2"
    again = analysed(world, analysis())
    [line] = report(world, again)
    place = replace(again, finding_id=line["findings"][0]["id"])

    second = reviewed(world, place, REJECT)

    assert second.number == 2
    [line] = report(world, again)
    assert line["findings"] == []


def test_what_only_other_people_stand_by_is_not_mistaken_for_it(world: World) -> None:
    place = analysed(world)
    reviewed(world, place, CORRECT)

    with pytest.raises(FindingNotFound):
        reviewed(world, replace(place, finding_id="h0000"), ACCEPT)


def test_a_document_inside_a_file_has_its_own_reviews(world: World) -> None:
    place = analysed(world, analysis(*findings()), analysis(*findings(), member="deal.pdf"))

    reviewed(world, replace(place, member="deal.pdf"), REJECT)

    own, inner = report(world, place)
    assert [len(line["findings"]) for line in (own, inner)] == [2, 1]


# What nobody found


GIVEN = Opinion(Verdict.CORRECTED, text="2027-03-31", by="ada")


def test_what_nobody_found_can_be_given(world: World) -> None:
    """A person knows the day that a scan does not show; it holds in every job, for every copy."""
    place = replace(analysed(world), finding_id="new-expiration-date")

    review = reviewed(world, place, GIVEN)

    assert (review.verdict, review.subject.normal) == (Verdict.ACCEPTED, "2027-03-31")
    [line] = report(world, analysed(world))
    found = next(item for item in line["findings"] if item["name"] == "expiration_date")
    assert (found["value"], found["method"], found["band"]) == ("31 March 2027", "human", "sure")
    assert found["evidence"] == []


def test_what_was_given_is_corrected_as_anything_else(world: World) -> None:
    place = replace(analysed(world), finding_id="new-expiration-date")
    reviewed(world, place, GIVEN)
    [line] = report(world, place)
    given = next(item for item in line["findings"] if item["name"] == "expiration_date")

    later = Opinion(Verdict.CORRECTED, text="2028-03-31")
    reviewed(world, replace(place, finding_id=given["id"]), later)

    [line] = report(world, place)
    ends = [item["normal"] for item in line["findings"] if item["name"] == "expiration_date"]
    assert ends == ["2028-03-31"]


def test_several_parties_can_be_given(world: World) -> None:
    place = replace(analysed(world), finding_id="new-party")
    for name in ("Acme Inc.", "Beta GmbH"):
        reviewed(world, place, Opinion(Verdict.CORRECTED, text=name))

    [line] = report(world, place)
    names = [item["value"] for item in line["findings"] if item["name"] == "party"]
    assert names == ["Acme Inc.", "Beta GmbH"]


def test_a_later_version_that_finds_what_was_given_says_the_same(world: World) -> None:
    place = replace(analysed(world, analysis()), finding_id="new-governing-law")
    reviewed(world, place, Opinion(Verdict.CORRECTED, text="US-NY New York"))
    world.host.pipeline = "scripted 2"
    again = analysed(world, analysis(*findings()))

    [line] = report(world, again)
    [law] = [item for item in line["findings"] if item["name"] == "governing_law"]
    assert (law["id"], law["band"], len(law["evidence"])) == ("f1", "sure", 1)


@pytest.mark.parametrize(
    ("finding", "opinion"),
    [
        ("new-expiration-date", ACCEPT),
        ("new-expiration-date", Opinion(Verdict.CORRECTED, text="some day")),
        ("new-second-opinion", Opinion(Verdict.CORRECTED, text="yes")),
        ("new-colour", Opinion(Verdict.CORRECTED, text="red")),
        ("new-title", Opinion(Verdict.CORRECTED, text="NDA", note="\0")),
    ],
)
def test_what_is_given_has_to_be_a_value_of_a_fact(
    world: World, finding: str, opinion: Opinion
) -> None:
    place = replace(analysed(world), finding_id=finding)

    with pytest.raises(InvalidReview):
        reviewed(world, place, opinion)


def test_nothing_is_given_for_what_was_not_read(world: World) -> None:
    """No report would show it."""
    empty = Analysis(
        *(None, None, "text/plain", Outcome.FAILED, "empty", Versions("1", "none", "none")),
    )
    place = replace(analysed(world, empty), finding_id="new-title")

    with pytest.raises(FindingNotFound):
        reviewed(world, place, Opinion(Verdict.CORRECTED, text="NDA"))


# Two reviewers


def test_every_verdict_is_kept_and_the_last_one_holds(world: World) -> None:
    place = analysed(world)
    for opinion in (ACCEPT, REJECT, CORRECT):
        reviewed(world, place, opinion)

    history = read_reviews(place, store=world.store)

    assert [item.number for item in history] == [1, 2, 3]
    assert [item.verdict for item in history] == [
        *(Verdict.ACCEPTED, Verdict.REJECTED, Verdict.CORRECTED),
    ]


def test_who_wants_to_come_after_what_he_saw_is_told_of_others(world: World) -> None:
    place = analysed(world)
    reviewed(world, place, ACCEPT, expected={0})

    with pytest.raises(ReviewedMeanwhile):
        reviewed(world, place, REJECT, expected={0})

    assert reviewed(world, place, REJECT, expected={1}).number == 2


class Crowded:
    """A store in which somebody else, some times, takes the number one was about to take."""

    def __init__(self, store: Store, *, times: int) -> None:
        self._store = store
        self.times = times

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[Any]:
        with self._store.begin() as work:
            if self.times:
                self.times -= 1
                work.reviews.add = refuse
            yield work


def refuse(review: Review) -> None:
    raise StaleRow(review.subject.id)


def test_a_number_that_somebody_took_at_the_same_moment_is_counted_again(world: World) -> None:
    """Without an expectation, to be second is no error."""
    place = analysed(world)
    store = Crowded(world.store, times=3)

    review = review_finding(place, REJECT, store=store, clock=world.clock, new_id=lambda: "x")

    assert list(read_reviews(place, store=world.store)) == [review]


def test_who_is_always_second_gives_up(world: World) -> None:
    """A thread of the API is not to be held for ever."""
    place = analysed(world)
    store = Crowded(world.store, times=1_000)

    with pytest.raises(ReviewedMeanwhile):
        review_finding(place, REJECT, store=store, clock=world.clock, new_id=lambda: "x")


# What cannot be reviewed


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"document_id": DocumentId("nobody")}, DocumentNotFound),
        ({"job_id": JobId("nobody")}, DocumentNotFound),
        ({"finding_id": "f99"}, FindingNotFound),
        ({"finding_id": "h123"}, FindingNotFound),
        ({"member": "other.pdf"}, FindingNotFound),
    ],
)
def test_what_is_not_there_cannot_be_reviewed(
    world: World, changes: dict[str, Any], error: type[Exception]
) -> None:
    place = replace(analysed(world), **changes)

    with pytest.raises(error):
        reviewed(world, place, ACCEPT)
    with pytest.raises(error):
        read_reviews(place, store=world.store)


def test_a_document_without_an_analysis_has_no_findings(world: World) -> None:
    [document] = world.submit("nda.txt")
    place = Place(world.document(document).job_id, document, "f1")

    with pytest.raises(FindingNotFound):
        reviewed(world, place, ACCEPT)


@pytest.mark.parametrize(
    ("finding_id", "opinion", "told"),
    [
        ("f1", replace(CORRECT, text="New York"), "governing_law has to be"),
        ("f1", Opinion(Verdict.CORRECTED), "governing_law has to be"),
        ("f1", replace(CORRECT, text="US-OH Oh\ud800"), "text holds NUL or half a character"),
        ("f1", replace(CORRECT, value="O\0"), "value holds NUL or half a character"),
        ("f1", replace(ACCEPT, by="a\0"), "by holds NUL or half a character"),
        ("f1", replace(ACCEPT, note="\udfff"), "note holds NUL or half a character"),
        ("f1", Opinion(Verdict.CORRECTED, normal="x"), "governing_law has to be"),
        ("f1", replace(ACCEPT, text="Ohio"), "only a correction has a value"),
        ("f1", replace(REJECT, normal=OHIO), "only a correction has a value"),
        ("f2", CORRECT, "a missing has no value to correct: accept it, or reject it"),
    ],
)
def test_a_verdict_that_does_not_suit_is_refused(
    world: World, finding_id: str, opinion: Opinion, told: str
) -> None:
    place = replace(analysed(world), finding_id=finding_id)

    with pytest.raises(InvalidReview, match=told):
        reviewed(world, place, opinion)

    assert read_reviews(place, store=world.store) == []


def test_a_correction_may_bring_its_own_words(world: World) -> None:
    opinion = Opinion(Verdict.CORRECTED, normal=OHIO, value="the State of Ohio")

    assert reviewed(world, analysed(world), opinion).value == "the State of Ohio"


# Training data


def test_the_verdicts_that_hold_are_exported_in_a_fixed_order(world: World) -> None:
    place = analysed(world)
    gap = replace(place, finding_id="f2")
    for where, opinion in ((place, ACCEPT), (gap, REJECT), (place, CORRECT)):
        reviewed(world, where, opinion)

    found = list(export_reviews(store=world.store, batch=1))

    assert sorted(item.subject.id for item in found) == [item.subject.id for item in found]
    assert {item.subject.name: item.verdict for item in found} == {
        "governing_law": Verdict.CORRECTED,
        "missing.cap": Verdict.REJECTED,
    }
    assert len(list(export_reviews(store=world.store, with_history=True, batch=2))) == 3


def test_what_was_taken_back_teaches_nothing(world: World) -> None:
    place = analysed(world)
    reviewed(world, place, REJECT)
    reviewed(world, place, Opinion(Verdict.OPEN))

    assert list(export_reviews(store=world.store)) == []


def test_the_purge_keeps_reviews_and_a_person_can_delete_them(world: World) -> None:
    """They are worth more than the job, and the content may come back."""
    place = analysed(world)
    review = reviewed(world, place, REJECT)
    world.clock.advance(timedelta(days=31))

    assert world.purge(timedelta(days=30)) == 1
    assert list(export_reviews(store=world.store)) == [review]
    assert delete_reviews(review.subject.sha256, store=world.store) == 1
    assert list(export_reviews(store=world.store)) == []
