"""Parties as blocks of lines: a name, what kind of firm it is, and the lines of its address.

A line alone with a firm's name on it may be anybody's. It is a party's where its role stands above
it, before it or below it, where it stands behind "between" or "and", or below a row of roles.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from contractsai.pipeline.draft import Span
from contractsai.pipeline.facts.address_lines import (
    MOST_LINES,
    address_of_lines,
    blank_lines,
    lines_of,
)
from contractsai.pipeline.facts.rows import Row, bare
from contractsai.pipeline.lexicon.labels import ELSEWHERE, Label, label_of
from contractsai.pipeline.lexicon.legal_forms import ends_in_legal_form

_MAX_ROLE: Final = 60  # characters
_MAX_NAME: Final = 90
_ENTITY_LINES: Final = 3
_AND: Final = re.compile(r"(?:and|und)\s+(?=the\b|der\b|die\b)", re.IGNORECASE)
_AND_ALONE: Final = re.compile(r"(?:and|und|et|y|e|en|og|och)\W{0,2}", re.IGNORECASE)
_APART: Final = re.compile(
    r"[|:\t]|[ ]{3}|\d[A-Z]{2}$"
)  # cells beside it, or the end of a postcode
_COLUMN_LINES: Final = 16  # below a row of roles
# "- nachfolgend "Auftraggeber" genannt -" and "(the "Buyer")", below a name and its address.
_CALLED: Final = re.compile(
    r"[\s(\u2013-]*(?:(?:nachfolgend|nachstehend|im\s+folgenden|hereinafter|hereafter)\b[^\n\"\u201e\u201c]{0,30}"
    r"|(?:the\s+)?)[\"\u201e\u201c](?P<role>[^\"\n\[\].;\u201d\u201c]{3,40})[\"\u201d\u201c]"
    r"(?:\s+genannt)?[\s).,;\u2013-]*(?:and|und)?$",
    re.IGNORECASE | re.MULTILINE,
)
# "a Nevada limited liability company", on a line between a name and its address.
_ENTITY: Final = re.compile(
    r"[ \t(]*(?:(?:registered|incorporated|organi[sz]ed|established)[ ](?:in|under)\b"
    r"|an?[ ][^\n]{0,60}\b(?:company|corporation|partnership|firm|trust|association)\b"
    r"|(?:(?:company|registration|registered|business|vat|tax)[ ](?:no\b|number\b|id\b)"
    r"|a\.?[bc]\.?n\.?\b|hrb\b|(?:org|kvk|cvr|cin|gstin|uen|siren|siret|handelsregister)\b))",
    re.IGNORECASE,
)
_JOINS: Final = re.compile(
    r"(?:[^\n]{0,80}\b)?(?:between|zwischen|among|entre|tussen)\b(?:\s*/\s*\w+)?\W*$"
    r"|(?:and|und|with|et|en)(?:\s*/\s*(?:and|und|et))?\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A name on a line of its own, its role, and the lines of its address."""

    name: Span
    role: str | None
    address: Span | None


def blocks(text: str, rows: Sequence[Row]) -> Iterator[Block]:
    """Yield the blocks of parties, in order."""
    lines = lines_of(text)
    heads = {row.start: row for row in rows if _names_roles(row)}
    waiting: list[str | None] = []  # roles of the columns above, one for each block to come
    left = 0
    for number, line in enumerate(lines):
        head = heads.get(line[0])
        if head is not None:
            waiting = [label.role or label.kind for label in head.labels if label]
            left = _COLUMN_LINES
            continue
        left -= 1
        label = _label(text, line)
        following = lines[number + 1] if number + 1 < len(lines) else None
        if label is not None and label.kind in {"party", "notice"}:
            yield from _below_role(text, lines, number, label)
        elif (labelled := _behind_label(text, line)) is not None:
            address = address_of_lines(text, line, lines[number + 1 : number + 1 + MOST_LINES])
            yield Block(labelled[1], labelled[0], address)
        elif _is_firm(text, line):
            found = _block(text, lines, number, waiting[0] if waiting and left > 0 else None)
            called = _called_below(text, lines, number)
            if found is None:
                continue
            if waiting and left > 0:
                if waiting.pop(0) != ELSEWHERE:
                    yield found
            elif called is not None:
                yield Block(found.name, called, found.address)
            elif found.address and (
                (number and _JOINS.match(text[slice(*lines[number - 1])]))
                or _is_first_of_two(text, lines, number)
            ):
                yield found
        elif following is not None and (called := _called_at(text, following)) is not None:
            yield Block(line, called, None)


