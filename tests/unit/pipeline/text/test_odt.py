"""OpenDocument texts, as a container and as one file."""

from collections.abc import Callable, Mapping

import pytest

from contractsai.domain.findings import Analysis
from contractsai.pipeline.limits import Limits

Analyse = Callable[..., tuple[Analysis, ...]]
MakeZip = Callable[[Mapping[str, str | bytes]], bytes]
KINDS = ("office", "style", "text", "table", "draw", "form")
NAMES = " ".join(
    f'xmlns:{kind}="urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0"' for kind in KINDS
)
TYPE = "application/vnd.oasis.opendocument.text"


def flat(body: str, styles: str = "") -> str:
    return (
        f'<?xml version="1.0"?><office:document {NAMES} office:mimetype="{TYPE}">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def test_both_forms_are_read_alike(analyse: Analyse, make_zip: MakeZip) -> None:
    body = "<text:h>LICENCE</text:h><text:p>Between Harrow, Inc. and\n Quill GmbH.</text:p>"
    part = flat(body).replace("office:document ", "office:document-content ", 1)
    part = part.replace("</office:document>", "</office:document-content>")

    contained = analyse(make_zip({"mimetype": TYPE, "content.xml": part}))
    alone = analyse(flat(body))

    expected = "LICENCE\n\nBetween Harrow, Inc. and Quill GmbH."
    assert [item.text for item in (*contained, *alone)] == [expected, expected]
    assert contained[0].media_type == TYPE


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<text:p>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>', "a  b\tc\nd"),
        (
            (
                "<text:list><text:list-item><text:p>One</text:p></text:list-item>"
                "<text:list-item><text:p>Two</text:p></text:list-item></text:list>"
            ),
            "One\n\nTwo",
        ),
        (
            (
                "<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Term"
                "</text:p></table:table-cell><table:covered-table-cell/>"
                "<table:table-cell><text:p>3 years"
                "</text:p><text:p>in all</text:p></table:table-cell></table:table-row>"
                "</table:table-header-rows></table:table>"
            ),
            "Term | 3 years  in all",
        ),
        (
            (
                "<text:p>x<text:note><text:note-citation>1</text:note-citation><text:note-body>"
                "<text:p>Note</text:p></text:note-body></text:note><office:annotation><text:p>No"
                "</text:p></office:annotation></text:p>"
            ),
            "x\n\nNote",
        ),
        (
            (
                '<text:p>By <text:user-field-get text:name="b">Quill</text:user-field-get>'
                "<draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box></draw:frame></text:p>"
            ),
            "By Quill\n\nBox",
        ),
        (
            (
                '<office:forms><form:form><form:text form:id="c" form:current-value="Ohio"/>'
                "</form:form>"
                '</office:forms><text:p>Law: <draw:control draw:control="c"/></text:p>'
            ),
            "Law: Ohio",
        ),
    ],
)
def test_a_person_sees(analyse: Analyse, body: str, text: str) -> None:
    assert analyse(flat(body))[0].text == text


STRIKES = 'style:text-line-through-style="solid"'


@pytest.mark.parametrize(
    ("style", "body"),
    [
        (STRIKES, '<text:p>Law: <text:span text:style-name="B">Nevada</text:span> Ohio</text:p>'),
        (
            'text:display="none"',
            '<text:p>Law: <text:span text:style-name="B">Nevada</text:span> Ohio</text:p>',
        ),
        (STRIKES, '<text:p text:style-name="B">Nevada</text:p><text:p>Law: Ohio</text:p>'),
        (
            "",
            (
                '<text:section text:display="none"><text:p>Nevada</text:p></text:section>'
                "<text:p>Law: Ohio</text:p>"
            ),
        ),
        ("", "<text:p>Law: <text:hidden-text>Nevada</text:hidden-text>Ohio</text:p>"),
        (
            "",
            (
                '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
                "<text:p>Nevada"
                "</text:p></text:deletion></text:changed-region></text:tracked-changes>"
                '<text:p>Law: <text:change text:change-id="c"/>Ohio</text:p>'
            ),
        ),
    ],
)
def test_what_is_struck_hidden_or_deleted_is_beside_the_text(
    analyse: Analyse, style: str, body: str
) -> None:
    styles = (
        f'<style:style style:name="A"><style:text-properties {style}/></style:style>'
        '<style:style style:name="B" style:parent-style-name="A"/>'
    )

    [found] = analyse(flat(body, styles))

    assert (found.text or "").split() == ["Law:", "Ohio"]
    assert [item.text for item in found.struck] == ["Nevada"]


def test_headers_are_read_behind_the_text(analyse: Analyse, make_zip: MakeZip) -> None:
    styles = (
        f"<office:document-styles {NAMES}><office:master-styles><style:master-page><style:header>"
        "<text:p>Harrow, Inc.</text:p></style:header></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )
    content = flat("<text:p>Agreement</text:p>")

    [found] = analyse(make_zip({"mimetype": TYPE, "content.xml": content, "styles.xml": styles}))

    assert found.text == "Agreement\n\nHarrow, Inc."


def test_a_picture_alone_needs_ocr(analyse: Analyse) -> None:
    [found] = analyse(flat("<text:p><draw:frame><draw:image/></draw:frame></text:p>"))

    assert (found.outcome.value, found.reason) == ("needs_ocr", "no_text")


def test_a_place_to_fill_in_is_told(analyse: Analyse) -> None:
    body = (
        "<text:p>Between <text:placeholder>&lt;Name&gt;</text:placeholder> and Quill GmbH</text:p>"
    )

    assert "blank_placeholders" in analyse(flat(body))[0].review_reasons


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"content.xml": "<office:document-content"}, "corrupt"),
        ({"content.xml": "\x8a\x01", "META-INF/manifest.xml": "<m:encryption-data/>"}, "encrypted"),
        ({"content.xml": flat("<text:p>" + "a" * 9_000 + "</text:p>")}, "too_large"),
    ],
)
def test_a_container_that_cannot_be_read_says_why(
    analyse: Analyse, make_zip: MakeZip, members: dict[str, str], reason: str
) -> None:
    [found] = analyse(make_zip({"mimetype": TYPE, **members}), Limits(max_expanded_bytes=8_000))

    assert (found.outcome.value, found.reason) == ("failed", reason)


def test_an_open_document_of_another_kind_is_skipped(analyse: Analyse, make_zip: MakeZip) -> None:
    sheet = "application/vnd.oasis.opendocument.spreadsheet"

    [found] = analyse(make_zip({"mimetype": sheet, "content.xml": "<x/>"}))

    assert (found.outcome.value, found.media_type) == ("skipped", sheet)
