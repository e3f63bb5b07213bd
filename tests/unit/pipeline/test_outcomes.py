"""Every file ends with exactly one outcome, whatever it is."""

import base64
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pytest

from contractsai.domain.findings import Analysis, Outcome
from contractsai.pipeline.limits import Limits
from contractsai.pipeline.pipeline import ContractPipeline

Analyse = Callable[..., tuple[Analysis, ...]]
MakePdf = Callable[[Sequence[str | None]], bytes]
MakeZip = Callable[[Mapping[str, str | bytes]], bytes]
CONTRACT = "SUPPLY AGREEMENT\n\nThis Agreement is made between Acme, Inc. and Borealis GmbH.\n"


def ending(analysis: Analysis) -> tuple[str, str | None]:
    return analysis.outcome.value, analysis.reason


@pytest.mark.parametrize(
    "content", [b"", b"   \n\t\r\n", b"\x00" * 100, b"\xef\xbb\xbf", b"... --"]
)
def test_a_file_without_a_word_is_empty(analyse: Analyse, content: bytes) -> None:
    assert [ending(item) for item in analyse(content)] == [("failed", "empty")]


def test_a_file_over_the_limit_is_not_opened(analyse: Analyse) -> None:
    [found] = analyse(CONTRACT, Limits(max_bytes=10))

    assert ending(found) == ("failed", "too_large")


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "image/png"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "image/jpeg"),
        (b"II*\x00" + b"\x00" * 50, "image/tiff"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 50, "application/x-ole-storage"),
        (b"\x7fELF\x02\x01" + bytes(range(256)), "application/x-executable"),
        (bytes(range(1, 256)) * 4, "application/octet-stream"),
        (b"<?xml version='1.0'?><order><line/></order>", "text/xml"),
    ],
)
def test_what_is_no_document_is_skipped(analyse: Analyse, content: bytes, media_type: str) -> None:
    [found] = analyse(content)

    assert ending(found) == ("skipped", "unsupported")
    assert found.media_type == media_type


def test_a_zip_that_is_no_word_file_is_skipped(analyse: Analyse, make_zip: MakeZip) -> None:
    """A spreadsheet is a ZIP too."""
    [found] = analyse(make_zip({"xl/workbook.xml": "<workbook/>"}))

    assert ending(found) == ("skipped", "unsupported")


def test_words_that_begin_like_a_binary_are_words(analyse: Analyse) -> None:
    """Bitmaps begin with BM, and so may a letter from BMW."""
    [found] = analyse("BMW and MZ agree: this Agreement is made between them.")

    assert found.outcome is Outcome.ANALYSED


def test_a_locked_office_file_is_encrypted(analyse: Analyse) -> None:
    """Word wraps a document with a password into the container of its old format."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 600
    [found] = analyse(head + "EncryptedPackage".encode("utf-16-le"))

    assert ending(found) == ("failed", "encrypted")


def test_a_cut_word_file_is_corrupt(analyse: Analyse, make_docx: Callable[..., bytes]) -> None:
    whole = make_docx("<w:p><w:r><w:t>Agreement</w:t></w:r></w:p>" * 50)

    [found] = analyse(whole[: len(whole) // 2])

    assert ending(found) == ("failed", "corrupt")


@pytest.mark.parametrize("xml", ["<w:document", "", "no markup at all"])
def test_a_word_file_with_broken_xml_is_corrupt(
    analyse: Analyse, make_zip: MakeZip, xml: str
) -> None:
    [found] = analyse(make_zip({"word/document.xml": xml}))

    assert ending(found) == ("failed", "corrupt")


def test_a_word_file_with_a_hole_is_corrupt(
    analyse: Analyse, make_docx: Callable[..., bytes]
) -> None:
    """Its directory then points before its beginning, which zipfile has no error for."""
    whole = make_docx("<w:p><w:r><w:t>Agreement</w:t></w:r></w:p>")

    [found] = analyse(whole[:4] + whole[124:])

    assert ending(found) == ("failed", "corrupt")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_word_file_with_a_damaged_stream_is_corrupt(analyse: Analyse, method: int) -> None:
    """Each way to compress has errors of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("word/document.xml", "<w:document/>" * 9)
    content = bytearray(buffer.getvalue())
    start = content.index(b"word/document.xml") + len("word/document.xml")
    content[start : start + 40] = b"\xff" * 40

    [found] = analyse(bytes(content))

    assert ending(found) == ("failed", "corrupt")


def test_a_word_file_that_unpacks_to_too_much_is_refused(
    analyse: Analyse, make_docx: Callable[..., bytes]
) -> None:
    """A kilobyte can unpack to a gigabyte; the declared size may lie."""
    bomb = make_docx("<w:p><w:r><w:t>" + "a" * 200_000 + "</w:t></w:r></w:p>")
    assert len(bomb) < 2_000

    [found] = analyse(bomb, Limits(max_expanded_bytes=100_000))

    assert ending(found) == ("failed", "too_large")


