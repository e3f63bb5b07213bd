"""Forms in many geometries, made of the same answers: a reader has to find them in each."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final


@dataclass(frozen=True, slots=True)
class Signer:
    """A party as the form names it."""

    role: str
    name: str
    lines: tuple[str, ...]

    @property
    def address(self) -> str:
        return ", ".join(self.lines)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a form is filled in with, and how it is to be read."""

    one: Signer
    other: Signer
    start: str
    begins: str
    term: str
    lasts: tuple[int, str]
    law: str
    code: str

    @property
    def both(self) -> tuple[Signer, Signer]:
        return self.one, self.other


ANSWERS: Final = {
    "American": Answers(
        Signer("Licensor", "Bluestem Seed Works, Inc.", ("418 Prairie Road", "Salina, KS 67401")),
        Signer("Licensee", "Ochre Bluff LLC", ("7 Pier Street, Suite 1200", "Mobile, AL 36602")),
        "May 5, 2025",
        "2025-05-05",
        "three (3) years",
        (3, "year"),
        "State of Kansas",
        "US-KS",
    ),
    "British": Answers(
        Signer(
            "Landlord", "Penhale Estates Ltd", ("Quarry House", "9 Fore Street", "Bodmin PL31 2HQ")
        ),
        Signer("Tenant", "Gorse Hill Dairy plc", ("Unit 3, Mill Lane", "Leeds LS1 4QT", "England")),
        "the 9th day of June, 2025",
        "2025-06-09",
        "18 months",
        (18, "month"),
        "English law",
        "GB-EAW",
    ),
    "German and Dutch": Answers(
        Signer("Seller", "Sandweg Optik GmbH", ("Am Graben 12a", "80331 M\u00fcnchen", "Germany")),
        Signer("Buyer", "Polderzicht B.V.", ("Stationsweg 81", "1015 CJ Amsterdam", "Netherlands")),
        "2025-07-01",
        "2025-07-01",
        "24 months",
        (24, "month"),
        "Dutch law",
        "NL",
    ),
    "Indian and Canadian": Answers(
        Signer(
            "Supplier",
            "Neem Grove Foods Pvt. Ltd.",
            ("Plot No. 88, Park Road", "Pune 411001", "India"),
        ),
        Signer(
            "Customer",
            "Tamarack Grocers Inc.",
            ("92 Elm Crescent", "Guelph, Ontario N1H 0A0", "Canada"),
        ),
        "15-Aug-2025",
        "2025-08-15",
        "Two years",
        (2, "year"),
        "Ontario, Canada",
        "CA-ON",
    ),
}


def _terms(form: Answers) -> tuple[tuple[str, str], ...]:
    return (
        ("Payment terms", "Net 30"),
        ("Commencement date", form.start),
        ("Delivery address", "Gate 4, 17 Dock Road, Hull HU1 2AB"),
        ("Initial term", form.term),
        ("Warranty period", "6 months"),
        ("Applicable law", form.law),
    )


def _rows(pairs: tuple[tuple[str, ...], ...]) -> str:
    return "\n".join(" | ".join(pair) for pair in pairs)


def _columns(rows: tuple[tuple[str, ...], ...], *, frame: bool) -> str:
    """Return rows whose cells of several lines are drawn as people draw them in plain text."""
    cells = [[cell.split("\n") for cell in row] for row in rows]
    widths = [
        max(len(line) for cell in column for line in cell) for column in zip(*cells, strict=True)
    ]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"
    lines = [rule] if frame else []
    for row in cells:
        for number in range(max(map(len, row))):
            filled = [
                (cell[number] if number < len(cell) else "").ljust(width)
                for cell, width in zip(row, widths, strict=True)
            ]
            lines.append(
                "| " + " | ".join(filled) + " |" if frame else "    ".join(filled).rstrip()
            )
        lines += [rule] if frame else []
    return "\n".join(lines)


def _details(form: Answers) -> tuple[tuple[str, ...], ...]:
    return (
        ("", *(party.role for party in form.both)),
        ("Name", *(party.name for party in form.both)),
        ("Address", *("\n".join(party.lines) for party in form.both)),
        ("E-mail", "a@one.example", "b@other.example"),
    )


def _beside(form: Answers) -> str:
    pairs = tuple((party.role, f"{party.name}, {party.address}") for party in form.both)
    return _rows(pairs + _terms(form))


def _lines_in_cells(form: Answers) -> str:
    pairs = tuple((party.role, "  ".join((party.name, *party.lines))) for party in form.both)
    return _rows(pairs + _terms(form))


def _boxes(form: Answers) -> str:
    names = tuple(f"{party.role}  {party.name}" for party in form.both)
    places = tuple(f"{party.role}\u2019s address  {party.address}" for party in form.both)
    terms = [f"{label}  {value}" for label, value in _terms(form)]
    return _rows((names, places, *zip(terms[::2], terms[1::2], strict=True)))


def _framed(form: Answers) -> str:
    return f"{_columns(_details(form), frame=True)}\n\n{_columns(_terms(form), frame=True)}"


def _aligned(form: Answers) -> str:
    return f"{_columns(_details(form), frame=False)}\n\n{_columns(_terms(form), frame=False)}"


def _spanned(form: Answers) -> str:
    rows = [
        row
        for party in form.both
        for row in ((party.role, "Name", party.name), ("", "Address", party.address))
    ]
    return f"{_rows(tuple(rows))}\n\n{_rows(_terms(form))}"


