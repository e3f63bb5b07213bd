"""Containers and old formats to begin with, each with everything in it that its reader knows."""

from collections.abc import Iterator
from typing import Final

from contractsai.testing.compound import compound, outlook, word_97
from contractsai.testing.fuzz.office import packed

_RTF: Final = (
    rb"{\rtf1\ansi\ansicpg1252\uc1{\fonttbl{\f0 Arial;}{\f1\fcharset134 SimSun;}}{\stylesheet{x;}}"
    rb"{\header Draft\par}\pard\f0 SUPPLY \'93AGREEMENT\'94\par \f1\'b1\'b1 \f0\u8220?Buyer\u8221?"
    rb"{\strike sixty} thirty {\v hidden} days{\footnote A note.}\par\trowd\intbl Term\cell 2 years"
    rb"\cell\row\pard{\field{\*\fldinst HYPERLINK x}{\fldrslt Ohio}}{\pict\pngblip\bin4 abcd}"
    rb"{\listtext 1.\tab}Law\par}"
)
_WORDS: Final = (
    "SUPPLY AGREEMENT\rThe law of Nevada Ohio governs.\rTerm\x072 years\x07\x07End \x13X\x14y\x15\r"
)
_OFFICE: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"'
)
_ODT: Final = (
    '<office:automatic-styles><style:style style:name="S"><style:text-properties '
    'style:text-line-through-style="solid"/></style:style><style:style style:name="C" '
    'style:parent-style-name="S"/></office:automatic-styles><office:body><office:text>'
    '<office:forms><form:form><form:text form:id="f1" form:current-value="Acme"/></form:form>'
    '</office:forms><text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
    "<text:p>sixty</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    '<text:h>SUPPLY AGREEMENT</text:h><text:p>Law of <text:span text:style-name="C">Nevada'
    '</text:span> Ohio<text:s text:c="3"/><text:change text:change-id="c1"/><draw:control '
    'draw:control="f1"/><draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box>'
    "<draw:image/></draw:frame><text:note><text:note-body><text:p>Note</text:p></text:note-body>"
    '</text:note></text:p><text:section text:display="none"><text:p>Hidden</text:p></text:section>'
    "<table:table><table:table-row><table:table-cell><text:p>Term</text:p></table:table-cell>"
    "<table:table-cell><text:p>2 years</text:p></table:table-cell></table:table-row></table:table>"
    "</office:text></office:body>"
)
_WORD_2003: Final = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:aml="aml" xmlns:wx="wx">'
    '<w:body><wx:sect><w:p><w:pPr><w:listPr><wx:t wx:val="1."/></w:listPr></w:pPr><w:r><w:t>Law'
    '</w:t></w:r></w:p><w:p><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>x'
    "</w:delText></w:r></aml:content></aml:annotation><w:r><w:footnote><w:p><w:r><w:t>n</w:t></w:r>"
    "</w:p></w:footnote></w:r></w:p><w:sectPr><w:hdr><w:p><w:r><w:t>h</w:t></w:r></w:p></w:hdr>"
    "</w:sectPr></wx:sect></w:body></w:wordDocument>"
)
_FLAT_OPC: Final = (
    '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part '
    'pkg:name="/word/document.xml"><pkg:xmlData><w:document xmlns:w="http://schemas.openxmlformats'
    '.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>Agreement</w:t></w:r></w:p></w:body>'
    '</w:document></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>'
    "AAAA</pkg:binaryData></pkg:part></pkg:package>"
)
_DRAFT: Final = (
    b"Subject: contract\r\nX-Unsent: 1\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
    b"See it."
)
_PAGE: Final = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"; type="text/html"\r\n\r\n'
    b"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: file:///C:/a.htm\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>SUPPLY =\r\nAGREEMENT</p>"
    b"<p>=C3=A9</p></body></html>\r\n--x\r\nContent-Type: image/png\r\nContent-Location: a.png\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--x--\r\n"
)


def formats() -> Iterator[bytes]:
    """Yield a document of each."""
    yield _RTF
    yield _ODT_FLAT.encode()
    yield packed({"mimetype": _ODT_TYPE, "content.xml": _ODT_CONTENT, "styles.xml": _ODT_STYLES})
    yield _WORD_2003.encode()
    yield _FLAT_OPC.encode()
    yield compound(word_97(_WORDS, struck="Nevada ", row_ends=(_WORDS.index("\x07\x07") + 1,)))
    inner = outlook({0x37: "Inner", 0x1000: "Words"}, {"a.rtf": _RTF})
    yield compound(outlook({0x37: "Deal", 0x0C1A: "A"}, {"b": inner}, raw={0x1013: b"<p>Hi</p>"}))
    packed_rtf = b"\x00" + _RTF[:8] + b"\x03" + b"\x0c\xf0\x00\x10" + b"abcdef"
    head = (len(packed_rtf) + 12).to_bytes(4, "little") + b"\xff\0\0\0LZFu\0\0\0\0"
    yield compound(outlook({0x37: "Rich"}, raw={0x1009: head + packed_rtf}))
    yield packed({"deal/a.rtf": _RTF, "deal/inner.zip": packed({"b.txt": b"Agreement"})})
    yield b"From a Mon 10:00\r\n" + _DRAFT + b"\r\n\r\nFrom b Tue 10:00\r\n" + _DRAFT
    yield _DRAFT
    yield _PAGE
    for codec, words in (("cp1251", "Договор поставки"), ("gb18030", "本协议由甲方与乙方签订。")):
        yield (words * 20).encode(codec)


_ODT_TYPE: Final = b"application/vnd.oasis.opendocument.text"
_ODT_CONTENT: Final = (
    f"<office:document-content {_OFFICE}>{_ODT}</office:document-content>".encode()
)
_ODT_STYLES: Final = (
    f"<office:document-styles {_OFFICE}><office:master-styles><style:master-page><style:header>"
    "<text:p>Draft</text:p></style:header></style:master-page></office:master-styles>"
    "</office:document-styles>"
).encode()
_ODT_FLAT: Final = (
    f'<?xml version="1.0"?><office:document {_OFFICE} office:mimetype="{_ODT_TYPE.decode()}">'
    f"{_ODT}</office:document>"
)
