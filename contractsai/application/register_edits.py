"""What a person changed in a register: from the cells of a sheet to reviews and fields to write.

Only what differs from what was written into the sheet counts as changed, and only what still
stands as it was written is changed here: what somebody else reviewed meanwhile is told, and left.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from contractsai.application.register_columns import COLUMNS, Column, cells, plain
from contractsai.application.review import NEW_ID
from contractsai.application.sheet import Cell, SheetRow, Trouble
from contractsai.domain.annotation import check_field
from contractsai.domain.errors import InvalidAnnotation
from contractsai.domain.findings import JsonValue
from contractsai.domain.normals import BadNormal
from contractsai.domain.review import Verdict
from contractsai.domain.written import normal_written, written

NONE: Final = "none"
"""What a person writes in the place of a fact that the contract does not state."""

View = Mapping[str, Any]
Types = Mapping[str, tuple[str, JsonValue]]
"""The types of a register, by how people write them in small letters."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing to write.

    Attributes:
        address: of the cell.
        finding: what to review, by its id; None for fields of people's own.
        verdict: on it.
        normal: the right value of a correction.
        fields: people's own fields to write.
        version: of those fields, as they were seen.
        seen: the review that the finding had, as the report shows it.
        says: for a person.
    """

    address: str
    document: str
    member: str | None
    file: str
    says: str
    finding: str | None = None
    verdict: Verdict | None = None
    normal: JsonValue = None
    fields: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    seen: View | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do."""

    edits: tuple[Edit, ...]
    troubles: tuple[Trouble, ...]


def plan_import(rows: Iterable[SheetRow], register: View, *, overwrite: bool = False) -> Plan:
    """Return what of *rows* a person changed, against the register as it is now.

    Args:
        rows: of the sheet.
        register: as `read_register` gives it, of the same or of a later job.
        overwrite: change also what no longer stands as it was written.
    """
    contracts = {row["key"]: row for row in register["contracts"]}
    types = {
        item["text"].casefold(): (item["text"], item["normal"])
        for row in register["contracts"]
        for item in row["facts"]["document_type"]
    }
    edits: list[Edit] = []
    troubles: list[Trouble] = []
    for row in rows:
        contract = contracts.get(row.key)
        work = _RowPlan(row, contract or {}, types, overwrite=overwrite)
        if contract is None:
            work.refuse_all("the job no longer holds this content: name a later job to import to")
        else:
            work.facts()
            work.own()
        edits += work.edits
        troubles += work.troubles
    return Plan(tuple(edits), tuple(troubles))


