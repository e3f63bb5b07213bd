"""Forms in Word: what was filled in is text, and what was not is a gap that the report tells."""

from collections.abc import Callable

import pytest
from support.word_xml import field, paragraph, run, table, word_file

from contractsai.domain.findings import Analysis

Analyse = Callable[..., tuple[Analysis, ...]]
TextOf = Callable[[bytes | str], str]


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


class TestBoxes:
    @pytest.mark.parametrize(
        ("sign", "shown"),
        [
            ('<w:sym w:font="Wingdings" w:char="F0A8"/>', "\u2610"),
            ('<w:sym w:font="Wingdings" w:char="F06F"/>', "\u2610"),
            ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "\u2611"),
            ('<w:sym w:font="Wingdings" w:char="F0FD"/>', "\u2612"),
            ('<w:sym w:font="Wingdings" w:char="F0FC"/>', "\u2713"),
            ('<w:sym w:font="Wingdings 2" w:char="F052"/>', "\u2611"),
            ('<w:sym w:font="Wingdings 2" w:char="00A3"/>', "\u2610"),
            ('<w:sym w:font="Webdings" w:char="F063"/>', "\u2610"),
            ('<w:sym w:font="MS Gothic" w:char="2612"/>', "\u2612"),
            ('<w:sym w:font="Wingdings" w:char="no"/>', ""),
        ],
    )
    def test_a_sign_is_what_a_person_sees(self, text_of: TextOf, sign: str, shown: str) -> None:
        body = paragraph(f"<w:r>{sign}</w:r>", " Ohio")

        assert text_of(word_file(body)).strip() == f"{shown} Ohio".strip()

    @pytest.mark.parametrize("letter", ["\uf0fe", "\u00fe"])
    def test_a_letter_in_a_symbol_font_is_a_sign(self, text_of: TextOf, letter: str) -> None:
        """Some programs write the sign as text and name the font beside it."""
        font = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'

        assert text_of(word_file(paragraph(run(letter, font), " Ohio"))) == "\u2611 Ohio"

    def test_words_in_a_symbol_font_stay_words(self, text_of: TextOf) -> None:
        """A font set by mistake must not cost a sentence."""
        font = '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'

        assert text_of(word_file(paragraph(run("Net thirty days", font)))) == "Net thirty days"

    @pytest.mark.parametrize(
        ("data", "shown"),
        [
            ("<w:checked/>", "\u2612"),
            ('<w:checked w:val="0"/><w:default w:val="1"/>', "\u2610"),
            ('<w:default w:val="1"/>', "\u2612"),
            ("", "\u2610"),
        ],
    )
    def test_a_form_field_is_ticked_or_not(self, text_of: TextOf, data: str, shown: str) -> None:
        box = f"<w:ffData><w:checkBox>{data}</w:checkBox></w:ffData>"
        body = paragraph(field("FORMCHECKBOX", data=box, shows=False), " Ohio")

        assert text_of(word_file(body)) == f"{shown} Ohio"

    @pytest.mark.parametrize(("checked", "shown"), [("1", "\u2612"), ("0", "\u2610")])
    def test_a_content_control_is_ticked_or_not(
        self, text_of: TextOf, checked: str, shown: str
    ) -> None:
        """The sign in it may be any; what counts is the state."""
        box = f'<w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox>'

        assert (
            text_of(word_file(paragraph(control(run("\u2611"), box), " Ohio"))) == f"{shown} Ohio"
        )

    def test_the_law_beside_the_ticked_box_is_the_law(self, analyse: Analyse) -> None:
        def option(code: str, place: str) -> str:
            sign = f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>'
            return paragraph(sign, f" the laws of the State of {place}")

        body = paragraph("SUPPLY AGREEMENT") + paragraph(
            "This Agreement is governed by (tick one):"
        )

        [found] = analyse(
            word_file(
                body + option("F0A8", "Maine") + option("F0FE", "Utah") + option("F0A8", "Iowa")
            )
        )

        given = [
            (fact.value, fact.band.value)
            for fact in found.findings
            if fact.name == "governing_law" and fact.band.value != "unlikely"
        ]
        assert [value for value, _ in given] == ["Utah"]


