"""Documents to begin with: at least one of every medium, small, so that many can be tried."""

import io
import zipfile
from pathlib import Path
from typing import Final

from contractsai.samples import FOLDER
from contractsai.testing.fuzz.formats import formats

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
    lines = b" ".join(
        b"(%s) Tj T*" % line.replace("(", r"\(").replace(")", r"\)").encode("cp1252")
        for line in text.split("\n")
    )
    drawn = b"BT /F1 10 Tf 12 TL 50 740 Td %s ET" % lines
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [4 0 R 4 0 R] /Count 2 /MediaBox [0 0 612 792] >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    )
    out = bytearray(b"%PDF-1.4\n")
    for number, body in enumerate(objects, start=1):
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)  # without a table: readers rebuild it
    return bytes(out + b"trailer << /Root 1 0 R >>\n%%EOF")