def _records(form: Answers) -> str:
    rows = tuple((party.role, party.name, "4471", party.address) for party in form.both)
    heads = ("Party", "Full legal name", "Number", "Registered office")
    return f"{_rows((heads, *rows))}\n\n{_rows(_terms(form))}"


def _across(form: Answers) -> str:
    parties = "\n".join(
        f"{party.role}: {party.name}; Address: {party.address}" for party in form.both
    )
    return f"{parties}\n\n{_rows(tuple(zip(*_terms(form), strict=True)))}"


def _asked(form: Answers) -> str:
    return _rows(
        (
            *(
                (f"Who is the {party.role.lower()}?", f"{party.name}, {party.address}")
                for party in form.both
            ),
            ("When does the agreement start?", form.start),
            ("How long does it run?", form.term),
            ("Which law applies?", form.law),
        )
    )


def _dashed(form: Answers) -> str:
    pairs = tuple((party.role, f"{party.name}, {party.address}") for party in form.both)
    return "\n".join(f"\u2022 {label} \u2013 {value}" for label, value in pairs + _terms(form))


def _itemed(form: Answers) -> str:
    pairs = tuple((party.role, "\n".join((party.name, *party.lines))) for party in form.both)
    items = enumerate(pairs + _terms(form), start=1)
    return "\n\n".join(
        f"Item {number} \u2013 {label}\n\n{value}" for number, (label, value) in items
    )


def _blocks(form: Answers) -> str:
    blocks = (f"{party.role}:\n{party.name}\n" + "\n".join(party.lines) for party in form.both)
    return "\n\n".join((*blocks, "\n".join(f"{label}: {value}" for label, value in _terms(form))))


def _headed_blocks(form: Answers) -> str:
    roles = " | ".join(party.role for party in form.both)
    blocks = "\n".join("\n".join((party.name, *party.lines)) for party in form.both)
    return f"{roles}\n\n{blocks}\n\n{_rows(_terms(form))}"


def _between(form: Answers) -> str:
    one, other = ("\n".join((party.name, *party.lines)) for party in form.both)
    return (
        f"between\n\n{one}\n\n(the \u201c{form.one.role}\u201d)\n\nand\n\n{other}\n\n"
        f"\u2013 hereinafter \u201c{form.other.role}\u201d \u2013\n\n{_rows(_terms(form))}"
    )


def _captioned(form: Answers) -> str:
    parties = (
        f"{party.name}\n(name of {party.role.lower()})\n\n"
        f"{party.address}\n(address of {party.role.lower()})"
        for party in form.both
    )
    return "\n\n".join((*parties, _rows(_terms(form))))


def _leaders(form: Answers) -> str:
    pairs = tuple((party.role, f"{party.name}, {party.address}") for party in form.both)
    return "\n".join(
        f"{label} {'.' * (30 - len(label))} {value}" for label, value in pairs + _terms(form)
    )


def _written_on(form: Answers) -> str:
    parties = (
        f"{party.role}: ___{party.name}___  Address: ___{party.address}___" for party in form.both
    )
    return "\n\n".join((*parties, *(f"{label}: ___{value}___" for label, value in _terms(form))))


def _marked_down(form: Answers) -> str:
    parties = (
        f"## {party.role}\n\n- **Name:** {party.name}\n- **Address:** {party.address}"
        for party in form.both
    )
    return "\n\n".join(
        (*parties, "\n".join(f"- **{label}:** {value}" for label, value in _terms(form)))
    )


def _to_be_told(form: Answers) -> str:
    names = f"by and between\n{form.one.name}\nand\n{form.other.name}"
    blocks = (
        "\n".join((f"If to {party.role}:", party.name, *party.lines, "Attn: Legal"))
        for party in form.both
    )
    return "\n\n".join((names, *blocks, _rows(_terms(form))))


def _two_languages(form: Answers) -> str:
    pairs = tuple(
        (f"{party.role} (name and address)", f"{party.name}, {party.address}")
        for party in form.both
    )
    terms = (
        ("Vertragsbeginn / Commencement date", form.start),
        ("Laufzeit / Term", form.term),
        ("Anwendbares Recht / Governing law", form.law),
    )
    return _rows(pairs + terms)


def _tabbed(form: Answers) -> str:
    heads = "\t".join(party.role for party in form.both)
    names = "\t".join(party.name for party in form.both)
    lines = zip_longest(*(party.lines for party in form.both), fillvalue="")
    places = "\n".join("\t".join(pair).rstrip() for pair in lines)
    terms = "\n".join(f"{label}\t{value}" for label, value in _terms(form))
    return f"{heads}\n{names}\n{places}\n\n{terms}"


GRIDS: Final[dict[str, Callable[[Answers], str]]] = {
    "beside": _beside,
    "lines in cells": _lines_in_cells,
    "labels in the boxes": _boxes,
    "a frame of signs": _framed,
    "aligned columns": _aligned,
    "a role over several rows": _spanned,
    "a record a row": _records,
    "labels across": _across,
    "questions": _asked,
    "dashes": _dashed,
    "items": _itemed,
    "blocks": _blocks,
    "blocks below a row of roles": _headed_blocks,
    "between": _between,
    "captions below": _captioned,
    "leaders": _leaders,
    "lines to write on": _written_on,
    "Markdown": _marked_down,
    "addresses for notices": _to_be_told,
    "two languages": _two_languages,
    "columns of tabs": _tabbed,
}
