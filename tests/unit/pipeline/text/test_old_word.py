"""Word's forms before and beside the container of today."""

from collections.abc import Callable

import pytest

from contractsai.domain.findings import Analysis
from contractsai.testing.compound import compound, word_97

Analyse = Callable[..., tuple[Analysis, ...]]
WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def ending(found: tuple[Analysis, ...]) -> tuple[str, str | None]:
    return found[0].outcome.value, found[0].reason


class TestBinary:
    def test_paragraphs_and_rows_are_read(self, analyse: Analyse) -> None:
        text = "LICENCE\rTerm\x07\x073 years\x07\x07Law\x07x\x07Ohio\x07\x07End\x0bhere\r"

        [found] = analyse(compound(word_97(text, row_ends=(22, 34))))

        assert found.media_type == "application/msword"
        assert found.text == "LICENCE\n\nTerm |  | 3 years\nLaw | x | Ohio\n\nEnd\nhere"

    def test_what_is_struck_is_beside_the_text(self, analyse: Analyse) -> None:
        [found] = analyse(compound(word_97("The law of Nevada Ohio.\r", struck="Nevada ")))

        assert found.text == "The law of Ohio."
        assert [item.text for item in found.struck] == ["Nevada"]

    def test_of_a_field_the_result_is_read(self, analyse: Analyse) -> None:
        text = "See \x13 HYPERLINK \x13 no \x14no\x15 \x14Annex A\x15 and B\r"

        assert analyse(compound(word_97(text)))[0].text == "See Annex A and B"

    def test_a_picture_alone_needs_ocr(self, analyse: Analyse) -> None:
        assert ending(analyse(compound(word_97("\x01\r")))) == ("needs_ocr", "no_text")

    def test_a_locked_file_is_encrypted(self, analyse: Analyse) -> None:
        streams = word_97("Agreement\r")
        locked = bytearray(streams["WordDocument"])
        locked[0x0B] |= 0x01
        streams["WordDocument"] = bytes(locked)

        assert ending(analyse(compound(streams))) == ("failed", "encrypted")

    @pytest.mark.parametrize(("flags", "outcome"), [(0, "analysed"), (4, "failed")])
    def test_version_95_is_read_if_it_was_saved_whole(
        self, analyse: Analyse, flags: int, outcome: str
    ) -> None:
        """Saved in a hurry it keeps its text in pieces, in a form of its own."""
        head = bytearray(0x300)
        head[0:2] = b"\xdc\xa5"
        head[10] = flags
        words = "AGREEMENT\rÉclair S.A.\r".encode("cp1252")
        head[0x18:0x20] = (0x300).to_bytes(4, "little") + (0x300 + len(words)).to_bytes(4, "little")

        found = analyse(compound({"WordDocument": bytes(head) + words}))

        assert ending(found) == (outcome, None if outcome == "analysed" else "unsupported")

    @pytest.mark.parametrize("content", [b"", b"\xec\xa5\xc1\x00" + b"\x00" * 900, b"\x01" * 900])
    def test_a_broken_file_is_corrupt(self, analyse: Analyse, content: bytes) -> None:
        assert ending(analyse(compound({"WordDocument": content}))) == ("failed", "corrupt")

    def test_what_was_put_into_it_is_a_member(self, analyse: Analyse) -> None:
        native = b"\x02\x00annex.txt\x00C:\\annex.txt\x00\x00\x00\x03\x00" + (4).to_bytes(
            4, "little"
        )
        native += b"a.t\x00" + (9).to_bytes(4, "little") + b"The annex"
        packed = len(native).to_bytes(4, "little") + native

        found = analyse(
            compound(
                {
                    **word_97("Agreement\r"),
                    "ObjectPool/_1/\x01Ole10Native": packed,
                    "ObjectPool/_2/WordDocument": b"x",
                    "ObjectPool/_3/Workbook": b"x",
                }
            )
        )

        assert [(item.member, item.outcome.value, item.reason) for item in found] == [
            (None, "partial", "members_unread"),
            ("annex.txt", "analysed", None),
            ("object-2.doc", "failed", "unsupported"),
        ]

    def test_another_compound_file_is_skipped(self, analyse: Analyse) -> None:
        assert ending(analyse(compound({"Workbook": b"x"}))) == ("skipped", "unsupported")


class TestXml:
    def test_a_flat_package_is_read_as_the_container(self, analyse: Analyse) -> None:
        content = (
            '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package '
            'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part '
            f'pkg:name="/word/document.xml"><pkg:xmlData><w:document xmlns:w="{W}"><w:body>'
            "<w:p><w:r>"
            "<w:t>Agreement</w:t></w:r></w:p></w:body></w:document></pkg:xmlData></pkg:part>"
            '<pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>AAAA</pkg:binaryData>'
            "</pkg:part>"
            "</pkg:package>"
        )

        assert [item.text for item in analyse(content)] == ["Agreement"]

    def test_word_2003_is_read(self, analyse: Analyse) -> None:
        """Numbers, notes and headers stand elsewhere in it than in the container."""
        names = f'xmlns:w="{WORD_2003}" xmlns:wx="wx" xmlns:aml="a"'
        content = (
            f'<?xml version="1.0"?><w:wordDocument {names}><w:body><wx:sect><w:p><w:pPr><w:listPr>'
            '<w:ilvl w:val="0"/><wx:t wx:val="1."/></w:listPr></w:pPr><w:r><w:t>Law of </w:t></w:r>'
            '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>Nevada</w:delText>'
            "</w:r></aml:content></aml:annotation><w:r><w:t>Ohio</w:t><w:footnote><w:p><w:r><w:t>Note"
            "</w:t></w:r></w:p></w:footnote></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Term</w:t>"
            "</w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2 years</w:t></w:r></w:p></w:tc>"
            "</w:tr></w:tbl>"
            '<w:sectPr><w:hdr w:type="odd"><w:p><w:r><w:t>Draft</w:t></w:r></w:p></w:hdr>'
            "</w:sectPr>"
            "</wx:sect></w:body></w:wordDocument>"
        )

        [found] = analyse(content)

        assert found.text is not None
        assert found.text.startswith("1.\tLaw of Ohio\n\nTerm | 2 years")
        assert {"Note", "Draft"} <= set(found.text.split("\n\n"))

    @pytest.mark.parametrize(
        "content",
        [
            '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
            '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body>',
        ],
    )
    def test_without_a_body_it_is_corrupt(self, analyse: Analyse, content: str) -> None:
        assert ending(analyse(content)) == ("failed", "corrupt")
