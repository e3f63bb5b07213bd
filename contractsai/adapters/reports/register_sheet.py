"""The register as a workbook that people work in, and that remembers what was written into it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from contractsai.adapters.reports.rows import safe_cell
from contractsai.application.register_columns import BY_NAME, COLUMNS, cells, own_names, plain
from contractsai.domain.names import shown

View = Mapping[str, Any]

REGISTER: Final = "Register"
MEMORY: Final = "contractsai"
"""The hidden sheet: what was written into each cell, so that only what people changed counts."""
MARK: Final = "contractsai register 1"
KEY: Final = "Key"
"""The heading of the hidden column by which a row is found again, wherever people move it."""
TEXT: Final = ":"
"""Before each text of the hidden sheet: no program takes it for a number or a formula then."""
OWN: Final = "own "
"""Before the names of people's own columns in the hidden sheet."""

_FIRST_DAY: Final = date(1900, 3, 1)
"""Spreadsheets know no day before 1900, and disagree on those of its first two months."""
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_BOLD: Final = Font(bold=True)
_FILLS: Final = {
    True: PatternFill("solid", fgColor="FFE2EFDA"),  # facts, to be corrected
    False: PatternFill("solid", fgColor="FFEDEDED"),  # worked out
    None: PatternFill("solid", fgColor="FFFFF2CC"),  # people's own
}
_CHANGES: Final = (
    *(("What", 10), ("File", 42), ("Was at, or is a copy of", 42), ("Fact", 22)),
    *(("Before", 36), ("Now", 36), ("Note", 28)),
)
_OTHERS: Final = (("File", 42), ("Outcome", 14), ("Why", 42))
_HELP: Final = (
    "Green columns are what the contract says: correct what is wrong; if it says none, write none.",
    "Yellow columns are yours, as is any that you add: they are kept by the content of the file.",
    "Grey columns are worked out on the day named below, and are not imported.",
    "Several parties stand on a line each. Rows and columns may be sorted, moved and deleted.",
    "Save the file, then: contractsai register --import FILE",
)


def write_register(register: View, stream: BinaryIO) -> None:
    """Write the workbook of what `read_register` gives."""
    book = Workbook(write_only=True)
    rows = [(row, cells(row)) for row in register["contracts"]]
    own = own_names(register["contracts"])
    _write_rows(book, rows, own)
    _write_table(book, "Changes", _CHANGES, _changes(register))
    _write_table(book, "Other files", _OTHERS, _others(register["others"]))
    day = f"As of {register['as_of']}, job {register['job']}."
    _write_table(book, "How to", (("How to", 110),), ((line,) for line in (*_HELP, day)))
    _write_memory(book, register, rows, own)
    book.save(stream)


def _write_rows(
    book: Workbook, rows: Sequence[tuple[View, Mapping[str, str]]], own: Sequence[str]
) -> None:
    sheet: Any = book.create_sheet(REGISTER)  # the stubs leave out panes, widths and filters
    sheet.freeze_panes = "B2"
    headings: list[tuple[str, int, bool | None]] = [
        (column.label, column.width, column.is_fact) for column in COLUMNS
    ]
    headings += [(name, 24, None) for name in own]
    headings.append((KEY, 10, False))
    for index, (_, width, _) in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    last = get_column_letter(len(headings))
    sheet.column_dimensions[last].hidden = True
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    sheet.append([_styled(sheet, safe_cell(name), fill) for name, _, fill in headings])
    for row, told in rows:
        values = [_value(name, text) for name, text in told.items()]
        values += [_text(row["own"].get(name, "")) for name in own]
        sheet.append([_wrapped(sheet, value) for value in (*values, row["key"])])


def _write_memory(
    book: Workbook,
    register: View,
    rows: Iterable[tuple[View, Mapping[str, str]]],
    own: Sequence[str],
) -> None:
    sheet: Any = book.create_sheet(MEMORY)
    sheet.sheet_state = "hidden"

    def remember(*texts: str) -> None:
        sheet.append([TEXT + text for text in texts])

    remember(MARK, register["job"], register["as_of"])
    remember("key", *(column.name for column in COLUMNS), *(OWN + name for name in own))
    for row, told in rows:
        remember(row["key"], *told.values(), *(plain(row["own"].get(name, "")) for name in own))


def _write_table(
    book: Workbook,
    title: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
) -> None:
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for index, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.append([_styled(sheet, name, False) for name, _ in columns])
    for row in rows:
        sheet.append([_wrapped(sheet, _text(text)) for text in row])


def _changes(register: View) -> Iterator[tuple[str, ...]]:
    since = register["since"]
    if since is None:
        yield "", "", "", "", "", "", "no run of this folder completed before this one"
        return
    for item in register["changes"]:
        head = (item["change"], _name(item), shown(item["other"] or ""))
        if not item["differs"]:
            yield (*head, "", "", "", item["says"])
        for fact in item["differs"]:
            yield (*head, BY_NAME[fact["fact"]].label, fact["before"], fact["after"], item["says"])
    if not register["changes"]:
        yield "", "", "", "", "", "", f"nothing changed since the run of {since['ended_at']}"


def _others(others: Iterable[View]) -> Iterator[tuple[str, ...]]:
    for item in others:
        yield _name(item), item["outcome"], shown(item["why"])


def _name(item: View) -> str:
    name = shown(item["path"])
    return name if item["member"] is None else f"{name} › {shown(item['member'])}"  # noqa: RUF001 - as in a report's tables


def _value(name: str, text: str) -> str | date | float | None:
    """Return what stands in a cell: days and numbers as such, so that people can sort by them."""
    if name == "confidence" and text:
        return float(text)
    if BY_NAME[name].is_day:
        try:
            day = date.fromisoformat(text)
        except ValueError:  # a contract without end, or none found
            return _text(text)
        return day if day >= _FIRST_DAY else text
    return _text(text)


def _text(text: str) -> str | None:
    return safe_cell(plain(text)) or None


def _styled(sheet: Any, text: str, fill: bool | None) -> Any:  # noqa: ANN401, FBT001 - see `_FILLS`
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = _BOLD
    cell.fill = _FILLS[fill]
    return cell


def _wrapped(sheet: Any, value: Any) -> Any:  # noqa: ANN401 - as `_write_rows`
    cell = WriteOnlyCell(sheet, value=value)
    cell.alignment = _WRAPPED
    return cell
