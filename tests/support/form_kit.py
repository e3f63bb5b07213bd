"""What filled forms are made of, and what is right about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

Cell = str | Sequence[str]


@dataclass(frozen=True, slots=True)
class Form:
    """A form's Word body, and its right answers.

    Attributes:
        addresses: by the name of the party.
        term: number and unit.
    """

    name: str
    body: str
    parties: tuple[str, ...]
    addresses: dict[str, str]
    effective_date: str
    term: tuple[int, str]
    governing_law: str


def p(*texts: str) -> str:
    """Return paragraphs; a line break inside one is a break there."""
    return "".join(f"<w:p><w:r>{_runs(text)}</w:r></w:p>" for text in texts)


def _runs(text: str) -> str:
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")]
    return "<w:br/>".join(lines)


def table(*rows: Sequence[Cell]) -> str:
    """Return a table; a cell is a text, or several paragraphs."""
    return (
        "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"
    )


def _cell(cell: Cell) -> str:
    return f"<w:tc>{p(*([cell] if isinstance(cell, str) else cell))}</w:tc>"


STANDARD_TERMS: Final = p(
    "Standard Terms",
    "These Standard Terms apply to the parties named on the Cover Page. Words with capitals have "
    "the meaning that the Cover Page gives them.",
    "1. Confidentiality. Each party shall keep the other party's confidential information secret "
    "and use it for the purpose named on the Cover Page alone.",
    "2. Termination. Either party may end this agreement for a material breach that is not cured "
    "within thirty (30) days of notice.",
    "3. Assignment. Neither party may assign this agreement without the written consent of the "
    "other party.",
)
SIGNING: Final = table(
    ["Signed for the first party", "Signed for the second party"],
    ["Signature: ______________", "Signature: ______________"],
    ["Name: ______________", "Name: ______________"],
)
