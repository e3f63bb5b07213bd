"""A register as a person left it, whatever program kept it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a person left it; days are ISO, and lines are joined by line breaks."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet.

    Attributes:
        key: of the contract, as the register has it.
        file: as it was called when the sheet was written.
        written: what stood in each cell then, by the name of its column.
        cells: what stands in it now; without those whose column is gone.
        own_written: the same of people's own columns, by name.
        own: likewise.
    """

    key: str
    file: str
    written: Mapping[str, str]
    cells: Mapping[str, Cell]
    own_written: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A change that is not made, and why; nothing else is held up by it."""

    address: str
    file: str
    says: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds.

    Attributes:
        job_id: that the register was written for.
        rows: of contracts, in the order of the sheet.
        troubles: what is told, and not imported.
    """

    job_id: str
    rows: tuple[SheetRow, ...]
    troubles: tuple[Trouble, ...]