def test_an_entity_bomb_is_not_expanded(analyse: Analyse, make_zip: MakeZip) -> None:
    """Each line of the "billion laughs" multiplies the last by ten."""
    entities = "".join(f'<!ENTITY e{depth} "{f"&e{depth - 1};" * 10}">' for depth in range(1, 10))
    xml = (
        f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>'
        '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Agreement &e9;</w:t></w:r></w:p></w:body>'
        "</w:document>"
    )

    [found] = analyse(make_zip({"word/document.xml": xml}))

    assert found.text is None or len(found.text) < 1_000


def test_a_locked_zip_is_encrypted(analyse: Analyse, make_zip: MakeZip) -> None:
    plain = bytearray(make_zip({"word/document.xml": "<w:document/>"}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        plain[plain.index(signature) + offset] |= 1  # the flag of an encrypted member

    [found] = analyse(bytes(plain))

    assert ending(found) == ("failed", "encrypted")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\n" + b"garbage " * 200])
def test_a_pdf_that_cannot_be_opened_is_corrupt(analyse: Analyse, content: bytes) -> None:
    [found] = analyse(content)

    assert ending(found) == ("failed", "corrupt")
    assert found.media_type == "application/pdf"


def test_a_pdf_behind_junk_is_read(analyse: Analyse, make_pdf: MakePdf) -> None:
    """Mail gateways and printers put lines in front; the format allows a kilobyte of them."""
    [found] = analyse(b"printed by a gateway\n" + make_pdf([CONTRACT]))

    assert found.outcome is Outcome.ANALYSED


def test_a_scan_needs_ocr_and_is_no_empty_success(analyse: Analyse, make_pdf: MakePdf) -> None:
    [found] = analyse(make_pdf([None, None]))

    assert ending(found) == ("needs_ocr", "no_text")
    assert found.review_reasons == ("no_text",)
    assert found.findings == ()


def test_a_page_that_is_an_image_makes_the_rest_partial(
    analyse: Analyse, make_pdf: MakePdf
) -> None:
    """A signature page that was scanned in must not pass for read."""
    [found] = analyse(make_pdf([CONTRACT, None]))

    assert ending(found) == ("partial", "pages_need_ocr")
    assert found.pages == 2


def test_a_blank_page_is_no_gap(analyse: Analyse, make_pdf: MakePdf) -> None:
    """The back of a sheet is often empty; nobody needs to look at it."""
    [found] = analyse(make_pdf([CONTRACT, "", CONTRACT]))

    assert found.outcome is Outcome.ANALYSED


def test_pages_beyond_the_limit_are_left_and_told(analyse: Analyse, make_pdf: MakePdf) -> None:
    [found] = analyse(make_pdf([CONTRACT] * 3), Limits(max_pages=2))

    assert ending(found) == ("partial", "page_limit")
    assert found.pages == 2


def test_text_beyond_the_limit_is_cut_and_told(analyse: Analyse) -> None:
    [found] = analyse(CONTRACT * 100, Limits(max_characters=1_000))

    assert ending(found) == ("partial", "truncated")
    assert found.text is not None
    assert len(found.text) == 1_000


def test_the_name_of_a_file_is_never_asked(analyse: Analyse, make_pdf: MakePdf) -> None:
    """Names lie: a text called .pdf is read as the text it is."""
    assert analyse(CONTRACT)[0].media_type == "text/plain"
    assert analyse(make_pdf([CONTRACT]))[0].media_type == "application/pdf"


def test_every_stage_and_page_passes_a_checkpoint(make_pdf: MakePdf) -> None:
    """The host takes a document that reaches none for stuck."""
    passed: list[str] = []

    ContractPipeline().analyse(make_pdf([CONTRACT] * 3), checkpoint=passed.append)

    assert passed[0] == "identify"
    assert passed.count("text") == 1 + 3
    assert passed[-6:] == ["normalise", "segment", "facts", "clauses", "assemble", "policy"]


def test_what_a_checkpoint_raises_comes_out(make_pdf: MakePdf) -> None:
    """Cancelling works by raising from one."""

    class StopHereError(Exception):
        pass

    def stop(stage: str) -> None:
        if stage == "facts":
            raise StopHereError

    with pytest.raises(StopHereError):
        ContractPipeline().analyse(CONTRACT.encode(), checkpoint=stop)


class TestMail:
    """A mail is a document and a container at once."""

    def mail(self, *parts: str) -> str:
        mark = f"mark-{sum(map(len, parts))}"  # unlike that of any mail inside
        joined = "".join(f"--{mark}\r\n{part}\r\n" for part in parts)
        head = "From: a@example.org\r\nTo: b@example.org\r\nSubject: The contract\r\n"
        kind = f'Content-Type: multipart/mixed; boundary="{mark}"\r\nMIME-Version: 1.0\r\n\r\n'
        return f"{head}{kind}{joined}--{mark}--\r\n"

    def attached(self, name: str, content: bytes, kind: str = "application/octet-stream") -> str:
        return (
            f'Content-Type: {kind}\r\nContent-Disposition: attachment; filename="{name}"\r\n'
            f"Content-Transfer-Encoding: base64\r\n\r\n{base64.b64encode(content).decode()}"
        )

    note = "Content-Type: text/plain\r\n\r\nThe agreement is attached."

    def test_its_attachments_are_documents_of_their_own(
        self, analyse: Analyse, make_pdf: MakePdf
    ) -> None:
        mail = self.mail(
            self.note,
            self.attached("deal.pdf", make_pdf([CONTRACT])),
            self.attached("logo.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 20),
        )

        found = analyse(mail)

        assert [(item.member, item.outcome.value) for item in found] == [
            (None, "analysed"),
            ("deal.pdf", "analysed"),
            ("logo.png", "skipped"),
        ]
        assert len({item.sha256 for item in found}) == 1

    def test_its_own_words_are_no_contract(self, analyse: Analyse) -> None:
        """ "Please sign the agreement" must not become a title."""
        [own] = analyse(self.mail(self.note))

        assert own.findings == ()
        assert own.text is not None
        assert "The agreement is attached." in own.text
        assert all(item.confidence < 0.05 for item in own.categories.values())

    def test_a_mail_inside_a_mail_is_opened(self, analyse: Analyse) -> None:
        inner = self.mail(self.note, self.attached("deal.txt", CONTRACT.encode()))
        outer = self.mail(self.note, f"Content-Type: message/rfc822\r\n\r\n{inner}")

        assert [item.member for item in analyse(outer)] == [
            None,
            "message.eml",
            "message.eml/deal.txt",
        ]

    def test_mails_are_opened_only_so_deep(self, analyse: Analyse) -> None:
        """A mail can hold itself a thousand times over."""
        mail = self.mail(self.note)
        for _ in range(10):
            mail = self.mail(self.note, f"Content-Type: message/rfc822\r\n\r\n{mail}")

        found = analyse(mail, Limits(max_nesting=2))

        deepest = "message.eml/message.eml/message.eml"
        assert [(item.member, item.reason) for item in found] == [
            (None, "members_unread"),  # where people look first
            ("message.eml", "members_unread"),
            ("message.eml/message.eml", "members_unread"),
            (deepest, "nesting_limit"),
        ]
        assert [item.outcome for item in found[2:]] == [Outcome.PARTIAL, Outcome.FAILED]

    def test_what_lies_under_many_forwards_is_read(self, analyse: Analyse) -> None:
        """A contract that went back and forth is the one that matters."""
        mail = self.mail(self.note, self.attached("deal.txt", CONTRACT.encode()))
        for _ in range(5):
            mail = self.mail(self.note, f"Content-Type: message/rfc822\r\n\r\n{mail}")

        found = analyse(mail)

        assert found[-1].member == "message.eml/" * 5 + "deal.txt"
        assert {item.outcome for item in found} == {Outcome.ANALYSED}

    def test_attachments_beyond_the_limit_are_named(self, analyse: Analyse) -> None:
        """A mail that was read as far as a limit allows must not look as if it was read."""
        parts = [self.attached(f"{number}.txt", CONTRACT.encode()) for number in range(5)]

        found = analyse(self.mail(self.note, *parts), Limits(max_members=3))

        assert (found[0].outcome, found[0].reason) == (Outcome.PARTIAL, "members_unread")
        assert [(item.member, item.reason) for item in found[4:]] == [
            ("3.txt", "member_limit"),
            ("4.txt", "member_limit"),
        ]

    def test_the_limit_holds_over_all_nestings_together(self, analyse: Analyse) -> None:
        """Fifty mails of fifty mails each would take days."""
        inner = self.mail(*[self.attached(f"{n}.txt", CONTRACT.encode()) for n in range(3)])
        mail = self.mail(*[f"Content-Type: message/rfc822\r\n\r\n{inner}"] * 3)

        found = analyse(mail, Limits(max_members=6))

        read = [item for item in found[1:] if item.outcome.was_read]
        assert len(read) == 6
        assert found[0].reason == "members_unread"

    def test_very_many_unread_attachments_are_counted_in_one_line(self, analyse: Analyse) -> None:
        """A report of a million lines about one mail helps nobody."""
        parts = [self.attached(f"{number}.txt", b"x") for number in range(10)]

        found = analyse(self.mail(*parts), Limits(max_members=2, max_unread_named=3))

        assert [item.member for item in found[3:]] == ["2.txt", "3.txt", "4.txt", "and 5 more"]
        assert {item.reason for item in found[3:]} == {"member_limit"}

    def test_all_words_of_a_mail_are_read(self, analyse: Analyse) -> None:
        """A signature behind an attachment splits a mail's words in two; both are its words."""
        first = "Content-Type: text/plain\r\n\r\nWe accept the offer of 3 March."
        last = "Content-Type: text/plain\r\n\r\nPayment is due within 30 days."

        found = analyse(self.mail(first, self.attached("deal.txt", CONTRACT.encode()), last))

        assert "We accept the offer" in (found[0].text or "")
        assert "Payment is due" in (found[0].text or "")

    def test_of_alternatives_one_is_read(self, analyse: Analyse) -> None:
        """Plain words and their HTML form say the same; twice would double every clause."""
        plain = "Content-Type: text/plain\r\n\r\nWe accept the offer."
        html = "Content-Type: text/html\r\n\r\n<p>We accept the offer.</p>"
        both = self.mail(plain, html).replace("multipart/mixed", "multipart/alternative")

        [found] = analyse(both)

        assert (found.text or "").count("We accept the offer.") == 1

    def test_an_attachment_without_a_name_is_a_document(self, analyse: Analyse) -> None:
        """Programs that send scans rarely name them."""
        part = (
            "Content-Type: image/png\r\nContent-Disposition: attachment\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo="
        )

        found = analyse(self.mail(self.note, part))

        assert [(item.member, item.outcome.value) for item in found[1:]] == [("part-2", "skipped")]

    def test_namesakes_can_be_told_apart(self, analyse: Analyse) -> None:
        part = self.attached("deal.txt", CONTRACT.encode())

        members = [item.member for item in analyse(self.mail(part, part, part))]

        assert members == [None, "deal.txt", "deal.txt (2)", "deal.txt (3)"]

    def test_a_name_cannot_lead_out_of_the_mail(self, analyse: Analyse) -> None:
        part = self.attached("../../etc/deal.txt", CONTRACT.encode())

        assert analyse(self.mail(part))[1].member == "deal.txt"

    @pytest.mark.parametrize(
        "header",
        [
            "Date: Mon, 99999999999999999999 Jan 2024 00:00:00 +0000",
            "Date: Mon, 1 Jan 99999999999999999999 00:00:00 +0000",
            "To: a: b: c;;, <d",
            "To: (((((",
            "Subject: =?utf-8?b?////?=",
            "Subject: =?no-such?q?x?=",
        ],
    )
    def test_a_header_that_nobody_can_read_costs_the_header(
        self, analyse: Analyse, header: str
    ) -> None:
        """The standard library raises whatever comes; the contract is in the attachment."""
        mail = self.mail(self.note, self.attached("deal.txt", CONTRACT.encode()))

        found = analyse(f"{header}\r\n{mail}")

        assert [item.outcome for item in found] == [Outcome.ANALYSED, Outcome.ANALYSED]

    @pytest.mark.timeout(60)
    @pytest.mark.parametrize("charset", ["punycode", "idna", "undefined", "hex", "no-such", "\x7f"])
    def test_what_is_no_charset_is_not_believed(self, analyse: Analyse, charset: str) -> None:
        """Some of Python's codecs are for names, and take hours for the words of a contract."""
        words = "The agreement is attached. " * 20_000
        part = f"Content-Type: text/plain; charset={charset}\r\n\r\na-{words}"

        [found] = analyse(self.mail(part))

        assert "The agreement is attached." in (found.text or "")

    def test_a_broken_mail_is_still_a_document(self, analyse: Analyse) -> None:
        cut = self.mail(self.note, self.attached("deal.pdf", b"%PDF-1.4 broken"))[:-60]

        found = analyse(cut)

        assert found[0].outcome is Outcome.ANALYSED

    def test_a_mail_with_a_broken_attachment_is_not_wholly_read(self, analyse: Analyse) -> None:
        """ "Analysed" of the file means: all that is in it."""
        found = analyse(self.mail(self.note, self.attached("deal.pdf", b"%PDF-1.4 broken")))

        assert [(item.outcome.value, item.reason) for item in found] == [
            ("partial", "members_unread"),
            ("failed", "corrupt"),
        ]


def test_a_word_file_is_found_by_its_content(analyse: Analyse, make_zip: MakeZip) -> None:
    body = "<w:body><w:p><w:r><w:t>Agreement</w:t></w:r></w:p></w:body>"
    xml = f'<w:document xmlns:w="w">{body}</w:document>'
    content = make_zip({"_rels/.rels": "<r/>", "word/document2.xml": xml})
    assert zipfile.is_zipfile(io.BytesIO(content))

    [found] = analyse(content)

    assert (found.outcome, found.text) == (Outcome.ANALYSED, "Agreement")
