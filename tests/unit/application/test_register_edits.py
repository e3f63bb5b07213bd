"""What a person changed in a register."""

from typing import Any

import pytest

from contractsai.application.register_columns import COLUMNS, cells
from contractsai.application.register_edits import Plan, plan_import
from contractsai.application.sheet import Cell, SheetRow
from contractsai.domain.review import Verdict

SUPPLY = {"type": "supply", "group": "supply"}


def fact(text: str, normal: Any = None, finding: str = "f1", review: Any = None) -> dict[str, Any]:
    return {"finding": finding, "text": text, "normal": normal or text, "review": review}


def contract(key: str = "k", **facts: list[dict[str, Any]]) -> dict[str, Any]:
    names = [column.name for column in COLUMNS if column.is_fact]
    return {
        "key": key,
        "path": f"{key}.pdf",
        "member": None,
        "document": f"document of {key}",
        "facts": {name: facts.get(name, []) for name in names},
        "rejected": {name: [] for name in names},
        "status": "running",
        "term_to": "2027-03-03",
        "notice_by": None,
        "next_deadline": None,
        "confidence": 0.9,
        "look_at": [],
        "own": {},
        "own_version": 0,
    }


def as_written(row: dict[str, Any]) -> SheetRow:
    """Return the row of a sheet that nobody touched."""
    told = cells(row)
    return SheetRow(
        key=row["key"],
        file=told["file"],
        written=told,
        cells={name: Cell(f"Register!{name}", text) for name, text in told.items()},
        own_written=dict(row["own"]),
        own={name: Cell(f"Register!{name}", text) for name, text in row["own"].items()},
    )


def edited(row: dict[str, Any], **texts: str) -> SheetRow:
    """Return the row of a sheet in which a person wrote *texts*; own columns have capitals."""
    sheet = as_written(row)
    changed = {name: Cell(f"Register!{name}", text) for name, text in texts.items()}
    cells = {name: cell for name, cell in changed.items() if name[0].islower()}
    own = {name: cell for name, cell in changed.items() if name[0].isupper()}
    return SheetRow(
        key=sheet.key,
        file=sheet.file,
        written=sheet.written,
        cells={**sheet.cells, **cells},
        own_written=sheet.own_written,
        own={**sheet.own, **own},
    )


def plan(row: SheetRow, *now: dict[str, Any], **options: Any) -> Plan:
    return plan_import([row], {"contracts": list(now)}, **options)


def said(found: Plan) -> list[str]:
    return [edit.says for edit in found.edits]


LAW = [fact("US-NY New York", {"code": "US-NY", "name": "New York"}, review={"state": "accepted"})]
PARTIES = [
    fact("Acme", {"name": "Acme", "role": "Buyer"}, "f1"),
    fact("Beta", {"name": "Beta"}, "f2"),
]


def test_what_nobody_touched_is_nothing_to_do() -> None:
    now = contract(governing_law=LAW, party=PARTIES) | {"own": {"Owner": "ada"}}

    assert plan(as_written(now), now) == Plan((), ())


def test_another_value_is_a_correction_of_what_stands_there() -> None:
    now = contract(governing_law=LAW)

    found = plan(edited(now, governing_law="US-OH Ohio"), now)

    [edit] = found.edits
    assert (edit.verdict, edit.finding) == (Verdict.CORRECTED, "f1")
    assert edit.normal == {"code": "US-OH", "name": "Ohio"}
    assert (edit.document, edit.seen) == ("document of k", {"state": "accepted"})
    assert edit.says == "Governing law: US-NY New York is corrected to US-OH Ohio"


def test_a_value_where_none_was_found_is_given() -> None:
    now = contract()

    [edit] = plan(edited(now, expiration_date="2027-03-31"), now).edits

    assert (edit.finding, edit.verdict) == ("new-expiration-date", Verdict.CORRECTED)
    assert (edit.normal, edit.seen) == ("2027-03-31", None)