class _RowPlan:
    """The changes of one row."""

    def __init__(self, row: SheetRow, contract: View, types: Types, *, overwrite: bool) -> None:
        self._row = row
        self._contract = contract
        self._types = types
        self._overwrite = overwrite
        self.edits: list[Edit] = []
        self.troubles: list[Trouble] = []

    def refuse_all(self, says: str) -> None:
        """Tell of every changed cell that it is not imported."""
        for column in COLUMNS:
            cell = self._changed(column.name)
            if cell is not None:
                self._refuse(cell, says)
        for _, cell in self._changed_own():
            self._refuse(cell, says)

    def facts(self) -> None:
        """Plan what was changed in the cells of facts."""
        told = cells(self._contract)
        for column in COLUMNS:
            cell = self._changed(column.name)
            if cell is None or cell.text == told[column.name]:
                continue
            if not column.is_fact:
                self._refuse(
                    cell, f"{column.label} is worked out: correct the facts that it follows from"
                )
            elif self._contract["status"] == "not read":
                self._refuse(cell, "the file was not read, so that no fact of it can be reviewed")
            else:
                self._fact(column, cell, told[column.name])

    def own(self) -> None:
        """Plan what was changed in people's own columns: one edit for all of them."""
        kept: View = self._contract["own"]
        fields: dict[str, str] = {}
        at = ""
        for name, cell in self._changed_own():
            now = plain(kept.get(name, ""))
            if cell.text == now:
                continue
            if now != self._row.own_written.get(name, "") and not self._overwrite:
                self._refuse(cell, f'{name} is "{now}" by now')
                continue
            try:
                check_field(name, cell.text)
            except InvalidAnnotation as error:
                self._refuse(cell, str(error))
                continue
            fields[name] = cell.text
            at = at or cell.address
        if fields:
            told = ", ".join(f'{name} "{text}"' for name, text in fields.items())
            version = self._contract["own_version"]
            self._edit(at, told, fields=fields, version=version)

    def _fact(self, column: Column, cell: Cell, now: str) -> None:
        wanted = _lines(cell.text) if column.is_many else [cell.text][: bool(cell.text)]
        if not wanted:
            self._refuse(
                cell, f'it is empty: write "{NONE}" if the contract does not say it, or a value'
            )
            return
        if [text.casefold() for text in wanted] == [NONE]:
            wanted = []
        standing: dict[str, View] = {
            item["text"]: item for item in self._contract["facts"][column.name]
        }
        try:
            comes = [self._read(column, text) for text in wanted if text not in standing]
        except BadNormal as error:
            self._refuse(cell, f'"{_on_one_line(cell.text)}" is not {error}')
            return
        written = self._row.written.get(column.name, "")
        kept = {text for text in wanted if text in standing} | {text for text, _ in comes}
        is_done = kept == set(standing) if wanted else self._was_rejected(column, written)
        if is_done:
            return
        if now != written and not self._overwrite:
            self._refuse(
                cell, f'it is "{_on_one_line(now)}" by now' if now else "it is gone by now"
            )
            return
        goes = [item for text, item in standing.items() if text not in kept]
        self._replace(column, cell, goes, [item for item in comes if item[0] not in standing])

    def _was_rejected(self, column: Column, written: str) -> bool:
        return set(_lines(written)) <= set(self._contract["rejected"][column.name])

    def _replace(
        self,
        column: Column,
        cell: Cell,
        goes: Sequence[View],
        comes: Sequence[tuple[str, JsonValue]],
    ) -> None:
        """Plan corrections of what goes to what comes; what is left over is rejected or given."""
        for old, (text, _) in zip(goes, comes, strict=False):
            _, normal = self._read(column, text, old=old["normal"])
            says = f"{column.label}: {old['text']} is corrected to {text}"
            self._review(cell, says, Verdict.CORRECTED, old, normal)
        for old in goes[len(comes) :]:
            says = f"{column.label}: {old['text']} is rejected"
            self._review(cell, says, Verdict.REJECTED, old)
        new: View = {"finding": NEW_ID + column.name.replace("_", "-"), "review": None}
        for text, normal in comes[len(goes) :]:
            says = f"{column.label}: {text} is given"
            self._review(cell, says, Verdict.CORRECTED, new, normal)

    def _read(self, column: Column, text: str, *, old: JsonValue = None) -> tuple[str, JsonValue]:
        """Return a value that a person wrote, as a cell has it and typed.

        Raises:
            BadNormal: it is none; the message is what would be one.
        """
        if column.name == "document_type":
            if text.casefold() not in self._types:
                known = ", ".join(text for text, _ in self._types.values())
                raise BadNormal(f"one of the types of this register: {known or 'there is none'}")
            return self._types[text.casefold()]
        normal = normal_written(column.name, text, old=old)
        return plain(written(column.name, text, normal)), normal

    def _changed(self, name: str) -> Cell | None:
        cell = self._row.cells.get(name)
        return None if cell is None or cell.text == self._row.written.get(name, "") else cell

    def _changed_own(self) -> Iterator[tuple[str, Cell]]:
        for name, cell in self._row.own.items():
            if cell.text != self._row.own_written.get(name, ""):
                yield name, cell

    def _review(
        self, cell: Cell, says: str, verdict: Verdict, of: View, normal: JsonValue = None
    ) -> None:
        seen, finding = of["review"], of["finding"]
        self._edit(cell.address, says, finding=finding, verdict=verdict, normal=normal, seen=seen)

    def _edit(self, address: str, says: str, **values: Any) -> None:  # noqa: ANN401 - the fields of an edit
        contract = self._contract
        self.edits.append(
            Edit(
                address,
                contract["document"],
                contract["member"],
                cells(contract)["file"],
                says,
                **values,
            )
        )

    def _refuse(self, cell: Cell, says: str) -> None:
        self.troubles.append(Trouble(cell.address, self._row.file, says))


def _lines(text: str) -> list[str]:
    """Return the values of a cell that may hold several, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _on_one_line(text: str) -> str:
    return "; ".join(text.splitlines())
