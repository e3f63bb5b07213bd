"""The columns of a register: which there are, and what of a contract stands in each."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from contractsai.application.report import answers
from contractsai.domain.annotation import OWN_FIELDS
from contractsai.domain.facts import FACTS
from contractsai.domain.names import shown
from contractsai.domain.written import written

Row = Mapping[str, Any]

MAX_CELL: Final = 32_000  # characters; Excel's own limit is 32,767
_NOT_IN_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: of the fact, or of what else stands there.
        label: its heading, by which it is found again wherever people move it.
        width: in characters.
        is_fact: whether a person may correct what stands there.
        is_many: whether it may hold several values, a line each.
        is_day: whether its values are days.
    """

    name: str
    label: str
    width: int
    is_fact: bool = False
    is_many: bool = False
    is_day: bool = False


def _fact(name: str, width: int, *, label: str = "", is_many: bool = False) -> Column:
    row = FACTS[name]
    return Column(
        name, label or row.label, width, is_fact=True, is_many=is_many, is_day=row.form.is_day
    )


COLUMNS: Final = (
    Column("file", "File", 38),
    _fact("title", 34),
    _fact("document_type", 24),
    _fact("party", 36, label="Parties", is_many=True),
    _fact("agreement_date", 15),
    _fact("effective_date", 15),
    _fact("term", 12),
    _fact("expiration_date", 13, label="First term expires"),
    _fact("renewal_term", 12),
    _fact("notice_period", 14),
    Column("status", "Status", 13),
    Column("term_to", "Term ends", 13, is_day=True),
    Column("notice_by", "Notice by", 13, is_day=True),
    Column("next_deadline", "Next deadline", 14, is_day=True),
    Column("next_deadline_is", "What is due", 28),
    _fact("governing_law", 24),
    _fact("contract_value", 20),
    _fact("payment_term", 12),
    Column("confidence", "Confidence", 11),
    Column("look_at", "Please look at", 34),
)
FACT_COLUMNS: Final = tuple(column for column in COLUMNS if column.is_fact)
BY_NAME: Final[Mapping[str, Column]] = {column.name: column for column in COLUMNS}
BY_LABEL: Final[Mapping[str, Column]] = {column.label.casefold(): column for column in COLUMNS}


def texts(line: Row, name: str) -> list[str]:
    """Return what a cell says of a fact of a report's line: a text for each value."""
    column = BY_NAME[name]
    found = answers(line, name)
    told = [written(name, str(item["value"]), item["normal"]) for item in found]
    return list(dict.fromkeys(told)) if column.is_many else told[:1]


def plain(text: str) -> str:
    """Return *text* as a cell keeps it: without what no sheet can hold, or gives back otherwise."""
    lines = (" ".join(_NOT_IN_XML.sub("", line).split()) for line in text[:MAX_CELL].splitlines())
    return "\n".join(line for line in lines if line)


def cells(row: Row) -> dict[str, str]:
    """Return the text of every cell of a row of the register, by the name of its column."""
    due = row["next_deadline"] or {"date": None, "what": None}
    sure = row["confidence"]
    member = "" if row["member"] is None else f" › {shown(row['member'])}"  # noqa: RUF001 - as in a report's tables
    told = {
        "file": shown(row["path"]) + member,
        "status": row["status"].replace("_", " "),
        "term_to": row["term_to"] or "",
        "notice_by": row["notice_by"] or "",
        "next_deadline": due["date"] or "",
        "next_deadline_is": due["what"] or "",
        "confidence": "" if sure is None else f"{sure:.2f}",
        "look_at": ", ".join(row["look_at"]),
    }
    for name, values in row["facts"].items():
        told[name] = "\n".join(plain(item["text"]) for item in values)
    return {column.name: plain(told[column.name]) for column in COLUMNS}


def own_names(rows: Iterable[Row]) -> list[str]:
    """Return the columns of people's own: those that every register has, then theirs."""
    more = {name for row in rows for name in row["own"] if name.casefold() not in BY_LABEL}
    return [*OWN_FIELDS, *sorted(more - set(OWN_FIELDS))]