@pytest.mark.parametrize("none", ["none", "NONE"])
def test_a_value_that_the_contract_does_not_state_is_rejected(none: str) -> None:
    now = contract(governing_law=LAW)

    [edit] = plan(edited(now, governing_law=none), now).edits

    assert (edit.verdict, edit.finding, edit.normal) == (Verdict.REJECTED, "f1", None)


def test_what_was_rejected_once_is_not_rejected_again() -> None:
    """Another candidate may stand in its place by now."""
    before, now = contract(governing_law=LAW), contract(governing_law=[fact("US-OH Ohio")])
    now["rejected"]["governing_law"] = ["US-NY New York"]

    assert plan(edited(before, governing_law="none"), now) == Plan((), ())


def test_to_reject_nothing_is_nothing_to_do() -> None:
    now = contract()

    assert plan(edited(now, governing_law="none"), now) == Plan((), ())


def test_an_empty_cell_is_a_question_and_no_answer() -> None:
    """A slip of the hand must not reject a fact."""
    now = contract(governing_law=LAW)

    found = plan(edited(now, governing_law=""), now)

    assert found.edits == ()
    assert 'write "none"' in found.troubles[0].says


def test_a_column_that_is_gone_changes_nothing() -> None:
    now = contract(governing_law=LAW)
    row = as_written(now)
    left = {name: cell for name, cell in row.cells.items() if name != "governing_law"}

    assert plan(SheetRow("k", "k.pdf", row.written, left), now) == Plan((), ())


@pytest.mark.parametrize("text", ["2027-03-31", "31 March 2027"])
def test_what_stands_there_already_is_nothing_to_do(text: str) -> None:
    """However it is written: importing twice makes no second review."""
    before, now = contract(), contract(expiration_date=[fact("2027-03-31")])

    assert plan(edited(before, expiration_date=text), now) == Plan((), ())


def test_what_no_longer_stands_as_it_was_written_is_told_and_left() -> None:
    before, now = contract(governing_law=LAW), contract(governing_law=[fact("US-TX Texas")])
    row = edited(before, governing_law="US-OH Ohio")

    found = plan(row, now)

    assert found.edits == ()
    assert found.troubles[0].says == 'it is "US-TX Texas" by now'
    assert said(plan(row, now, overwrite=True)) == [
        "Governing law: US-TX Texas is corrected to US-OH Ohio"
    ]


def test_what_is_gone_by_now_is_told() -> None:
    found = plan(edited(contract(governing_law=LAW), governing_law="US-OH Ohio"), contract())

    assert found.troubles[0].says == "it is gone by now"


def test_what_is_no_value_is_told_with_what_would_be_one() -> None:
    now = contract(governing_law=LAW)

    found = plan(edited(now, governing_law="the moon", Owner="ada"), now)

    assert said(found) == ['Owner "ada"']
    [trouble] = found.troubles
    assert (trouble.address, trouble.file) == ("Register!governing_law", "k.pdf")
    assert trouble.says.startswith('"the moon" is not a code of ISO 3166')


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Beta\nAcme", []),
        ("Acme\nBeta Ltd", ["Parties: Beta is corrected to Beta Ltd"]),
        ("Acme", ["Parties: Beta is rejected"]),
        ("Acme\nBeta\nGamma", ["Parties: Gamma is given"]),
        (
            "Acme Inc.\n Beta \nGamma\nGamma",
            ["Parties: Acme is corrected to Acme Inc.", "Parties: Gamma is given"],
        ),
        ("none", ["Parties: Acme is rejected", "Parties: Beta is rejected"]),
    ],
)
def test_each_line_of_a_cell_is_a_party(text: str, says: list[str]) -> None:
    now = contract(party=PARTIES)

    assert said(plan(edited(now, party=text), now)) == says


def test_a_corrected_party_keeps_its_role() -> None:
    now = contract(party=PARTIES)

    [edit] = plan(edited(now, party="Acme Inc.\nBeta"), now).edits

    assert edit.normal == {"name": "Acme Inc.", "role": "Buyer"}


