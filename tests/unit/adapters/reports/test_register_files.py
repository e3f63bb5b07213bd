"""A register as a file: what people and programs do to it, and what strangers might."""

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from contractsai.adapters.reports import untrusted_workbook
from contractsai.adapters.reports.register_import import read_register_sheet
from contractsai.adapters.reports.register_sheet import MEMORY, write_register
from contractsai.application.register_columns import COLUMNS, cells
from contractsai.application.register_edits import plan_import
from contractsai.application.sheet import Sheet
from contractsai.domain.errors import NotARegister

LAW = {"code": "US-NY", "name": "New York"}


def fact(text: str, normal: Any = None) -> dict[str, Any]:
    return {"finding": "f1", "text": text, "normal": normal or text, "review": None}


def contract(name: str, **own: str) -> dict[str, Any]:
    facts: dict[str, Any] = {column.name: [] for column in COLUMNS if column.is_fact}
    return {
        "key": f"key of {name}",
        "path": f"{name}.pdf",
        "member": None,
        "document": name,
        "facts": facts
        | {
            "title": [fact(f"=AGREEMENT of {name}")],
            "party": [fact("Acme"), fact("Beta")],
            "effective_date": [fact("2025-03-03")],
            "expiration_date": [fact("perpetual")],
            "governing_law": [fact("US-NY New York", LAW)],
        },
        "rejected": {column.name: [] for column in COLUMNS if column.is_fact},
        "status": "running",
        "term_to": "2027-03-03",
        "notice_by": None,
        "next_deadline": {"date": "2027-01-01", "what": "last day to stop the renewal"},
        "confidence": 0.93,
        "look_at": ["Term"],
        "own": own,
        "own_version": 1,
    }


VIEW: dict[str, Any] = {
    "job": "job-1",
    "as_of": "2026-06-15",
    "since": None,
    "contracts": [contract("a", Owner="ada", Zone="+1"), contract("b"), contract("c")],
    "others": [{"path": "x.png", "member": "y", "outcome": "skipped", "why": "unsupported"}],
    "changes": [],
}


def a_file(view: dict[str, Any] = VIEW) -> io.BytesIO:
    stream = io.BytesIO()
    write_register(view, stream)
    return stream


def changed(change: Callable[[Any], None]) -> io.BytesIO:
    """Return the file after a person's *change* of the book."""
    book: Any = load_workbook(a_file())
    change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream


def on_sheet(change: Callable[[Any], None]) -> Sheet:
    return read_register_sheet(changed(lambda book: change(book["Register"])))


