"""What each reader makes of a document, and the one text that comes of it."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contractsai.domain.findings import Analysis
from contractsai.pipeline.text.language import is_english, language_of
from contractsai.pipeline.text.normalise import clean, normalise
from contractsai.pipeline.text.reading import Reading, Struck

TextOf = Callable[[bytes | str], str]
MakeDocx = Callable[..., bytes]


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


class TestPlainText:
    SENTENCE = "“Price” means €5 for Müller \u2013 no more."

    @pytest.mark.parametrize(
        "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
    )
    def test_is_read_in_the_charset_it_has(self, text_of: TextOf, encoding: str) -> None:
        """Nobody declares the charset of a text file."""
        assert text_of(self.SENTENCE.encode(encoding)) == self.SENTENCE

    def test_any_line_end_is_one(self, text_of: TextOf) -> None:
        assert text_of(b"one\r\ntwo\rthree\nfour") == "one\ntwo\nthree\nfour"


class TestWord:
    def test_paragraphs_are_parted(self, text_of: TextOf, make_docx: MakeDocx) -> None:
        assert text_of(make_docx(paragraph("One.") + paragraph("Two."))) == "One.\n\nTwo."

    def test_a_table_reads_row_by_row(self, text_of: TextOf, make_docx: MakeDocx) -> None:
        """Key terms stand in tables: label and value must stay together."""
        cells = [["Governing Law", "Ohio"], ["Term", "2 years"]]
        rows = "".join(
            "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
            for row in cells
        )

        assert (
            text_of(make_docx(f"<w:tbl>{rows}</w:tbl>")) == "Governing Law | Ohio\nTerm | 2 years"
        )

    def test_a_signature_table_keeps_its_lines(self, text_of: TextOf, make_docx: MakeDocx) -> None:
        """Layout tables hold whole blocks, whose lines are labels and values."""
        block = "".join(paragraph(line) for line in ("Party: Acme, Inc.", "By: ____", "Title: CEO"))

        text = text_of(
            make_docx(f"<w:tbl><w:tr><w:tc>{block}</w:tc><w:tc>{block}</w:tc></w:tr></w:tbl>")
        )

        assert text.count("Party: Acme, Inc.\nBy: ____\nTitle: CEO") == 2

    def test_content_controls_and_text_boxes_are_read(
        self, text_of: TextOf, make_docx: MakeDocx
    ) -> None:
        """Forms hold what was filled in in just these, and most readers lose it."""
        control = f"<w:sdt><w:sdtContent>{paragraph('Acme, Inc.')}</w:sdtContent></w:sdt>"
        box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
        choice = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        boxed = f"<w:p><w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r></w:p>"

        text = text_of(make_docx(control + boxed))

        assert text.count("Acme, Inc.") == 1
        assert text.count("In a box") == 1

    def test_what_was_deleted_or_moved_away_is_not(
        self, text_of: TextOf, make_docx: MakeDocx
    ) -> None:
        """A struck-out liability cap is no liability cap."""
        gone = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        moved = "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        new = "<w:ins><w:r><w:t>new</w:t></w:r></w:ins>"

        assert text_of(make_docx(f"<w:p>{gone}{moved}{new}</w:p>")) == "new"

    def test_headers_footers_and_notes_come_behind(
        self, text_of: TextOf, make_docx: MakeDocx
    ) -> None:
        part = '<w:{0} xmlns:w="w">{1}</w:{0}>'
        document = make_docx(
            paragraph("Body."),
            footnotes=part.format("footnotes", paragraph("A note.")),
            header1=part.format("hdr", paragraph("A header.")),
        )

        assert text_of(document) == "Body.\n\nA note.\n\nA header."

    def test_breaks_tabs_and_hard_hyphens_are_kept(
        self, text_of: TextOf, make_docx: MakeDocx
    ) -> None:
        run = "<w:t>non</w:t><w:noBreakHyphen/><w:t>binding</w:t><w:br/><w:t>next</w:t>"

        assert text_of(make_docx(f"<w:p><w:r>{run}</w:r></w:p>")) == "non-binding\nnext"


class TestHtml:
    def test_only_what_is_seen_is_read(self, text_of: TextOf) -> None:
        """A script or a hidden block could put words in a contract's mouth."""
        page = (
            "<!doctype html><html><head><title>t</title><style>p {}</style></head><body>"
            "<script>'governed by the laws of Nowhere'</script><p>Seen.</p>"
            "<div style='display: none'>Hidden.</div><!-- comment --></body></html>"
        )

        assert text_of(page) == "Seen."

    def test_blocks_and_rows_are_lines(self, text_of: TextOf) -> None:
        page = (
            "<html><body><h1>Title</h1><p>One<br>two</p>"
            "<table><tr><td>Law</td><td>&nbsp;</td><td>Ohio</td></tr></table></body></html>"
        )

        assert text_of(page) == "Title\n\nOne\ntwo\n\nLaw | Ohio"

    def test_a_page_nested_without_end_is_read(self, text_of: TextOf) -> None:
        """The parser caps the depth; the walk must not recurse."""
        page = "<html><body><p>Start.</p>" + "<div>" * 50_000 + "deep" + "</body></html>"

        assert text_of(page).startswith("Start.")


class TestPages:
    def test_each_page_begins_where_page_starts_says(
        self,
        analyse: Callable[[bytes], tuple[Analysis, ...]],
        make_pdf: Callable[[Sequence[str]], bytes],
    ) -> None:
        [found] = analyse(make_pdf(["First page.", "", "Third page."]))

        assert found.text is not None
        assert found.page_starts is not None
        assert found.text.startswith("First page.")
        assert found.text[found.page_starts[2] :] == "Third page."
        assert found.page_starts[0] == 0

    def test_a_medium_without_pages_has_none(
        self, analyse: Callable[[str], tuple[Analysis, ...]]
    ) -> None:
        [found] = analyse("An agreement.")

        assert (found.pages, found.page_starts) == (None, None)


