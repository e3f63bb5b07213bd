"""What lies within a Word document: other documents, pictures, tables in tables."""

import struct
from collections.abc import Callable

import pytest
from support.word_xml import NAMESPACES, paragraph, picture, run, table, word_file

from contractsai.domain.findings import Analysis
from contractsai.pipeline.limits import DEFAULT_LIMITS, Limits
from contractsai.pipeline.pipeline import ContractPipeline
from contractsai.pipeline.text.docx import read_docx

Analyse = Callable[..., tuple[Analysis, ...]]
TextOf = Callable[[bytes | str], str]
RELATIONS = '<R><Relationship Id="rId9" Target="media/p.png"/></R>'
CHUNK = '<w:altChunk r:id="rId1"/>'
LONG = "The parties shall keep all of this confidential between them. " * 20


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"\x08" * 9


def endings(found: tuple[Analysis, ...]) -> list[tuple[str | None, str, str | None]]:
    return [(item.member, item.outcome.value, item.reason) for item in found]


class TestChunks:
    """Programs put contracts together of files that Word shows in their place."""

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("c.html", "<html><body><h1>Governing Law</h1><p>Ohio.</p></body></html>"),
            ("c.xhtml", '<?xml version="1.0"?><html><body><p>Governing Law</p>Ohio.</body></html>'),
            ("c.txt", "Governing Law\n\nOhio."),
            ("c.docx", word_file(paragraph("Governing Law") + paragraph("Ohio."))),
        ],
    )
    def test_a_file_that_is_shown_is_read_in_its_place(
        self, analyse: Analyse, name: str, content: str | bytes
    ) -> None:
        document = word_file(
            paragraph("Before.") + CHUNK + paragraph("After."),
            related={"rId1": name},
            files={f"word/{name}": content},
        )

        [found] = analyse(document)

        assert found.outcome.value == "analysed"
        assert found.text == "Before.\n\nGoverning Law\n\nOhio.\n\nAfter."

    def test_what_is_struck_in_it_is_struck(self, analyse: Analyse) -> None:
        page = "<html><body><p>The law of <del>Peru</del> Ohio.</p></body></html>"

        [found] = analyse(word_file(CHUNK, related={"rId1": "c.html"}, files={"word/c.html": page}))

        assert found.text == "The law of Ohio."
        assert [item.text for item in found.struck] == ["Peru"]

    def test_a_mail_or_a_saved_page_that_is_shown_is_read_in_its_place(
        self, analyse: Analyse
    ) -> None:
        """Word and others save a page with all it needs in the form of a mail."""
        mail = (
            "From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\nContent-Type:"
            ' multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n'
            "<html><body><p>Governing Law</p></body></html>\r\n--x\r\nContent-Type: text/plain\r\n"
            "Content-Disposition: attachment; filename=a.txt\r\n\r\nAnnex.\r\n--x--\r\n"
        )

        found = analyse(word_file(CHUNK, related={"rId1": "c.mht"}, files={"word/c.mht": mail}))

        assert found[0].text is not None
        assert found[0].text.endswith("Governing Law")
        assert [item.member for item in found] == [None, "a.txt"]

    def test_a_pdf_that_is_shown_is_a_member(
        self, analyse: Analyse, make_pdf: Callable[[list[str]], bytes]
    ) -> None:
        content = make_pdf(["The terms of the agreement."])

        found = analyse(
            word_file(paragraph("A."), related={"rId1": "c.pdf"}, files={"word/c.pdf": content})
        )
        shown = analyse(
            word_file(
                paragraph("A.") + CHUNK, related={"rId1": "c.pdf"}, files={"word/c.pdf": content}
            )
        )

        assert [item.member for item in found] == [None]  # nothing points at it
        assert [item.member for item in shown] == [None, "c.pdf"]

    def test_a_file_that_nobody_reads_makes_it_partial(self, analyse: Analyse) -> None:
        content = bytes(range(256)) * 8

        found = analyse(
            word_file(
                paragraph("A.") + CHUNK, related={"rId1": "c.bin"}, files={"word/c.bin": content}
            )
        )

        assert endings(found)[0] == (None, "partial", "members_unread")
        assert [item.member for item in found[1:]] == ["c.bin"]

    @pytest.mark.parametrize("target", ["https://example.org/terms.html", "gone.html"])
    def test_a_file_that_is_not_there_makes_it_partial(self, analyse: Analyse, target: str) -> None:
        found = analyse(word_file(paragraph("A.") + CHUNK, related={"rId1": target}))

        assert endings(found)[0] == (None, "partial", "members_unread")
        assert endings(found)[1][1:] == ("failed", "missing")

    def test_a_chunk_without_a_relation_makes_it_partial(self, analyse: Analyse) -> None:
        assert endings(analyse(word_file(paragraph("A.") + CHUNK))) == [
            (None, "partial", "members_unread")
        ]

    def test_a_document_in_a_document_in_a_document_is_a_member(self, analyse: Analyse) -> None:
        """In place they are read one deep: the nesting of strangers must not be ours."""
        inmost = word_file(paragraph("Inmost."))
        inner = word_file(
            paragraph("Inner.") + CHUNK, related={"rId1": "d.docx"}, files={"word/d.docx": inmost}
        )

        found = analyse(
            word_file(
                paragraph("Outer.") + CHUNK,
                related={"rId1": "c.docx"},
                files={"word/c.docx": inner},
            )
        )

        assert [item.text for item in found] == ["Outer.\n\nInner.", "Inmost."]

    def test_all_that_unpacks_counts_together(self, analyse: Analyse) -> None:
        """A hundred parts of a megabyte are a hundred megabytes."""
        document = word_file(paragraph("b" * 60_000), footnotes=paragraph("a" * 60_000))

        assert endings(analyse(document, Limits(max_expanded_bytes=100_000))) == [
            (None, "failed", "too_large")
        ]

    def test_a_file_too_large_to_be_shown_is_a_member(self, analyse: Analyse) -> None:
        """What one document may unpack to is spent; a member has as much for itself."""
        inner = word_file(paragraph("a" * 60_000))
        outer = word_file(
            paragraph("b" * 60_000) + CHUNK,
            related={"rId1": "c.docx"},
            files={"word/c.docx": inner},
        )

        found = analyse(outer, Limits(max_expanded_bytes=100_000))

        assert endings(found) == [(None, "analysed", None), ("c.docx", "analysed", None)]


