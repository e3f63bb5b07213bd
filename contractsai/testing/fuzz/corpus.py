"""Documents to begin with: at least one of every medium, small, so that many can be tried."""

import io
import zipfile
from pathlib import Path
from typing import Final

from contractsai.samples import FOLDER
from contractsai.testing.fuzz.formats import formats
from contractsai.testing.fuzz.office import office
from contractsai.testing.pdfs import PdfMaker, said
from contractsai.testing.pictures import jpeg, png, tiff

_MAX_BYTES: Final = 200_000
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TEXT: Final = """SUPPLY AGREEMENT

This Agreement is made as of March 3, 2025 between Acme, Inc., a Delaware corporation with offices
at 12 Main Street, Dayton, OH 45402 ("Supplier"), and Borealis GmbH ("Buyer").

1. Term. The initial term is two (2) years; it renews for successive one (1) year terms unless
either party gives sixty (60) days written notice.

2. Governing Law. The laws of the State of Ohio govern this Agreement.

By: ____________
"""


def corpus(folder: Path | None = None) -> tuple[bytes, ...]:
    """Return the samples, a few documents made on the spot, and what *folder* holds."""
    folders = [FOLDER, *([folder] if folder else [])]
    files = [file for place in folders for file in sorted(place.rglob("*")) if file.is_file()]
    found = [file.read_bytes() for file in files if file.stat().st_size <= _MAX_BYTES]
    return (*found, *made())


def made() -> tuple[bytes, ...]:
    """Return documents that reach what the samples do not."""
    return (
        _TEXT.encode(),
        _TEXT.encode("utf-16"),
        _docx(_TEXT),
        _html(_TEXT),
        _mail(_docx(_TEXT)),
        _pdf(_TEXT),
        *office(),
        _marked_pdf(_TEXT),
        _scanned_pdf(_TEXT),
        _xfa_pdf(_TEXT),
        png(1200, 1600),
        jpeg(1200, 1600),
        tiff(1200, 1600, pages=3),
        *formats(),
    )


def _docx(text: str) -> bytes:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    row = "".join(f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in ("Term", "2"))
    body = f"{lines}<w:tbl><w:tr>{row}</w:tr></w:tbl>"
    root = f'xmlns:w="{_W}"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", f"<w:document {root}><w:body>{body}</w:body></w:document>"),
            ("word/header1.xml", f"<w:hdr {root}><w:p><w:r><w:t>Draft</w:t></w:r></w:p></w:hdr>"),
            ("word/footnotes.xml", f"<w:footnotes {root}/>"),
        ):
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def _html(text: str) -> bytes:
    lines = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    table = "<table><tr><td>Term</td><td>2 years</td></tr></table>"
    return f"<!doctype html><html><head><title>x</title></head><body>{lines}{table}</body>".encode()


def _mail(attachment: bytes) -> bytes:
    head = (
        b"From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?q?the_contract?=\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n'
        b"--x\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nAttached.\r\n"
        b"--x\r\nContent-Type: application/octet-stream\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n"
        b'Content-Disposition: attachment; filename="a.docx"\r\n\r\n'
    )
    return head + attachment + b"\r\n--x--\r\n"


def _pdf(text: str) -> bytes:
    maker = PdfMaker()
    maker.page(said(text))
    maker.page(said(text))
    return maker.made()


def _marked_pdf(text: str) -> bytes:
    """Return pages with everything that people put on top of them, and a file."""
    maker = PdfMaker()
    notes = (
        b"/Subtype /Widget /FT /Tx /T (Buyer) /V (Borealis GmbH) /Rect [200 660 300 674]",
        b"/Subtype /Widget /FT /Btn /T (b) /AS /Yes /V /Yes /Rect [20 660 30 674]",
        b"/Subtype /FreeText /Contents (signed) /Rect [60 500 160 514]",
        b"/Subtype /StrikeOut /QuadPoints [60 680 300 680 60 666 300 666] /Rect [60 666 300 680]",
        b"/Subtype /FileAttachment /Rect [9 9 19 19] /FS %d 0 R" % maker.file(b"x.txt", b"x y"),
    )
    number = maker.page(said(text) + b"60 729 m 300 729 l S\n", annotations=notes)
    fields = b" ".join(b"%d 0 R" % (number - len(notes) + index) for index in range(2))
    carried = maker.carry([(b"inner.txt", text.encode())])
    return maker.made(b"/AcroForm << /Fields [%s] >> %s" % (fields, carried))


def _scanned_pdf(text: str) -> bytes:
    """Return a scan with a stamp, a turned page, and one of two columns, row by row."""
    maker = PdfMaker()
    image = maker.picture(60)
    maker.page(b"q 612 0 0 792 0 0 cm /Im Do Q\n" + said("X-1"), pictures={b"Im": image})
    maker.page(said(text), entries=b"/Rotate 90")
    rows = text.split("\n")
    maker.page(
        b"".join(
            said(row, top=700 - 14 * number) + said(row, left=330, top=700 - 14 * number)
            for number, row in enumerate(rows)
        )
    )
    return maker.made()


def _xfa_pdf(text: str) -> bytes:
    maker = PdfMaker()
    maker.page(said("Please wait..."))
    packet = maker.stream(
        b"<xdp><template><draw><value><text>%s</text></value></draw></template><data><Buyer>"
        b"Borealis</Buyer></data></xdp>" % text.encode().replace(b"&", b"&amp;")
    )
    return maker.made(b"/AcroForm << /Fields [] /XFA %d 0 R >>" % packet)
