"""The same answers in twenty geometries: a form is a grid of labels and values, however drawn."""

from typing import Any

import pytest
from support.form_grids import ANSWERS, GRIDS

from contractsai.domain.findings import Finding
from contractsai.pipeline.facts.address_lines import address_of_lines, lines_of
from contractsai.pipeline.facts.parties.blocks import blocks
from contractsai.pipeline.facts.parties.filled import form_parties
from contractsai.pipeline.facts.rows import answered, rows_of
from contractsai.pipeline.lexicon.labels import Label, label_of
from contractsai.pipeline.pipeline import ContractPipeline

_CLAUSES = """
1. Services. {role} performs with care. Payment is due within thirty (30) days.
2. Insurance. The policies run to 31 December 2027 and are renewed for 12 months.
3. Copies. A copy of each notice goes to Tarn & Pike LLP, 9 Fenwick Court, Wilmington, DE 19801.
"""


def findings(content: bytes) -> list[Finding]:
    [analysis] = ContractPipeline().analyse(content, checkpoint=lambda _: None)
    return [item for item in analysis.findings if item.is_answer]


def normals(found: list[Finding], name: str) -> list[Any]:
    return [item.normal for item in found if item.name == name]


@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("answers", ANSWERS)
def test_the_same_answers_are_read_from_every_grid(grid: str, answers: str) -> None:
    """No party, no address and no date but those that the form was filled in with."""
    form = ANSWERS[answers]
    text = f"SERVICES AGREEMENT\n\n{GRIDS[grid](form)}\n{_CLAUSES.format(role=form.one.role)}"
    found = findings(text.encode())

    assert {item["name"] for item in normals(found, "party")} == {p.name for p in form.both}
    assert {item["party"]: item["text"] for item in normals(found, "address")} == {
        party.name: party.address for party in form.both
    }
    assert normals(found, "effective_date") == [form.begins]
    assert [(item["n"], item["unit"]) for item in normals(found, "term")] == [form.lasts]
    assert [item["code"] for item in normals(found, "governing_law")] == [form.code]


@pytest.mark.parametrize(
    ("markup", "css"),
    [
        ("<div class=f><span class=k>{}</span><span class=v>{}</span></div>", ".k{display:block}"),
        ("<div class=f><span>{}</span><span>{}</span></div>", ".f{display:flex}"),
        ("<div><b>{}</b><span>{}</span></div>", ""),
        ("<p><label>{}</label> <input value='{}'></p>", ""),
        ("<dl><dt>{}</dt><dd>{}</dd></dl>", ""),
        ("<div><span class=k>{}</span><span>{}</span></div>", ".k{float:left}"),
        ("<table><tr><td><small>{}</small><br>{}</td></tr></table>", ""),
    ],
)
def test_a_page_parts_a_label_from_its_value(markup: str, css: str) -> None:
    """By its style or its elements; nobody sees "CompanyAcme Ltd"."""
    fields = [
        ("Supplier", "Penhale Tools Ltd"),
        ("Customer", "Ochre Bluff LLC"),
        ("Term", "2 years"),
    ]
    body = "".join(markup.format(*field) for field in fields)
    page = f"<html><head><style>{css}</style></head><body><h1>Supply</h1>{body}</body></html>"
    found = findings(page.encode())

    names = {item["name"] for item in normals(found, "party")}
    assert names == {"Penhale Tools Ltd", "Ochre Bluff LLC"}
    assert normals(found, "term") == [{"n": 2, "unit": "year"}]


@pytest.mark.parametrize(
    "text",
    [
        "Notices\n\nwith a copy to:\nMunro & Pike LLP\n885 Third Avenue\nNew York, NY 10022\n",
        "Competitors:\nCoach\nCole Haan\nEddie Bauer\nGap Brands\n",
        "to which access is not given.\u201d\nTarn Partners\n\u201c10. [Reserved.]\u201d\n",
        "Brayside Group\n12 Quay Street\nHull HU1 2AB\n",
    ],
)
def test_a_block_without_a_role_is_nobodys(text: str) -> None:
    """Counsel, competitors, letterheads: a name above an address is not a party for that."""
    found = [block for block in blocks(text, rows_of(text)) if block.address or block.role]

    assert [text[slice(*block.name)] for block in found if "Haan" not in text] == []