def _below_role(text: str, lines: Sequence[Span], number: int, label: Label) -> Iterator[Block]:
    """Yield the block right below the line of a role."""
    if number + 1 == len(lines) or blank_lines(text, lines[number], lines[number + 1]) > 1:
        return
    found = _block(text, lines, number + 1, label.role)
    is_firm = found is not None and _is_firm(text, found.name)
    if found is not None and (is_firm or (found.address and label.kind == "party")):
        yield found


def _names_roles(row: Row) -> bool:
    kinds = {label.kind if label else None for label in row.labels}
    return len(row.cells) > 1 and "party" in kinds and kinds <= {"party", ELSEWHERE}


def _label(text: str, line: Span) -> Label | None:
    if line[1] - line[0] > _MAX_ROLE:
        return None
    joined = _AND.match(text, *line)
    return label_of(text[joined.end() if joined else line[0] : line[1]])


def _behind_label(text: str, line: Span) -> tuple[str | None, Span] | None:
    """Return the role before a colon and the firm behind it, if a line is those two."""
    colon = text.find(":", line[0], min(line[1], line[0] + _MAX_ROLE))
    label = label_of(text[line[0] : colon]) if colon > 0 else None
    if label is None or label.kind not in {"party", "name"}:
        return None
    name = bare(text, (colon + 1, line[1]))
    return (label.role, name) if _is_firm(text, name) else None


def _is_firm(text: str, line: Span) -> bool:
    """Return whether a line holds the name of a firm and nothing else."""
    written = text[slice(*line)].rstrip(" ,;")
    is_short = line[1] - line[0] <= _MAX_NAME and not _APART.search(written)
    return is_short and written[:1].isupper() and ends_in_legal_form(written)


def _block(text: str, lines: Sequence[Span], number: int, role: str | None) -> Block | None:
    name = lines[number]
    if name[1] - name[0] > _MAX_NAME or "|" in text[slice(*name)]:
        return None
    above, below = name, list(lines[number + 1 : number + 1 + MOST_LINES + _ENTITY_LINES])
    for _ in range(_ENTITY_LINES):
        if below and (_ENTITY.match(text, *below[0]) or _asks_for_address(text, below[0])):
            above = below.pop(0)
    is_near = bool(below) and blank_lines(text, above, below[0]) <= 1
    address = address_of_lines(text, above, below) if is_near else None
    return Block(name, role, address)


def _asks_for_address(text: str, line: Span) -> bool:
    label = _label(text, line)
    return label is not None and label.kind == "address" and label.role is None


def _is_first_of_two(text: str, lines: Sequence[Span], number: int) -> bool:
    """Return whether "and" alone stands between a name's own lines and another firm."""
    for place in range(number + 1, min(number + 1 + MOST_LINES + _ENTITY_LINES, len(lines) - 1)):
        if _is_firm(text, lines[place]):
            return False
        if _AND_ALONE.fullmatch(text, *lines[place]):
            return _is_firm(text, lines[place + 1])
    return False


def _called_below(text: str, lines: Sequence[Span], number: int) -> str | None:
    """Return the role that a line below a name and its address gives it."""
    for line in lines[number + 1 : number + 1 + MOST_LINES]:
        called = _called_at(text, line)
        if called is not None:
            return called
        if _is_firm(text, line):
            return None
    return None


def _called_at(text: str, line: Span) -> str | None:
    called = _CALLED.match(text, *line)
    return called["role"].removeprefix("the ").lower() if called else None
