"""`contractsai register` on real files: out to a spreadsheet, and back what a person changed."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.register_bench import Sheet, analyse, contract, without_styles

Run = Callable[..., Any]
NDA, SUPPLY, OLD = "acme.txt", "beta.txt", "gamma.txt"
AS_OF = ("--as-of", "2026-06-15")


@pytest.fixture
def folder(tmp_path: Path, data_dir: Path) -> Path:
    folder = tmp_path / "contracts"
    folder.mkdir()
    for name, buyer in ((NDA, "Acme Pumps Inc."), (SUPPLY, "Beta Pipes Inc."), (OLD, "Gamma Inc.")):
        (folder / name).write_text(contract(buyer))
    return folder


@pytest.fixture
def job_id(folder: Path) -> str:
    return analyse(folder)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "contracts.xlsx"


@pytest.fixture
def sheet(run: Run, job_id: str, file: Path) -> Iterator[Sheet]:
    assert run("register", job_id, "-o", str(file), *AS_OF).code == 0
    return Sheet(file)


def imported(run: Run, file: Path, *options: str) -> Any:
    """Import, and return what machines are told."""
    return json.loads(run("register", "--import", str(file), "--json", *options).out)


def exported(run: Run, job_id: str, file: Path) -> Sheet:
    file.unlink(missing_ok=True)
    assert run("register", job_id, "-o", str(file), *AS_OF).code == 0
    return Sheet(file)


def contracts(run: Run, job_id: str) -> dict[str, Any]:
    view = json.loads(run("register", job_id, "--json", *AS_OF).out)
    return {row["path"]: row for row in view["contracts"]}


def test_a_row_holds_what_people_keep_in_spreadsheets(sheet: Sheet) -> None:
    assert sheet.value(NDA, "Title") == "SUPPLY AGREEMENT"
    assert sheet.value(NDA, "Parties").splitlines() == [
        "Northfield Tooling, Inc.",
        "Acme Pumps Inc.",
    ]
    assert sheet.day(NDA, "Agreement date") == date(2025, 3, 3)
    assert sheet.value(NDA, "Term") == "2 years"
    assert sheet.day(NDA, "Term ends") == date(2027, 3, 3)
    assert sheet.day(NDA, "Next deadline") == date(2027, 1, 1)
    assert sheet.value(NDA, "What is due") == "last day to stop the renewal"
    assert sheet.value(NDA, "Governing law") == "US-NY New York"
    assert 0 < sheet.value(NDA, "Confidence") < 1
    assert sheet.value(NDA, "Owner") is None


def test_the_round_trip_of_people_who_work_in_it(
    run: Run, folder: Path, job_id: str, sheet: Sheet, file: Path
) -> None:
    """Corrections stand, own columns follow the content, and the next run says what changed."""
    sheet.write(NDA, "Governing law", "US-OH Ohio")
    sheet.write(NDA, "Agreement date", date(2025, 3, 1))
    sheet.write(NDA, "Owner", "ada")
    sheet.write(NDA, "Note", "=renegotiate?")
    sheet.write(SUPPLY, "Tag", "it")
    sheet.write(OLD, "Owner", "bob")
    sheet.add_column("Cost centre", {NDA: 4711})
    sheet.save()

    done = run("register", "--import", str(file), "--by", "ada")

    assert (done.code, len(done.out.splitlines())) == (0, 5)
    assert "Governing law: US-NY New York is corrected to US-OH Ohio" in done.out
    again = exported(run, job_id, file)
    assert again.value(NDA, "Governing law") == "US-OH Ohio"
    assert again.day(NDA, "Agreement date") == date(2025, 3, 1)
    assert again.value(NDA, "Cost centre") == "4711"
    law = contracts(run, job_id)[NDA]["facts"]["governing_law"][0]
    assert (law["review"]["state"], law["review"]["by"]) == ("corrected", "ada")

    (folder / NDA).rename(folder / "signed.txt")
    (folder / SUPPLY).write_text(contract("Beta Pipes Inc.", law="Ohio", years="three (3) years"))
    (folder / OLD).unlink()
    (folder / "new.txt").write_text(contract("Delta Corp."))
    later = exported(run, analyse(folder), file)

    assert later.value("signed.txt", "Governing law") == "US-OH Ohio"
    assert later.value("signed.txt", "Owner") == "ada"
    assert later.value("signed.txt", "Note") == "'=renegotiate?"
    assert later.value("signed.txt", "Cost centre") == "4711"
    assert later.value(SUPPLY, "Tag") is None  # another content is another contract
    told = {(row[0], row[1], row[2], row[3], row[4], row[5]) for row in later.rows("Changes")[1:]}
    assert ("moved", "signed.txt", NDA, None, None, None) in told
    assert ("new", "new.txt", None, None, None, None) in told
    assert ("gone", OLD, None, None, None, None) in told
    assert ("changed", SUPPLY, None, "Governing law", "US-NY New York", "US-OH Ohio") in told
    assert ("changed", SUPPLY, None, "Term", "2 years", "3 years") in told


def test_what_was_not_changed_is_no_review(run: Run, sheet: Sheet, file: Path) -> None:
    sheet.save()

    assert imported(run, file) | {"job": ""} == {
        "job": "",
        "dry_run": False,
        "imported": [],
        "not_imported": [],
    }


def test_importing_twice_makes_no_second_review(
    run: Run, job_id: str, sheet: Sheet, file: Path
) -> None:
    sheet.write(NDA, "Governing law", "US-OH Ohio")
    sheet.write(NDA, "Agreement date", "1 March 2025")
    sheet.write(NDA, "Parties", "Acme Pumps Inc.")
    sheet.write(SUPPLY, "Payment", "30 days")
    sheet.write(SUPPLY, "Title", "none")
    sheet.write(NDA, "Owner", "ada")
    sheet.save()

    first, second = imported(run, file), imported(run, file)

    assert (len(first["imported"]), first["not_imported"]) == (6, [])
    assert (second["imported"], second["not_imported"]) == ([], [])
    assert len(run("reviews", "export", "--history").out.splitlines()) == 5


def test_a_dry_run_shows_all_of_it_and_changes_nothing(
    run: Run, job_id: str, sheet: Sheet, file: Path
) -> None:
    before = contracts(run, job_id)
    sheet.write(NDA, "Governing law", "US-OH Ohio")
    sheet.write(NDA, "Owner", "ada")
    sheet.save()

    told = run("register", "--import", str(file), "--dry-run")

    assert told.out.count("Would import") == 2
    assert told.err.endswith(f"Import them with: contractsai register --import {file}\n")
    assert contracts(run, job_id) == before


def test_what_somebody_reviewed_meanwhile_is_told_and_left(
    run: Run, job_id: str, sheet: Sheet, file: Path
) -> None:
    at = sheet.write(NDA, "Governing law", "US-OH Ohio")
    sheet.write(SUPPLY, "Governing law", "US-OH Ohio")
    sheet.save()
    law = contracts(run, job_id)[NDA]["facts"]["governing_law"][0]
    run("review", job_id, NDA, law["finding"], "correct", "US-TX Texas")

    done = run("register", "--import", str(file))

    assert done.code == 3
    assert f'Not imported {at} ({NDA}): it is "US-TX Texas" by now' in done.err
    assert "--overwrite" in done.err
    assert contracts(run, job_id)[NDA]["facts"]["governing_law"][0]["text"] == "US-TX Texas"
    assert contracts(run, job_id)[SUPPLY]["facts"]["governing_law"][0]["text"] == "US-OH Ohio"

    assert len(imported(run, file, "--overwrite")["imported"]) == 1
    assert contracts(run, job_id)[NDA]["facts"]["governing_law"][0]["text"] == "US-OH Ohio"


def test_what_is_no_value_is_told_with_its_cell_and_the_rest_is_imported(
    run: Run, sheet: Sheet, file: Path
) -> None:
    at = sheet.write(NDA, "Term", "for ever and a day")
    sheet.write(NDA, "Owner", "ada")
    sheet.save()

    told = imported(run, file)

    assert [item["says"] for item in told["imported"]] == ['Owner "ada"']
    [trouble] = told["not_imported"]
    assert (trouble["cell"], trouble["file"]) == (at, NDA)
    assert trouble["says"] == (
        '"for ever and a day" is not a length, such as 2 years or 90 days, or perpetual'
    )


def test_a_fact_that_nobody_found_can_be_filled_in(
    run: Run, job_id: str, sheet: Sheet, file: Path
) -> None:
    sheet.write(NDA, "Contract value", "USD 5,000.00")
    sheet.save()

    imported(run, file)

    [value] = contracts(run, job_id)[NDA]["facts"]["contract_value"]
    assert (value["text"], value["band"]) == ("USD 5000.00", "sure")


def test_a_sheet_saved_with_nothing_but_values_still_imports(
    run: Run, job_id: str, sheet: Sheet, file: Path
) -> None:
    sheet.write(NDA, "Agreement date", date(2025, 3, 1))
    sheet.write(NDA, "Owner", "ada")
    sheet.save()
    without_styles(file)

    told = imported(run, file)

    assert (len(told["imported"]), told["not_imported"]) == (2, [])
    assert contracts(run, job_id)[NDA]["facts"]["agreement_date"][0]["text"] == "2025-03-01"


def test_a_later_run_can_be_imported_to(
    run: Run, folder: Path, job_id: str, sheet: Sheet, file: Path
) -> None:
    """What a person changed is about content; the job that it was written for may be gone."""
    sheet.write(NDA, "Owner", "ada")
    at = sheet.write(OLD, "Owner", "bob")
    sheet.save()
    (folder / OLD).unlink()
    later = analyse(folder)

    told = json.loads(run("register", later, "--import", str(file), "--json").out)

    assert len(told["imported"]) == 1
    assert [item["cell"] for item in told["not_imported"]] == [at]
    assert contracts(run, later)[NDA]["own"] == {"Owner": "ada"}


def test_a_register_is_not_written_over_work_that_was_not_imported(
    run: Run, job_id: str, sheet: Sheet, file: Path
) -> None:
    sheet.write(NDA, "Owner", "ada")
    sheet.save()

    refused = run("register", job_id, "-o", str(file))

    assert refused.code == 1
    assert refused.err.endswith(f"contractsai register --import {file}\n")
    assert Sheet(file).value(NDA, "Owner") == "ada"

    imported(run, file)
    assert run("register", job_id, "-o", str(file)).code == 0
    assert Sheet(file).value(NDA, "Owner") == "ada"


def test_work_is_not_lost_either_when_its_job_is_gone(
    run: Run, folder: Path, sheet: Sheet, file: Path, data_dir: Path
) -> None:
    sheet.write(NDA, "Owner", "ada")
    sheet.save()
    shutil.rmtree(data_dir)

    later = analyse(folder)

    assert run("register", later, "-o", str(file)).code == 1
    run("register", later, "--import", str(file))
    assert run("register", later, "-o", str(file)).code == 0


def test_what_stood_there_before_and_is_no_register_is_written_over(
    run: Run, job_id: str, file: Path
) -> None:
    """As reports are."""
    file.write_bytes(b"an old report")

    assert run("register", job_id, "-o", str(file)).code == 0
    assert Sheet(file).value(NDA, "Title") == "SUPPLY AGREEMENT"


def test_a_first_run_says_that_it_is_one(run: Run, job_id: str, file: Path) -> None:
    done = run("register", job_id, "-o", str(file))

    assert done.err == f"Wrote {file}: 3 contracts; no run of this folder completed before.\n"


def test_a_run_without_changes_says_so(run: Run, folder: Path, job_id: str, file: Path) -> None:
    done = run("register", analyse(folder), "-o", str(file))

    assert done.err == f"Wrote {file}: 3 contracts; since job {job_id}: nothing changed.\n"
    assert "nothing changed since the run of" in Sheet(file).rows("Changes")[1][6]


def test_copies_and_what_is_no_contract_are_named(run: Run, folder: Path, file: Path) -> None:
    shutil.copy(folder / NDA, folder / "copy of acme.txt")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing")

    sheet = exported(run, analyse(folder), file)

    assert [row[0] for row in sheet.rows("Register")[1:]] == [NDA, SUPPLY, OLD]
    others = {row[0]: row[2] for row in sheet.rows("Other files")[1:]}
    assert others["copy of acme.txt"] == f"same as {NDA}"
    assert "logo.png" in others


@pytest.mark.parametrize(
    ("arguments", "next_command"),
    [
        ((), "contractsai jobs list"),
        (("JOB",), "contractsai register JOB -o contracts.xlsx"),
        (("JOB", "-o", "x.csv"), "contractsai register JOB -o x.xlsx"),
        (("JOB", "-o", "x.xlsx", "--import", "SHEET"), "contractsai register --import FILE"),
        (("JOB", "-o", "x.xlsx", "--dry-run"), "contractsai register --import FILE"),
    ],
)
def test_what_makes_no_sense_is_refused_with_what_would(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], next_command: str
) -> None:
    (tmp_path / "SHEET").write_text("")
    given = [str(tmp_path / word) if word == "SHEET" else word for word in arguments]

    ended = run("register", *given)

    assert ended.code == 2
    assert ended.err.rstrip().endswith(next_command)


def test_what_is_no_register_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "notes.xlsx"
    file.write_text("some notes")

    ended = run("register", "--import", str(file))

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        f"{file} cannot be imported: the file is no workbook: save it as .xlsx. "
        "Write a register anew: contractsai register ID -o FILE\n"
    )


def test_a_job_that_is_gone_asks_for_a_later_one(
    run: Run, job_id: str, sheet: Sheet, file: Path, data_dir: Path
) -> None:
    sheet.save()
    shutil.rmtree(data_dir)

    ended = run("register", "--import", str(file))

    assert ended.code == 1
    assert ended.err.endswith(f"contractsai register ID --import {file}\n")


def test_a_place_that_cannot_be_written_to_is_told(run: Run, job_id: str, tmp_path: Path) -> None:
    ended = run("register", job_id, "-o", str(tmp_path / "gone" / "x.xlsx"))

    assert ended.code == 1
    assert ended.err.endswith(f"contractsai register {job_id} -o FILE\n")