class TestDropDowns:
    @pytest.mark.parametrize(
        ("chosen", "shown"),
        [('<w:result w:val="1"/>', "Ohio"), ("", "Maine"), ('<w:default w:val="1"/>', "Ohio")],
    )
    def test_a_form_field_shows_its_choice(self, text_of: TextOf, chosen: str, shown: str) -> None:
        entries = '<w:listEntry w:val="Maine"/><w:listEntry w:val="Ohio"/>'
        data = f"<w:ffData><w:ddList>{chosen}{entries}</w:ddList></w:ffData>"

        assert text_of(word_file(paragraph("Law: ", field("FORMDROPDOWN", data=data)))) == (
            f"Law: {shown}"
        )

    def test_a_choice_that_is_not_there_is_a_gap(self, analyse: Analyse) -> None:
        data = '<w:ffData><w:ddList><w:result w:val="9"/></w:ddList></w:ffData>'

        [found] = analyse(word_file(paragraph("Law: ", field("FORMDROPDOWN", data=data))))

        assert found.text == "Law: [____]"
        assert "blank_placeholders" in found.review_reasons

    def test_a_content_control_shows_what_was_chosen(self, text_of: TextOf) -> None:
        items = '<w:dropDownList><w:listItem w:displayText="Ohio" w:value="OH"/></w:dropDownList>'

        assert text_of(word_file(paragraph("Law: ", control(run("Ohio"), items)))) == "Law: Ohio"


class TestGaps:
    @pytest.mark.parametrize(
        ("piece", "shown"),
        [
            (
                control(run("Click or tap here to enter text."), "<w:showingPlcHdr/>"),
                "[Click or tap here to enter text.]",
            ),
            (control(run("[Company Name]"), "<w:showingPlcHdr/>"), "[Company Name]"),
            (control(run("   "), "<w:showingPlcHdr/><w:text/>"), "[____]"),
            (field("FORMTEXT", "\u2002\u2002\u2002\u2002\u2002"), "[____]"),
            (field("FORMTEXT"), "[____]"),
            (
                field("MERGEFIELD Client_Name \\* MERGEFORMAT", "\u00abClient_Name\u00bb"),
                "[Client_Name]",
            ),
            (field('MERGEFIELD "Client Name"', "\u00abClient Name\u00bb"), "[Client Name]"),
            (field("MERGEFIELD Client"), "[Client]"),
            (
                '<w:fldSimple w:instr=" MERGEFIELD Client ">'
                + run("\u00abClient\u00bb")
                + "</w:fldSimple>",
                "[Client]",
            ),
            (
                field("MACROBUTTON NoMacro [Type the name here]", shows=False),
                "[Type the name here]",
            ),
        ],
    )
    def test_what_was_not_filled_in_is_a_gap_and_no_party(
        self, analyse: Analyse, piece: str, shown: str
    ) -> None:
        """A template that went round unsigned and unfilled looks like a contract."""
        body = paragraph("SUPPLY AGREEMENT") + paragraph(
            "This Agreement is entered into as of March 3, 2025 by and between ", piece,
            ", a Delaware corporation (&quot;Supplier&quot;), and Harbour Mills LLC, an Ohio"
            " limited liability company (&quot;Customer&quot;).",
        )  # fmt: skip

        [found] = analyse(word_file(body))

        parties = [
            fact.value
            for fact in found.findings
            if fact.name == "party" and fact.band.value != "unlikely"
        ]
        assert found.text is not None
        assert f"between {shown}, a Delaware" in found.text
        assert "blank_placeholders" in found.review_reasons
        assert parties == ["Harbour Mills LLC"]

    @pytest.mark.parametrize(
        "piece",
        [
            control(run("Acme, Inc."), "<w:text/>"),
            field("FORMTEXT", "Acme, Inc."),
            field("MERGEFIELD Client", "Acme, Inc."),
            field('DOCPROPERTY "Client"', "Acme, Inc."),
        ],
    )
    def test_what_was_filled_in_is_text(self, analyse: Analyse, piece: str) -> None:
        [found] = analyse(word_file(paragraph("Supplier is ", piece, ".")))

        assert found.text == "Supplier is Acme, Inc.."
        assert "blank_placeholders" not in found.review_reasons

    @pytest.mark.parametrize(
        "body",
        [
            control(paragraph("Describe the goods."), "<w:showingPlcHdr/>"),
            table(["Goods"])
            .replace("<w:tc>", "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:tc>")
            .replace("</w:tc>", "</w:tc></w:sdtContent></w:sdt>")
            .replace("Goods", "Describe the goods."),
        ],
    )
    def test_a_prompt_may_be_a_paragraph_or_a_cell(self, analyse: Analyse, body: str) -> None:
        [found] = analyse(word_file(body))

        assert found.text == "[Describe the goods.]"
        assert "blank_placeholders" in found.review_reasons

    def test_a_merge_field_is_known_in_any_medium(self, analyse: Analyse) -> None:
        """Printed to PDF or saved as text, the template still is one."""
        [found] = analyse(
            "SUPPLY AGREEMENT\n\nThis Agreement is made between \u00abClientName\u00bb, an Ohio"
            ' corporation ("Supplier"), and Harbour Mills LLC, an Iowa company ("Customer").'
        )

        names = [fact.value for fact in found.findings if fact.name == "party"]
        assert "blank_placeholders" in found.review_reasons
        assert not any("ClientName" in name for name in names)

    def test_a_word_in_guillemets_is_a_quotation_where_people_quote_so(
        self, analyse: Analyse
    ) -> None:
        [found] = analyse(
            "Le présent contrat est conclu entre les parties. Le \u00abPrestataire\u00bb est tenu"
            " de fournir les services qui sont décrits dans une annexe du contrat pour la société."
        )

        assert "blank_placeholders" not in found.review_reasons