def test_parties_of_another_order_are_the_same() -> None:
    before = contract(party=PARTIES)
    now = contract(party=[fact("Beta"), fact("Acme Inc.")])

    assert plan(edited(before, party="Acme Inc.\nBeta"), now) == Plan((), ())


def test_a_type_is_one_that_the_register_knows() -> None:
    other = contract("other", document_type=[fact("Supply agreement", SUPPLY)])
    now = contract(document_type=[fact("Nda", {"type": "nda", "group": "other"})])

    [edit] = plan(edited(now, document_type="SUPPLY AGREEMENT"), now, other).edits
    assert edit.normal == SUPPLY

    [trouble] = plan(edited(now, document_type="Lease"), now, other).troubles
    assert trouble.says.endswith("one of the types of this register: Nda, Supply agreement")

    empty = contract()
    [trouble] = plan(edited(empty, document_type="Lease"), empty).troubles
    assert trouble.says.endswith("there is none")


def test_what_is_worked_out_is_not_imported() -> None:
    now = contract()

    [trouble] = plan(edited(now, term_to="2030-01-01"), now).troubles

    assert trouble.says == "Term ends is worked out: correct the facts that it follows from"


def test_of_what_was_not_read_no_fact_is_reviewed() -> None:
    now = contract() | {"status": "not read"}

    found = plan(edited(now, title="NDA", Owner="ada"), now)

    assert said(found) == ['Owner "ada"']
    assert "was not read" in found.troubles[0].says


def test_a_content_that_the_job_does_not_hold_is_told_for_each_change() -> None:
    gone = contract(governing_law=LAW)

    found = plan(edited(gone, governing_law="US-OH Ohio", Owner="ada"), contract("other"))

    assert found.edits == ()
    assert [item.address for item in found.troubles] == ["Register!governing_law", "Register!Owner"]
    assert plan(as_written(gone), contract("other")) == Plan((), ())


# People's own columns


def test_all_own_columns_of_a_row_are_one_edit() -> None:
    now = contract() | {"own": {"Owner": "ada", "Tag": "it"}, "own_version": 3}

    [edit] = plan(edited(now, Owner="bob", Tag="", Zone="x"), now).edits

    assert (edit.finding, edit.version) == (None, 3)
    assert edit.fields == {"Owner": "bob", "Tag": "", "Zone": "x"}
    assert edit.address == "Register!Owner"


def test_an_own_column_that_says_so_already_is_nothing_to_do() -> None:
    before, now = contract(), contract() | {"own": {"Owner": "ada"}}

    assert plan(edited(before, Owner="ada"), now) == Plan((), ())


def test_what_somebody_else_wrote_meanwhile_is_told_and_left() -> None:
    before, now = contract(), contract() | {"own": {"Owner": "eve"}}
    row = edited(before, Owner="ada", Tag="it")

    found = plan(row, now)

    assert said(found) == ['Tag "it"']
    assert found.troubles[0].says == 'Owner is "eve" by now'
    assert said(plan(row, now, overwrite=True)) == ['Owner "ada", Tag "it"']


def test_what_no_cell_can_hold_is_no_change_of_anybodys() -> None:
    now = contract() | {"own": {"Note": "two  spaces\x0e"}}
    row = as_written(now)
    cell = Cell("Register!Note", "two spaces")
    seen = SheetRow(
        row.key, row.file, row.written, row.cells, {"Note": "two spaces"}, {"Note": cell}
    )

    assert plan(seen, now) == Plan((), ())


def test_a_field_that_cannot_be_kept_holds_up_no_other() -> None:
    now = contract()

    found = plan(edited(now, Owner="ada", Note="x" * 2_001, **{"N" * 61: "x"}), now)

    assert said(found) == ['Owner "ada"']
    assert [item.address[:13] for item in found.troubles] == ["Register!Note", "Register!NNNN"]
    assert "2000 characters" in found.troubles[0].says