class TestEmbedded:
    def test_each_embedded_file_is_a_member(self, analyse: Analyse) -> None:
        document = word_file(
            paragraph("See the annex."),
            files={
                "word/embeddings/Annex.docx": word_file(paragraph("The annex.")),
                "word/embeddings/notes.txt": "More terms.",
                "word/embeddings/broken.docx": word_file(paragraph("x"))[:-30],
            },
        )

        assert endings(analyse(document)) == [
            (None, "partial", "members_unread"),
            ("Annex.docx", "analysed", None),
            ("broken.docx", "failed", "corrupt"),
            ("notes.txt", "analysed", None),
        ]


class TestPictures:
    FILES = {"word/media/p.png": png(600, 800)}  # noqa: RUF012 - read only
    RELATED = {"rId9": "media/p.png"}  # noqa: RUF012 - likewise

    def of(self, body: str) -> bytes:
        return word_file(body, related=self.RELATED, files=self.FILES)

    def test_a_document_of_pictures_needs_ocr(self, analyse: Analyse) -> None:
        """A contract that was scanned and pasted into Word is no empty document."""
        assert endings(analyse(self.of(paragraph(picture("rId9", 2, 1))))) == [
            (None, "needs_ocr", "no_text")
        ]

    @pytest.mark.parametrize(
        ("words", "width", "height", "reason"),
        [
            ("Signed copy:", 6.5, 9, "pages_need_ocr"),
            (LONG, 6.5, 9, "pages_need_ocr"),  # a page of it is a page that nobody read
            (LONG, 6, 3, "pages_need_ocr"),  # a clause that was pasted in
            (LONG, 2, 1, None),  # a logo
            (LONG, 6.5, 1.5, None),  # a letterhead
            ("Signed copy:", 2, 1, None),
            ("Signed copy:", 3, 2, "pages_need_ocr"),  # beside hardly any text, less will do
        ],
    )
    def test_a_picture_that_may_hold_words_is_unread(
        self, analyse: Analyse, words: str, width: float, height: float, reason: str | None
    ) -> None:
        [found] = analyse(self.of(paragraph(words) + paragraph(picture("rId9", width, height))))

        assert found.reason == reason

    def test_its_own_pixels_count_where_its_place_says_nothing(self, analyse: Analyse) -> None:
        bare = picture("rId9", 1, 1).replace('<wp:extent cx="914400" cy="914400"/>', "")
        small = word_file(
            paragraph(LONG, bare), related=self.RELATED, files={"word/media/p.png": png(90, 90)}
        )

        assert analyse(self.of(paragraph(LONG, bare)))[0].reason == "pages_need_ocr"
        assert analyse(small)[0].reason is None

    def test_the_older_form_of_pictures_counts_too(self, analyse: Analyse) -> None:
        shape = (
            '<w:r><w:pict><v:shape style="width:468pt;height:600pt"><v:imagedata r:id="rId9"/>'
            "</v:shape></w:pict></w:r>"
        )

        assert analyse(self.of(paragraph(LONG, shape)))[0].reason == "pages_need_ocr"

    def test_a_picture_in_a_header_is_a_letterhead(self, analyse: Analyse) -> None:
        background = paragraph(picture("rId9", 8, 11))
        document = word_file(
            paragraph(LONG),
            files={
                "word/media/p.png": png(9, 9),
                "word/header1.xml": f"<w:hdr {NAMESPACES}>{background}</w:hdr>",
                "word/_rels/header1.xml.rels": RELATIONS,
            },
        )

        assert analyse(document)[0].reason is None

    def test_a_picture_that_is_read_is_text(self) -> None:
        """Where there is a program for it, nothing is missing."""
        seen: list[bytes] = []

        def read(content: bytes) -> str:
            seen.append(content)
            return "Governed by the laws of Ohio."

        reading = read_docx(
            self.of(paragraph("Signed copy:") + paragraph(picture("rId9", 6, 9))),
            limits=DEFAULT_LIMITS,
            checkpoint=lambda _: None,
            read_picture=read,
        )

        assert seen == [self.FILES["word/media/p.png"]]
        assert reading.pages == ("Signed copy:\n\nGoverned by the laws of Ohio.",)
        assert (reading.reason, reading.ocr_pages) == (None, 1)

    def test_the_pipeline_has_pictures_read_where_it_has_a_program(self) -> None:
        """A page that was pasted into Word is worth as much as one in a PDF."""

        class Reader:
            version = "fake 1 eng"

            def read(self, picture: object) -> str | None:
                raise AssertionError(picture)

            def read_file(self, content: bytes) -> str | None:
                assert content.startswith(b"\x89PNG")
                return "Governed by the laws of Ohio.\f"

        document = self.of(paragraph("Signed copy:") + paragraph(picture("rId9", 6, 9)))

        [found] = ContractPipeline(ocr=Reader()).analyse(document, checkpoint=lambda _: None)

        assert (found.outcome.value, found.ocr_pages) == ("analysed", 1)
        assert "Governed by the laws of Ohio." in (found.text or "")