def column_of(sheet: Any, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def edits_of(sheet: Sheet) -> list[str]:
    plan = plan_import(sheet.rows, VIEW)
    return [item.says for item in (*plan.edits, *plan.troubles)]


# What is written


def test_what_was_written_is_read_as_unchanged() -> None:
    sheet = read_register_sheet(a_file())

    assert (sheet.job_id, sheet.troubles) == ("job-1", ())
    assert [row.file for row in sheet.rows] == ["a.pdf", "b.pdf", "c.pdf"]
    assert {name: cell.text for name, cell in sheet.rows[0].cells.items()} == cells(
        VIEW["contracts"][0]
    )
    assert {name: cell.text for name, cell in sheet.rows[0].own.items()} == {
        "Owner": "ada",
        "Tag": "",
        "Note": "",
        "Zone": "+1",
    }
    assert edits_of(sheet) == []


def test_people_can_sort_by_days_and_numbers() -> None:
    sheet: Any = load_workbook(a_file())["Register"]
    row = {heading.value: cell for heading, cell in zip(sheet[1], sheet[2], strict=True)}

    assert row["Effective date"].value == datetime(2025, 3, 3)  # noqa: DTZ001 - a sheet's day
    assert row["Effective date"].is_date
    assert row["First term expires"].value == "perpetual"
    assert row["Confidence"].value == 0.93


@pytest.mark.parametrize("day", ["0001-01-01", "1850-06-15", "1900-02-28", "1900-03-01"])
def test_a_day_that_no_spreadsheet_knows_is_a_text(day: str) -> None:
    old = contract("a")
    old["facts"]["effective_date"] = [fact(day)]

    sheet = read_register_sheet(a_file(VIEW | {"contracts": [old]}))

    assert sheet.rows[0].cells["effective_date"].text == day


def test_no_cell_is_a_formula() -> None:
    book: Any = load_workbook(a_file())

    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    assert book["Register"].cell(2, 2).value == "'=AGREEMENT of a"


def test_what_the_file_remembers_is_out_of_sight() -> None:
    book: Any = load_workbook(a_file())

    last = book["Register"].max_column
    letter = book["Register"].cell(1, last).column_letter
    assert book[MEMORY].sheet_state == "hidden"
    assert book["Register"].cell(1, last).value == "Key"
    assert book["Register"].column_dimensions[letter].hidden


def test_changes_and_other_files_have_sheets() -> None:
    differs = [{"fact": "term", "before": "1 year", "after": "2 years"}]
    changes = [
        {"change": "changed", "path": "a", "member": "m", "other": None}
        | {"differs": differs, "says": ""},
        {"change": "new", "path": "b", "member": None, "other": "a", "differs": []}
        | {"says": "a copy"},
    ]
    book: Any = load_workbook(
        a_file(VIEW | {"since": {"job": "j", "ended_at": "2026"}, "changes": changes})
    )

    told = list(book["Changes"].iter_rows(values_only=True))[1:]
    assert told == [
        ("changed", "a › m", None, "Term", "1 year", "2 years", None),  # noqa: RUF001 - as in reports
        ("new", "b", "a", None, None, None, "a copy"),
    ]
    other = list(book["Other files"].iter_rows(values_only=True))[1]
    assert other == ("x.png › y", "skipped", "unsupported")  # noqa: RUF001 - as in reports


# What people do


def test_rows_are_found_wherever_they_stand() -> None:
    def reverse(sheet: Any) -> None:
        for first, second in zip(sheet[2], sheet[3], strict=True):
            first.value, second.value = second.value, first.value
        sheet.delete_rows(4)

    sheet = on_sheet(reverse)

    assert [row.file for row in sheet.rows] == ["b.pdf", "a.pdf"]
    assert (edits_of(sheet), sheet.troubles) == ([], ())


def test_columns_are_found_wherever_they_stand() -> None:
    """Also under a title that somebody put above, and without those that were taken away."""

    def move(sheet: Any) -> None:
        sheet.cell(2, column_of(sheet, "Owner"), "bob")
        sheet.delete_cols(column_of(sheet, "Term"))
        sheet.insert_cols(1, 2)
        sheet.cell(1, 1, "Zone 2")
        sheet.cell(2, 1, "south")
        sheet.insert_rows(1, 3)
        sheet.cell(1, 1, "Our contracts")

    sheet = on_sheet(move)

    assert "term" not in sheet.rows[0].cells
    assert sheet.rows[0].own["Zone 2"].address == "Register!A5"
    assert edits_of(sheet) == ['Zone 2 "south", Owner "bob"']


def test_a_sheet_of_another_name_is_found_by_its_headings() -> None:
    def rename(book: Any) -> None:
        book["Register"].title = "Verträge"
        book["Changes"].title = "A"

    assert len(read_register_sheet(changed(rename)).rows) == 3


def test_without_its_key_a_row_is_found_by_its_file() -> None:
    sheet = on_sheet(lambda sheet: sheet.delete_cols(sheet.max_column))

    assert (len(sheet.rows), edits_of(sheet)) == (3, [])


def test_a_row_of_somebody_elses_is_told() -> None:
    def add(sheet: Any) -> None:
        sheet.cell(5, 1, "mine.pdf")
        sheet.cell(6, 2, "a title without file")

    told = on_sheet(add).troubles

    assert [(item.address, item.file) for item in told] == [
        ("Register!A5", "mine.pdf"),
        ("Register!A6", ""),
    ]
    assert {item.says for item in told} == {"this row is no contract of the register"}


def test_a_row_that_was_copied_counts_once() -> None:
    def copy(sheet: Any) -> None:
        for cell in sheet[2]:
            sheet.cell(5, cell.column, cell.value)

    sheet = on_sheet(copy)

    assert len(sheet.rows) == 3
    assert [item.says for item in sheet.troubles] == [
        "a row above is the same contract, and counts"
    ]


def test_a_column_that_was_sorted_alone_is_not_taken_for_another_files() -> None:
    """The wrong contract would get the owner, and the right one lose it."""

    def sort_the_first_column(sheet: Any) -> None:
        sheet["A2"], sheet["A3"] = sheet["A3"].value, sheet["A2"].value

    sheet = on_sheet(sort_the_first_column)

    assert [row.file for row in sheet.rows] == ["c.pdf"]
    assert {item.says for item in sheet.troubles} == {
        "the hidden key of this row is another file's: sort whole rows"
    }


def test_a_file_name_that_was_typed_over_is_told_as_what_is_worked_out() -> None:
    def rename(sheet: Any) -> None:
        sheet["A2"] = "our name.pdf"

    assert edits_of(on_sheet(rename)) == [
        "File is worked out: correct the facts that it follows from"
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "TRUE"),
        (4711, "4711"),
        (4711.0, "4711"),
        (0.5, "0.5"),
        (date(2026, 3, 3), "2026-03-03"),
        (datetime(2026, 3, 3, 12, 30), "2026-03-03 12:30:00"),  # noqa: DTZ001 - a sheet's
        ("  two \n lines ", "two\nlines"),
        ("'=1+1", "=1+1"),
        ("'tis", "'tis"),
    ],
)
def test_an_own_cell_is_a_text_whatever_the_program_makes_of_it(value: Any, text: str) -> None:
    def write(sheet: Any) -> None:
        sheet.cell(2, column_of(sheet, "Note"), value)

    assert on_sheet(write).rows[0].own["Note"].text == text


