"""A register as a person gave it back: rows and cells, wherever they stand by now."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, BinaryIO, Final, Self

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from contractsai.adapters.reports.register_sheet import KEY, MARK, MEMORY, OWN, REGISTER, TEXT
from contractsai.adapters.reports.rows import safe_cell
from contractsai.adapters.reports.untrusted_workbook import bounded_rows, opened_workbook
from contractsai.application.register_columns import BY_LABEL, Column, plain
from contractsai.application.sheet import Cell, Sheet, SheetRow, Trouble
from contractsai.domain.errors import NotARegister

_HEADINGS_WITHIN: Final = 20  # rows: people put a title above
_FEWEST_HEADINGS: Final = 2
_FIRST_SERIAL: Final = 10_000  # in 1927: who types 2026 means a year, and no day of 1905
_LAST_SERIAL: Final = 2_958_465  # 31 December 9999
_ERRORS: Final = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})


@dataclass
class _Memory:
    """The hidden sheet."""

    job_id: str
    cells: dict[str, dict[str, str]] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)

    def files(self) -> dict[str, str]:
        """Return the key of each file, by its name then."""
        return {told["file"]: key for key, told in self.cells.items()}


@dataclass(frozen=True)
class _Place:
    """What a column of the sheet holds: a column of ours, the key, or one of people's own."""

    index: int
    column: Column | None = None
    own: str = ""
    is_key: bool = False


def read_register_sheet(stream: BinaryIO) -> Sheet:
    """Return what a person left in a register.

    Raises:
        NotARegister: it is none of ours, or damaged, or made to do harm.
    """
    with opened_workbook(stream) as book:
        memory = _memory(book)
        titles = [REGISTER, *(title for title in book.sheetnames if title != MEMORY)]
        for title in titles:
            if title not in book.sheetnames:
                continue
            numbered = enumerate(bounded_rows(book[title]), start=1)
            places = _headings(numbered)
            if places:
                return _sheet(memory, places, numbered, title, book.epoch)
    raise NotARegister("no sheet of the file has the headings of a register")


def _memory(book: Any) -> _Memory:  # noqa: ANN401 - a book of openpyxl
    if MEMORY not in book.sheetnames:
        raise NotARegister(
            f"the hidden sheet {MEMORY} is gone, so that nobody can tell what was changed"
        )
    rows = (_remembered(row) for row in bounded_rows(book[MEMORY]))
    head = next(rows, [])
    names = next(rows, [])
    if head[:1] != [MARK] or not any(head[1:2]) or names[:1] != ["key"]:
        raise NotARegister(f"the hidden sheet {MEMORY} is not as this version writes it")
    memory = _Memory(head[1])
    for texts in rows:
        told = dict(zip(names, texts, strict=False))
        key = told.pop("key", "")
        memory.cells[key] = {name: told[name] for name in told if not name.startswith(OWN)}
        memory.own[key] = {
            name.removeprefix(OWN): told[name] for name in told if name.startswith(OWN)
        }
        memory.cells[key].setdefault("file", "")
    return memory


def _remembered(row: Sequence[Any]) -> list[str]:
    return ["" if value is None else str(value).removeprefix(TEXT) for value in row]


def _headings(numbered: Iterator[tuple[int, Sequence[Any]]]) -> list[_Place]:
    """Read on to the row with the headings, and return what each column holds; nothing if none."""
    for _, row in itertools.islice(numbered, _HEADINGS_WITHIN):
        places = list(_places(row))
        if sum(1 for place in places if place.column or place.is_key) >= _FEWEST_HEADINGS:
            return places
    return []


def _places(row: Sequence[Any]) -> Iterator[_Place]:
    seen: set[str] = set()
    for index, value in enumerate(row):
        heading = " ".join(_unsafe(str(value)).split()) if value is not None else ""
        if not heading or heading.casefold() in seen:
            continue
        seen.add(heading.casefold())
        if heading == KEY:
            yield _Place(index, is_key=True)
        elif heading.casefold() in BY_LABEL:
            yield _Place(index, column=BY_LABEL[heading.casefold()])
        else:
            yield _Place(index, own=heading)


def _sheet(
    memory: _Memory,
    places: Sequence[_Place],
    numbered: Iterator[tuple[int, Sequence[Any]]],
    title: str,
    epoch: datetime,
) -> Sheet:
    found: dict[str, SheetRow] = {}
    troubles: list[Trouble] = []
    files = memory.files()
    for number, values in numbered:
        row = _Row.of(places, values, number, title, epoch)
        if not row.is_filled:
            continue
        file = row.cells["file"].text if "file" in row.cells else ""
        key = row.key or files.get(file, "")
        trouble = ""
        if key not in memory.cells:
            trouble = "this row is no contract of the register"
        elif files.get(file, key) != key:
            trouble = "the hidden key of this row is another file's: sort whole rows"
        elif key in found:
            trouble = "a row above is the same contract, and counts"
        if trouble:
            troubles.append(Trouble(f"{title}!A{number}", file, trouble))
            continue
        found[key] = SheetRow(
            key=key,
            file=memory.cells[key]["file"],
            written=memory.cells[key],
            cells=row.cells,
            own_written=memory.own[key],
            own=row.own,
        )
        troubles += [Trouble(at, found[key].file, f"it holds {says}") for at, says in row.errors]
    return Sheet(memory.job_id, tuple(found.values()), tuple(troubles))


@dataclass
class _Row:
    """A row of the sheet, sorted out."""

    key: str = ""
    cells: dict[str, Cell] = field(default_factory=dict)
    own: dict[str, Cell] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        places: Sequence[_Place],
        values: Sequence[Any],
        number: int,
        title: str,
        epoch: datetime,
    ) -> Self:
        """Read one; a cell that holds an error of the spreadsheet is told, and no change."""
        row = cls()
        for place in places:
            value = values[place.index] if place.index < len(values) else None
            address = f"{title}!{get_column_letter(place.index + 1)}{number}"
            text = _read(value, place.column, epoch)
            if text in _ERRORS:
                row.errors.append((address, text))
            elif place.is_key:
                row.key = text
            elif place.column is not None:
                row.cells[place.column.name] = Cell(address, text)
            else:
                row.own[place.own] = Cell(address, text)
        return row

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it."""
        filled = (cell.text for cell in (*self.cells.values(), *self.own.values()))
        return bool(self.key) or any(filled)


def _read(value: Any, column: Column | None, epoch: datetime) -> str:  # noqa: ANN401 - as it was read
    """Return the text of a cell, whatever a program keeps it as."""
    is_day = column is not None and column.is_day
    match value:
        case bool():
            return str(value).upper()
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case int() | float() if is_day and _FIRST_SERIAL <= value <= _LAST_SERIAL:
            return str(from_excel(int(value), epoch).date())  # its style was lost
        case int() | float() if column is not None and column.name == "confidence":
            return f"{value:.2f}"
        case float() if value.is_integer():
            return str(int(value))
    return "" if value is None else plain(_unsafe(str(value)))


def _unsafe(text: str) -> str:
    """Return *text* without the apostrophe that `safe_cell` put in front."""
    return text[1:] if text.startswith("'") and safe_cell(text[1:]) == text else text
