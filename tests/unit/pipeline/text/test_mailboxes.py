"""Mails as they lie in folders: exports of mailboxes, drafts, pages saved as mails are sent."""

import base64
from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis

Analyse = Callable[..., tuple[Analysis, ...]]
DEAL = "LICENCE AGREEMENT\n\nThis Agreement is made between Harrow, Inc. and Quill GmbH.\n"
PARTS = (
    'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="bb"\n\n--bb\n'
    "Content-Type: text/plain\n\nThe deal.\n--bb\nContent-Type: application/octet-stream\n"
    'Content-Disposition: attachment; filename="deal.txt"\nContent-Transfer-Encoding: base64\n\n'
    f"{base64.b64encode(DEAL.encode()).decode()}\n--bb--\n"
)


def members(found: tuple[Analysis, ...]) -> list[str | None]:
    return [item.member for item in found]


class TestMailbox:
    def test_each_mail_is_a_document_of_its_own(self, analyse: Analyse) -> None:
        mail = f"From: a@example.org\nTo: b@example.org\nSubject: Deal\n{PARTS}"
        box = f"From a@example.org Mon Mar  3 10:00:00 2025\n{mail}\n" * 2

        found = analyse(box)

        assert found[0].media_type == "application/mbox"
        assert members(found) == [None, "1.eml", "1.eml/deal.txt", "2.eml", "2.eml/deal.txt"]

    def test_words_of_a_mail_part_it_from_no_other(self, analyse: Analyse) -> None:
        """Programs quote a line that begins like a separator; some only where they must."""
        mail = (
            "From x Mon 10:00\nFrom: a@example.org\nSubject: Deal\n\nSee below.\n\n"
            ">From our offer:\n\nFrom here on we agree.\nDate: none.\n"
        )

        found = analyse(mail)

        assert members(found) == [None, "1.eml"]
        assert "\nFrom our offer:" in (found[1].text or "")
        assert "From here on we agree." in (found[1].text or "")

    def test_its_lines_may_end_as_in_windows(self, analyse: Analyse) -> None:
        mail = "From x Mon 10:00\r\nSubject: Deal\r\nFrom: a@example.org\r\n\r\nWords.\r\n\r\n"

        assert members(analyse(mail * 3)) == [None, "1.eml", "2.eml", "3.eml"]

    def test_a_contract_may_begin_like_a_separator(self, analyse: Analyse) -> None:
        [found] = analyse("From the first of March on\nAcme, Inc. leases the premises.")

        assert found.media_type == "text/plain"


class TestDraft:
    @pytest.mark.parametrize(
        "head",
        [
            "To: b@example.org\nSubject: Deal\nX-Unsent: 1\n",
            "Subject: Deal\nDate: Mon, 3 Mar 2025 10:00:00 +0000\n",
            "X-Mozilla-Status: 0001\nX_Own: 1\nSubject: Deal\n",
            "\nSubject: Deal\n",
            "1234      \nSubject: Deal\n",
            "\ufeffSubject: Deal\n",
        ],
    )
    def test_a_mail_without_sender_is_a_mail(self, analyse: Analyse, head: str) -> None:
        """What is attached to a draft would be read as a page of base64."""
        found = analyse(head + PARTS)

        assert found[0].media_type == "message/rfc822"
        assert members(found) == [None, "deal.txt"]

    def test_a_memo_is_none(self, analyse: Analyse) -> None:
        [found] = analyse(
            "To: All staff\nSubject: Licence\nDate: today\n\nThe Agreement is signed."
        )

        assert found.media_type == "text/plain"


class TestSavedPage:
    def page(self, head: str, body: str, *more: str, charset: str = "utf-8") -> bytes:
        parts = [
            (
                f"Content-Location: file:///C:/a.htm\nContent-Transfer-Encoding: quoted-printable\n"
                f'Content-Type: text/html; charset="{charset}"\n\n{body}\n'
            ),
            *more,
        ]
        joined = "".join(f"--xx\n{part}\n" for part in parts)
        kind = 'Content-Type: multipart/related; boundary="xx"; type="text/html"\n\n'
        return f"{head}MIME-Version: 1.0\n{kind}{joined}--xx--\n".encode()

    @pytest.mark.parametrize(
        "head",
        ["", "From: <Saved by Blink>\nSnapshot-Content-Location: http://x/\nSubject: Deal\n"],
    )
    def test_its_page_is_the_text(self, analyse: Analyse, head: str) -> None:
        found = analyse(
            self.page(head, "<html><p>LICENCE AGREE=\nMENT</p><p>=C3=89clair</p></html>")
        )

        assert [(item.media_type, item.text) for item in found] == [
            ("multipart/related", "LICENCE AGREEMENT\n\nÉclair")
        ]

    def test_the_charset_of_its_part_counts(self, analyse: Analyse) -> None:
        [found] = analyse(self.page("", "<html><p>=B3=F3=BF</p></html>", charset="iso-8859-2"))

        assert found.text == "łóż"

    def test_frames_are_read_and_what_is_for_machines_is_not(self, analyse: Analyse) -> None:
        frame = "Content-Type: text/html\n\n<html><p>Second frame</p></html>\n"
        style = "Content-Type: text/css\n\np { color: red }\n"

        found = analyse(self.page("", "<html><p>First frame</p></html>", frame, style))

        assert [item.text for item in found] == ["First frame\n\nSecond frame"]

    def test_what_lies_beside_its_page_is_a_member(self, analyse: Analyse) -> None:
        annex = "Content-Type: text/plain\nContent-Location: file:///C:/annex.txt\n\nThe annex.\n"

        found = analyse(self.page("", "<html><p>See the annex</p></html>", annex))

        assert members(found) == [None, "annex.txt"]

    def test_without_a_page_it_is_corrupt(self, analyse: Analyse) -> None:
        content = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x--\n'

        [found] = analyse(content)

        assert (found.outcome.value, found.reason) == ("failed", "corrupt")

    def test_a_mail_with_pictures_in_it_stays_a_mail(self, analyse: Analyse) -> None:
        head = "From: a@example.org\nTo: b@example.org\nSubject: Deal\n"

        assert (
            analyse(self.page(head, "<html><p>Hello</p></html>"))[0].media_type == "message/rfc822"
        )