@pytest.mark.parametrize(
    ("value", "text"), [(45719, "2025-03-03"), (45719.0, "2025-03-03"), (2026, "2026"), (-1, "-1")]
)
def test_a_day_whose_style_was_lost_is_still_one(value: float, text: str) -> None:
    """A year is none."""

    def write(sheet: Any) -> None:
        cell = sheet.cell(2, column_of(sheet, "Effective date"))
        cell.value = value
        cell.number_format = "General"

    assert on_sheet(write).rows[0].cells["effective_date"].text == text


def test_an_error_of_the_spreadsheet_is_no_answer() -> None:
    def write(sheet: Any) -> None:
        sheet.cell(2, column_of(sheet, "Title"), "#REF!")

    sheet = on_sheet(write)

    assert [item.says for item in sheet.troubles] == ["it holds #REF!"]
    assert edits_of(sheet) == []


def test_of_two_columns_of_one_heading_the_first_counts() -> None:
    def write(sheet: Any) -> None:
        sheet.cell(1, sheet.max_column + 1, "OWNER")
        sheet.cell(2, sheet.max_column, "eve")

    assert edits_of(on_sheet(write)) == []


# What is no register


def refused(stream: io.BytesIO) -> str:
    with pytest.raises(NotARegister) as raised:
        read_register_sheet(stream)
    return str(raised.value)


def with_part(name: str, content: bytes, *, instead: bool = False) -> io.BytesIO:
    """Return the file with another part, or with another content of one."""
    stream = io.BytesIO()
    with zipfile.ZipFile(a_file()) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for part in old.namelist():
            if not (instead and part == name):
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream


def remove_memory(book: Any) -> None:
    del book[MEMORY]


def spoil_memory(book: Any) -> None:
    book[MEMORY]["A1"] = "another mark"


def remove_headings(book: Any) -> None:
    book["Register"].delete_rows(1)