class TestFields:
    def test_what_a_condition_asks_is_not_text(self, text_of: TextOf) -> None:
        """The result of a field within the instruction of another is never shown."""
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        code = "<w:r><w:instrText> IF </w:instrText></w:r>"
        shown = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("Ohio")
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        inner = field("MERGEFIELD State", "Maine")

        text = text_of(word_file(paragraph("Law: ", begin + code + inner + shown + end, ".")))

        assert text == "Law: Ohio."

    def test_fields_in_fields_without_end_are_read(self, text_of: TextOf) -> None:
        """Each of them looks at all that is within it."""
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 5_000
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' * 5_000

        assert text_of(word_file(paragraph(begin, "Words.", end))) == "Words."

    def test_a_field_without_an_end_hides_nothing(self, text_of: TextOf) -> None:
        begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'

        text = text_of(word_file(paragraph("One ", begun, "two.") + paragraph("Three.")))

        assert text == "One two.\n\nThree."


class TestBoundData:
    STORE = "{11111111-2222-3333-4444-555555555555}"
    FILES = {  # noqa: RUF012 - read only
        "customXml/item1.xml": '<c:deal xmlns:c="urn:c"><c:law code="OH">Ohio</c:law></c:deal>',
        "customXml/itemProps1.xml": f'<p:d xmlns:p="urn:p" p:itemID="{STORE}"/>',
    }

    def bound(self, path: str, content: str, more: str = "") -> bytes:
        binding = f'<w:dataBinding w:xpath="{path}" w:storeItemID="{self.STORE}"/>{more}'
        return word_file(paragraph("Law: ", control(content, binding)), files=self.FILES)

    @pytest.mark.parametrize(
        ("path", "content", "more"),
        [
            ("/c:deal[1]/c:law[1]", run("Click here"), "<w:showingPlcHdr/>"),
            ("/c:deal[1]/c:law[1]", "", ""),
            ("/c:deal/c:law", run("Maine"), "<w:text/>"),  # as Word does when it opens the file
        ],
    )
    def test_data_fills_in_a_control(
        self, analyse: Analyse, path: str, content: str, more: str
    ) -> None:
        """Programs that fill in contracts write the data alone, and leave the page to Word."""
        [found] = analyse(self.bound(path, content, more))

        assert found.text == "Law: Ohio"
        assert "blank_placeholders" not in found.review_reasons

    def test_an_attribute_may_be_the_answer(self, text_of: TextOf) -> None:
        assert text_of(self.bound("/c:deal/c:law/@code", "")) == "Law: OH"

    @pytest.mark.parametrize(
        "path", ["//c:law", "/c:deal/c:no", "count(/c:deal)", "/c:deal[9]", ""]
    )
    def test_a_path_that_is_no_path_fills_in_nothing(self, text_of: TextOf, path: str) -> None:
        assert text_of(self.bound(path, run("Maine"))) == "Law: Maine"