def test_whom_two_parties_only_name_is_none() -> None:
    """A bank beside a lender and a borrower, a subcontractor beside who hires it."""
    rows = ("Supplier | Penhale Tools Ltd", "Customer | Ochre Bluff LLC", "Bank | Tarn Bank plc")
    text = "\n".join((*rows, "Subcontractor | Pike Haulage Ltd, 9 Fore Street, Bodmin PL31 2HQ"))

    assert [party.role for party in form_parties(text)] == ["supplier", "customer"]
    assert [party.role for party in form_parties("\n".join(rows[1:]))] == ["customer", "bank"]


@pytest.mark.parametrize(
    ("below", "address"),
    [
        ("12 Kiln Brae\nDufftown Mains\nBanffshire\nAB55 9XX\nScope", "AB55 9XX"),
        ("Am Graben 3\n80331 M\u00fcnchen\nGermany\nHamburg", "Germany"),
        ("1 Quay Street\nAttn: Legal", "1 Quay Street"),
        ("1 Quay Street\n\nCork", "1 Quay Street"),
        ("Background\n1 Quay Street", None),
    ],
)
def test_an_address_ends_at_its_postal_code_or_country(below: str, address: str | None) -> None:
    """What stands below it is the next thing, even where it looks like a town."""
    text = f"Acme Ltd\n{below}"
    above, *rest = lines_of(text)
    span = address_of_lines(text, above, rest)

    assert (text[slice(*span)].rpartition("\n")[2] if span else None) == address


def test_a_cell_may_hold_its_own_label() -> None:
    """Behind a colon, or on the line above."""
    assert answered("Buyer: Acme", (0, 11)) == (Label("party", "buyer"), (7, 11))
    assert answered("Buyer  Acme", (0, 11)) == (Label("party", "buyer"), (7, 11))
    assert answered("Buyer Acme", (0, 10)) is None


def test_a_row_goes_on_where_its_first_column_is_empty() -> None:
    """The cells below belong to the columns above them."""
    text = "| Address | 1 Quay | 2 Mole |\n|         | Cork   | Bray   |\n"
    first, second = rows_of(text)

    assert not first.goes_on
    assert second.goes_on
    assert [first.columns[1:], second.columns] == [(100, 200), (100, 200)]


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("Address for notices (Service Provider)", Label("address", "service provider")),
        ("Party A principal office", Label("address", "party a")),
        ("Company (Vendor)", Label("party", "vendor")),
        ("Licensor \u2013 company", Label("party", "licensor")),
        ("Item 3 \u2013 Commencement", Label("effective_date")),
        ("Day the contract starts", Label("effective_date")),
        ("Takes effect on", Label("effective_date")),
        ("Laufzeit / Term", Label("term")),
        ("Term and commencement", Label("term")),
        ("Length of contract", Label("term")),
        ("Law of the contract", Label("governing_law")),
        ("Legal system", Label("governing_law")),
        ("If to Purchaser", Label("notice", "purchaser")),
    ],
)
def test_what_a_label_asks_for(written: str, label: Label) -> None:
    """Whatever its number, its case, its order of words or its second language."""
    assert label_of(written) == label


@pytest.mark.parametrize(
    "written",
    [
        "Payment terms", "Notice", "Warranty period", "Site", "Fee",
        "Copy of notices to", "Insurance valid until", "Territory", "Confidentiality period",
    ],
)  # fmt: skip
def test_labels_of_other_things_are_left_alone(written: str) -> None:
    """They have values of the same kinds: dates, lengths of time, addresses."""
    assert label_of(written) is None