class TestNormalising:
    @pytest.mark.parametrize(
        ("raw", "normal"),
        [
            ("ma\x02\nchine", "ma-\nchine"),
            ("ma\ufffe\nchine", "ma-\nchine"),
            ("soft\u00adhyphen", "softhyphen"),
            ("o\ufb03ce \ufb01le", "office file"),
            ("a\u00a0b\u2003c", "a b c"),
            ("Mu\u0308ller", "Müller"),
            ("a\x00b\x07c", "abc"),
            ("one  \t\ntwo", "one\ntwo"),
            (
                "\u201ckept\u201d \u2013 as written\u2019s",
                "\u201ckept\u201d \u2013 as written\u2019s",
            ),
        ],
    )
    def test_there_is_one_way_to_write_it(self, raw: str, normal: str) -> None:
        assert clean(raw) == normal

    @given(st.text())
    def test_cleaning_twice_changes_nothing(self, raw: str) -> None:
        """Offsets must mean the same to whoever cleans again."""
        assert clean(clean(raw)) == clean(raw)

    @given(st.text())
    def test_every_text_can_be_stored(self, raw: str) -> None:
        """No database and no JSON reader takes a lone surrogate or a zero."""
        cleaned = clean(raw)

        assert cleaned.encode().decode() == cleaned
        assert "\x00" not in cleaned

    @given(st.lists(st.text(max_size=30), min_size=1, max_size=6), st.integers(1, 60))
    def test_pages_stay_in_order_however_much_is_cut(self, pages: list[str], limit: int) -> None:
        found = normalise(Reading(tuple(pages), is_paged=True), max_characters=limit)

        assert found.page_starts is not None
        assert len(found.page_starts) == len(pages)
        assert list(found.page_starts) == sorted(found.page_starts)
        assert found.page_starts[-1] <= len(found.text) <= limit


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("This agreement shall be governed by the laws of the State of Ohio.", "en"),
        ("Dieser Vertrag wird nach dem Recht der Bundesrepublik ausgelegt und ist für alle.", "de"),
        ("Le présent contrat est régi par le droit de la France et les parties sont liées.", "fr"),
        ("Bu sözleşme taraflar için ve bir y\u0131l kadar olarak ile de geçerlidir.", "tr"),
        ("El presente contrato se rige por la ley de los Estados y las partes del mismo.", "es"),
        ("供货合同 甲方：北沼工具有限公司", "zh"),
        ("本契約は、甲と乙との間で締結される。", "ja"),
        ("본 계약은 갑과 을 사이에 체결된다.", "ko"),
        ("تخضع هذه الاتفاقية لقوانين الدولة.", "ar"),
        ("הסכם זה כפוף לדין הישראלי.", "he"),
        ("Договор вступает в силу с даты подписания.", "ru"),
        ("Цей договір укладено між сторонами і є чинним.", "uk"),
        ("Η παρούσα σύμβαση διέπεται από το ελληνικό δίκαιο.", "el"),
        ("สัญญานี้อยู่ภายใต้กฎหมายไทย", "th"),
        ("यह अनुबंध भारत के कानूनों द्वारा शासित होगा।", "hi"),
        ("Договор между ООО «Север» и Acme Pumps LLC, Dayton, Ohio.", "ru"),
        ("Die Parteien schließen den Vertrag und zahlen das Entgelt.", "de"),
        ("Niniejsza umowa jest zawarta przez strony i podlega prawu dla niej.", "pl"),
        ("This Agreement is between Acme and Север of the city.", "en"),
        ("Acme 17", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_told_by_its_commonest_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "is_read_as_english"),
    [
        ("Order 17, 40 pcs, Acme", True),
        ("Umowa " + "kupno sprzedaż maszyny zakład fabryka towar cena płatność termin " * 4, False),
    ],
)
def test_a_language_that_nobody_knows_is_not_english(text: str, is_read_as_english: bool) -> None:  # noqa: FBT001 - a column of the table
    """What the rules find in it is a guess; a few words are too little to say so."""
    assert is_english(text, "und") is is_read_as_english


class TestStruckText:
    """What was struck or hidden is kept beside the text, where it stood."""

    def test_it_is_placed_in_the_text(self) -> None:
        """A person wants to see what was there before, in its sentence."""
        raw = "The law of   \n\n\n\n\n Ohio governs."
        reading = Reading((raw, "Second page"), struck=(Struck("New\nYork", 0, raw.index("Ohio")),))

        normal = normalise(reading, max_characters=1000)

        [struck] = normal.struck
        assert struck.text == "New York"
        assert normal.text[struck.start :].lstrip().startswith("Ohio")

    def test_that_there_was_some_is_a_reason_to_look(self) -> None:
        """The report must not read as if nobody had ever changed the contract."""
        reading = Reading(("This Agreement is made.",), struck=(Struck("not", 0, 18),))

        normal = normalise(reading, max_characters=1000)

        assert [item.text for item in normal.struck] == ["not"]

    def test_many_struck_passages_are_kept_up_to_a_number(self) -> None:
        """A redline of a million words must not cost a pass over the page for each."""
        reading = Reading(("words",), struck=tuple(Struck("gone", 0, 0) for _ in range(1000)))

        assert len(normalise(reading, max_characters=100).struck) == 200
