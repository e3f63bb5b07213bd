"""What was filled in or written over a page is read where it stands."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis
from contractsai.testing.pdfs import PdfMaker, said

Read = Callable[[bytes], Analysis]


def text_field(name: str, value: str, box: str, more: str = "") -> bytes:
    return f"/Subtype /Widget /FT /Tx /T ({name}) /V ({value}) /Rect [{box}] /F 4 {more}".encode(
        "cp1252"
    )


def form(page: bytes, *fields: bytes, entries: bytes = b"") -> bytes:
    """Return a form; the fields are found through their page as well as through the form."""
    maker = PdfMaker()
    number = maker.page(page, annotations=fields)
    body = b" ".join(b"%d 0 R" % (number - len(fields) + index) for index in range(len(fields)))
    return maker.made(b"/AcroForm << /Fields [%s] %s >>" % (body, entries))


def rect(row: int, left: int, right: int) -> str:
    bottom = 740 - 14 * row - 4
    return f"{left} {bottom} {right} {bottom + 14}"


def test_a_field_stands_behind_its_label(read: Read) -> None:
    page = said("LEASE\nLandlord:\nTenant:\nThe parties agree.")
    filled = form(
        page,
        text_field("a", "Halyard Estates Ltd.", rect(1, 130, 400)),
        text_field("b", "Dunmore Bakery GmbH", rect(2, 130, 400)),
    )

    assert read(filled).text == (
        "LEASE\nLandlord: Halyard Estates Ltd.\nTenant: Dunmore Bakery GmbH\nThe parties agree."
    )


def test_a_label_without_a_colon_makes_a_row(read: Read) -> None:
    """A row is what the facts look for."""
    filled = form(said("LEASE\nMonthly Rent\nEnd"), text_field("a", "EUR 900", rect(1, 200, 300)))

    assert "Monthly Rent | EUR 900\n" in (read(filled).text or "")


def test_a_field_in_a_sentence_takes_its_place(read: Read) -> None:
    page = said("This Lease begins on") + said("and ends a year later.", left=300)
    filled = form(page, text_field("a", "1 May 2024", rect(0, 165, 290)))

    assert read(filled).text == "This Lease begins on 1 May 2024 and ends a year later."


def test_a_field_over_a_blank_takes_the_blank_away(read: Read) -> None:
    filled = form(
        said("This Lease is made on ____________________ by the parties."),
        text_field("a", "1 May 2024", rect(0, 160, 270)),
    )

    found = read(filled)

    assert found.text == "This Lease is made on 1 May 2024 by the parties."
    assert "blank_placeholders" not in found.review_reasons


def test_a_field_on_its_own_comes_with_its_name(read: Read) -> None:
    filled = form(
        said("LEASE") + said("Signed", top=500),
        text_field("Deposit", "EUR 1,800", rect(8, 60, 200), more="/TU (Security deposit)"),
    )

    assert read(filled).text == "LEASE\nSecurity deposit | EUR 1,800\nSigned"


def test_a_form_that_has_no_text_of_its_own_is_read(read: Read) -> None:
    filled = form(b"", text_field("Tenant", "Dunmore Bakery GmbH", rect(1, 60, 200)))

    assert read(filled).text == "Tenant | Dunmore Bakery GmbH"


def test_what_is_still_to_be_filled_in_is_a_reason_to_look(read: Read) -> None:
    """A form that nobody has completed is no contract yet."""
    page = said("LEASE\nTenant:\nThe parties agree.")

    found = read(form(page, text_field("a", "", rect(1, 130, 400))))

    assert "blank_placeholders" in found.review_reasons


@pytest.mark.parametrize("more", ["/Ff 1", "/F 2", "/Ff 8192"], ids=["fixed", "hidden", "password"])
def test_a_field_that_nobody_fills_in_is_none(read: Read, more: str) -> None:
    field = text_field("a", "", rect(1, 130, 400)).replace(b"/F 4", b"") + more.encode()

    assert "blank_placeholders" not in read(form(said("LEASE\nTenant:"), field)).review_reasons


def test_a_box_says_whether_it_is_ticked(read: Read) -> None:
    def box(name: str, state: str, row: int) -> bytes:
        return (
            f"/Subtype /Widget /FT /Btn /T ({name}) /V /{state} /AS /{state}"
            f" /AP << /N << /Yes 4 0 R /Off 4 0 R >> >> /Rect [{rect(row, 62, 74)}]"
        ).encode()

    page = said("Law:") + said("Ohio\nTexas", left=80, top=726)

    found = read(form(page, box("a", "Yes", 1), box("b", "Off", 2)))

    assert found.text == "Law:\n\u2612 Ohio\n\u2610 Texas"


def test_a_choice_says_what_a_reader_sees(read: Read) -> None:
    """Programs get codes; the page shows names."""
    choice = (
        "/Subtype /Widget /FT /Ch /Ff 131072 /T (law) /V (x2) /Opt [[(x1) (Ohio)] [(x2) (Texas)]]"
        f" /Rect [{rect(0, 130, 300)}]"
    ).encode()

    assert read(form(said("State law:"), choice)).text == "State law: Texas"


def test_a_note_written_over_a_blank_takes_its_place(read: Read) -> None:
    """Whoever has no form types over the page."""
    maker = PdfMaker()
    note = (
        f"/Subtype /FreeText /Contents (Dunmore Bakery GmbH) /Rect [{rect(0, 130, 260)}]".encode()
    )
    maker.page(said("Between us and ______________________, the tenant."), annotations=[note])

    assert read(maker.made()).text == "Between us and Dunmore Bakery GmbH, the tenant."


def test_a_hidden_note_is_not_read(read: Read) -> None:
    maker = PdfMaker()
    maker.page(
        said("The end."), annotations=[b"/Subtype /FreeText /F 2 /Contents (no) /Rect [1 1 99 20]"]
    )

    assert read(maker.made()).text == "The end."


def test_a_value_that_the_page_shows_already_is_not_said_twice(read: Read) -> None:
    page = said("Tenant: ") + said("Dunmore Bakery", left=130)

    assert read(form(page, text_field("a", "Dunmore Bakery", rect(0, 125, 300)))).text == (
        "Tenant: Dunmore Bakery"
    )


XFA = (
    b'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/'
    b'xfa-template/3.0/"><subform><draw><value><text>LEASE</text></value></draw><draw><value>'
    b"<exData><body><p>Made by <b>the</b> parties.</p><p>In peace.</p></body></exData></value>"
    b'</draw></subform></template><xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/">'
    b"<xfa:data><form><Tenant>Dunmore Bakery</Tenant></form></xfa:data></xfa:datasets></xdp:xdp>"
)


@pytest.mark.parametrize("entries", [b"", b"/NeedsRendering true"])
def test_a_form_in_xml_is_read_and_never_called_whole(read: Read, entries: bytes) -> None:
    """Its page says no more than to wait; how the form is laid out, nobody here knows."""
    maker = PdfMaker()
    maker.page(said("Please wait... If this message is not replaced, get another viewer."))
    packet = maker.stream(XFA)

    found = read(maker.made(b"/AcroForm << /Fields [] /XFA %d 0 R >> %s" % (packet, entries)))

    assert (found.outcome, found.reason) == ("partial", "pages_unreadable")
    assert found.text == "LEASE\nMade by the parties.\nIn peace.\nTenant | Dunmore Bakery"


def test_a_form_in_xml_that_is_broken_is_no_contract(read: Read) -> None:
    maker = PdfMaker()
    maker.page(said("Please wait..."))
    packet = maker.stream(b"\x00\x01 not xml")

    found = read(maker.made(b"/AcroForm << /Fields [] /XFA %d 0 R >>" % packet))

    assert (found.outcome, found.reason) == ("failed", "corrupt")


def test_a_page_with_more_notes_than_anybody_looks_at_is_not_whole(read: Read) -> None:
    note = b"/Subtype /FreeText /Contents (x) /Rect [10 10 20 20]"
    maker = PdfMaker()
    maker.page(said("LEASE"))
    maker.page(said("The parties agree."), annotations=[note] * 1_001)

    assert (read(maker.made()).outcome, read(maker.made()).reason) == (
        "partial",
        "pages_unreadable",
    )