def cut_memory(book: Any) -> None:
    book[MEMORY].delete_cols(2, 200)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (remove_memory, "the hidden sheet contractsai is gone"),
        (spoil_memory, "is not as this version writes it"),
        (cut_memory, "is not as this version writes it"),
        (remove_headings, "no sheet of the file has the headings"),
    ],
)
def test_a_file_that_lost_what_it_needs_is_refused(
    change: Callable[[Any], None], says: str
) -> None:
    assert says in refused(changed(change))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no workbook"),
        (b"PK\x03\x04 and so on", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked by a password or an old .xls"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, says: str) -> None:
    assert says in refused(io.BytesIO(content))


def test_an_empty_workbook_is_refused() -> None:
    stream = io.BytesIO()
    Workbook().save(stream)

    assert "hidden sheet" in refused(stream)


def test_a_workbook_whose_main_part_nobody_names_is_refused() -> None:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

    assert "no workbook" in refused(with_part("[Content_Types].xml", types, instead=True))


def test_a_disk_that_fails_is_not_the_files_fault() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        read_register_sheet(Failing(b"PK"))


@pytest.mark.parametrize("name", ["a.txt", "content.xml"])
def test_an_archive_that_is_no_workbook_is_refused(name: str) -> None:
    """An OpenDocument sheet is one, too."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, "<hello/>")

    assert "save it as .xlsx" in refused(stream)


def test_a_workbook_without_its_parts_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(a_file()) as old, zipfile.ZipFile(stream, "w") as new:
        new.writestr("[Content_Types].xml", old.read("[Content_Types].xml"))

    assert "damaged" in refused(stream)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_before_any_parser_sees_them(encoding: str) -> None:
    """Inside or outside: a file of the machine, or a billion laughs."""
    text = '<?xml version="1.0"?>' + " " * 300_000 + '<!DOCTYPE x [<!ENTITY y SYSTEM "/etc/x">]>'

    assert "entities" in refused(with_part("xl/sharedStrings2.xml", text.encode(encoding)))


def test_a_bomb_is_refused_by_what_its_directory_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted_workbook, "MAX_UNPACKED", 1_000_000)

    assert "unpacks to more" in refused(with_part("bomb.bin", bytes(1_000_000)))


def test_a_bomb_that_lies_about_its_size_is_damaged() -> None:
    """No more of a part is unpacked than its directory says."""
    whole = with_part("xl/bomb.xml", b"<a>" + b" " * 5_000_000)
    data = bytearray(whole.getvalue())
    at = data.rindex(b"xl/bomb.xml") - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")

    assert "damaged" in refused(io.BytesIO(bytes(data)))


def test_too_many_parts_too_large_a_file_and_two_of_one_name_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        twice = with_part("xl/workbook.xml", b"<x/>")
    assert "two parts of one name" in refused(twice)

    monkeypatch.setattr(untrusted_workbook, "MAX_PARTS", 3)
    assert "unpacks to more" in refused(a_file())

    monkeypatch.setattr(untrusted_workbook, "MAX_FILE", 10)
    assert "larger than" in refused(a_file())


def test_a_sheet_of_endless_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted_workbook, "MAX_ROWS", 3)

    assert "more than 3 rows" in refused(a_file())


def test_a_cell_at_the_end_of_the_world_costs_nothing() -> None:
    def write(sheet: Any) -> None:
        sheet.cell(2, 16_384, "far away")

    assert len(on_sheet(write).rows) == 3


def test_links_to_other_books_are_left_alone() -> None:
    content = b'<?xml version="1.0"?><externalLink xmlns="x"/>'

    assert (
        len(read_register_sheet(with_part("xl/externalLinks/externalLink1.xml", content)).rows) == 3
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused_in_words(seed: int) -> None:
    """No byte of a stranger's may end in anything else."""
    chance = random.Random(seed)
    name = chance.choice(FILE.namelist())
    content = bytearray(FILE.read(name))
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(content))
        match chance.randrange(3):
            case 0:
                content[at] = chance.randrange(256)
            case 1:
                del content[at : at + chance.randint(1, 40)]
            case _:
                content[at:at] = content[at : at + chance.randint(1, 40)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as damaged:
        for part in FILE.namelist():
            damaged.writestr(part, bytes(content) if part == name else FILE.read(part))

    try:
        read_register_sheet(stream)
    except NotARegister as error:
        assert str(error)  # noqa: PT017 - it may be raised


FILE = zipfile.ZipFile(a_file())
