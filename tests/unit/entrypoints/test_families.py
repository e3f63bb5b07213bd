"""Families in the answer of the API and at a terminal."""

from datetime import date
from typing import Any

import pytest

from contractsai.application.schedules import schedules
from contractsai.entrypoints.api.deadline_models import DeadlinesOut
from contractsai.entrypoints.cli.output import print_families
from contractsai.entrypoints.views import deadlines_view
from contractsai.testing.builders import a_line, a_statement_of_work, an_amendment

MASTER = a_line(
    "master.txt",
    "SUPPLY AGREEMENT",
    agreement_date="2023-07-01",
    expiration_date="2026-06-30",
    duty={"who": "Buyer", "what": "send a list", "first": "2026-03-31"},
)
AMENDMENT = an_amendment(new_end="2027-03-31")
LETTER = an_amendment(path="letter.txt", amends_date=None)


def view(*lines: dict[str, Any]) -> dict[str, Any]:
    day = date(2026, 1, 1)
    return deadlines_view(day, [], schedules(lines, as_of=day))


def test_the_answer_tells_families_and_what_they_replace() -> None:
    """Whoever draws it need not read the report."""
    told = view(MASTER, AMENDMENT, a_statement_of_work(1))

    master, sow = told["schedules"]
    assert [(item["path"], item["relation"]) for item in master["family"]] == [
        ("sow-1.txt", "under"),
        ("first.txt", "amends"),
    ]
    assert (sow["family"], sow["part_of"]) == (
        [],
        {"path": "master.txt", "member": None, "document_id": "id of master.txt"},
    )
    [replaced] = master["superseded"]
    assert (replaced["name"], replaced["value"]) == ("expiration_date", "2026-06-30")
    assert replaced["by"] == {
        "name": "new_end",
        "value": "2027-03-31",
        "path": "first.txt",
        "finding": "f7",
    }
    assert replaced["since"] == "2025-02-03"
    assert master["duties"][0]["path"] == "master.txt"


def test_the_answer_tells_questions_at_both_ends() -> None:
    told = view(MASTER, LETTER)

    letter, master = told["schedules"]
    assert letter["asks"] == master["asks"]
    [ask] = master["asks"]
    assert (ask["paper"]["path"], ask["contract"]["path"]) == ("letter.txt", "master.txt")
    assert (ask["relation"], ask["confidence"]) == ("amends", 0.7)


@pytest.mark.parametrize(
    "lines", [(MASTER, AMENDMENT, a_statement_of_work(1)), (MASTER, LETTER), (LETTER,), (MASTER,)]
)
def test_the_answer_has_the_form_that_the_api_promises(lines: tuple[dict[str, Any], ...]) -> None:
    told = view(*lines)

    assert DeadlinesOut.model_validate(told).model_dump(mode="json") == told


def test_a_terminal_tells_a_tie_once_and_a_question_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_families(view(MASTER, AMENDMENT, LETTER, a_statement_of_work(1))["schedules"])

    told = [" ".join(row.split()) for row in capsys.readouterr().out.splitlines()]
    assert [row.partition(" It names")[0] for row in told if "It names" in row] == [
        "sow-1.txt part master.txt 0.95",
        "first.txt amendment master.txt 2025-02-03 0.95",
        "letter.txt perhaps amendment master.txt 0.70",
    ]


def test_a_question_may_have_no_contract(capsys: pytest.CaptureFixture[str]) -> None:
    print_families(view(LETTER)["schedules"])

    assert "no contract here is like that" in " ".join(capsys.readouterr().out.split())


def test_where_nothing_belongs_together_nothing_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_families(view(MASTER)["schedules"])

    assert capsys.readouterr().out == ""