class TestTables:
    def test_a_table_in_a_cell_keeps_its_rows(self, text_of: TextOf) -> None:
        """Key terms laid out in a frame are still key terms."""
        inner = table(["Governing Law", "Ohio"], ["Term", "2 years"]) + "<w:p/>"

        text = text_of(word_file(table([paragraph("Key Terms") + inner]) + paragraph("Next.")))

        assert text == "Key Terms\nGoverning Law | Ohio\nTerm | 2 years\n\nNext."

    def test_a_label_beside_a_table_stays_over_its_rows(self, text_of: TextOf) -> None:
        inner = table(["Street", "1 Quay"], ["City", "Bath"]) + "<w:p/>"

        assert text_of(word_file(table(["Address", inner]))) == (
            "Address\nStreet | 1 Quay\nCity | Bath"
        )

    def test_tables_within_tables_within_tables_keep_their_rows(self, text_of: TextOf) -> None:
        body = table(["Term", "2 years"], ["Law", "Ohio"])
        for _ in range(20):
            body = table([body + "<w:p/>"])

        assert text_of(word_file(body)) == "Term | 2 years\nLaw | Ohio"

    def test_a_frame_around_one_value_adds_no_line(self, text_of: TextOf) -> None:
        assert text_of(word_file(table(["Law", table(["Ohio"]) + "<w:p/>"]))) == "Law | Ohio"

    def test_as_deep_as_the_parser_goes_the_reader_goes(self, analyse: Analyse) -> None:
        """One document in another, each as deep as libxml2 lets it."""
        deep = "<w:sdt><w:sdtContent>" * 120 + paragraph("Deep.") + "</w:sdtContent></w:sdt>" * 120
        outer = deep.replace(paragraph("Deep."), CHUNK)

        [found] = analyse(
            word_file(outer, related={"rId1": "c.docx"}, files={"word/c.docx": word_file(deep)})
        )

        assert found.text == "Deep."


def test_a_text_box_within_a_struck_run_is_read_behind_its_paragraph(text_of: TextOf) -> None:
    box = (
        f"<w:r><w:pict><w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent></w:pict></w:r>"
    )

    assert text_of(word_file(paragraph("Words.", box))) == "Words.\n\nIn a box."
