"""What errors and outcomes are to a person and to a script."""

import inspect

import pytest

from contractsai.domain import errors
from contractsai.entrypoints.cli.exit_codes import Exit, exit_of, unread
from contractsai.entrypoints.cli.explain import NEXT_COMMAND, explain, sentences
from contractsai.entrypoints.cli.output import told_unread

ALL = [
    kind
    for kind in vars(errors).values()
    if inspect.isclass(kind) and issubclass(kind, errors.ContractsAIError)
]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_error_ends_with_a_command(kind: type[errors.ContractsAIError]) -> None:
    """A person who does not know what to do next asks somebody else."""
    told = str(explain(kind("something"), command="contractsai jobs list"))

    last = told.rpartition(": ")[2]
    assert last.startswith("contractsai ")
    assert "Traceback" not in told
    assert told.count(". ") <= 1


def test_a_message_that_names_a_command_needs_no_other() -> None:
    error = errors.UnsafeConfiguration("the schema is old; run: contractsai db upgrade")

    told = explain(error, command="contractsai jobs list")

    assert str(told) == "The schema is old; run: contractsai db upgrade"


def test_a_missing_job_is_named() -> None:
    told = str(explain(errors.JobNotFound("abc"), command="contractsai jobs show abc"))

    assert told == "No job has the id abc. See which jobs there are: contractsai jobs list"


def test_a_databases_own_words_are_not_told() -> None:
    """Drivers put the connection's password into them."""
    error = errors.StoreUnavailable("could not connect to postgresql://me:hunter2@db/x")

    assert "hunter2" not in str(explain(error, command="contractsai jobs list"))


def test_only_what_a_person_set_wrongly_is_a_usage_error() -> None:
    codes = {kind: explain(kind("x"), command="c").code for kind in ALL}

    assert {kind for kind, code in codes.items() if code is Exit.USAGE} == {
        errors.UnsafeConfiguration
    }


def test_advice_is_for_errors_that_exist() -> None:
    assert set(NEXT_COMMAND) <= set(ALL)


def test_sentences_end_once() -> None:
    assert sentences("One", "", "Two.", " Three: x ") == "One. Two. Three: x"


@pytest.mark.parametrize(
    ("state", "outcomes", "code"),
    [
        ("COMPLETED", ["analysed", "skipped", "duplicate"], Exit.DONE),
        ("COMPLETED", ["analysed", "failed"], Exit.PARTIAL),
        ("COMPLETED", ["analysed", "partial"], Exit.PARTIAL),
        ("COMPLETED", ["needs_ocr"], Exit.PARTIAL),
        ("FAILED", ["failed"], Exit.FAILED),
        ("CANCELLED", [None], Exit.FAILED),
    ],
)
def test_a_script_learns_whether_all_was_read(
    state: str, outcomes: list[str | None], code: Exit
) -> None:
    """0 means that nothing is left to look at by hand."""
    documents = [{"outcome": outcome} for outcome in outcomes]

    assert exit_of({"state": state}, unread(documents)) is code


def test_few_of_many_unread_documents_are_named() -> None:
    """A thousand names would push the result off the screen."""
    documents = [
        {"path": f"{number}.pdf", "outcome": "needs_ocr", "reason": None} for number in range(12)
    ]

    told = told_unread(documents)

    assert told.startswith("Not read whole: 0.pdf (needs_ocr), 1.pdf (needs_ocr)")
    assert told.endswith("7 more.")
