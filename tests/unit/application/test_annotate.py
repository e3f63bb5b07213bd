"""Keeping an owner, a tag and a note beside a contract."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from contractsai.application.annotate import Beside, annotate
from contractsai.application.ports import Store
from contractsai.application.review import delete_reviews
from contractsai.domain.annotation import MAX_FIELDS, Annotation
from contractsai.domain.errors import (
    AnnotatedMeanwhile,
    DocumentNotFound,
    InvalidAnnotation,
    StaleRow,
)
from contractsai.domain.findings import Analysis, Outcome, Versions
from contractsai.domain.ids import JobId
from contractsai.domain.stored_analysis import StoredAnalysis
from contractsai.testing.world import World


def analysis(member: str | None = None) -> Analysis:
    return Analysis(
        *(member, None, "text/plain", Outcome.ANALYSED, None, Versions("1", "none", "none")),
        text="A contract.",
    )


def analysed(world: World, path: str = "nda.txt", content: bytes = b"nda") -> Beside:
    [document] = world.submit(path)
    made = StoredAnalysis.of(
        [analysis(), analysis("annex.pdf")],
        sha256=hashlib.sha256(content).hexdigest(),
        pipeline=world.host.pipeline,
    )
    world.analysis_ends(document, made)
    world.run(document)
    return Beside(world.document(document).job_id, document)


def write(world: World, beside: Beside, **options: Any) -> Annotation:
    changes = options.pop("changes", {"Owner": "ada"})
    return annotate(beside, changes, store=world.store, clock=world.clock, **options)


def test_what_is_kept_is_met_again_under_another_name(world: World) -> None:
    """A renamed file is the same contract, also in another job."""
    write(world, analysed(world, "old.txt"), by="bob")

    again = write(world, analysed(world, "new.txt"), changes={"Tag": "it"})

    assert again.fields == {"Owner": "ada", "Tag": "it"}
    assert again.version == 2


def test_a_document_inside_a_file_has_fields_of_its_own(world: World) -> None:
    beside = analysed(world)
    write(world, beside)

    inner = write(
        world, Beside(beside.job_id, beside.document_id, "annex.pdf"), changes={"Tag": "x"}
    )

    assert inner.fields == {"Tag": "x"}


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_text_takes_a_field_away(world: World, empty: str | None) -> None:
    beside = analysed(world)
    write(world, beside, changes={"Owner": "ada", "Tag": "it"})

    assert write(world, beside, changes={"Tag": empty}).fields == {"Owner": "ada"}


def test_what_is_the_same_is_not_written_again(world: World) -> None:
    beside = analysed(world)
    first = write(world, beside, by="ada")

    assert write(world, beside, by="bob") == first


def test_who_saw_another_version_is_told(world: World) -> None:
    beside = analysed(world)
    write(world, beside, expected=[0])

    with pytest.raises(AnnotatedMeanwhile):
        write(world, beside, changes={"Owner": "eve"}, expected=[0])

    assert write(world, beside, changes={"Owner": "eve"}, expected=[1]).version == 2


class Contested:
    """A store in which somebody else always writes first."""

    def __init__(self, store: Store, times: int) -> None:
        self._store = store
        self._times = times

    @contextmanager
    def begin(self, *, lasting: bool = True) -> Iterator[Any]:
        with self._store.begin() as work:
            real = work.annotations.save

            def save(annotation: Annotation) -> None:
                self._times -= 1
                if self._times >= 0:
                    raise StaleRow(annotation.id)
                real(annotation)

            work.annotations.save = save  # type: ignore[method-assign] - this unit of work's own
            yield work


def test_of_two_that_write_at_once_the_second_looks_again(world: World) -> None:
    beside = analysed(world)
    store: Any = Contested(world.store, 1)

    assert annotate(beside, {"Tag": "x"}, store=store, clock=world.clock).version == 1


def test_nobody_tries_for_ever(world: World) -> None:
    beside = analysed(world)
    store: Any = Contested(world.store, 1_000)

    with pytest.raises(AnnotatedMeanwhile):
        annotate(beside, {"Tag": "x"}, store=store, clock=world.clock)


def test_a_document_of_another_job_is_none(world: World) -> None:
    beside = analysed(world)

    with pytest.raises(DocumentNotFound):
        write(world, Beside(JobId("other"), beside.document_id))


def test_a_file_that_was_not_read_has_no_content_to_go_by(world: World) -> None:
    [document] = world.submit("nda.txt")

    with pytest.raises(InvalidAnnotation):
        write(world, Beside(world.document(document).job_id, document))


def test_a_member_that_is_not_there_is_refused(world: World) -> None:
    beside = analysed(world)

    with pytest.raises(InvalidAnnotation):
        write(world, Beside(beside.job_id, beside.document_id, "other.pdf"))


@pytest.mark.parametrize(
    "changes",
    [
        {"": "x"},
        {" Owner": "x"},
        {"O" * 61: "x"},
        {"Ow\0ner": "x"},
        {"Ow\x17ner": "x"},
        {"two\nlines": "x"},
        {"two  spaces": "x"},
        {"\ud800": "x"},
        {"Owner": "x" * 2_001},
        {"Owner": "\ud800"},
        {f"field {number}": "x" for number in range(MAX_FIELDS + 1)},
    ],
)
def test_what_no_database_or_sheet_could_keep_is_refused(
    world: World, changes: dict[str, str]
) -> None:
    with pytest.raises(InvalidAnnotation):
        write(world, analysed(world), changes=changes)


@pytest.mark.parametrize("by", ["x" * 201, "\0"])
def test_who_writes_is_a_text(world: World, by: str) -> None:
    with pytest.raises(InvalidAnnotation):
        write(world, analysed(world), by=by)


def test_to_forget_a_contract_is_to_forget_what_is_kept_beside_it(world: World) -> None:
    beside = analysed(world)
    write(world, beside)
    sha256 = world.document(beside.document_id).sha256 or ""

    assert delete_reviews(sha256, store=world.store) == 1
    assert write(world, beside, changes={"Tag": "x"}).fields == {"Tag": "x"}
